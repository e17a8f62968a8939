"""One run, with everything known of it: the page that `%track show` answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from jupyter_tracker.analysis import foremost, formats
from jupyter_tracker.analysis.comparison import cells, packages
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.analysis.verdicts import divergence
from jupyter_tracker.render import card, findings, pieces, svg
from jupyter_tracker.render.changes import Record
from jupyter_tracker.render.markup import (
    BAD,
    MONO,
    esc,
    fold,
    heading,
    muted,
    name,
    page,
    span,
    state,
    swatch,
    table,
    toned,
    value,
    verdict,
)

Curves = Mapping[str, Sequence[svg.Point]]
TABLE_ROWS = 200

MEASURED = {"wall": "wall time", "cpu": "cpu time", "rss_peak": "peak memory"}
"""What was measured of a run, in words; the environment has a `cpu` of its own."""


def html(
    record: Record,
    curves: Curves | None = None,
    *,
    blobs: Callable[[str], bytes] | None = None,
    color: str | None = None,
    learnt: Learnt | None = None,
    children: Sequence[Mapping[str, Any]] = (),
) -> str:
    """A run record as static HTML.

    Args:
        record: the run record.
        curves: the points of its series, each as (step, value).
        blobs: the bytes behind a reference, for the source of its cells; without it they are not shown.
        color: the run's colour as `#rrggbb`.
        learnt: what people have ruled in its notebook.
        children: summaries of the configurations that searches in it have tried.
    """
    parts = [_head(record, color), findings.offers(record)]
    parts.append(pieces.values(record, None, foremost.foremost(record, learnt), learnt))
    parts += [pieces.charts(curves or {}, color), findings.tables(record, blobs, TABLE_ROWS)]
    line = findings.search_line(children, learnt)
    parts.append(fold(heading("Search", esc(line)), findings.search(children, learnt)) if line else "")
    parts.append(pieces.files(record))
    if blobs is not None:
        shown = "".join(_cell(cell.title, cell.source) for cell in cells(record, blobs))
        answer = formats.plural(len(record.get("parts") or ()), "cell")
        parts.append(fold(heading("Code", answer), shown or muted("the source is not kept")))
    parts.append(_environment(record, blobs))
    return page("".join(part for part in parts if part))


def _head(record: Record, color: str | None) -> str:
    parts = [f"{swatch(color)}{name(record.get('name') or record['id'], 120, 'font-weight:600;font-size:15px')}"]
    replay, graded = record.get("replay") or {}, record.get("graded") or {}
    parts += [
        state(record["state"]),
        verdict(record.get("verdict"), replay.get("first_divergence")),
        pieces.grade(record.get("grade"), graded.get("reasons") or (), "grade"),
        esc(formats.duration(record.get("duration"))),
        muted(f"run {esc(record['id'])}"),
    ]
    lines = [" &nbsp;".join(part for part in parts if part), muted(" · ".join(esc(text) for text in _about(record)))]
    if record.get("note"):
        lines.append(f"<i>{esc(record['note'])}</i>")
    if replay.get("first_divergence"):
        lines.append(esc(f"replayed, {divergence(replay['first_divergence'])}"))
    error = record.get("error")
    if error:
        lines.append(span(f"{esc(error.get('type'))}: {esc(error.get('message') or '')}", toned(BAD)))
    if record.get("state_reason"):
        lines.append(muted(esc(record["state_reason"])))
    lines += [f"⚠&#xfe0e; {esc(warning)}" for warning in _warnings(record)]
    return "".join(f"<div>{line}</div>" for line in lines if line)


def _warnings(record: Record) -> list[str]:
    return [*(record.get("warnings") or ()), *((record.get("graded") or {}).get("warnings") or ())]


def _about(record: Record) -> list[str]:
    about = []
    if record.get("started") is not None:
        about.append(datetime.fromtimestamp(record["started"], UTC).strftime("%Y-%m-%d %H:%M UTC"))
    if record.get("experiment"):
        about.append(f"experiment {record['experiment']}")
    if record.get("notebook"):
        about.append(str(record["notebook"]))
    about += [f"#{tag}={text}" if text else f"#{tag}" for tag, text in (record.get("tags") or {}).items()]
    if record.get("parent"):
        about.append(f"child of {record['parent'][:6]}")
    if record.get("pending"):
        about.append(f"still to come: {', '.join(record['pending'])}")
    return about


def _cell(title: str, source: str) -> str:
    style = f"{MONO};font-size:12px;margin:2px 0 8px;padding:6px 8px;border-left:3px solid rgba(128,128,128,.3)"
    code = escape(source.replace("\x00", ""), quote=True)
    return (
        f'<div>{muted(esc(title))}</div><pre style="{style};overflow-x:auto;background:none;color:inherit">{code}</pre>'
    )


def _environment(record: Record, blobs: Callable[[str], bytes] | None) -> str:
    rows: list[list[str]] = []
    about = [("host", record.get("host")), *(record.get("environment") or {}).items()]
    about += [(MEASURED.get(key, key), found) for key, found in (record.get("resources") or {}).items()]
    for key, found in about:
        nested = (
            found.items() if isinstance(found, Mapping) and not {"repr", "float", "int"} & set(found) else [("", found)]
        )
        rows += [
            [name(f"{key}.{inner}" if inner else key), _setting(key, item)]
            for inner, item in nested
            if item is not None and key not in ("packages", "imports")
        ]
    if not rows:
        return ""
    said = formats.plural(len(rows), "entry").replace("entrys", "entries")
    return fold(heading("Environment", said), table(["", ""], rows) + _packages(record, blobs))


def _packages(record: Record, blobs: Callable[[str], bytes] | None) -> str:
    """The installed packages, folded; without their list nothing."""
    found = packages((record.get("environment") or {}).get("packages"), blobs)
    if not found:
        return ""
    listed = " · ".join(f"{name(package)}&nbsp;{esc(version)}" for package, version in found.items())
    return fold(heading("Packages", str(len(found))), listed)


def _setting(key: str, found: Any) -> str:
    if isinstance(found, str) and found.startswith("b3:"):
        return pieces.short_hash(found)
    if key in ("memory", "peak memory") and isinstance(found, int):
        return esc(formats.size(found))
    if key in ("wall time", "cpu time"):
        return esc(formats.duration(found))
    return value(found if not isinstance(found, Mapping) else {"repr": repr(dict(found)), "type": "dict"})


def _why(item: Mapping[str, Any]) -> str:
    return "" if item.get("kept") else str(item.get("why") or "")


def text(
    record: Record,
    curves: Curves | None = None,
    *,
    learnt: Learnt | None = None,
    children: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The same as plain text."""
    from jupyter_tracker.render.text import aligned

    bare = {**record, "params": [], "metrics": [], "offers": []}
    lines = [card.text(bare), f"run {record['id']}", *_about(record)]
    lines += [line for line in (findings.search_line(children, learnt), findings.offers_text(record)) if line]
    if (replay := record.get("replay") or {}).get("first_divergence"):
        lines.append(formats.clean(f"replayed, {divergence(replay['first_divergence'])}"))
    if record.get("note"):
        lines.append(formats.clean(record["note"]))
    if record.get("grade"):
        lines.append(f"grade {record['grade']}")
    lines += [f"⚠ {formats.clean(said)}" for said in _warnings(record)]
    drawn = curves or {}
    first = foremost.foremost(record, learnt)
    also = foremost.also_seen(record, first, learnt)
    metrics = [
        [item["name"], formats.text(item.get("value")), svg.blocks(y for _, y in drawn.get(item["name"], ()))]
        for item in record.get("metrics") or ()
    ]
    params = [
        [item["name"], formats.text(item.get("value")), ""]
        for item in record.get("params") or ()
        if not item.get("default")
    ]
    values = {row[0]: row for row in (*params, *metrics)}
    tables = [
        [item["name"], formats.plural(item.get("total") or 0, "row"), ", ".join(item["columns"][:8])]
        for item in record.get("tables") or ()
    ]
    read = [
        [item["path"], str(item.get("hash") or formats.UNKNOWN)[:13], formats.size(item.get("size"))]
        for item in record.get("inputs") or ()
    ]
    made = [
        [item["name"], "kept" if item.get("kept") else "not kept", formats.size(item.get("size")), _why(item)]
        for item in record.get("artifacts") or ()
    ]
    sections = {
        "metrics": [row for row in metrics if row[0] in first],
        "params": [row for row in params if row[0] in first],
        "also seen": [values[one] for one in also],
        "tables": tables,
        "read": read,
        "made": made,
    }
    for title, rows in sections.items():
        if rows:
            lines += ["", aligned([title, *("" for _ in rows[0][1:])], rows)]
    return "\n".join(lines)
