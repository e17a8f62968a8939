"""The copy of the folders that a replay runs in: below one temporary folder every path stands as it stood on disk.

So relative paths mean the same, however far up they lead, and nothing that the run wrote is in reach.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...store import process
from .inputs import Input, content, reads_of
from .plan import Plan

if TYPE_CHECKING:
    from ...store.query import Reader

PREFIX = "replay-"
_OWNER = ".replay-owner.json"
_GOING = re.compile(r"""(?:^\s*%cd\s+|\bchdir\(\s*)["']?([^"'\n)]+)""", re.MULTILINE)
_DATABASES = (".db", ".sqlite", ".sqlite3", ".duckdb")
"""Files that are opened for writing also by those who only read them: copied, never linked."""
_DEEP = 3
"""Parts of the path of a folder that may be one of data: not those of the system's own right below the root."""


@dataclass(frozen=True)
class Layout:
    """The copy: `root` is the temporary folder."""

    root: Path

    def of(self, path: str | os.PathLike[str]) -> Path:
        """Where a path of the original stands in it."""
        drive, rest = os.path.splitdrive(os.path.abspath(path))
        return Path(f"{self.root}{rest}") if not drive else self.root / drive.strip(":\\/") / rest.lstrip("\\/")

    def edit(self, path: str, text: str) -> None:
        """Give a local module another content, as somebody did between two cells; whoever loads it anew sees by its
        time that it is another."""
        there = self.of(path)
        before = there.stat().st_mtime if there.exists() else 0.0
        there.write_text(text, encoding="utf-8")
        later = max(time.time(), before + 2)
        os.utime(there, (later, later))

    def remove(self) -> None:
        """Take it away; what links led to stays."""
        shutil.rmtree(self.root, ignore_errors=True)


def make(
    reader: Reader, plan: Plan, found: Sequence[Input], modules: Mapping[str, str], *, restore: bool, keep: bool
) -> Layout:
    """Build the copy: the working folder, inputs (linked, or copied where a cell writes them), and local modules as
    they are given. `restore`: inputs that are not as they were are fetched from where they are. `keep`: no later
    replay takes it away."""
    _sweep(Path(tempfile.gettempdir()))
    layout = Layout(Path(os.path.realpath(tempfile.mkdtemp(prefix=PREFIX))))
    try:
        if not keep:
            (layout.root / _OWNER).write_text(json.dumps(process.identify()))
        layout.of(plan.folder).mkdir(parents=True, exist_ok=True)
        for path, text in modules.items():
            _module(layout, path, text)
        data = [one for one in found if one.state != "missing" or (restore and one.copies)]
        for folder in _whole_folders(plan, data, modules, restore=restore):
            _link(folder, layout.of(folder))
        for one in data:
            _input(reader, layout, one, restore=restore)
        for path, written in _listed(plan):
            _beside(layout, path, written=written)
        for folder in _folders_written_into(plan) | _folders_gone_to(plan):
            if not _linked_above(layout.of(folder), layout.root):
                layout.of(folder).mkdir(parents=True, exist_ok=True)
    except BaseException:
        layout.remove()
        raise
    return layout


def _sweep(place: Path) -> None:
    """Take away the copies of replays that were killed before they could."""
    for owner in place.glob(f"{PREFIX}*/{_OWNER}"):
        try:
            gone = process.liveness(json.loads(owner.read_text())) == "gone"
        except (OSError, ValueError, AttributeError):  # another user's, or being written
            continue
        if gone:
            shutil.rmtree(owner.parent, ignore_errors=True)


def _folders_written_into(plan: Plan) -> set[str]:
    """Folders that were there when cells wrote files into them, and that no cell made itself."""
    written = reads_of(plan).written
    folders = {os.path.dirname(path) for path in written if os.path.isabs(path)}
    return {
        one for one in folders if not any(os.path.join(one, "").startswith(os.path.join(made, "")) for made in written)
    }


def _folders_gone_to(plan: Plan) -> set[str]:
    """Folders that cells make the working folder, as far as it stands in them which."""
    named = {name.strip() for step in plan.steps for name in _GOING.findall(step.source)}
    return {path for name in named if os.path.isdir(path := os.path.normpath(os.path.join(plan.folder, name)))}


def _input(reader: Reader, layout: Layout, one: Input, *, restore: bool) -> None:
    there = layout.of(one.path)
    if os.path.lexists(there) or _linked_above(there, layout.root):
        return
    if restore and one.state in ("missing", "changed") and one.copies:
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(content(reader, one.copies[0]))
    elif os.path.isdir(one.path):
        there.mkdir(parents=True, exist_ok=True)
    elif one.written or one.path.endswith(_DATABASES):
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(one.path, there)
    else:
        _link(one.path, there)


def _listed(plan: Plan) -> Iterator[tuple[str, bool]]:
    """What was there when cells listed folders and no cell had made, and whether one writes it later."""
    written, made = reads_of(plan).written, set[str]()
    for step in plan.steps:
        for folder, names in ((step.trace or {}).get("listed") or {}).items():
            for name in names:
                path = os.path.join(folder, name)
                if path not in made:
                    yield path, path in written
        made |= {write.name.removeprefix("file:") for write in step.entry.writes if write.name.startswith("file:")}


def _beside(layout: Layout, path: str, *, written: bool) -> None:
    """What is only listed: a file, or a folder that shows nothing as long as nobody lists it."""
    there = layout.of(path)
    if os.path.lexists(there) or _linked_above(there, layout.root) or not os.path.lexists(path):
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    if os.path.isdir(path):
        there.mkdir()
    elif written or path.endswith(_DATABASES):
        shutil.copy2(path, there)
    else:
        _link(path, there)


def _module(layout: Layout, path: str, text: str) -> None:
    """A local module, with the `__init__.py` of the packages that it is in."""
    there = layout.of(path)
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_text(text, encoding="utf-8")
    for folder in Path(path).parents:
        above = folder / "__init__.py"
        if not above.is_file():
            break
        if not layout.of(above).exists():
            layout.of(above).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(above, layout.of(above))


def _whole_folders(plan: Plan, found: Sequence[Input], modules: Mapping[str, str], *, restore: bool) -> list[str]:
    """Folders of data that can be linked as they are, so that listing them gives the same, in the same order: no cell
    writes into them, no module and no working folder lies in them, and nothing in them has to be restored."""
    busy = [plan.folder, *modules, *reads_of(plan).written]
    busy += [one.path for one in found if one.path.endswith(_DATABASES)]
    busy += [one.path for one in found if restore and one.state in ("missing", "changed")]
    taken = [os.path.join(os.path.abspath(path), "") for path in busy]
    folders: list[str] = []
    for one in found:
        folder = os.path.dirname(one.path)
        inside = os.path.join(folder, "")
        if len(Path(folder).parts) < _DEEP or any(path.startswith(inside) for path in taken):
            continue
        if os.path.isdir(folder) and folder not in folders:
            folders.append(folder)
    return sorted(folders, key=len)


def _link(path: str, there: Path) -> None:
    if os.path.lexists(there):
        return
    there.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.symlink(path, there, target_is_directory=os.path.isdir(path))
    except OSError:  # a system on which links need rights
        shutil.copytree(path, there) if os.path.isdir(path) else shutil.copy2(path, there)


def _linked_above(there: Path, root: Path) -> bool:
    """Whether a path lies in a folder that is a link already."""
    return any(folder.is_symlink() for folder in there.parents if folder != root and root in folder.parents)
