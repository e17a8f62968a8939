"""Cells as people write them: what a person would have logged by hand is found, and little else.

`CASES` gives for each cell the params and metrics that belong on the run; each must be found with its value, and at
most one in five of what is found may be something else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.capture_values.conftest import Notebook

DATA = """
    import numpy as np, time
    from sklearn.datasets import make_classification, make_regression
    from sklearn.model_selection import train_test_split, cross_val_score, GridSearchCV
    from sklearn.ensemble import RandomForestClassifier, GradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import Pipeline, make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.metrics import accuracy_score, f1_score, mean_squared_error, r2_score
    X, y = make_classification(n_samples=120, n_features=6, random_state=0)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
"""


@dataclass
class Case:
    name: str
    cells: list[str]
    params: dict[str, Any] = field(default_factory=dict)
    metrics: set[str] = field(default_factory=set)
    curves: set[str] = field(default_factory=set)


CASES = [
    Case(
        "forest",
        [
            """
            SEED = 42
            depth = 4
            """,
            """
            n_trees = 5
            model = RandomForestClassifier(n_estimators=n_trees, max_depth=depth, random_state=SEED, min_samples_leaf=2)
            model.fit(X_train, y_train)
            y_pred = model.predict(X_test)
            acc = accuracy_score(y_test, y_pred)
            f1 = f1_score(y_test, y_pred, average="macro")
            print(f"accuracy {acc:.2f}")
            """,
        ],
        {"n_trees": 5, "depth": 4, "SEED": 42, "min_samples_leaf": 2, "model": "RandomForestClassifier"},
        {"acc", "f1"},
    ),
    Case(
        "pipeline with a last expression",
        [
            """
            pipe = Pipeline([("scale", StandardScaler(with_mean=False)), ("clf", LogisticRegression(C=0.1))])
            scores = cross_val_score(pipe, X, y, cv=3)
            scores.mean()
            """
        ],
        {"C": 0.1, "with_mean": False, "cv": 3, "pipe": "LogisticRegression"},
        {"scores_mean"},
    ),
    Case(
        "two models",
        [
            """
            rf = RandomForestClassifier(max_depth=3, n_estimators=5, random_state=0).fit(X_train, y_train)
            gb = GradientBoostingClassifier(max_depth=2, n_estimators=5, random_state=0).fit(X_train, y_train)
            rf.score(X_test, y_test), gb.score(X_test, y_test)
            """
        ],
        {
            "rf.max_depth": 3,
            "gb.max_depth": 2,
            "n_estimators": 5,
            "random_state": 0,
            "rf": "RandomForestClassifier",
            "gb": "GradientBoostingClassifier",
        },
        {"rf_score", "gb_score"},
    ),
    Case(
        "numpy descent",
        [
            """
            lr = 0.1
            epochs = 30
            w = np.zeros(X.shape[1])
            losses = []
            for epoch in range(epochs):
                p = 1 / (1 + np.exp(-X @ w))
                grad = X.T @ (p - y) / len(y)
                w -= lr * grad
                loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
                losses.append(loss)
            accuracy = ((X @ w > 0) == y).mean()
            """
        ],
        {"lr": 0.1, "epochs": 30},
        {"accuracy"},
        {"loss"},
    ),
    Case(
        "settings in a dict, training in a function",
        [
            """
            config = {"lr": 0.05, "epochs": 10, "optimizer": "sgd"}
            def train(config, X, y):
                w, history = np.zeros(X.shape[1]), []
                for epoch in range(config["epochs"]):
                    error = X @ w - y
                    w = w - config["lr"] * X.T @ error / len(y)
                    mse = float((error ** 2).mean())
                    history.append(mse)
                    if epoch % 5 == 0:
                        print(epoch, mse)
                return w, history
            """,
            """
            w, history = train(config, X, y)
            final_mse = history[-1]
            """,
        ],
        {"config.lr": 0.05, "config.epochs": 10, "config.optimizer": "sgd"},
        {"final_mse"},
        {"mse"},
    ),
    Case(
        "dataclass, class of the user's",
        [
            """
            from dataclasses import dataclass
            @dataclass
            class Config:
                alpha: float = 1.0
                iters: int = 8
            class Model:
                def __init__(self, cfg, penalty="l2"):
                    self.cfg, self.costs = cfg, []
                def fit(self, X, y):
                    w = np.zeros(X.shape[1])
                    for i in range(self.cfg.iters):
                        w -= 0.01 * X.T @ (X @ w - y) / len(y)
                        self.costs.append(float(np.mean((X @ w - y) ** 2)))
                    self.w = w
                    return self
                def score(self, X, y):
                    return float(np.mean((X @ self.w > 0.5) == y))
            """,
            """
            cfg = Config(alpha=0.5)
            net = Model(cfg, penalty="l1").fit(X_train, y_train)
            test_acc = net.score(X_test, y_test)
            """,
        ],
        {"cfg.alpha": 0.5, "cfg.iters": 8, "penalty": "l1"},
        {"test_acc"},
        {"costs"},
    ),
    Case(
        "search",
        [
            """
            grid = GridSearchCV(Ridge(), {"alpha": [0.1, 1.0]}, cv=3, scoring="r2").fit(X_train, y_train)
            best_score = grid.best_score_
            rmse = mean_squared_error(y_test, grid.predict(X_test)) ** 0.5
            """
        ],
        {"param_grid.alpha": [0.1, 1.0], "cv": 3, "scoring": "r2", "grid": "Ridge"},
        {"best_score", "rmse"},
    ),
    Case(
        "a dict of results over a dict of models",
        [
            """
            models = {"lr": LogisticRegression(C=0.5), "rf": RandomForestClassifier(n_estimators=5)}
            results = {}
            for name, m in models.items():
                m.fit(X_train, y_train)
                results[name] = m.score(X_test, y_test)
            """
        ],
        {"C": 0.5, "n_estimators": 5},
        {"results.lr", "results.rf"},
    ),
    Case(
        "a sweep written as a loop",
        [
            """
            accs = []
            for C in [0.01, 0.1, 1.0]:
                clf = LogisticRegression(C=C).fit(X_train, y_train)
                accs.append(clf.score(X_test, y_test))
            best = max(accs)
            """
        ],
        {"C": [0.01, 0.1, 1.0], "clf": "LogisticRegression"},
        {"best"},
        {"accs"},
    ),
    Case(
        "minibatches in a class body of settings",
        [
            """
            class CFG:
                batch_size = 16
                epochs = 4
                lr = 1e-2
            w = np.zeros(X.shape[1])
            for epoch in range(CFG.epochs):
                running = 0.0
                for start in range(0, len(X), CFG.batch_size):
                    xb, yb = X[start:start + CFG.batch_size], y[start:start + CFG.batch_size]
                    err = xb @ w - yb
                    running += float((err ** 2).sum())
                    w -= CFG.lr * xb.T @ err
                train_loss = running / len(X)
                print(f"epoch {epoch} loss {train_loss:.3f}")
            """
        ],
        {"CFG.batch_size": 16, "CFG.epochs": 4, "CFG.lr": 0.01},
        set(),
        {"train_loss"},
    ),
    Case(
        "early stopping in a while",
        [
            """
            patience, best, wait, step = 3, float("inf"), 0, 0
            while wait < patience:
                val_loss = 1 / (step + 1) + max(0, step - 8) * 0.1
                if val_loss < best:
                    best, wait = val_loss, 0
                else:
                    wait += 1
                step += 1
            """
        ],
        {"patience": 3},
        {"best"},
        {"val_loss"},
    ),
    Case(
        "evaluation only",
        [
            """
            model = LogisticRegression().fit(X_train, y_train)
            pred = model.predict(X_test)
            """,
            """
            metrics = {"acc": accuracy_score(y_test, pred), "f1": f1_score(y_test, pred)}
            n_test = len(y_test)
            start = time.time()
            (pred == y_test).mean()
            """,
        ],
        {},
        {"acc", "f1"},
    ),
    Case(
        "looking at data",
        [
            """
            x0 = X[0, 0]
            n_rows, n_cols = X.shape
            idx = int(np.argmax(X[:, 0]))
            label = "positive"
            subset = [row for row in X if row[0] > 0]
            for row in X:
                total = row.sum()
            X.shape
            """
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_belongs_on_the_run_is_found_and_little_else(notebook: Notebook, case: Case) -> None:
    notebook.run(DATA)
    for cell in case.cells:
        ran = notebook.run(cell)
        assert ran.error is None
    assert {name: ran.params.get(name) for name in case.params} == case.params
    assert case.metrics <= {*ran.metrics, *ran.points}
    assert case.curves <= set(ran.points)
    found = len(ran.params) + len(ran.metrics) + len(ran.points)
    wanted = len(case.params) + len(case.metrics) + len(case.curves)
    extra = (set(ran.params) - set(case.params), set(ran.metrics) - case.metrics, set(ran.points) - case.curves)
    assert found - wanted <= max(found / 5, 0 if wanted else 1), extra
