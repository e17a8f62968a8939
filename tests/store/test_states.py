"""Whether a run still runs is believed of its process alone, and of one elsewhere not for ever."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from typing import Any

import pytest

from jupyter_tracker.store import Store, new_run_id, runrows
from jupyter_tracker.store import process as process_module
from jupyter_tracker.store.query import Reader

HERE = process_module.identify()


def started_by(store: Store, age: float = 0.0, **process: Any) -> str:
    """A run that a process described so began, `age` seconds ago."""
    run = new_run_id()
    log = store.session("kernel", process={**HERE, **process})
    real = time.time
    log.write("run", run=run, made_by="cell", parts=[])
    if age:
        path = store.root / "sessions" / f"{log.id}.jsonl"
        _make_older(path, real() - age)
    return run


def _make_older(path: Any, moment: float) -> None:
    from jupyter_tracker.store.journal import encode_entry, read_entries

    entries = read_entries(path.read_bytes()).entries
    path.write_bytes(b"".join(encode_entry({**{k: v for k, v in e.items() if k != "c"}, "t": moment}) for e in entries))


def test_a_living_process_runs(store: Store, reader: Reader) -> None:
    run = started_by(store, age=1e6)
    assert reader.run(run)["state"] == "running"
    assert reader.run(run)["state_reason"] is None


@pytest.mark.parametrize(
    "other",
    [{"started": "1"}, {"pid": 2**22 + 5}, {"boot": "another boot"}],
    ids=["the pid went to another process", "no such process", "the machine was restarted"],
)
def test_a_process_that_is_gone_has_crashed(store: Store, reader: Reader, other: Any) -> None:
    run = started_by(store, age=1e4, **other)
    record = reader.run(run)
    assert record["state"] == "crashed"
    assert record["ended"] == record["heard"]
    assert reader.count('state == "crashed"') == 1


@pytest.mark.parametrize("other", [{"host": "elsewhere"}, {"pidns": "pid:[1]"}], ids=["other host", "other container"])
def test_elsewhere_is_running_then_out_of_contact_never_crashed(store: Store, reader: Reader, other: Any) -> None:
    heard = started_by(store, **other)
    silent = started_by(store, age=1e5, **other)
    assert reader.run(heard)["state"] == "running"
    assert "heard" in reader.run(heard)["state_reason"]
    assert reader.run(silent)["state"] == "lost contact"
    assert "1 d" in reader.run(silent)["state_reason"]


def test_another_machine_of_the_same_name_that_writes_now_is_running(store: Store, reader: Reader) -> None:
    assert reader.run(started_by(store, boot="another boot"))["state"] == "running"


def test_contact_comes_back(store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    log = store.session("kernel", process={**HERE, "host": "elsewhere"})
    run = new_run_id()
    log.write("run", run=run, made_by="cell", parts=[])
    monkeypatch.setattr(runrows, "LOST_AFTER", -1.0)
    assert run in reader.refresh()
    assert reader.run(run)["state"] == "lost contact"
    monkeypatch.setattr(runrows, "LOST_AFTER", 300.0)
    store.points(run).log({"loss": 1.0})
    assert run in reader.refresh()
    assert reader.run(run)["state"] == "running"


def test_a_kernel_that_dies_crashes_its_run_and_another_goes_on(
    store: Store, reader: Reader, other_process: Callable[..., subprocess.Popen[str]]
) -> None:
    code = (
        "import sys, time; from jupyter_tracker.store import Store\n"
        "log = Store.open(sys.argv[1]).session('kernel')\n"
        "log.write(sys.argv[3], run=sys.argv[2], made_by='cell', parts=[]); print('ready', flush=True)\n"
        "time.sleep(60)"
    )
    run = new_run_id()
    for kind in ("run", "resume"):
        process = other_process(code, store.root, run, kind)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        reader.refresh()
        assert reader.run(run)["state"] == "running"
        process.kill()
        process.communicate()
        assert run in reader.refresh()
        assert reader.run(run)["state"] == "crashed"
    assert len(reader.run(run)["sessions"]) == 2


def test_ended_and_opened_again(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run(end="failed")
    assert reader.run(run)["state"] == "failed"
    kernel.log.write("part", run=run, exec=kernel.cell())
    reader.refresh()
    assert reader.run(run)["state"] == "running"
    kernel.log.write("end", run=run, state="finished")
    reader.refresh()
    assert reader.run(run)["state"] == "finished"


def test_a_session_closed_without_an_end_has_crashed(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run(end=None)
    kernel.log.close()
    assert reader.run(run)["state"] == "crashed"


def test_a_run_made_afterwards_ended_as_its_cells_did(store: Store, reader: Reader, kernel: Any) -> None:
    runs = []
    for outcome in ("ok", "error", "interrupted"):
        exec_id = kernel.cell()
        kernel.cell_end(exec_id, outcome)
        runs.append(new_run_id())
        kernel.log.write("run", run=runs[-1], made_by="last", parts=[exec_id])
    assert [reader.run(run)["state"] for run in runs] == ["finished", "failed", "interrupted"]
