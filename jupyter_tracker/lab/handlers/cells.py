"""What the cells of an open notebook show of their runs: the latest result of each, and its earlier versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jupyter_tracker.analysis import codediff
from jupyter_tracker.store import StoreError, cellruns

from ..desk import Desk, NoStore, find
from .base import TrackerHandler, listed
from .ruling import Rulings, first
from .run import text_of, worded

if TYPE_CHECKING:
    from jupyter_tracker.analysis.learnt import Learnt
    from jupyter_tracker.store.query import Reader

Told = dict[str, Any]

MOST_METRICS = 3
MOST_CHANGED = 400
MOST_VERSIONS = 100
FIGURES = ("image/", "application/pdf", "application/vnd.plotly", "application/vnd.vega", "application/vnd.bokeh")
"""Begin the media types of figures."""


def cells(desk: Desk, notebook: str | None, runs: list[str] | None) -> Told:
    """The CellList of the contract: the cells of a notebook that have made runs; `runs`: only those that made one of
    these."""
    try:
        reader = desk.reader
    except NoStore:
        return {"cells": [], "cursor": desk.cursor}
    rulings = Rulings(reader)
    found = cellruns.newest(reader, notebook, runs)
    told = [_cell(desk, reader, newest, rulings) for newest in found]
    return {"cells": told, "cursor": desk.cursor}


def versions(desk: Desk, body: Told, notebook: str | None) -> Told:
    """The CellVersions of the contract: the runs of a cell, newest first, with the source at each and what differs
    from there to the source in the request."""
    try:
        reader = desk.reader
    except NoStore:
        return {"versions": [], "more": False}
    cell_id, limit = body["cell_id"], body.get("limit", 20)
    before = find(reader, body["before"]) if "before" in body else None
    since = None if before is None else reader.summary(before)["started"]
    ids = cellruns.of_cell(reader, cell_id, notebook, limit=limit + 1, before=since)
    rulings = Rulings(reader)
    told = [_version(desk, reader, run, body, rulings) for run in ids[:limit]]
    return {"versions": told, "more": len(ids) > limit}


def _cell(desk: Desk, reader: Reader, newest: cellruns.Newest, rulings: Rulings) -> Told:
    run = newest.run
    summary = worded(reader.summary(run))
    part = desk.kept.get(run, "cell", lambda: _part(desk, reader.run(run), newest.cell_id))
    return {
        "cell_id": newest.cell_id,
        "runs": newest.count,
        "metrics": _metrics(reader, summary, rulings.of(summary["notebook"])),
        **{key: summary[key] for key in ("name", "state", "started", "ended", "duration", "heard", "baseline")},
        "run": run,
        **part,
    }


def _part(desk: Desk, record: Told, cell_id: str) -> Told:
    """What is known of the newest execution of a cell within a run."""
    found = [(place, part) for place, part in enumerate(record["parts"]) if part["cell_id"] == cell_id]
    if not found:
        return {"count": None, "source": None, "outputs": None}
    place, part = found[-1]
    source = text_of(desk, part["source"])
    return {
        "count": part["count"],
        "source": None if source is None else hashlib.sha256(source.encode()).hexdigest(),
        "outputs": _outputs(desk, place, part["outputs"]),
    }


def _outputs(desk: Desk, place: int, kept: Told | None) -> Told | None:
    """How much a part has shown; None where nothing of it is in the store."""
    if not kept:
        return None
    # by the blob, not by the run: one that goes on changes several times a second
    counts = desk.kept.get(kept["blob"], "extent", lambda: _extent(desk, kept["blob"]))
    if counts is None:
        return None
    return {"part": place, "blob": kept["blob"], "truncated": bool(kept.get("truncated")), **counts}


def _extent(desk: Desk, ref: str) -> Told | None:
    try:
        content = json.loads(desk.store.blobs.get(ref))
        return {"lines": sum(map(_lines, content)), "figures": sum(map(_is_figure, content))}
    except (StoreError, ValueError, LookupError, AttributeError, TypeError):
        return None


def _lines(output: Told) -> int:
    """How many lines of text an output is, as the notebook counts them, too."""
    if output["output_type"] == "error":
        return sum(len(str(line).splitlines()) for line in output.get("traceback") or ())
    if _is_figure(output):
        return 0
    text = output.get("text") or output.get("data", {}).get("text/plain") or ""
    return len(("".join(text) if isinstance(text, list) else str(text)).splitlines())


def _is_figure(output: Told) -> bool:
    return any(str(media_type).startswith(FIGURES) for media_type in output.get("data") or ())


def _metrics(reader: Reader, summary: Told, learnt: Learnt) -> list[Told]:
    """The metrics that stand first in a run, each with its value in the run before it of the same cell."""
    about = first(summary, learnt)
    found = reader.previous(summary)
    before = worded(found)["metrics"] if found else {}
    names = [name for name in about["foremost"] if name in summary["metrics"]][:MOST_METRICS]
    return [
        {
            "name": name,
            "value": summary["metrics"][name],
            "before": before.get(name),
            "direction": about["directions"].get(name),
        }
        for name in names
    ]


def _version(desk: Desk, reader: Reader, run: str, body: Told, rulings: Rulings) -> Told:
    record = reader.run(run)
    part = next((part for part in reversed(record["parts"]) if part["cell_id"] == body["cell_id"]), None)
    source = text_of(desk, part["source"]) if part else None
    summary = worded(reader.summary(run))
    difference = codediff.compare(_as_cell(source or ""), _as_cell(body["source"]))
    return {
        "run": run,
        "metrics": _metrics(reader, summary, rulings.of(summary["notebook"])),
        **{key: summary[key] for key in ("name", "state", "started", "ended", "duration", "heard", "baseline")},
        "source": source,
        "lines": difference.lines,
        "diff": difference.diff,
    }


def _as_cell(source: str) -> Sequence[codediff.Cell]:
    return [codediff.Cell(source, "")]


class CellsHandler(TrackerHandler):
    """`cells`."""

    async def get(self) -> None:
        """Answer the latest result of each cell of the active notebook; `runs`: only of the cells of these runs."""
        notebook = self.stores.notebook(self.text("path"))
        runs = listed(self.text("runs"))[:MOST_CHANGED] or None
        self.reply(await self.ask(cells, None if notebook is None else str(notebook), runs))
