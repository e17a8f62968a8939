"""The files that cells made, changed and took away, from cell to cell: what a later cell finds of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from ..capture.files import own_work

if TYPE_CHECKING:
    from ..capture.effects import Trace
    from ..capture.filing import Filed
    from ..capture.records import FileSeen

_NAMES = 2_000
"""So many names are kept of one cell."""
How = Literal["bound", "changed", "deleted"]
Stamp = tuple[int, int, int] | None


class FileWork:
    """What the cells of a session have done to files."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._touched: dict[str, None] = {}
        self._here: set[str] = set()
        self._folders: set[str] = set()
        self._links: dict[str, str] = {}
        self._databases: dict[str, Stamp] = {}

    def reads(self, trace: Trace, files: Iterable[FileSeen], filed: Filed) -> Iterator[str]:
        """Paths on which a cell depended: those that it read, and those that cells before it had something to do with
        and that it found, or did not find."""
        for file in files:
            if file.mode == "read":
                yield from self._led_to(file.path)
        yield from (path for path in filed.databases)
        yield from (path for path in (*filed.gone, *filed.moved, *filed.linked.values()) if path in self._touched)
        inside = [os.getcwd() + os.sep, *(file.path for file in files)] if self._folders else []
        yield from (made for made in self._folders if any(path.startswith(made + os.sep) for path in inside))
        if filed.commands:
            yield from (path for path in self._here if not os.path.lexists(path))
        looked = {os.path.abspath(path) for path in trace.looked}
        for path in self._touched:
            if trace.searched or os.path.dirname(path) in filed.listed or path in looked:
                yield path
            elif any(_within(path, folder) for folder in (*filed.moved, *filed.gone)):
                yield path

    def writes(self, files: Iterable[FileSeen], filed: Filed) -> list[tuple[str, How]]:
        """What a cell did to files, which is remembered."""
        found: list[tuple[str, How]] = [
            (file.path, "bound" if file.anew else "changed") for file in files if file.mode == "written"
        ]
        found += [(path, "bound") for path in sorted(filed.folders)]
        found += [(path, "changed") for path in filed.changed]
        found += [(path, "changed") for path in self._changed_databases(filed)]
        for source, target in filed.moved.items():
            inner = [path for path in self._touched if _within(path, source)]
            found += [(target + path[len(source) :], "bound") for path in inner]
            found += [(path, "deleted") for path in (source, *inner)]
            found.append((target, "bound"))
        for path in filed.gone:
            found += [(one, "deleted") for one in (path, *self._touched) if one == path or _within(one, path)]
        found += [(target, "bound") for target in filed.linked]
        if filed.commands:
            known = {path for path, _ in found}
            found += [(path, "deleted") for path in self._here - known if not os.path.lexists(path)]
        self._links.update(filed.linked)
        self._folders |= filed.folders
        self._touched.update((path, None) for path, _ in found)
        for path, how in found:
            (self._here.discard if how == "deleted" else self._here.add)(path)
        return list(dict.fromkeys(found))

    def _led_to(self, path: str) -> Iterator[str]:
        """A path, and what it is a link to."""
        for _ in range(10):
            yield path
            if path not in self._links:
                return
            path = self._links[path]

    def _changed_databases(self, filed: Filed) -> list[str]:
        """Databases that are written by connections which cells made: they are opened where nobody sees it."""
        found = []
        for path in {*self._databases, *filed.databases}:
            now = _stamp(path), _stamp(path + "-wal")
            whole = now[0] if now[1] is None else now[1]
            if path not in self._databases or self._databases[path] != whole:
                found.append(path)
            self._databases[path] = whole
        return found


def listings(files: Iterable[FileSeen], filed: Filed) -> Iterator[tuple[str, list[str]]]:
    """What lies in the folders that a cell listed, apart from what it made itself: a replay that lists them is to find
    the same."""
    own = {file.path for file in files if file.mode == "written" and file.anew} | filed.folders
    left = _NAMES
    for folder in sorted(filed.listed):
        try:
            with own_work(folder):
                names = sorted(os.listdir(folder))
        except OSError:  # it was taken away since
            continue
        left -= len(names)
        if left < 0:
            return
        yield folder, [name for name in names if os.path.join(folder, name) not in own]


def _within(path: str, folder: str) -> bool:
    return path.startswith(folder + os.sep)


def _stamp(path: str) -> Stamp:
    try:
        about = os.stat(path)
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino
