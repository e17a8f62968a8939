"""Curves: one metric of several runs, thinned where the points are."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

from ..desk import Desk, find
from ..errors import Refused
from .base import TrackerHandler, listed

MOST_RUNS = 200
MOST_POINTS = 20_000


def finite_list(values: Iterable[float]) -> list[float | None]:
    """Numbers with None for NaN and the infinities."""
    return [value if isfinite(value) else None for value in values]


def series(desk: Desk, refs: list[str], metric: str, points: int, lo: float | None, hi: float | None) -> dict[str, Any]:
    """The metric's points of each run, at most about `points` of them between the steps `lo` and `hi`.

    Runs without the metric are left out. Raises RefError for a run that isn't there.
    """
    reader = desk.reader
    found: dict[str, Any] = {}
    for run in (find(reader, ref) for ref in refs):
        curve = reader.series(run, metric, points=points, lo=lo, hi=hi)
        if curve.total:
            found[run] = {
                "step": finite_list(curve.step),
                "value": finite_list(curve.value),
                "time": finite_list(curve.time),
                "total": curve.total,
                "sampling": curve.sampling,
            }
    return {"metric": metric, "series": found}


class SeriesHandler(TrackerHandler):
    """`series`."""

    async def get(self) -> None:
        """Answer the curves of one metric."""
        refs, metric = listed(self.text("runs")), self.text("metric")
        if not refs or not metric:
            raise Refused(400, "Say which runs and which metric: ?runs=a,b&metric=loss")
        if len(refs) > MOST_RUNS:
            raise Refused(400, f"At most {MOST_RUNS} runs at once.")
        points = self.whole("points", 600, 2, MOST_POINTS)
        self.reply(await self.ask(series, refs, metric, points, self.number("lo"), self.number("hi")))
