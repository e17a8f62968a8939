"""One `log()` of five metrics, against a bare `os.write` of as many bytes and against other trackers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size, in_turns, median_of_calls, times
from benchmarks.peers import PEERS, installed

METRICS = {"loss": 0.123, "accuracy": 0.941, "val/loss": 0.2, "val/accuracy": 0.93, "lr": 1e-3}
CALLS = 20_000


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """Ours and the bare write in turns, then whichever peers are installed."""
    import jupyter_tracker as jt
    from jupyter_tracker.store import Store, new_run_id

    store = Store.open(folder / ".tracker")
    count = size(CALLS, 20)
    writer = store.points(new_run_id())
    writer.log(METRICS)
    before = _taken(store.root)
    for _ in range(100):
        writer.log(METRICS)
    bytes_a_call = round((_taken(store.root) - before) / 100)
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    payload = b"x" * bytes_a_call
    with jt.track("bench"):
        ours, low, plain = in_turns(
            [lambda n: jt.log(METRICS), lambda n: writer.log(METRICS), lambda n: os.write(bare, payload)], count
        )
    os.close(bare)
    writer.close()
    yield Figure(f"os.write of {bytes_a_call} bytes", plain * 1e6, "µs")
    yield Figure("jt.log of 5 metrics", ours * 1e6, "µs", "≤ 3 × os.write (at most 4 ×)", times(ours, plain))
    yield Figure("  the store's part of it", low * 1e6, "µs", "", times(low, plain))
    yield Figure("bytes a point, live", bytes_a_call / len(METRICS), "bytes", "≤ 14")
    for name, (module, begin, calls) in PEERS.items():
        if installed(module):
            with begin(folder) as log:
                taken = median_of_calls(lambda n, log=log: log(METRICS), size(calls, 3), warm=3)  # type: ignore[misc]
            yield Figure(name, taken * 1e6, "µs", "", f"{times(taken, plain)} os.write, {times(taken, ours)} ours")
        else:
            yield Figure(name, float("nan"), "µs", "", "not installed here")


def _taken(root: Path) -> int:
    return sum(path.stat().st_size for path in (root / "points").iterdir())


if __name__ == "__main__":
    from benchmarks.__main__ import main

    main(["log_call"])
