"""Loops whose scalars are curves: at cell level, in functions, classes and local modules."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell, Ends

MODULE = '''
import numpy as np


def train(X, y, lr=0.1, epochs=10):
    """Plain gradient descent."""
    w = np.zeros(X.shape[1])
    for epoch in range(epochs):
        residual = X @ w - y
        loss = float((residual ** 2).mean())
        w -= lr * X.T @ residual / len(y)
        if epoch % 5 == 0:
            print(f"[{epoch}] {loss:.4f}")
    return w
'''

DESCENT = """
def losses_of(lr, rounds, X=X_train, y=y_train):
    w, out = np.zeros(X.shape[1]), []
    for _ in range(rounds):
        residual = X @ w - y
        out.append(float((residual ** 2).mean()))
        w = w - lr * X.T @ residual / len(y)
    return out
"""

CELLS = [
    Cell(
        "for at cell level, list that grows",
        [
            NUMBERS,
            """
            lr = 0.1
            n_epochs = 12
            w = np.zeros(X_train.shape[1])
            losses = []
            for epoch in range(n_epochs):
                err = X_train @ w - y_train
                loss = np.mean(err ** 2)
                w = w - lr * X_train.T @ err / len(err)
                losses.append(loss)
            """,
        ],
        params={"lr": 0.1, "n_epochs": 12},
        curves={"loss|losses": "losses"},
    ),
    Cell(
        "only printed, in a function",
        [
            NUMBERS + DESCENT,
            """
            def train(lr, epochs):
                w = np.zeros(X_train.shape[1])
                for epoch in range(epochs):
                    residual = X_train @ w - y_train
                    train_loss = float((residual ** 2).mean())
                    w = w - lr * X_train.T @ residual / len(y_train)
                    print(f"epoch {epoch}: train loss {train_loss:.4f}")
                return w

            w = train(lr=0.2, epochs=9)
            """,
        ],
        params={"lr": 0.2, "epochs": 9},
        curves={"train_loss": "(list(range(9)), losses_of(0.2, 9))"},
    ),
    Cell(
        "epochs and batches",
        [
            CLASSES,
            """
            def batch_losses():
                rng, w, seen, means = np.random.default_rng(0), np.zeros(6), [], []
                for _ in range(4):
                    order, total = rng.permutation(len(X_train)), 0.0
                    for i in range(0, 120, 30):
                        b = order[i:i + 30]
                        p = 1 / (1 + np.exp(-X_train[b] @ w))
                        l = -np.mean(y_train[b] * np.log(p) + (1 - y_train[b]) * np.log(1 - p))
                        w = w - 0.5 * X_train[b].T @ (p - y_train[b]) / 30
                        total += l
                        seen.append(l)
                    means.append(total / 4)
                return seen, means
            """,
            """
            rng = np.random.default_rng(0)
            batch_size, step_size = 30, 0.5
            w = np.zeros(6)
            for epoch in range(4):
                order = rng.permutation(len(X_train))
                running_loss = 0.0
                for i in range(0, len(order), batch_size):
                    batch = order[i:i + batch_size]
                    p = 1 / (1 + np.exp(-X_train[batch] @ w))
                    batch_loss = -np.mean(y_train[batch] * np.log(p) + (1 - y_train[batch]) * np.log(1 - p))
                    w = w - step_size * X_train[batch].T @ (p - y_train[batch]) / batch_size
                    running_loss += batch_loss
                epoch_loss = running_loss / 4
                print("Epoch", epoch, "loss", round(epoch_loss, 4))
            """,
        ],
        params={"batch_size": 30, "step_size": 0.5, "seed|default_rng.seed|rng.seed|rng": 0},
        curves={"batch_loss": "batch_losses()[0]", "epoch_loss": "(list(range(4)), batch_losses()[1])"},
        fine=frozenset({"running_loss"}),
    ),
    Cell(
        "while until it converges",
        [
            """
            tol = 1e-6
            max_iter = 100
            x, it = 10.0, 0
            residual = float("inf")
            while residual > tol and it < max_iter:
                x = 0.5 * (x + 2.0 / x)
                residual = abs(x * x - 2.0)
                it += 1
            print("converged after", it, "iterations, residual", residual)
            """,
        ],
        params={"tol": 1e-6, "max_iter": 100},
        curves={"residual": Ends(6, "residual")},
        fine=frozenset({"x", "it", "iterations"}),
    ),
    Cell(
        "async for",
        [
            """
            import asyncio, math

            async def measurements(n):
                for k in range(n):
                    await asyncio.sleep(0)
                    yield math.exp(-k / 3)
            """,
            """
            total = 0.0
            async for value in measurements(7):
                total += value
                mean_error = total / 7
            """,
        ],
        params={"n": 7},
        curves={"mean_error": "[sum(math.exp(-k / 3) for k in range(r + 1)) / 7 for r in range(7)]"},
        fine=frozenset({"total", "value"}),
    ),
    Cell(
        "loop of a local module",
        [
            NUMBERS + DESCENT,
            "import nb_descent",
            "w = nb_descent.train(X_train, y_train, epochs=11)",
        ],
        params={"lr": 0.1, "epochs": 11},
        curves={"loss": "(list(range(11)), losses_of(0.1, 11))"},
        files={"nb_descent.py": MODULE},
    ),
    Cell(
        "error in the middle",
        [
            NUMBERS + DESCENT,
            """
            lr = 0.1
            w = np.zeros(X_train.shape[1])
            for epoch in range(20):
                residual = X_train @ w - y_train
                loss = float((residual ** 2).mean())
                w = w - lr * X_train.T @ residual / len(y_train)
                if epoch == 7:
                    raise RuntimeError("out of budget")
            """,
        ],
        params={"lr": 0.1},
        curves={"loss": "(list(range(8)), losses_of(0.1, 8))"},
        error="RuntimeError",
    ),
    Cell(
        "counter from one",
        [
            NUMBERS + DESCENT,
            """
            num_epochs = 6
            def fit():
                w = np.zeros(X_train.shape[1])
                best = np.inf
                for epoch in range(1, num_epochs + 1):
                    residual = X_train @ w - y_train
                    mse = float((residual ** 2).mean())
                    w = w - 0.3 * X_train.T @ residual / len(y_train)
                    best = min(best, mse)
                return best
            best_mse = fit()
            """,
        ],
        params={"num_epochs": 6},
        curves={"mse": "([1, 2, 3, 4, 5, 6], losses_of(0.3, 6))"},
        metrics={"best_mse": "best_mse"},
        fine=frozenset({"best"}),
    ),
    Cell(
        "counter in steps of five",
        [
            NUMBERS,
            """
            from sklearn.ensemble import RandomForestRegressor
            train_scores, test_scores = [], []
            for n_trees in range(5, 30, 5):
                forest = RandomForestRegressor(n_estimators=n_trees, max_depth=4, random_state=0)
                forest.fit(X_train, y_train)
                train_scores.append(forest.score(X_train, y_train))
                test_scores.append(forest.score(X_test, y_test))
            """,
        ],
        params={"max_depth": 4, "random_state": 0, "forest": "RandomForestRegressor"},
        curves={
            "train_scores": "([5, 10, 15, 20, 25], train_scores)",
            "test_scores": "([5, 10, 15, 20, 25], test_scores)",
        },
        children="[{'n_trees|n_estimators': n, 'test_scores|score': s} for n, s in zip(range(5, 30, 5), test_scores)]",
        fine=frozenset({"n_trees", "n_estimators"}),
    ),
    Cell(
        "history is a dict of lists",
        [
            CLASSES,
            """
            def train(model, epochs=5):
                history = {"loss": [], "val_loss": [], "val_acc": []}
                for epoch in range(epochs):
                    model.partial_fit(X_train, y_train, classes=[0, 1])
                    history["loss"].append(log_loss(y_train, model.predict_proba(X_train)))
                    history["val_loss"].append(log_loss(y_test, model.predict_proba(X_test)))
                    history["val_acc"].append(model.score(X_test, y_test))
                return history
            """,
            """
            from sklearn.linear_model import SGDClassifier
            from sklearn.metrics import log_loss
            history = train(SGDClassifier(loss="log_loss", alpha=0.01, random_state=0), epochs=7)
            """,
        ],
        params={"epochs": 7, "loss": "log_loss", "alpha": 0.01, "random_state": 0, "model|SGDClassifier": "SGDClassifier"},
        curves={
            "history.loss|loss": "history['loss']",
            "history.val_loss|val_loss": "history['val_loss']",
            "history.val_acc|val_acc": "history['val_acc']",
        },
    ),
]  # fmt: skip
