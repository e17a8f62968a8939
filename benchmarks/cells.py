"""What tracking adds to a cell, in an IPython shell: to ordinary cells, to tracked ones, and with big data alive."""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Size

ORDINARY = "a = 1\nb = [a, 2]"
TRACKED = "%%track bench\ndepth = 8\nacc = depth / 10"
BIG_FRAMES = "import numpy, pandas\nframes = [pandas.DataFrame(numpy.ones((1_000, {rows}))) for _ in range(8)]"


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """The same cells with and without the extension, in one shell."""
    os.environ.update(IPYTHONDIR=str(folder / "ipython"), JUPYTER_TRACKER_STORE=str(folder / ".tracker"))
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    quiet: Any = Config()
    quiet.HistoryManager.enabled = False
    shell: Any = InteractiveShell.instance(config=quiet)
    count = size(100, 2)
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        plain = _cost(shell, ORDINARY, count)
        shell.run_line_magic("load_ext", "jupyter_tracker")
        shell.run_line_magic("track", "quiet")
        ordinary = _cost(shell, ORDINARY, count)
        tracked = _cost(shell, TRACKED, count)
        shell.run_cell(BIG_FRAMES.format(rows=size(16_000, 10)))
        heavy = _cost(shell, ORDINARY, count)
        shell.run_line_magic("unload_ext", "jupyter_tracker")
    yield Figure("an ordinary cell without us", plain * 1e3, "ms")
    yield Figure("  added with tracking on", (ordinary - plain) * 1e3, "ms", "≤ 5 ms")
    yield Figure("  added with 1 GB of frames alive", (heavy - plain) * 1e3, "ms", "the same")
    yield Figure("  added to a tracked cell", (tracked - plain) * 1e3, "ms", "≤ 10 ms")


def _cost(shell: Any, code: str, count: int) -> float:
    """The median time of a cell in seconds, without the first ones."""
    taken = []
    for _ in range(count + 2):
        before = time.perf_counter()
        shell.run_cell(code, store_history=True)
        taken.append(time.perf_counter() - before)
    return statistics.median(taken[2:])
