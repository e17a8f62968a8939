"""Files that a tracked cell read and wrote: hashed, and the written ones kept before anything can overwrite them."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..capture.files import _audit, own_work
from . import artifacts
from .aside import Aside, Found

if TYPE_CHECKING:
    from ..capture.records import FileSeen
    from ..settings import Settings
    from .tracker import Tracker

AT_ONCE = 2**20
"""Bytes of written files that are kept at the end of the cell; more is copied off its path."""
SMALL_INPUT = 10 * 2**20
"""Data files up to so many bytes are kept themselves."""
HASHED_AT_MOST = 8 * 2**30
"""Larger data files are known by size and time alone."""
OVERWRITE_SECONDS = 60.0
"""How long a cell that overwrites a file waits for the copy of what an earlier one wrote there."""
WRITING = os.O_WRONLY | os.O_RDWR


@dataclass
class _Waiting:
    """Files whose copy is not made yet: opening one for writing waits for it."""

    paths: dict[str, threading.Event] = field(default_factory=dict)

    def guard(self, path: Any, mode: Any, flags: Any) -> None:
        """Called before each open of this process."""
        if not self.paths:
            return
        writing = flags & WRITING if mode is None else any(letter in mode for letter in "wax+")
        if writing and isinstance(path, (str, bytes)):
            copied = self.paths.get(os.path.abspath(os.fsdecode(path)))
            if copied is not None:
                copied.wait(OVERWRITE_SECONDS)


class Keeper:
    """Keeps files of runs."""

    def __init__(self, tracker: Tracker) -> None:
        """Nothing waits yet."""
        self._tracker = tracker
        self._waiting = _Waiting()
        self._hashes: dict[tuple[int, int, int, int], str] = {}

    def start(self) -> None:
        """From now on a file waits to be overwritten until its copy is made."""
        audit = _audit()
        if self._waiting.guard not in audit.sinks:
            audit.sinks = (*audit.sinks, self._waiting.guard)

    def stop(self) -> None:
        """Wait for nothing any more."""
        audit = _audit()
        audit.sinks = tuple(sink for sink in audit.sinks if sink != self._waiting.guard)

    def forget(self) -> None:
        """In a forked child nobody makes the copies."""
        self._waiting.paths.clear()

    def keep(self, run: str, exec_id: str | None, files: Iterable[FileSeen], settings: Settings) -> None:
        """Keep what was written (small files now, others aside) and have what was read hashed."""
        listed = list(files)
        written = [file for file in listed if file.mode == "written" and file.size is not None]
        small = sum(file.size or 0 for file in written) <= AT_ONCE
        aside = Aside(self._tracker, run=run, exec=exec_id)
        if written and small:
            with own_work(*(file.path for file in written)):
                kept = [artifacts.kept_file(self._tracker, file.path) for file in written]
            subject = {"run": run, "exec": exec_id} if exec_id else {"run": run}
            self._tracker.write("seen", **subject, artifacts=kept)
        jobs = {}
        if written and not small:
            held = [self._hold(file.path) for file in written]
            jobs["files"] = lambda: {"artifacts": [self._copied(*one) for one in held]}
        read = [file for file in listed if file.mode == "read"]
        if read:
            changed = {file.path for file in listed if file.mode == "written"}
            jobs["inputs"] = lambda: self._inputs(read, changed, settings)
        aside.put(jobs)

    def _hold(self, path: str) -> tuple[str, int]:
        """Keep hold of the file as it is now; what replaces it under its name is another file."""
        self._waiting.paths[path] = threading.Event()
        try:
            with own_work(path):
                return path, os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            return path, -1

    def _copied(self, path: str, descriptor: int) -> dict[str, Any]:
        try:
            through = f"/proc/self/fd/{descriptor}" if descriptor >= 0 and sys.platform == "linux" else path
            with own_work(path):
                return artifacts.kept_file(self._tracker, path, source=through)
        finally:
            if descriptor >= 0:
                os.close(descriptor)
            self._waiting.paths.pop(path).set()

    def _inputs(self, files: list[FileSeen], changed: set[str], settings: Settings) -> Found:
        return {"inputs": [self._input(file, file.path in changed, settings) for file in files]}

    def _input(self, file: FileSeen, changed: bool, settings: Settings) -> dict[str, Any]:
        about = seen_input(file, self._tracker)
        try:
            now = os.stat(file.path)
        except OSError:
            return {**about, "state": "vanished"}
        if changed or (file.size, file.mtime) != (now.st_size, now.st_mtime):
            return {**about, "state": "changed"}
        if now.st_size > HASHED_AT_MOST:
            return {**about, "state": "skipped"}
        with own_work(file.path):
            return {**about, "hash": self._hash(file.path, now, settings), "state": "hashed"}

    def _hash(self, path: str, now: os.stat_result, settings: Settings) -> str:
        key = (now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns)
        if key not in self._hashes:
            over = self._tracker.over_budget()
            limit = SMALL_INPUT if settings.inputs == "bytes" and not over else -1
            self._hashes[key] = self._tracker.store.blobs.put_file(path, limit=limit)[1]
        return self._hashes[key]


def seen_input(file: FileSeen, tracker: Tracker) -> dict[str, Any]:
    """A file that was read, as an event carries it before it is hashed."""
    about = {
        "path": tracker.masker.text(artifacts.shown_path(file.path)),
        "size": file.size,
        "mtime": file.mtime,
        "seen_by": file.seen_by,
        "state": "pending",
    }
    return {key: value for key, value in about.items() if value is not None}
