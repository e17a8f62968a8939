"""What people arranged on screen (colours, saved views), kept in the store so that everybody finds it again."""

from __future__ import annotations

import json
from typing import Any

from ..desk import Desk, NoStore
from ..errors import Refused
from .base import TrackerHandler

LONGEST_KEY = 200
LARGEST_VIEW = 200_000


def view(desk: Desk, key: str) -> Any:
    """The newest value under `key`, or None."""
    try:
        return desk.reader.views().get(key)
    except NoStore:
        return None


def views(desk: Desk, prefix: str) -> dict[str, Any]:
    """The newest values under all keys that begin with `prefix`, those that were taken away left out."""
    try:
        found = desk.reader.views()
    except NoStore:
        return {}
    return {key: value for key, value in found.items() if key.startswith(prefix) and value is not None}


def keep(desk: Desk, key: str, value: Any) -> Any:
    """Write the value down; the value as it is now."""
    if view(desk, key) != value:
        desk.write("view", key=key, value=value)
    return view(desk, key)


class ViewsHandler(TrackerHandler):
    """`views`."""

    async def get(self) -> None:
        """Answer what was kept under keys that begin with `prefix`."""
        self.reply({"views": await self.ask(views, self.text("prefix"))})


class ViewHandler(TrackerHandler):
    """`views/<key>`."""

    async def get(self, key: str) -> None:
        """Answer what was kept under the key; null where nothing was."""
        self.reply({"value": await self.ask(view, key)})

    async def put(self, key: str) -> None:
        """Keep a value (any JSON); answer it. The panel does this by itself, so it is no activity."""
        value = self.body("View")["value"]
        if len(key) > LONGEST_KEY or len(json.dumps(value)) > LARGEST_VIEW:
            raise Refused(413, f"A view holds {LARGEST_VIEW:,} bytes under a key of {LONGEST_KEY} characters at most.")
        self.reply({"value": await self.ask(keep, key, value)})
