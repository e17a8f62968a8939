"""Params that stand in calls: of estimators, splitters, layers, optimizers, loaders, and of what people wrote."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell, Ends, Then

TEXTS = """
texts = ["good film", "great good plot", "bad film", "awful bad plot", "great acting", "awful acting",
         "good acting", "bad plot", "great film", "awful film"]
labels = [1, 1, 0, 0, 1, 0, 1, 0, 1, 0]
"""

CELLS = [
    Cell(
        "keywords and a positional literal of an estimator",
        [
            CLASSES,
            """
            from sklearn.ensemble import BaggingClassifier
            from sklearn.tree import DecisionTreeClassifier
            bag = BaggingClassifier(DecisionTreeClassifier(max_depth=3), 12, max_samples=0.8, random_state=1)
            bag.fit(X_train, y_train)
            bag.score(X_test, y_test)
            """,
        ],
        params={
            "bag|estimator": "BaggingClassifier", "n_estimators": 12, "max_samples": 0.8, "bag.random_state": 1,
            "max_depth": 3,
        },
        defaults={"bag.bootstrap": True, "bag.max_features": 1.0},
        metrics={"bag_score|score|accuracy|test_score": "bag.score(X_test, y_test)"},
        fine=frozenset({"bag.estimator"}),
    ),
    Cell(
        "what was set and what was not",
        [
            CLASSES,
            """
            from sklearn.linear_model import LogisticRegression
            log_reg = LogisticRegression(C=10)
            log_reg.fit(X_train, y_train)
            """,
        ],
        params={"C": 10, "log_reg": "LogisticRegression"},
        defaults={"tol": 1e-4, "fit_intercept": True, "max_iter": 100, "solver": "lbfgs"},
    ),
    Cell(
        "estimators that are never bound",
        [
            CLASSES,
            """
            from sklearn.svm import SVC
            from sklearn.metrics import accuracy_score
            def evaluate(model):
                model.fit(X_train, y_train)
                return accuracy_score(y_test, model.predict(X_test))
            print(evaluate(SVC(kernel="poly", degree=2, C=4)))
            """,
        ],
        params={"kernel": "poly", "degree": 2, "C": 4, "model|SVC|estimator": "SVC"},
        metrics={"evaluate|accuracy|accuracy_score|test_accuracy": "evaluate(SVC(kernel='poly', degree=2, C=4))"},
    ),
    Cell(
        "text pipeline",
        [
            TEXTS,
            """
            from sklearn.pipeline import Pipeline
            from sklearn.feature_extraction.text import TfidfVectorizer
            from sklearn.linear_model import SGDClassifier
            text_clf = Pipeline([
                ("tfidf", TfidfVectorizer(ngram_range=(1, 2), min_df=1, sublinear_tf=True)),
                ("clf", SGDClassifier(loss="hinge", penalty="l2", alpha=1e-3, random_state=42, max_iter=50, tol=None)),
            ])
            text_clf.fit(texts, labels)
            acc = text_clf.score(texts, labels)
            """,
        ],
        params={
            "ngram_range": [1, 2], "min_df": 1, "sublinear_tf": True, "clf.loss|loss": "hinge", "penalty": "l2",
            "alpha": 1e-3, "random_state": 42, "max_iter": 50, "text_clf|clf": "SGDClassifier",
        },
        metrics={"acc": "acc"},
        fine=frozenset({"tol", "tfidf", "clf.tol"}),
    ),
    Cell(
        "columns of a frame prepared",
        [
            """
            import numpy as np, pandas as pd
            rng = np.random.default_rng(0)
            df = pd.DataFrame({"age": rng.integers(18, 70, 80).astype(float), "city": rng.choice(["a", "b", "c"], 80)})
            df.loc[::9, "age"] = np.nan
            target = (df.age.fillna(40) > 40).astype(int)
            """,
            """
            from sklearn.compose import ColumnTransformer
            from sklearn.impute import SimpleImputer
            from sklearn.linear_model import LogisticRegression
            from sklearn.pipeline import make_pipeline
            from sklearn.preprocessing import OneHotEncoder, StandardScaler
            from sklearn.model_selection import train_test_split
            X_tr, X_te, y_tr, y_te = train_test_split(df, target, test_size=0.25, stratify=target, random_state=3)
            numeric = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
            prep = ColumnTransformer([("num", numeric, ["age"]), ("cat", OneHotEncoder(handle_unknown="ignore"), ["city"])])
            model = make_pipeline(prep, LogisticRegression(C=0.3, class_weight="balanced")).fit(X_tr, y_tr)
            print("model score: %.3f" % model.score(X_te, y_te))
            """,
        ],
        params={
            "test_size": 0.25, "train_test_split.random_state|random_state": 3, "strategy": "median",
            "handle_unknown": "ignore", "C": 0.3, "class_weight": "balanced", "model": "LogisticRegression",
        },
        metrics={"model score|model_score|score|test_score": "model.score(X_te, y_te)"},
        fine=frozenset({"prep", "numeric"}),
    ),
    Cell(
        "splitters",
        [
            CLASSES,
            """
            from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
            from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
            cv = RepeatedStratifiedKFold(n_splits=4, n_repeats=2, random_state=9)
            scores = cross_val_score(LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"), X, y, scoring="roc_auc", cv=cv)
            print("%.3f (%.3f)" % (scores.mean(), scores.std()))
            """,
        ],
        params={
            "n_splits": 4, "n_repeats": 2, "random_state": 9, "solver": "lsqr", "shrinkage": "auto",
            "scoring": "roc_auc", "model|estimator": "LinearDiscriminantAnalysis",
        },
        metrics={"scores_mean|scores.mean|roc_auc_mean": "scores.mean()", "scores_std|scores.std|roc_auc_std": "scores.std()"},
        tables={"scores": "[[s] for s in scores]"},
        fine=frozenset({"cv"}),
    ),
    Cell(
        "torch: layers, optimizer, scheduler, loader",
        [
            CLASSES,
            """
            import torch
            from torch import nn, optim
            from torch.utils.data import DataLoader, TensorDataset
            train_set = TensorDataset(torch.tensor(X_train).float(), torch.tensor(y_train))
            """,
            """
            net = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Dropout(p=0.1), nn.Linear(16, 2))
            loader = DataLoader(train_set, batch_size=24, shuffle=True, drop_last=True)
            optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
            scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
            for epoch in range(4):
                for xb, yb in loader:
                    optimizer.zero_grad()
                    loss = nn.functional.cross_entropy(net(xb), yb)
                    loss.backward()
                    optimizer.step()
                scheduler.step()
            """,
        ],
        params={
            "batch_size": 24, "shuffle": True, "lr": 0.1, "momentum": 0.9, "weight_decay": 1e-4,
            "step_size": 2, "gamma": 0.5, "p|dropout": 0.1, "optimizer": "SGD", "scheduler": "StepLR",
            "n_parameters|parameters": Then("sum(p.numel() for p in net.parameters())"),
        },
        curves={"loss": Ends(20, "loss.item()")},
        fine=frozenset({"in_features", "out_features", "net", "lr", "drop_last", "optimizer.lr", "scheduler.last_lr", "loss_function"}),
        needs=("torch",),
    ),
    Cell(
        "keras: layers, compile, fit",
        [
            CLASSES,
            """
            import keras
            keras.utils.set_random_seed(1)
            """,
            """
            model = keras.Sequential([
                keras.layers.Input((6,)),
                keras.layers.Dense(12, activation="tanh"),
                keras.layers.Dropout(0.2),
                keras.layers.Dense(1, activation="sigmoid"),
            ])
            model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.02), loss="binary_crossentropy", metrics=["accuracy"])
            model.fit(X_train, y_train, epochs=2, batch_size=32, verbose=0)
            """,
        ],
        params={
            "Dense.activation|Dense_2.activation": "tanh", "rate": 0.2, "learning_rate": 0.02, "loss": "binary_crossentropy",
            "epochs": 2, "batch_size": 32, "optimizer": "adam", "n_parameters|parameters|trainable_parameters": 97,
        },
        curves={"loss": "model.history.history['loss']", "accuracy": "model.history.history['accuracy']"},
        fine=frozenset({"model", "metrics", "shape", "units", "activation", "optimizer.learning_rate"}),
        needs=("keras", "torch"),
    ),
    Cell(
        "boosting by its native call",
        [
            NUMBERS,
            "import xgboost as xgb\ndtrain, dtest = xgb.DMatrix(X_train, y_train), xgb.DMatrix(X_test, y_test)",
            """
            params = {"max_depth": 3, "eta": 0.3, "objective": "reg:squarederror", "nthread": 1}
            bst = xgb.train(params, dtrain, num_boost_round=8)
            rmse = np.sqrt(np.mean((bst.predict(dtest) - y_test) ** 2))
            """,
        ],
        params={
            "params.max_depth": 3, "params.eta": 0.3, "params.objective": "reg:squarederror", "num_boost_round": 8,
        },
        metrics={"rmse": "rmse"},
        fine=frozenset({"params.nthread", "bst"}),
        needs=("xgboost",),
    ),
    Cell(
        "a model of one's own",
        [
            CLASSES,
            """
            class KMeansScratch:
                def __init__(self, n_clusters, max_iters=10, seed=0):
                    self.n_clusters, self.max_iters, self.seed = n_clusters, max_iters, seed
                def fit(self, X):
                    rng = np.random.default_rng(self.seed)
                    self.centers = X[rng.choice(len(X), self.n_clusters, replace=False)]
                    for _ in range(self.max_iters):
                        d = ((X[:, None] - self.centers) ** 2).sum(-1)
                        who = d.argmin(1)
                        self.centers = np.array([X[who == c].mean(0) for c in range(self.n_clusters)])
                    self.inertia_ = d.min(1).sum()
                    return self
            """,
            """
            km = KMeansScratch(4, max_iters=6)
            km.fit(X)
            km.inertia_
            """,
        ],
        params={"n_clusters": 4, "max_iters": 6, "seed": 0},
        metrics={"inertia|km.inertia|km_inertia": "km.inertia_"},
    ),
    Cell(
        "scipy fits and minimises",
        [
            """
            import numpy as np
            from scipy.optimize import curve_fit, minimize
            t = np.linspace(0, 4, 50)
            obs = 2.5 * np.exp(-1.3 * t) + np.random.RandomState(0).normal(0, 0.02, 50)
            def decay(t, amplitude, rate):
                return amplitude * np.exp(-rate * t)
            """,
            """
            popt, pcov = curve_fit(decay, t, obs, p0=[1.0, 1.0], method="lm")
            sol = minimize(lambda v: ((decay(t, *v) - obs) ** 2).sum() + 0.01 * (v ** 2).sum(), [1.0, 1.0], method="Nelder-Mead", tol=1e-8)
            rss = ((decay(t, *popt) - obs) ** 2).sum()
            """,
        ],
        params={"p0": [1.0, 1.0], "curve_fit.method": "lm", "minimize.method": "Nelder-Mead", "tol": 1e-8},
        metrics={"rss": "rss", "sol.fun|fun": "sol.fun"},
        fine=frozenset({"x0", "sol.nit", "sol.nfev", "sol.success", "sol.status", "amplitude", "rate", "popt", "sol.x"}),
    ),
    Cell(
        "seeds and unsupervised steps",
        [
            CLASSES,
            """
            from sklearn.cluster import KMeans
            from sklearn.decomposition import PCA
            from sklearn.metrics import silhouette_score, adjusted_rand_score
            np.random.seed(21)
            X2 = PCA(2, whiten=True).fit_transform(X)
            labels = KMeans(n_clusters=2, n_init=3).fit_predict(X2)
            print("silhouette:", silhouette_score(X2, labels))
            print("ARI:", adjusted_rand_score(y, labels))
            """,
        ],
        params={
            "seed|np.random.seed|random.seed": 21, "n_components": 2, "whiten": True, "n_clusters": 2, "n_init": 3,
            "model|estimator": "KMeans",
        },
        metrics={
            "silhouette|silhouette_score": "silhouette_score(X2, labels)",
            "ARI|adjusted_rand_score|adjusted_rand": "adjusted_rand_score(y, labels)",
        },
    ),
]  # fmt: skip
