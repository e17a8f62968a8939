"""The charts of the board as Plotly figures, each with what it shows in words and as a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ..analysis import figures, formats
from ..analysis.configurations import Counted
from ..analysis.curves import Smoothing
from ..analysis.histograms import header
from ..analysis.learnt import Learnt
from ..analysis.looks import SCALE, Looks, coloured, on_scale
from ..analysis.means import mean_of
from ..analysis.sheet import in_order, members
from ..render import palette
from ..store.selecting import Selection
from ..store.values import Values
from . import influence, said
from .bench import Bench, Measure
from .curves import RELATIVE, STEP, TIME, Drawing, drawn
from .groups import CONFIGURATION, DAY, called, grouping, labels_of

Card = dict[str, Any]
MOST_POINTS = 20_000
MOST_GROUPS = 60
MOST_ROWS = 200
X_TITLES = {STEP: "step", RELATIVE: "seconds since the run began", TIME: "time"}


@dataclass
class Chart:
    """A figure, what was done (`said`), the same as a table, how many runs are in it, the columns of its axes, and what
    stands at the places of those with texts."""

    figure: dict[str, Any]
    said: list[said.Said]
    columns: list[str]
    rows: list[list[Any]]
    runs: int
    axes: list[str] = field(default_factory=list)
    labels: list[list[float | str | None] | None] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """As plain data; the table cut where it is long."""
        return {
            "figure": self.figure, "said": said.as_list(self.said), "columns": self.columns,
            "rows": self.rows[:MOST_ROWS], "total": len(self.rows), "runs": self.runs, "axes": self.axes,
            "labels": self.labels,
        }  # fmt: skip


def chart(
    bench: Bench, selection: Selection, card: Card, learnt: Learnt | None = None, *, only: Sequence[str] | None = None
) -> Chart:
    """The chart that a card asks for over the runs selected (of those in `only`, where given).

    Raises FilterError for what is no column or metric, ValueError where the card lacks something.
    """
    kinds: dict[str, Callable[[_Asked, Card], Chart]] = {
        "curve": _curve, "scatter": _scatter, "parallel": _parallel, "bar": _bar, "box": _box,
        "histogram": _histogram, "importance": _importance, "correlation": _correlation, "progress": _progress,
    }  # fmt: skip
    kind = card.get("kind")
    if kind not in kinds:
        raise ValueError(f"a chart is one of {', '.join(kinds)}")
    for name in ("x", "y", "column", "colour", "dash", "by"):
        if card.get(name) and not (name == "by" and card[name] in (DAY, CONFIGURATION)):
            bench.checked(card[name])
    for name in card.get("columns", ()):
        bench.checked(name)
    return kinds[kind](_Asked(bench, selection, learnt, only), card)


def drawing(card: Card) -> Drawing:
    """How a card of curves is drawn."""
    smoothing = card.get("smoothing")
    return Drawing(
        x=card.get("over") or STEP,
        points=card.get("points", 600),
        low=card.get("low"),
        high=card.get("high"),
        smoothing=Smoothing(smoothing["method"], smoothing["amount"]) if smoothing else None,
        group=card.get("by") or None,
        band=card.get("band", "mean-ci"),
        colour=card.get("colour") or None,
        dash=card.get("dash") or None,
        most=card.get("most", 100),
        ordinary=card.get("ordinary", False),
    )


@dataclass
class _Asked:
    bench: Bench
    selection: Selection
    learnt: Learnt | None
    only: Sequence[str] | None

    def ids(self) -> list[str]:
        return self.bench.ids(self.selection) if self.only is None else list(self.only)

    def measure(self, card: Card) -> Measure:
        return Measure(_given(card, "metric"), self.bench.names()["metrics"], self.learnt)

    def few(self) -> tuple[list[str], list[said.Said]]:
        """As many runs as a chart of single runs takes, and what that leaves out."""
        ids = self.ids()
        return ids[:MOST_POINTS], said.cut("first_runs", MOST_POINTS, len(ids))

    def named(self, ids: Sequence[str]) -> list[str]:
        names = self.bench.columns.of("name", ids)
        return [str(names.at(at) or id) for at, id in enumerate(ids)]

    def looks(self, card: Card, ids: Sequence[str]) -> Looks:
        column = card.get("colour")
        return coloured(self.bench.columns.of(column, ids), palette.COLORS) if column else Looks([])


def _given(card: Card, name: str) -> Any:
    value = card.get(name)
    if not value:
        raise ValueError(f"a chart of kind {card['kind']} needs {name!r}")
    return value


def _known(*columns: Values) -> Any:
    """Where all of these have a value."""
    there = columns[0].there
    for values in columns[1:]:
        there = there & values.there
    return there


def _curve(asked: _Asked, card: Card) -> Chart:
    found = drawn(
        asked.bench, asked.selection, asked.measure(card), drawing(card), only=asked.only, learnt=asked.learnt
    )
    colours = card.get("colours") or {}
    own = palette.assign(
        [line.runs[0] for line in found.lines], {**palette.kept(asked.bench.reader.views()), **colours}
    )
    over = card.get("over") or STEP
    lines: list[dict[str, Any]] = []
    for line in found.lines:
        x = figures.finite(line.x)
        drawn_as: dict[str, Any] = {"label": line.label, "colour": line.colour or own[line.runs[0]], "dash": line.dash}
        drawn_as["x"] = [None if at is None else moment_of(at) for at in x] if over == TIME else x
        for name in ("value", "smooth", "low", "high"):
            column = getattr(line, name)
            drawn_as[name] = None if column is None else figures.finite(column)
        lines.append(drawn_as)
    axes: dict[str, Any] = {"xaxis": _axis(card, "x"), "yaxis": _axis(card, "y")}
    title = X_TITLES.get(over, over)
    rows = [[line.label, line.total, _plain(line.last), *_reach(line.value)] for line in found.lines]
    figure = figures.lines(lines, (title, found.measure.name), **axes)
    return Chart(figure, found.said, ["run", "points", "last", "least", "greatest"], rows, found.shown)


def _axis(card: Card, axis: str) -> dict[str, Any]:
    logarithmic = bool(card.get(f"log_{axis}"))
    low, high = (
        (card.get(f"{axis}_low"), card.get(f"{axis}_high")) if axis == "y" else (card.get("low"), card.get("high"))
    )
    about: dict[str, Any] = {"type": "log"} if logarithmic else {}
    if low is not None and high is not None and not (logarithmic and low <= 0):
        about["range"] = [math.log10(low), math.log10(high)] if logarithmic else [low, high]
    return about


def _reach(values: Any) -> list[float | None]:
    import numpy as np

    known = values[np.isfinite(values)]
    return [float(known.min()), float(known.max())] if len(known) else [None, None]


def moment_of(seconds: float) -> str:
    """A moment as Plotly's axis of dates takes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _scatter(asked: _Asked, card: Card) -> Chart:
    x, y = _given(card, "x"), _given(card, "y")
    ids, cut = asked.few()
    columns = asked.bench.columns.many([x, y], ids)
    places = _known(columns[x], columns[y]).nonzero()[0]
    ids = [ids[at] for at in places.tolist()]
    first, second = columns[x].take(places), columns[y].take(places)
    looks, names = asked.looks(card, ids), asked.named(ids)
    figure = figures.scatter(
        (ids, names), first, second, {"of": looks.of, "legend": looks.legend}, (called(x), called(y))
    )
    for axis in ("x", "y"):
        figure["layout"][f"{axis}axis"].update(_axis({**card, "low": None}, axis))
    rows = [list(row) for row in zip(names, figures.plain(first), figures.plain(second), strict=True)]
    labels = [figures.distinct(values) if values.is_text else None for values in (first, second)]
    return Chart(figure, [said.some(len(ids)), *cut], ["run", x, y], rows, len(ids), [x, y], labels)


def _parallel(asked: _Asked, card: Card) -> Chart:
    names = list(dict.fromkeys(_given(card, "columns")))
    ids, cut = asked.few()
    colour = card.get("colour") or names[-1]
    found = asked.bench.columns.many(list(dict.fromkeys([*names, colour])), ids)
    columns = {name: found[name] for name in names}
    by = found[colour]
    shades = (
        [float(code) if code >= 0 else None for code in by.codes.tolist()] if by.is_text else figures.finite(by.numbers)
    )
    scale = [on_scale(at / (len(SCALE) - 1)) for at in range(len(SCALE))]
    figure = figures.parallel(columns, shades, scale)
    rows = [list(row) for row in zip(asked.named(ids), *map(figures.plain, columns.values()), strict=True)]
    labels = [figures.distinct(values) if values.is_text else None for values in columns.values()]
    return Chart(figure, [said.some(len(ids)), *cut], ["run", *names], rows, len(ids), names, labels)


def _grouped(asked: _Asked, card: Card) -> tuple[Measure, list[str], list[list[float]], list[said.Said]]:
    """The labels of groups, and their numbers: of the runs that count and have one."""
    metric, bench, ids = asked.measure(card), asked.bench, asked.ids()
    known = bench.params(ids)
    counted: Counted = bench.counted(ids, asked.learnt, known)
    keys, coding = grouping(bench, _given(card, "by"), ids, known, counted, asked.learnt)
    numbers = bench.columns.of(metric.column, ids).numbers
    told: list[tuple[Any, str, list[float]]] = []
    for places in members(in_order(coding)):
        held = [float(numbers[at]) for at in places if counted.counts[at] and math.isfinite(numbers[at])]
        if held:
            first = next(iter(keys.values())).at(places[0]) if keys else None
            told.append(((first is None, isinstance(first, str), first or 0), labels_of(keys, places[0]), held))
    told.sort(key=lambda one: one[0])
    counts = sum(len(held) for _, _, held in told)
    out = said.left_out(counted.left_out(range(len(ids))))
    done = [said.some(counts), *out, *said.cut("first_groups", MOST_GROUPS, len(told))]
    told = told[:MOST_GROUPS]
    return metric, [label for _, label, _ in told], [held for _, _, held in told], done


def _shades(count: int) -> list[str]:
    return [palette.COLORS[at % len(palette.COLORS)] for at in range(count)]


def _bar(asked: _Asked, card: Card) -> Chart:
    metric, labels, numbers, done = _grouped(asked, card)
    means = [mean.as_dict() for held in numbers if (mean := mean_of(held))]
    figure = figures.bars(labels, means, (called(card["by"]), metric.name), _shades(len(labels)))
    rows = [[label, one["n"], one["mean"], one["low"], one["high"]] for label, one in zip(labels, means, strict=True)]
    return Chart(figure, [("means", []), *done], [card["by"], "n", "mean", "low", "high"], rows, sum(map(len, numbers)))


def _box(asked: _Asked, card: Card) -> Chart:
    import numpy as np

    metric, labels, numbers, done = _grouped(asked, card)
    figure = figures.boxes(
        list(zip(labels, numbers, strict=True)), (called(card["by"]), metric.name), _shades(len(labels))
    )
    quarters = [np.quantile(held, (0, 0.25, 0.5, 0.75, 1)).tolist() for held in numbers]
    rows = [[label, len(held), *five] for label, held, five in zip(labels, numbers, quarters, strict=True)]
    columns = [card["by"], "n", "least", "lower quartile", "median", "upper quartile", "greatest"]
    return Chart(figure, done, columns, rows, sum(map(len, numbers)))


def _histogram(asked: _Asked, card: Card) -> Chart:
    column, ids = _given(card, "column"), asked.ids()
    found = header(column, asked.bench.columns.of(column, ids))
    if found["kind"] == "category":
        bins = [(formats.text(one["value"]), one["count"]) for one in found["categories"]]
        if found["others"]:
            bins.append(("others", found["others"]))
    else:
        bins = [(_bin(one, bool(found.get("whole"))), one["count"]) for one in found.get("bins", ())]
    missing = said.left_out({"without": found["missing"]})
    edges = [(one["low"], one["high"]) for one in found.get("bins", ()) if one["low"] < one["high"]]
    if found.get("log") or len(edges) < len(bins):
        edges = []
    figure, count = figures.histogram(bins, edges, called(column)), found["count"] - found["missing"]
    rows: list[list[Any]] = [list(one) for one in bins]
    return Chart(figure, [said.some(count), *missing], [column, "runs"], rows, count, [column])


def _bin(one: dict[str, Any], whole: bool) -> str:
    low, high = one["low"], one["high"]
    if whole or low == high:
        return formats.number((low + high) / 2)
    return f"{formats.number(low)} – {formats.number(high)}"


def _importance(asked: _Asked, card: Card) -> Chart:
    metric = asked.measure(card)
    found = influence.importance(asked.bench, asked.ids(), metric, asked.learnt)
    params = found["params"][:20]
    if all(one["importance"] is None for one in params):
        why = "too few of them for so many values" if params else "no param differs among them"
        raise ValueError(f"nothing to rank: {found['runs']} of these runs finished with {metric.name}, and {why}")
    rows = [[one["name"], one["importance"], one["correlation"], one["p"], one["n"]] for one in found["params"]]
    done: list[said.Said] = [("share", [metric.name]), said.some(found["runs"])]
    return Chart(figures.importances(params), done, ["param", "ω²", "ρ", "p", "n"], rows, found["runs"])


def _correlation(asked: _Asked, card: Card) -> Chart:
    columns = list(dict.fromkeys(_given(card, "columns")))
    ids = asked.ids()
    found = influence.correlated(asked.bench, ids, columns)
    rows = [[name, *row] for name, row in zip(found["names"], found["rho"], strict=True)]
    figure = figures.heatmap(found["names"], found["rho"])
    return Chart(figure, [("ranks", []), said.some(len(ids))], ["", *found["names"]], rows, len(ids), found["names"])


def _progress(asked: _Asked, card: Card) -> Chart:
    metric = asked.measure(card)
    ids, cut = asked.few()
    found = influence.progress(asked.bench, ids, metric)["points"]
    columns = asked.bench.columns.many([metric.column, "started"], ids)
    started, numbers = columns["started"].numbers, columns[metric.column].numbers
    places = _known(columns["started"], columns[metric.column]).nonzero()[0].tolist()
    every = [moment_of(started[at]) for at in places], figures.finite(numbers[places])
    best = [moment_of(one["started"]) for one in found], [one["value"] for one in found]
    runs = [one["run"] for one in found]
    names = asked.named(runs)
    if metric.direction is None:
        raise ValueError(f"nobody knows whether more or less {metric.name} is better: rule on it first, in the panel")
    rows = [[name, when, value, one["number"]] for name, when, value, one in zip(names, *best, found, strict=True)]
    figure = figures.progress(every, best, (runs, names), metric.name)
    done: list[said.Said] = [("highest" if metric.direction == "up" else "lowest", [metric.name])]
    return Chart(figure, [*done, said.some(len(places)), *cut],
                 ["run", "started", metric.name, "run number"], rows, len(places))  # fmt: skip


def _plain(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
