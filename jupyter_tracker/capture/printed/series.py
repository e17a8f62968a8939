"""Printed values of one name to the points of a series."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_tracker.capture.text import Pair
from jupyter_tracker.capture.text.counters import Counter

BACKLOG = 200
"""Points that wait for the name to prove to be a series."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series at a step."""

    name: str
    step: float
    value: float
    time: float


class Series:
    """One name. Its points wait until it has come with two steps, or three where its name does not say that it is
    measured: then it must hold decimals and change. `live` once they have been given.

    The step goes on where the counter begins anew: with each epoch of "[1, 2000]", or when a second training follows.
    """

    __slots__ = ("_backlog", "_base", "_first", "_measured", "_newest", "_outer", "_raw", "_step", "live", "name")

    def __init__(self, name: str, measured: bool) -> None:
        self.name = name
        self.live = False
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
        point = Point(self.name, step, pair.value, time)
        ready: list[Point] = []
        if self._newest is not None and (step > self._newest.step or final):
            if step > self._newest.step:
                ready += self._accept(self._newest)
            self._newest = None
        if not final:
            self._newest = point
        else:
            ready += self._accept(point)
        return ready

    def flush(self) -> list[Point]:
        """The point that could still have been overwritten."""
        newest, self._newest = self._newest, None
        return self._accept(newest) if newest is not None else []

    def _accept(self, point: Point) -> list[Point]:
        if point.step <= self._step:
            return []
        self._step = point.step
        if self.live:
            return [point]
        if self._backlog is None:
            return []
        self._backlog.append(point)
        if self._proven(self._backlog):
            self.live = True
            ready, self._backlog = self._backlog, None
            return ready
        if len(self._backlog) >= BACKLOG:
            self._backlog = None
        return []

    def _proven(self, points: list[Point]) -> bool:
        if self._measured:
            return len(points) > 1
        changes = any(point.value != points[0].value for point in points)
        return len(points) > 2 and changes and any(not point.value.is_integer() for point in points)

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
