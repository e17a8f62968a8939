"""Curves on the board: 100 runs of 10,000 points overlaid, and one series of a million, asked for and drawn."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size, best_of
from benchmarks.workbench.browser import measured
from jupyter_tracker.store import Store, new_run_id

RUNS, POINTS, LONG = 100, 10_000, 1_000_000
WIDTH = 600
AIMS = {
    "first": ("board opened for the first time, to curves drawn", 0),
    "again": ("opened again, to curves drawn", 500),
    "zoom": ("zoom, to finer points drawn", 500),
    "back": ("back, to all of it drawn", 500),
    "hover": ("  longest task while the pointer moves", 50),
}
"""What the script measures, and the most milliseconds asked for; 0: no aim."""


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """A store for each: what the server answers, then what the browser draws."""
    for runs, full in ((size(RUNS, 4), size(POINTS, 200)), (1, size(LONG, 2000))):
        place = folder / f"{runs}x{full}"
        (place / ".tracker").mkdir(parents=True)
        store = Store.open(place / ".tracker")
        _fill(store, runs, full)
        yield Figure(f"{runs} runs of {full:,} points", runs * full, "points")
        yield from _asked(store)
        found = measured("curves.mjs", place)
        for name, (what, aim) in AIMS.items():
            yield Figure(f"  {what}", found[name], "ms", f"≤ {aim} ms" if aim else "")


def _asked(store: Store) -> Iterator[Figure]:
    from jupyter_tracker.store.selecting import Selection
    from jupyter_tracker.workbench.bench import Bench, Measure
    from jupyter_tracker.workbench.curves import Drawing, drawn

    reader = store.reader()
    reader.refresh()
    bench = Bench(reader)
    metric = Measure("loss", bench.names()["metrics"])
    whole = best_of(lambda: drawn(bench, Selection(), metric, Drawing(points=WIDTH)))
    yield Figure("  read and thinned in the server", whole * 1e3, "ms")
    part = best_of(lambda: drawn(bench, Selection(), metric, Drawing(points=WIDTH, low=100, high=200)))
    yield Figure("  a part of it", part * 1e3, "ms")
    reader.close()


def _fill(store: Store, runs: int, points: int) -> None:
    chance = random.Random(7)
    log = store.session("kernel")
    for number in range(runs):
        run, floor = new_run_id(), chance.random()
        writer = store.points(run)
        for step in range(points):
            writer.log({"loss": floor + math.exp(-4 * step / points) + 0.05 * chance.random()}, step, None)
        writer.close()
        log.write("run", run=run, made_by="begin", parts=[], name=f"run {number}")
        log.write("end", run=run, state="finished")
    log.close()
