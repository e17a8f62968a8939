"""Four processes that write one store at once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size
from jupyter_tracker.store import Store, new_run_id

PROCESSES, CALLS = 4, 100_000
METRICS = 5
WRITE = """
import sys, time
from jupyter_tracker.store import Store
root, run, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = Store.open(root)
store.session("child")
writer = store.points(run)
values = {f"m{number}": 0.5 for number in range(5)}
writer.log(values)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(count):
    writer.log(values)
writer.close()
"""


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """All into one run, each process as a writer of its own; then every point is read back."""
    store = Store.open(folder / ".tracker")
    log = store.session("script")
    run, count = new_run_id(), size(CALLS, 100)
    log.write("run", run=run, made_by="script", parts=[])
    command = [sys.executable, "-c", WRITE, str(store.root), run, str(count)]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(PROCESSES)]
    for process in started:
        assert process.stdout is not None and process.stdout.readline()
    before = time.perf_counter()
    for process in started:
        process.communicate(b"go\n")
    taken = time.perf_counter() - before
    log.write("end", run=run, state="finished")
    log.close()
    kept = len(store.reader().series(run, "m0").value)
    yield Figure(f"{PROCESSES} processes, {METRICS} metrics a call", PROCESSES * count / taken, "calls/s", "≥ 100,000")
    yield Figure("  calls lost", PROCESSES * (count + 1) - kept, "of " + f"{PROCESSES * (count + 1):,}", "0")
