"""Figures of a report: Plotly figures as plain JSON, and the same as pictures by matplotlib."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.formats import as_number
from jupyter_tracker.render import svg
from jupyter_tracker.reports.content import Chart, Content

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CONFIG = {"displaylogo": False, "showSendToCloud": False, "responsive": True}
"""No chart of ours offers to send data anywhere."""

INK, GRID = "#808790", "rgba(128,128,128,0.25)"
"""Reads on light and on dark: a figure takes the page's background."""

Picture = Literal["png", "jpeg"]


def curves(chart: Chart) -> dict[str, Any]:
    """A Plotly figure of a metric's curves; what is not finite leaves a gap."""
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": _safe(line.label),
            "x": [x for x, _ in line.points],
            "y": [y if math.isfinite(y) else None for _, y in line.points],
            "line": {"color": line.color, "width": 2},
            "connectgaps": False,
        }
        for line in chart.lines
    ]
    layout = _layout(_safe(chart.metric), 380)
    layout["xaxis"] = {**_axis(), "title": {"text": "step"}}
    layout["yaxis"] = {**_axis(), **({"type": "log"} if is_log(chart) else {})}
    layout["hovermode"] = "x unified"
    layout["showlegend"] = True
    return {"data": traces, "layout": layout, "config": CONFIG}


def bars(content: Content) -> dict[str, Any]:
    """A Plotly figure of the metrics that tell the runs apart, one panel each."""
    rows = content.bars
    layout = _layout("Results", 120 + 30 * len(content.labels))
    layout |= {
        "showlegend": False,
        "annotations": [],
        "yaxis": {**_axis(), "autorange": "reversed", "automargin": True},
    }
    traces = []
    width = 1 / max(len(rows), 1)
    for place, row in enumerate(rows):
        number = str(place + 1) if place else ""
        start = place * width
        layout[f"xaxis{number}"] = {**_axis(), "domain": [start, start + 0.88 * width], "nticks": 4, "zeroline": True}
        title = f"{_safe(row['name'])} {'↑' if row['direction'] == 'up' else '↓'}"
        layout["annotations"].append(
            {"text": title, "x": start, "y": 1.0, "xref": "paper", "yref": "paper", "showarrow": False,
             "xanchor": "left", "yanchor": "bottom"}
        )  # fmt: skip
        numbers = bar_values(row)
        traces.append(
            {"type": "bar", "orientation": "h", "xaxis": f"x{number}", "x": numbers,
             "y": [_safe(label) for label in content.labels.values()],
             "marker": {"color": list(content.colors.values())},
             "text": ["" if value is None else formats.number(value) for value in numbers]}
        )  # fmt: skip
    return {"data": traces, "layout": layout, "config": CONFIG}


def bar_values(row: Mapping[str, Any]) -> list[float | None]:
    """The values of a metric's row that a bar can show."""
    numbers = [as_number(value) for value in row["values"]]
    return [value if value is not None and math.isfinite(value) else None for value in numbers]


def is_log(chart: Chart) -> bool:
    """Whether the values span so much that only a logarithmic axis shows them."""
    finite = [y for line in chart.lines for _, y in line.points if math.isfinite(y)]
    return svg.Scale.over(finite, log=True).log


def curves_picture(chart: Chart, kind: Picture = "png") -> bytes:
    """The same as `curves`, as a picture on white."""

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        handles = [
            axes.plot([x for x, _ in line.points], [_drawable(y) for _, y in line.points], color=line.color, lw=1.8)[0]
            for line in chart.lines
        ]
        axes.set_title(_plain(chart.metric), loc="left", fontweight="bold")
        axes.set_xlabel("step")
        if is_log(chart):
            axes.set_yscale("log")
        _tidy(axes)
        figure.legend(
            handles, [_plain(line.label) for line in chart.lines], loc="outside lower left", ncols=3, frameon=False
        )

    return _picture(draw, 7.6, 3.9 + 0.22 * (len(chart.lines) // 3), kind)


def bars_picture(content: Content, kind: Picture = "png") -> bytes:
    """The same as `bars`, as a picture on white."""

    def draw(figure: Figure) -> None:
        panels = figure.subplots(1, len(content.bars), sharey=True, squeeze=False)[0]
        places = range(len(content.labels))
        for axes, row in zip(panels, content.bars, strict=True):
            values = [math.nan if value is None else _drawable(value) for value in bar_values(row)]
            drawn = axes.barh(places, values, color=list(content.colors.values()))
            shown = ["–" if math.isnan(value) else formats.number(value) for value in values]
            axes.bar_label(drawn, shown, padding=3, fontsize=8)
            axes.margins(x=0.28)
            axes.set_title(f"{_plain(row['name'])} {'↑' if row['direction'] == 'up' else '↓'}", loc="left", fontsize=10)
            axes.locator_params(axis="x", nbins=3)
            _tidy(axes, "x")
        panels[0].set_yticks(list(places), [_plain(label) for label in content.labels.values()])
        panels[0].invert_yaxis()

    return _picture(draw, 7.6, 1.1 + 0.34 * len(content.labels), kind)


def _picture(draw: Callable[[Figure], None], width: float, height: float, kind: Picture) -> bytes:
    """Draw with matplotlib's defaults on a figure of our own: pyplot, its backend and its figures stay untouched."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if not key.startswith("backend")}
    out = io.BytesIO()
    with warnings.catch_warnings(), matplotlib.rc_context(defaults):
        warnings.simplefilter("ignore")  # a name in a script that the font lacks is no reason to fail
        figure = Figure(figsize=(width, min(height, 40)), dpi=150, layout="constrained", facecolor="white")
        FigureCanvasAgg(figure)
        draw(figure)
        options = (
            {"pil_kwargs": {"quality": 92, "subsampling": 0}} if kind == "jpeg" else {"metadata": {"Software": ""}}
        )
        figure.savefig(out, format=kind, **options)
    return out.getvalue()


def _tidy(axes: Any, grid: str = "y") -> None:
    axes.grid(axis=grid, color="#dddddd", lw=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _drawable(value: float) -> float:
    """Agg's margins overflow at the very end of the floats; nobody tells such values apart in a picture."""
    return max(min(value, 1e300), -1e300) if math.isfinite(value) else math.nan


def _layout(title: str, height: int) -> dict[str, Any]:
    return {
        "title": {"text": title, "x": 0, "xref": "paper", "xanchor": "left"},
        "height": height,
        "margin": {"l": 56, "r": 16, "t": 56, "b": 48},
        "font": {"color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": INK, "activecolor": "#0072b2"},
        "legend": {"orientation": "h", "y": -0.2},
    }


def _axis() -> dict[str, Any]:
    return {"gridcolor": GRID, "zeroline": False, "linecolor": GRID}


def _safe(text: str) -> str:
    """Text for Plotly, which would take markup in names for markup."""
    return escape(formats.shortened(formats.clean(text), 60), quote=False)


def _plain(text: str) -> str:
    """Text for matplotlib, which would take dollars for mathematics and a leading underscore for "hide me"."""
    return " " * text.startswith("_") + formats.shortened(formats.clean(text), 48).replace("$", r"\$")
