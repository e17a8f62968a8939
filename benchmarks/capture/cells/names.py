"""Names that the cell and its functions bind: locals, arguments, results, settings in whatever holds them."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell

CELLS = [
    Cell(
        "constants on top, scores below",
        [
            CLASSES,
            """
            from sklearn.neighbors import KNeighborsClassifier
            from sklearn.metrics import accuracy_score, f1_score
            SEED = 7
            k = 5
            metric_name = "manhattan"
            knn = KNeighborsClassifier(n_neighbors=k, metric=metric_name)
            knn.fit(X_train, y_train)
            pred = knn.predict(X_test)
            acc = accuracy_score(y_test, pred)
            f1 = f1_score(y_test, pred)
            """,
        ],
        params={"SEED": 7, "k|n_neighbors": 5, "metric_name|metric": "manhattan", "knn": "KNeighborsClassifier"},
        metrics={"acc": "acc", "f1": "f1"},
    ),
    Cell(
        "everything in main",
        [
            CLASSES,
            """
            from sklearn.linear_model import LogisticRegression
            from sklearn.metrics import accuracy_score, log_loss

            def main():
                seed = 3
                C = 0.5
                max_iter = 300
                np.random.seed(seed)
                model = LogisticRegression(C=C, max_iter=max_iter)
                model.fit(X_train, y_train)
                train_acc = accuracy_score(y_train, model.predict(X_train))
                test_acc = accuracy_score(y_test, model.predict(X_test))
                test_loss = log_loss(y_test, model.predict_proba(X_test))
                print("done")

            main()
            """,
        ],
        params={"seed": 3, "C": 0.5, "max_iter": 300, "model": "LogisticRegression"},
        metrics={
            "train_acc": "LogisticRegression(C=0.5, max_iter=300).fit(X_train, y_train).score(X_train, y_train)",
            "test_acc": "LogisticRegression(C=0.5, max_iter=300).fit(X_train, y_train).score(X_test, y_test)",
            "test_loss": "log_loss(y_test, LogisticRegression(C=0.5, max_iter=300).fit(X_train, y_train).predict_proba(X_test))",
        },
    ),
    Cell(
        "arguments of functions and what they give back",
        [
            NUMBERS,
            """
            def fit(X, y, lr, n_steps=50, l2=0.01):
                w = np.zeros(X.shape[1])
                for _ in range(n_steps):
                    w -= lr * (X.T @ (X @ w - y) / len(y) + l2 * w)
                return w

            def evaluate(w, X, y):
                mse = np.mean((X @ w - y) ** 2)
                mae = np.mean(np.abs(X @ w - y))
                return mse, mae
            """,
            """
            w = fit(X_train, y_train, 0.1, n_steps=30)
            evaluate(w, X_test, y_test)
            """,
        ],
        params={"lr": 0.1, "n_steps": 30, "l2": 0.01},
        metrics={"mse": "evaluate(w, X_test, y_test)[0]", "mae": "evaluate(w, X_test, y_test)[1]"},
    ),
    Cell(
        "dataclass of settings, dict of results",
        [
            NUMBERS,
            """
            from dataclasses import dataclass, field, asdict
            from sklearn.linear_model import ElasticNet

            @dataclass
            class ModelConfig:
                alpha: float = 0.05
                l1_ratio: float = 0.5

            @dataclass
            class Config:
                name: str = "baseline"
                seed: int = 42
                model: ModelConfig = field(default_factory=ModelConfig)

            def run(cfg):
                model = ElasticNet(alpha=cfg.model.alpha, l1_ratio=cfg.model.l1_ratio, random_state=cfg.seed)
                model.fit(X_train, y_train)
                return {"r2_train": model.score(X_train, y_train), "r2_test": model.score(X_test, y_test)}
            """,
            """
            cfg = Config(seed=1, model=ModelConfig(alpha=0.1))
            scores = run(cfg)
            """,
        ],
        params={"cfg.name": "baseline", "cfg.seed": 1, "cfg.model.alpha": 0.1, "cfg.model.l1_ratio": 0.5, "model": "ElasticNet"},
        metrics={"scores.r2_train": "scores['r2_train']", "scores.r2_test": "scores['r2_test']"},
    ),
    Cell(
        "a named tuple comes back",
        [
            NUMBERS,
            """
            from collections import namedtuple
            from typing import NamedTuple
            from sklearn.svm import SVR

            class Hyper(NamedTuple):
                C: float = 1.0
                epsilon: float = 0.1
                kernel: str = "rbf"

            Result = namedtuple("Result", ["rmse", "r2"])

            def fit_and_score(hp):
                svr = SVR(C=hp.C, epsilon=hp.epsilon, kernel=hp.kernel).fit(X_train, y_train)
                resid = y_test - svr.predict(X_test)
                return Result(np.sqrt((resid ** 2).mean()), svr.score(X_test, y_test))

            hp = Hyper(C=10.0)
            res = fit_and_score(hp)
            res
            """,
        ],
        params={"hp.C": 10.0, "hp.epsilon": 0.1, "hp.kernel": "rbf", "svr": "SVR"},
        metrics={"res.rmse": "res.rmse", "res.r2": "res.r2"},
    ),
    Cell(
        "argparse in a script",
        [
            CLASSES,
            """
            import argparse
            from sklearn.linear_model import SGDClassifier

            def get_args(argv=None):
                parser = argparse.ArgumentParser(description="train a linear model")
                parser.add_argument("--lr", type=float, default=0.01)
                parser.add_argument("--epochs", type=int, default=5, help="passes over the data")
                parser.add_argument("--loss", default="log_loss", choices=["hinge", "log_loss"])
                parser.add_argument("--seed", type=int, default=0)
                parser.add_argument("--early-stopping", action="store_true")
                return parser.parse_args(argv)

            def main(args):
                clf = SGDClassifier(
                    loss=args.loss, learning_rate="constant", eta0=args.lr, max_iter=args.epochs, tol=None,
                    random_state=args.seed, early_stopping=args.early_stopping,
                )
                clf.fit(X_train, y_train)
                test_accuracy = clf.score(X_test, y_test)
                print("Test accuracy: %.3f" % test_accuracy)
                return clf
            """,
            """
            if __name__ == "__main__":
                args = get_args(["--lr", "0.1", "--epochs", "8"])
                clf = main(args)
            """,
        ],
        params={
            "args.lr": 0.1, "args.epochs": 8, "args.loss": "log_loss", "args.seed": 0, "args.early_stopping": False,
            "learning_rate": "constant", "clf": "SGDClassifier",
        },
        metrics={"test_accuracy": "clf.score(X_test, y_test)"},
        fine=frozenset({"tol", "random_state"}),
    ),
    Cell(
        "OmegaConf",
        [
            NUMBERS,
            """
            from omegaconf import OmegaConf
            from sklearn.ensemble import GradientBoostingRegressor
            cfg = OmegaConf.create({"model": {"n_estimators": 20, "max_depth": 2}, "train": {"lr": 0.2, "seed": 5}})
            cfg.model.max_depth = 3

            def build(cfg):
                return GradientBoostingRegressor(
                    n_estimators=cfg.model.n_estimators, max_depth=cfg.model.max_depth,
                    learning_rate=cfg.train.lr, random_state=cfg.train.seed)

            gbr = build(cfg).fit(X_train, y_train)
            r2 = gbr.score(X_test, y_test)
            """,
        ],
        params={
            "cfg.model.n_estimators": 20, "cfg.model.max_depth": 3, "cfg.train.lr": 0.2, "cfg.train.seed": 5,
            "gbr": "GradientBoostingRegressor",
        },
        metrics={"r2": "r2"},
        curves={"train_score": "list(gbr.train_score_)"},
        needs=("omegaconf",),
    ),
    Cell(
        "pydantic settings",
        [
            NUMBERS,
            """
            from pydantic import BaseModel, Field
            from sklearn.linear_model import Ridge

            class Settings(BaseModel):
                alpha: float = Field(1.0, gt=0)
                fit_intercept: bool = True
                solver: str = "auto"

            settings = Settings(alpha=0.3, solver="svd")
            reg = Ridge(**settings.model_dump()).fit(X_train, y_train)
            train_r2, test_r2 = reg.score(X_train, y_train), reg.score(X_test, y_test)
            """,
        ],
        params={"settings.alpha": 0.3, "settings.fit_intercept": True, "settings.solver": "svd", "reg": "Ridge"},
        metrics={"train_r2": "train_r2", "test_r2": "test_r2"},
        needs=("pydantic",),
    ),
    Cell(
        "traitlets",
        [
            CLASSES,
            """
            from traitlets import Float, HasTraits, Int, Unicode
            from sklearn.tree import DecisionTreeClassifier

            class TreeSettings(HasTraits):
                max_depth = Int(4)
                criterion = Unicode("gini")
                ccp_alpha = Float(0.0)

            s = TreeSettings(max_depth=2, ccp_alpha=0.01)
            tree = DecisionTreeClassifier(max_depth=s.max_depth, criterion=s.criterion, ccp_alpha=s.ccp_alpha, random_state=0)
            tree.fit(X_train, y_train)
            accuracy = (tree.predict(X_test) == y_test).mean()
            """,
        ],
        params={
            "s.max_depth": 2, "s.criterion": "gini", "s.ccp_alpha": 0.01, "random_state": 0,
            "tree": "DecisionTreeClassifier",
        },
        metrics={"accuracy": "accuracy"},
        needs=("traitlets",),
    ),
    Cell(
        "numpy scalars",
        [
            NUMBERS,
            """
            alpha = np.float64(0.5)
            n_neighbors = np.int64(4)
            dist = ((X_test[:, None] - X_train[None]) ** 2).sum(-1)
            nearest = np.argsort(dist, axis=1)[:, :n_neighbors]
            pred = alpha * y_train[nearest].mean(1) + (1 - alpha) * y_train.mean()
            mse = np.mean((pred - y_test) ** 2)
            rmse = np.sqrt(mse)
            mae32 = np.abs(pred - y_test).mean(dtype=np.float32)
            """,
        ],
        params={"alpha": 0.5, "n_neighbors": 4},
        metrics={"mse": "mse", "rmse": "rmse", "mae32": "float(mae32)"},
    ),
    Cell(
        "tensors without dimensions",
        [
            NUMBERS,
            """
            import torch
            torch.manual_seed(0)
            Xt, yt = torch.tensor(X_train, dtype=torch.float32), torch.tensor(y_train, dtype=torch.float32)
            """,
            """
            net = torch.nn.Linear(5, 1)
            criterion = torch.nn.MSELoss()
            opt = torch.optim.SGD(net.parameters(), lr=0.1)
            opt.zero_grad()
            loss = criterion(net(Xt).squeeze(1), yt)
            loss.backward()
            opt.step()
            with torch.no_grad():
                val_mse = ((net(torch.tensor(X_test).float()).squeeze(1) - torch.tensor(y_test)) ** 2).mean()
            """,
        ],
        params={"lr": 0.1, "opt|optimizer": "SGD"},
        metrics={"loss": "loss.item()", "val_mse": "val_mse.item()"},
        fine=frozenset({"criterion", "net", "in_features", "out_features", "net.in_features", "net.out_features", "parameters", "n_parameters", "loss_function"}),
        needs=("torch",),
    ),
    Cell(
        "results by split, a dict of dicts",
        [
            NUMBERS,
            """
            from sklearn.ensemble import ExtraTreesRegressor
            from sklearn.metrics import mean_absolute_error, r2_score
            params = dict(n_estimators=20, max_depth=5, min_samples_leaf=2, random_state=13)
            et = ExtraTreesRegressor(**params).fit(X_train, y_train)
            results = {}
            for split, (a, b) in {"train": (X_train, y_train), "test": (X_test, y_test)}.items():
                p = et.predict(a)
                results[split] = {"mae": mean_absolute_error(b, p), "r2": r2_score(b, p)}
            results
            """,
        ],
        params={
            "params.n_estimators": 20, "params.max_depth": 5, "params.min_samples_leaf": 2, "params.random_state": 13,
            "et": "ExtraTreesRegressor",
        },
        metrics={
            "results.train.mae": "results['train']['mae']", "results.train.r2": "results['train']['r2']",
            "results.test.mae": "results['test']['mae']", "results.test.r2": "results['test']['r2']",
        },
    ),
]  # fmt: skip
