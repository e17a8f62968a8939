"""The outputs of a tracked cell that still runs, kept now and then: who lost the connection finds them in the store."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SOONEST = 2.0
"""Seconds after the first output before it is kept."""
SHARE = 0.25
"""A cell's age times this passes between two times: what is kept of it adds up to a few times its outputs."""


class Growing:
    """Calls `keep` after there was output, ever more seldom, by way of `submit`, which does jobs off a cell's path."""

    def __init__(self, submit: Callable[[Callable[[], None]], None], keep: Callable[[], None]) -> None:
        self._submit = submit
        self._keep = keep
        self._began = time.monotonic()
        self._timer: threading.Timer | None = None
        self._guard = threading.Lock()
        self._is_over = False

    def heard(self) -> None:
        """There was output; in whatever thread it is made, so this is cheap."""
        if self._timer is None and not self._is_over:
            wait = max(SOONEST, SHARE * (time.monotonic() - self._began))
            self._timer = timer = threading.Timer(wait, self._submit, [self._work])
            timer.name, timer.daemon = "jupyter-tracker-outputs", True
            try:
                timer.start()
            except RuntimeError:  # the interpreter is shutting down
                self._is_over = True

    def end(self) -> None:
        """The cell has ended: nothing is kept from here on, and what is being kept is, when this returns."""
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        if self._guard.acquire(timeout=SOONEST):  # in a forked child nobody may be there to release it
            self._guard.release()

    def _work(self) -> None:
        with self._guard:
            self._timer = None
            if not self._is_over:
                self._keep()
