"""The list of runs as static HTML."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jupyter_tracker.analysis import direction, foremost, formats
from jupyter_tracker.analysis.comparison import same_value
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.render import findings, pieces, svg
from jupyter_tracker.render.markup import esc, fold, muted, name, page, span, state, swatch, table, value, verdict

Row = Mapping[str, Any]
METRICS, PARAMS = 5, 6
NO_MATCH = "No run matches this filter."


@dataclass(frozen=True)
class Columns:
    """What is worth a column: the metrics and the params that differ, and how many more values were seen."""

    metrics: list[str]
    params: list[str]
    also: int


def columns(rows: Sequence[Row], learnt: Learnt | None = None) -> Columns:
    """Of the values that stand first in each run: the metrics, those of most runs in front, and params that differ."""
    first = [row["foremost"] if "foremost" in row else foremost.foremost(row, learnt) for row in rows]
    metrics, names = foremost.columns(list(zip(rows, first, strict=True)), learnt)
    params = [one for one in names if len(rows) == 1 or _differs(one, rows)]
    shown = {*metrics, *names}
    also = {name for row in rows for name in foremost.also_seen(row, shown, learnt)}
    return Columns(metrics, params, len(also))


def _differs(param: str, rows: Sequence[Row]) -> bool:
    found = [(row.get("params") or {}).get(param) for row in rows]
    return not all(same_value(found[0], value) for value in found)


def best(metric: str, rows: Sequence[Row], learnt: Learnt | None = None) -> set[int]:
    """The places of the best values of a metric; none where its direction is unknown or there is no contest."""
    good = direction.of(metric, learnt)
    numbers = {place: formats.as_number((row.get("metrics") or {}).get(metric)) for place, row in enumerate(rows)}
    known = [number for number in numbers.values() if number is not None and number == number]
    if good is None or len(known) < 2 or min(known) == max(known):
        return set()
    top = max(known) if good == "up" else min(known)
    return {place for place, number in numbers.items() if number == top}


def html(
    rows: Sequence[Row],
    *,
    total: int | None = None,
    colors: Mapping[str, str] | None = None,
    now: float | None = None,
    sparks: Mapping[str, Sequence[float | None]] | None = None,
    filtered: bool = False,
    learnt: Learnt | None = None,
    children: Mapping[str, Sequence[Row]] | None = None,
) -> str:
    """Run summaries as a table, in their order.

    Args:
        rows: run summaries.
        total: how many runs there are; said when these are not all.
        colors: the colour of each run that has one.
        now: the time that ages are told from, in unix seconds.
        sparks: a small curve for runs that have one.
        filtered: whether they were chosen by a filter, which no run may match.
        learnt: what people have ruled in the notebook of these runs.
        children: for runs that have searched, the summaries of the configurations: they fold out below the run.
    """
    if not rows and filtered:
        return page(muted(NO_MATCH))
    if not rows:
        return page(muted("No runs here yet. Put <code>%%track</code> on the first line of a cell and run it."))
    chosen = columns(rows, learnt)
    metrics, params = chosen.metrics, chosen.params
    tops = {metric: best(metric, rows, learnt) for metric in metrics[:METRICS]}
    graded = any(row.get("grade") for row in rows)
    head = ["run", "state", *(["grade"] if graded else []), *(_head(metric, learnt) for metric in metrics[:METRICS])]
    head += [*([""] if sparks else []), *(name(param, 24) for param in params[:PARAMS]), "took", "started"]
    moment = time.time() if now is None else now
    lines = []
    for place, row in enumerate(rows):
        below = _search((children or {}).get(row["id"], ()), learnt)
        found = verdict(row.get("verdict"))
        cells = [_title(row, (colors or {}).get(row["id"])) + below, f"{state(row['state'])} {found}".rstrip()]
        cells += [pieces.grade(row.get("grade"), row.get("reasons") or ())] if graded else []
        cells += [_metric(row, metric, place in tops[metric]) for metric in metrics[:METRICS]]
        if sparks:
            cells.append(svg.sparkline(sparks.get(row["id"], ())))
        cells += [value((row.get("params") or {}).get(param)) for param in params[:PARAMS]]
        lines.append([*cells, esc(formats.duration(row.get("duration"))), _started(row, moment)])
    return page(table(head, lines) + _rest(len(rows), total, chosen))


def _search(children: Sequence[Row], learnt: Learnt | None) -> str:
    line = findings.search_line(children, learnt)
    return fold(muted(esc(line)), findings.search(children, learnt)) if line else ""


def _title(row: Row, color: str | None) -> str:
    star = " ★" if row.get("star") or row.get("baseline") else ""
    tags = "".join(f" {muted('#' + esc(tag) + (f'={esc(text)}' if text else ''))}" for tag, text in row["tags"].items())
    title = name(row.get("name") or row["id"], 48, "font-weight:600")
    known = f"{swatch(color)}{title}{star} {muted(esc(row['id'][:6]))}"
    short = len(row.get("name") or "") <= 28
    return f'<span style="white-space:nowrap">{known}</span>{tags}' if short else known + tags


def _head(metric: str, learnt: Learnt | None) -> str:
    arrow = {"up": "&nbsp;↑", "down": "&nbsp;↓", None: ""}[direction.of(metric, learnt)]
    return name(metric, 24) + arrow


def _metric(row: Row, metric: str, top: bool) -> str:
    shown = value((row.get("metrics") or {}).get(metric))
    return f"<b>{shown}</b>" if top else shown


def _started(row: Row, now: float) -> str:
    then = row.get("started")
    exact = "" if then is None else datetime.fromtimestamp(then, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return span(esc(formats.age(then, now)), "white-space:nowrap", exact)


def _rest(shown: int, total: int | None, chosen: Columns) -> str:
    left = [f"{shown} of {formats.plural(total, 'run')}"] if total is not None and total > shown else []
    also = chosen.also + max(0, len(chosen.metrics) - METRICS) + max(0, len(chosen.params) - PARAMS)
    left += [f"+{also} also seen"] if also else []
    return muted(esc(" · ".join(left))) if left else ""
