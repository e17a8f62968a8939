"""scikit-learn, and every library whose objects have `get_params` as its have."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Mapping
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Facts, Inspector
from jupyter_tracker.capture.inspectors.sklearn_fitted import add_fitted
from jupyter_tracker.capture.values import MISSING, root_package

_WRAPPING = ("Pipeline", "SearchCV", "ThresholdClassifier", "ThresholdClassifierCV", "TransformedTargetRegressor")
"""How the names of classes end that do something with one model, rather than being another."""


class SklearnInspector(Inspector):
    """Estimators, pipelines and searches."""

    packages: ClassVar[tuple[str, ...]] = ("sklearn", "xgboost", "lightgbm", "catboost", "imblearn", "skorch")

    def facts(self, obj: Any) -> Facts | None:
        """How an estimator was made and what it has found; `get_params` is called only where a library wrote it."""
        kind = type(obj)
        owner = next((base for base in kind.__mro__ if "get_params" in base.__dict__), None)
        if owner is None or root_package(owner) == "__main__":
            return None
        facts = made_with(obj)
        add_fitted(facts, obj)
        return facts


def made_with(obj: Any) -> Facts:
    """The params and the parts of an object with `get_params`."""
    kind = type(obj)
    has = {name for base in kind.__mro__ for name in base.__dict__}
    facts = Facts(predicts=not has.isdisjoint(("predict", "fit_predict")))
    facts.wraps = kind.__name__.endswith(_WRAPPING) or not has.isdisjoint(("named_steps", "best_index_"))
    usual = defaults(kind)
    for key, value in obj.get_params(deep=False).items():
        default = _same(usual.get(key, MISSING), value)
        plain = plain_setting(value)
        if plain is not MISSING:
            facts.params[key] = (plain, default)
        elif isinstance(value, dict):
            facts.params.update({name: (item, False) for name, item in values.flatten(key, value)})
        elif isinstance(value, (list, tuple)):
            facts.parts.extend((item[0], item[1]) for item in value if isinstance(item, tuple) and len(item) > 1)
        else:
            facts.parts.append(("", value))
    return facts


def plain_setting(value: Any) -> Any:
    """The value of a param as it can be kept, MISSING for what is an object of its own."""
    flat = values.flatten("", value)
    if len(flat) == 1 and flat[0][0] == "":
        return flat[0][1]
    named = values.callable_name(value)
    return MISSING if named is None else named


def defaults(kind: Any) -> dict[str, Any]:
    """The defaults of a function's arguments, or of a class's: where it passes on what it does not name (`**kwargs`),
    with those of its bases."""
    known = _DEFAULTS.get(kind)
    if known is None:
        parameters = _parameters(kind)
        if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()) and isinstance(kind, type):
            for base in kind.__mro__[1:-1]:
                parameters = {**_parameters(base), **parameters} if "__init__" in base.__dict__ else parameters
        known = _DEFAULTS[kind] = {name: one.default for name, one in parameters.items()}
    return known


def _parameters(function: Any) -> Mapping[str, inspect.Parameter]:
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}


_DEFAULTS: weakref.WeakKeyDictionary[Any, dict[str, Any]] = weakref.WeakKeyDictionary()


def _same(default: Any, value: Any) -> bool:
    if default is value:
        return True
    plain = values.scalar(value)
    return plain is not MISSING and type(default) is type(plain) and default == plain
