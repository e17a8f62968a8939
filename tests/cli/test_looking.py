"""runs, show, compare and report: what people and programs read from the shell."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.cli.main import main
from jupyter_tracker.store import Store

Call = Callable[..., tuple[int, str, str]]


def test_runs_newest_first(answer: Callable[..., Any]) -> None:
    found = answer("runs")
    assert [run["name"] for run in found["runs"]] == ["rf depth=8", "rf depth=6", "logreg"]
    assert found["total"] == 3


def test_runs_filtered_sorted_and_limited(answer: Callable[..., Any]) -> None:
    found = answer("runs", "metrics.acc > 0.92", "--sort", "metrics.acc", "--limit", "1")
    assert [run["name"] for run in found["runs"]] == ["rf depth=8"]
    assert found["total"] == 2
    upward = answer("runs", "--sort", "metrics.acc", "--ascending")
    assert [run["metrics"]["acc"] for run in upward["runs"]] == [0.9, 0.937, 0.941]


def test_runs_for_a_person(tracker: Call) -> None:
    code, out, err = tracker("runs")
    assert (code, err) == (0, "")
    assert out.index("rf depth=8") < out.index("logreg")
    assert "0.941" in out and "failed" in out


def test_a_wrong_filter_is_shown_where_it_is_wrong(tracker: Call) -> None:
    code, out, err = tracker("runs", "metrics.acc >")
    assert code == 2 and out == ""
    assert "metrics.acc >" in err and "^" in err
    code, out, err = tracker("runs", "--json", "metrics.accuracy > 1")
    fault = json.loads(out)["error"]
    assert code == 2 and fault["message"] and isinstance(fault["position"], int)
    assert "acc" in " ".join(fault["names"])


def test_show(answer: Callable[..., Any], tracker: Call) -> None:
    record = answer("show", "rf depth=6")
    assert {param["name"]: param["value"] for param in record["params"]} == {"depth": 6}
    gap = next(metric for metric in record["metrics"] if metric["name"] == "gap")
    assert gap["value"] == {"float": "nan"}
    assert next(metric for metric in record["metrics"] if metric["name"] == "loss")["series"] is True
    _, out, _ = tracker("show", "@2")
    assert "rf depth=6" in out and record["id"] in out


def test_show_of_no_run_says_what_there_is(tracker: Call) -> None:
    code, out, err = tracker("show", "rf depth=9")
    assert code == 2 and out == ""
    assert "rf depth=8" in err


def test_compare(answer: Callable[..., Any], tracker: Call) -> None:
    found = answer("compare", "@2", "@1")
    assert [run["name"] for run in found["runs"]] == ["rf depth=6", "rf depth=8"]
    assert found["baseline"] == found["runs"][0]["id"]
    _, out, _ = tracker("compare", "@2", "@1")
    assert "depth" in out and "6" in out and "8" in out


def test_compare_needs_two(tracker: Call) -> None:
    code, _, err = tracker("compare", "@1")
    assert code == 2 and "two runs" in err


@pytest.mark.parametrize("name", ["out.html", "out.ipynb"])
def test_report(answer: Callable[..., Any], tracker: Call, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    found = answer("report", "@1", "@2", "-o", str(path))
    assert found == {"path": str(path), "shown": 2, "chosen_from": 3}
    assert "rf depth=8" in path.read_text() and "acc = fit(depth)" in path.read_text()
    assert answer("report", "--filter", "metrics.acc > 0.92", "-o", str(path))["shown"] == 2
    path.write_text("mine")
    code, _, err = tracker("report", "@1", "-o", str(path))
    assert code == 2 and "--force" in err and path.read_text() == "mine"
    assert answer("report", "@1", "-o", str(path), "--force")["shown"] == 1


def test_report_needs_a_kind_it_can_write(tracker: Call) -> None:
    code, _, err = tracker("report", "@1", "-o", "report.pdf")
    assert code == 2 and ".html" in err


def test_where_no_store_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "--store", str(tmp_path / ".tracker")]) == 2
    assert "no store" in capsys.readouterr().err
    assert not (tmp_path / ".tracker").exists()


def test_as_people_call_it(store: Store) -> None:
    """A process of its own, whose reader goes away early, in the folder of the store."""
    ran = subprocess.run(
        f"{sys.executable} -m jupyter_tracker.cli runs | head -n 1",
        shell=True, cwd=store.root.parent, capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin", "HOME": str(store.root.parent)},
    )  # fmt: skip
    assert ran.stdout.startswith("run") and ran.stderr == ""


@pytest.mark.parametrize("words", [["prune", "--days", "x"], ["show"], ["nonsense"], ["rename", "@1", "@2"]])
def test_what_makes_no_sense_is_answered_as_asked(
    words: list[str], capsys: pytest.CaptureFixture[str], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_TRACKER_STORE", str(store.root))
    assert main([*words, "--json"]) == 2
    answered = capsys.readouterr()
    assert json.loads(answered.out)["error"]["message"] and not answered.err
    assert main(words) == 2
    answered = capsys.readouterr()
    assert not answered.out and "invalid _count" not in answered.err
    assert answered.err.splitlines()[-1].startswith("jupyter tracker: ")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0 and capsys.readouterr().out.startswith("jupyter_tracker ")
