"""The screens for many runs, in a real browser: `python -m benchmarks workbench`. It needs Node and Chromium (`make
lab`), and what is built of the front end."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Figure, Size

PARTS = ["loaded", "table", "curves"]
"""The modules here that measure a screen, each with `figures`."""


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """Each screen in a folder of its own."""
    for part in PARTS:
        place = folder / part
        place.mkdir()
        yield from import_module(f"benchmarks.workbench.{part}").figures(place, size)
