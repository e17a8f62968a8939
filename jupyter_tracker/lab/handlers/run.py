"""One run: its record, what people change about it, and the trash."""

from __future__ import annotations

from typing import Any

from jupyter_tracker.store import StoreError
from jupyter_tracker.store.events import plain

from ..desk import Desk, find
from ..errors import Refused
from .base import TrackerHandler

Record = dict[str, Any]


def record(desk: Desk, ref: str) -> Record:
    """The run's record, with the texts that its parts and errors refer to."""
    reader = desk.reader
    found: Record = reader.run(find(reader, ref))
    for part in found["parts"]:
        part["source"] = text_of(desk, part.get("source"))
        _with_traceback(desk, part.get("error"))
    _with_traceback(desk, found.get("error"))
    for captured in (*found["params"], *found["metrics"]):
        captured["value"] = plain(captured["value"])
    return found


def text_of(desk: Desk, ref: str | None) -> str | None:
    """The text that a blob reference stands for, or None where the store doesn't have it."""
    if not ref:
        return None
    try:
        return desk.store.blobs.get(ref).decode("utf-8", "replace")
    except StoreError:
        return None


def summary(desk: Desk, run: str) -> Record:
    """The summary of one run, deleted or not, as it is now."""
    return worded(desk.reader.summary(run))


def worded(found: Record) -> Record:
    """The summary with its values as JSON can hold them: NaN is said, not left out."""
    return {**found, "params": plain(found["params"]), "metrics": plain(found["metrics"])}


def edit(desk: Desk, ref: str, changes: Record) -> Record:
    """Write down what a person changed of a run; the summary afterwards."""
    run = find(desk.reader, ref)
    desk.reader.check_changeable(run)
    desk.write("edit", run=run, **changes)
    return summary(desk, run)


def trash(desk: Desk, ref: str, verb: str) -> Record:
    """Put a run into the trash (`delete`), or take it out (`undelete`); the summary afterwards."""
    run = find(desk.reader, ref)
    desk.reader.check_changeable(run)
    desk.write(verb, run=run)
    return summary(desk, run)


class RunHandler(TrackerHandler):
    """`runs/<id>`."""

    async def get(self, ref: str) -> None:
        """Answer the run's record."""
        self.reply(await self.ask(record, ref))

    async def patch(self, ref: str) -> None:
        """Change name, note, experiment, star, baseline, archived or tags; answer the summary."""
        self.by_a_person()
        changes = self.body("RunEdit")
        if any(not tag.strip() or len(tag) > 200 for tag in changes.get("tags", ())):
            raise Refused(400, "A tag is a text of 1 to 200 characters.")
        self.reply(await self.ask(edit, ref, changes))


class TrashHandler(TrackerHandler):
    """`runs/<id>/delete` and `runs/<id>/undelete`."""

    async def post(self, ref: str, verb: str) -> None:
        """Move the run into or out of the trash; answer the summary."""
        self.by_a_person()
        self.reply(await self.ask(trash, ref, verb))


def _with_traceback(desk: Desk, fault: Record | None) -> None:
    if fault and str(fault.get("traceback") or "").startswith("b3:"):
        fault["traceback"] = text_of(desk, fault["traceback"])
