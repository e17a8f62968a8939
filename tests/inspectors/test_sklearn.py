"""What scikit-learn's objects have found, what `score` gives, and cross-validation."""

from __future__ import annotations

import pytest

from jupyter_tracker.capture.inspectors import registry
from tests.inspectors.conftest import Bench

pytest.importorskip("sklearn")

DATA = """
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
X, y = make_classification(120, n_informative=4, random_state=0)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
"""


@pytest.fixture
def cell(bench: Bench) -> Bench:
    bench.run(DATA)
    return bench


def test_what_fitting_has_found_is_read_from_the_object(cell: Bench) -> None:
    told = cell.run("""
        from sklearn.cluster import KMeans
        from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
        from sklearn.neural_network import MLPClassifier
        forest = RandomForestClassifier(20, oob_score=True, random_state=0).fit(X, y)
        boosted = GradientBoostingClassifier(n_estimators=4).fit(X, y)
        net = MLPClassifier(max_iter=300, tol=0.1, n_iter_no_change=2, random_state=0).fit(X, y)
        groups = KMeans(2, n_init=1).fit(X)
    """)
    names = told.names
    assert told.facts("forest").metrics == {"oob_score": names["forest"].oob_score_}
    assert told.facts("boosted").series == {"train_score": names["boosted"].train_score_.tolist()}
    assert told.facts("net").series == {"loss": names["net"].loss_curve_}
    assert told.facts("groups").metrics == {"inertia": names["groups"].inertia_}


def test_an_object_that_was_not_fitted_has_found_nothing(cell: Bench) -> None:
    told = cell.run("from sklearn.linear_model import LassoCV\nlasso = LassoCV()")
    facts = told.facts("lasso")
    assert facts.params["eps"] == (0.001, True) and not facts.metrics and not facts.series


def test_what_a_class_chose_by_itself_is_a_param(cell: Bench) -> None:
    told = cell.run("""
        from sklearn.linear_model import LassoCV, LogisticRegressionCV, RidgeCV
        ridge = RidgeCV(alphas=[0.5, 5.0]).fit(X, y)
        lasso = LassoCV(cv=3).fit(X, y)
    """)
    assert told.facts("ridge").params["alpha"] == (told.names["ridge"].alpha_, False)
    assert told.facts("ridge").metrics == {"best_score": told.names["ridge"].best_score_}
    assert told.facts("lasso").params["alpha"] == (told.names["lasso"].alpha_, False)


def test_a_pipeline_tells_what_its_last_step_has_found(cell: Bench) -> None:
    told = cell.run("""
        from sklearn.ensemble import HistGradientBoostingClassifier
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        pipe = make_pipeline(StandardScaler(), HistGradientBoostingClassifier(max_iter=5, early_stopping=True))
        pipe.fit(X, y)
    """)
    assert set(told.facts("pipe").series) == {"train_score", "validation_score"}
    assert len(told.facts("pipe").series["train_score"]) == len(told.names["pipe"][-1].train_score_)


def test_score_is_named_by_its_data(cell: Bench) -> None:
    told = cell.run("""
        from sklearn.dummy import DummyRegressor
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        pipe = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
        print(pipe.score(X_train, y_train), pipe[-1].score(X_test, y_test))
        DummyRegressor().fit(X, y).score(X, y)
    """)
    pipe, names = told.names["pipe"], told.names
    assert told.metrics == {
        "train_score": pipe.score(names["X_train"], names["y_train"]),
        "test_score": pipe[-1].score(names["X_test"], names["y_test"]),
        "score": 0.0,
    }


def test_cross_validation_gives_mean_spread_and_folds(cell: Bench) -> None:
    told = cell.run("""
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_score, cross_validate
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        model = make_pipeline(StandardScaler(), LogisticRegression())
        plain = cross_val_score(model, X, y, cv=4)
        by_name = cross_val_score(model, X, y, cv=3, scoring="f1_macro")
        both = cross_validate(model, X, y, cv=3, scoring=["roc_auc", "recall"], return_train_score=True)
    """)
    plain, both = told.names["plain"], told.names["both"]
    assert told.metrics["accuracy_mean"] == plain.mean() and told.metrics["accuracy_std"] == pytest.approx(plain.std())
    assert told.metrics["f1_macro_mean"] == told.names["by_name"].mean()
    assert told.metrics["test_roc_auc_mean"] == both["test_roc_auc"].mean()
    assert told.metrics["train_recall_std"] == pytest.approx(both["train_recall"].std())
    assert told.tables[""].columns[:3] == ["fold", "fit_time", "score_time"] and len(told.tables[""].rows) == 3


def test_learning_curves_and_importances_are_tables(cell: Bench) -> None:
    told = cell.run("""
        from sklearn.inspection import permutation_importance
        from sklearn.model_selection import learning_curve, permutation_test_score, validation_curve
        from sklearn.tree import DecisionTreeClassifier
        tree = DecisionTreeClassifier(max_depth=2, random_state=0).fit(X, y)
        learning_curve(tree, X, y, cv=3, train_sizes=[0.5, 1.0])
        validation_curve(tree, X, y, param_name="max_depth", param_range=[1, 2, 3], cv=3)
        permutation_test_score(tree, X, y, cv=3, n_permutations=3, random_state=0)
        found = permutation_importance(tree, X, y, n_repeats=2, random_state=0)
    """)
    assert [row[0] for row in told.tables["learning_curve"].rows] == [40, 80]
    assert told.tables["validation_curve"].columns[:2] == ["max_depth", "train_mean"]
    assert list(told.metrics) == ["accuracy", "accuracy_p_value"]
    top = told.tables["permutation_importance"].rows[0]
    assert top[1] == told.names["found"].importances_mean.max()


def test_reading_computes_nothing_and_draws_no_random_number(cell: Bench) -> None:
    cell.run("""
        from sklearn.base import BaseEstimator, ClassifierMixin
        calls = []
        class Counted(ClassifierMixin, BaseEstimator):
            def fit(self, X, y):
                self.classes_ = np.unique(y)
                self.best_score_ = 0.5
                return self
            def predict(self, X):
                calls.append(len(X))
                return np.zeros(len(X), int)
    """)
    told = cell.run("""
        from sklearn.model_selection import GridSearchCV, cross_val_score
        state = np.random.get_state()[1].tolist()
        counted = Counted().fit(X, y)
        counted.score(X_test, y_test)
        cross_val_score(counted, X, y, cv=3)
    """)
    assert told.facts("counted").metrics == {"best_score": 0.5}
    assert len(told.names["calls"]) == 4
    assert told.names["np"].random.get_state()[1].tolist() == told.names["state"]
    assert not registry.failed
