"""tqdm: what progress bars show beside their count, as points of curves."""

from __future__ import annotations

import re
import time
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from jupyter_tracker.capture import judgement, values
from jupyter_tracker.capture.inspectors.base import Call, Inspector, Watch

_ALL, _FAST = 2000, 1e-4
"""So many points of one kind are told one by one; then those that come faster, in seconds, are left out."""
_SHOWN = 200
"""Characters of a description that are read."""


_HELD_OUT = re.compile(r"val|valid|validation|test|testing|eval|evaluation|dev", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(slots=True)
class _Axis:
    """Where one curve stands, over all the bars that show it."""

    bar: weakref.ref[Any] | None = None
    base: float = 0.0
    step: float = -1.0
    told: int = 0
    before: float = 0.0


class TqdmInspector(Inspector):
    """Numbers in postfixes and descriptions that the user's code sets."""

    packages: ClassVar[tuple[str, ...]] = ("tqdm",)

    def __init__(self) -> None:
        """No bar is known."""
        self._axes: dict[str, _Axis] = {}

    def begins(self) -> None:
        """Another cell: its curves begin anew."""
        self._axes.clear()

    def watches(self) -> Iterable[Watch]:
        """The methods that set what a bar shows."""
        yield Watch("tqdm.std:tqdm.set_postfix", self._postfix, own=True)
        yield Watch("tqdm.std:tqdm.set_postfix_str", lambda call: self._tell(call, _read(call.args.get("s"))), own=True)
        for name in ("set_description", "set_description_str"):
            yield Watch(f"tqdm.std:tqdm.{name}", lambda call: self._tell(call, _read(call.args.get("desc"))), own=True)

    def _postfix(self, call: Call) -> None:
        args = call.args
        part = _part(args.get("self"))
        from jupyter_tracker.capture.text import names  # takes its time to load: only where bars say something

        self._tell(call, {names.of_part(name, part): value for name, value in _postfix(args)})

    def _tell(self, call: Call, shown: dict[str, float]) -> None:
        bar, now = call.args.get("self"), time.perf_counter()
        rounds: dict[float, dict[str, float]] = {}
        for name, value in shown.items():
            axis = self._axes.setdefault(name, _Axis())
            step = _step(axis, bar)
            if axis.told <= _ALL or now - axis.before >= _FAST:
                axis.told, axis.before = axis.told + 1, now
                rounds.setdefault(step, {})[name] = value
        for step, values_ in rounds.items():
            call.point(values_, step, kind="progress")


def _step(axis: _Axis, bar: Any) -> float:
    """The bar's count, which tqdm itself brings up to date only now and then: one further each time until it does.
    Another bar goes on where the one before it was left."""
    count = values.number(values.attributes(bar).get("n")) or 0
    if axis.bar is None or axis.bar() is not bar:
        axis.base = axis.step + 1 - min(count, 1) if axis.bar is not None else 0
        axis.bar = weakref.ref(bar)
    axis.step = max(axis.step + 1, axis.base + count)
    return axis.step


def _part(bar: Any) -> str:
    """The part of the data that a bar says it runs over, where that is not the training's."""
    said = values.attributes(bar).get("desc")
    words = _WORD.findall(said[:_SHOWN]) if type(said) is str else ()
    return next((word.lower() for word in words if _HELD_OUT.fullmatch(word)), "")


def _postfix(args: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """The numbers of a postfix: as they were given, or as tqdm has written them (it asks tensors for their text)."""
    from jupyter_tracker.capture.text import pairs

    given: dict[Any, Any] = {}
    for part in (args.get("ordered_dict"), args.get("kwargs")):
        if type(part) in (dict, OrderedDict) and isinstance(part, dict):
            given.update(part)
    written = args.get("postfix")
    for key, text in written.items() if type(written) is OrderedDict else ():
        if type(key) is not str or key.lower() in judgement.INDEX_NAMES:
            continue
        number = values.number(given.get(key))
        if number is not None:
            yield key, number
        elif type(text) is str and type(given.get(key)) is not bool:
            yield from ((key, pair.value) for pair in pairs(f"{key}={text[:_SHOWN]}")[:1])


def _read(text: Any) -> dict[str, float]:
    """The numbers that a text shows by name: measured ones, and the learning rate."""
    if type(text) is not str:
        return {}
    from jupyter_tracker.capture.text import pairs

    found = pairs(text[:_SHOWN])
    return {pair.name: pair.value for pair in found if pair.measured or pair.name in ("lr", "learning_rate")}
