"""One name of one loop: the number that it holds after each round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.loops.plan import Candidate
from jupyter_tracker.capture.objects import resolve
from jupyter_tracker.capture.records import Row
from jupyter_tracker.capture.values import MISSING

BACKLOG = 1000
OWN_LOCALS = frozenset(["locals", "vars", "eval", "exec", "dir"])
"""A function that names one of these may look at its own variables, and is to find them as it left them."""


class Series:
    """One name of one loop. Points wait in a backlog until there are three rounds and the value has changed."""

    __slots__ = (
        "backlog",
        "candidate",
        "count",
        "last",
        "live",
        "name",
        "path",
        "plain",
        "seen",
        "seen_len",
        "thinned",
    )

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.name = candidate.name
        self.path = candidate.path
        self.plain = not candidate.grows and not candidate.conditional and not candidate.filled
        self.backlog: list[Row] = []
        self.live = False
        self.thinned = False
        self.count = 0
        self.last = 0.0
        self.seen: Any = None
        """The mark of what the name held at the last look."""
        self.seen_len = -1

    def value(self, raw: Any) -> float | None:
        """The number of this round, or None: not there, no number, or the one of an earlier round."""
        if self.candidate.grows:
            raw = self._newest(raw)
        elif self.candidate.conditional:
            if self.is_seen(raw):
                return None
        number = values.number(raw)
        return None if number is None else float(number)

    def is_seen(self, raw: Any) -> bool:
        """Whether the name holds the very thing that it held at the last look; from now on that is this one."""
        before, self.seen = self.seen, mark(raw)
        return self.seen is before or (type(before) is int and self.seen == before)

    def _newest(self, raw: Any) -> Any:
        if not issubclass(type(raw), list):
            return None
        length = list.__len__(raw)
        grown = length > self.seen_len and length > 0
        self.seen_len = length
        return self.newest(raw) if grown else None

    def newest(self, raw: Any) -> Any:
        """The newest item of a list, or what it holds under the key."""
        item: Any = list.__getitem__(raw, -1) if issubclass(type(raw), list) and list.__len__(raw) else None
        if self.candidate.key is None:
            return item
        return dict.get(item, self.candidate.key) if issubclass(type(item), dict) else None

    def wait(self, value: float, step: float | None, now: float) -> None:
        """Keep a point until the series proves to be one; of a long wait every second point goes."""
        self.backlog.append((step, now, value))
        if len(self.backlog) > BACKLOG:
            del self.backlog[1:-1:2]
            self.thinned = True


def mark(raw: Any) -> Any:
    """What tells a thing from others without keeping it alive: a float itself, else its identity."""
    return raw if type(raw) is float else id(raw)


def reader(namespace: Any) -> Callable[[str], Any]:
    """How to look names up in the variables of a cell or function; dotted ones without running code."""

    get = namespace.get

    def lookup(path: str) -> Any:
        if "." not in path:
            return get(path)
        found = resolve(namespace, path)
        return None if found is MISSING else found

    return lookup
