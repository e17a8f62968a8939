"""Watching a store: what changed is told to whoever listens, and what must not be lost is made durable.

A watch works only while somebody listens or runs are running; then it ends by itself.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from .care import Care
from .desk import Desk

Message = dict[str, Any]
Listener = Callable[[Message], None]

CALM_AFTER = 10.0
"""Seconds without a change after which a store counts as calm."""


@dataclass(frozen=True)
class Pace:
    """Seconds between two looks, `quick` while things move and `slow` else, and between two rounds of `care`."""

    quick: float
    slow: float
    care: float


class Watch:
    """Follows one store for its listeners."""

    def __init__(self, desk: Desk, pace: Pace, log: logging.Logger) -> None:
        self.desk = desk
        self._pace = pace
        self._log = log
        self._care = Care()
        self._listeners: list[Listener] = []
        self._task: asyncio.Task[None] | None = None
        self._moved = 0.0
        self._cared = 0.0
        self._complained = False

    def listen(self, listener: Listener) -> None:
        """Call `listener` with every message from now on, on the event loop."""
        self._listeners.append(listener)
        self._moved = time.monotonic()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow(), name="jupyter-tracker watch")

    def leave(self, listener: Listener) -> None:
        """Call `listener` no more."""
        with suppress(ValueError):
            self._listeners.remove(listener)

    async def stop(self) -> None:
        """End the watch now."""
        self._listeners.clear()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _follow(self) -> None:
        while self._listeners or self._care.needed:
            changed = await self._look()
            if changed:
                self._moved = time.monotonic()
                self._tell(changed)
            await asyncio.sleep(self._pause())

    async def _look(self) -> set[str]:
        try:
            if time.monotonic() - self._cared >= self._pace.care:
                await self.desk.ask(self._care.take)
                self._cared = time.monotonic()
            changed = await self.desk.ask(Desk.changes)
        except Exception as fault:
            # a store that cannot be read now (disk full, network home gone) may be readable again soon
            if not self._complained:
                self._log.warning("jupyter_tracker cannot read %s: %s", self.desk.root, fault)
            self._complained = True
            return set()
        self._complained = False
        return changed

    def _tell(self, runs: Iterable[str]) -> None:
        message = {"type": "changed", "runs": sorted(runs), "cursor": self.desk.cursor}
        for listener in list(self._listeners):
            listener(message)

    def _pause(self) -> float:
        if not self._listeners:
            return self._pace.care
        lively = self._care.needed or time.monotonic() - self._moved < CALM_AFTER
        return self._pace.quick if lively else self._pace.slow
