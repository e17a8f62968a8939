"""Plotly figures as plain data, without plotly: what JupyterLab's renderer, a notebook and an export all draw alike.

Colours of text, background and grid are left to whoever shows them, so that a figure follows the theme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.looks import GREY
from jupyter_tracker.store import filters
from jupyter_tracker.store.values import Values

Figure = dict[str, Any]
HOVER_LONGEST = 80
FAINT = 0.3
BROAD = 0.96
"""Of the width that a bar of a histogram has, so much is drawn."""

FEW = 50
"""Runs of a box that are all shown as points."""


def finite(numbers: Any) -> list[float | None]:
    """Numbers as JSON takes them: None for NaN and the infinities."""
    import numpy as np

    return [value if ok else None for value, ok in zip(numbers.tolist(), np.isfinite(numbers).tolist(), strict=True)]


def plain(values: Values) -> list[float | str | None]:
    """A column as JSON: numbers, texts (shortened), None."""
    shown = finite(values.numbers)
    return [
        formats.text(values.labels[code], HOVER_LONGEST) if code >= 0 else shown[at]
        for at, code in enumerate(values.codes.tolist())
    ]


def figure(data: list[Figure], x: str = "", y: str = "", **layout: Any) -> Figure:
    """A figure with axes that bear these titles."""
    about: Figure = {
        "margin": {"l": 56, "r": 16, "t": 12, "b": 44},
        "xaxis": {"title": {"text": literal(x)}, "automargin": True},
        "yaxis": {"title": {"text": literal(y)}, "automargin": True},
        "showlegend": any(trace.get("showlegend") for trace in data),
        "hovermode": "closest",
    }
    for name, more in layout.items():
        about[name] = {**about[name], **more} if isinstance(about.get(name), dict) else more
    return {"data": data, "layout": about}


def literal(text: str) -> str:
    """Text as Plotly shows it letter by letter: what looks like a tag or a link is none."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literals(values: Sequence[float | str | None]) -> list[float | str | None]:
    """The same for the texts of a column."""
    return [literal(value) if isinstance(value, str) else value for value in values]


def scatter(
    runs: tuple[Sequence[str], Sequence[str]], x: Values, y: Values, looks: Mapping[str, Any], titles: tuple[str, str]
) -> Figure:
    """A point for each run. `runs`: ids, names; `looks`: `of`, a colour for each, and `legend` of (label, colour)."""
    colours = looks.get("of") or "#0072b2"
    points: Figure = {
        "type": "scatter",
        "mode": "markers",
        "x": literals(plain(x)),
        "y": literals(plain(y)),
        "customdata": list(runs[0]),
        "text": literals(list(runs[1])),
        "hovertemplate": "%{text}<br>%{x}, %{y}<extra></extra>",
        "marker": {"size": 7, "opacity": 0.8, "color": colours},
        "showlegend": False,
    }
    texts = {"type": "category", "categoryorder": "array"}
    axes: dict[str, Any] = {
        f"{axis}axis": {**texts, "categoryarray": literals(plain_places(values))}
        for axis, values in (("x", x), ("y", y))
        if values.is_text
    }
    return figure([points, *_legend(looks.get("legend", ()))], *titles, **axes)


def plain_places(values: Values) -> list[float | str | None]:
    """What stands on an axis with texts, as `plain` gives it."""
    return [formats.text(value, HOVER_LONGEST) if isinstance(value, str) else value for value in distinct(values)]


def _legend(entries: Sequence[tuple[str, str]]) -> list[Figure]:
    """Traces of no point that only stand in the legend."""
    marker = {"mode": "markers", "type": "scatter", "x": [None], "y": [None], "showlegend": True, "hoverinfo": "skip"}
    return [{**marker, "name": literal(label), "marker": {"color": colour, "size": 8}} for label, colour in entries]


def parallel(columns: Mapping[str, Values], colour: Sequence[float | None], scale: Sequence[str]) -> Figure:
    """An axis for each column; texts stand at places of their own. Each axis bears its column as `name`."""
    axes = [_axis(name, values) for name, values in columns.items()]
    steps = [[at / (len(scale) - 1), one] for at, one in enumerate(scale)]
    known = [value for value in colour if value is not None]
    line: Figure = {"color": GREY}
    if known:
        middle = (min(known) + max(known)) / 2
        line = {"color": [middle if one is None else one for one in colour], "colorscale": steps, "showscale": True}
    trace = {"type": "parcoords", "dimensions": axes, "line": line}
    return figure([trace], margin={"l": 64, "r": 32, "t": 48, "b": 24})


def _axis(name: str, values: Values) -> Figure:
    """Runs without a value stand just below the others."""
    numbers = [None if value != value else value for value in values.numbers.tolist()]
    label = literal(formats.shortened(filters.name_of(name), 28))
    if not values.is_text:
        known = [value for value in numbers if value is not None and abs(value) != float("inf")]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        below = low - 0.1 * ((high - low) or 1.0)
        kept = [below if value is None or abs(value) == float("inf") else value for value in numbers]
        return {"label": label, "name": name, "values": kept}
    known = distinct(values)
    place = {value: at for at, value in enumerate(known)}
    texts = [formats.UNKNOWN if value is None else literal(formats.text(value, 24)) for value in known]
    return {
        "label": label, "name": name, "values": [place[values.at(at)] for at in range(len(values))],
        "tickvals": list(range(len(known))), "ticktext": texts, "range": [-0.5, max(0.5, len(known) - 0.5)],
    }  # fmt: skip


def distinct(values: Values) -> list[float | str | None]:
    """What stands on an axis with texts, from below: runs without a value, numbers, texts."""
    shown = {values.at(place) for place in range(len(values))}
    return sorted(shown, key=lambda value: (value is not None, isinstance(value, str), value or 0))


def bars(labels: Sequence[str], means: Sequence[Any], titles: tuple[str, str], colours: Sequence[str]) -> Figure:
    """A bar for each group: its mean, the interval as whiskers, n in words (`means`: {n, mean, low, high})."""
    reach = [None if one["high"] is None else one["high"] - one["mean"] for one in means]
    trace = {
        "type": "bar", "x": literals(list(labels)), "y": [one["mean"] for one in means],
        "error_y": {"type": "data", "array": reach, "visible": True, "color": GREY},
        "text": [f"n={one['n']}" for one in means], "textposition": "inside", "insidetextanchor": "start",
        "marker": {"color": list(colours)},
        "hovertemplate": "%{x}<br>%{y:.4g} ± %{error_y.array:.2g}<extra></extra>",
    }  # fmt: skip
    return figure([trace], *titles, xaxis={"type": "category"})


def boxes(groups: Sequence[tuple[str, Sequence[float]]], titles: tuple[str, str], colours: Sequence[str]) -> Figure:
    """A box for each group, with its points."""
    data = [
        {"type": "box", "name": literal(label), "y": list(values), "jitter": 0.4, "pointpos": 0, "showlegend": False,
         "boxpoints": "all" if len(values) < FEW else "outliers", "marker": {"color": colours[at], "size": 5}}
        for at, (label, values) in enumerate(groups)
    ]  # fmt: skip
    return figure(data, *titles, xaxis={"type": "category"})


def histogram(bins: Sequence[tuple[str, int]], edges: Sequence[tuple[float, float]], title: str) -> Figure:
    """How many runs have a value in each bin. `edges` are those of bins of equal width; without them bins stand under
    their labels."""
    labels, counts = [literal(label) for label, _ in bins], [count for _, count in bins]
    trace: Figure = {
        "type": "bar", "x": [(low + high) / 2 for low, high in edges] or labels, "y": counts,
        "text": labels, "textposition": "none", "marker": {"color": "#0072b2"},
        "hovertemplate": "%{text}: %{y}<extra></extra>",
    }  # fmt: skip
    if edges:
        trace["width"] = [(high - low) * BROAD for low, high in edges]
        return figure([trace], title, "runs")
    return figure([trace], title, "runs", bargap=1 - BROAD, xaxis={"type": "category", "nticks": 9})


def importances(params: Sequence[Mapping[str, Any]]) -> Figure:
    """A bar for each param, most important on top; its colour says which way it goes."""
    shown = list(reversed(params))
    ways = [one["correlation"] for one in shown]
    trace = {
        "type": "bar", "orientation": "h", "y": [literal(formats.shortened(one["name"], 32)) for one in shown],
        "x": [one["importance"] for one in shown],
        "marker": {"color": [GREY if way is None else "#0072b2" if way > 0 else "#d55e00" for way in ways]},
        "text": ["" if way is None else f"ρ {way:+.2f}" for way in ways], "textposition": "auto",
        "hovertemplate": "%{y}: ω² %{x:.3f} %{text}<extra></extra>",
    }  # fmt: skip
    return figure([trace], "share of variance (ω²)", "", yaxis={"type": "category"}, xaxis={"rangemode": "tozero"})


def heatmap(names: Sequence[str], rows: Sequence[Sequence[float | None]]) -> Figure:
    """Rank correlations of each pair, blue where two rise together, orange where one falls."""
    shown = [literal(formats.shortened(filters.name_of(name), 28)) for name in names]
    trace = {
        "type": "heatmap", "x": shown, "y": shown, "z": [list(row) for row in rows], "zmin": -1, "zmax": 1,
        "colorscale": [[0, "#d55e00"], [0.5, "#f2f2f2"], [1, "#0072b2"]],
        "hovertemplate": "%{x} and %{y}: ρ %{z:.2f}<extra></extra>",
    }  # fmt: skip
    return figure([trace], yaxis={"autorange": "reversed", "type": "category"}, xaxis={"type": "category"})


def progress(
    all_runs: tuple[list[Any], list[Any]],
    best: tuple[list[Any], list[Any]],
    runs: tuple[Sequence[str], Sequence[str]],
    y: str,
) -> Figure:
    """Every run as a faint point, and the best value so far as a line of steps. `runs`: ids and names of the best."""
    points = {"type": "scatter", "mode": "markers", "x": all_runs[0], "y": all_runs[1], "hoverinfo": "skip",
              "marker": {"color": GREY, "size": 5, "opacity": FAINT}, "showlegend": False}  # fmt: skip
    line = {"type": "scatter", "mode": "lines+markers", "x": best[0], "y": best[1], "text": literals(list(runs[1])),
            "customdata": list(runs[0]),
            "line": {"shape": "hv", "color": "#0072b2"}, "hovertemplate": "%{text}<br>%{y:.4g}<extra></extra>",
            "showlegend": False}  # fmt: skip
    return figure([points, line], "started", y, xaxis={"type": "date"})


def lines(drawn: Sequence[Mapping[str, Any]], titles: tuple[str, str], **axes: Any) -> Figure:
    """Curves: `label, colour, dash, x, value`, and where there are any `smooth`, `low` and `high`."""
    data: list[Figure] = []
    for one in drawn:
        colour, name = one["colour"] or GREY, literal(one["label"])
        about = {"type": "scatter", "mode": "lines", "x": one["x"], "name": name, "legendgroup": name}
        line = {"color": colour, "dash": one["dash"], "width": 1.5}
        if one.get("high") is not None:
            edge = {**about, "hoverinfo": "skip", "showlegend": False, "line": {"width": 0, "color": colour}}
            data.append({**edge, "y": one["low"]})
            data.append({**edge, "y": one["high"], "fill": "tonexty", "opacity": FAINT})
        if one.get("smooth") is not None:
            raw = {**about, "y": one["value"], "opacity": FAINT, "hoverinfo": "skip", "showlegend": False}
            data.append({**raw, "line": {**line, "width": 1}})
        data.append({**about, "y": one.get("smooth") or one["value"], "line": line, "showlegend": len(drawn) > 1})
    return figure(data, *titles, **axes)
