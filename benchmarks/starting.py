"""What it costs to begin: importing, loading the extension, the first run in a new store."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size

BEGIN = """
import sys, time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
"""
LOAD = """
before = time.perf_counter()
import jupyter_tracker
shell.run_line_magic("load_ext", "jupyter_tracker")
print(time.perf_counter() - before)
"""
FIRST_RUN = """
import jupyter_tracker as jt
import jupyter_tracker.api.calls, jupyter_tracker.session.tracker
jt.log
before = time.perf_counter()
with jt.track("first"):
    jt.log(loss=1.0)
print(time.perf_counter() - before)
"""
PLAIN_IMPORT = (
    "import sys, time\nbefore = time.perf_counter()\nimport jupyter_tracker\nprint(time.perf_counter() - before)"
)


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """Each in fresh processes, the median of several."""
    count = size(7)
    plain = _median(PLAIN_IMPORT, folder, count)
    yield Figure("import jupyter_tracker", plain * 1e3, "ms")
    loaded = _median(BEGIN + LOAD, folder, count)
    yield Figure("import and %load_ext, beyond IPython's", loaded * 1e3, "ms", "≤ 150 ms")
    first = _median("import time\n" + FIRST_RUN, folder, count)
    yield Figure("first run in a new store, import apart", first * 1e3, "ms", "≤ 20 ms")


def _median(code: str, folder: Path, count: int) -> float:
    taken = []
    for number in range(count):
        place = folder / f"start{abs(hash(code))}-{number}"
        place.mkdir()
        env = {**os.environ, "IPYTHONDIR": str(folder / "ipython"), "JUPYTER_TRACKER_STORE": str(place / ".tracker")}
        ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        taken.append(float(ran.stdout.split()[-1]))
    return statistics.median(taken)
