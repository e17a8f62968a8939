"""The run table: opened, filtered, sorted, grouped and scrolled, with 10,000 and 100,000 runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size
from benchmarks.queries import fill
from benchmarks.workbench.browser import measured
from jupyter_tracker.store import Store

RUNS = (10_000, 100_000)
AIMS = {
    "first_again": ("opened again, to first rows", 300),
    "first": ("opened for the first time in a server, to first rows", 300),
    "heads": ("  from first rows to all headers", 300),
    "filter": ("filter, to other rows", 100),
    "follow": ("  from other rows to other headers", 300),
    "sort": ("sort by a metric, to other rows", 100),
    "sort_two": ("sort by a second column, to other rows", 100),
    "group": ("group by a param, to groups", 100),
    "scroll": ("a frame of scrolling: script, style, layout (p95)", 8),
    "longest": ("  longest task while scrolling", 50),
}
"""What the script measures, and the most milliseconds asked for with 10,000 runs; three times that with 100,000."""


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """A generated store of 20 params and 20 metrics for each size, its index already there."""
    for full in RUNS:
        total = size(full, 60)
        place = folder / str(full)
        (place / ".tracker").mkdir(parents=True)
        store = Store.open(place / ".tracker")
        fill(store, total)
        store.reader().refresh()
        yield Figure(f"{total:,} runs in the run table", total, "runs")
        found = measured("table.mjs", place)
        for name, (what, aim) in AIMS.items():
            # a frame is a frame, however many runs there are
            most = aim if full == RUNS[0] or name in ("scroll", "longest") else 3 * aim
            yield Figure(f"  {what}", found[name], "ms", f"≤ {most} ms")
