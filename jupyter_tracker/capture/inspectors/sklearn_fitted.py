"""What a fitted object of scikit-learn has found: scores, curves, what a search or a cross-validation has chosen.

Only what `fit` has left in the object's own dictionary is read: no property, nothing computed. Names are those of the
attributes without the last underscore (`oob_score`), what was chosen is a param (`best_params.C`, `alpha`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Cut, Facts
from jupyter_tracker.capture.inspectors.searching import plain
from jupyter_tracker.capture.inspectors.sklearn_searches import is_search
from jupyter_tracker.capture.records import MAX_ROWS
from jupyter_tracker.capture.values import MISSING, root_package

_METRICS = (
    "best_score_", "oob_score_", "best_loss_", "best_validation_score_", "inertia_", "lower_bound_",
    "reconstruction_err_", "kl_divergence_", "stress_", "log_marginal_likelihood_value_",
)  # fmt: skip
_SERIES = {
    "loss_curve_": "loss",
    "train_score_": "train_score",
    "validation_score_": "validation_score",
    "validation_scores_": "validation_score",
    "oob_scores_": "oob_score",
    "lower_bounds_": "lower_bound",
    "estimator_errors_": "estimator_errors",
}
_CHOSEN = ("alpha_", "l1_ratio_", "C_", "best_threshold_", "n_features_")
_CHOOSING = ("CV", "IC")
"""How the names of classes end that choose a param by themselves."""
_PARTS_DEEP = 3


def add_fitted(facts: Facts, obj: Any) -> None:
    """Put what was found by fitting among the facts; of a pipeline, what its last step has found."""
    inside = values.attributes(_last(obj))
    for name in _SERIES.keys() & inside.keys():
        points = _points(inside[name])
        if points:
            facts.series[_SERIES[name]] = points
    for name in _METRICS:
        number = values.number(inside.get(name))
        if number is not None and name[:-1] not in facts.series:
            facts.metrics[name[:-1]] = number
    if type(_last(obj)).__name__.endswith(_CHOOSING):
        _add_chosen(facts, inside)
    results = inside.get("cv_results_")
    if isinstance(results, dict):
        _add_results(facts, results, is_search(type(_last(obj))))
    _add_ratios(facts, inside)


def _last(obj: Any) -> Any:
    """The last step of a pipeline, which is fitted in place; else the object itself."""
    for _ in range(_PARTS_DEEP):
        steps = values.attributes(obj).get("steps")
        if not isinstance(steps, list) or not steps or not isinstance(steps[-1], tuple) or len(steps[-1]) < 2:
            break
        obj = steps[-1][1]
    return obj


def _add_chosen(facts: Facts, inside: Mapping[str, Any]) -> None:
    best = inside.get("best_params_")
    facts.params.update({f"best_params.{key}": (value, False) for key, value in plain(best).items()})
    for name in _CHOSEN:
        value = _one(inside.get(name))
        if value is not MISSING and value is not None:
            facts.params[name[:-1]] = (value, False)


def _one(value: Any) -> Any:
    """A scalar, also one that is held as an array of equal ones (a `C` for each class)."""
    if root_package(type(value)) == "numpy" and getattr(value, "ndim", 0) == 1 and 0 < value.size <= 100:
        held = value.tolist()
        return held[0] if all(item == held[0] for item in held) else held
    return values.scalar(value)


def _add_results(facts: Facts, results: Mapping[str, Any], search: bool) -> None:
    """`cv_results_` as a table: of a search by rank, without the single folds."""
    columns = {key: column for key, column in results.items() if _is_column(key, column)}
    if not columns:
        return
    total = len(next(iter(columns.values())))
    order: Any = range(min(total, MAX_ROWS))
    ranks = next((column for key, column in columns.items() if key.startswith("rank_test")), None)
    if search and ranks is not None:
        order = ranks.argsort(kind="stable")[:MAX_ROWS].tolist()
    shown = sorted(columns, key=lambda key: not key.startswith("param_")) if search else list(columns)
    rows = [[_cell(columns[key][at]) for key in shown] for at in order]
    facts.tables["cv_results"] = (shown, Cut(rows, total))
    if not search:
        facts.what["cv_results"] = "curve"


def _is_column(key: str, column: Any) -> bool:
    if key.startswith(("split", "std_fit", "std_score", "mean_score_time")):
        return False
    return root_package(type(column)) == "numpy" and getattr(column, "ndim", 0) == 1


def _cell(value: Any) -> Any:
    found = values.scalar(value)
    return (values.callable_name(value) or type(value).__name__) if found is MISSING else found


def _add_ratios(facts: Facts, inside: Mapping[str, Any]) -> None:
    points = _points(inside.get("explained_variance_ratio_"))
    if points:
        rows = [[at, ratio] for at, ratio in enumerate(points, 1)]
        facts.tables["explained_variance_ratio"] = (["component", "ratio"], rows)


def _points(held: Any) -> list[Any]:
    """A curve held as a list or a plain array of one dimension."""
    if type(held) is list:
        return list(held)
    if root_package(type(held)) == "numpy" and getattr(held, "ndim", 0) == 1 and held.dtype.kind in "fiu":
        points: list[Any] = held.tolist()
        return points
    return []
