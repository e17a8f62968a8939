"""Charts: each kind is a figure that Plotly takes, of the runs it says, and nothing recorded is markup in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from plotly.graph_objects import Figure

from jupyter_tracker.store import FilterError
from jupyter_tracker.store.selecting import Selection
from jupyter_tracker.workbench.bench import Bench
from jupyter_tracker.workbench.charts import Chart, chart

ALL = Selection()
KINDS: dict[str, dict[str, Any]] = {
    "curve": {"metric": "loss", "smoothing": {"method": "exponential", "amount": 0.5}, "colour": "params.depth"},
    "scatter": {"x": "params.depth", "y": "metrics.acc", "colour": "params.model"},
    "parallel": {"columns": ["params.depth", "params.model", "metrics.acc"]},
    "bar": {"metric": "acc", "by": "params.model"},
    "box": {"metric": "acc", "by": "params.depth"},
    "histogram": {"column": "metrics.acc"},
    "importance": {"metric": "acc"},
    "correlation": {"columns": ["params.depth", "metrics.acc"]},
    "progress": {"metric": "acc"},
}


@pytest.fixture
def runs(notebook: Any, bench: Bench) -> list[str]:
    found = [
        notebook.run(
            {"depth": depth, "model": "<b>rf</b>" if seed else "gb", "seed": seed},
            {"acc": depth / 10 + seed / 100},
            curve=[1.0, 0.5, 1 / depth],
            name='<a href="javascript:alert(1)">x</a>',
        )
        for depth in (2, 4, 8)
        for seed in range(3)
    ]
    notebook.run({"depth": 9, "model": "gb", "seed": 0}, {"acc": {"float": "nan"}}, state="failed")
    bench.reader.refresh()
    return found


def asked(bench: Bench, kind: str, **more: Any) -> Chart:
    return chart(bench, ALL, {"kind": kind, **KINDS[kind], **more})


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_figure_without_markup_of_a_run(bench: Bench, runs: list[str], kind: str) -> None:
    found = asked(bench, kind)
    told = found.as_dict()
    text = json.dumps(told["figure"], allow_nan=False)
    assert "<b>" not in text and "<a href" not in text
    assert len(Figure(json.loads(text)).data) > 0
    assert found.said and told["total"] == len(found.rows) and found.runs in (9, 10)
    assert all(len(row) == len(found.columns) for row in found.rows)


def test_a_mean_says_of_how_many_runs_it_is(bench: Bench, runs: list[str]) -> None:
    found = asked(bench, "bar")
    assert found.rows[0][:3] == ["<b>rf</b>", 6, pytest.approx(0.4817, abs=1e-4)]
    assert found.figure["data"][0]["text"] == ["n=6", "n=3"]
    assert found.said == [("means", []), ("runs", [9]), ("unfinished", [1])]
    assert [row[0] for row in asked(bench, "box").rows] == ["2", "4", "8"]


def test_parallel_axes_know_their_columns_and_texts_have_places(bench: Bench, runs: list[str]) -> None:
    found = asked(bench, "parallel")
    depth, model, acc = found.figure["data"][0]["dimensions"]
    assert found.axes == ["params.depth", "params.model", "metrics.acc"] == [one["name"] for one in (depth, model, acc)]
    assert set(model["ticktext"]) == {"&lt;b&gt;rf&lt;/b&gt;", "gb"} and min(acc["values"]) < 0.2  # NaN stands below


def test_a_point_knows_its_run_and_a_text_its_place(bench: Bench, runs: list[str]) -> None:
    found = asked(bench, "scatter", x="params.model", y="params.depth")
    points, axis = found.figure["data"][0], found.figure["layout"]["xaxis"]
    assert set(points["customdata"]) > set(runs)  # and the one that failed
    assert axis["categoryarray"] == ["&lt;b&gt;rf&lt;/b&gt;", "gb"] and found.labels == [["<b>rf</b>", "gb"], None]


def test_progress_is_of_the_runs_that_were_better(bench: Bench, runs: list[str]) -> None:
    found = asked(bench, "progress")
    assert [row[2] for row in found.rows] == pytest.approx([0.2, 0.21, 0.22, 0.4, 0.41, 0.42, 0.8, 0.81, 0.82])


def test_what_a_chart_lacks_is_said(bench: Bench, runs: list[str]) -> None:
    with pytest.raises(ValueError, match="needs 'by'"):
        chart(bench, ALL, {"kind": "bar", "metric": "acc"})
    with pytest.raises(FilterError, match="nothing"):
        chart(bench, ALL, {"kind": "scatter", "x": "params.nothing", "y": "metrics.acc"})
    with pytest.raises(ValueError, match="is one of"):
        chart(bench, ALL, {"kind": "pie"})
    with pytest.raises(ValueError, match="nothing to rank: 2 of these runs finished with acc, and too few"):
        chart(bench, ALL, {"kind": "importance", "metric": "acc"}, only=runs[:2])
    with pytest.raises(ValueError, match="no param differs among them"):
        chart(bench, ALL, {"kind": "importance", "metric": "acc"}, only=runs[:1])


def test_only_some_runs(bench: Bench, runs: list[str]) -> None:
    found = chart(bench, ALL, {"kind": "scatter", **KINDS["scatter"]}, only=runs[:2])
    assert found.runs == 2


def test_the_figure_of_a_notebook(bench: Bench, runs: list[str], store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import jupyter_tracker as jt

    monkeypatch.setenv("JUPYTER_TRACKER_STORE", str(store.root))
    figure = jt.chart("curve", metric="loss", smoothing=0.6, by="depth", filter="params.seed < 2")
    assert [trace.name for trace in figure.data if trace.showlegend] == ["8", "4", "2"]
    with pytest.raises(ValueError, match="no such chart"):
        jt.chart("curve", metric="loss", smothing=0.6)
