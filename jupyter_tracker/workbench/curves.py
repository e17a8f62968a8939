"""The curves of many runs over steps, time or another metric: thinned where the points are, smoothed, in groups."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..analysis.configurations import Counted
from ..analysis.curves import BandKind, Smoothing, ordinary, smoothed, together
from ..analysis.learnt import Learnt
from ..analysis.looks import DASHES, GREY, Looks, coloured, dashed, shared
from ..analysis.sheet import in_order, members
from ..render import palette
from ..store.arrays import from_numpy
from ..store.decimate import extremes
from ..store.selecting import Selection
from ..store.values import Values
from . import said
from .bench import Bench, Measure
from .groups import grouping, labels_of

STEP, RELATIVE, TIME = "step", "relative", "time"
MOST_RUNS = 200
MOST_POINTS, FEWEST = 40_000, 200
"""Points of all curves together, about, and of one curve at least: a plot of many curves needs fewer of each."""


@dataclass(frozen=True)
class Drawing:
    """How curves are drawn.

    Attributes:
        x: `step`, `relative` (seconds since the run began), `time` (unix seconds), or the name of another metric.
        points: of each curve, about; fewer where there are many curves.
        low, high: the part of x that is looked at; None is no end.
        smoothing: None leaves curves as they are.
        group: a column, `day` or `configuration`: the runs that count of each group become one curve with a band.
        band: what that curve and its band are.
        colour, dash: columns by whose values runs look.
        most: so many runs at most, the first ones in the order asked for.
        ordinary: whether to tell between what values all but outliers lie.
    """

    x: str = STEP
    points: int = 600
    low: float | None = None
    high: float | None = None
    smoothing: Smoothing | None = None
    group: str | None = None
    band: BandKind = "mean-ci"
    colour: str | None = None
    dash: str | None = None
    most: int = 100
    ordinary: bool = False


@dataclass
class Line:
    """A curve as it is drawn, of one run or of a group (then with a band)."""

    label: str
    runs: list[str]
    colour: str | None
    dash: str
    x: Any
    value: Any
    smooth: Any = None
    low: Any = None
    high: Any = None
    n: Any = None
    total: int = 0
    last: float | None = None


@dataclass
class Drawn:
    """All of a chart's curves, and what was done."""

    measure: Measure
    lines: list[Line]
    runs: int
    shown: int
    colours: list[tuple[str, str]] = field(default_factory=list)
    dashes: list[tuple[str, str]] = field(default_factory=list)
    ordinary: tuple[float, float] | None = None
    said: list[said.Said] = field(default_factory=list)


def drawn(
    bench: Bench,
    selection: Selection,
    metric: Measure,
    how: Drawing,
    *,
    only: Sequence[str] | None = None,
    learnt: Learnt | None = None,
) -> Drawn:
    """The curves of the runs selected (of those in `only`, where given) that have the metric.

    Raises FilterError for what is no column, ValueError for an x that no run has.
    """
    all_ids = bench.ids(selection) if only is None else list(dict.fromkeys(only))
    having = bench.having(metric.name)
    ids = [id for id in all_ids if id in having]
    return _Chart(bench, metric, how, learnt).of(ids)


class _Chart:
    def __init__(self, bench: Bench, metric: Measure, how: Drawing, learnt: Learnt | None) -> None:
        self.bench, self.metric, self.how, self.learnt = bench, metric, how, learnt
        if how.x not in (STEP, RELATIVE, TIME) and how.x not in bench.names()["metrics"]:
            raise ValueError(f"x is {STEP}, {RELATIVE}, {TIME} or a metric, and no run has a metric {how.x!r}")

    def of(self, ids: list[str]) -> Drawn:
        """The curves of these runs."""
        if self.how.group is not None:
            return self._groups(ids)
        shown = ids[: min(self.how.most, MOST_RUNS)]
        names = self.bench.columns.of("name", shown)
        colour, dash = self._looks(shown)
        points = [self._points(id) for id in shown]
        self._share(len(shown))
        lines = [
            self._thinned(Line(str(names.at(at) or id), [id], colour.of[at] if colour.of else None, dash.of[at], x, y))
            for at, (id, (x, y)) in enumerate(zip(shown, points, strict=True))
        ]
        lasts = self.bench.columns.of(self.metric.column, shown).numbers.tolist()
        for line, last in zip(lines, lasts, strict=True):
            line.last = None if last != last else last
        done = said.cut("first_runs", len(shown), len(ids))
        return self._answer(Drawn(self.metric, lines, len(ids), len(shown), colour.legend, dash.legend, said=done))

    def _groups(self, ids: list[str]) -> Drawn:
        bench, how = self.bench, self.how
        known = bench.params(ids)
        counted: Counted = bench.counted(ids, self.learnt, known)
        keys, coding = grouping(bench, str(how.group), ids, known, counted, self.learnt)
        lines: list[Line] = []
        held = [[at for at in places if counted.counts[at]] for places in members(in_order(coding))]
        held = [places for places in held if places][:MOST_RUNS]
        self._share(len(held))
        colour, dash = self._group_looks([[ids[at] for at in places] for places in held])
        for number, places in enumerate(held):
            curves = [self._points(ids[at]) for at in places]
            if how.smoothing is not None:
                curves = [(x, smoothed(y, how.smoothing)) for x, y in curves]
            band = together(curves, how.band)
            label = labels_of(keys, places[0])
            runs = [ids[at] for at in places]
            line = Line(
                label, runs, colour.of[number], dash.of[number], band.x, band.middle, None, band.low, band.high, band.n
            )
            line.last = float(band.middle[-1]) if len(band.middle) else None
            lines.append(self._thinned(line))
        sizes = [len(places) for places in held] or [0]
        done: list[said.Said] = [("band", [how.band, min(sizes), max(sizes)])]
        done += said.left_out(counted.left_out(range(len(ids))))
        runs_shown = sum(map(len, held))
        return self._answer(Drawn(self.metric, lines, len(ids), runs_shown, colour.legend, dash.legend, said=done))

    def _share(self, curves: int) -> None:
        """Take fewer points of each where there are many curves."""
        share = max(FEWEST, MOST_POINTS // max(1, curves))
        self.how = replace(self.how, points=min(self.how.points, share))

    def _answer(self, found: Drawn) -> Drawn:
        if self.how.smoothing:
            found.said.append((f"smooth_{self.how.smoothing.method}", [self.how.smoothing.amount]))
        if self.how.ordinary:
            found.ordinary = ordinary([line.value for line in found.lines])
        return found

    def _looks(self, ids: list[str]) -> tuple[Looks, Looks]:
        colour, dash = self.how.colour, self.how.dash
        colours = coloured(self._column(colour, ids), palette.COLORS) if colour else Looks([])
        return colours, dashed(self._column(dash, ids)) if dash else Looks([DASHES[0]] * len(ids))

    def _group_looks(self, groups: list[list[str]]) -> tuple[Looks, Looks]:
        """By what all runs of a group have in a column; without one each group looks its own way."""
        of_runs = self._looks([id for group in groups for id in group])
        colour, dash = (
            shared(looks, [len(group) for group in groups], own)
            for looks, own in zip(of_runs, (GREY, DASHES[0]), strict=True)
        )
        numbers = range(len(groups))
        if not self.how.colour:
            colour = Looks([palette.COLORS[number % len(palette.COLORS)] for number in numbers])
            if not self.how.dash:
                rounds = (min(number // len(palette.COLORS), len(DASHES) - 1) for number in numbers)
                dash = Looks([DASHES[at] for at in rounds])
        return colour, dash

    def _column(self, name: str, ids: list[str]) -> Values:
        return self.bench.columns.of(self.bench.checked(name), ids)

    def _points(self, run: str) -> tuple[Any, Any]:
        """All points of a run in the order of x."""
        import numpy as np

        series = self.bench.reader.series(run, self.metric.name)
        step, time, value = (np.frombuffer(one) if len(one) else np.array([]) for one in _columns(series))
        x = {STEP: step, TIME: time}.get(self.how.x)
        if x is None:
            x = time - self._began(run, time) if self.how.x == RELATIVE else self._other(run, step)
        known = np.isfinite(x)
        if not known.all():
            x, value = x[known], value[known]
        if len(x) > 1 and (np.diff(x) < 0).any():
            order = np.argsort(x, kind="stable")
            x, value = x[order], value[order]
        return x, value

    def _began(self, run: str, time: Any) -> float:
        started = float(self.bench.columns.of("started", [run]).numbers[0])
        return started if started == started or not len(time) else float(time.min())

    def _other(self, run: str, step: Any) -> Any:
        """What the metric that stands on x was when these steps were reached; NaN before its first point."""
        import numpy as np

        other = self.bench.reader.series(run, self.how.x)
        steps, _, values = (np.frombuffer(one) if len(one) else np.array([]) for one in _columns(other))
        if not len(steps):
            return np.full(len(step), np.nan)
        order = np.argsort(steps, kind="stable")
        places = np.searchsorted(steps[order], step, side="right") - 1
        return np.where(places >= 0, values[order][np.maximum(places, 0)], np.nan)

    def _thinned(self, line: Line) -> Line:
        """The part that is looked at, with a point more on either side, and of that the points that a plot shows."""
        import numpy as np

        smooth = line.smooth
        if self.how.smoothing is not None and self.how.group is None and len(line.value):
            smooth = smoothed(line.value, self.how.smoothing)
        low = 0 if self.how.low is None else max(0, int(np.searchsorted(line.x, self.how.low)) - 1)
        high = len(line.x) if self.how.high is None else int(np.searchsorted(line.x, self.how.high, "right")) + 1
        line.total = len(line.x)
        part = slice(low, min(high, len(line.x)))
        chosen = _places([line.value[part], *(one[part] for one in (line.low, line.high) if one is not None)], self.how)
        for name, column in (("x", line.x), ("value", line.value), ("smooth", smooth), ("low", line.low),
                             ("high", line.high), ("n", line.n)):  # fmt: skip
            if column is not None:
                setattr(line, name, column[part][chosen])
        return line


def _columns(series: Any) -> tuple[array[float], array[float], array[float]]:
    return series.step, series.time, series.value


def _places(columns: Sequence[Any], how: Drawing) -> Any:
    """Which places keep the ends and the extremes of all of these columns."""
    import numpy as np

    share = how.points // len(columns)
    kept: set[int] = set()
    for column in columns:
        kept.update(extremes(from_numpy(column, "d"), 0, len(column), share))
    return np.array(sorted(kept), dtype=np.int64)
