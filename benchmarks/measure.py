"""Timing, and the table in which figures stand beside what was asked for."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Call = Callable[[int], object]


@dataclass(frozen=True)
class Figure:
    """One measured number."""

    what: str
    value: float
    unit: str
    asked: str = ""
    """What the design asks for."""
    beside: str = ""
    """The same as a ratio, or what else explains it."""


@dataclass(frozen=True)
class Size:
    """How much to measure: 1 is the real thing, tests take far less."""

    scale: float = 1.0

    def __call__(self, full: int, least: int = 1) -> int:
        """`full` scaled down, but not below `least`."""
        return max(least, round(full * self.scale))


def median_of_calls(call: Call, count: int, warm: int = 50) -> float:
    """The median duration of one call in seconds; `call` is given its number."""
    clock = time.perf_counter_ns
    for number in range(min(warm, count)):
        call(number)
    taken = []
    for number in range(count):
        before = clock()
        call(number)
        taken.append(clock() - before)
    return statistics.median(taken) / 1e9


def best_of(call: Callable[[], object], times: int = 3) -> float:
    """The shortest duration of a call in seconds."""
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        call()
        taken.append(time.perf_counter() - before)
    return min(taken)


def in_turns(calls: Sequence[Call], count: int, rounds: int = 5) -> list[float]:
    """Medians of several calls measured turn by turn, so that a busy moment meets all of them."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for place, call in enumerate(calls):
            taken[place].append(median_of_calls(call, max(1, count // rounds)))
    return [statistics.median(some) for some in taken]


def times(value: float, bare: float) -> str:
    """`value` as a multiple of `bare`."""
    return f"{value / bare:.2f} ×" if bare else "–"


def table(figures: Iterable[Figure]) -> str:
    """The figures, one a line."""
    rows = [("what", "measured", "asked for", "beside")]
    rows += [(one.what, f"{one.value:,.4g} {one.unit}", one.asked, one.beside) for one in figures]
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
