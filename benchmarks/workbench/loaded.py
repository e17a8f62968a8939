"""What the sidebar loads of our own code until it is drawn, of a production build (`jlpm build:prod`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, Size
from benchmarks.queries import fill
from benchmarks.workbench.browser import measured
from jupyter_tracker.store import Store


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """Pieces that come over the network, as they come (not compressed)."""
    place = folder / "store"
    (place / ".tracker").mkdir(parents=True)
    store = Store.open(place / ".tracker")
    fill(store, size(20, 3))
    store.reader().refresh()
    found = measured("loaded.mjs", place)
    yield Figure("first paint of the sidebar, our own code", found["own"], "kB", "≤ 150 kB")
    yield Figure("  libraries beside it", found["libraries"], "kB")
    yield Figure("  in so many pieces", found["pieces"], "files")
