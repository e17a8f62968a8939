"""From what a cell prints to metrics and live curves.

`feed` only puts text aside. `work` reads it, off the cell's path: about twice a second while the cell runs, and at its
end. A name that comes again with a growing step ("Epoch 3/10", on its own line or on one before) becomes a series.
What reads is loaded with the first text, or by `prepare`: it takes a twentieth of a second.
"""

from __future__ import annotations

import threading
import time as clock
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from jupyter_tracker.capture.printed.told import Told
from jupyter_tracker.capture.records import Role, Seen, SeriesInfo, Where

if TYPE_CHECKING:
    from jupyter_tracker.capture.printed.judged import PrintedValue
    from jupyter_tracker.capture.printed.reading import Reader

__all__ = ["Emit", "Printed", "Told", "prepare"]

Emit = Callable[[dict[str, float], float, float], None]
"""`emit(values, step, time)`: points of series, as soon as they are known to be ones."""

LIMIT = 2_000_000
"""Characters of one cell that are read; of what comes after them only the last `TAIL`."""
TAIL = 20_000
CHUNK = 2_000
"""Characters that are read at a stretch."""
LEAST = 0.5
"""How likely a value must be to be recorded."""


def prepare() -> None:
    """Load what reads."""
    from jupyter_tracker.capture.printed import reading  # noqa: F401


class Printed:
    """The text that one cell prints, to metrics and series. `feed` and `work` may be called in different threads.

    Attributes:
        cut: not all of the text was read, for there was too much of it.
    """

    def __init__(self, emit: Emit | None = None, told: Told | None = None) -> None:
        """`emit` takes points while the cell runs, but for those of series that other channels have `told`."""
        self.cut = self._gap = False
        self._emit = emit
        self._told = told
        self._reader: Reader | None = None
        self._reading = threading.Lock()
        self._queue: deque[tuple[str, str, float]] = deque()
        self._fed = self._taken = 0

    @property
    def waiting(self) -> bool:
        """Whether there is something for `work` to do."""
        return bool(self._queue) and not self._enough

    def feed(self, text: str, time: float, stream: str = "stdout") -> None:
        """Put aside what was printed at `time` (unix seconds)."""
        if len(text) > LIMIT:
            head, tail = text[: LIMIT // 2].rpartition("\n")[0], text[-TAIL:].partition("\n")[2]
            text, self.cut = f"{head}\n{tail}", True
        for begin in range(0, len(text), CHUNK):
            self._queue.append((stream, text[begin : begin + CHUNK], time))
        self._fed += len(text)
        self._drop(TAIL if self._enough else LIMIT + TAIL)

    def work(self, seconds: float | None = None) -> None:
        """Read what waits, for about `seconds` at most."""
        with self._reading:
            self._work(seconds)

    def finish(self, seconds: float | None = None) -> None:
        """Read the rest, unfinished lines too; of what is too much or takes longer than `seconds`, the end."""
        with self._reading:
            self._work(seconds)
            self._drop(TAIL)
            while self._queue:
                self._next()
            if self._reader is not None:
                self._reader.finish(clock.time())

    def metrics(self) -> list[PrintedValue]:
        """The last value of each name, surest first; under a name for each context, where it came in several.

        What other channels have told as a series is left out.
        """
        return self._reader.metrics() if self._reader is not None else []

    def params(self) -> list[PrintedValue]:
        """Settings that were printed, and always the same."""
        return self._reader.params() if self._reader is not None else []

    def infos(self) -> list[SeriesInfo]:
        """The series whose points were handed over."""
        return self._reader.infos() if self._reader is not None else []

    def seen(self) -> list[Seen]:
        """Metrics and params that are likely enough to be recorded."""
        roles: list[tuple[Role, list[PrintedValue]]] = [("metric", self.metrics()), ("param", self.params())]
        return [
            Seen(
                each.name, each.value, role, Where("printed", text=each.text), each.conf, unit=each.unit, rule=each.rule
            )
            for role, values in roles
            for each in values
            if each.conf >= LEAST and not each.series
        ]

    @property
    def _enough(self) -> bool:
        return self._reader is not None and self._reader.characters >= LIMIT

    def _work(self, seconds: float | None) -> None:
        until = None if seconds is None else clock.perf_counter() + seconds
        while self._queue and not self._enough:
            self._next()
            if until is not None and clock.perf_counter() > until:
                return

    def _drop(self, most: int) -> None:
        """Let go of the oldest text that waits, beyond `most` characters."""
        while self._fed - self._taken > most and self._queue:
            self._pop()
            self.cut = self._gap = True

    def _pop(self) -> tuple[str, str, float]:
        try:
            taken = self._queue.popleft()
        except IndexError:  # the other thread was faster
            return "", "", 0.0
        self._taken += len(taken[1])
        return taken

    def _next(self) -> None:
        if self._reader is None:
            from jupyter_tracker.capture.printed.reading import Reader

            self._reader = Reader(self._emit, self._told)
        stream, text, time = self._pop()
        gap, self._gap = self._gap, False
        if text:
            self._reader.take(text, time, stream, gap=gap)
