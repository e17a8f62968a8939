"""The card after a tracked cell: two lines, three with a warning; the rest unfolds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.render import changes, pieces, svg
from jupyter_tracker.render.changes import MetricChange, ParamChange, Record
from jupyter_tracker.render.markup import (
    BAD,
    LINE,
    SHAPES,
    WARN,
    change,
    esc,
    muted,
    name,
    page,
    span,
    state,
    swatch,
    toned,
    value,
)

Curves = Mapping[str, Sequence[svg.Point]]
PARAMS, METRICS = 4, 3
"""How many of each the second line names; the rest is counted there and listed below."""


def html(
    record: Record,
    previous: Record | None = None,
    curves: Curves | None = None,
    notices: Sequence[str] = (),
    *,
    color: str | None = None,
) -> str:
    """The card of a run.

    Args:
        record: the run record.
        previous: the record of the previous run of the same cell: what is new is told against it.
        curves: the points of its series, each as (step, value).
        notices: what to say besides, most important first; the record's own warnings follow them.
        color: the run's colour as `#rrggbb`.
    """
    drawn = curves or {}
    said = [*notices, *(record.get("warnings") or ())]
    lines = (
        f'<summary style="cursor:pointer">{_first_line(record, color)}'
        f'<div style="padding-left:1.1em">{_second_line(record, previous, drawn)}</div></summary>'
    )
    body = _unfolded(record, previous, drawn, color, said[1:])
    third = _warning(said) if said else ""
    frame = f"border:1px solid {LINE};border-radius:4px;padding:4px 10px;max-width:900px"
    return page(
        f'<div style="{frame}"><details>{lines}<div style="padding-left:1.1em">{body}</div></details>{third}</div>'
    )


def _first_line(record: Record, color: str | None) -> str:
    took = formats.duration(record.get("duration"))
    parts = [
        f"{swatch(color)}{name(record.get('name') or record['id'], 70, 'font-weight:600')}",
        state(record["state"]),
    ]
    if record.get("duration") is not None:
        parts.append(esc(took))
    if record.get("pending"):
        parts.append(muted("still to come: " + esc(", ".join(record["pending"]))))
    parts.append(muted(f"run {esc(record['id'][:6])}", f"%track show {record['id']}"))
    return " &nbsp;".join(parts)


def _second_line(record: Record, previous: Record | None, curves: Curves) -> str:
    parts = []
    error = record.get("error")
    if error:
        message = formats.shortened(f"{error.get('type')}: {formats.clean(error.get('message') or '')}", 100)
        parts.append(span(esc(message), toned(BAD)))
    params, metrics = changes.params(record, previous), changes.metrics(record, previous)
    room = 2 if error else PARAMS
    parts += [_param(item) for item in params[:room]]
    if len(params) > room:
        parts.append(muted(f"+{formats.plural(len(params) - room, 'param')}"))
    if not params and previous is not None:
        parts.append(muted("same params as the run before"))
    room = 2 if error else METRICS
    parts += [_metric(item, curves) for item in metrics[:room]]
    if len(metrics) > room:
        parts.append(muted(f"+{formats.plural(len(metrics) - room, 'metric')}"))
    return " &nbsp;·&nbsp; ".join(parts) or muted("no params or metrics seen")


def _param(item: ParamChange) -> str:
    was = f" {muted('(was ' + esc(item.before) + ')')}" if item.before is not None else ""
    return f"{_label(item.name, item.where)} <b>{value(item.value, item.text)}</b>{was}"


def _metric(item: MetricChange, curves: Curves) -> str:
    shown = f"{_label(item.name, item.where)} <b>{value(item.value, None, item.unit)}</b>"
    moved = change(item.delta, item.direction)
    line = svg.sparkline([y for _, y in curves.get(item.name, ())]) if item.name in curves else ""
    return f'<span style="white-space:nowrap">{" ".join(part for part in (shown, moved, line) if part)}</span>'


def _label(text: str, where: str) -> str:
    shown = formats.shortened(formats.clean(text), 32)
    return muted(f"<bdi>{esc(shown)}</bdi>", f"{text} ({where})" if where else text)


def _warning(said: Sequence[str]) -> str:
    more = f" {muted(f'(and {len(said) - 1} more)')}" if len(said) > 1 else ""
    return f'<div style="padding-left:1.1em">{span("⚠&#xfe0e;", toned(WARN))} {esc(said[0])}{more}</div>'


def _unfolded(
    record: Record, previous: Record | None, curves: Curves, color: str | None, warnings: Sequence[str]
) -> str:
    parts = [f"<div>{span('⚠&#xfe0e;', toned(WARN))} {esc(text)}</div>" for text in warnings]
    parts.append(pieces.params(record, previous))
    parts.append(pieces.metrics(record, previous))
    parts.append(pieces.charts(curves, color, limit=3, width=270))
    parts.append(pieces.files(record))
    hint = [f"%track show {record['id'][:6]}"]
    if previous is not None:
        hint.append(f"%track compare {previous['id'][:6]} {record['id'][:6]}")
    parts.append(muted(" &nbsp; ".join(f"<code>{esc(line)}</code>" for line in hint)))
    return "".join(part for part in parts if part)


def text(
    record: Record, previous: Record | None = None, curves: Curves | None = None, notices: Sequence[str] = ()
) -> str:
    """The same card as one line of text."""
    drawn = curves or {}
    head = (
        f"{SHAPES.get(record['state'], '◌')} {formats.shortened(formats.clean(record.get('name') or record['id']), 48)}"
    )
    parts = [head, formats.duration(record.get("duration")) if record.get("duration") is not None else ""]
    if record["state"] != "finished":
        parts.append(record["state"])
    error = record.get("error")
    if error:
        parts.append(formats.shortened(f"{error.get('type')}: {formats.clean(error.get('message') or '')}", 80))
    for param in changes.params(record, previous)[:PARAMS]:
        was = f" (was {param.before})" if param.before is not None else ""
        parts.append(f"{_short(param.name)} {param.text}{was}")
    parts += [_metric_text(item, drawn) for item in changes.metrics(record, previous)[:METRICS]]
    parts += [f"⚠ {formats.clean(notice)}" for notice in [*notices, *(record.get("warnings") or ())][:1]]
    return " · ".join(part for part in parts if part)


def _metric_text(item: MetricChange, curves: Curves) -> str:
    parts = [_short(item.name), formats.text(item.value) + (f" {item.unit}" if item.unit else "")]
    if item.delta:
        parts.append(formats.delta(item.delta))
        if item.direction is not None:
            parts.append("▲" if (item.delta > 0) == (item.direction == "up") else "▼")
    parts.append(svg.blocks(y for _, y in curves.get(item.name, ())))
    return " ".join(part for part in parts if part)


def _short(text: Any) -> str:
    return formats.shortened(formats.clean(str(text)), 32)
