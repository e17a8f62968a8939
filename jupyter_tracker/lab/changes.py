"""Watching a store: what changed is told to whoever listens, and what must not be lost is made durable.

A watch works only while somebody listens or runs are running; then it ends by itself. Every question begins it again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from .care import Care
from .desk import Desk

Message = dict[str, Any]
Listener = Callable[[Message], None]
T = TypeVar("T")

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
        self._care = Care(desk)
        self._listeners: list[Listener] = []
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._moved = 0.0
        self._complained = False

    def listen(self, listener: Listener) -> None:
        """Call `listener` with every message from now on, on the event loop."""
        self._listeners.append(listener)
        self._moved = time.monotonic()
        self._begin(self._follow)
        self.look_after()

    def look_after(self) -> None:
        """Look after the store for as long as runs are going on, even if nobody listens."""
        self._begin(self._look_after)

    def leave(self, listener: Listener) -> None:
        """Call `listener` no more."""
        with suppress(ValueError):
            self._listeners.remove(listener)

    async def stop(self) -> None:
        """End the watch now."""
        self._listeners.clear()
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = self._tasks.get(work.__name__)
        if task is None or task.done():
            self._tasks[work.__name__] = asyncio.create_task(work())

    async def _follow(self) -> None:
        """Tell the listeners what changes, until nobody listens."""
        while self._listeners:
            changed = await self._or_complain(self.desk.ask(Desk.changes))
            if changed is not None:
                self._moved = time.monotonic()
                self._tell(changed)
            lively = self._care.needed or time.monotonic() - self._moved < CALM_AFTER
            await asyncio.sleep(self._pace.quick if lively else self._pace.slow)

    async def _look_after(self) -> None:
        """Look after the store, until nobody listens and nothing runs."""
        while True:
            await self._or_complain(self._care.take())
            if not (self._listeners or self._care.needed):
                return
            await asyncio.sleep(self._pace.care)

    async def _or_complain(self, work: Awaitable[T]) -> T | None:
        """What `work` gives, or None where it fails: a full disk or a lost network home may be back soon."""
        try:
            result = await work
        except Exception as fault:
            if not self._complained:
                self._log.warning("jupyter_tracker cannot follow %s: %s", self.desk.root, fault)
            self._complained = True
            return None
        self._complained = False
        return result

    def _tell(self, runs: Iterable[str]) -> None:
        message = {"type": "changed", "runs": sorted(runs), "cursor": self.desk.cursor}
        for listener in list(self._listeners):
            listener(message)
