"""Ten thousand runs of 20 params and 20 metrics: folded, asked, taken as a DataFrame, rebuilt."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size, best_of
from jupyter_tracker.store import Store, new_run_id
from jupyter_tracker.store.query import Reader

RUNS, SESSIONS, NAMES = 10_000, 50, 20


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """One store, asked as the panel and people ask it."""
    os.environ["JUPYTER_TRACKER_STORE"] = str(folder / ".tracker")
    import jupyter_tracker as jt

    store = Store.open(folder / ".tracker")
    total = size(RUNS, 20)
    fill(store, total)
    reader = store.reader()
    folded = best_of(reader.refresh, times=1)
    yield Figure(f"{total:,} runs folded for the first time", folded, "s")
    best = best_of(lambda: reader.runs(sort=(("metrics.m7", True),), limit=100))
    yield Figure("  best 100 by a metric", best * 1e3, "ms", "≤ 20 ms")
    some = best_of(lambda: reader.runs("metrics.m3 > 0.5 and params.p2 == 4", limit=100))
    yield Figure("  100 that match a filter", some * 1e3, "ms", "≤ 100 ms")
    newest = best_of(lambda: store.reader().runs(limit=100))
    yield Figure("  the newest 100, index just opened", newest * 1e3, "ms", "≤ 300 ms to the screen")
    frame = best_of(lambda: jt.runs())
    yield Figure("  all as a DataFrame", frame * 1e3, "ms", "≤ 250 ms")
    yield from _tables(reader)
    rebuilt = best_of(reader.rebuild, times=1)
    yield Figure("  index rebuilt", rebuilt, "s", "≤ 6 s")


def _tables(reader: Reader) -> Iterator[Figure]:
    """As the run table asks: pages, headers of forty columns that follow a filter, groups, a pivot, what matters."""
    from jupyter_tracker.store.selecting import Selection
    from jupyter_tracker.workbench import groups, heads, influence, pivots, rows
    from jupyter_tracker.workbench.bench import Bench, Measure

    bench = Bench(reader)
    columns = [f"{family}{number}" for family in ("params.p", "metrics.m") for number in range(NAMES)]
    page = rows.Page(tuple(columns[::5]), fold=True)
    some = Selection(filter="metrics.m3 > 0.5")
    measure = Measure("m7", bench.names()["metrics"])

    def again(question: Callable[[], object]) -> float:
        return best_of(question) * 1e3

    sorted_by = Selection(sort=(("metrics.m7", True), ("params.p2", False)))
    first = best_of(lambda: rows.table(Bench(reader), sorted_by, page)) * 1e3
    yield Figure("  100 rows sorted by two columns, re-runs folded", first, "ms", "≤ 100 ms")
    yield Figure("  the next 100, scrolling", again(lambda: rows.table(bench, sorted_by, page)), "ms")
    cold = best_of(lambda: heads.headers(bench, some, columns), times=1) * 1e3
    yield Figure("  headers of 40 columns, for the first time", cold, "ms")
    yield Figure(
        "  headers of 40 columns, filtered", again(lambda: heads.headers(bench, some, columns)), "ms", "≤ 100 ms"
    )
    yield Figure("  columns at first look", again(lambda: heads.first_columns(bench, some)), "ms")
    grouped = again(lambda: groups.groups(bench, some, ["params.p1"], ["m1", "m2"], ["p2", "p3"]))
    yield Figure("  grouped by a param", grouped, "ms", "≤ 100 ms")
    yield Figure("  pivot", again(lambda: pivots.pivoted(bench, some, "params.p1", "params.p2", measure)), "ms")
    yield Figure(
        "  importance of 20 params", again(lambda: influence.importance(bench, bench.ids(some), measure)), "ms"
    )


def fill(store: Store, total: int) -> None:
    """So many finished runs with params `p0` … and metrics `m0` …."""
    chance = random.Random(1)
    for session in range(min(SESSIONS, total)):
        log = store.session("kernel")
        for number in range(session, total, SESSIONS):
            run = new_run_id()
            log.write("run", run=run, made_by="cell", name=f"r{number}", parts=[], started=1.7e9 + number)
            params = [{"name": f"p{k}", "value": chance.randrange(9), "kind": "literal"} for k in range(NAMES)]
            metrics = [{"name": f"m{k}", "value": chance.random(), "kind": "assigned"} for k in range(NAMES)]
            log.write("seen", run=run, params=params, metrics=metrics)
            log.write("end", run=run, state="finished")
        log.close()
