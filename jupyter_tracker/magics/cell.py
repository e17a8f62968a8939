"""The hook around every cell: `pre_run_cell` and `post_run_cell`."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from ..capture import compat
from ..session import cells
from ..session.cells import CellEntry
from ..session.observe import Observers
from ..session.tracker import Tracker
from . import card
from .grading import Grades


@dataclass
class _Slot:
    """A request being answered; cells that run inside it (`%%capture`, `run_cell`) only deepen it."""

    entry: CellEntry | None
    thread: int
    depth: int = 1


class CellHook:
    """Enters what runs in a shell into the journal. No fault of ours leaves it."""

    def __init__(self, tracker: Tracker, shell: Any, observers: Observers) -> None:
        """Nothing is registered yet."""
        self._tracker = tracker
        self._shell = shell
        self._observers = observers
        self._grades = Grades(tracker)
        self._slots: dict[object, _Slot] = {}

    def before(self, info: Any) -> None:
        """A cell is about to run."""
        if self._tracker.forked:
            return
        key = self._key()
        slot = self._slots.get(key)
        if slot is not None:
            slot.depth += 1
            return
        self._close_orphans()
        self._slots[key] = _Slot(None, threading.get_ident())
        if compat.is_hidden(info) or not getattr(info, "raw_cell", "").strip():
            return
        try:
            self._open(key, info)
        except Exception as fault:
            self._tracker.fault("before a cell", fault)

    def after(self, result: Any) -> None:
        """A cell has run; `result` is None where it was cancelled."""
        if self._tracker.forked:
            return
        key = self._key()
        slot = self._slots.get(key)
        if slot is None:
            return
        slot.depth -= 1
        if slot.depth > 0:
            return
        del self._slots[key]
        self._end(key, slot.entry, result)

    def join_running_cell(self) -> None:
        """Enter the cell that is running right now: the one that loaded us."""
        key = self._key()
        source = compat.running_source(self._shell)
        if source is None or key in self._slots:
            return
        self._slots[key] = _Slot(None, threading.get_ident())
        try:
            self._open(key, None, source)
        except Exception as fault:
            self._tracker.fault("while loading", fault)

    def close(self) -> None:
        """Leave the cells that still run, and take the observers off."""
        for slot in self._slots.values():
            if slot.entry is not None:
                slot.entry.leave()
        self._slots.clear()
        self._tracker.cells.clear()
        self._observers.close()

    def _open(self, key: object, info: Any, source: str | None = None) -> None:
        me = self._tracker
        raw = str(info.raw_cell) if source is None else source
        entry = CellEntry(
            me,
            raw,
            request=key,
            cell_id=compat.cell_id(self._shell, info),
            count=compat.execution_count(self._shell) if source is None else None,
        )
        entry.transformed = getattr(info, "transformed_cell", None)
        self._observers.notice(entry, info)
        asked = cells.parse_directive(raw, compat.cell_metadata(self._shell, info), entry) if source is None else None
        me.cells[key] = self._slots[key].entry = entry
        entry.begin(asked, compat.cell_tags(self._shell, info), self._observers)

    def _end(self, key: object, entry: CellEntry | None, result: Any) -> None:
        if entry is None:
            return
        me = self._tracker
        me.cells.pop(key, None)
        try:
            entry.end(result, self._observers)
            me.history.append(entry)
            self._graded(entry)
            card.show(me, self._shell, entry, self._observers)
        except Exception as fault:
            me.fault("after a cell", fault)
        finally:
            self._settle(entry)
            me.worker.go_ahead()

    def _graded(self, entry: CellEntry) -> None:
        try:
            self._grades.after(entry)
        except Exception as fault:
            self._tracker.fault("while grading", fault)

    def _settle(self, entry: CellEntry) -> None:
        try:
            entry.settle(self._observers)
        except Exception as fault:
            self._tracker.fault("after a cell", fault)

    def _close_orphans(self) -> None:
        """Cells of this thread that began and never ended (their end was swallowed) were interrupted."""
        here = threading.get_ident()
        for key, slot in list(self._slots.items()):
            if slot.thread == here:
                del self._slots[key]
                self._end(key, slot.entry, None)

    def _key(self) -> object:
        return compat.request_id(self._shell) or threading.get_ident()
