"""Upkeep of a store while its runs go on: what they wrote is made durable, and what has ended is packed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from jupyter_tracker.store import RefError

from .desk import Desk, NoStore

OPEN = 'state == "running"'


class Care:
    """Looks after one store; `take` runs in that store's thread."""

    def __init__(self) -> None:
        self._running: frozenset[str] = frozenset()
        self._durable: dict[Path, int] = {}

    @property
    def needed(self) -> bool:
        """Whether runs were going on at the last round."""
        return bool(self._running)

    def take(self, desk: Desk) -> None:
        """One round: find out what runs and what has ended, and do what either needs."""
        try:
            running = frozenset(run["id"] for run in desk.reader.runs(OPEN))
        except NoStore:
            return
        ended, self._running = self._running - running, running
        for run in running | ended:
            self._make_durable(desk, run)
        if not running:
            self._durable.clear()

    def _make_durable(self, desk: Desk, run: str) -> None:
        """Have the system write to disk what the kernel left to it: nothing may be lost even if the power goes."""
        for path in _files(desk, run):
            try:
                size = path.stat().st_size
                if self._durable.get(path) != size:
                    sync(path)
                    self._durable[path] = size
            except OSError:
                continue  # sealed or gone meanwhile


def _files(desk: Desk, run: str) -> Iterable[Path]:
    try:
        record = desk.reader.run(run)
    except RefError:
        return ()
    logs = [desk.root / "sessions" / f"{session}.jsonl" for session in record["sessions"]]
    return (*logs, *(desk.root / "points").glob(f"{run}.*.pts"))


def sync(path: Path) -> None:
    """Wait until the bytes of a file are on disk."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    try:
        getattr(os, "fdatasync", os.fsync)(descriptor)
    finally:
        os.close(descriptor)
