"""What is to be done in time also where a fast loop has become a slow one: by a thread, rarely, since to wake one costs
the loop as much as many rounds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PAUSE = 0.01
"""Seconds between two looks at a fast loop."""
LINGER = 0.2
"""Seconds with nothing to call after which the thread ends: to begin one takes long."""


class Clock:
    """One thread that only sleeps and, every `pause` seconds, calls what asked for it."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._calls: dict[Callable[[], object], None] = {}
        self._ticking = False
        self._lock = threading.Lock()

    def run(self, call: Callable[[], object]) -> None:
        """Call this again and again until `forget`. It must not raise."""
        with self._lock:
            self._calls[call] = None
            if not self._ticking:
                self._ticking = True
                threading.Thread(target=self._tick, name="jupyter_tracker-loops", daemon=True).start()

    def forget(self, call: Callable[[], object]) -> None:
        """Call it no more."""
        self._calls.pop(call, None)

    def abandon(self) -> None:
        """Call nothing: this is a process that the cell has forked, where the thread is not."""
        self._calls.clear()
        self._ticking = False
        self._lock = threading.Lock()

    def _tick(self) -> None:
        idle = 0.0
        while idle < LINGER or not self._ended():
            time.sleep(self._pause)
            calls = list(self._calls)
            idle = 0.0 if calls else idle + self._pause
            for call in calls:
                call()

    def _ended(self) -> bool:
        with self._lock:
            self._ticking = bool(self._calls)
            return not self._ticking
