"""Boosting libraries: curves as they grow, under the names and rounds that the library prints, and what was set."""

from __future__ import annotations

from typing import Any

import pytest

from tests.inspectors.conftest import Bench, Told
from tests.inspectors.likeness import alike

DATA = """
    import numpy as np
    draws = np.random.default_rng(0)
    X = draws.normal(size=(120, 4))
    y = (X[:, 0] + draws.normal(size=120) > 0).astype(int)
"""


def curve(told: Told, name: str) -> list[float]:
    return [value for _, value in told.points[name]]


def steps(told: Told, name: str) -> list[float | None]:
    return [step for step, _ in told.points[name]]


@pytest.fixture
def data(bench: Bench) -> Bench:
    bench.run(DATA)
    return bench


def test_xgboost_train_tells_each_round_and_what_was_set(data: Bench) -> None:
    pytest.importorskip("xgboost")
    told = data.run("""
        import xgboost as xgb
        found = {}
        booster = xgb.train({"max_depth": 2, "objective": "binary:logistic", "eta": 0.9}, xgb.DMatrix(X[:80], y[:80]),
                            60, evals=[(xgb.DMatrix(X[:80], y[:80]), "train"), (xgb.DMatrix(X[80:], y[80:]), "test")],
                            early_stopping_rounds=4, evals_result=found, verbose_eval=False)
    """)
    assert curve(told, "test-logloss") == data.names["found"]["test"]["logloss"]
    assert curve(told, "train-logloss") == data.names["found"]["train"]["logloss"]
    assert steps(told, "test-logloss") == list(range(len(told.points["test-logloss"])))
    assert told.params.items() >= {"max_depth": 2, "objective": "binary:logistic", "num_boost_round": 60}.items()
    best = min(curve(told, "test-logloss"))
    assert told.facts("booster").metrics == {
        "best_score": pytest.approx(best, rel=1e-5),
        "best_iteration": curve(told, "test-logloss").index(best),
    }


def test_xgboost_estimators_hold_the_curves_that_were_seen(data: Bench) -> None:
    pytest.importorskip("xgboost")
    told = data.run("""
        from xgboost import XGBClassifier
        model = XGBClassifier(n_estimators=7, max_depth=3, eval_metric="auc")
        model.fit(X, y, eval_set=[(X, y)], verbose=False)
    """)
    facts = told.facts("model")
    assert facts.series == {"validation_0-auc": curve(told, "validation_0-auc")}
    assert len(facts.series["validation_0-auc"]) == 7
    assert facts.params["max_depth"] == (3, False) and facts.params["learning_rate"] == (None, True)
    assert not facts.metrics  # nothing stopped early


def test_xgboost_cross_validation_tells_mean_and_deviation(data: Bench) -> None:
    pytest.importorskip("xgboost")
    pytest.importorskip("pandas")
    told = data.run("""
        import xgboost as xgb
        table = xgb.cv({"objective": "binary:logistic"}, xgb.DMatrix(X, y), num_boost_round=5, nfold=3)
    """)
    table = data.names["table"]
    assert {name: curve(told, name) for name in told.points} == {name: list(table[name]) for name in table}


def test_a_curve_stays_as_far_as_it_came(data: Bench) -> None:
    xgboost = pytest.importorskip("xgboost")

    class Stop(xgboost.callback.TrainingCallback):
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            if epoch == 3:
                raise KeyboardInterrupt
            return False

    data.names["stop"] = Stop()
    told = data.run("""
        import xgboost as xgb
        try:
            xgb.train({}, xgb.DMatrix(X, y), 60, evals=[(xgb.DMatrix(X, y), "train")], callbacks=[stop],
                      verbose_eval=False)
        except KeyboardInterrupt:
            pass
    """)
    assert steps(told, "train-rmse") == [0, 1, 2]


def test_lightgbm_train_tells_each_round_and_what_was_set(data: Bench) -> None:
    pytest.importorskip("lightgbm")
    told = data.run("""
        import lightgbm as lgb
        found = {}
        train = lgb.Dataset(X[:80], y[:80])
        settings = {"num_leaves": 4, "objective": "binary", "learning_rate": 0.8, "verbosity": -1,
                    "min_data_in_leaf": 3}
        booster = lgb.train(settings, train, 50, valid_sets=[train, train.create_valid(X[80:], y[80:])],
                            callbacks=[lgb.early_stopping(3, verbose=False), lgb.record_evaluation(found)])
    """)
    seen, found = curve(told, "valid_1-binary_logloss"), data.names["found"]
    assert seen == found["valid_1"]["binary_logloss"]
    assert curve(told, "training-binary_logloss") == found["training"]["binary_logloss"]
    assert steps(told, "valid_1-binary_logloss") == list(range(1, len(seen) + 1))
    assert told.params.items() >= {"num_leaves": 4, "learning_rate": 0.8, "num_boost_round": 50}.items()
    metrics = told.facts("booster").metrics
    assert metrics["best_iteration"] == seen.index(min(seen)) + 1
    assert metrics["best_score.valid_1-binary_logloss"] == min(seen)


@pytest.mark.filterwarnings("ignore:The argument .eval_set")
def test_lightgbm_estimators_hold_the_curves_that_were_seen(data: Bench) -> None:
    pytest.importorskip("lightgbm")
    pytest.importorskip("sklearn")
    told = data.run("""
        import pandas as pd
        from lightgbm import LGBMClassifier
        model = LGBMClassifier(n_estimators=6, num_leaves=5, verbosity=-1)
        model.fit(pd.DataFrame(X, columns=list("abcd")), y, eval_set=[(pd.DataFrame(X, columns=list("abcd")), y)])
    """)
    facts = told.facts("model")
    (name,) = facts.series
    assert facts.series == {name: curve(told, name)} and facts.steps == {name: range(1, 7)}
    assert list(facts.steps[name]) == steps(told, name)
    assert facts.params["num_leaves"] == (5, False) and not facts.metrics


def test_lightgbm_cross_validation_tells_the_folds_together(data: Bench) -> None:
    pytest.importorskip("lightgbm")
    pytest.importorskip("sklearn")
    told = data.run("""
        import lightgbm as lgb
        found = lgb.cv({"objective": "binary", "verbosity": -1}, lgb.Dataset(X, y), num_boost_round=4, nfold=3)
    """)
    found = {name.replace(" ", "-", 1): list(curve_) for name, curve_ in data.names["found"].items()}
    assert {name: curve(told, name) for name in told.points} == found
    assert steps(told, "valid-binary_logloss-mean") == [1, 2, 3, 4]


def test_catboost_tells_its_curves_when_it_has_come_to_its_end(data: Bench) -> None:
    pytest.importorskip("catboost")
    told = data.run("""
        from catboost import CatBoostClassifier
        model = CatBoostClassifier(iterations=12, depth=2, verbose=0, metric_period=5, allow_writing_files=False)
        model.fit(X[:80], y[:80], eval_set=(X[80:], y[80:]))
    """)
    facts = told.facts("model")
    assert told.points["validation-Logloss"] == list(
        zip([0, 5, 10, 11], data.names["model"].evals_result_["validation"]["Logloss"], strict=True)
    )
    assert facts.series["learn-Logloss"] == curve(told, "learn-Logloss")
    assert facts.metrics["best_score"] == min(curve(told, "validation-Logloss"))
    assert facts.params["depth"] == (2, False)


def test_catboost_folds_of_a_search_do_not_draw_over_each_other(data: Bench) -> None:
    pytest.importorskip("catboost")
    pytest.importorskip("sklearn")
    told = data.run("""
        from catboost import CatBoostClassifier
        from sklearn.model_selection import cross_val_score
        model = CatBoostClassifier(iterations=4, verbose=0, allow_writing_files=False)
        cross_val_score(model, X, y, cv=2)
        unfitted_fit = model.fit
    """)
    assert not told.points and not told.facts("model").series


def test_catboost_cross_validation_tells_mean_and_deviation(data: Bench) -> None:
    pytest.importorskip("catboost")
    told = data.run("""
        import catboost
        table = catboost.cv(catboost.Pool(X, y), {"loss_function": "Logloss", "iterations": 4, "verbose": 0,
                            "allow_writing_files": False, "logging_level": None}, fold_count=3)
    """)
    table = data.names["table"]
    assert curve(told, "test-Logloss-mean") == list(table["test-Logloss-mean"])
    assert steps(told, "test-Logloss-mean") == [0, 1, 2, 3] and "iterations" not in told.points


TRAINED = (
    DATA
    + """
    import xgboost as xgb
    class Broken(xgb.callback.TrainingCallback):
        def after_iteration(self, model, epoch, evals_log):
            if epoch == 2:
                raise ValueError("stop")
            return False
    def after(*callbacks):
        model = xgb.train({"verbosity": 1}, xgb.DMatrix(X, y), 4, evals=[(xgb.DMatrix(X, y), "train")],
                          callbacks=callbacks)
        return model.predict(xgb.DMatrix(X))[:5].tolist()
    print(after(), draws.normal())
    after(Broken())
    """
)


def test_nothing_about_a_training_changes(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("xgboost")
    told = alike(bench, TRAINED, capfd)
    assert steps(told, "train-rmse") == [0, 1, 2, 3, 0, 1]
