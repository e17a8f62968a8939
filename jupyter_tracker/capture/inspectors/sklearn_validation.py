"""scikit-learn's cross-validation: means, spreads and folds; learning curves; permutation tests and importances."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Watch
from jupyter_tracker.capture.inspectors.metric_names import plain_name
from jupyter_tracker.capture.inspectors.searching import trials_around
from jupyter_tracker.capture.inspectors.sklearn_metrics import tell_columns
from jupyter_tracker.capture.values import root_package

_INSIDE = ("estimator", "base_estimator", "regressor")
_DEEP = 4
_SPREAD = 0.7
"""How sure it is that a person wants the spread over the folds beside their mean."""


def watches() -> Iterable[Watch]:
    """All of these, where the user's code calls them."""
    for name, see in (
        ("cross_val_score", _scores),
        ("cross_validate", _validated),
        ("learning_curve", _learning_curve),
        ("validation_curve", _validation_curve),
        ("permutation_test_score", _permuted),
    ):
        yield Watch(f"sklearn.model_selection:{name}", see, own=True)
    yield Watch("sklearn.inspection:permutation_importance", _importances, own=True)


def _scores(call: Call) -> None:
    folds = call.result
    if _is_column(folds) and not trials_around():
        name = scorer_name(call)
        _tell_folds(call, name, folds)
        tell_columns(call, "", {"fold": _count(folds), name: folds})


def _validated(call: Call) -> None:
    result = call.result
    if not isinstance(result, dict) or trials_around():
        return
    columns = {key: column for key, column in result.items() if _is_column(column)}
    for key, folds in columns.items():
        if key.startswith(("test_", "train_")):
            data, _, score = key.partition("_")
            _tell_folds(call, f"{data}_{scorer_name(call) if score == 'score' else score}", folds)
    if columns:
        tell_columns(call, "", {"fold": _count(next(iter(columns.values()))), **columns})


def _learning_curve(call: Call) -> None:
    _tell_curve(call, "train_size", call.result[0], call.result[1:3])


def _validation_curve(call: Call) -> None:
    args = call.args
    axis = args.get("param_range")
    if not _is_column(axis):
        axis = _array(axis)
    _tell_curve(call, str(args.get("param_name")), axis, call.result[:2])


def _tell_curve(call: Call, first: str, axis: Any, scores: Any) -> None:
    """Mean and spread over the folds at each place of the axis."""
    if trials_around() or not _is_column(axis) or any(_shape(held) != (len(axis), None) for held in scores):
        return
    columns = {first: axis}
    for data, held in zip(("train", "test"), scores, strict=True):
        columns[f"{data}_mean"], columns[f"{data}_std"] = held.mean(axis=1), held.std(axis=1)
    tell_columns(call, call.name, columns, "curve")


def _permuted(call: Call) -> None:
    if trials_around() or not isinstance(call.result, tuple):
        return
    score, _, p = call.result
    call.metric(scorer_name(call), score)
    call.metric(f"{scorer_name(call)}_p_value", p)


def _importances(call: Call) -> None:
    """Mean and spread by feature, the most important first."""
    if trials_around() or not isinstance(call.result, dict):
        return
    result: Any = dict(call.result)
    mean, spread = result.get("importances_mean"), result.get("importances_std")
    if _is_column(mean) and _is_column(spread):
        order = (-mean).argsort(kind="stable")
        columns = {"feature": _feature_names(call.args.get("X"), len(mean)), "mean": mean, "std": spread}
        tell_columns(call, "permutation_importance", {name: column[order] for name, column in columns.items()})


def _feature_names(X: Any, count: int) -> Any:
    columns = X.columns if root_package(type(X)) in ("pandas", "polars") else ()
    named = [str(name) for name in columns]
    return _array(named if len(named) == count else [str(at) for at in range(count)])


def _tell_folds(call: Call, name: str, folds: Any) -> None:
    mean = float(folds.mean())
    call.metric(f"{name}_mean", mean)
    call.metric(f"{name}_std", math.sqrt(float(((folds - mean) ** 2).mean())), conf=_SPREAD)


def scorer_name(call: Call) -> str:
    """What the scores of a cross-validation are: as `scoring` says, else what the estimator's own `score` is."""
    args = call.args
    scoring = args.get("scoring")
    if isinstance(scoring, str):
        return scoring
    function = values.attributes(scoring).get("_score_func", scoring)
    name = values.callable_name(function)
    return plain_name(name) if name is not None else _own_score(args.get("estimator"))


def _own_score(estimator: Any) -> str:
    for _ in range(_DEEP):
        bases = {base.__name__ for base in type(estimator).__mro__}
        if "ClassifierMixin" in bases:
            return "accuracy"
        if "RegressorMixin" in bases:
            return "r2"
        inside = values.attributes(estimator)
        steps = inside.get("steps")
        if isinstance(steps, list) and steps and isinstance(steps[-1], tuple):
            estimator = steps[-1][1]
        else:
            estimator = next((inside[name] for name in _INSIDE if name in inside), None)
    return "score"


def _is_column(held: Any) -> bool:
    return root_package(type(held)) == "numpy" and getattr(held, "ndim", 0) == 1 and held.dtype.kind in "fiuOU"


def _shape(held: Any) -> tuple[int, None] | None:
    return (len(held), None) if root_package(type(held)) == "numpy" and getattr(held, "ndim", 0) == 2 else None


def _count(column: Any) -> Any:
    return _array(range(len(column)))


def _array(items: Any) -> Any:
    import numpy as np

    return np.array(items if isinstance(items, (list, tuple, range)) else [])
