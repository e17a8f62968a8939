"""Small cells of our own with exact expectations, by channel."""

from __future__ import annotations

from benchmarks.capture.cells import (
    calls,
    libraries,
    loops,
    loops_more,
    models,
    names,
    names_more,
    resources,
    results,
    searches,
    text,
)
from benchmarks.capture.cells.base import Cell

CHANNELS: dict[str, list[Cell]] = {
    "names": names.CELLS + names_more.CELLS,
    "loops": loops.CELLS + loops_more.CELLS,
    "calls": calls.CELLS,
    "results": results.CELLS,
    "text": text.CELLS,
    "searches": searches.CELLS,
    "libraries": libraries.CELLS,
    "resources": resources.CELLS,
    "models": models.CELLS,
}
"""The nine channels in the order of the documentation."""
