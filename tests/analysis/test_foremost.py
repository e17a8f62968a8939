"""What is shown first of a run is what a person would have logged, and rather too little than too much."""

from __future__ import annotations

from typing import Any

import pytest
from sample_runs import metric, param, record

from jupyter_tracker.analysis import foremost
from jupyter_tracker.analysis.learnt import Learnt, key, of_view
from jupyter_tracker.store.assemble import summarise


def run(params: Any = (), metrics: Any = ()) -> dict[str, Any]:
    """A record of these params and metrics, given as name to value or to (value, confidence)."""
    return record(
        params=[param(name, *_pair(value)) for name, value in dict(params).items()],
        metrics=[metric(name, *_pair(value)) for name, value in dict(metrics).items()],
    )


def _pair(value: Any) -> tuple[Any, ...]:
    return (value[0],) if isinstance(value, tuple) else (value,)


def with_conf(made: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    for item in (*made["params"], *made["metrics"]):
        value = given.get(item["name"])
        item["conf"] = value[1] if isinstance(value, tuple) else 0.9
    return made


def shown(params: Any = (), metrics: Any = (), learnt: Learnt | None = None, **more: Any) -> list[str]:
    """The names, which a record and the summary of it must have in common."""
    made = with_conf(run(params, metrics), {**dict(params), **dict(metrics)})
    of_record = foremost.foremost(made, learnt, **more)
    assert foremost.foremost(summarise(made), learnt, **more) == of_record
    return of_record


def test_metrics_first_then_params_at_most_six() -> None:
    params = {"lr": 0.1, "depth": 8, "dropout": 0.5}
    metrics = {"loss": 1.0, "train_acc": 0.9, "val_loss": 0.2, "acc": 0.8, "val_acc": 0.7}
    assert shown(params, metrics) == ["val_acc", "acc", "val_loss", "loss", "lr", "depth"]
    assert shown({"lr": 0.1}, metrics) == ["val_acc", "acc", "val_loss", "loss", "train_acc", "lr"]
    assert shown({f"p{n}": n for n in range(9)}, {"acc": 0.7}) == ["acc", "p0", "p1", "p2", "p3", "p4"]


def test_what_is_doubtful_is_not_shown() -> None:
    assert shown({"lr": (0.1, 0.59)}, {"acc": (0.7, 0.55), "thing": (3.0, 0.8), "other": (3.0, 0.9)}) == ["other"]


def test_findings_times_and_texts_are_not_shown() -> None:
    found = {"p_value": (0.01, 0.95), "t_stat": (3.1, 0.95), "coef.age": (2.0, 0.95), "fit_time": (2.0, 0.8)}
    assert shown((), {**found, "label": "cat", "acc": 0.9}) == ["acc"]
    assert shown({"n": 3}, found) == ["p_value", "t_stat", "n"], "where nothing is measured they are what was found"
    assert shown((), {"p_value": (0.01, None), "acc": 0.9}) == ["acc", "p_value"], "logged by a call, so wanted"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("data", "data/train.csv"),
        ("where", "/home/me/x"),
        ("source", "https://example.org/x"),
        ("train_file", "x"),
        ("out_dir", "x"),
        ("verbose", 1),
        ("num_workers", 4),
        ("log_every", 10),
        ("device", "cuda"),
        ("prompt", "long " * 30),
        ("classes", list(range(20))),
        ("thing", {"repr": "<x>", "type": "X"}),
    ],
)
def test_what_says_how_and_where_is_not_shown(name: str, value: Any) -> None:
    assert shown({name: value, "model": "google/vit-base", "layers": [8, 8]}) == ["model", "layers"]


def test_what_differs_from_the_run_before_comes_first_and_seeds_last() -> None:
    params = {"seed": 1, "shuffle": True, "lr": 0.1, "depth": 8}
    assert shown(params) == ["lr", "depth", "shuffle", "seed"]
    assert shown(params, changed={"seed", "depth"}) == ["depth", "seed", "lr", "shuffle"]


def test_defaults_are_never_shown() -> None:
    made = record(params=[param("criterion", "gini", default=True)], metrics=[])
    assert foremost.foremost(made) == foremost.foremost(summarise(made)) == []
    assert foremost.also_seen(made, []) == []


def test_people_rule() -> None:
    learnt = Learnt().ignoring(["acc", "cfg"]).with_metrics(["thing"]).with_params(["out_dir"]).with_primary("thing")
    params, metrics = {"cfg.lr": 0.1, "cfg": 1, "cfgs": 2, "out_dir": "x"}, {"acc": 0.9, "thing": (3.0, 0.5), "f1": 0.8}
    assert shown(params, metrics, learnt) == ["thing", "f1", "out_dir"]
    made = with_conf(run(params, metrics), {})
    assert set(foremost.also_seen(made, ["f1"], learnt)) == {"thing", "cfgs", "out_dir"}


def test_columns_of_many_runs() -> None:
    first = summarise(record(metrics=[metric("acc", 0.9), metric("odd", 1.0)], params=[param("depth", 3)]))
    second = summarise(record(metrics=[metric("acc", 0.9)], params=[param("depth", 3), param("lr", 0.1)]))
    third = summarise(record(metrics=[metric("acc", 0.9)], params=[param("lr", 0.1)]))
    runs = [(one, foremost.foremost(one)) for one in (first, second, third)]
    assert foremost.columns(runs) == (["acc", "odd"], ["depth", "lr"])


def test_rulings_undo_each_other_and_are_kept_as_plain_data() -> None:
    learnt = Learnt().ignoring(["a", "b"]).with_metrics(["a"], "down").with_params(["b", "c"])
    assert (learnt.ignore, learnt.metrics, learnt.params) == ((), ("a",), ("b", "c"))
    assert of_view(learnt.as_view()) == learnt
    assert learnt.about("a") == ["it is a metric", "less of it is better"]
    assert not learnt.without(["a", "b", "c"])
    assert not of_view({"ignore": "x", "directions": {"a": "sideways"}, "primary": 3}) and not of_view(None)


def test_the_key_moves_with_the_project() -> None:
    from pathlib import PurePosixPath

    assert key("/home/me/p/sub/a.ipynb", PurePosixPath("/home/me/p/.tracker")) == "learnt/sub/a.ipynb"
    assert key("/else/a.ipynb", PurePosixPath("/home/me/p/.tracker")) == "learnt//else/a.ipynb"
    assert key(None, PurePosixPath("/home/me/p/.tracker")) == "learnt/"


def test_names_of_settings_come_before_names_that_tell_nothing() -> None:
    assert shown({"wibble": 3, "n_trees": 10, "weights": "uniform"}) == ["n_trees", "weights"]
    assert shown({"wibble": 3, "mass": 0.5}) == ["wibble", "mass"], "where nothing else is known"
    assert shown({"wibble": 3, "n_trees": 10}, changed={"wibble"}) == ["wibble", "n_trees"]
    assert shown({"wibble": (3, 0.8), "n_trees": (10, 0.6)}) == ["n_trees"]


def test_a_name_that_only_names_tells_nothing() -> None:
    assert shown({"model_name": "bert", "run_name": "x", "target": "y", "env_id": "CartPole", "lr": 0.1}) == [
        "model_name",
        "env_id",
        "lr",
    ]


def test_a_metric_without_a_name_of_its_own_is_not_shown() -> None:
    assert shown((), {"mean_squared_error(y, p) ** 0.5": 0.3, "f1 (macro)": 0.8}) == ["f1 (macro)"]


def test_what_is_measured_of_one_class_stands_back() -> None:
    assert shown((), {"0.precision": 1.0, "1.precision": 0.5, "accuracy": 0.9}) == ["accuracy"]
    assert shown((), {"0.precision": 1.0, "recall@10": 0.5}) == ["recall@10"]
    assert shown((), {"0.precision": 1.0}) == ["0.precision"]
    report = {f"{row}.recall": 0.5 for row in ("no", "yes", "macro avg")}
    assert shown((), {**report, "accuracy": 0.9}) == ["accuracy"]
    assert shown((), report) == ["macro avg.recall", "no.recall", "yes.recall"]
    assert shown((), {"rf.acc": 0.8, "gb.acc": 0.7, "lr.acc": 0.6}) == ["rf.acc", "gb.acc", "lr.acc"]
