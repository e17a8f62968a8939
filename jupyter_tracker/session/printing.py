"""What the cell in hand prints, read for metrics and curves off its path."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..capture.printed import Printed, Told
from ..capture.records import Seen, SeriesInfo

if TYPE_CHECKING:
    from .background import Worker

EVERY = 0.5
"""Seconds between two looks at what a running cell prints."""
LOOK = 0.02
"""Seconds that one look takes at most, and what is left to read when the cell has ended."""
REST = 0.2


class Printing:
    """The printed text of one cell. `told` is given what other channels find, so that nothing is told twice."""

    def __init__(self, worker: Worker, emit: Callable[[dict[str, float], float, float], None]) -> None:
        """`emit` takes points, in the worker's thread while the cell runs."""
        self.told = Told()
        self._worker = worker
        self._printed = Printed(emit, self.told)
        self._looked = time.monotonic()

    def hear(self, text: str, at: float, stream: str) -> None:
        """Something was printed; in whatever thread prints."""
        self._printed.feed(text, at, stream)
        now = time.monotonic()
        if now - self._looked >= EVERY:
            self._looked = now
            self._worker.submit(lambda: self._printed.work(LOOK))

    def end(self) -> tuple[list[Seen], list[SeriesInfo]]:
        """The cell has ended: the params and metrics that it printed, and its printed curves."""
        self._printed.finish(REST)
        return self._printed.seen(), self._printed.infos()
