"""A number that comes again and again at one place of the code: from when on it is a curve."""

from __future__ import annotations

LEAST_CALLS = 3

Point = tuple[float, float, float]
"""(value, step, time)."""


class Curve:
    """The numbers that one place gives, one each time it is passed. They wait until they have proved to be a curve."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: list[Point] = []
        self.live = False
        self.count = 0
        self.last = 0.0

    def add(self, value: float, step: float, now: float) -> list[Point]:
        """The points that are due: all that waited, once there are more than a few that are not all the same."""
        self.count += 1
        self.last = value
        if not self.live:
            self.waiting.append((value, float(step), now))
            return self.flush() if self.count > LEAST_CALLS else []
        return [(value, float(step), now)]

    def flush(self) -> list[Point]:
        """All that waited, if it changed; the curve is live then."""
        if len({point[0] for point in self.waiting}) < 2:
            return []
        self.live = True
        due, self.waiting = self.waiting, []
        return due


class Known(Curve):
    """A number that is a curve of the caller's loop already."""

    def add(self, value: float, step: float, now: float) -> list[Point]:
        """Nothing."""
        return []
