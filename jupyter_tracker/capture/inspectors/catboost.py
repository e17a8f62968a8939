"""CatBoost. It trains in compiled code: its curves are read once it has come to its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from jupyter_tracker.capture.inspectors.base import Call, Facts, Watch
from jupyter_tracker.capture.inspectors.rounds import best, curves, told
from jupyter_tracker.capture.inspectors.sklearn import SklearnInspector

_ROUNDS = ("iterations", "n_estimators", "num_boost_round", "num_trees")
_CLASSES = ("CatBoost", "CatBoostClassifier", "CatBoostRegressor", "CatBoostRanker")


class CatboostInspector(SklearnInspector):
    """Models and cross-validations."""

    packages: ClassVar[tuple[str, ...]] = ("catboost",)

    def facts(self, obj: Any) -> Facts | None:
        """Settings, curves and the best round of a model."""
        facts = super().facts(obj)
        if facts is not None:
            given = {key: value for key, (value, _) in facts.params.items()}
            facts.series.update(curves(told(obj, "catboost", "evals_result_")))
            facts.steps.update(_steps(facts.series, given))
            iteration = told(obj, "catboost", "best_iteration_")
            if iteration is not None:
                scores = curves({data: score for data, score in _scores(obj).items() if data != "learn"})
                facts.metrics.update({**best(scores), "best_iteration": iteration})
        return facts

    def watches(self) -> Iterable[Watch]:
        """The user's own fits: inside a search or a cross-validation each fold would draw the same curve again."""
        fits = [Watch(f"catboost.core:{kind}.fit", self._fitted, own=True) for kind in _CLASSES]
        return (*fits, Watch("catboost.core:cv", _validated, own=True))

    def _fitted(self, call: Call) -> None:
        model = call.args["self"]
        facts = self.facts(model)
        if facts is not None:
            for name, curve in facts.series.items():
                for step, score in zip(facts.steps[name], curve, strict=True):
                    call.point({name: score}, step)


def _scores(model: Any) -> dict[str, Any]:
    scores = told(model, "catboost", "best_score_")
    return scores if isinstance(scores, dict) else {}


def _steps(series: dict[str, Sequence[Any]], given: dict[str, Any]) -> dict[str, Sequence[int]]:
    """The rounds, counted from 0, in which scores were computed: each, or each `metric_period`-th and the last. With an
    early stop the scores that decide on it come from each."""
    period = given.get("metric_period") or 1
    last = next((given[name] for name in _ROUNDS if given.get(name)), 1000) - 1
    learnt = min((len(curve) for name, curve in series.items() if name.startswith("learn-")), default=0)
    thin = {name for name, curve in series.items() if len(curve) == learnt}
    return {
        name: [min(number * period, last) for number in range(len(curve))] if name in thin else range(len(curve))
        for name, curve in series.items()
    }


def _validated(call: Call) -> None:
    """A cross-validation gives a frame, or a mapping, with a column each."""
    table = call.result if isinstance(call.result, dict) else call.result.to_dict("list")
    for step, row in enumerate(zip(*table.values(), strict=True)):
        call.point({name: score for name, score in zip(table, row, strict=True) if name != "iterations"}, step)
