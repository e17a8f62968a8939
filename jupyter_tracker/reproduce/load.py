"""The slice of a run, from the store that it is in."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..store.errors import StoreError
from ..store.jsontext import loads
from .entries import Entry, around, entries
from .minding import Present, minded
from .slicing import Module, Slice, SliceCell, slice_of

if TYPE_CHECKING:
    from ..store.query import Reader


def of_run(reader: Reader, run: str) -> Slice:
    """The slice of a run, with its warnings. Cells of several sessions follow one another."""
    record = reader.run(run)
    text = texts(reader)
    slices: list[Slice] = []
    for session in dict.fromkeys(part["session"] for part in record["parts"]):
        executions = reader.executions(session)
        parts = around(executions, [part["exec"] for part in record["parts"] if part["session"] == session])
        listed = entries(executions, text)
        found = slice_of(listed, set(parts))
        slices.append(minded(found, listed, _present(record, found, listed, reader)))
    return _joined(slices, record["name"])


def texts(reader: Reader) -> Callable[[str], str]:
    """Gives the text of a blob, empty where the store has it no more; each is read once."""
    known: dict[str, str] = {}

    def text(ref: str) -> str:
        if ref not in known:
            try:
                known[ref] = reader.store.blobs.get(ref).decode("utf-8", "replace")
            except (StoreError, OSError):
                known[ref] = ""
        return known[ref]

    return text


def _joined(slices: Sequence[Slice], run: str) -> Slice:
    if not slices:
        return Slice((), grade="E", reasons=("this run has no cells: it was made by a script",), run=run)
    cells: tuple[SliceCell, ...] = sum((one.cells for one in slices), ())
    modules: dict[str, Module] = {module.name: module for one in slices for module in one.modules}
    worst = max(slices, key=lambda one: one.grade)
    return Slice(
        cells,
        tuple(modules.values()),
        sum(one.before for one in slices),
        frozenset().union(*(one.origins for one in slices)),
        frozenset().union(*(one.loose for one in slices)),
        tuple(dict.fromkeys(text for one in slices for text in one.warnings)),
        worst.grade,
        worst.reasons,
        run,
    )


def _present(record: Mapping[str, Any], found: Slice, session: Sequence[Entry], reader: Reader) -> Present:
    cells, complete = _notebook(record, session, reader), True
    if cells is not None and cells.keys().isdisjoint(entry.cell_id for entry in session):
        cells, complete = _by_source(cells, session), False
    changed, missing = [], []
    written = {write.name for cell in found.cells for write in cell.entry.writes}
    for cell in found.cells:
        for name in cell.entry.reads:
            path, when = name.removeprefix("file:"), cell.entry.times.get(name)
            if path == name or name in written:
                continue
            try:
                now = os.stat(path).st_mtime
            except OSError:
                missing.append(path)
                continue
            if when is not None and now != when:
                changed.append(path)
    return Present(cells, complete, changed, missing)


def _notebook(record: Mapping[str, Any], session: Sequence[Entry], reader: Reader) -> dict[str, str] | None:
    """The notebook's code cells by id as it is now: as it is on disk, or as it was on screen when the run was made if
    it was not saved since, with what was executed after that. None where neither is known."""
    known = [one for one in (_on_screen(record, reader), _on_disk(record)) if one is not None]
    if not known:
        return None
    when, cells = max(known, key=lambda one: one[0])
    since = {entry.cell_id: entry.source for entry in session if entry.started > when and entry.cell_id in cells}
    return cells | {cell_id: source for cell_id, source in since.items() if cell_id is not None}


def _on_disk(record: Mapping[str, Any]) -> tuple[float, dict[str, str]] | None:
    try:
        with open(record.get("notebook") or "", encoding="utf-8") as file:
            cells = _cells(loads(file.read()))
            return (os.fstat(file.fileno()).st_mtime, cells) if cells else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _on_screen(record: Mapping[str, Any], reader: Reader) -> tuple[float, dict[str, str]] | None:
    for part in reversed(record["parts"]):
        snapshot = part.get("snapshot")
        if snapshot and snapshot.get("fidelity") == "exact" and part.get("started"):
            try:
                cells = _cells(loads(reader.store.blobs.get(snapshot["blob"])))
            except (StoreError, OSError, ValueError, KeyError, TypeError):
                continue
            return (part["started"], cells) if cells else None
    return None


def _by_source(cells: Mapping[str, str], session: Sequence[Entry]) -> dict[str, str]:
    """The notebook's cells under the ids that the front end has for them, which are not those of the file (VS Code's
    are addresses): as far as they are as they ran."""
    ids = {entry.source.strip(): entry.cell_id for entry in session if entry.cell_id}
    return {known: source for source in cells.values() if (known := ids.get(source.strip())) is not None}


def _cells(notebook: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for cell in notebook["cells"]:
        if cell.get("cell_type") == "code" and cell.get("id"):
            source = cell["source"]
            found[cell["id"]] = source if isinstance(source, str) else "".join(source)
    return found
