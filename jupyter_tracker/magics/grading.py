"""How surely a run gives the same again: worked out when its last cell has run, from what this session remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..reproduce.entries import Entry
    from ..reproduce.slicing import Slice
    from ..session.cells import CellEntry
    from ..session.record import OpenRun
    from ..session.tracker import Tracker

MOST_CELLS = 1500
"""Cells of a session beyond which none is remembered here, and grades are left to whoever looks at a run."""
NEWEST = 20
"""Runs of this session that a cell may have ended."""


class Grades:
    """Grades the runs of one session. Knows its executed cells as slices are made of them."""

    def __init__(self, tracker: Tracker) -> None:
        """No cell has run yet."""
        self._tracker = tracker
        self._entries: list[Entry] = []
        self._session = ""
        self._graded: dict[str, tuple[str, ...]] = {}

    def after(self, cell: CellEntry) -> None:
        """A cell has run: take it in, and grade the runs that have ended with it. What to mind about the cell's own
        run joins what its card says."""
        from ..reproduce.entries import entries

        me = self._tracker
        if me.log.id != self._session:
            self._session, self._entries = me.log.id, []
        told = me.memory.execution(cell.exec)
        if told is None or len(self._entries) > MOST_CELLS:
            return
        self._entries += entries([told], lambda _: cell.raw)
        for run in me.runs[-NEWEST:]:
            found = self._grade(run, cell)
            if found is not None and cell.record is not None and cell.record["id"] == run.id:
                cell.record["grade"] = found.grade
                cell.record["graded"] = {"reasons": list(found.reasons)}
                cell.notices += found.warnings

    def _grade(self, run: OpenRun, cell: CellEntry) -> Slice | None:
        """The slice of a run that began here, is over, and was not graded with these parts yet; None for any other."""
        from ..reproduce.minding import Present, minded
        from ..reproduce.slicing import slice_of

        me = self._tracker
        parts = tuple(me.memory.parts(run.id))
        if run.ended is None or self._graded.get(run.id) == parts or not (parts and me.memory.began(run.id)):
            return None
        whole = {around for part in parts if (around := self._around(part, cell)) is not None}
        self._graded[run.id] = parts
        if not whole:
            return None
        code = cell.snapshot.code if cell.snapshot is not None else None
        found = minded(slice_of(self._entries, whole), self._entries, Present(code))
        clean = me.masker.text
        texts = {"reasons": [*map(clean, found.reasons)], "warnings": [*map(clean, found.warnings)]}
        me.write("graded", run=run.id, grade=found.grade, **texts)
        return found

    def _around(self, part: str, cell: CellEntry) -> str | None:
        """The exec of the cell that a part is, or is a block of; None for one that this session does not know."""
        from ..reproduce.entries import around

        if any(entry.exec == part for entry in self._entries):
            return part
        told = [self._tracker.memory.execution(one) for one in (cell.exec, part)]
        found = around([one for one in told if one is not None], [part])
        return cell.exec if found == [cell.exec] else None
