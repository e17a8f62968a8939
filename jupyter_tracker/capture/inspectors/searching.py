"""What the inspectors of searches share: which search a configuration belongs to, and whether one is being tried."""

from __future__ import annotations

import math
import sys
import threading
import weakref
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Generic, TypeVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call
from jupyter_tracker.capture.inspectors.metric_names import receiver
from jupyter_tracker.capture.records import Value

SHOWN_AFTER = 1.0
"""Seconds: where one configuration takes longer, each is told of as it begins."""
_TRYING = {
    "fit": "sklearn.model_selection._search",
    "_fit_and_score": "sklearn.model_selection._validation",
    "_run_trial": "optuna.study._optimize",
    "evaluate": "hyperopt.base",
}
"""The functions in which a search runs or one configuration is tried, and their modules."""


@dataclass
class Search:
    """One search: its name, the keys of the configurations that were told of, the best so far, and how long the newest
    configuration took (seconds)."""

    name: str
    told: set[str] = field(default_factory=set)
    best: float | None = None
    best_params: dict[str, Value] = field(default_factory=dict)
    took: float = SHOWN_AFTER

    def better(self, value: float | None, params: dict[str, Value], *, up: bool) -> bool:
        """Note what a configuration gave; whether it is the best so far."""
        if value is None or (self.best is not None and (value <= self.best if up else value >= self.best)):
            return False
        self.best, self.best_params = value, params
        return True


S = TypeVar("S", bound=Search)


class Searches(Generic[S]):
    """The searches of one library, told apart by the object that holds them, which is not kept."""

    def __init__(self, make: Callable[[str], S]) -> None:
        """None is known; `make` makes what is remembered of one, from its name."""
        self.lock = threading.Lock()
        self._make = make
        self._known: dict[int, tuple[weakref.ref[Any], S]] = {}
        self._names: set[str] = set()

    def begins(self) -> None:
        """Another cell: names may be used again by other searches."""
        self._names.clear()

    def known(self, holder: Any) -> S | None:
        """The search that this object holds, None if it has not been met."""
        found = self._known.get(id(holder))
        return found[1] if found is not None and found[0]() is holder else None

    def of(self, holder: Any, call: Call, methods: Container[str], title: str = "") -> S:
        """The same, known from now on: by the variable whose method (one of these) the user's code calls, else by its
        `title` or class; a number tells searches of one cell apart."""
        found = self.known(holder)
        if found is None:
            found = self._make(self._free(_name(call, methods) or title or type(holder).__name__))
            number = id(holder)
            self._known[number] = (weakref.ref(holder, lambda gone: self._forget(number, gone)), found)
        self._names.add(found.name)
        return found

    def restart(self, holder: Any) -> None:
        """What the object held is another search from now on."""
        self._known.pop(id(holder), None)

    def tell_best(self, search: S, call: Call, value: str) -> None:
        """Tell the best that a search has found, its value under that name; with the search's own name before it where
        the cell has several."""
        before = f"{search.name}." if len(self._names) > 1 else ""
        if search.best is not None:
            call.metric(f"{before}{value}", search.best)
            call.param(f"{before}best_params", search.best_params, kind="fitted")

    def _free(self, name: str) -> str:
        count, free = 1, name
        while free in self._names:
            count += 1
            free = f"{name} {count}"
        return free

    def _forget(self, number: int, gone: weakref.ref[Any]) -> None:
        held = self._known.get(number)
        if held is not None and held[0] is gone:
            self._known.pop(number, None)


def _name(call: Call, methods: Container[str]) -> str:
    site = call.site
    tree = site.call if site is not None else None
    return receiver(tree) if tree is not None and getattr(tree.func, "attr", "") in methods else ""


def trials_around() -> int:
    """How many searches run and configurations are being tried around us, one inside the other."""
    count = 0
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        module = _TRYING.get(frame.f_code.co_name)
        if module is not None and frame.f_globals.get("__name__") == module:
            count += 1
        frame = frame.f_back
    return count


def plain(given: Any) -> dict[str, Value]:
    """Settings as a child keeps them: mappings flattened, objects by the name of their class."""
    found: dict[str, Value] = {}
    for key, value in dict.items(given) if issubclass(type(given), dict) else ():
        known = values.flatten(str(key), value)
        found.update(known or {str(key): values.callable_name(value) or type(value).__name__})
    return found


def numbers(given: Any) -> dict[str, float]:
    """The numbers of a mapping, but for those that say nothing (a fit that failed has a score of nan)."""
    items = dict.items(given) if issubclass(type(given), dict) else ()
    found = {str(key): values.number(value) for key, value in items}
    return {key: float(number) for key, number in found.items() if number is not None and math.isfinite(number)}
