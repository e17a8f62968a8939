"""Replaying a run from the panel: begun, followed, stopped."""

from __future__ import annotations

import json
from typing import Any

from jupyter_tracker.store import StoreError

from .. import replays
from ..desk import Desk, find
from ..errors import Refused
from .base import TrackerHandler, may


def about(desk: Desk, ref: str) -> tuple[str, str | None, dict[str, Any] | None]:
    """The id of a run, the Python that it was made with, and what its newest replay found."""
    record = desk.reader.run(find(desk.reader, ref))
    recorded = record["environment"].get("executable")
    report = None
    ref_of_report = (record["replay"] or {}).get("report")
    if ref_of_report:
        try:
            report = json.loads(desk.store.blobs.get(ref_of_report))
        except (StoreError, ValueError):
            report = None
    return record["id"], recorded if isinstance(recorded, str) else None, report


class ReplayHandler(TrackerHandler):
    """`runs/<id>/replay`."""

    async def get(self, ref: str) -> None:
        """Answer how the replay stands. The panel asks again and again, so it is no activity."""
        run, _, report = await self.ask(about, ref)
        known = self.stores.replays.get((await self._desk()).root, run)
        self.reply(known.told() if known is not None else replays.none(report))

    async def post(self, ref: str) -> None:
        """Begin a replay, which runs code: only who may run kernels may."""
        self.by_a_person()
        body = self.body("ReplayRequest")
        await self._may_execute()
        options = [*(["--yes"] if body.get("yes") else []), *([f"--{body['inputs']}"] if "inputs" in body else [])]
        run, recorded, _ = await self.ask(about, ref)
        replay = await self.stores.replays.begin((await self._desk()).root, run, recorded, options)
        self.reply(replay.told())

    async def delete(self, ref: str) -> None:
        """Stop it; answer how it stands."""
        self.by_a_person()
        run, _, report = await self.ask(about, ref)
        root = (await self._desk()).root
        await self.stores.replays.stop(root, run)
        known = self.stores.replays.get(root, run)
        self.reply(known.told() if known is not None else replays.none(report))

    async def _desk(self) -> Desk:
        return await self.stores.desk(self.text("path"))

    async def _may_execute(self) -> None:
        if not await may(self, "execute", "kernels"):
            raise Refused(403, "You may not run code on this server, so nothing can be replayed here.")
