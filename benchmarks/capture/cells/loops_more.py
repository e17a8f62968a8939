"""More loops: trainers, folds, early stopping, evaluation every few steps, arrays that are filled."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell, Ends, Within

CELLS = [
    Cell(
        "trainer with a history of records",
        [
            CLASSES,
            """
            class Trainer:
                def __init__(self, model, epochs):
                    self.model, self.epochs = model, epochs
                    self.history = []

                def _train_epoch(self):
                    self.model.partial_fit(X_train, y_train, classes=[0, 1])
                    return hinge_loss(y_train, self.model.decision_function(X_train))

                def _evaluate(self):
                    return self.model.score(X_test, y_test)

                def fit(self):
                    for epoch in range(1, self.epochs + 1):
                        train_loss = self._train_epoch()
                        val_acc = self._evaluate()
                        self.history.append({"epoch": epoch, "train_loss": train_loss, "val_acc": val_acc})
                    return self
            """,
            """
            from sklearn.linear_model import SGDClassifier
            from sklearn.metrics import hinge_loss
            trainer = Trainer(SGDClassifier(random_state=2), epochs=6).fit()
            """,
        ],
        params={"epochs": 6, "random_state": 2, "model|SGDClassifier": "SGDClassifier"},
        curves={
            "train_loss": "([1, 2, 3, 4, 5, 6], [h['train_loss'] for h in trainer.history])",
            "val_acc": "([1, 2, 3, 4, 5, 6], [h['val_acc'] for h in trainer.history])",
        },
    ),
    Cell(
        "folds",
        [
            CLASSES,
            """
            from sklearn.model_selection import StratifiedKFold
            from sklearn.ensemble import RandomForestClassifier
            from sklearn.metrics import roc_auc_score

            skf = StratifiedKFold(n_splits=4, shuffle=True, random_state=1)
            fold_aucs = []
            for fold, (tr, va) in enumerate(skf.split(X, y)):
                clf = RandomForestClassifier(n_estimators=10, random_state=0)
                clf.fit(X[tr], y[tr])
                auc = roc_auc_score(y[va], clf.predict_proba(X[va])[:, 1])
                print(f"Fold {fold}: AUC = {auc:.4f}")
                fold_aucs.append(auc)
            print(f"Mean AUC = {np.mean(fold_aucs):.4f} +/- {np.std(fold_aucs):.4f}")
            """,
        ],
        params={
            "n_splits": 4, "shuffle": True, "skf.random_state": 1, "n_estimators": 10, "clf.random_state": 0,
            "clf": "RandomForestClassifier",
        },
        curves={"auc|fold_aucs": "([0, 1, 2, 3], fold_aucs)"},
        metrics={"Mean AUC|mean_auc": "np.mean(fold_aucs)"},
        fine=frozenset({"std", "mean_auc_std", "fold_aucs_std", "fold_aucs_mean", "skf"}),
    ),
    Cell(
        "early stopping",
        [
            NUMBERS,
            """
            patience = 3
            best_val, bad, best_epoch = np.inf, 0, -1
            w = np.zeros(X_train.shape[1])
            lr = 0.9
            vals = []
            for epoch in range(200):
                w = w - lr * X_train.T @ (X_train @ w - y_train) / len(y_train)
                val_rmse = np.sqrt(np.mean((X_test @ w - y_test) ** 2))
                vals.append(val_rmse)
                if val_rmse < best_val - 1e-4:
                    best_val, bad, best_epoch = val_rmse, 0, epoch
                else:
                    bad += 1
                    if bad >= patience:
                        print("stopped at", epoch)
                        break
            """,
        ],
        params={"patience": 3, "lr": 0.9},
        curves={"val_rmse|vals": "vals"},
        metrics={"best_val": "best_val", "best_epoch": "best_epoch"},
        fine=frozenset({"bad"}),
    ),
    Cell(
        "evaluated every ten steps",
        [
            NUMBERS,
            """
            def run(steps, eval_every):
                w = np.zeros(X_train.shape[1])
                evals = []
                for step in range(steps):
                    i = step % len(X_train)
                    w = w + 0.05 * (y_train[i] - X_train[i] @ w) * X_train[i]
                    if step % eval_every == 0:
                        val_loss = float(np.mean((X_test @ w - y_test) ** 2))
                        evals.append(val_loss)
                return evals

            evals = run(60, eval_every=10)
            """,
        ],
        params={"steps": 60, "eval_every": 10},
        curves={"val_loss|evals": "([0, 10, 20, 30, 40, 50], evals)"},
    ),
    Cell(
        "array that is filled",
        [
            NUMBERS,
            """
            n_iterations = 15
            theta = np.zeros(X_train.shape[1])
            cost_history = np.zeros(n_iterations)
            for it in range(n_iterations):
                prediction = X_train @ theta
                theta = theta - 0.1 * X_train.T @ (prediction - y_train) / len(y_train)
                cost_history[it] = np.sum((prediction - y_train) ** 2) / (2 * len(y_train))
            print("Final cost:", cost_history[-1])
            """,
        ],
        params={"n_iterations": 15},
        curves={"cost_history": "list(cost_history)"},
        metrics={"cost_history|Final cost|final_cost": "cost_history[-1]"},
    ),
    Cell(
        "two losses under tqdm",
        [
            """
            import numpy as np
            from tqdm import tqdm
            """,
            """
            g_lr, d_lr = 0.1, 0.2
            rng = np.random.default_rng(5)
            G, D = [], []
            fake, crit = 3.0, 0.0
            for it in tqdm(range(8)):
                d_loss = (fake - crit) ** 2 + 0.1 * rng.standard_normal() ** 2
                crit = crit + d_lr * (fake - crit)
                g_loss = abs(crit)
                fake = fake - g_lr * np.sign(crit)
                G.append(g_loss); D.append(d_loss)
            """,
        ],
        params={"g_lr": 0.1, "d_lr": 0.2, "seed|default_rng.seed|rng.seed|rng": 5},
        curves={"d_loss|D": "D", "g_loss|G": "G"},
        fine=frozenset({"fake", "crit"}),
        needs=("tqdm",),
    ),
    Cell(
        "torch: train and validate an epoch each",
        [
            NUMBERS,
            """
            import torch
            from torch import nn
            from torch.utils.data import DataLoader, TensorDataset
            data = TensorDataset(torch.tensor(X_train).float(), torch.tensor(y_train).float())
            held = TensorDataset(torch.tensor(X_test).float(), torch.tensor(y_test).float())

            def train_one_epoch(model, loader, optimizer, loss_fn):
                model.train()
                total = 0.0
                for xb, yb in loader:
                    optimizer.zero_grad()
                    loss = loss_fn(model(xb).squeeze(1), yb)
                    loss.backward()
                    optimizer.step()
                    total += loss.item() * len(xb)
                return total / len(loader.dataset)

            @torch.no_grad()
            def validate(model, loader, loss_fn):
                model.eval()
                return sum(loss_fn(model(xb).squeeze(1), yb).item() * len(xb) for xb, yb in loader) / len(loader.dataset)
            """,
            """
            torch.manual_seed(0)
            model = nn.Linear(5, 1)
            optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
            loss_fn = nn.MSELoss()
            train_loader, val_loader = DataLoader(data, batch_size=40, shuffle=True), DataLoader(held, batch_size=40)
            hist = []
            for epoch in range(5):
                train_loss = train_one_epoch(model, train_loader, optimizer, loss_fn)
                val_loss = validate(model, val_loader, loss_fn)
                hist.append((train_loss, val_loss))
            """,
        ],
        params={
            "seed|torch.manual_seed|manual_seed.seed": 0, "lr": 0.05, "batch_size": 40, "shuffle": True,
            "optimizer": "Adam",
        },
        curves={
            "train_loss": "([0, 1, 2, 3, 4], [t for t, _ in hist])",
            "val_loss": "([0, 1, 2, 3, 4], [v for _, v in hist])",
            "loss": Within(15, 0.0, 1e3),
        },
        fine=frozenset({"loss", "loss/step", "model", "loss_fn", "total", "parameters", "n_parameters", "loss_function", "optimizer.lr", "in_features", "out_features"}),
        needs=("torch",),
    ),
    Cell(
        "loop in a method of a local module, generator of batches",
        [
            NUMBERS,
            "from nb_online import OnlineRegressor",
            """
            reg = OnlineRegressor(rate=0.02)
            reg.fit(X_train, y_train, batch=20)
            """,
        ],
        params={"rate": 0.02, "batch": 20},
        curves={"avg_err": "reg.trace"},
        fine=frozenset({"trace"}),
        files={
            "nb_online.py": """
import numpy as np


def batches(X, y, size):
    for i in range(0, len(X), size):
        yield X[i : i + size], y[i : i + size]


class OnlineRegressor:
    def __init__(self, rate):
        self.rate = rate
        self.trace = []

    def fit(self, X, y, batch):
        self.coef = np.zeros(X.shape[1])
        for xb, yb in batches(X, y, batch):
            diff = xb @ self.coef - yb
            self.coef -= self.rate * xb.T @ diff
            avg_err = float(np.abs(diff).mean())
            self.trace.append(avg_err)
"""
        },
    ),
    Cell(
        "sweep over k, two lists, no names for the rounds",
        [
            CLASSES,
            """
            from sklearn.neighbors import KNeighborsClassifier
            error_rate = []
            for i in range(1, 11):
                knn = KNeighborsClassifier(n_neighbors=i)
                knn.fit(X_train, y_train)
                pred_i = knn.predict(X_test)
                error_rate.append(np.mean(pred_i != y_test))
            """,
        ],
        params={"knn": "KNeighborsClassifier"},
        curves={"error_rate": "(list(range(1, 11)), error_rate)"},
        fine=frozenset({"n_neighbors", "i"}),
    ),
    Cell(
        "worked out and bound to no name",
        [
            NUMBERS,
            """
            def errors(w):
                return X_test @ w - y_test
            def check(hits, seen):
                hits / seen
                return seen
            """,
            """
            w = np.zeros(X_train.shape[1])
            for epoch in range(8):
                w = w - 0.2 * X_train.T @ (X_train @ w - y_train) / len(y_train)
                np.sqrt((errors(w) ** 2).mean())
                {"mae": np.abs(errors(w)).mean(), "worst": 0.5 * np.abs(errors(w)).max()}
            check(int((np.abs(errors(w)) < 1).sum()), len(y_test))
            None
            """,
        ],
        metrics={"hits / seen|accuracy": "int((np.abs(errors(w)) < 1).sum()) / len(y_test)"},
        curves={
            "*": Ends(8, "np.sqrt((errors(w) ** 2).mean())"), "mae": Ends(8, "np.abs(errors(w)).mean()"),
            "worst": Ends(8, "0.5 * np.abs(errors(w)).max()"),
        },
    ),
    Cell(
        "simulation with random numbers",
        [
            """
            import random
            random.seed(4)
            n_samples = 2000
            inside = 0
            for n in range(1, n_samples + 1):
                x, y = random.random(), random.random()
                inside += x * x + y * y <= 1
                pi_estimate = 4 * inside / n
            abs_error = abs(pi_estimate - 3.141592653589793)
            """,
        ],
        params={"n_samples": 2000, "seed|random.seed|seed.a": 4},
        curves={"pi_estimate": Ends(2000, "pi_estimate")},
        metrics={"abs_error": "abs_error"},
        fine=frozenset({"x", "y", "inside"}),
    ),
]  # fmt: skip
