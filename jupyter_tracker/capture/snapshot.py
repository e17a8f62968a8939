"""A notebook as it was (nbformat 4.5, no outputs): from what the front end sent, the file, and what was executed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

Fidelity = Literal["exact", "disk + executed", "executed only"]
Cell = dict[str, Any]

FILE_LIMIT = 64 * 2**20
"""A notebook file beyond this size is not read."""

_TELLING = 8
"""A source of so many characters that stands in another is that cell, with more in it or less."""

_VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A notebook (nbformat 4.5 as JSON, no outputs), how faithful it is, and its path where that is known."""

    notebook: dict[str, Any]
    fidelity: Fidelity
    path: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """A notebook as it was at one moment: calling this makes the snapshot, and may read the notebook's file.

    `code` are the sources of its code cells by id, in order, where the front end has told them; None else.
    """

    make: Callable[[], Snapshot]
    code: Mapping[str, str] | None = None

    def __call__(self) -> Snapshot:
        """The snapshot."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Executed:
    """A cell's source as it was executed; `when` is unix time in seconds."""

    cell_id: str | None
    source: str
    when: float


def exact(order: Iterable[tuple[str, str]], sources: Mapping[str, str], path: str | None) -> Snapshot:
    """The notebook as it is on screen: `order` is the (cell id, cell type) of every cell."""
    return Snapshot(_notebook([_cell(kind, sources[cell_id], cell_id) for cell_id, kind in order]), "exact", path)


def pieced_together(path: str | None, executed: Iterable[Executed]) -> Snapshot:
    """The file on disk, with what was executed since it was saved laid over it; without a readable file what was
    executed alone. Reads the file: not for the path of a cell."""
    cells = list(executed)
    found = _read(path) if path else None
    if found is None:
        return Snapshot(_notebook(_executed_only(cells)), "executed only", path)
    saved, metadata, saved_at = found
    for each in cells:
        if each.when > saved_at:
            _lay_over(saved, each)
    return Snapshot(_notebook(saved, metadata), "disk + executed", path)


def masked(notebook: dict[str, Any], mask: Callable[[str], str]) -> dict[str, Any]:
    """The notebook with secrets taken out of its cells."""
    return {**notebook, "cells": [{**cell, "source": mask(cell["source"])} for cell in notebook["cells"]]}


def _notebook(cells: list[Cell], metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
    language = {"name": "python", "version": ".".join(map(str, sys.version_info[:3]))}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    about = {"kernelspec": kernel, "language_info": language, **(metadata or {})}
    seen: set[str] = set()
    for place, cell in enumerate(cells):
        if cell["id"] in seen:
            cell["id"] = f"{cell['id'][:56]}-{place}"
        seen.add(cell["id"])
    return {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, source: str, cell_id: str | None) -> Cell:
    kind = kind if kind in ("code", "markdown", "raw") else "raw"
    cell: Cell = {"cell_type": kind, "id": _valid_id(cell_id or source), "metadata": {}, "source": source}
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell


def _valid_id(text: str) -> str:
    """`text` itself where nbformat allows it as an id, else an id made from it (VS Code's ids are URIs)."""
    return text if _VALID_ID.fullmatch(text) else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _executed_only(executed: list[Executed]) -> list[Cell]:
    """The executed cells in the order in which each was first executed, with their newest sources."""
    newest: dict[str, Cell] = {}
    for each in executed:
        newest[each.cell_id or each.source] = _cell("code", each.source, each.cell_id)
    return list(newest.values())


def _lay_over(cells: list[Cell], executed: Executed) -> None:
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    if executed.cell_id is not None:
        wanted = _valid_id(executed.cell_id)
        match = next((cell for cell in code if cell["id"] == wanted), None)
    else:
        match = None
    if match is None and any(cell["source"] == executed.source for cell in code):
        return
    if match is None:
        match = _most_alike(code, executed.source)
    if match is None:
        cells.append(_cell("code", executed.source, executed.cell_id))
    else:
        match["source"] = executed.source


def _most_alike(cells: list[Cell], source: str) -> Cell | None:
    best, found = 0.6, None
    for cell in cells:
        matcher = SequenceMatcher(None, cell["source"], source, autojunk=False)
        shorter = min(len(cell["source"]), len(source))
        whole = shorter >= _TELLING and (cell["source"] in source or source in cell["source"])
        if whole or (matcher.real_quick_ratio() > best and matcher.quick_ratio() > best):
            alike = max(matcher.ratio(), 0.9 if whole else 0.0)
            if alike > best:
                best, found = alike, cell
    return found


def _read(path: str) -> tuple[list[Cell], dict[str, Any], float] | None:
    """Cells, metadata and time of saving of a notebook file of format 4; None for anything else."""
    try:
        about = os.stat(path)
        if about.st_size > FILE_LIMIT:
            return None
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        if content["nbformat"] != 4:
            return None
        cells = [
            _cell(cell["cell_type"], _joined(cell["source"]), cell.get("id") or f"cell-{place}")
            for place, cell in enumerate(content["cells"])
        ]
        known = {key: value for key, value in content["metadata"].items() if key in ("kernelspec", "language_info")}
        return cells, known, about.st_mtime
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _joined(source: Any) -> str:
    return source if isinstance(source, str) else "".join(map(str, source))
