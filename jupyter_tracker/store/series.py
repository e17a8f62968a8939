"""A metric over steps, as arrays."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .arrays import pick


def _doubles() -> array[float]:
    return array("d")


@dataclass
class Series:
    """The points of one metric: arrays of equal length, writer after writer, each in the order it was written.

    `writer` numbers the processes that wrote, from 0. `total` is how many points there are, of which those here may be
    a selection (`points=` of `Reader.series`). `sampling`: `every` or `sampled` where loops were watched, else None.
    """

    step: array[float] = field(default_factory=_doubles)
    time: array[float] = field(default_factory=_doubles)
    value: array[float] = field(default_factory=_doubles)
    writer: list[int] = field(default_factory=list)
    total: int = 0
    sampling: str | None = None

    def __len__(self) -> int:
        """How many points are here."""
        return len(self.value)

    def extend(self, step: array[float], time: array[float], value: array[float], writer: int) -> None:
        """Append points of one writer."""
        if self.value:
            self.step.extend(step)
            self.time.extend(time)
            self.value.extend(value)
        else:  # mostly there is only one piece, and no need to copy it
            self.step, self.time, self.value = step, time, value
        self.writer.extend([writer] * len(value))
        self.total += len(value)

    def take(self, places: Any) -> Series:
        """The points at `places` (a sequence or an array of numpy); `total` and `sampling` stay."""
        if self.writer[:1] == self.writer[-1:]:
            writer = self.writer[:1] * len(places)
        else:
            writer = [self.writer[place] for place in places]
        step, time, value = (pick(column, places) for column in (self.step, self.time, self.value))
        return Series(step, time, value, writer, self.total, self.sampling)


class Ends(NamedTuple):
    """Of points of one writer the first and the last, by their frame numbers: the same for all series of a key set."""

    begin: int
    first_time: float
    first_number: int
    end: int
    last_time: float
    last_number: int
    last_step: float

    @classmethod
    def of(cls, step: array[float], time: array[float], number: array[int]) -> Ends:
        """Those of one point or more."""
        least, most = min(number), max(number)
        begin = 0 if number[0] == least else number.index(least)
        end = -1 if number[-1] == most else number.index(most)
        return cls(begin, time[begin], least, end, time[end], most, step[end])


@dataclass
class Stats:
    """What the index keeps of one series. NaN counts as a point, and can be first or last, but is no extreme.

    Within a writer the frame numbers say what came first and last, between writers the time does.
    """

    count: int = 0
    min: float | None = None
    max: float | None = None
    first: float | None = None
    first_time: float = math.inf
    first_number: int = 0
    last: float | None = None
    last_time: float = -math.inf
    last_number: int = -1
    last_step: float | None = None

    @classmethod
    def of(cls, value: array[float], ends: Ends) -> Stats:
        """Those of points of one writer, one or more."""
        numbers = value if math.isfinite(sum(value)) else [x for x in value if x == x]
        low, high = (min(numbers), max(numbers)) if numbers else (None, None)
        first = (value[ends.begin], ends.first_time, ends.first_number)
        return cls(len(value), low, high, *first, value[ends.end], ends.last_time, ends.last_number, ends.last_step)

    def follow(self, other: Stats) -> None:
        """Take in other points of the same writer."""
        earlier = not self.count or other.first_number < self.first_number
        self._extremes(other, earlier, other.last_number >= self.last_number)

    def merge(self, other: Stats) -> None:
        """Take in what another writer has of the same series."""
        later = (other.last_time, other.last_step or 0.0) > (self.last_time, self.last_step or 0.0)
        self._extremes(other, other.first_time < self.first_time, later)

    def _extremes(self, other: Stats, earlier: bool, later: bool) -> None:
        self.count += other.count
        self.min = _extreme(min, self.min, other.min)
        self.max = _extreme(max, self.max, other.max)
        if earlier:
            self.first, self.first_time, self.first_number = other.first, other.first_time, other.first_number
        if later:
            self.last, self.last_time, self.last_number = other.last, other.last_time, other.last_number
            self.last_step = other.last_step


def take_in(known: dict[str, Stats], name: str, value: array[float], ends: Ends) -> None:
    """Add further points of one writer, one or more, to what is known of its series `name`."""
    fresh = Stats.of(value, ends)
    if name in known:
        known[name].follow(fresh)
    else:
        known[name] = fresh


def _extreme(choose: Callable[[float, float], float], one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)
