"""Printed values of one name to the points of a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyter_tracker.capture.text import Pair
from jupyter_tracker.capture.text.counters import Counter

BACKLOG = 200
"""Points that wait for the name to prove to be a series."""
SURE = 4
"""Points after which one is given while the cell runs: by then other channels have given theirs of the same thing."""
LEAST = 2


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series at a step, printed with so many decimals."""

    name: str
    step: float
    value: float
    time: float
    digits: int = 0


class Series:
    """One name. Its points wait until it has come with `SURE` steps, or the cell has ended; a name that does not say
    that it is measured must hold decimals and change as well.

    `live` once points have been `given`, `told` where another channel gives them.

    The step goes on where the counter begins anew: with each epoch of "[1, 2000]", or when a second training follows.
    """

    __slots__ = (
        "_backlog",
        "_base",
        "_first",
        "_measured",
        "_newest",
        "_outer",
        "_raw",
        "_step",
        "given",
        "last",
        "live",
        "name",
        "told",
    )

    def __init__(self, name: str, measured: bool) -> None:
        self.name = name
        self.live = False
        self.told = False
        self.given = 0
        self.last = 0.0
        self._measured = measured
        self._backlog: list[Point] | None = []
        self._newest: Point | None = None
        """A point of a line that may still be overwritten."""
        self._base = 0.0
        self._first: float | None = None
        self._outer: float | None = None
        self._raw: float | None = None
        self._step = float("-inf")

    def add(self, pair: Pair, at: Counter, time: float, final: bool) -> list[Point]:
        """Take a value; `final`: its line stays. Gives the points that are known to be ones now."""
        step = self._position(at)
        if self._backlog is None and not self.live:
            return []
        point = Point(self.name, step, pair.value, time, pair.digits)
        ready: list[Point] = []
        if self._newest is not None and step > self._newest.step:
            ready += self._accept(self._newest)
        self._newest = None if final else point
        return ready + (self._accept(point) if final else [])

    def flush(self) -> list[Point]:
        """At the end of all text: the points that still waited."""
        newest, self._newest = self._newest, None
        ready = self._accept(newest) if newest is not None else []
        return ready or self._begin(LEAST)

    def drop(self) -> None:
        """Give no points: they are another channel's."""
        self.live, self.told, self._backlog = False, True, None

    def rename(self, name: str, points: list[Point]) -> list[Point]:
        """Go by another name, for this one is taken: these points too."""
        self.name = name
        return [replace(point, name=name) for point in points]

    def _accept(self, point: Point) -> list[Point]:
        if point.step <= self._step:
            return []
        self._step = point.step
        if self._backlog is None:
            return [point] if self.live else []
        self._backlog.append(point)
        ready = self._begin(SURE)
        if self._backlog is not None and len(self._backlog) >= BACKLOG:
            self._backlog = None
        return ready

    def _begin(self, least: int) -> list[Point]:
        points = self._backlog
        if points is None or len(points) < least or not (self._measured or _varies(points)):
            return []
        self.live, self._backlog = True, None
        return points

    def _position(self, at: Counter) -> float:
        """Where a counter stands on the series' own axis."""
        raw = at.step or 0.0
        if at.outer is not None and at.total:
            self._first = at.outer if self._first is None else self._first
            raw += (at.outer - self._first) * at.total
        if self._raw is not None and (raw < self._raw or (raw == self._raw and at.outer != self._outer)):
            self._base += self._raw + (raw == 0)
        self._raw, self._outer = raw, at.outer
        return self._base + raw


def _varies(points: Sequence[Point]) -> bool:
    decimals = any(not point.value.is_integer() for point in points)
    return len(points) > LEAST and decimals and any(point.value != points[0].value for point in points)
