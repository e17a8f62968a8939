"""Rounds of a loop that has settled: each of its series is a name that holds a number. Such a round is taken in a tenth
of the time that `state` needs, so that a loop of 100 µs a round can be seen round by round."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.loops.pending import Pending
from jupyter_tracker.capture.loops.series import Series, mark

EACH = 1e-3
"""Seconds a round from which on each one is seen, however many there are: a look takes about a hundredth of it."""
ALL = 2000
"""Rounds of a faster loop that are seen one by one."""
DEAR, LONG, FEW, SOME = 50, 5e-6, 500, 31
"""Where a look takes more than a fiftieth of a round, and long (at tensors, which are to be asked), only so many rounds
are seen one by one. How long it takes is looked at now and then; the least counts, as the machine may be busy."""
_now = time.perf_counter


class Quick:
    """The rounds of one loop from when it has settled. `rounds` were taken, the last one at the counter `raw` and at
    `before` (seconds of `time.perf_counter`)."""

    __slots__ = (
        "_counter", "_epoch", "_marks", "_names", "_numbers", "_paths", "_pending", "_series", "_taken",
        "_least", "base", "before", "raw", "rounds",
    )  # fmt: skip

    def __init__(self, series: list[Series], counter: str | None, pending: Pending, epoch: float) -> None:
        """`epoch` is the unix time at which `time.perf_counter` was 0."""
        self._series = series
        self._names = tuple(one.name for one in series)
        self._paths = [one.path for one in series]
        self._counter = counter
        self._pending = pending
        self._epoch = epoch
        self._marks: list[Any] = []
        self._numbers: list[Any] = []
        self._taken = 0
        self.rounds = 0
        self.base, self.before = 0.0, 0.0
        self.raw: int | None = None
        self._least = 1.0

    def begin(self, rounds: int, base: float, raw: float | None, before: float) -> bool:
        """Go on after a round that was taken otherwise; whether the next one can be taken quickly."""
        self.rounds, self.base, self.before, self._taken = rounds, base, before, 0
        self.raw = raw if type(raw) is int else None
        return self._counter is None or self.raw is not None

    def take(self, get: Callable[[str], Any]) -> bool | None:
        """Take a round; None, and nothing is changed, where it is none of the usual. Else
        whether it was so fast that the next ones need not be seen."""
        timed = _now() if self.rounds & SOME == SOME else 0.0
        numbers = marks = list(map(get, self._paths))
        for one in numbers:
            if type(one) is not float:
                marks = [mark(one) for one in numbers]
                numbers = [_float(one) for one in numbers]
                break
        if None in numbers:
            return None
        step: float | None = None
        if self._counter is not None:
            raw = get(self._counter)
            if type(raw) is not int or raw <= self.raw:  # type: ignore[operator]
                return None
            self.raw = raw
            step = self.base + raw
        now = _now()
        round_ = now - self.before
        fast = round_ < EACH
        self.before = now
        self._marks, self._numbers = marks, numbers
        self._taken += 1
        self.rounds += 1
        self._pending.add(self._names, (step, self._epoch + now, *numbers), fast)
        if timed:
            self._least = min(self._least, _now() - timed)
        return fast and self.rounds > FEW and (self.rounds > ALL or LONG < self._least > round_ / DEAR)

    def end(self) -> None:
        """The next round is taken otherwise: let the series know of those that were taken here."""
        if self._taken:
            for series, seen, number in zip(self._series, self._marks, self._numbers, strict=True):
                series.seen = seen
                series.last = number
                series.count += self._taken
            self._taken = 0


def _float(raw: Any) -> float | None:
    number = values.number(raw)
    return None if number is None else float(number)
