"""Of every curve its least, greatest and first value, for tables of many runs."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .query import Reader

Columns = dict[str, tuple["array[float]", "array[float]", "array[float]"]]


def extremes(reader: Reader, ids: Sequence[str]) -> Columns:
    """For each metric that is a curve of more than one point in some run: its min, max and first value in each of the
    runs `ids`, in their order, NaN where a run has none."""
    places = {run: place for place, run in enumerate(ids)}
    empty = array("d", [float("nan")]) * len(ids)
    columns: Columns = {}
    nan = float("nan")
    rows = reader.connection().execute("SELECT name, run, min, max, first FROM metrics WHERE count > 1 ORDER BY name")
    for name, run, low, high, first in rows:
        place = places.get(run)
        if place is None:
            continue
        found = columns.get(name)
        if found is None:
            found = columns[name] = (empty[:], empty[:], empty[:])
        found[0][place] = nan if low is None else low
        found[1][place] = nan if high is None else high
        found[2][place] = nan if first is None else first
    return columns
