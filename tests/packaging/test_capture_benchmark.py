"""The labels of the capture benchmark have their form; finding, judging and taking out log calls do what they say."""

from __future__ import annotations

import re
from typing import Any

import pytest

from benchmarks.capture import scoring, sources
from benchmarks.capture.places import lookup
from benchmarks.capture.removal import without_log_calls
from benchmarks.capture.scoring import Entry, Label

FILES = sources.read()


def test_many_real_files_are_labelled() -> None:
    assert len(FILES) >= 60
    assert len({file.title for file in FILES}) == len(FILES)
    assert len({file.repository for file in FILES}) >= 10


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.title)
def test_labels_have_their_form(file: sources.File) -> None:
    assert re.fullmatch(r"[0-9a-f]{40}|pypi:[\w-]+==[\w.]+ sdist", file.commit)
    assert file.split in ("script", "percent", "ipynb")
    assert file.labels
    for label in file.labels:
        assert label["name"] and label["kind"] in ("param", "metric", "curve")
        assert (
            label.get("at") == "end"
            or {"line"} <= label.keys() & {"line", "cell", "file"}
            and ("cell" in label or "file" in label)
        )
        assert "\n" not in label.get("source", "") and len(label.get("source", "")) < 200


def test_no_value_and_no_text_of_others_is_kept() -> None:
    kept = {key for file in FILES for label in file.labels for key in label}
    assert kept <= {"name", "kind", "cell", "file", "line", "source", "place", "lost", "free", "at", "logged"}


RECORD: dict[str, Any] = {
    "params": [
        {"name": "args.lr", "value": 0.1, "kind": "assigned", "default": False, "conf": 1.0},
        {"name": "rf.criterion", "value": "gini", "kind": "default", "default": True, "conf": 0.5},
        {"name": "tmp", "value": 17, "kind": "literal", "default": False, "conf": 0.6},
    ],
    "metrics": [
        {"name": "acc", "value": 0.87, "series": False, "kind": "printed", "conf": 0.8},
        {"name": "train_loss", "value": 1.0, "series": True, "kind": "loop", "conf": 1.0},
    ],
    "tables": [{"name": "coef", "blob": "b3:0"}],
}
POINTS = [4.0, 3.5, 3.0, 2.0, 1.0]


def held() -> list[Entry]:
    def table(_: Any) -> dict[str, Any]:
        return {"columns": ["term", "pvalue"], "rows": [["x", {"float": "nan"}], ["z", 0.25]]}

    child = {"params": [{"name": "depth", "value": 3}], "metrics": []}
    other = {"params": [{"name": "depth", "value": 5}], "metrics": []}
    return scoring.entries(RECORD, lambda _: POINTS, [child, other], table)


@pytest.mark.parametrize(
    ("label", "how"),
    [
        (Label("lr", "param", (0.1,)), "name"),
        (Label("learning_rate", "param", (0.1,)), "word"),
        (Label("eta", "param", (0.1,)), "value"),
        (Label("eta", "param", (0.1,), source="args.lr"), "name"),
        (Label("lr", "param", (0.2,)), "none"),
        (Label("accuracy", "metric", (0.8734,)), "word"),
        (Label("accuracy", "metric", (0.88,)), "none"),
        (Label("train/loss", "curve", (4.0, 3.0, 1.0)), "name"),
        (Label("train/loss", "curve", (9.0, 8.0, 7.0, 1.0)), "none"),
        (Label("train/loss", "curve", (4.0, 3.0, 0.5)), "none"),
        (Label("depth", "param", (3, 5)), "name"),
        (Label("depth", "param", (3, 4, 5, 6)), "none"),
        (Label("pvalue_of_z", "metric", (0.25,)), "word"),
    ],
)
def test_a_label_is_found(label: Label, how: str) -> None:
    assert scoring.match(label, held()).how == how


def test_precision_leaves_defaults_children_and_tables_out() -> None:
    score = scoring.score([Label("lr", "param", (0.1,))], held(), ["acc"], ["args.lr", "tmp"])
    assert [entry.name for entry in score.right] == ["args.lr", "acc"]
    assert [entry.name for entry in score.wrong] == ["tmp", "train_loss"]
    assert score.first == [("args.lr", True), ("tmp", False)]


def test_the_table_counts_what_the_code_still_holds() -> None:
    labels = [Label("lr", "param", (0.1,)), Label("b", "param", (7,)), Label("c", "param", ("x",), lost=True)]
    columns = {"ours": [scoring.score(labels, held())]}
    assert "| params | 1/2 50 % |" in scoring.table(columns)
    assert "param: unsaid | 1/2" in scoring.causes_table(columns["ours"])


SOURCE = """
import mlflow, math
from torch.utils.tensorboard import SummaryWriter
mlflow.set_experiment("e")
writer = SummaryWriter("runs")
def report(value, writer):
    writer.add_scalar("v", value, 1)
    print(value)
with mlflow.start_run() as run:
    acc = math.sqrt(0.81)
    mlflow.log_metric("acc", acc)
    mlflow.log_metric("err", 1 - acc)
    report(acc, writer)
    print(run.info.run_id)
if run:
    writer.close()
"""


def test_log_calls_are_taken_out() -> None:
    (plain,) = without_log_calls([SOURCE])
    assert plain.split("\n") == [
        "import math", "", "def report(value):", "    print(value)", "acc = math.sqrt(0.81)", "1 - acc",
        "report(acc)",
    ]  # fmt: skip


def test_a_config_that_the_code_reads_stays() -> None:
    source = 'import wandb\nwandb.init(config={"lr": 0.1})\nrate = wandb.config.lr * 2\nwandb.log({"rate": rate})'
    (plain,) = without_log_calls([source])
    namespace: dict[str, Any] = {}
    exec(plain, namespace)
    assert namespace["rate"] == 0.2
    assert "wandb" not in plain


def test_places_of_logged_values() -> None:
    lines = SOURCE.split("\n")
    at = {
        name: (lines.index(line) + 1, line.index("mlflow"))
        for line in lines
        for name in ("acc", "err")
        if f'c("{name}"' in line
    }
    assert lookup([SOURCE], 0, at["acc"], "acc") == ("acc", "top-level name")
    assert lookup([SOURCE], 0, at["err"], "err") == ("1 - acc", "arithmetic never bound")
