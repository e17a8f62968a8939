"""The card after a tracked cell: two lines, three with a warning; the rest unfolds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_tracker.analysis import foremost, formats
from jupyter_tracker.analysis.learnt import NOTHING, Learnt
from jupyter_tracker.analysis.verdicts import MARKS
from jupyter_tracker.render import changes, findings, pieces, svg
from jupyter_tracker.render.changes import MetricChange, ParamChange, Record
from jupyter_tracker.render.markup import (
    BAD,
    LINE,
    SHAPES,
    WARN,
    change,
    esc,
    fold,
    heading,
    muted,
    name,
    page,
    span,
    state,
    swatch,
    toned,
    value,
    verdict,
)

Curves = Mapping[str, Sequence[svg.Point]]
SHORT = 2
"""Params and metrics that are named beside an error."""
TABLE_ROWS = 20


@dataclass(frozen=True)
class _Card:
    """What a card is drawn from; `first` are the names that are shown, `also` those only counted."""

    record: Record
    previous: Record | None
    curves: Curves
    learnt: Learnt
    children: Sequence[Mapping[str, Any]]
    first: list[str]
    also: list[str]

    @classmethod
    def of(
        cls,
        record: Record,
        previous: Record | None,
        curves: Curves | None,
        learnt: Learnt | None,
        children: Sequence[Mapping[str, Any]],
    ) -> _Card:
        """With what is shown first chosen."""
        first = foremost.foremost(record, learnt, changed=changes.changed(record, previous))
        also = foremost.also_seen(record, first, learnt)
        ruled = learnt or NOTHING
        drawn = {name: points for name, points in (curves or {}).items() if not ruled.ignores(name)}
        return cls(record, previous, drawn, ruled, children, first, also)

    @property
    def params(self) -> list[ParamChange]:
        """The params shown that differ from the run before, or were set where there is none."""
        chosen = [item for item in changes.params(self.record, self.previous) if item.name in self.first]
        chosen.sort(key=lambda item: self.first.index(item.name))
        return chosen[:SHORT] if self.record.get("error") else chosen

    @property
    def metrics(self) -> list[MetricChange]:
        """The metrics shown."""
        all_of_them = changes.metrics(self.record, self.previous, self.learnt)
        chosen = [item for item in all_of_them if item.name in self.first]
        chosen.sort(key=lambda item: self.first.index(item.name))
        return chosen[:SHORT] if self.record.get("error") else chosen

    @property
    def search(self) -> str:
        """What searches have found, in words."""
        return findings.search_line(self.children, self.learnt)


def html(
    record: Record,
    previous: Record | None = None,
    curves: Curves | None = None,
    notices: Sequence[str] = (),
    *,
    color: str | None = None,
    learnt: Learnt | None = None,
    children: Sequence[Mapping[str, Any]] = (),
    blobs: Callable[[str], bytes] | None = None,
) -> str:
    """The card of a run.

    Args:
        record: the run record.
        previous: the record of the previous run of the same cell: what is new is told against it.
        curves: the points of its series, each as (step, value).
        notices: what to say besides, most important first; the record's own warnings follow them.
        color: the run's colour as `#rrggbb`.
        learnt: what people have ruled in this notebook.
        children: summaries of the configurations that searches in it have tried.
        blobs: the bytes behind a reference, for the rows of its tables; without it they are not shown.
    """
    card = _Card.of(record, previous, curves, learnt, children)
    said = [*notices, *(record.get("warnings") or ())]
    lines = (
        f'<summary style="cursor:pointer">{_first_line(record, color)}'
        f'<div style="padding-left:1.1em">{_second_line(card)}</div></summary>'
    )
    body = _unfolded(card, color, said[1:], blobs)
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
    if record.get("verdict"):
        parts.append(verdict(record["verdict"], (record.get("replay") or {}).get("first_divergence")))
    if record.get("pending"):
        parts.append(muted("still to come: " + esc(", ".join(record["pending"]))))
    graded = record.get("graded") or {}
    parts.append(muted(pieces.grade(record.get("grade"), graded.get("reasons") or (), "grade")))
    parts.append(muted(f"run {esc(record['id'][:6])}", f"%track show {record['id']}"))
    return " &nbsp;".join(part for part in parts if part)


def _second_line(card: _Card) -> str:
    parts = []
    error = card.record.get("error")
    if error:
        message = formats.shortened(f"{error.get('type')}: {formats.clean(error.get('message') or '')}", 100)
        parts.append(span(esc(message), toned(BAD)))
    parts += [_param(item) for item in card.params]
    if not changes.params(card.record, card.previous) and card.previous is not None:
        parts.append(muted("same params as the run before"))
    parts += [_metric(item, card.curves) for item in card.metrics]
    parts += [esc(card.search)] if card.search else []
    empty = muted("no params or metrics seen" if not card.also else "no value stands out")
    parts = parts or [empty]
    if card.also:
        parts.append(muted(f"+{len(card.also)} also seen", ", ".join(card.also[:12])))
    return " &nbsp;·&nbsp; ".join(parts)


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


def _unfolded(card: _Card, color: str | None, warnings: Sequence[str], blobs: Callable[[str], bytes] | None) -> str:
    record, previous = card.record, card.previous
    parts = [f"<div>{span('⚠&#xfe0e;', toned(WARN))} {esc(text)}</div>" for text in warnings]
    parts.append(findings.offers(record))
    parts.append(pieces.values(record, previous, card.first, card.learnt))
    parts.append(
        fold(heading("Search", esc(card.search)), findings.search(card.children, card.learnt)) if card.search else ""
    )
    parts.append(findings.tables(record, blobs, TABLE_ROWS))
    parts.append(pieces.charts(card.curves, color, limit=3, width=270))
    parts.append(pieces.files(record))
    hint = [f"%track show {record['id'][:6]}"]
    if previous is not None:
        hint.append(f"%track compare {previous['id'][:6]} {record['id'][:6]}")
    parts.append(muted(" &nbsp; ".join(f"<code>{esc(line)}</code>" for line in hint)))
    return "".join(part for part in parts if part)


def text(
    record: Record,
    previous: Record | None = None,
    curves: Curves | None = None,
    notices: Sequence[str] = (),
    *,
    learnt: Learnt | None = None,
    children: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The same card as one line of text."""
    card = _Card.of(record, previous, curves, learnt, children)
    head = (
        f"{SHAPES.get(record['state'], '◌')} {formats.shortened(formats.clean(record.get('name') or record['id']), 48)}"
    )
    parts = [head, formats.duration(record.get("duration")) if record.get("duration") is not None else ""]
    if record["state"] != "finished":
        parts.append(record["state"])
    if record.get("verdict") in MARKS:
        parts.append(f"{MARKS[record['verdict']]} {record['verdict']}")
    error = record.get("error")
    if error:
        parts.append(formats.shortened(f"{error.get('type')}: {formats.clean(error.get('message') or '')}", 80))
    for param in card.params:
        was = f" (was {param.before})" if param.before is not None else ""
        parts.append(f"{_short(param.name)} {param.text}{was}")
    parts += [_metric_text(item, card.curves) for item in card.metrics]
    parts += [card.search, findings.offers_text(record)]
    parts += [f"+{len(card.also)} also seen"] if card.also else []
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
