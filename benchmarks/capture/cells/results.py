"""Results: metric functions bound or not, scores, reports, tables, curves of thresholds, what a later cell computes."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell, Then

MODEL = """
from sklearn.linear_model import LogisticRegression
clf = LogisticRegression(C=0.5).fit(X_train, y_train)
y_pred = clf.predict(X_test)
y_prob = clf.predict_proba(X_test)[:, 1]
"""

CELLS = [
    Cell(
        "metric functions, never bound",
        [
            CLASSES + MODEL,
            """
            from sklearn import metrics
            print(metrics.accuracy_score(y_test, y_pred))
            print(metrics.f1_score(y_test, y_pred, average="macro"))
            metrics.matthews_corrcoef(y_test, y_pred)
            """,
        ],
        metrics={
            "accuracy|accuracy_score|test_accuracy": "metrics.accuracy_score(y_test, y_pred)",
            "f1|f1_score|f1_macro|test_f1_macro": "metrics.f1_score(y_test, y_pred, average='macro')",
            "matthews_corrcoef|mcc|test_mcc|test_matthews_corrcoef": "metrics.matthews_corrcoef(y_test, y_pred)",
        },
        fine=frozenset({"average"}),
    ),
    Cell(
        "own functions of truth and prediction",
        [
            NUMBERS,
            """
            from sklearn.linear_model import Lasso
            def rmsle_like(y_true, y_pred):
                return np.sqrt(np.mean((np.arcsinh(y_true) - np.arcsinh(y_pred)) ** 2))
            def smape(actual, forecast):
                return 100 * np.mean(2 * np.abs(forecast - actual) / (np.abs(actual) + np.abs(forecast)))
            def max_miss(y, y_hat):
                return float(np.max(np.abs(y - y_hat)))
            lasso = Lasso(alpha=0.02).fit(X_train, y_train)
            """,
            """
            pred = lasso.predict(X_test)
            print(rmsle_like(y_test, pred))
            print("sMAPE %.2f%%" % smape(y_test, pred))
            max_miss(y_test, pred)
            """,
        ],
        metrics={
            "rmsle_like": "rmsle_like(y_test, pred)", "smape|sMAPE": "smape(y_test, pred)",
            "max_miss": "max_miss(y_test, pred)",
        },
    ),
    Cell(
        "torchmetrics",
        [
            CLASSES + MODEL,
            "import torch, torchmetrics\nprobs, truth = torch.tensor(y_prob), torch.tensor(y_test)",
            """
            accuracy = torchmetrics.classification.BinaryAccuracy(threshold=0.5)
            auroc = torchmetrics.AUROC(task="binary")
            for chunk in range(4):
                accuracy.update(probs[chunk * 10:chunk * 10 + 10], truth[chunk * 10:chunk * 10 + 10])
            auroc(probs, truth)
            print(accuracy.compute(), auroc.compute().item())
            """,
        ],
        params={"threshold": 0.5, "task": "binary"},
        metrics={"accuracy": "accuracy.compute().item()", "auroc": "auroc.compute().item()"},
        needs=("torch", "torchmetrics"),
    ),
    Cell(
        "score, on two splits",
        [
            NUMBERS,
            """
            from sklearn.linear_model import Ridge
            reg = Ridge(alpha=2.0)
            reg.fit(X_train, y_train)
            print(f"Train: {reg.score(X_train, y_train):.4f}  Test: {reg.score(X_test, y_test):.4f}")
            """,
        ],
        params={"alpha": 2.0, "reg": "Ridge"},
        metrics={"Train|train|reg_score_train|train_score|train_r2": "reg.score(X_train, y_train)", "Test|test|reg_score|test_score|test_r2": "reg.score(X_test, y_test)"},
    ),
    Cell(
        "a grid's results, bound and not",
        [
            CLASSES,
            """
            from sklearn.model_selection import GridSearchCV
            from sklearn.tree import DecisionTreeClassifier
            search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 3], "criterion": ["gini", "entropy"]}, cv=3)
            search.fit(X_train, y_train)
            print(search.best_params_)
            print("Best CV score:", search.best_score_)
            test_score = search.best_estimator_.score(X_test, y_test)
            """,
        ],
        params={
            "cv": 3, "random_state": 0, "search|estimator": "DecisionTreeClassifier",
            "max_depth|best_params.max_depth|search.best_params.max_depth": Then("search.best_params_['max_depth']"),
            "criterion|best_params.criterion|search.best_params.criterion": Then("search.best_params_['criterion']"),
            "param_grid.max_depth": [1, 3], "param_grid.criterion": ["gini", "entropy"],
        },
        metrics={"best_score|Best CV score|search.best_score": "search.best_score_", "test_score": "test_score"},
        tables={"cv_results": "[[m] for m in search.cv_results_['mean_test_score']]"},
        children="[{'max_depth': p['max_depth'], 'criterion': p['criterion'], 'mean_test_score': m}"
        " for p, m in zip(search.cv_results_['params'], search.cv_results_['mean_test_score'])]",
    ),
    Cell(
        "cross validation: mean, spread, folds",
        [
            CLASSES,
            """
            from sklearn.model_selection import cross_val_score, cross_validate
            from sklearn.naive_bayes import GaussianNB
            scores = cross_val_score(GaussianNB(), X, y, cv=5)
            print("Accuracy: %0.2f (+/- %0.2f)" % (scores.mean(), scores.std() * 2))
            cv = cross_validate(GaussianNB(), X, y, cv=3, scoring=("f1", "roc_auc"))
            """,
        ],
        params={"cross_val_score.cv|scores.cv": 5, "cross_validate.cv|cv.cv": 3, "scoring": ["f1", "roc_auc"]},
        metrics={
            "scores_mean|scores.mean|Accuracy|accuracy|accuracy_mean": "scores.mean()", "scores_std|scores.std|accuracy_std": "scores.std()",
            "cv.test_f1|test_f1|cv.test_f1_mean": "cv['test_f1'].mean()",
            "cv.test_roc_auc|test_roc_auc|cv.test_roc_auc_mean": "cv['test_roc_auc'].mean()",
        },
        tables={"scores": "[[s] for s in scores]"},
        fine=frozenset({"estimator", "GaussianNB", "test_f1_std", "test_roc_auc_std", "Accuracy std"}),
    ),
    Cell(
        "classification report as text",
        [
            CLASSES + MODEL,
            """
            from sklearn.metrics import classification_report, confusion_matrix
            print(classification_report(y_test, y_pred))
            print(confusion_matrix(y_test, y_pred))
            """,
        ],
        metrics={
            "accuracy|test_accuracy": "(y_test == y_pred).mean()",
            "macro avg.f1-score|f1_macro|test_f1_macro": "classification_report(y_test, y_pred, output_dict=True)['macro avg']['f1-score']",
            "weighted avg.f1-score|f1_weighted|test_f1_weighted":
                "classification_report(y_test, y_pred, output_dict=True)['weighted avg']['f1-score']",
        },
        tables={
            "classification_report": "[[d['precision'], d['recall'], d['f1-score']] for k, d in"
            " classification_report(y_test, y_pred, output_dict=True).items() if k in ('0', '1')]",
            "confusion_matrix": "confusion_matrix(y_test, y_pred).tolist()",
        },
        fine=frozenset({f"{mean}_avg_{what}" for mean in ("macro", "weighted") for what in ("precision", "recall")}),
    ),
    Cell(
        "classification report as a dict",
        [
            CLASSES + MODEL,
            """
            from sklearn.metrics import classification_report, confusion_matrix
            report = classification_report(y_test, y_pred, target_names=["no", "yes"], output_dict=True)
            cm = confusion_matrix(y_test, y_pred)
            tn, fp, fn, tp = cm.ravel()
            sensitivity = tp / (tp + fn)
            specificity = tn / (tn + fp)
            """,
        ],
        metrics={
            "report.accuracy|accuracy": "report['accuracy']", "report.yes.f1-score": "report['yes']['f1-score']",
            "sensitivity": "sensitivity", "specificity": "specificity",
            "report.macro avg.f1-score": "report['macro avg']['f1-score']",
            "report.weighted avg.f1-score": "report['weighted avg']['f1-score']",
        },
        tables={"cm": "cm.tolist()"},
        first=("accuracy", "sensitivity", "specificity"),
        fine=frozenset(
            f"report.{row}.{column}" for row in ("no", "yes", "macro avg", "weighted avg")
            for column in ("precision", "recall", "f1-score")
        ) | {"tn", "fp", "fn", "tp"},
    ),
    Cell(
        "ROC and precision against recall",
        [
            CLASSES + MODEL,
            """
            from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_curve
            fpr, tpr, thresholds = roc_curve(y_test, y_prob)
            roc_auc = auc(fpr, tpr)
            precision, recall, _ = precision_recall_curve(y_test, y_prob)
            ap = average_precision_score(y_test, y_prob)
            """,
        ],
        metrics={"roc_auc": "roc_auc", "ap": "ap"},
        tables={
            "roc_curve": "[[a, b] for a, b in zip(fpr, tpr)]",
            "precision_recall_curve": "[[a, b] for a, b in zip(precision, recall)]",
        },
    ),
    Cell(
        "a small frame and a series",
        [
            NUMBERS,
            """
            import pandas as pd
            from sklearn.linear_model import Lasso, Ridge
            from sklearn.metrics import mean_absolute_error, r2_score
            models = {"ridge": Ridge(alpha=1.0), "lasso": Lasso(alpha=0.1)}
            rows = []
            for name, m in models.items():
                p = m.fit(X_train, y_train).predict(X_test)
                rows.append({"model": name, "mae": mean_absolute_error(y_test, p), "r2": r2_score(y_test, p)})
            board = pd.DataFrame(rows).sort_values("r2", ascending=False)
            coefs = pd.Series(models["ridge"].coef_, index=[f"x{i}" for i in range(5)])
            board
            """,
        ],
        params={"ridge.alpha": 1.0, "lasso.alpha": 0.1},
        metrics={
            "ridge.mae": "board.set_index('model').mae['ridge']", "ridge.r2": "board.set_index('model').r2['ridge']",
            "lasso.mae": "board.set_index('model').mae['lasso']", "lasso.r2": "board.set_index('model').r2['lasso']",
        },
        tables={"board": "board[['mae', 'r2']].values.tolist()", "coefs": "[[c] for c in coefs]"},
        fine=frozenset({"ridge", "lasso", "m"}),
    ),
    Cell(
        "a later cell computes the metric",
        [
            CLASSES,
            """
            from sklearn.ensemble import RandomForestClassifier
            model = RandomForestClassifier(n_estimators=12, random_state=0).fit(X_train, y_train)
            preds = model.predict(X_test)
            """,
        ],
        params={"n_estimators": 12, "random_state": 0, "model": "RandomForestClassifier"},
        later=[
            """
            from sklearn.metrics import accuracy_score, roc_auc_score
            test_acc = accuracy_score(y_test, preds)
            print("AUC:", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
            """
        ],
        metrics={"test_acc": "test_acc", "AUC|roc_auc_score|roc_auc|test_roc_auc": "roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])"},
    ),
    Cell(
        "an evaluation class and bare arithmetic",
        [
            NUMBERS,
            """
            from sklearn.ensemble import AdaBoostRegressor
            class Evaluator:
                def __init__(self, model):
                    self.model = model
                def evaluate(self, X, y):
                    p = self.model.predict(X)
                    return {"mse": ((p - y) ** 2).mean(), "bias": (p - y).mean()}
            """,
            """
            ada = AdaBoostRegressor(n_estimators=10, learning_rate=0.8, random_state=0).fit(X_train, y_train)
            print(Evaluator(ada).evaluate(X_test, y_test))
            1 - ((y_test - ada.predict(X_test)) ** 2).sum() / ((y_test - y_test.mean()) ** 2).sum()
            """,
        ],
        params={"n_estimators": 10, "learning_rate": 0.8, "random_state": 0, "ada": "AdaBoostRegressor"},
        metrics={
            "mse|evaluate.mse": "((ada.predict(X_test) - y_test) ** 2).mean()",
            "bias|evaluate.bias": "(ada.predict(X_test) - y_test).mean()",
            "*": "ada.score(X_test, y_test)",
        },
    ),
    Cell(
        "keras evaluate",
        [
            CLASSES,
            """
            import keras
            keras.utils.set_random_seed(0)
            net = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(1, activation="sigmoid")])
            net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
            hist = net.fit(X_train, y_train, epochs=1, verbose=0)
            """,
            """
            score = net.evaluate(X_test, y_test, verbose=0)
            print("Test loss:", score[0])
            print("Test accuracy:", score[1])
            """,
        ],
        metrics={"Test loss|test_loss|eval_loss|loss": "score[0]", "Test accuracy|test_accuracy|eval_accuracy|accuracy": "score[1]"},
        needs=("keras", "torch"),
    ),
    Cell(
        "attributes of what was fitted",
        [
            CLASSES,
            """
            from sklearn.ensemble import RandomForestClassifier
            from sklearn.mixture import GaussianMixture
            forest = RandomForestClassifier(n_estimators=30, oob_score=True, random_state=5).fit(X, y)
            gm = GaussianMixture(n_components=2, random_state=5).fit(X)
            print(f"OOB {forest.oob_score_:.3f}, BIC {gm.bic(X):.1f}")
            """,
        ],
        params={
            "n_estimators": 30, "oob_score": True, "forest.random_state": 5, "n_components": 2, "gm.random_state": 5,
            "forest": "RandomForestClassifier", "gm": "GaussianMixture",
        },
        metrics={"oob_score|OOB|forest.oob_score": "forest.oob_score_", "BIC|bic": "gm.bic(X)"},
        fine=frozenset({"gm.lower_bound", "lower_bound"}),
    ),
]  # fmt: skip
