"""What other channels have told: printed values that are the points of one of their series, rounded."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jupyter_tracker.capture import judgement

if TYPE_CHECKING:
    from jupyter_tracker.capture.printed.series import Point
    from jupyter_tracker.capture.records import Row

MANY = 20_000
"""Points of one series that are remembered."""
TRIES = 50
ALIKE, UNLIKE = 3, 8
"""Digits that different values must have together: where names say the same measure, and otherwise."""
_GENERAL = frozenset("score scores metric metrics error err errors loss losses cost performance residual".split())


class Told:
    """The points of the series that other channels gave in one cell. `add` is called while the cell runs, for each."""

    def __init__(self) -> None:
        """Nothing was told."""
        self._series: dict[str, dict[float, float]] = {}

    def add(self, names: Sequence[str], rows: Sequence[Row]) -> None:
        """Another channel gives points."""
        for at, name in enumerate(names, 2):
            known = self._series.get(name)
            if known is None:
                known = self._series[name] = {}
            for row in rows:
                known[len(known) if row[0] is None else row[0]] = row[at]  # type: ignore[assignment]
            if len(known) > MANY:
                for old in list(known)[: MANY // 2]:
                    del known[old]

    def names(self, name: str) -> bool:
        """Whether a series of this name was told."""
        return name in self._series

    def has(self, points: Sequence[Point]) -> bool:
        """Whether these are the points of a series that was told: equal as far as they were printed, at the same steps
        or at steps that are all as many further."""
        printed = _measures(points[0].name)
        for name, values in list(self._series.items()):
            measured = _measures(name)
            alike = bool(printed & measured) or name == points[0].name
            if printed and measured and not alike:
                continue
            if _are_among(points, dict(values), ALIKE if alike else UNLIKE):
                return True
        return False


def _are_among(points: Sequence[Point], values: Mapping[float, float], digits: int) -> bool:
    first = points[0]
    shifts = [step - first.step for step, value in values.items() if _is(first, value)]
    shifts.sort(key=abs)
    return any(_fit(points, values, shift, digits) for shift in shifts[:TRIES])


def _fit(points: Sequence[Point], values: Mapping[float, float], shift: float, digits: int) -> bool:
    """Whether all points that have a partner so many steps further are equal to it, and enough have one."""
    partners = [(point, values.get(point.step + shift)) for point in points]
    there = [(point, value) for point, value in partners if value is not None]
    if len(there) < min(3, len(points)) or not all(_is(point, value) for point, value in there):
        return False
    return sum({point.value: _significant(point) for point, _ in there}.values()) >= digits


def _significant(point: Point) -> int:
    """Digits that a point was printed with, leading zeros apart."""
    size = abs(point.value)
    return max(0, math.floor(math.log10(size)) + 1 + point.digits) if 0 < size < math.inf else 0


def _is(point: Point, value: float) -> bool:
    near = 0.5000001 * 10.0**-point.digits
    return any(abs(value * by - point.value) <= near for by in (1.0, 100.0))


def _measures(name: str) -> set[str]:
    """What is measured, by the words of a name; nothing where it says no more than loss, error or score."""
    return judgement.words(name) & judgement.METRIC_WORDS - _GENERAL
