"""Bytes that runs made: artifacts by their place in the record (never by a path of the client), outputs, tables."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from jupyter_tracker.store import StoreError

from ..desk import Desk, find
from ..errors import Refused
from ..previewing import preview
from .base import TrackerHandler

CHUNK = 2**20
LONGEST_NAME = 200


def artifact(desk: Desk, ref: str, place: int) -> tuple[Path, str, int]:
    """Where the bytes of a run's artifact lie, the name to save them under, and their size."""
    reader = desk.reader
    artifacts = reader.run(find(reader, ref))["artifacts"]
    if place >= len(artifacts):
        raise Refused(404, f"This run has {len(artifacts)} artifacts.")
    found = artifacts[place]
    blobs = desk.store.blobs
    if not found["kept"] or not found.get("hash") or not blobs.has(found["hash"]):
        raise Refused(404, f"The bytes of {found['name']} were not kept: {found.get('why') or 'only their hash was'}.")
    path = blobs.path(found["hash"])
    return path, file_name(str(found.get("path") or found["name"])), path.stat().st_size


def file_name(text: str) -> str:
    """The last part of a path of any system, fit for a file to save."""
    name = PurePosixPath(text.replace("\\", "/")).name[-LONGEST_NAME:]
    return name if name.strip(". ") else "artifact"


def outputs(desk: Desk, ref: str, place: int) -> dict[str, Any]:
    """The outputs of one part of a run as nbformat knows them, and whether some were cut off."""
    reader = desk.reader
    parts = reader.run(find(reader, ref))["parts"]
    if place >= len(parts):
        raise Refused(404, f"This run has {len(parts)} parts.")
    kept = parts[place].get("outputs")
    if not kept:
        return {"outputs": [], "truncated": False}
    try:
        content = json.loads(desk.store.blobs.get(kept["blob"]))
    except StoreError as fault:
        raise Refused(404, str(fault)) from fault
    except ValueError as fault:
        raise Refused(404, "The outputs of this part cannot be read.") from fault
    return {"outputs": content, "truncated": bool(kept.get("truncated"))}


def table(desk: Desk, ref: str, place: int) -> dict[str, Any]:
    """One of the small tables of a run: what it is, its columns and its rows."""
    reader = desk.reader
    tables = reader.run(find(reader, ref))["tables"]
    if place >= len(tables):
        raise Refused(404, f"This run has {len(tables)} tables.")
    found = tables[place]
    try:
        content = json.loads(desk.store.blobs.get(found["blob"]))
        columns, rows = content["columns"], content["rows"]
    except (StoreError, ValueError, KeyError, TypeError) as fault:
        raise Refused(404, f"The rows of {found['name']} are not in the store.") from fault
    return {"name": found["name"], "what": found["what"], "columns": columns, "rows": rows, "total": found["total"]}


class ArtifactHandler(TrackerHandler):
    """`runs/<id>/artifacts/<n>`."""

    async def get(self, ref: str, place: str) -> None:
        """Send the bytes as a file to save; a browser never shows or runs them from this origin."""
        self.by_a_person()
        path, name, size = await self.ask(artifact, ref, int(place))
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name, safe='')}")
        self.set_header("Content-Length", str(size))
        self.set_header("Cache-Control", "private, no-cache")
        with await self.stores.work(path.open, "rb") as file:
            while chunk := await self.stores.work(file.read, CHUNK):
                self.write(chunk)
                await self.flush()
        self.finish(set_content_type="application/octet-stream")

    @property
    def content_security_policy(self) -> str:
        """Nothing in the bytes may load, run or reach this origin."""
        return "sandbox; default-src 'none'"


def previewed(desk: Desk, ref: str, place: int) -> dict[str, Any]:
    """What of a run's artifact can be looked at here."""
    path, name, _ = artifact(desk, ref, place)
    return preview(path, name)


class PreviewHandler(TrackerHandler):
    """`runs/<id>/artifacts/<n>/preview`."""

    async def get(self, ref: str, place: str) -> None:
        """Answer what the panel can show of the file, as data: its bytes are untrusted."""
        self.by_a_person()
        self.reply(await self.ask(previewed, ref, int(place)))


class TableHandler(TrackerHandler):
    """`runs/<id>/tables/<n>`."""

    async def get(self, ref: str, place: str) -> None:
        """Answer a small table as it was seen."""
        self.reply(await self.ask(table, ref, int(place)))


class OutputsHandler(TrackerHandler):
    """`runs/<id>/outputs/<part>`."""

    async def get(self, ref: str, place: str) -> None:
        """Answer the outputs of one part. They are untrusted: the panel shows them through a sanitizer."""
        self.reply(await self.ask(outputs, ref, int(place)))
