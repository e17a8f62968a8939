"""More names: classes of settings, globals that functions read, modules beside the notebook."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell, Ends

PERCEPTRON = '''
"""A perceptron, as books write it."""

import numpy as np


class Perceptron:
    """eta: learning rate, n_iter: passes over the training data."""

    def __init__(self, eta=0.01, n_iter=10, random_state=1):
        self.eta = eta
        self.n_iter = n_iter
        self.random_state = random_state

    def fit(self, X, y):
        rgen = np.random.RandomState(self.random_state)
        self.w_ = rgen.normal(loc=0.0, scale=0.01, size=X.shape[1])
        self.b_ = 0.0
        self.errors_ = []
        for _ in range(self.n_iter):
            errors = 0
            for xi, target in zip(X, y):
                update = self.eta * (target - self.predict(xi))
                self.w_ += update * xi
                self.b_ += update
                errors += int(update != 0.0)
            self.errors_.append(errors)
        return self

    def predict(self, X):
        return np.where(np.dot(X, self.w_) + self.b_ >= 0.0, 1, 0)
'''

CELLS = [
    Cell(
        "class CFG, as on Kaggle",
        [
            CLASSES,
            """
            class CFG:
                seed = 42
                n_folds = 3
                target = "label"
                lr = 3e-2
                debug = False
            """,
            """
            from sklearn.ensemble import HistGradientBoostingClassifier
            from sklearn.metrics import roc_auc_score

            def train_model():
                model = HistGradientBoostingClassifier(learning_rate=CFG.lr, max_iter=20, random_state=CFG.seed)
                model.fit(X_train, y_train)
                oof = model.predict_proba(X_test)[:, 1]
                return roc_auc_score(y_test, oof)

            cv = train_model()
            print(f"CV: {cv:.4f}")
            """,
        ],
        params={"CFG.seed": 42, "CFG.lr": 0.03, "max_iter": 20, "model": "HistGradientBoostingClassifier"},
        metrics={"cv": "cv"},
        fine=frozenset({"CFG.n_folds", "CFG.target", "CFG.debug"}),
    ),
    Cell(
        "attributes of a trainer",
        [
            NUMBERS,
            """
            class Trainer:
                def __init__(self, X, y, lr=0.05, max_epochs=20):
                    self.X, self.y = X, y
                    self.lr = lr
                    self.max_epochs = max_epochs
                    self.w = np.zeros(X.shape[1])
                    self.best_loss = float("inf")

                def train(self):
                    for self.epoch in range(self.max_epochs):
                        err = self.X @ self.w - self.y
                        self.w -= self.lr * self.X.T @ err / len(err)
                        loss = float(np.mean(err ** 2))
                        self.best_loss = min(self.best_loss, loss)

                def test(self, X, y):
                    self.test_rmse = float(np.sqrt(np.mean((X @ self.w - y) ** 2)))
            """,
            """
            trainer = Trainer(X_train, y_train, lr=0.2)
            trainer.train()
            trainer.test(X_test, y_test)
            """,
        ],
        params={"lr": 0.2, "max_epochs": 20},
        metrics={"trainer.best_loss|best_loss": "trainer.best_loss", "trainer.test_rmse|test_rmse": "trainer.test_rmse"},
        curves={"loss": Ends(20, "trainer.best_loss")},
        fine=frozenset({"best_loss"}),
    ),
    Cell(
        "globals of an earlier cell, read by a function",
        [
            CLASSES,
            """
            N_ESTIMATORS = 15
            MAX_DEPTH = 3
            USE_BOOTSTRAP = True
            UNUSED = 12
            def build_and_eval():
                from sklearn.ensemble import RandomForestClassifier
                rf = RandomForestClassifier(n_estimators=N_ESTIMATORS, max_depth=MAX_DEPTH, bootstrap=USE_BOOTSTRAP, random_state=0)
                rf.fit(X_train, y_train)
                acc = rf.score(X_test, y_test)
                return rf, acc
            """,
            """
            rf, acc = build_and_eval()
            """,
        ],
        params={"N_ESTIMATORS": 15, "MAX_DEPTH": 3, "USE_BOOTSTRAP": True, "random_state": 0, "rf": "RandomForestClassifier"},
        metrics={"acc": "acc"},
    ),
    Cell(
        "a class in a local module, as the book has it",
        [
            CLASSES,
            """
            from nb_perceptron import Perceptron
            """,
            """
            ppn = Perceptron(eta=0.1, n_iter=8)
            ppn.fit(X_train, y_train)
            test_error = np.mean(ppn.predict(X_test) != y_test)
            """,
        ],
        params={"eta": 0.1, "n_iter": 8, "random_state": 1},
        metrics={"test_error": "test_error"},
        curves={"errors": "ppn.errors_"},
        fine=frozenset({"ppn"}),
        files={"nb_perceptron.py": PERCEPTRON},
    ),
    Cell(
        "unpacked settings, unpacked results",
        [
            NUMBERS,
            """
            lr, epochs, batch_size = 0.05, 4, 32

            def sgd(X, y):
                rng = np.random.default_rng(0)
                w = np.zeros(X.shape[1])
                for _ in range(epochs):
                    order = rng.permutation(len(X))
                    for start in range(0, len(X), batch_size):
                        take = order[start:start + batch_size]
                        w = w - lr * X[take].T @ (X[take] @ w - y[take]) / len(take)
                return w, np.mean((X @ w - y) ** 2)

            w, train_loss = sgd(X_train, y_train)
            (test_loss, worst) = np.mean((X_test @ w - y_test) ** 2), np.max(np.abs(X_test @ w - y_test))
            """,
        ],
        params={"lr": 0.05, "epochs": 4, "batch_size": 32},
        metrics={"train_loss": "train_loss", "test_loss": "test_loss", "worst": "worst"},
        fine=frozenset({"default_rng.seed", "seed", "rng"}),
    ),
    Cell(
        "SimpleNamespace in, dict literal out",
        [
            CLASSES,
            """
            from types import SimpleNamespace
            from sklearn.naive_bayes import GaussianNB
            from sklearn.metrics import precision_score, recall_score

            opt = SimpleNamespace(var_smoothing=1e-8, threshold=0.4)

            def evaluate(model, X, y, threshold):
                hard = (model.predict_proba(X)[:, 1] > threshold).astype(int)
                return {"precision": precision_score(y, hard), "recall": recall_score(y, hard)}

            nb = GaussianNB(var_smoothing=opt.var_smoothing).fit(X_train, y_train)
            evaluate(nb, X_test, y_test, opt.threshold)
            """,
        ],
        params={"opt.var_smoothing": 1e-8, "opt.threshold": 0.4, "nb": "GaussianNB"},
        metrics={
            "precision": "evaluate(nb, X_test, y_test, 0.4)['precision']",
            "recall": "evaluate(nb, X_test, y_test, 0.4)['recall']",
        },
    ),
    Cell(
        "a closure and a nested function",
        [
            NUMBERS,
            """
            def make_objective(l2):
                def objective(w):
                    resid = X_train @ w - y_train
                    return float(resid @ resid) / len(resid) + l2 * float(w @ w)
                return objective

            def descend(n_steps, step_size):
                objective = make_objective(l2=0.1)
                w = np.zeros(X_train.shape[1])
                for _ in range(n_steps):
                    grad = 2 * X_train.T @ (X_train @ w - y_train) / len(y_train) + 0.2 * w
                    w = w - step_size * grad
                final_objective = objective(w)
                return w, final_objective

            w, best = descend(25, step_size=0.1)
            """,
        ],
        params={"l2": 0.1, "n_steps": 25, "step_size": 0.1},
        metrics={"best|final_objective": "best"},
    ),
    Cell(
        "a config dict with lists, read in a function",
        [
            NUMBERS,
            """
            config = {
                "model": {"hidden_layer_sizes": [8, 8], "activation": "tanh"},
                "optim": {"name": "lbfgs", "max_iter": 60},
                "seed": 11,
            }

            def run_experiment(config):
                from sklearn.neural_network import MLPRegressor
                mlp = MLPRegressor(hidden_layer_sizes=config["model"]["hidden_layer_sizes"],
                                   activation=config["model"]["activation"], solver=config["optim"]["name"], max_iter=config["optim"]["max_iter"],
                                   random_state=config["seed"], tol=1e-1)
                mlp.fit(X_train, y_train)
                summary = dict(train_r2=mlp.score(X_train, y_train), test_r2=mlp.score(X_test, y_test))
                return summary

            out = run_experiment(config)
            """,
        ],
        params={
            "config.model.hidden_layer_sizes": [8, 8], "config.model.activation": "tanh", "config.optim.name": "lbfgs",
            "config.optim.max_iter": 60, "config.seed": 11, "tol": 0.1, "mlp": "MLPRegressor",
        },
        metrics={"out.train_r2|summary.train_r2": "out['train_r2']", "out.test_r2|summary.test_r2": "out['test_r2']"},
        fine=frozenset({"loss", "mlp.loss"}),
    ),
]  # fmt: skip
