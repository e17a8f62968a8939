"""A report as a notebook: valid, readable without being run, and running where jupyter_tracker is not."""

import base64
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_runs import Source, keep, metric, param, record

from jupyter_tracker.reports import files, notebook

PLOTLY = "application/vnd.plotly.v1+json"
RUNS = (record(depth=6), record("8cccccccabcd", "rf depth=8", 8), record("2cccccccabcd", "rf depth=2", 2))
ODD = (
    record("aaaaaaaaaaaa", "_a$b$ <script> '''\"\"\"\\ 🐧", metrics=[metric("loss", {"float": "nan"}, True),
        metric("acc", 1e-300)],
           params=[param("x", {"int": "9" * 40}), param("y", {"repr": "'''", "type": "T"}), param("state", None)]),
    record("bbbbbbbbbbbb", "שלום\n|x|", state="failed", metrics=[metric("loss", {"float": "inf"}, True),
        metric("acc", 12345678901)]),
)  # fmt: skip


def build(*runs: dict[str, Any], **options: Any) -> Any:
    source = Source(*(runs or RUNS))
    return notebook.build(source, list(source.records), **options)


def text_of(book: Any) -> str:
    return "\n".join(cell["source"] for cell in book.cells)


def outputs(book: Any) -> list[dict[str, Any]]:
    return [output["data"] for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]


def test_it_is_valid_and_holds_what_a_reader_asks_for() -> None:
    book = build(chosen_from=41)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    text = text_of(book)
    assert text.startswith("# penguins: 3 runs\n\n**rf depth=8 best with acc 0.941")
    for part in ("3 of 41 runs shown", "| depth | 6 | 8 | 2 |", "b3:" + "a3f1" * 16, "15.2 KB", "3.13.1",
        "numpy==2.4.6",
                 "git checkout 0123456789abcdef", "How to do it again", "RandomForestClassifier(max_depth=depth",
                 "- depth = 6"):  # fmt: skip
        assert part in text, part


def test_every_figure_is_live_and_has_a_picture() -> None:
    from PIL import Image

    found = outputs(build())
    assert len(found) == 2
    for data in found:
        assert data[PLOTLY]["config"]["showSendToCloud"] is False and data[PLOTLY]["config"]["displaylogo"] is False
        picture = Image.open(io.BytesIO(base64.b64decode(data["image/jpeg"])))
        assert picture.width > 800 and len(picture.resize((64, 64)).convert("P").getcolors() or []) > 3
        assert data["text/plain"]
    assert [trace["name"] for trace in found[1][PLOTLY]["data"]] == ["rf depth=6", "rf depth=8", "rf depth=2"]


def test_what_is_left_out_is_said() -> None:
    many = [metric(f"loss_{n}", 0.5 + n, True) for n in range(12)]
    book = build(record(metrics=many))
    assert len(outputs(book)) == 8
    assert "Not drawn: loss" in text_of(book)
    assert "# 20 of 60 points drawn, extremes kept" in text_of(book)


def test_uncommitted_changes_and_gone_sources_are_told() -> None:
    dirty = record()
    dirty["environment"]["git"] = {"commit": "abc", "dirty": True, "diff": keep("-old\n+new ```\n")}
    dirty["parts"] = [{**dirty["parts"][0], "source": "b3:gone"}]
    text = text_of(build(dirty))
    assert "then apply the uncommitted changes below" in text
    assert "````diff\n-old\n+new ```\n````" in text
    assert "The source is not kept." in text


def test_no_runs_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one run"):
        notebook.build(Source(), [])


def test_the_users_matplotlib_is_left_alone() -> None:
    script = """
import matplotlib, sys
sys.path[:0] = ["tests"]
matplotlib.rcParams["figure.dpi"] = 77
keys = [key for key in matplotlib.rcParams if key != "backend"]  # asking for that one alone would choose a backend
before = {key: matplotlib.rcParams[key] for key in keys}
from sample_runs import Source, record
from jupyter_tracker.reports import notebook
notebook.build(Source(record()), [record()["id"]])
assert "matplotlib.pyplot" not in sys.modules
assert {key: matplotlib.rcParams[key] for key in keys} == before
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2], timeout=120)


@pytest.mark.parametrize("runs", [RUNS, ODD], ids=["ordinary", "odd"])
def test_it_runs_without_jupyter_tracker(tmp_path: Path, runs: tuple[dict[str, Any], ...]) -> None:
    path = files.write(tmp_path / "report.ipynb", Source(*runs), [run["id"] for run in runs])
    runner = """
import json, sys
sys.modules["jupyter_tracker"] = None  # importing it would fail
import plotly.io
plotly.io.renderers.default = "json"
shown = []
from plotly.basedatatypes import BaseFigure
BaseFigure.show = lambda self, **options: shown.append((self.to_plotly_json(), options))
names = {}
for cell in json.load(open("report.ipynb", encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), names)
print(json.dumps([[len(figure["data"]), options["config"]] for figure, options in shown]))
print(len(names["runs"]))
"""
    ran = subprocess.run(
        [sys.executable, "-c", runner], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    figures, count = ran.stdout.splitlines()
    stored = [len(data[PLOTLY]["data"]) for data in outputs(nbformat.read(path, 4))]
    assert [lines for lines, _ in json.loads(figures)] == stored and int(count) == len(runs)
    assert all(config == {"displaylogo": False, "showSendToCloud": False} for _, config in json.loads(figures))


hostile = st.text(max_size=12) | st.sampled_from(
    ["'''", '"""', "\\", "$x", "|", "```", "<b>", "_x", "\ud800", "日本", "{", "%s"]
)
odd_values = st.none() | st.booleans() | st.integers() | st.floats() | hostile | st.just({"float": "nan"})


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile, hostile, odd_values, odd_values)
def test_any_names_and_values_make_a_valid_notebook(name: str, metric_name: str, value: Any, other: Any) -> None:
    first = record("aaaaaaaaaaaa", name, params=[param(name, value)], metrics=[metric(metric_name, value, True)])
    second = record(
        "bbbbbbbbbbbb", metric_name, params=[param(name, other)], metrics=[metric(metric_name, other, True)]
    )
    book = build(first, second)
    nbformat.validate(book)
    json.dumps(book, allow_nan=False)
    compile(book.cells[1]["source"], "data", "exec")
