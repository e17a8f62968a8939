"""Fewer points for a plot: of each bucket of steps the lowest and the highest value, and both ends."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import Any

from .arrays import numpy_for
from .series import Series


def window(series: Series, lo: float | None, hi: float | None) -> Series:
    """The points whose step is within `lo` … `hi` (both included)."""
    if lo is None and hi is None:
        return series
    low = float("-inf") if lo is None else lo
    high = float("inf") if hi is None else hi
    numpy = numpy_for(len(series))
    if numpy is None:
        return series.take([place for place, step in enumerate(series.step) if low <= step <= high])
    steps = numpy.frombuffer(series.step)
    return series.take(numpy.flatnonzero((steps >= low) & (steps <= high)))


def decimate(series: Series, points: int) -> Series:
    """At most about `points` of the points (at least 4 a writer), so that a plot of that width looks the same."""
    if len(series) <= points:
        return series
    places: list[int] = []
    start = 0
    runs = _writers(series)
    for end in runs:
        share = max(4, points * (end - start) // len(series))
        places.extend(extremes(series.value, start, end, share))
        start = end
    return series.take(places)


def _writers(series: Series) -> list[int]:
    """Where each writer's points end."""
    if series.writer[0] == series.writer[-1]:
        return [len(series)]
    ends = [place + 1 for place, (one, other) in enumerate(pairwise(series.writer)) if one != other]
    return [*ends, len(series)]


def extremes(values: array[float], start: int, end: int, points: int) -> list[int]:
    """Of the values from `start` to `end`: places of the first and last and of the least and greatest of each bucket
    between, in order; at most about `points` of them."""
    if end - start <= points:
        return list(range(start, end))
    buckets = max(1, (points - 2) // 2)
    edges = [start + 1 + (end - start - 2) * bucket // buckets for bucket in range(buckets + 1)]
    numpy = numpy_for(end - start)
    if numpy is not None:
        chosen = _by_numpy(numpy, values, edges)
    else:
        chosen = set()
        for low, high in pairwise(edges):
            chosen.update(_bucket(values, low, high))
    return sorted({start, end - 1, *chosen})


def _bucket(values: array[float], low: int, high: int) -> list[int]:
    numbers = [(values[place], place) for place in range(low, high) if values[place] == values[place]]
    # A bucket of nothing but NaN keeps one, so that the gap is seen.
    return (
        [min(numbers)[1], max(numbers, key=lambda pair: (pair[0], -pair[1]))[1]]
        if numbers
        else [low]
        if high > low
        else []
    )


def _by_numpy(numpy: Any, values: array[float], edges: list[int]) -> set[int]:
    """The same for all buckets at once, as rows of one table: a loop over them costs more than reading the points."""
    all_values = numpy.frombuffer(values)
    begins, ends = (numpy.array(some)[:, None] for some in (edges[:-1], edges[1:]))
    places = begins + numpy.arange(int((ends - begins).max(initial=0)))
    inside = numpy.minimum(places, numpy.maximum(ends - 1, begins))
    buckets = all_values[inside]
    gaps = numpy.isnan(buckets)
    rows = numpy.arange(len(buckets))
    # A bucket of nothing but NaN gives its first place, so that the gap is seen.
    lowest = numpy.where(gaps, numpy.inf, buckets).argmin(axis=1)
    highest = numpy.where(gaps, -numpy.inf, buckets).argmax(axis=1)
    full = (ends > begins)[:, 0]
    return {*inside[rows, lowest][full].tolist(), *inside[rows, highest][full].tolist()}
