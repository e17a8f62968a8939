"""prune, rebuild and doctor: the store kept in order, and nothing taken away without a word."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.cli.main import main
from jupyter_tracker.store import Store

Call = Callable[..., tuple[int, str, str]]


def contents(store: Store) -> dict[str, bytes]:
    """All files of a store that are no cache."""
    files = (path for path in store.root.rglob("*") if path.is_file() and not path.name.startswith("index.db"))
    return {str(path.relative_to(store.root)): path.read_bytes() for path in files}


def test_prune_only_tells(answer: Callable[..., Any], tracker: Call, store: Store) -> None:
    run = answer("show", "logreg")["id"]
    answer("delete", run)
    before = contents(store)
    told = answer("prune")
    assert told["runs"] == [run] and told["done"] is False
    assert "--yes" in tracker("prune")[1]
    assert contents(store) == before


def test_prune_with_yes(answer: Callable[..., Any], store: Store) -> None:
    run = answer("show", "logreg")["id"]
    answer("delete", run)
    for path in (store.root / "blobs").rglob("*"):
        if path.is_file():
            os.utime(path, (0, 0))  # young blobs are spared
    done = answer("prune", "--yes")
    assert done["runs"] == [run] and done["done"] is True and done["blobs"] == 1
    assert answer("runs")["total"] == 2 and answer("runs", "--deleted")["total"] == 0
    assert all(run.encode() not in data for data in contents(store).values())
    left = answer("runs")
    answer("rebuild")
    assert answer("runs") == left


def test_rebuild_after_the_index_is_gone(answer: Callable[..., Any], store: Store) -> None:
    before = answer("runs")
    for path in store.root.glob("index.db*"):
        path.unlink()
    assert answer("runs") == before


def test_doctor(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json", "--store", str(store.root)])
    body = json.loads(capsys.readouterr().out)
    assert code == (1 if body["problems"] else 0)
    assert all(problem["what"] and problem["do"] for problem in body["problems"])
    assert body["kernel"]["ipython"] and body["kernel"]["missing"] == []
    held = body["store"]
    assert (held["runs"], held["trash"], held["writable"]) == (3, 0, True)
    assert held["kinds"]["logs"]["files"] == 1 and held["kinds"]["blobs"]["files"] == 3
    main(["doctor", "--store", str(store.root)])
    out = capsys.readouterr().out
    assert str(store.root) in out and "3 runs" in out


def test_doctor_where_nothing_is_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--json", "--store", str(tmp_path / ".tracker")])
    assert json.loads(capsys.readouterr().out)["store"]["exists"] is False
    assert not (tmp_path / ".tracker").exists()


def test_doctor_says_what_to_do_about_a_budget(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JUPYTER_TRACKER_STORE_BUDGET", "10 B")
    assert main(["doctor", "--json", "--store", str(store.root)]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert any("budget" in problem["what"] and "prune" in problem["do"] for problem in problems)
