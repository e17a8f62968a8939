"""Searches: every configuration that was tried is a child run with its params and its score."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell, Then

TRIED = "[{**p, 'mean_test_score': m} for p, m in zip(%s.cv_results_['params'], %s.cv_results_['mean_test_score'])]"

CELLS = [
    Cell(
        "grid over a pipeline",
        [
            CLASSES,
            """
            from sklearn.model_selection import GridSearchCV
            from sklearn.pipeline import Pipeline
            from sklearn.preprocessing import StandardScaler
            from sklearn.svm import SVC
            pipe = Pipeline([("scale", StandardScaler()), ("svc", SVC())])
            param_grid = {"svc__C": [0.1, 1, 10], "svc__kernel": ["linear", "rbf"]}
            gs = GridSearchCV(pipe, param_grid, cv=3, scoring="accuracy")
            gs.fit(X_train, y_train)
            """,
        ],
        params={
            "param_grid.svc__C": [0.1, 1, 10], "param_grid.svc__kernel": ["linear", "rbf"], "cv": 3, "scoring": "accuracy",
            "gs|svc|estimator": "SVC", "svc__C|best_params.svc__C|gs.best_params.svc__C": Then("gs.best_params_['svc__C']"),
            "svc__kernel|best_params.svc__kernel|gs.best_params.svc__kernel": Then("gs.best_params_['svc__kernel']"),
        },
        metrics={"best_score|gs.best_score": "gs.best_score_"},
        tables={"cv_results": "[[m] for m in gs.cv_results_['mean_test_score']]"},
        children=TRIED % ("gs", "gs"),
    ),
    Cell(
        "grid with two scorers, in a function",
        [
            NUMBERS,
            """
            from sklearn.ensemble import RandomForestRegressor
            from sklearn.model_selection import GridSearchCV
            def tune(grid):
                gs = GridSearchCV(RandomForestRegressor(n_estimators=8, random_state=0), grid, cv=3,
                                  scoring=["r2", "neg_mean_absolute_error"], refit="r2")
                gs.fit(X_train, y_train)
                return gs.best_params_, gs.best_score_
            """,
            """
            grid = {"max_depth": [2, 4], "max_features": [0.5, 1.0]}
            best, best_r2 = tune(grid)
            print("Best params:", best)
            """,
        ],
        params={
            "grid.max_depth": [2, 4], "grid.max_features": [0.5, 1.0], "cv": 3, "n_estimators": 8,
            "random_state": 0, "scoring": ["r2", "neg_mean_absolute_error"], "gs|estimator": "RandomForestRegressor",
            "best.max_depth": Then("best['max_depth']"), "best.max_features": Then("best['max_features']"),
        },
        metrics={"best_r2|best_score": "best_r2"},
        children="[{'max_depth': d, 'max_features': f} for d in (2, 4) for f in (0.5, 1.0)]",
    ),
    Cell(
        "random search over distributions",
        [
            CLASSES,
            """
            from scipy.stats import loguniform, randint
            from sklearn.linear_model import SGDClassifier
            from sklearn.model_selection import RandomizedSearchCV
            rs = RandomizedSearchCV(
                SGDClassifier(random_state=0), {"alpha": loguniform(1e-4, 1e-1), "max_iter": randint(200, 400)},
                n_iter=5, cv=3, random_state=8,
            ).fit(X_train, y_train)
            print("Best:", rs.best_score_, rs.best_params_)
            """,
        ],
        params={
            "n_iter": 5, "cv": 3, "rs.random_state": 8, "SGDClassifier.random_state": 0, "rs|estimator": "SGDClassifier",
            "alpha|best_params.alpha|rs.best_params.alpha": Then("rs.best_params_['alpha']"),
            "max_iter|best_params.max_iter|rs.best_params.max_iter": Then("rs.best_params_['max_iter']"),
        },
        metrics={"best_score|rs.best_score|Best": "rs.best_score_"},
        tables={"cv_results": "[[m] for m in rs.cv_results_['mean_test_score']]"},
        children=TRIED % ("rs", "rs"),
    ),
    Cell(
        "halving",
        [
            CLASSES,
            """
            from sklearn.experimental import enable_halving_search_cv
            from sklearn.model_selection import HalvingGridSearchCV
            from sklearn.tree import DecisionTreeClassifier
            """,
            """
            sh = HalvingGridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 2, 4], "min_samples_leaf": [1, 5]},
                                     factor=2, cv=3, min_resources=30, random_state=1)
            sh.fit(X, y)
            best_score = sh.best_score_
            """,
        ],
        params={
            "param_grid.max_depth": [1, 2, 4], "param_grid.min_samples_leaf": [1, 5], "factor": 2, "cv": 3,
            "min_resources": 30, "sh.random_state": 1, "DecisionTreeClassifier.random_state": 0, "sh|estimator": "DecisionTreeClassifier",
            "max_depth|best_params.max_depth|sh.best_params.max_depth": Then("sh.best_params_['max_depth']"),
            "min_samples_leaf|best_params.min_samples_leaf|sh.best_params.min_samples_leaf":
                Then("sh.best_params_['min_samples_leaf']"),
        },
        metrics={"best_score": "best_score"},
        tables={"cv_results": "[[m] for m in sh.cv_results_['mean_test_score']]"},
        children=TRIED % ("sh", "sh"),
    ),
    Cell(
        "optuna: a function of a trial",
        [
            NUMBERS,
            """
            import optuna
            from sklearn.linear_model import ElasticNet
            from sklearn.model_selection import cross_val_score
            optuna.logging.set_verbosity(optuna.logging.WARNING)

            def objective(trial):
                alpha = trial.suggest_float("alpha", 1e-3, 1.0, log=True)
                l1_ratio = trial.suggest_float("l1_ratio", 0.0, 1.0)
                model = ElasticNet(alpha=alpha, l1_ratio=l1_ratio)
                return cross_val_score(model, X_train, y_train, cv=3).mean()
            """,
            """
            study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=10))
            study.optimize(objective, n_trials=6)
            print("best", study.best_value, study.best_params)
            """,
        ],
        params={
            "direction": "maximize", "seed": 10, "n_trials": 6, "cv": 3, "model|estimator": "ElasticNet",
            "alpha|best_params.alpha|study.best_params.alpha": Then("study.best_params['alpha']"),
            "l1_ratio|best_params.l1_ratio|study.best_params.l1_ratio": Then("study.best_params['l1_ratio']"),
        },
        metrics={"best_value|study.best_value|best": "study.best_value"},
        children="[{**t.params, 'value|objective': t.value} for t in study.trials]",
        fine=frozenset({"sampler"}),
        needs=("optuna",),
    ),
    Cell(
        "optuna: ask and tell, one trial fails",
        [
            """
            import optuna
            optuna.logging.set_verbosity(optuna.logging.ERROR)
            def f(x, kind):
                if kind == "bad":
                    raise ValueError("no")
                return (x - 0.3) ** 2
            """,
            """
            study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=3))
            for _ in range(5):
                trial = study.ask()
                x = trial.suggest_float("x", -1, 1)
                kind = trial.suggest_categorical("kind", ["good", "bad"])
                try:
                    study.tell(trial, f(x, kind))
                except ValueError:
                    study.tell(trial, state=optuna.trial.TrialState.FAIL)
            """,
        ],
        params={"seed": 3},
        metrics={"best_value|study.best_value": "study.best_value"},
        children="[{**t.params, **({'value|objective': t.value} if t.value is not None else {})} for t in study.trials]",
        fine=frozenset({"x", "kind", "study.best_params.x", "study.best_params.kind", "best_params.x", "best_params.kind", "sampler"}),
        needs=("optuna",),
    ),
    Cell(
        "plain loop over configurations",
        [
            NUMBERS,
            """
            from sklearn.linear_model import Ridge
            results = {}
            for alpha in [0.01, 0.1, 1.0, 10.0]:
                model = Ridge(alpha=alpha)
                model.fit(X_train, y_train)
                results[alpha] = model.score(X_test, y_test)
            best_alpha = max(results, key=results.get)
            """,
        ],
        params={"model": "Ridge", "alpha": [0.01, 0.1, 1.0, 10.0], "best_alpha": Then("best_alpha")},
        metrics={f"results.{a}": f"results[{a}]" for a in (0.01, 0.1, 1.0, 10.0)},
        children="[{'alpha': a, '*': r} for a, r in results.items()]",
        fine=frozenset({"results"}),
    ),
    Cell(
        "itertools.product, training in a function",
        [
            NUMBERS,
            """
            import itertools
            def train_model(lr, batch):
                rng, w = np.random.default_rng(0), np.zeros(5)
                for step in range(20):
                    take = rng.integers(0, len(X_train), batch)
                    w -= lr * X_train[take].T @ (X_train[take] @ w - y_train[take]) / batch
                val_loss = float(np.mean((X_test @ w - y_test) ** 2))
                return val_loss
            """,
            """
            best_loss, best_cfg = float("inf"), None
            for lr, batch in itertools.product([0.01, 0.1], [16, 32]):
                val = train_model(lr, batch)
                print(f"lr={lr} batch={batch} val_loss={val:.4f}")
                if val < best_loss:
                    best_loss, best_cfg = val, {"lr": lr, "batch": batch}
            """,
        ],
        params={"best_cfg.lr": Then("best_cfg['lr']"), "best_cfg.batch": Then("best_cfg['batch']")},
        metrics={"best_loss": "best_loss"},
        curves={"val|val_loss": "[train_model(a, b) for a in (0.01, 0.1) for b in (16, 32)]"},
        children="[{'lr': a, 'batch': b, 'val|val_loss': train_model(a, b)} for a in (0.01, 0.1) for b in (16, 32)]",
        fine=frozenset({"lr", "batch", "seed"}),
    ),
    Cell(
        "list of config dicts",
        [
            CLASSES,
            """
            from sklearn.ensemble import GradientBoostingClassifier
            from sklearn.metrics import f1_score
            configs = [
                {"n_estimators": 5, "learning_rate": 0.3, "max_depth": 2},
                {"n_estimators": 10, "learning_rate": 0.1, "max_depth": 3},
                {"n_estimators": 10, "learning_rate": 0.5, "max_depth": 1},
            ]
            """,
            """
            runs = []
            for cfg in configs:
                gb = GradientBoostingClassifier(**cfg, random_state=0).fit(X_train, y_train)
                f1 = f1_score(y_test, gb.predict(X_test))
                runs.append((cfg, f1))
            best_f1 = max(f for _, f in runs)
            """,
        ],
        params={"random_state": 0, "gb": "GradientBoostingClassifier"},
        metrics={"best_f1": "best_f1"},
        curves={"f1": "[f for _, f in runs]"},
        children="[{**c, 'f1': f} for c, f in runs]",
        fine=frozenset({"cfg.n_estimators", "cfg.learning_rate", "cfg.max_depth", "n_estimators", "learning_rate", "max_depth", "train_score"}),
    ),
    Cell(
        "several models compared",
        [
            CLASSES,
            """
            from sklearn.linear_model import LogisticRegression
            from sklearn.naive_bayes import GaussianNB
            from sklearn.neighbors import KNeighborsClassifier
            classifiers = [("logreg", LogisticRegression(C=2.0)), ("knn", KNeighborsClassifier(n_neighbors=7)), ("nb", GaussianNB())]
            """,
            """
            for name, clf in classifiers:
                clf.fit(X_train, y_train)
                acc = clf.score(X_test, y_test)
                print("%s: %.3f" % (name, acc))
            """,
        ],
        curves={"acc": "[clf.score(X_test, y_test) for _, clf in classifiers]"},
        children="[{'name': n, 'acc': c.score(X_test, y_test)} for n, c in classifiers]",
        fine=frozenset({"acc", "clf"}),
    ),
    Cell(
        "ParameterGrid",
        [
            CLASSES,
            """
            from sklearn.model_selection import ParameterGrid, cross_val_score
            from sklearn.neighbors import KNeighborsClassifier
            grid = ParameterGrid({"n_neighbors": [3, 9], "weights": ["uniform", "distance"]})
            """,
            """
            history = []
            for params in grid:
                cv_acc = cross_val_score(KNeighborsClassifier(**params), X_train, y_train, cv=3).mean()
                history.append({**params, "cv_acc": cv_acc})
            best_acc = max(h["cv_acc"] for h in history)
            """,
        ],
        params={"cv": 3, "model|estimator": "KNeighborsClassifier"},
        metrics={"best_acc": "best_acc"},
        curves={"cv_acc": "[h['cv_acc'] for h in history]"},
        children="history",
        fine=frozenset({"params.n_neighbors", "params.weights", "n_neighbors", "weights", "accuracy_std"}),
    ),
]  # fmt: skip
