"""Runs beside each other."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..desk import Desk, find
from .base import TrackerHandler


def compare(desk: Desk, refs: list[str], baseline: str | None) -> dict[str, Any]:
    """The Comparison of these runs, against `baseline` (joined in front if it is not one of them), else the first."""
    from jupyter_tracker.analysis.comparison import compare as compare_records
    from jupyter_tracker.analysis.learnt import of_reader
    from jupyter_tracker.reproduce.differing import imported_first, imports

    reader = desk.reader
    runs = list(dict.fromkeys(find(reader, ref) for ref in refs))
    base = find(reader, baseline) if baseline else runs[0]
    if base not in runs:
        runs.insert(0, base)
    records = [reader.run(run) for run in runs]
    place = runs.index(base)
    learnt = of_reader(reader, records[place]["notebook"])
    found = compare_records(records, blobs=desk.store.blobs.get, baseline=place, learnt=learnt)
    if found["packages"]["differs"]:
        used = [desk.kept.get(run, "imports", partial(imports, reader, run)) for run in runs]
        found["packages"] = imported_first(found["packages"], set().union(*used))
    return found


class CompareHandler(TrackerHandler):
    """`compare`."""

    only_asks = True

    async def post(self) -> None:
        """Answer what differs between the runs. The panel repeats this while runs go on, so it is no activity."""
        body = self.body("CompareRequest")
        self.reply(await self.ask(compare, body["runs"], body.get("baseline")))
