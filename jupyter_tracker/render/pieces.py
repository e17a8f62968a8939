"""Parts of a run as HTML that both the card and the page of a run show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.comparison import same_value
from jupyter_tracker.analysis.direction import importance
from jupyter_tracker.analysis.learnt import NOTHING, Learnt
from jupyter_tracker.render import changes, svg
from jupyter_tracker.render.changes import Record
from jupyter_tracker.render.markup import change, esc, fold, heading, muted, name, span, table, value

ROWS = 200
"""Rows of one table that are shown; beyond them the rest is counted."""


def values(record: Record, previous: Record | None, first: Collection[str], learnt: Learnt | None = None) -> str:
    """The params and metrics of a run: those named `first` as tables, the others folded away as also seen."""
    ruled = learnt or NOTHING
    moved = changes.changed(record, previous)
    given = [item for item in record.get("params") or () if not ruled.ignores(item["name"])]
    chosen = [item for item in given if not item.get("default") or item["name"] in moved]
    measured = [item for item in record.get("metrics") or () if not ruled.ignores(item["name"])]
    shown, rest = (_params([item for item in chosen if (item["name"] in first) == told], previous) for told in (1, 0))
    best, others = (
        _metrics(record, previous, [item for item in measured if (item["name"] in first) == told], learnt)
        for told in (1, 0)
    )
    count = len([item for item in (*chosen, *measured) if item["name"] not in first])
    folded = fold(heading("Also seen", str(count)), rest + others) if count else ""
    return shown + best + folded + _defaults([item for item in given if item not in chosen])


def _params(items: Sequence[Mapping[str, Any]], previous: Record | None) -> str:
    if not items:
        return ""
    before = {item["name"]: item.get("value") for item in (previous or {}).get("params") or ()}
    head = ["param", "value", *(["was"] if before else []), "where from"]
    return table(head, [_param_row(item, before) for item in items[:ROWS]])


def _defaults(items: Sequence[Mapping[str, Any]]) -> str:
    listed = " · ".join(f"{muted(name(item['name']))} {_known(item)}" for item in items[:ROWS])
    return fold(muted(formats.plural(len(items), "default")), listed) if items else ""


def _param_row(item: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    row = [name(item["name"]), _known(item)]
    if before:
        moved = item["name"] in before and not same_value(before[item["name"]], item.get("value"))
        row.append(value(before[item["name"]]) if moved else "")
    return [*row, muted(esc(changes.where_from(item)))]


def _known(item: Mapping[str, Any]) -> str:
    found = item.get("value")
    return value({"repr": "None", "type": "NoneType"} if found is None else found)


def _metrics(record: Record, previous: Record | None, items: Sequence[Mapping[str, Any]], learnt: Learnt | None) -> str:
    """Metrics with their range, and their change since the run before."""
    if not items:
        return ""
    moved = {item.name: item for item in changes.metrics(record, previous, learnt)}
    rows = []
    for item in sorted(items, key=lambda item: importance(item["name"], learnt))[:ROWS]:
        extent = [value(item.get(key)) if item.get("series") else "" for key in ("first", "min", "max")]
        points = formats.plural(item.get("count") or 0, "point").replace(" ", "&nbsp;") if item.get("series") else ""
        tells = moved[item["name"]]
        now = value(item.get("value"), None, item.get("unit"))
        told = [change(tells.delta, tells.direction), *extent, muted(points), muted(esc(tells.where))]
        rows.append([name(item["name"]), now, *told])
    return table(["metric", "last", "", "first", "min", "max", "", "where from"], rows)


def charts(
    curves: Mapping[str, Sequence[svg.Point]], color: str | None = None, limit: int = 12, width: int = 420
) -> str:
    """One chart a series, `width` pixels wide, side by side while there is room."""
    names = sorted((one for one in curves if svg.drawable(curves[one])), key=importance)
    shown = "".join(
        chart(one, [svg.Curve(one, curves[one], color or "currentColor")], width=width) for one in names[:limit]
    )
    more = muted(f"and {formats.plural(len(names) - limit, 'more curve')}") if len(names) > limit else ""
    return f'<div style="margin:4px 0">{shown}{more}</div>' if shown else ""


def chart(title: str, lines: Sequence[svg.Curve], width: int = 420) -> str:
    """A titled chart; a legend under it where it holds more than one line."""
    legend = ""
    if len(lines) > 1:
        keys = (f'<span style="color:{esc(line.color)}">━</span>&nbsp;{name(line.label, 32)}' for line in lines)
        legend = f'<figcaption style="font-size:12px">{" &nbsp; ".join(keys)}</figcaption>'
    drawn = svg.curves(lines, width=width, height=round(width * 0.45), title=title)
    return (
        f'<figure style="display:inline-block;margin:0 18px 8px 0;max-width:100%;vertical-align:top">'
        f"<div>{name(title, 60, 'font-weight:600')}</div>{drawn}{legend}</figure>"
    )


def grade(letter: str | None, reasons: Sequence[str] = (), word: str = "") -> str:
    """How surely a run gives the same again, why no better on hover; `word` stands before it."""
    if letter is None:
        return "" if word else muted(formats.UNKNOWN, "not worked out")
    return span(esc(f"{word} {letter}".strip()), "white-space:nowrap", "; ".join(reasons))


def files(record: Record) -> str:
    """What the run read and what it made, one folded line each."""
    parts = []
    read = record.get("inputs") or ()
    if read:
        rows = [
            [name(item["path"]), short_hash(item.get("hash")), esc(formats.size(item.get("size"))), _seen(item)]
            for item in read[:ROWS]
        ]
        parts.append(
            fold(heading("Read", formats.plural(len(read), "file")), table(["file", "hash", "size", ""], rows))
        )
    made = record.get("artifacts") or ()
    if made:
        rows = [
            [
                name(item.get("name") or item.get("path") or ""),
                short_hash(item.get("hash")),
                esc(formats.size(item.get("size"))),
                muted(
                    "kept" if item.get("kept") else "not kept" + (f": {esc(item['why'])}" if item.get("why") else "")
                ),
            ]
            for item in made[:ROWS]
        ]
        parts.append(
            fold(heading("Made", formats.plural(len(made), "file")), table(["file", "hash", "size", ""], rows))
        )
    return "".join(parts)


def _seen(item: Mapping[str, Any]) -> str:
    odd = {
        "pending": "hash still to come",
        "vanished": "gone since",
        "changed": "changed since",
        "skipped": "not hashed",
    }
    return muted(esc(odd.get(str(item.get("state")), f"seen by {item.get('seen_by') or 'its hash'}")))


def short_hash(ref: str | None) -> str:
    """The first characters of a content hash, the whole on hover."""
    if not ref:
        return muted(formats.UNKNOWN, "not hashed")
    digits = ref.removeprefix("b3:")
    return f'<code title="{esc(ref)}">{esc(digits[:10])}</code>'
