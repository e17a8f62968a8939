"""A report as a notebook that anybody can open, and run with nothing but pandas and Plotly."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from jupyter_tracker.analysis import formats, sentence
from jupyter_tracker.reports import figures
from jupyter_tracker.reports.content import Chart, Content, Failure, Table, gather
from jupyter_tracker.reports.files import MARK
from jupyter_tracker.reports.source import ReportSource
from jupyter_tracker.store.events import decode_value

if TYPE_CHECKING:
    from nbformat import NotebookNode

PLOTLY = "application/vnd.plotly.v1+json"
WIDTH = 760
"""Pixels that a picture takes on screen; it is stored finer."""

METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}

Cell = dict[str, Any]

_CHARTS = '''\
CONFIG = {"displaylogo": False, "showSendToCloud": False}
PLAIN = {"font": {"color": "#808790"}, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}


def chart(metric, log=False):
    """The curves of one metric, a line for each run."""
    figure = go.Figure()
    for run, (step, value) in curves[metric].items():
        figure.add_scatter(x=step, y=value, name=names[run], mode="lines", line={"color": colors[run], "width": 2})
    figure.update_layout(title=metric, height=380, hovermode="x unified", showlegend=True, **PLAIN)
    figure.update_xaxes(title="step", gridcolor="rgba(128,128,128,0.25)", zeroline=False)
    figure.update_yaxes(type="log" if log else "linear", gridcolor="rgba(128,128,128,0.25)", zeroline=False)
    figure.show(config=CONFIG)


def bars(*metrics):
    """The last value of each metric, a bar for each run."""
    figure = make_subplots(1, len(metrics), shared_yaxes=True, subplot_titles=metrics)
    for place, metric in enumerate(metrics, 1):
        values = pd.to_numeric(runs[metric], errors="coerce")
        marker = {"color": list(colors.values())}
        figure.add_bar(x=values, y=list(names.values()), orientation="h", marker=marker, row=1, col=place)
    figure.update_layout(title="Results", height=160 + 30 * len(names), showlegend=False, **PLAIN)
    figure.update_yaxes(autorange="reversed")
    figure.show(config=CONFIG)
'''


def build(
    source: ReportSource, ids: Sequence[str], *, chosen_from: int | None = None, title: str | None = None
) -> NotebookNode:
    """A valid nbformat 4.5 notebook about the runs `ids`, the first one being the baseline.

    It holds its outputs, so that it reads without being run, and its data, so that it runs anywhere.

    Args:
        source: where records, series and blobs come from.
        ids: run ids, at least one; raises ValueError without.
        chosen_from: from how many runs these were chosen; said in the report.
        title: the report's title; by default it names the runs.
    """
    import nbformat

    content = gather(source, ids, chosen_from=chosen_from, title=title)
    cells = [_markdown(_opening(content)), _code(_data(content), hidden=True)]
    if content.bars:
        metrics = ", ".join(repr(row["name"]) for row in content.bars)
        cells.append(
            _figure(f"bars({metrics})", figures.bars(content), figures.bars_picture(content, "jpeg"), content.finding)
        )
    cells += [_curves(chart) for chart in content.charts]
    cells += [_markdown(text) for text in _closing(content)]
    for number, cell in enumerate(cells):
        cell["id"] = f"report-{number}"
    make: Callable[[dict[str, Any]], NotebookNode] = nbformat.from_dict
    metadata = {**METADATA, MARK: {"report": 1, "runs": list(ids)}}
    book = make({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})
    nbformat.validate(book)
    return book


def _opening(content: Content) -> str:
    lines = [f"# {sentence.cell(content.title)}", f"**{sentence.cell(content.finding)}**"]
    lines.append(sentence.cell(" · ".join(content.about)))
    if content.undrawn:
        lines.append(f"Not drawn: {sentence.cell(', '.join(content.undrawn[:40]))}.")
    lines.append(_table(content.runs))
    if content.also.rows:
        title = f"Also seen: {formats.plural(len(content.also.rows), 'metric')}"
        lines.append(f"<details><summary>{title}</summary>\n\n{_table(content.also)}\n\n</details>")
    return "\n\n".join(lines)


def _data(content: Content) -> str:
    lines = ["from math import inf, nan", "", "import pandas as pd", "import plotly.graph_objects as go"]
    lines += ["from plotly.subplots import make_subplots", ""]
    lines += [
        f"names = {_literal(content.labels)}",
        f"colors = {_literal(content.colors)}",
        "runs = pd.DataFrame(",
        "    [",
    ]
    lines += [f"        {_row(content, place)!r}," for place in range(len(content.labels))]
    lines += ["    ],", "    index=list(names.values()),", ")", "curves = {"]
    for chart in content.charts:
        lines.append(f"    {chart.metric!r}: {{")
        for line in chart.lines:
            steps, values = [_short(x) for x, _ in line.points], [_short(y) for _, y in line.points]
            lines.append(f"        {line.run!r}: ({steps!r}, {values!r}),")
        lines.append("    },")
    return "\n".join([*lines, "}", "", "", _CHARTS.rstrip()])


def _literal(names: dict[str, str]) -> str:
    inside = "".join(f"\n    {run!r}: {text!r}," for run, text in names.items())
    return f"{{{inside}\n}}"


def _row(content: Content, place: int) -> dict[str, Any]:
    run = content.comparison["runs"][place]
    row: dict[str, Any] = {"id": run["id"], "state": run["state"], "seconds": run["duration"]}
    for kind in ("metrics", "params"):
        for line in content.comparison[kind]:
            if kind == "metrics" or line["differs"]:
                name = line["name"] if line["name"] not in row else f"{kind}.{line['name']}"
                row[name] = _scalar(line["values"][place])
    return row


def _scalar(value: Any) -> Any:
    plain = decode_value(value)
    if isinstance(plain, (dict, list)) or (isinstance(plain, int) and plain.bit_length() > 10_000):
        return formats.text(value, 200)
    return plain


def _short(number: float) -> float | int:
    """Seven digits are more than a chart shows, and keep the report small."""
    if not math.isfinite(number):
        return number
    if number.is_integer() and abs(number) < 2**53:
        return int(number)
    return float(f"{number:.7g}")


def _html(text: str) -> str:
    return escape(formats.clean(text), quote=True)


def _curves(chart: Chart) -> Cell:
    log = ", log=True" if figures.is_log(chart) else ""
    said = f"{chart.metric} of {', '.join(line.label for line in chart.lines)}"
    cell = _figure(f"chart({chart.metric!r}{log})", figures.curves(chart), figures.curves_picture(chart, "jpeg"), said)
    if chart.note:
        cell["source"] += f"  # {chart.note}"
    return cell


def _figure(source: str, figure: dict[str, Any], picture: bytes, said: str) -> Cell:
    """A cell whose output is the live figure, and for viewers without JavaScript its picture.

    The picture is a JPEG: JupyterLab's Plotly renderer shows a PNG of the same output in place of the live figure.
    """
    data = {PLOTLY: figure, "image/jpeg": base64.b64encode(picture).decode() + "\n", "text/plain": formats.clean(said)}
    return _code(source, data)


def _closing(content: Content) -> list[str]:
    answers = content.comparison["sections"]
    parts = []
    if len(content.labels) > 1:
        parts.append(f"## What differs\n\n{_table(content.differs)}\n\n{_diffs(content)}".rstrip())
    if content.errors:
        parts.append("\n\n".join(["## Errors", *(_error(error) for error in content.errors)]))
    parts.append(f"## Data\n\n{sentence.cell(answers['inputs'])}\n\n{_table(content.inputs)}".rstrip())
    environment = f"## Environment\n\n{sentence.cell(answers['environment'])}\n\n{_table(content.environment)}"
    pinned = "\n".join(f"{name}=={version}" for name, version in content.packages.items())
    if pinned:
        environment += f"\n\n{_folded(formats.plural(len(content.packages), 'package'), pinned, 'text')}"
    parts.append(environment)
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(content.again, 1))
    again = f"## How to do it again\n\n{steps}"
    for names, patch in content.patches:
        again += f"\n\n{_folded(f'Uncommitted changes of {names}', patch, 'diff')}"
    parts.append(again)
    cells = [
        f"**{sentence.cell(cell.title)}** of {sentence.cell(', '.join(cell.runs))}\n\n{_fenced(cell.source, 'python')}"
        for cell in content.cells
    ]
    return [*parts, "\n\n".join(["## The code that made these runs", *(cells or ["The source is not kept."])])]


def _error(error: Failure) -> str:
    said = f"**{sentence.cell(error.run)}**: {sentence.cell(error.line)}"
    return f"{said}\n\n{_folded('Traceback', error.traceback, 'text')}" if error.traceback else said


def _diffs(content: Content) -> str:
    parts = []
    for label, code in zip(content.labels.values(), content.comparison["code"], strict=True):
        if not code["same"]:
            text = "\n".join(f"{line['op']} {line['text']}" for line in code["diff"])
            parts.append(_folded(f"{label}: {formats.plural(code['lines'], 'line')} of code", text, "diff"))
    return "\n\n".join(parts)


def _folded(summary: str, text: str, language: str) -> str:
    return f"<details><summary>{_html(summary)}</summary>\n\n{_fenced(text, language)}\n\n</details>"


def _fenced(text: str, language: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    lines = [table.head, ["---"] * len(table.head)]
    shown = [sentence.row([sentence.cell(text) if text else " " for text in line]) for line in (lines[0], *table.rows)]
    return "\n".join([shown[0], sentence.row(lines[1]), *shown[1:]])


def _markdown(text: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(source: str, data: dict[str, Any] | None = None, *, hidden: bool = False) -> Cell:
    about = {"jupyter": {"source_hidden": True}} if hidden else {}
    shown = {"output_type": "display_data", "metadata": {"image/jpeg": {"width": WIDTH}}, "data": data}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": about,
        "source": source,
        "outputs": [] if data is None else [shown],
    }
