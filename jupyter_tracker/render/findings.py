"""What a run found besides single values: small tables, the configurations of searches, what was seen afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats, searching
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.render.changes import Record
from jupyter_tracker.render.markup import esc, fold, heading, muted, name, state, table, value

Blobs = Callable[[str], bytes]
MOST_TABLES, MOST_CHILDREN = 12, 10
NOUNS = {"coefficients": "coefficients", "confusion": "confusion matrix", "report": "report", "curve": "curve"}


def content(item: Mapping[str, Any], blobs: Blobs | None) -> tuple[list[str], list[list[Any]]] | None:
    """Columns and rows of one of a record's tables, None where its blob is not to be had."""
    try:
        found = json.loads(blobs(item["blob"])) if blobs is not None else None
    except Exception:  # whatever a store says of a blob that it lacks
        return None
    if not isinstance(found, dict) or not isinstance(found.get("rows"), list):
        return None
    return [str(column) for column in found.get("columns") or ()], [row for row in found["rows"] if type(row) is list]


def tables(record: Record, blobs: Blobs | None, limit: int) -> str:
    """The run's tables, one fold each, at most `limit` rows of each."""
    parts = []
    for item in (record.get("tables") or ())[:MOST_TABLES]:
        found = content(item, blobs)
        if found is None:
            continue
        columns, rows = found
        total = max(item.get("total") or 0, len(rows))
        said = formats.plural(total, "row") if total <= limit else f"{min(limit, len(rows))} of {total} rows"
        noun = f"{NOUNS[item['what']]}, " if item.get("what") in NOUNS else ""
        body = table([name(column, 32) for column in columns], [[value(cell) for cell in row] for row in rows[:limit]])
        parts.append(fold(heading(esc(item["name"]), esc(noun + said)), body))
    return "".join(parts)


def search_line(children: Sequence[Mapping[str, Any]], learnt: Learnt | None) -> str:
    """`24 configurations, best C=10: score 0.981`; empty where nothing was searched."""
    told = searching.told(children, learnt)
    if told is None:
        return ""
    said = formats.plural(told["total"], "configuration")
    said += f", {told['running']} running" if told["running"] else ""
    said += f", {told['failed']} failed" if told["failed"] else ""
    best = told["best"]
    if best is None:
        return said
    shown = formats.shortened(formats.clean(best["name"]), 40)
    return f"{said}, best {shown}: {formats.clean(told['metric'])} {formats.text(best['value'])}"


def search(children: Sequence[Mapping[str, Any]], learnt: Learnt | None = None) -> str:
    """The best configurations of a search as a table."""
    told = searching.told(children, learnt)
    if told is None:
        return ""
    first = searching.ranked(children, told["metric"], told["direction"])[:MOST_CHILDREN]
    params = list(dict.fromkeys(param for child in first for param in child["params"]))[:8]
    metric = told["metric"]
    head = ["configuration", "", *([name(metric, 24)] if metric else []), *(name(param, 24) for param in params)]
    rows = [
        [
            name(child["name"], 48),
            state(child["state"], words=child["state"] != "finished"),
            *([value(child["metrics"].get(metric))] if metric else []),
            *(value(child["params"].get(param)) for param in params),
        ]
        for child in first
    ]
    more = told["total"] - len(first)
    return table(head, rows) + (muted(f"and {more} more") if more > 0 else "")


def offers(record: Record) -> str:
    """What later cells computed of this run, and how to keep it."""
    found = record.get("offers") or ()
    if not found:
        return ""
    said = " · ".join(f"{muted(name(item['name'], 32))} <b>{value(item.get('value'))}</b>" for item in found[:8])
    keep = f"%track keep {found[0]['name']} -r {record['id'][:6]}"
    return f"<div>{heading('Seen afterwards')} {said} &nbsp;{muted(f'<code>{esc(keep)}</code>')}</div>"


def offers_text(record: Record) -> str:
    """The same on one line; empty without any."""
    found = record.get("offers") or ()
    values = [f"{formats.clean(item['name'])} {formats.text(item.get('value'))}" for item in found[:3]]
    return f"seen afterwards: {', '.join(values)} (%track keep)" if values else ""
