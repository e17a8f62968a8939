"""Which files of the store have changed since they were folded, found without looking at every ended one each time."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

FULL_EVERY = 30.0
"""Seconds after which every file is looked at, whatever the folders' dates say."""

COARSE = 2.0
"""Seconds within which a folder's date may hide a second change."""

ENDINGS = {"sessions": {".jsonl": "log"}, "points": {".pts": "points", ".col": "sealed"}}


@dataclass
class FileRow:
    """What the index knows of a file: how far it was folded, and what to go on with."""

    path: str
    kind: str
    owner: str | None = None
    writer: str | None = None
    offset: int = 0
    size: int = 0
    mtime: int = 0
    inode: int = 0
    closed: bool = False
    damaged: int = 0
    format: int = 1
    state: str | None = None

    def is_at(self, status: os.stat_result) -> bool:
        """Whether the file is as it was when this was noted down."""
        return (self.size, self.mtime, self.inode) == (status.st_size, status.st_mtime_ns, status.st_ino)

    def at(self, status: os.stat_result) -> FileRow:
        """The same, with what the file system says of the file now."""
        return replace(self, size=status.st_size, mtime=status.st_mtime_ns, inode=status.st_ino)


@dataclass
class Changes:
    """Paths (relative to the store) of files to fold, with their kind, and of files that are gone."""

    changed: dict[str, str]
    gone: list[str]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.changed or self.gone)


class Discovery:
    """Looks for changed files; one belongs to one index."""

    def __init__(self, root: Path) -> None:
        """Look in the store at `root`."""
        self.root = root
        self.rows: dict[str, FileRow] = {}
        self._dates: dict[str, int] = {}
        self._looked = 0.0
        self._version: int | None = None

    def load(self, connection: sqlite3.Connection) -> None:
        """Take over what the index knows of the files, if another process has changed it."""
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self.rows = {row[0]: FileRow(*row) for row in connection.execute("SELECT * FROM files")}
            self._version = version

    def changes(self) -> Changes:
        """What has changed since the files were folded."""
        changes = Changes({}, [])
        everything = time.monotonic() - self._looked > FULL_EVERY or not self._looked
        if everything:
            self._looked = time.monotonic()
        for folder, endings in ENDINGS.items():
            if everything or self._folder_changed(folder):
                self._look_at_all(folder, endings, changes)
            else:
                self._look_at_open(folder, changes)
        return changes

    def forget(self) -> None:
        """Look at everything next time."""
        self._looked = 0.0
        self._version = None

    def _folder_changed(self, folder: str) -> bool:
        return self._date(folder) != self._dates.get(folder)

    def _date(self, folder: str) -> int:
        try:
            return (self.root / folder).stat().st_mtime_ns
        except OSError:
            return 0

    def _look_at_all(self, folder: str, endings: dict[str, str], changes: Changes) -> None:
        date = self._date(folder)
        if time.time() - date / 1e9 > COARSE:
            self._dates[folder] = date
        else:
            self._dates.pop(folder, None)
        found = set()
        for entry, status in _files(self.root / folder):
            kind = endings.get(os.path.splitext(entry)[1])
            if kind is None or entry.startswith("."):
                continue
            path = f"{folder}/{entry}"
            found.add(path)
            row = self.rows.get(path)
            if row is None or not row.is_at(status):
                changes.changed[path] = kind
        changes.gone.extend(path for path in self.rows if path.startswith(folder + "/") and path not in found)

    def _look_at_open(self, folder: str, changes: Changes) -> None:
        for path, row in self.rows.items():
            if row.closed or not path.startswith(folder):
                continue
            try:
                status = os.stat(self.root / path)
            except OSError:
                changes.gone.append(path)
                continue
            if not row.is_at(status):
                changes.changed[path] = row.kind


def save_row(connection: sqlite3.Connection, row: FileRow) -> None:
    """Put a row into the index."""
    connection.execute("INSERT OR REPLACE INTO files VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", tuple(vars(row).values()))


def _files(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                try:
                    yield entry.name, entry.stat()
                except OSError:
                    continue
    except OSError:
        return
