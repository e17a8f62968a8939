"""The code of runs: the cells that one depends on, its notebook as it was, what differs between two, its packages.

All of it takes longer than a look into the index, so it runs beside the store's thread, with a reader of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from jupyter_tracker.store import StoreError

from ..desk import find
from ..errors import Refused
from ..grading import note
from .base import TrackerHandler

if TYPE_CHECKING:
    from jupyter_tracker.store import Store
    from jupyter_tracker.store.query import Reader

P = ParamSpec("P")
T = TypeVar("T")
Told = dict[str, Any]


class CodeHandler(TrackerHandler):
    """Base of the handlers whose answers take their time."""

    async def look(
        self, ref: str, question: Callable[Concatenate[Reader, str, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `question` answers of a run, asked with a reader of its own."""
        run = await self.ask(lambda desk: find(desk.reader, ref))
        desk = await self.stores.desk(self.text("path"))
        return await self.stores.work(_with_reader, desk.store, lambda reader: question(reader, run, *args, **kwargs))


def _with_reader(store: Store, question: Callable[[Reader], T]) -> T:
    with closing(store.reader()) as reader:
        reader.refresh()
        return question(reader)


def slice_of(reader: Reader, run: str) -> tuple[Told, Told]:
    """The Slice of the contract, and the grade as the store keeps it."""
    from jupyter_tracker.reproduce import load
    from jupyter_tracker.reproduce.minding import means

    found = load.of_run(reader, run)
    told = found.as_dict()
    told["grade"]["means"] = means(found)
    for module in told["modules"]:
        module["text"] = _text(reader, module.pop("blob"))
    graded = {"grade": found.grade, "reasons": list(found.reasons), "warnings": list(found.warnings)}
    return told, graded if found.cells else {}


def snapshot(reader: Reader, run: str) -> Told:
    """The Snapshot of the contract."""
    from jupyter_tracker.reproduce import snapshots

    kept = snapshots.of_run(reader, run)
    about = {"notebook": kept.notebook, "fidelity": kept.fidelity, "path": kept.path}
    return {"name": reader.run(run)["name"], **about}


def difference(reader: Reader, first: str, second: str, what: str) -> Told:
    """The CodeDifference of the contract."""
    from jupyter_tracker.reproduce import differing

    if what not in ("slice", "notebook"):
        raise Refused(400, "of is slice or notebook.", names=["slice", "notebook"])
    return differing.of_runs(reader, first, find(reader, second), "slice" if what == "slice" else "notebook")


def packages(reader: Reader, run: str) -> Told:
    """The Packages of the contract."""
    from jupyter_tracker.reproduce import imported

    return imported.of_run(reader, run).as_dict()


def _text(reader: Reader, ref: str) -> str | None:
    try:
        return reader.store.blobs.get(ref).decode("utf-8", "replace")
    except StoreError:
        return None


class SliceHandler(CodeHandler):
    """`runs/<id>/slice`."""

    async def get(self, ref: str) -> None:
        """Answer the slice. Where its grade is another than the one that lists show, that is noted."""
        told, graded = await self.look(ref, slice_of)
        if graded:
            await self.ask(note, ref, graded)
        self.reply(told)


class SnapshotHandler(CodeHandler):
    """`runs/<id>/snapshot`."""

    async def get(self, ref: str) -> None:
        """Answer the notebook as it was."""
        self.reply(await self.look(ref, snapshot))


class DifferenceHandler(CodeHandler):
    """`runs/<id>/diff`."""

    async def get(self, ref: str) -> None:
        """Answer what differs from this run to the run `to`."""
        if not self.text("to"):
            raise Refused(400, "Say which run to compare it with: ?to=RUN")
        self.reply(await self.look(ref, difference, self.text("to"), self.text("of", "slice")))


class PackagesHandler(CodeHandler):
    """`runs/<id>/packages`."""

    async def get(self, ref: str) -> None:
        """Answer which packages the run imports and which were installed."""
        self.reply(await self.look(ref, packages))
