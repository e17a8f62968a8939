"""What libraries that train in rounds share: how their curves are named, and what their functions were given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call
from jupyter_tracker.capture.inspectors.sklearn import defaults
from jupyter_tracker.capture.values import MISSING, root_package


def curves(results: Any) -> dict[str, Sequence[Any]]:
    """The curves of `{"train": {"logloss": [...]}}` as `train-logloss`; {} for what is not made like that."""
    if not isinstance(results, dict):
        return {}
    return {f"{data}-{metric}": values_ for data, metrics in results.items() for metric, values_ in metrics.items()}


def best(scores: Mapping[str, Any]) -> dict[str, Any]:
    """The best scores of an early stop, `best_score` where there is one."""
    return {"best_score" if len(scores) == 1 else f"best_score.{name}": score for name, score in scores.items()}


def told(obj: Any, package: str, name: str) -> Any:
    """A property as the library wrote it, None where there is none (yet)."""
    owner = next((base for base in type(obj).__mro__ if root_package(base) == package and name in base.__dict__), None)
    try:
        return None if owner is None else owner.__dict__[name].__get__(obj, owner)
    except Exception:
        return None  # libraries say so in many ways that an object is not fitted


def tell_given(call: Call, function: Any, names: Iterable[str]) -> None:
    """Tell what a function was given: its `params`, and of the arguments `names` those that are no defaults."""
    args, usual = call.args, defaults(function)
    given: Any = args.get("params")
    for key, value in dict.items(given) if issubclass(type(given), dict) else ():
        if type(key) is str:
            call.param(key, value)
    for name in names:
        value = values.scalar(args.get(name))
        if value is not MISSING and value is not None and value != usual.get(name, MISSING):
            call.param(name, value)
