"""The index kept up with the logs, whatever happens to it: busy, deleted, damaged, of another version, read-only."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import index
from .discover import Discovery
from .fold import Folder
from .runrows import RunRows


@dataclass
class _Held:
    """A connection, what it knows of the files, and which file it is of (None in memory)."""

    connection: sqlite3.Connection
    discovery: Discovery
    path: Path | None = None
    inode: int = 0
    seen: int = 0

    def is_current(self) -> bool:
        try:
            return self.path is not None and os.stat(self.path).st_ino == self.inode
        except OSError:
            return False


class IndexAccess:
    """Folds what is new and gives a connection to ask; for one thread at a time."""

    def __init__(self, root: Path) -> None:
        """Of the store at `root`."""
        self.root = root
        self._disk: _Held | None = None
        self._memory: _Held | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection that knows most."""
        held = self._memory or self._disk
        if held is None:
            self.refresh()
            held = self._memory or self._disk
        assert held is not None
        return held.connection

    def refresh(self) -> set[str]:
        """Fold what is new. Gives the ids of the runs that changed since the last time."""
        for _ in range(2):
            try:
                held = self._on_disk()
                self._fold(held)
                self._drop_memory()
                return self._changed(held)
            except sqlite3.OperationalError as fault:
                if not str(fault).startswith("no such"):  # busy, read-only, no room: as it is, plus what is new
                    break
                self._throw_away()
            except sqlite3.DatabaseError:
                self._throw_away()
        held = self._in_memory()
        self._fold(held)
        return self._changed(held)

    def rebuild(self) -> int:
        """Throw the index away and make it anew. Gives the number of runs."""
        self._throw_away()
        self.refresh()
        return int(self.connection.execute("SELECT count(*) FROM runs").fetchone()[0])

    def close(self) -> None:
        """Close the files."""
        self._drop_memory()
        self._close_disk()

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()

    def _fold(self, held: _Held) -> None:
        connection = held.connection
        held.discovery.load(connection)
        changes = held.discovery.changes()
        if not changes and not RunRows(connection).state_changes():
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            held.discovery.load(connection)
            folder = Folder(connection, held.discovery)
            folder.fold(changes)
            RunRows(connection).look_at_processes()
            connection.execute("COMMIT")
        except BaseException:
            held.discovery.forget()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        folder.committed()

    def _changed(self, held: _Held) -> set[str]:
        row = held.connection.execute("SELECT value FROM counters WHERE name = 'revision'").fetchone()
        revision = row[0] if row else 0
        since = held.seen if held.seen <= revision else 0
        held.seen = revision
        return {run for (run,) in held.connection.execute("SELECT id FROM runs WHERE rev > ?", (since,))}

    def _on_disk(self) -> _Held:
        if self._disk is not None and self._disk.is_current():
            return self._disk
        self._close_disk()
        if not self.root.is_dir():
            raise sqlite3.OperationalError("there is no store yet")  # asked in memory until there is
        path = self._path()
        try:
            connection = index.connect(path)
        except OSError as fault:
            raise sqlite3.OperationalError(str(fault)) from fault
        self._disk = _Held(connection, Discovery(self.root), path, os.stat(path).st_ino)
        return self._disk

    def _in_memory(self) -> _Held:
        """The index as it is, copied, for as long as it cannot be written."""
        if self._memory is None:
            connection = index.connect(None)
            seen = 0
            if self._disk is not None:
                try:
                    self._disk.connection.backup(connection, progress=_patience(), sleep=0.02)
                    seen = self._disk.seen
                    if not index.is_ours(connection):
                        raise sqlite3.DatabaseError("what was copied is no index")
                except sqlite3.Error:
                    seen = 0
                    connection.close()
                    connection = index.connect(None)
            self._memory = _Held(connection, Discovery(self.root), seen=seen)
        return self._memory

    def _path(self) -> Path:
        path = index.index_path(self.root)
        return index.cached_index_path(self.root) if index.newer_schema(path) else path

    def _throw_away(self) -> None:
        self._close_disk()
        index.discard(self._path())

    def _close_disk(self) -> None:
        if self._disk is not None:
            self._disk.connection.close()
            self._disk = None

    def _drop_memory(self) -> None:
        if self._memory is not None:
            self._memory.connection.close()
            self._memory = None


def _patience() -> Callable[[int, int, int], None]:
    """For a copy of the index: gives up where somebody holds it for longer than a reader waits."""
    deadline = time.monotonic() + index.BUSY_MS / 1000

    def progress(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise sqlite3.OperationalError("another process holds the index")

    return progress
