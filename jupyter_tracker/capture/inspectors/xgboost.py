"""XGBoost: curves of `train`, `cv` and of the scikit-learn classes as they grow, and what an early stop has found."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Watch
from jupyter_tracker.capture.inspectors.rounds import curves, tell_given
from jupyter_tracker.capture.inspectors.sklearn import SklearnInspector
from jupyter_tracker.capture.values import root_package

_GIVEN = ("num_boost_round", "early_stopping_rounds", "maximize", "nfold", "stratified", "seed", "shuffle")


class XgboostInspector(SklearnInspector):
    """Boosters, estimators, and rounds of training."""

    packages: ClassVar[tuple[str, ...]] = ("xgboost",)

    def facts(self, obj: Any) -> Facts | None:
        """Settings, curves and the best round of a model."""
        if any(base.__name__ == "Booster" and root_package(base) == "xgboost" for base in type(obj).__mro__):
            return Facts(predicts=True, metrics=_best(obj))
        facts = super().facts(obj)
        if facts is not None:
            inside = values.attributes(obj)
            facts.series.update(curves(inside.get("evals_result_")))
            if "_Booster" in inside:
                facts.metrics.update(_best(inside["_Booster"]))
        return facts

    def watches(self) -> Iterable[Watch]:
        """The end of each round, and the start of what trains with a mapping of params."""
        return (
            Watch("xgboost.callback:CallbackContainer.after_iteration", _round),
            Watch("xgboost.training:train", _started, start=True, own=True),
            Watch("xgboost.training:cv", _started, start=True, own=True),
        )


def _best(booster: Any) -> dict[str, float]:
    """What an early stop has left in a booster; it counts rounds from 0."""
    attribute = sys.modules["xgboost"].Booster.attr
    score, iteration = attribute(booster, "best_score"), attribute(booster, "best_iteration")
    found = {} if score is None else {"best_score": float(score)}
    return found if iteration is None else {**found, "best_iteration": int(iteration)}


def _round(call: Call) -> None:
    args = call.args
    container = args["self"]
    newest = {name: scores[-1] for name, scores in curves(container.history).items() if scores}
    if container.is_cv:
        means = {f"{name}-mean": score[0] for name, score in newest.items()}
        newest = {**means, **{f"{name}-std": score[1] for name, score in newest.items()}}
    call.point(newest, args["epoch"])


def _started(call: Call) -> None:
    tell_given(call, getattr(sys.modules["xgboost"], call.name), _GIVEN)
