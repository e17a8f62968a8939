"""What a cell costs beside its own work, whatever lives in the namespace: bare, with us, with others that trace."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack, closing
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measure import Figure, Size
from benchmarks.shells import Shell

ASKED = "≤ 5 ms"
FRAMES = (
    "import numpy as np, pandas as pd\n"
    "frames = [pd.DataFrame(np.ones(({rows}, 16))) for _ in range(8)]\n"
    "one = frames[0]"
)
NAMES = "for _n in range(500):\n    globals()[f'number_{_n}'] = _n * 0.5\n    globals()[f'list_{_n}'] = [_n, {'a': _n}]"
NAMESPACES = {"an empty namespace": "pass", "1 GB of frames": FRAMES, "1,000 names": NAMES}
CELLS = {
    "a cell that assigns": "a = 3\nb = a * 2 + 1",
    "a cell that calls a function": "def scale(v):\n    return [one * 2 for one in v]\nscaled = scale([1, 2, 3])",
    "a cell that changes a list": "items = [1, 2, 3]\nitems.append(4)\ntotal = sum(items)",
}
ON_FRAMES = {"a cell that looks at a frame": "top = one.head(3)", "a cell that changes a frame": "one.loc[5, 3] = 0.5"}
PEERS = {"ipyflow": "%load_ext ipyflow", "exptrack": "%load_ext exptrack"}
"""Others that trace cells, measured in the same run where they are installed."""


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """The same cells in shells of their own, turn by turn."""
    peers = [name for name in PEERS if find_spec(name) is not None]
    for number, (namespace, setup) in enumerate(NAMESPACES.items()):
        with ExitStack() as open_shells:
            sides: dict[str, Shell] = {}
            for side in ("bare", "tracked", *peers):
                place = folder / f"{number}-{side}"
                place.mkdir(parents=True)
                sides[side] = open_shells.enter_context(closing(Shell(place, tracked=side == "tracked")))
                if side in PEERS:
                    sides[side].ask("run", PEERS[side])
                sides[side].ask("run", setup.replace("{rows}", str(size(1_000_000, 100))))
            for name, cell in (CELLS | (ON_FRAMES if "frames" in namespace else {})).items():
                yield _compared(sides, f"{name}, {namespace}", cell, size(60, 3))


def _compared(sides: dict[str, Shell], name: str, cell: str, rounds: int) -> Figure:
    took: dict[str, list[float]] = {side: [] for side in sides}
    for turn in range(rounds + 2):
        for side in sides if turn % 2 else reversed(sides):
            seconds = sides[side].ask("run", cell)
            if turn >= 2:
                took[side].append(seconds * 1e3)
    medians = {side: statistics.median(found) for side, found in took.items()}
    beside = [f"bare {medians['bare']:.2f} ms"]
    for peer in PEERS:
        added = f"adds {medians[peer] - medians['bare']:.2f} ms" if peer in sides else "not installed here"
        beside.append(f"{peer} {added}")
    return Figure(name, medians["tracked"] - medians["bare"], "ms", ASKED, ", ".join(beside))
