"""The journal of executed cells, and making a run out of one after the fact."""

from __future__ import annotations

from typing import Any

from jupyter_tracker.store import new_run_id
from jupyter_tracker.store.events import plain

from ..desk import Desk, NoStore
from .base import TrackerHandler
from .run import summary, text_of

LONGEST = 200
FIRST_LINE = 200


def execs(desk: Desk, notebook: str | None, limit: int) -> list[dict[str, Any]]:
    """The newest executed cells of a notebook, or of the whole store."""
    try:
        found = desk.reader.execs(notebook=notebook, limit=limit)
    except NoStore:
        return []
    return [_told(desk, entry) for entry in found]


def promote(desk: Desk, exec_id: str, name: str | None) -> dict[str, Any]:
    """Make a run out of an executed cell, with all that the journal knows of it; its summary.

    A cell that is part of a run already stays that run.
    """
    from jupyter_tracker.analysis.naming import auto_name

    reader = desk.reader
    entry = reader.exec(exec_id)
    if entry["runs"]:
        return summary(desk, entry["runs"][-1])
    run = entry["points"] or new_run_id()
    before = reader.previous(entry)
    named = {"name": name} if name else {"auto_name": auto_name(entry, reader.run(before["id"]) if before else None)}
    desk.write("run", run=run, made_by="promote", parts=[exec_id], **named)
    return summary(desk, run)


class ExecsHandler(TrackerHandler):
    """`execs`."""

    async def get(self) -> None:
        """Answer the newest cells of the active notebook, or of the store where none is given."""
        notebook = self.stores.notebook(self.text("path"))
        name = None if notebook is None else str(notebook)
        self.reply({"execs": await self.ask(execs, name, self.whole("limit", 20, 1, LONGEST))})


class PromoteHandler(TrackerHandler):
    """`promote`."""

    async def post(self) -> None:
        """Make a run of an executed cell; answer its summary."""
        self.by_a_person()
        body = self.body("PromoteRequest")
        self.reply(await self.ask(promote, body["exec"], body.get("name")))


def _told(desk: Desk, entry: dict[str, Any]) -> dict[str, Any]:
    told = {key: entry[key] for key in ("exec", "cell_id", "notebook", "count", "started", "ended", "outcome")}
    values = {
        kind: {item["name"]: plain(item["value"]) for item in entry[kind] if not item.get("default")}
        for kind in ("params", "metrics")
    }
    return {**told, **values, "run": (entry["runs"] or [None])[-1], "first_line": _first_line(desk, entry)}


def _first_line(desk: Desk, entry: dict[str, Any]) -> str:
    """The first line of the cell that is neither empty nor a comment nor a magic."""
    text = desk.kept.get(entry["exec"], "source", lambda: text_of(desk, entry["source"])) or ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if not line.startswith(("#", "%"))), lines[0] if lines else "")[:FIRST_LINE]
