"""What differs between the code or the environments of two runs, as plain text and as static HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats, sentence
from jupyter_tracker.render import compare
from jupyter_tracker.render.markup import esc, fold, heading, muted, name, page, table, value
from jupyter_tracker.render.text import aligned

Difference = Mapping[str, Any]
SAME = {"slice": "the slices", "notebook": "the notebooks", "environment": "the environments"}


def answer(found: Difference) -> str:
    """The difference in one line."""
    first, second = sentence.labels(found["runs"])
    what = SAME[found["what"]]
    if found["same"]:
        return f"{what} of {first} and {second} are the same"
    if found["what"] == "environment":
        packages, settings = len(found["packages"]["differs"]), len(found["settings"])
        counts = [formats.plural(packages, "package")] if packages else []
        counts += [formats.plural(settings, "setting")] if settings else []
        return f"{first} → {second}: {' and '.join(counts) or 'what is known'} differ{'s' if _one(found) else ''}"
    moved = [cell for cell in found["cells"] if cell["change"] != "same"]
    same = len(found["cells"]) - len(moved)
    counts = [f"{formats.plural(found['lines'], 'line')} in {formats.plural(len(moved), 'cell')}", f"{same} the same"]
    return f"{first} → {second}: {', '.join(counts)}"


def _one(found: Difference) -> bool:
    return len(found["packages"]["differs"]) + len(found["settings"]) == 1


def text(found: Difference) -> str:
    """As plain text: the answer, then each cell that differs, or the settings and packages that do."""
    lines = [answer(found), *(f"⚠ {formats.clean(said)}" for said in found["mind"])]
    if found["what"] == "environment":
        rows = _rows(found)
        return "\n".join([*lines, *(["", aligned(["", *sentence.labels(found["runs"])], rows)] if rows else [])])
    for cell in found["cells"]:
        if cell["change"] != "same":
            lines += ["", f"── {title(cell)} ──"]
            lines += [f"{line['op']} {line['text']}".rstrip() for line in cell["diff"]]
    return "\n".join(lines)


def html(found: Difference) -> str:
    """The same as static HTML."""
    parts = [f"<div><b>{esc(answer(found))}</b></div>"]
    parts += [f"<div>⚠&#xfe0e; {esc(said)}</div>" for said in found["mind"]]
    if found["what"] == "environment":
        head = ["", *(name(label, 32) for label in sentence.labels(found["runs"]))]
        return page("".join(parts) + (table(head, _cells(found)) if not found["same"] else ""))
    for cell in found["cells"]:
        if cell["change"] != "same":
            parts.append(f"<div>{muted(esc(title(cell)))}</div>{compare.diff(cell['diff'])}")
    same = [cell for cell in found["cells"] if cell["change"] == "same"]
    if same and len(same) < len(found["cells"]):
        listed = ", ".join(esc(title(cell)) for cell in same)
        parts.append(fold(heading(esc(formats.plural(len(same), "cell")), "the same"), listed))
    return page("".join(parts))


def title(cell: Mapping[str, Any]) -> str:
    """What a cell of a difference is called."""
    before, after = cell["before"], cell["after"]
    kind = {"module": "module ", "markdown": "text, "}.get(cell["kind"], "")
    where = before if after is None else after if before in (None, after) else f"{before} → {after}"
    return f"{kind}{where}" + {"added": ", new", "removed": ", gone"}.get(cell["change"], "")


def _rows(found: Difference) -> list[Sequence[str]]:
    packages: list[Sequence[str]] = [
        [_package(row), *(one or formats.UNKNOWN for one in row["values"])] for row in found["packages"]["differs"]
    ]
    return [*packages, *([row["name"], *sentence.value_cells(row["values"])] for row in found["settings"])]


def _cells(found: Difference) -> list[list[str]]:
    rows = [[name(_package(row)), *map(value, row["values"])] for row in found["packages"]["differs"]]
    return rows + [[name(row["name"]), *map(value, row["values"])] for row in found["settings"]]


def _package(row: Mapping[str, Any]) -> str:
    return f"{row['name']} (imported)" if row["imported"] else str(row["name"])
