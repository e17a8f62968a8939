"""Upkeep of a store while its runs go on: what they wrote is made durable, and what has ended is packed."""

from __future__ import annotations

import asyncio
import importlib.util
from contextlib import closing

from jupyter_tracker.store import Store
from jupyter_tracker.store.upkeep import Durability, seal_ended

from .desk import Desk, NoStore
from .grading import grade, note, ungraded

OPEN = 'state == "running"'
MOST_SEALED = 5
"""Runs packed in one round, so that a round ends soon."""


class Care:
    """Looks after one store. What takes long runs beside the store's own thread, which goes on answering."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._durability = Durability(desk.root)
        self._running: frozenset[str] = frozenset()
        self._unpacked = True
        self._has_numpy = False

    @property
    def needed(self) -> bool:
        """Whether runs were going on at the last round."""
        return bool(self._running)

    async def take(self) -> None:
        """One round: find out what runs and what has ended, and do what either needs."""
        if not self._has_numpy:
            self._has_numpy = await asyncio.to_thread(has_numpy)
        running = await self._desk.ask(running_runs)
        while await self._desk.ask(Desk.keep_column):
            pass
        ended, self._running = self._running - running, running
        if not (self._desk.exists and self._desk.store.location.writable):
            return
        if running or ended:
            await asyncio.to_thread(self._durability.sync)
        if ended:
            await self._grade(ended)
        if ended or self._unpacked:
            self._unpacked = await asyncio.to_thread(pack, self._desk.store) == MOST_SEALED

    async def _grade(self, ended: frozenset[str]) -> None:
        """Grade what has ended without a grade: runs of kernels that died, blocks that began in another cell."""
        missing = await self._desk.ask(ungraded, ended)
        if missing:
            for run, graded in (await asyncio.to_thread(grade, self._desk.store, missing)).items():
                await self._desk.ask(note, run, graded)


def has_numpy() -> bool:
    """Import numpy, which every table of runs needs, before anybody waits for one."""
    return importlib.util.find_spec("numpy") is not None and bool(importlib.import_module("numpy"))


def running_runs(desk: Desk) -> frozenset[str]:
    """The ids of the runs that go on, as far as their processes can be seen."""
    try:
        return frozenset(run["id"] for run in desk.reader.runs(OPEN))
    except NoStore:
        return frozenset()


def pack(store: Store) -> int:
    """Pack the points of some runs that have ended; how many that were."""
    with closing(store.reader()) as reader:
        reader.refresh()
        return len(seal_ended(reader, limit=MOST_SEALED))
