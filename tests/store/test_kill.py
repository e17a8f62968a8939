"""What `log()` and `write()` have returned from survives `kill -9`, at once, without anyone's help.

`JUPYTER_TRACKER_KILLS` says how often (50); `make soak` does it 1,000 times.
"""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Callable

import pytest

from jupyter_tracker.store import Store

KILLS = int(os.environ.get("JUPYTER_TRACKER_KILLS", "50"))

VICTIM = """
import os, sys
from jupyter_tracker.store import Store, new_run_id
store = Store.open(sys.argv[1])
log, run = store.session("kernel"), sys.argv[2]
points = store.points(run)
log.write("run", run=run, made_by="cell", parts=[])
acknowledged = os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
n = 0
while True:
    points.log({"loss": n, "acc": -n}, step=n)
    if not n % 50:
        log.write("seen", run=run, metrics=[{"name": "n", "value": n, "kind": "assigned"}])
    os.write(acknowledged, b"%d\\n" % n)
    n += 1
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.mark.soak
def test_no_acknowledged_point_is_lost(store: Store, other_process: Start, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(7)
    logged = lost = 0
    for attempt in range(KILLS):
        run, ledger = f"run{attempt:09d}", store.root.parent / f"ledger{attempt}"
        victim = other_process(VICTIM, store.root, run, ledger)
        _wait_for(ledger)
        time.sleep(chance.uniform(0, 0.06))
        victim.kill()
        victim.communicate()
        said = ledger.read_bytes().rpartition(b"\n")[0].split(b"\n")
        lost += _lost(store, run, len(said))
        logged += len(said)
    with capsys.disabled():
        print(f"\n{KILLS} kills, {logged} acknowledged calls, {lost} lost")
    assert lost == 0


def _wait_for(ledger: object) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if os.path.exists(str(ledger)) and os.path.getsize(str(ledger)):
            return
        time.sleep(0.002)
    raise AssertionError("the process logged nothing")


def _lost(store: Store, run: str, acknowledged: int) -> int:
    reader = store.reader()
    try:
        record = reader.run(run)
        assert record["state"] == "crashed"
        assert record["state_reason"] == "its process is gone"
        loss, acc = reader.series(run, "loss"), reader.series(run, "acc")
        assert list(loss.step) == list(range(len(loss)))
        assert [-value for value in acc.value] == list(loss.value)
        noted = next(metric["value"] for metric in record["metrics"] if metric["name"] == "n")
        missing_events = max(0, (acknowledged - 1) // 50 - noted // 50)
        return max(0, acknowledged - len(loss)) + missing_events
    finally:
        reader.close()


def test_four_processes_write_one_store(store: Store, other_process: Start) -> None:
    code = (
        "import sys; from jupyter_tracker.store import Store\n"
        "store = Store.open(sys.argv[1]); log = store.session('script'); points = store.points('shared000000')\n"
        "for n in range(3000):\n    points.log({'a': n, 'b': n})\n"
        "    if not n % 30: log.write('seen', run='shared000000')\n"
        "points.close(); log.close()\n"
    )
    writers = [other_process(code, store.root) for _ in range(4)]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    for writer in writers:
        writer.communicate()
    reader = store.reader()
    series = reader.series("shared000000", "a")
    assert len(series) == 12_000
    assert len(set(series.writer)) == 4
    assert reader.connection().execute("SELECT count(*) FROM events WHERE k = 'seen'").fetchone()[0] == 400
    assert reader.problems() == []
    reader.close()
