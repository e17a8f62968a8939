"""why, config and keep: what the shell says of rulings and of what was seen afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jupyter_tracker.analysis.learnt import Learnt, key
from jupyter_tracker.store import Store

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ruled(store: Store) -> Store:
    """With rulings in the notebook of the runs, an offer, and a search in the newest one."""
    reader = store.reader()
    newest = reader.resolve("@1")
    log = store.session("server")
    learnt = Learnt().ignoring(["depth"]).with_metrics(["acc"], "down")
    log.write("view", key=key("study.ipynb", store.root), value=learnt.as_view())
    log.write("seen", run=newest, metrics=[{"name": "{f1}", "value": 0.8, "kind": "called", "later": True}])
    for number in range(3):
        run = f"child{number}"
        log.write("run", run=run, made_by="search", parent=newest, parts=[], auto_name=f"C={number}")
        log.write("seen", run=run, metrics=[{"name": "mean_test_score", "value": number / 10, "kind": "fitted"}])
        log.write("end", run=run, state="finished")
    log.close()
    return store


def test_config_by_notebook(ruled: Store, answer: Callable[..., Any], tracker: Call) -> None:
    (found,) = answer("config")["notebooks"].values()
    assert found["ignore"] == ["depth"] and found["directions"] == {"acc": "down"}
    assert "undo      %track unlearn NAME" in tracker("config")[1]
    assert answer("config", "--notebook", "elsewhere.ipynb") == {"notebooks": {}}


def test_why_says_the_rulings(ruled: Store, answer: Callable[..., Any], tracker: Call) -> None:
    found = answer("why", "acc")
    assert found["found"][0]["direction"] == "down" and found["learnt"] == ["it is a metric", "less of it is better"]
    code, out, _ = tracker("why", "acx")
    assert code == 1 and "there is acc" in out


def test_what_is_ignored_has_no_column_and_searches_fold(
    ruled: Store, answer: Callable[..., Any], tracker: Call
) -> None:
    found = answer("runs")
    assert found["total"] == 3 and [run["foremost"] for run in found["runs"]] == [
        ["acc"],
        ["acc", "gap", "loss"],
        ["acc", "c"],
    ]
    out = tracker("runs")[1]
    assert "depth " not in out.splitlines()[0] and "└ 3 configurations, best C=2: mean_test_score 0.2" in out
    assert answer("runs", 'made_by == "search"')["total"] == 3


def test_keep(ruled: Store, answer: Callable[..., Any], tracker: Call) -> None:
    assert tracker("keep", "@1", "nothing")[0] == 2
    code, out, _ = tracker("keep", "@1", "{f1}")
    assert code == 0 and "keeps {f1}" in out
    assert "{f1}" in {metric["name"] for metric in answer("show", "@1")["metrics"]}
    assert "nothing was seen afterwards" in tracker("keep", "@1")[2]
