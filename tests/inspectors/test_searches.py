"""Every candidate of a search of scikit-learn is told of once, with its scores, where it runs and as it runs."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_tracker.capture.records import Child
from tests.inspectors.conftest import Bench, Told

pytest.importorskip("sklearn")

DATA = """
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
X, y = make_classification(90, n_informative=4, random_state=0)
"""


@pytest.fixture
def cell(bench: Bench) -> Bench:
    bench.run(DATA)
    return bench


def expected(search: Any) -> list[dict[str, Any]]:
    """What a search itself says of its candidates."""
    held = search.cv_results_
    return [{**params, "score": held["mean_test_score"][at]} for at, params in enumerate(held["params"])]


def found(told: Told, of: str) -> list[dict[str, Any]]:
    children = [child for child in told.children if child.of == of]
    assert len({child.key for child in children}) == len(children)
    children.sort(key=lambda child: int(child.key))
    return [{**child.params, "score": pytest.approx(child.metrics["mean_test_score"])} for child in children]


def test_each_candidate_is_told_of_when_its_folds_are_done(cell: Bench) -> None:
    told = cell.run("""
        gs = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 2]}, cv=3, return_train_score=True)
        gs.fit(X, y)
    """)
    gs = told.names["gs"]
    assert found(told, "gs") == expected(gs)
    first, second = told.children
    assert first.state == "finished" and first.started and first.ended and second.started
    assert first.started <= first.ended <= second.started  # and not when all had been tried
    assert first.metrics == {
        key: pytest.approx(gs.cv_results_[key][0])
        for key in ("mean_test_score", "std_test_score", "mean_train_score", "std_train_score", "mean_fit_time")
    }


def test_one_that_takes_long_is_shown_as_running(cell: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_tracker.capture.inspectors.sklearn_searches.SHOWN_AFTER", 0.0)
    told = cell.run("GridSearchCV(DecisionTreeClassifier(), {'max_depth': [1, 2]}, cv=3).fit(X, y)")
    assert [(child.key, child.state) for child in told.children] == [
        ("0", "running"), ("0", "finished"), ("1", "running"), ("1", "finished"),
    ]  # fmt: skip
    assert told.children[0].started == told.children[1].started and told.children[0].params == {"max_depth": 1}


def test_what_runs_in_other_processes_is_told_of_at_the_end(cell: Bench) -> None:
    told = cell.run("""
        rs = RandomizedSearchCV(DecisionTreeClassifier(), {"max_depth": [1, 2, 3]}, n_iter=3, cv=3, n_jobs=2)
        rs.fit(X, y)
    """)
    assert found(told, "rs") == expected(told.names["rs"])


def test_rounds_of_a_halving_search_are_candidates_of_their_own(cell: Bench) -> None:
    told = cell.run("""
        from sklearn.experimental import enable_halving_search_cv
        from sklearn.model_selection import HalvingGridSearchCV
        hs = HalvingGridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 2, 3, 4]}, factor=2, cv=3,
                                 min_resources=20, random_state=0).fit(X, y)
    """)
    held = told.names["hs"].cv_results_
    assert len(told.children) == len(held["params"]) > 4
    assert [(child.params["iter"], child.params["n_resources"]) for child in told.children] == list(
        zip(held["iter"].tolist(), held["n_resources"].tolist(), strict=True)
    )


def test_candidates_that_cannot_be_fitted_have_failed(cell: Bench) -> None:
    told = cell.run("""
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            gs = GridSearchCV(LogisticRegression(), {"C": [1.0, -1.0]}, cv=3, scoring=["f1", "recall"], refit="f1")
            gs.fit(X, y)
    """)
    assert [child.state for child in told.children] == ["finished", "failed"]
    assert {"mean_test_f1", "mean_test_recall"} < set(told.children[0].metrics)
    assert "mean_test_f1" not in told.children[1].metrics


def test_objects_among_the_settings_stand_by_their_class(cell: Bench) -> None:
    told = cell.run("""
        pipe = make_pipeline(StandardScaler(), LogisticRegression())
        grid = {"standardscaler": [StandardScaler(), "passthrough"], "logisticregression__C": [0.5]}
        gs = GridSearchCV(pipe, grid, cv=3).fit(X, y)
    """)
    assert [child.params for child in told.children] == [
        {"logisticregression__C": 0.5, "standardscaler": "StandardScaler"},
        {"logisticregression__C": 0.5, "standardscaler": "passthrough"},
    ]
    assert told.facts("gs").params["best_params.logisticregression__C"] == (0.5, False)


def test_searches_inside_what_is_tried_are_not_told_of(cell: Bench) -> None:
    told = cell.run("""
        inner = GridSearchCV(DecisionTreeClassifier(), {"max_depth": [1, 2]}, cv=3)
        cross_val_score(inner, X, y, cv=3)
        outer = GridSearchCV(inner, {"cv": [2, 3]}, cv=2).fit(X, y)
    """)
    assert [child.params for child in told.children] == [{"cv": 2}, {"cv": 3}]  # neither folds nor the refit


def test_several_searches_of_a_cell_keep_apart(cell: Bench) -> None:
    source = """
        for depth in (1, 2):
            gs = GridSearchCV(DecisionTreeClassifier(max_depth=depth), {"criterion": ["gini", "entropy"]}, cv=3)
            gs.fit(X, y)
        gs.fit(X, y)
    """
    told = cell.run(source)
    keys = [(child.of, child.key) for child in told.children]
    assert keys == [(of, key) for of in ("gs", "gs 2", "gs 3") for key in ("0", "1")]
    assert {child.of for child in cell.run(source).children} == {"gs", "gs 2", "gs 3"}


def test_a_search_that_broke_off_begins_anew(cell: Bench) -> None:
    told = cell.run("""
        class Breaks(DecisionTreeClassifier):
            left = 4
            def fit(self, X, y):
                type(self).left -= 1
                if not self.left:
                    raise KeyboardInterrupt
                return super().fit(X, y)
        gs = GridSearchCV(Breaks(), {"max_depth": [1, 2]}, cv=3)
        try:
            gs.fit(X, y)
        except KeyboardInterrupt:
            pass
        gs.fit(X, y)
    """)
    assert [(child.of, child.key) for child in told.children] == [("gs", "0"), ("gs 2", "0"), ("gs 2", "1")]


def test_a_finished_search_tells_what_was_best(cell: Bench) -> None:
    told = cell.run("gs = GridSearchCV(DecisionTreeClassifier(), {'max_depth': [1, 2, 3]}, cv=3, verbose=0).fit(X, y)")
    gs, facts = told.names["gs"], told.facts("gs")
    assert facts.metrics == {"best_score": gs.best_score_}
    assert facts.params["best_params.max_depth"] == (gs.best_params_["max_depth"], False)
    columns, rows = facts.tables["cv_results"]
    assert columns[0] == "param_max_depth" and len(rows) == 3
    assert rows[0][0] == gs.best_params_["max_depth"]
    assert facts.children == []  # all were told of as they ran


def test_a_search_nobody_watched_tells_its_candidates_afterwards(cell: Bench) -> None:
    names = cell.names
    names["gs"] = gs = names["GridSearchCV"](names["DecisionTreeClassifier"](), {"max_depth": [1, 2]}, cv=3)
    gs.fit(names["X"], names["y"])
    children = cell.run("pass").facts("gs").children
    assert [child.params for child in children] == gs.cv_results_["params"]
    assert children[0] == Child("0", {"max_depth": 1}, children[0].metrics, of="GridSearchCV")


def test_what_is_chosen_at_random_is_the_same(cell: Bench) -> None:
    source = """
        np.random.seed(0)
        space = {"max_depth": range(1, 9), "max_features": [2, 5]}
        rs = RandomizedSearchCV(DecisionTreeClassifier(), space, n_iter=4, cv=2).fit(X, y)
    """
    watched = expected(cell.run(source).names["rs"])
    exec(compile("\n".join(line.strip() for line in source.splitlines()), "<plain>", "exec"), cell.names)
    assert expected(cell.names["rs"]) == watched


def test_nothing_is_kept_of_a_search(cell: Bench) -> None:
    import gc
    import weakref

    told = cell.run("gs = GridSearchCV(DecisionTreeClassifier(), {'max_depth': [1]}, cv=2).fit(X, y)")
    ghost = weakref.ref(told.names.pop("gs"))
    gc.collect()
    assert ghost() is None
