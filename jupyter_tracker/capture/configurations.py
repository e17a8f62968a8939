"""Searches by hand: a loop that trains something else in each round gives one configuration a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jupyter_tracker.capture import judgement, objects, values
from jupyter_tracker.capture.loops.plan import LoopPlan
from jupyter_tracker.capture.records import Child, Seen, Value
from jupyter_tracker.capture.scope import is_number

MOST = 500
"""Rounds of one loop that become configurations."""


class Configurations:
    """The configurations that the loops of one cell try. What is found in a round (`note`) belongs to it."""

    def __init__(self, on_child: Callable[[Child], None]) -> None:
        self._on_child = on_child
        self._counts: dict[int, int] = {}
        self._noted: dict[str, float] = {}

    def note(self, item: Seen) -> None:
        """A metric was found; if a loop tries configurations, in its present round."""
        if item.role == "metric" and is_number(item.value) and item.conf >= judgement.SURE:
            self._noted[item.name] = float(item.value)

    def round(
        self, plan: LoopPlan, settings: Mapping[str, Any], metrics: Mapping[str, float], started: float, ended: float
    ) -> None:
        """A round has ended that tried `settings` and came to `metrics`."""
        params: dict[str, Value] = {}
        for name, value in settings.items():
            params.update(_plain(name, value))
        noted, self._noted = self._noted, {}
        count = self._counts[id(plan)] = self._counts.get(id(plan), -1) + 1
        if params and count < MOST:
            found = {**noted, **metrics}
            self._on_child(Child(str(count), params, found, "finished", started, ended, plan.text))


def _plain(name: str, value: Any) -> dict[str, Value]:
    """What a configuration's name holds: a value, a mapping's values under their own names, the class of a model."""
    if issubclass(type(value), dict):
        return {full.partition(".")[2]: plain for full, plain in values.flatten(name, value)}
    flat = dict(values.flatten(name, value))
    if flat:
        return flat
    told = objects.inspect_object(name, value)
    return {name: told.model} if told is not None and told.model else {}
