"""The names there are, and what a filter could go on with."""

from __future__ import annotations

from typing import Any

from ..desk import Desk, NoStore
from .base import TrackerHandler

NO_NAMES: dict[str, list[str]] = {"params": [], "metrics": [], "tags": [], "experiments": [], "notebooks": []}


def names(desk: Desk) -> dict[str, list[str]]:
    """All names of the store; empty lists where nothing has been tracked."""
    try:
        found = desk.reader.names()
    except NoStore:
        return NO_NAMES
    return {kind: found[kind] for kind in NO_NAMES}


def completions(desk: Desk, text: str, cursor: int) -> dict[str, Any]:
    """What could stand at `cursor` of the filter `text`, and which part of it that replaces."""
    from jupyter_tracker.store.filters import complete

    found = complete(text, cursor, names(desk))
    return {
        "items": [{"text": item.text, "label": item.label, "detail": item.detail} for item in found],
        "start": found[0].start if found else cursor,
        "end": found[0].end if found else cursor,
    }


class NamesHandler(TrackerHandler):
    """`names`."""

    async def get(self) -> None:
        """Answer the names of params, metrics, tags, experiments and notebooks."""
        self.reply(await self.ask(names))


class CompleteHandler(TrackerHandler):
    """`complete`."""

    async def get(self) -> None:
        """Answer what the filter could go on with at the cursor (in characters; its end by default)."""
        text = self.text("filter")
        self.reply(await self.ask(completions, text, self.whole("cursor", len(text), 0, len(text))))
