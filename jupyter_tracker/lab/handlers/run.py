"""One run: its record, why its values are there, what people change about it, and the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_tracker.analysis import runlog
from jupyter_tracker.analysis import why as explain
from jupyter_tracker.analysis.comparison import same_value
from jupyter_tracker.analysis.learnt import of_reader
from jupyter_tracker.store import StoreError
from jupyter_tracker.store.events import plain
from jupyter_tracker.store.runlog import events_of

from ..desk import Desk, find
from ..errors import Refused
from .base import TrackerHandler
from .ruling import first, search

if TYPE_CHECKING:
    from jupyter_tracker.store.query import Reader

Record = dict[str, Any]


def record(desk: Desk, ref: str) -> Record:
    """The run's record, with the texts that its parts and errors refer to."""
    reader = desk.reader
    found: Record = reader.run(find(reader, ref))
    learnt = of_reader(reader, found["notebook"])
    found |= first(found, learnt, _changed(reader, found))
    found["search"] = search(reader, found["id"], learnt)
    for part in found["parts"]:
        part["source"] = text_of(desk, part.get("source"))
        _with_traceback(desk, part.get("error"))
    _with_traceback(desk, found.get("error"))
    for captured in (*found["params"], *found["metrics"], *found["offers"]):
        captured["value"] = plain(captured["value"])
    return found


def _changed(reader: Reader, found: Record) -> set[str]:
    """The params that a run has otherwise than the one before it of the same cell."""
    before = reader.previous(found)
    if before is None:
        return set()
    return {
        param["name"]
        for param in found["params"]
        if not param["default"] and not same_value(before["params"].get(param["name"]), param["value"])
    }


def why(desk: Desk, ref: str, name: str) -> Record:
    """Where a value of the run came from, and which rule made it what it is; also as lines of text."""
    reader = desk.reader
    found = reader.run(find(reader, ref))
    told = explain.why(found, name, of_reader(reader, found["notebook"]))
    for entry in told["found"]:
        entry["value"] = plain(entry["value"])
    return {**told, "text": explain.text(told)}


def log(desk: Desk, ref: str) -> Record:
    """What happened to the run, oldest first."""
    return {"entries": runlog.told(events_of(desk.reader, find(desk.reader, ref)))}


def keep(desk: Desk, ref: str, names: list[str]) -> Record:
    """Make metrics of what was seen afterwards; the summary afterwards. Refuses names that were not offered."""
    run = find(desk.reader, ref)
    desk.reader.check_changeable(run)
    offered = [item["name"] for item in desk.reader.run(run)["offers"]]
    wrong = [name for name in names if name not in offered]
    if wrong:
        raise Refused(409, f"This run was not offered {', '.join(wrong)}.", names=offered)
    desk.write("edit", run=run, keep=names)
    return summary(desk, run)


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


def check_tags(changes: Record | None) -> None:
    """Raise Refused for a tag that nobody could name."""
    if any(not tag.strip() or len(tag) > 200 for tag in (changes or {}).get("tags", ())):
        raise Refused(400, "A tag is a text of 1 to 200 characters.")


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
        """Change name, note, experiment, star, pinned, baseline, archived or tags; answer the summary."""
        self.by_a_person()
        changes = self.body("RunEdit")
        check_tags(changes)
        self.reply(await self.ask(edit, ref, changes))


class KeepHandler(TrackerHandler):
    """`runs/<id>/keep`."""

    async def post(self, ref: str) -> None:
        """Keep metrics that were seen afterwards; answer the summary."""
        self.by_a_person()
        self.reply(await self.ask(keep, ref, self.body("KeepRequest")["names"]))


class WhyHandler(TrackerHandler):
    """`runs/<id>/why`."""

    async def get(self, ref: str) -> None:
        """Answer why the value `name` is in the run."""
        if not self.text("name"):
            raise Refused(400, "Say which value: ?name=accuracy")
        self.reply(await self.ask(why, ref, self.text("name")))


class LogHandler(TrackerHandler):
    """`runs/<id>/log`."""

    async def get(self, ref: str) -> None:
        """Answer what the logs say of the run, in words."""
        self.reply(await self.ask(log, ref))


class TrashHandler(TrackerHandler):
    """`runs/<id>/delete` and `runs/<id>/undelete`."""

    async def post(self, ref: str, verb: str) -> None:
        """Move the run into or out of the trash; answer the summary."""
        self.by_a_person()
        self.reply(await self.ask(trash, ref, verb))


def _with_traceback(desk: Desk, fault: Record | None) -> None:
    if fault and str(fault.get("traceback") or "").startswith("b3:"):
        fault["traceback"] = text_of(desk, fault["traceback"])
