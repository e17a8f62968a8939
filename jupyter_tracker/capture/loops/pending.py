"""Points of a loop on their way: of fast rounds they are handed over every 50 ms, since to write each takes longer than
a round may be held up; of slower rounds one by one."""

from __future__ import annotations

import threading
from contextvars import copy_context

from jupyter_tracker.capture.loops.pace import Clock
from jupyter_tracker.capture.records import Emit, Row, Where

WAIT, LONGEST = 0.05, 0.25
"""Seconds that a point of a fast round waits while such rounds go on, and at most: what is lost where the process is
killed."""
_clock = Clock(LONGEST)


class Pending:
    """The points of one loop that wait. `add` and `end` are called in the thread that runs the loop."""

    def __init__(self, emit: Emit, where: Where) -> None:
        self._emit = emit
        self._where = where
        self._names: tuple[str, ...] = ()
        self._rows: list[Row] = []
        self._since = 0.0
        self._context = copy_context()
        self._fault: Exception | None = None
        self._lock = threading.Lock()

    def add(self, names: tuple[str, ...], row: Row, fast: bool) -> None:
        """One round. Raises what went wrong when earlier ones were handed over."""
        if not fast or names != self._names:
            self.flush()
            self._names = names
            if not fast:
                return self._emit(names, [row], self._where)
        self._rows.append(row)
        if len(self._rows) == 1:
            self._begin(row)
        elif row[1] - self._since > WAIT:
            self.flush()

    def flush(self) -> None:
        """Hand over what waits."""
        if self._fault is not None:
            raise self._fault
        with self._lock:
            rows = self._rows[:]
            if rows:
                self._context.run(self._emit, self._names, rows, self._where)
                del self._rows[: len(rows)]  # in one step: the loop may be appending

    def end(self) -> None:
        """The loop has ended."""
        _clock.forget(self._ring)
        self.flush()

    def drop(self) -> None:
        """Hand over nothing any longer: this is a process that the cell has forked."""
        _clock.abandon()
        self._lock = threading.Lock()
        self._rows.clear()

    def _begin(self, row: Row) -> None:
        self._since = row[1]
        self._context = copy_context()  # a run that is open around the loop is known to this thread alone
        _clock.run(self._ring)

    def _ring(self) -> None:
        _clock.forget(self._ring)
        try:
            self.flush()
        except Exception as fault:
            self._fault = fault
        if self._rows:  # appended meanwhile
            _clock.run(self._ring)
