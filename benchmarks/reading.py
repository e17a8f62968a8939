"""Reading a long series back, and how many bytes its points take."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size, best_of, times
from jupyter_tracker.store import Store, new_run_id, upkeep

POINTS = 1_000_000


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """One series of a million points: live, then sealed."""
    store = Store.open(folder / ".tracker")
    log = store.session("script")
    run, count = new_run_id(), size(POINTS, 1000)
    log.write("run", run=run, made_by="script", parts=[])
    writer = store.points(run)
    for step in range(count):
        writer.log({"loss": 1.0 / (step + 1)})
    writer.close()
    bare = folder / "bare"
    bare.write_bytes(array("d", range(2 * count)).tobytes())
    plain = best_of(lambda: array("d").frombytes(bare.read_bytes()))
    yield Figure(f"a bare file of {count:,} points", plain * 1e3, "ms")
    yield from _read(store, run, plain, "live")
    log.write("end", run=run, state="finished")
    log.close()
    reader = store.reader()
    upkeep.seal_ended(reader, least=0)
    sealed = sum(path.stat().st_size for path in (store.root / "points").glob("*.col"))
    yield from _read(store, run, plain, "sealed")
    if sealed:
        yield Figure("bytes a point, sealed", sealed / count, "bytes", "≤ 10")


def _read(store: Store, run: str, plain: float, state: str) -> Iterator[Figure]:
    reader = store.reader()
    reader.refresh()
    whole = best_of(lambda: reader.series(run, "loss"))
    yield Figure(f"  read, {state}", whole * 1e3, "ms", "≤ 150 ms", times(whole, plain))
    drawn = best_of(lambda: reader.series(run, "loss", points=600))
    yield Figure(f"  decimated to 600, {state}", drawn * 1e3, "ms", "≤ 50 ms", times(drawn, plain))
