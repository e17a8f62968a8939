"""Runs as pandas sees them: `jt.runs`, `jt.run`, `jt.compare`, `jt.report`, and what `jt.artifact` takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.conftest import Script

MAKE = """
import jupyter_tracker as jt
for depth in (2, 3, 4):
    with jt.track(f"d{depth}") as run:
        jt.param(depth=depth, model="rf")
        jt.tag(*(["baseline"] if depth == 2 else []))
        for step in range(5):
            jt.log(loss=1 / (depth + step), acc=depth / 10)
        with open("model.bin", "w") as file:
            file.write(f"model {depth}")
        jt.artifact("model.bin", name="model")
"""


def test_the_frame_of_runs(script: Script) -> None:
    done = script(
        MAKE
        + """
frame = jt.runs()
assert list(frame["name"]) == ["d4", "d3", "d2"] and frame.index.name == "id", frame
assert list(frame.columns[:5]) == ["name", "state", "experiment", "started", "duration"], frame.columns
assert frame["params.depth"].dtype.kind in "if" and frame["metrics.acc"].dtype.kind == "f", frame.dtypes
assert str(frame["started"].dtype).startswith("datetime64") and frame["duration"].dtype.kind == "f"
assert list(frame["metrics.loss"]) == [1 / 8, 1 / 7, 1 / 6]
assert list(frame["metrics.loss.max"]) == [1 / 4, 1 / 3, 1 / 2]
assert list(frame["metrics.loss.first"]) == [1 / 4, 1 / 3, 1 / 2]
assert list(jt.runs('metrics.acc > 0.25 and params.model == "rf"')["name"]) == ["d4", "d3"]
assert list(jt.runs('"baseline" in tags')["name"]) == ["d2"]
try:
    jt.runs("metrics.nope > 1")
except Exception as fault:
    assert "acc" in str(fault), fault
else:
    raise AssertionError
assert jt.runs('name == "nobody"').shape[0] == 0
"""
    )
    assert done.returncode == 0, done.stderr


def test_one_run(script: Script) -> None:
    done = script(
        MAKE
        + """
run = jt.run("d3")
assert (run.name, run.state, run.params["depth"], run.metrics["acc"]) == ("d3", "finished", 3, 0.3)
assert sorted(run.series_names) == ["acc", "loss"] and run.tags == {} and run.inputs == [], run.record
series = run.series("loss")
assert list(series.columns) == ["step", "time", "value"] and len(series) == 5
assert run.open("model").read() == b"model 3" == run.open("model.bin").read()
assert jt.run(run.id[:5]).id == run.id == jt.run(run).id and jt.run("@1").name == "d4"
assert run.parent is None and run.children == []
assert "d3" in repr(run) and "<table" in run._repr_html_() and "<script" not in run._repr_html_()
for wrong in (lambda: run.series("x"), lambda: run.open("x"), lambda: jt.run("nobody"), lambda: jt.run("@9")):
    try:
        wrong()
    except (KeyError, Exception) as fault:
        assert str(fault)
    else:
        raise AssertionError
table = jt.compare("d2", "d4")
assert list(table.columns) == ["d2", "d4"] and list(table.loc[("param", "depth")]) == [2, 4]
assert list(table.loc[("metric", "acc")]) == [0.2, 0.4] and table.attrs["sentence"]
"""
    )
    assert done.returncode == 0, done.stderr


def test_reports(script: Script, tmp_path: Path) -> None:
    pytest.importorskip("nbformat")
    done = script(
        MAKE
        + """
assert str(jt.report("d2", "d3", output="two.ipynb")) == "two.ipynb"
assert str(jt.report(filter="metrics.acc > 0.25", output="some.html")) == "some.html"
open("report.ipynb", "w").close()
assert str(jt.report("d4")) == "report-2.ipynb"
"""
    )
    assert done.returncode == 0, done.stderr
    assert "2 of 3" in (tmp_path / "two.ipynb").read_text()


def test_what_can_be_an_artifact(script: Script) -> None:
    done = script(
        """
import json, io
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import jupyter_tracker as jt
from pathlib import Path
Path("folder").mkdir(); Path("folder/a.txt").write_text("a"); Path("folder/b.txt").write_text("b")
figure, axes = plt.subplots()
with jt.track("things"):
    assert jt.artifact(figure, name="curve.png") == "curve.png"
    assert jt.artifact(axes, name="axes.svg") == "axes.svg"
    jt.artifact(pd.DataFrame({"x": [1, 2]}), name="table.csv")
    jt.artifact(np.arange(3), name="three.npy")
    jt.artifact({"a": [1, 2]}, name="plain.json")
    jt.artifact(b"raw", name="raw")
    jt.artifact("folder")
    for wrong, error in (("nowhere.txt", FileNotFoundError), (object(), TypeError)):
        try:
            jt.artifact(wrong)
        except error as fault:
            assert "jt.artifact" in str(fault)
        else:
            raise AssertionError(wrong)
run = jt.run("@1")
assert run.open("curve.png").read().startswith(b"\\x89PNG") and b"<svg" in run.open("axes.svg").read()
assert list(pd.read_csv(run.open("table.csv"))["x"]) == [1, 2]
assert list(np.load(io.BytesIO(run.open("three.npy").read()))) == [0, 1, 2]
assert json.load(run.open("plain.json")) == {"a": [1, 2]} and run.open("raw").read() == b"raw"
assert run.open("folder/b.txt").read() == b"b"
"""
    )
    assert done.returncode == 0, done.stderr
