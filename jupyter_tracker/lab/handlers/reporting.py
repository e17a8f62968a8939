"""Reports, written beside the active notebook and never over another file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from ..desk import Desk, find
from ..errors import Refused
from ..files import plain_name, reserve
from ..places import folder_of, server_path
from .base import TrackerHandler

MOST_RUNS = 200


def chosen(desk: Desk, refs: list[str] | None, filter: str | None) -> tuple[list[str], int]:
    """The runs a report is about (those named, else those the filter leaves), and from how many they were chosen."""
    reader = desk.reader
    everything = reader.count()
    if refs is not None:
        return list(dict.fromkeys(find(reader, ref) for ref in refs)), everything
    found = reader.count(filter)
    if not found:
        raise Refused(400, "No run matches, so there is nothing to report.")
    if found > MOST_RUNS:
        raise Refused(400, f"A report shows at most {MOST_RUNS} runs; the filter leaves {found}.")
    return [run["id"] for run in reader.runs(filter, sort=(("started", False),))], everything


def write(root: Path, desk: Desk, runs: list[str], chosen_from: int, target: tuple[str, str, str]) -> str:
    """Write the report into a new file; `target` is a notebook's server path, a name and an ending. Its server path.

    It takes seconds, so it has a reader of its own and runs beside the store's thread.
    """
    from jupyter_tracker.reports import files
    from jupyter_tracker.reports.source import StoreSource

    path, name, ending = target
    place = reserve(root, server_path(root, folder_of(root, path)), name, ending)
    try:
        with closing(desk.store.reader()) as reader:
            reader.refresh()
            files.write(place, StoreSource(reader, desk.store.blobs.get), runs, chosen_from=chosen_from, force=True)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return server_path(root, place)


class ReportHandler(TrackerHandler):
    """`report`."""

    async def post(self) -> None:
        """Write a report about some runs; answer where it is."""
        self.by_a_person()
        body = self.body("ReportRequest")
        path = self.text("path")
        name = plain_name(body.get("name", "report"), body["format"])
        runs, chosen_from = await self.ask(chosen, body.get("runs"), body.get("filter"))
        desk = await self.stores.desk(path)
        target = (path, name, body["format"])
        try:
            written = await self.stores.work(write, self.stores.root, desk, runs, chosen_from, target)
        except OSError as fault:
            raise Refused(409, f"The report cannot be written: {fault.strerror or fault}.") from fault
        answer: dict[str, Any] = {"path": written, "shown": len(runs), "chosen_from": chosen_from}
        self.reply(answer)
