"""What metric functions give, by the name that a person would log it under."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.inspectors.conftest import Bench

pytest.importorskip("sklearn")

DATA = """
import numpy as np
from sklearn import metrics
y, p = [0, 0, 1, 1, 1, 0], [0, 1, 1, 1, 0, 0]
y_train, y_val, y_test = y[:4], y[:3], y[2:]
"""


@pytest.fixture
def cell(bench: Bench) -> Bench:
    bench.run(DATA)
    return bench


def test_a_number_that_nobody_bound_has_the_name_people_use(cell: Bench) -> None:
    told = cell.run("""
        print(metrics.accuracy_score(y, p), f"{metrics.matthews_corrcoef(y, p):.3f}")
        metrics.mean_squared_error([1, 2, 3], [1, 2, 5]) ** 0.5
    """)
    assert told.metrics == pytest.approx({"accuracy": 4 / 6, "mcc": 1 / 3, "mse": 4 / 3})
    assert [item.where.text for item in told.items[:2]] == [
        "metrics.accuracy_score(y, p)",
        "metrics.matthews_corrcoef(y, p)",
    ]


def test_arguments_that_make_another_metric_of_it_are_in_the_name(cell: Bench) -> None:
    told = cell.run("""
        from functools import partial
        from sklearn.metrics import f1_score, fbeta_score, recall_score, top_k_accuracy_score
        f1_score(y, p)
        partial(f1_score, average="macro")(y, p)
        f1_score(y, p, average="weighted", zero_division=0)
        fbeta_score(y, p, beta=2)
        recall_score(y, p, pos_label=0)
        top_k_accuracy_score([0, 1, 2], np.eye(3), k=2)
        metrics.accuracy_score(y, p, normalize=False)
    """)
    assert list(told.metrics) == [
        "f1", "f1_macro", "f1_weighted", "f2", "recall_0", "top_2_accuracy", "accuracy_count",
    ]  # fmt: skip


def test_the_data_that_a_number_is_of_is_told_by_the_arguments(cell: Bench) -> None:
    told = cell.run("""
        def check(model, yva):
            return metrics.accuracy_score(yva, model(yva))
        data = {"test": y_test}
        metrics.accuracy_score(y_train, y_train)
        check(lambda given: given, y_val)
        metrics.accuracy_score(data["test"], p[2:])
        metrics.zero_one_loss(y, oof := p)
    """)
    assert list(told.metrics) == ["train_accuracy", "val_accuracy", "test_accuracy", "oof_zero_one_loss"]
    assert told.items[1].where.fn == "check"


def test_one_number_for_each_class_is_a_table(cell: Bench) -> None:
    told = cell.run(
        "metrics.f1_score(y, p, average=None)\nmetrics.precision_recall_fscore_support(y, p, average='macro')"
    )
    assert told.tables["f1"].columns == ["class", "f1"]
    assert told.tables["f1"].rows == [[0, pytest.approx(2 / 3)], [1, pytest.approx(2 / 3)]]
    assert list(told.metrics) == ["precision_macro", "recall_macro", "f1_macro"]


@pytest.mark.parametrize("form", ["", ", output_dict=True"])
def test_a_report_is_a_table_with_unrounded_numbers(cell: Bench, form: str) -> None:
    told = cell.run(f"report = metrics.classification_report(y, p, target_names=['no', 'yes']{form})")
    table = told.tables[""]  # whoever gathers tables knows what it was bound to
    assert (table.what, [row[0] for row in table.rows]) == ("report", ["no", "yes", "macro avg", "weighted avg"])
    assert table.rows[1] == ["yes", *[pytest.approx(2 / 3)] * 3, 3]
    assert told.metrics == pytest.approx({"f1_weighted": 2 / 3, "accuracy": 2 / 3, "f1_macro": 2 / 3})
    assert all(item.conf < 0.9 for item in told.items)


def test_a_confusion_matrix_has_the_truth_in_its_rows(cell: Bench) -> None:
    told = cell.run("metrics.confusion_matrix(['a', 'b', 'b'], ['a', 'a', 'b'])")
    assert (told.tables[""].what, told.tables[""].columns) == ("confusion", ["true", "a", "b"])
    assert told.tables[""].rows == [["a", 1, 0], ["b", 1, 1]]


def test_curves_of_thresholds_are_thinned_and_keep_their_ends(cell: Bench) -> None:
    told = cell.run("""
        scores = np.random.default_rng(0).random(5000)
        fpr, tpr, _ = metrics.roc_curve(scores > 0.5, np.sin(scores * 50), drop_intermediate=False)
        metrics.precision_recall_curve(y_test, p[2:])
    """)
    roc = told.tables["roc_curve"]
    assert (roc.what, roc.columns, len(roc.rows)) == ("curve", ["fpr", "tpr", "threshold"], 200)
    assert roc.rows[0] == [0.0, 0.0, math.inf] and roc.rows[-1][:2] == [1.0, 1.0]
    assert told.tables["test_precision_recall_curve"].columns == ["recall", "precision", "threshold"]


def test_displays_tell_what_they_show(cell: Bench) -> None:
    pytest.importorskip("matplotlib").use("agg")
    told = cell.run("""
        metrics.RocCurveDisplay.from_predictions(y_test, [0.9, 0.8, 0.7, 0.1])
        metrics.ConfusionMatrixDisplay.from_predictions(y, p)
    """)
    assert told.metrics == {"test_roc_auc": 1.0}
    assert told.tables["test_roc_curve"].rows[-1] == [1.0, 1.0]
    assert told.tables["confusion_matrix"].rows == [[0, 2, 1], [1, 1, 2]]


def test_what_a_library_computes_inside_is_not_told(cell: Bench) -> None:
    told = cell.run("""
        from sklearn.dummy import DummyClassifier
        from sklearn.model_selection import cross_val_score
        def scorer(model, X, truth):
            return metrics.accuracy_score(truth, model.predict(X))
        cross_val_score(DummyClassifier(), np.zeros((6, 1)), y, cv=3, scoring=scorer)
    """)
    assert list(told.metrics) == ["scorer_mean", "scorer_std"]


def test_metrics_of_imbalanced_learn(bench: Bench) -> None:
    pytest.importorskip("imblearn")
    told = bench.run("""
        from imblearn.metrics import geometric_mean_score, specificity_score
        geometric_mean_score([0, 1, 1, 0], [0, 1, 1, 1])
        specificity_score([0, 1, 1, 0], [0, 1, 1, 1], average="macro")
    """)
    assert told.metrics == pytest.approx({"geometric_mean": 0.5**0.5, "specificity_macro": 0.75})


def test_metrics_of_torch(bench: Bench) -> None:
    pytest.importorskip("torchmetrics")
    told = bench.run("""
        import torch, torchmetrics
        from torchmetrics.classification import BinaryAccuracy, BinaryPrecision
        p, y = torch.tensor([0.1, 0.9, 0.8, 0.2]), torch.tensor([0, 1, 0, 0])
        torchmetrics.functional.accuracy(p, y, task="binary")
        meter, rest = BinaryAccuracy(), torchmetrics.MetricCollection([BinaryPrecision()])
        for batch in range(2):
            meter(p, y)
        rest.update(p, y)
        print(meter.compute(), rest.compute())
        once = torchmetrics.MeanMetric()
        once(3.0)
    """)
    assert told.metrics == {"accuracy": 0.75, "meter": 0.75, "BinaryPrecision": 0.5}
    assert {name: float(told.facts(name).metrics[name]) for name in ("meter", "once")} == {"meter": 0.75, "once": 3.0}


def test_metrics_of_evaluate(bench: Bench, tmp_path: Path) -> None:
    pytest.importorskip("evaluate")
    bench.names["folder"] = str(tmp_path)
    told = bench.run("""
        import datasets, evaluate
        class Exact(evaluate.Metric):
            def _info(self):
                form = datasets.Features({part: datasets.Value("int64") for part in ("predictions", "references")})
                return evaluate.MetricInfo(description="", citation="", inputs_description="", features=form)
            def _compute(self, predictions, references):
                return {"exact": sum(a == b for a, b in zip(predictions, references)) / len(references), "n": "many"}
        Exact(cache_dir=folder).compute(predictions=[1, 2], references=[1, 3])
    """)
    assert told.metrics == {"exact": 0.5}
