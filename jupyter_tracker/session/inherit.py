"""Which run a process takes part in that another one started: read from the session log of that one, as it grows."""

from __future__ import annotations

import os
from pathlib import Path

OPENING = ("run", "part", "resume")


class Follower:
    """Follows the log of the session that started this process.

    A worker may outlive the run it was started in and be given work by the next one (joblib keeps its workers), so
    what it was told at its start is only where it begins.
    """

    def __init__(self, root: Path, session: str, run: str | None) -> None:
        """`run` is the run it was told of."""
        self.root = root
        self._path = root / "sessions" / f"{session}.jsonl"
        self._run = run
        self._offset = 0
        self._size = -1
        self._open: list[str] = []

    def run(self) -> str | None:
        """The id of the newest run that is open there, else of the last one that was."""
        try:
            size = os.stat(self._path).st_size
        except OSError:
            return self._run
        if size != self._size:
            self._size = size
            self._read()
        return self._run

    def _read(self) -> None:
        from ..store.journal import read_entries

        with open(self._path, "rb") as file:
            file.seek(self._offset)
            read = read_entries(file.read())
        self._offset += read.consumed
        for entry in read.entries:
            run = entry.get("run")
            if entry["k"] in OPENING and isinstance(run, str):
                self._open = [other for other in self._open if other != run] + [run]
            elif entry["k"] == "end":
                self._open = [other for other in self._open if other != run]
        if self._open:
            self._run = self._open[-1]
