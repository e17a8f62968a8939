"""The environment variables that tell processes started by a run where they belong."""

from __future__ import annotations

import os

RUN = "JUPYTER_TRACKER_RUN"
STORE = "JUPYTER_TRACKER_STORE"
SESSION = "JUPYTER_TRACKER_SESSION"


class Exports:
    """Sets the variables while a run is open and afterwards restores what was there before."""

    def __init__(self) -> None:
        """Set nothing yet."""
        self._before: dict[str, str | None] = {}
        self._ours: dict[str, str] = {}

    def set(self, run: str, store: str, session: str) -> None:
        """Name `run` as the one that new processes belong to."""
        for name, value in ((RUN, run), (STORE, store), (SESSION, session)):
            if name not in self._ours:
                self._before[name] = os.environ.get(name)
            self._ours[name] = value
            os.environ[name] = value

    def restore(self) -> None:
        """Put back what was there, apart from what someone else has changed since."""
        for name, value in self._ours.items():
            before = self._before.get(name)
            if os.environ.get(name) != value:
                continue
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before
        self._ours.clear()
        self._before.clear()
