"""A number that comes again and again at one place of the code: from when on it is a curve."""

from __future__ import annotations

from jupyter_tracker.capture.records import Row

LEAST_CALLS = 3
MOST_WAITING = 2000
"""So many equal points are kept until one is another."""


class Curve:
    """The numbers that one place gives, one each time it is passed. They wait until they have proved to be a curve."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.waiting: list[Row] = []
        self.live = False
        self.changed = False
        self.count = 0
        self.points = 0
        """How many were handed over."""
        self.last = 0.0

    def add(self, value: float, step: float, now: float) -> list[Row]:
        """The points that are due: all that waited, once there are more than a few that are not all the same."""
        self.count += 1
        self.last = value
        if not self.live:
            self.changed = self.changed or (bool(self.waiting) and value != self.waiting[0][2])
            if self.changed or len(self.waiting) < MOST_WAITING:
                self.waiting.append((float(step), now, value))
            return self.flush() if self.count > LEAST_CALLS else []
        self.points += 1
        return [(float(step), now, value)]

    def flush(self) -> list[Row]:
        """All that waited, if it changed; the curve is live then."""
        if not self.changed:
            return []
        self.live = True
        due, self.waiting = self.waiting, []
        self.points += len(due)
        return due


class Known(Curve):
    """A number that is a curve of the caller's loop already."""

    def add(self, value: float, step: float, now: float) -> list[Row]:
        """Nothing."""
        return []
