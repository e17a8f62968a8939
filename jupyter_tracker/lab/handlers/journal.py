"""The journal of executed cells, and making a run out of one after the fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jupyter_tracker.store import RefError, children, new_run_id
from jupyter_tracker.store.events import plain

from ..desk import Desk, NoStore
from .base import TrackerHandler
from .ruling import Rulings, first
from .run import summary, text_of

if TYPE_CHECKING:
    from jupyter_tracker.analysis.learnt import Learnt

LONGEST = 200
MOST_CHILDREN = 1000
FIRST_LINE = 200
SPARE = 5
"""So many cells more are looked at than asked for, as some of them are only lines to us."""

_OURS = re.compile(r"\s*(?:#.*|%track\b.*|%(?:re)?load_ext\s+jupyter_tracker\s*)?")


def execs(
    desk: Desk, notebook: str | None, limit: int, before: str | None, cell_id: str | None
) -> list[dict[str, Any]]:
    """The newest executed cells of a notebook, or of the whole store: those older than the exec `before`, and
    executions of one cell, where that is said. Cells that only speak with the tracker are left out."""
    try:
        reader = desk.reader
    except NoStore:
        return []
    found: list[dict[str, Any]] = []
    page = min(LONGEST, limit + SPARE)
    while len(found) < limit:
        some = reader.execs(notebook=notebook, limit=page, before=before, cell_id=cell_id)
        found += [entry for entry in some if not _is_ours(desk, entry)]
        if len(some) < page:
            break
        before = some[-1]["exec"]
    rulings = Rulings(reader)
    return [_told(desk, entry, rulings.of(entry["notebook"])) for entry in found[:limit]]


def promote(desk: Desk, exec_id: str, name: str | None) -> dict[str, Any]:
    """Make a run out of an executed cell, with all that the journal knows of it; its summary.

    A cell that is part of a run already stays that run.
    """
    from jupyter_tracker.analysis.naming import auto_name, configuration

    reader = desk.reader
    entry = reader.exec(exec_id)
    if entry["runs"]:
        return summary(desk, entry["runs"][-1])
    run = _unused(desk, entry["points"]) or new_run_id()
    before = reader.previous(entry)
    named = {"name": name} if name else {"auto_name": auto_name(entry, reader.run(before["id"]) if before else None)}
    desk.write("run", run=run, made_by="promote", parts=[exec_id], **named)
    for child in entry["children"][:MOST_CHILDREN]:
        told = configuration(child["params"], child["key"])
        for kind, body in children.events(child, new_run_id(), run, told):
            desk.write(kind, **body)
    return summary(desk, run)


def _unused(desk: Desk, points: str | None) -> str | None:
    """The id that a cell's points lie under, unless it is that of a run in the trash: they are found all the same."""
    try:
        desk.reader.summary(points or "")
    except RefError:
        return points
    return None


class ExecsHandler(TrackerHandler):
    """`execs`."""

    async def get(self) -> None:
        """Answer the newest cells of the active notebook, or of the store where none is given; `before` (an exec) goes
        on with older ones, `cell` (its id) asks for the executions of one cell."""
        notebook = self.stores.notebook(self.text("path"))
        name = None if notebook is None else str(notebook)
        limit = self.whole("limit", 20, 1, LONGEST)
        before, cell_id = self.text("before") or None, self.text("cell") or None
        self.reply({"execs": await self.ask(execs, name, limit, before, cell_id)})


class PromoteHandler(TrackerHandler):
    """`promote`."""

    async def post(self) -> None:
        """Make a run of an executed cell; answer its summary."""
        self.by_a_person()
        body = self.body("PromoteRequest")
        self.reply(await self.ask(promote, body["exec"], body.get("name")))


def _logged(desk: Desk, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The metrics that a cell has logged into its own run by calls: the journal has them not, the run does."""
    if not entry["runs"]:
        return []
    run = desk.reader.summary(entry["runs"][-1])
    if run["cell_id"] != entry["cell_id"]:
        return []
    seen = {item["name"] for item in entry["metrics"]}
    names = [name for name in run["series"] if name not in seen and name in run["metrics"]]
    return [{"name": name, "value": run["metrics"][name], "kind": "explicit"} for name in names]


def _told(desk: Desk, entry: dict[str, Any], learnt: Learnt) -> dict[str, Any]:
    entry = {**entry, "metrics": [*entry["metrics"], *_logged(desk, entry)]}
    told = {key: entry[key] for key in ("exec", "cell_id", "notebook", "count", "started", "ended", "outcome")}
    values = {
        kind: {item["name"]: plain(item["value"]) for item in entry[kind] if not item.get("default")}
        for kind in ("params", "metrics")
    }
    return {
        **told,
        **values,
        **first(entry, learnt),
        "tables": [item["name"] for item in entry["tables"]],
        "tried": len(entry["children"]),
        "run": (entry["runs"] or [None])[-1],
        "first_line": _first_line(desk, entry),
    }


def _is_ours(desk: Desk, entry: dict[str, Any]) -> bool:
    """Whether a cell that is in no run holds nothing but `%track` lines, comments and the line that loads us."""
    source = "" if entry["runs"] else _source(desk, entry)
    return bool(source.strip()) and all(_OURS.fullmatch(line) for line in source.split("\n"))


def _source(desk: Desk, entry: dict[str, Any]) -> str:
    return desk.kept.get(entry["exec"], "source", lambda: text_of(desk, entry["source"])) or ""


def _first_line(desk: Desk, entry: dict[str, Any]) -> str:
    """The first line of the cell that is neither empty nor a comment nor a magic."""
    text = _source(desk, entry)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if not line.startswith(("#", "%"))), lines[0] if lines else "")[:FIRST_LINE]
