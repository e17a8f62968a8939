"""What is known of a run as a file of its own: its slice, its notebook as it was, its requirements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Refused
from ..files import made_plain, reserve
from ..places import folder_of, server_path
from .code import CodeHandler

if TYPE_CHECKING:
    from jupyter_tracker.store.query import Reader

FORMATS = {"slice": ("ipynb", "py"), "snapshot": ("ipynb",), "requirements": ("txt",)}


def save(reader: Reader, run: str, root: Path, folder: Path, what: str, form: str) -> dict[str, Any]:
    """Write it into a new file in a folder below the contents root; SaveAnswer of the contract."""
    name = made_plain(reader.run(run)["name"], run)
    title = {"slice": f"{name}-slice", "snapshot": f"{name}-notebook", "requirements": f"requirements-{name}"}[what]
    place = reserve(root, server_path(root, folder), title, form)
    try:
        mind = _write(reader, run, place, what)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return {"path": server_path(root, place), "mind": mind}


def _write(reader: Reader, run: str, place: Path, what: str) -> list[str]:
    """Fill the file; what to mind about it."""
    from jupyter_tracker.reproduce import imported, load, snapshots, writing

    if what == "slice":
        found = load.of_run(reader, run)
        if not found.cells:
            raise Refused(409, f"There is no slice of this run: {', '.join(found.reasons)}.")
        files, mind = writing.write(found, place, reader.store.blobs.get, force=True)
        return [*mind, *(f"wrote {path.name} beside it" for path in files[1:])]
    if what == "snapshot":
        text = json.dumps(snapshots.of_run(reader, run).notebook, ensure_ascii=False, indent=1) + "\n"
    else:
        text = imported.of_run(reader, run).requirements()
    place.write_text(text, encoding="utf-8")
    return []


class SaveHandler(CodeHandler):
    """`runs/<id>/save`."""

    async def post(self, ref: str) -> None:
        """Write it beside the active notebook, never over another file; answer where it is."""
        self.by_a_person()
        body = self.body("SaveRequest")
        what, form = body["what"], body["format"]
        if form not in FORMATS[what]:
            raise Refused(400, f"A {what} is written as {' or '.join(FORMATS[what])}.", names=FORMATS[what])
        root = self.stores.root
        folder = folder_of(root, self.text("path"))
        try:
            self.reply(await self.look(ref, save, root, folder, what, form))
        except OSError as fault:
            raise Refused(409, f"The file cannot be written: {fault.strerror or fault}.") from fault
