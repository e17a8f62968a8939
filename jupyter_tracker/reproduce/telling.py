"""A slice as people read it."""

from __future__ import annotations

from .minding import means
from .slicing import Slice

_WIDTH = 76


def text(found: Slice) -> str:
    """The cells, each with why it is there, then what to mind, and the grade."""
    if not found.cells:
        return f"No slice: {', '.join(found.reasons)}."
    shown = len(found.cells)
    lines = [f"slice of {found.run}: {shown} of {found.before} cell{'s' if found.before != 1 else ''}", ""]
    width = max(len(cell.entry.label) for cell in found.cells)
    for cell in found.cells:
        lines.append(f"{cell.entry.label.rjust(width)}  {_first(cell.entry.source)}")
        lines.append(f"{' ' * width}    {cell.why}")
    lines += ["", *(f"module  {module.name}  {module.path}" for module in found.modules)] if found.modules else []
    lines += ["", *(f"⚠ {warning}" for warning in found.warnings)] if found.warnings else []
    return "\n".join([*lines, "", f"grade {found.grade}: {means(found)}"])


def _first(source: str) -> str:
    rows = [row for row in source.strip().splitlines() if row.strip(" \t\"'")]
    first = rows[0] if rows else ""
    more = f"  (+{len(rows) - 1})" if len(rows) > 1 else ""
    return (first if len(first) <= _WIDTH else first[: _WIDTH - 1] + "…") + more
