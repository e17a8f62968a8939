"""LightGBM: curves of `train`, `cv` and of the scikit-learn classes as they grow, and what an early stop has found."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterable
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Watch
from jupyter_tracker.capture.inspectors.rounds import best, curves, tell_given, told
from jupyter_tracker.capture.inspectors.sklearn import SklearnInspector
from jupyter_tracker.capture.values import root_package

_GIVEN = ("num_boost_round", "nfold", "stratified", "shuffle", "seed")


class LightgbmInspector(SklearnInspector):
    """Boosters, estimators, and rounds of training. LightGBM counts rounds from 1."""

    packages: ClassVar[tuple[str, ...]] = ("lightgbm",)

    def __init__(self) -> None:
        """No cross-validation is under way."""
        self._folds: weakref.WeakSet[Any] = weakref.WeakSet()

    def facts(self, obj: Any) -> Facts | None:
        """Settings, curves and the best round of a model."""
        if any(base.__name__ == "Booster" and root_package(base) == "lightgbm" for base in type(obj).__mro__):
            inside = values.attributes(obj)
            return Facts(predicts=True, metrics=_best(inside.get("best_iteration"), inside.get("best_score")))
        facts = super().facts(obj)
        if facts is not None:
            facts.series.update(curves(told(obj, "lightgbm", "evals_result_")))
            facts.steps.update({name: range(1, len(curve) + 1) for name, curve in facts.series.items()})
            iteration, scores = (told(obj, "lightgbm", name) for name in ("best_iteration_", "best_score_"))
            facts.metrics.update(_best(iteration, scores))
        return facts

    def watches(self) -> Iterable[Watch]:
        """What is evaluated after each round, and the start of what trains with a mapping of params."""
        return (
            Watch("lightgbm.basic:Booster.eval_train", self._evaluated),
            Watch("lightgbm.basic:Booster.eval_valid", self._evaluated),
            Watch("lightgbm.engine:_make_n_folds", self._split),
            Watch("lightgbm.engine:_agg_cv_result", self._round),
            Watch("lightgbm.engine:train", _started, start=True, own=True),
            Watch("lightgbm.engine:cv", _started, start=True, own=True),
        )

    def _evaluated(self, call: Call) -> None:
        booster = call.args["self"]
        if booster not in self._folds:
            call.point({f"{data}-{metric}": score for data, metric, score, *_ in call.result}, _iteration(booster))

    def _split(self, call: Call) -> None:
        """The folds of a cross-validation are told of together."""
        self._folds = weakref.WeakSet(call.result.boosters)

    def _round(self, call: Call) -> None:
        found: dict[str, float] = {}
        for data, metric, mean, _, deviation in call.result:
            name = metric.replace(" ", "-", 1) if data == "cv_agg" else f"{data}-{metric}"
            found |= {f"{name}-mean": mean, f"{name}-stdv": deviation}
        call.point(found, next(map(_iteration, self._folds), None))


def _best(iteration: Any, scores: Any) -> dict[str, Any]:
    """What an early stop has found; without one, LightGBM keeps the last scores as the best, and no round."""
    if not isinstance(iteration, int) or iteration <= 0:
        return {}
    return {**best(curves(scores)), "best_iteration": iteration}


def _iteration(booster: Any) -> int:
    rounds: int = sys.modules["lightgbm"].Booster.current_iteration(booster)
    return rounds


def _started(call: Call) -> None:
    tell_given(call, getattr(sys.modules["lightgbm"], call.name), _GIVEN)
