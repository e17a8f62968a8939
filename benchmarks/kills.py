"""What `kill -9` costs: acknowledged calls that are not there afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size
from jupyter_tracker.store import Store, new_run_id

KILLS = 50
SPEEDS = {"full speed": (0.0, 0.1), "100 calls/s": (0.01, 0.3)}
"""The pause between calls, and how long a process lives, in seconds."""
LOG = """
import os, sys, time
from jupyter_tracker.store import Store
root, run, pause = sys.argv[1], sys.argv[2], float(sys.argv[3])
writer = Store.open(root).points(run)
acknowledged = 0
while True:
    writer.log({"loss": 1.0})
    acknowledged += 1
    os.pwrite(1, b"%20d" % acknowledged, 0)
    if pause:
        time.sleep(pause)
"""


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """Processes that log and are killed; each call is counted as acknowledged only after `log()` has returned."""
    store = Store.open(folder / ".tracker")
    for speed, (pause, life) in SPEEDS.items():
        kills, lost, total = size(KILLS), 0, 0
        for _ in range(kills):
            acknowledged, kept = _killed(store, folder / "acknowledged", pause, life)
            lost += max(0, acknowledged - kept)
            total += acknowledged
        yield Figure(f"lost in {kills} kills at {speed}", lost, f"of {total:,} acknowledged", "0")


def _killed(store: Store, told: Path, pause: float, life: float) -> tuple[int, int]:
    log = store.session("script")
    run = new_run_id()
    log.write("run", run=run, made_by="script", parts=[])
    with told.open("w+b") as counter:
        command = [sys.executable, "-c", LOG, str(store.root), run, str(pause)]
        process = subprocess.Popen(command, stdout=counter)
        while not os.fstat(counter.fileno()).st_size and process.poll() is None:
            time.sleep(0.01)
        time.sleep(life)
        process.send_signal(signal.SIGKILL)
        process.wait()
        acknowledged = int(told.read_bytes() or b"0")
    log.write("end", run=run, state="finished")
    log.close()
    return acknowledged, len(store.reader().series(run, "loss").value)
