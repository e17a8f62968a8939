"""Parts of a run as HTML that both the card and the page of a run show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.comparison import same_value
from jupyter_tracker.analysis.direction import importance
from jupyter_tracker.render import changes, svg
from jupyter_tracker.render.changes import Record
from jupyter_tracker.render.markup import change, esc, fold, heading, muted, name, table, value

ROWS = 200
"""Rows of one table that are shown; beyond them the rest is counted."""


def params(record: Record, previous: Record | None = None) -> str:
    """All params: those that were set as a table, the defaults folded away."""
    items = record.get("params") or ()
    if not items:
        return ""
    before = {item["name"]: item.get("value") for item in (previous or {}).get("params") or ()}
    chosen = [item for item in items if not item.get("default") or _moved(item, before)]
    rest = [item for item in items if item not in chosen]
    shown = table(
        ["param", "value", *(["was"] if before else []), "where from"],
        [_param_row(item, before) for item in chosen[:ROWS]],
    )
    listed = " · ".join(f"{muted(name(item['name']))} {_known(item)}" for item in rest[:ROWS])
    folded = fold(muted(formats.plural(len(rest), "default")), listed)
    return (shown if chosen else "") + (folded if rest else "")


def _moved(item: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    return item["name"] in before and not same_value(before[item["name"]], item.get("value"))


def _param_row(item: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    row = [name(item["name"]), _known(item)]
    if before:
        row.append(value(before[item["name"]]) if _moved(item, before) else "")
    return [*row, muted(esc(changes.where_from(item)))]


def _known(item: Mapping[str, Any]) -> str:
    found = item.get("value")
    return value({"repr": "None", "type": "NoneType"} if found is None else found)


def metrics(record: Record, previous: Record | None = None) -> str:
    """All metrics with their range, and their change since the run before."""
    items = sorted(record.get("metrics") or (), key=lambda item: importance(item["name"]))
    if not items:
        return ""
    moved = {item.name: item for item in changes.metrics(record, previous)}
    rows = []
    for item in items[:ROWS]:
        span = [value(item.get(key)) if item.get("series") else "" for key in ("first", "min", "max")]
        points = formats.plural(item.get("count") or 0, "point").replace(" ", "&nbsp;") if item.get("series") else ""
        now = value(item.get("value"), None, item.get("unit"))
        tells = moved[item["name"]]
        rows.append(
            [
                name(item["name"]),
                now,
                change(tells.delta, tells.direction),
                *span,
                muted(points),
                muted(esc(tells.where)),
            ]
        )
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
