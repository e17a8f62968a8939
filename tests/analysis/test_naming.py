"""What an unnamed run is called."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_tracker.analysis.naming import auto_name, short


def record(model: str | None = "RandomForestClassifier", /, kind: str = "literal", **params: Any) -> dict[str, Any]:
    made = [{"name": name, "value": value, "kind": kind} for name, value in params.items()]
    return {"params": made + ([{"name": "m", "value": model, "kind": "estimator"}] if model else [])}


def test_a_first_run_is_called_by_its_estimator() -> None:
    assert auto_name(record(depth=8)) == "rf"
    assert auto_name({"params": [], "estimator": "train_model"}) == "train-model"
    assert auto_name({"params": []}) == "run"


def test_what_differs_from_the_run_before_is_in_the_name() -> None:
    assert auto_name(record(depth=8, lr=0.1), record(depth=6, lr=0.1)) == "rf depth=8"
    assert auto_name(record(depth=8), record(depth=8)) == "rf"
    assert auto_name(record(**{"cfg.lr": 0.001}), record(**{"cfg.lr": 0.1})) == "rf lr=0.001"
    assert auto_name(record("SVC", C=1.0), record(C=1.0)) == "svm"


def test_one_thing_stands_in_the_name_once() -> None:
    now, before = record(depth=8), record(depth=6)
    now["params"].append({"name": "max_depth", "value": 8, "kind": "keyword"})
    before["params"].append({"name": "max_depth", "value": 6, "kind": "keyword"})
    assert auto_name(now, before) == "rf depth=8"


def test_defaults_are_not_in_the_name() -> None:
    now, before = record(), record()
    now["params"].append({"name": "tol", "value": 1, "kind": "default", "default": True})
    assert auto_name(now, before) == "rf"


def test_a_name_stays_short() -> None:
    long = {f"parameter_{i}": i for i in range(9)}
    name = auto_name(record(**long), record(**dict.fromkeys(long, -1)))
    assert name.startswith("rf parameter_0=0") and len(name) <= 40
    assert auto_name(record(path="x" * 99), record(path="y")) == "rf path=" + "x" * 15 + "…"


@pytest.mark.parametrize(
    ("full", "said"),
    [("LogisticRegression", "logreg"), ("GradientBoostingRegressor", "gb"), ("BayesianRidge", "bayesian-ridge"),
     ("TransformerModel", "transformer"), ("train_one_epoch", "train-one-epoch"), ("GCNNet", "gcn-net")],
)  # fmt: skip
def test_classes_and_functions_as_people_say_them(full: str, said: str) -> None:
    assert short(full) == said
