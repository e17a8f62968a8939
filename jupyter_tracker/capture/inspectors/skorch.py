"""skorch: epochs as they end, the whole history of a net, its settings and its size."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Watch
from jupyter_tracker.capture.inspectors.sklearn import SklearnInspector
from jupyter_tracker.capture.inspectors.torch import sizes

_ASIDE = frozenset(["epoch", "dur", "train_batch_count", "valid_batch_count"])


class SkorchInspector(SklearnInspector):
    """Nets; skorch counts epochs from 1."""

    packages: ClassVar[tuple[str, ...]] = ("skorch",)

    def __init__(self) -> None:
        """No net is known."""
        self._told: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()

    def facts(self, obj: Any) -> Facts | None:
        """Settings, size and curves of a net."""
        facts = super().facts(obj)
        if facts is None:
            return None
        inside = values.attributes(obj)
        if "module_" in inside:
            facts.params.update(sizes(inside["module_"]))
        for row in _rows(obj):
            for name, number in _numbers(row).items():
                facts.series[name] = [*facts.series.get(name, ()), number]
                facts.steps[name] = [*facts.steps.get(name, ()), row["epoch"]]
        return facts

    def watches(self) -> Iterable[Watch]:
        """Callbacks add to an epoch until it is over, so that it is told when the next begins."""
        return (
            Watch("skorch.net:NeuralNet.on_epoch_begin", self._tell),
            Watch("skorch.net:NeuralNet.on_train_end", self._tell),
        )

    def _tell(self, call: Call) -> None:
        net = call.args["self"]
        rows = _rows(net)
        over = len(rows) - (call.name == "on_epoch_begin")
        for row in rows[self._told.get(net, over) : over]:
            call.point(_numbers(row), row["epoch"])
        self._told[net] = over


def _rows(net: Any) -> list[Mapping[str, Any]]:
    history = values.attributes(net).get("history_")
    return list(list.__iter__(history)) if isinstance(history, list) else []


def _numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: values.number(value) for name, value in row.items() if name not in _ASIDE}
    return {name: number for name, number in found.items() if number is not None}
