"""The configurations that searches try, as runs inside the run that searches: live, or from what the journal kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..store import children as told
from . import emit

if TYPE_CHECKING:
    from ..capture.records import Child
    from .tracker import Tracker

MOST = 1000
"""Configurations of one run that become runs; the rest is counted."""


class Children:
    """The configurations tried in one run."""

    def __init__(self, tracker: Tracker, run_id: str) -> None:
        """Nothing was tried yet."""
        self._tracker = tracker
        self._parent = run_id
        self._runs: dict[tuple[str, str], str] = {}
        self._open: set[tuple[str, str]] = set()
        self._said: dict[tuple[str, str], dict[str, Any]] = {}
        self._beyond: set[tuple[str, str]] = set()

    def take(self, child: Child) -> None:
        """Begin, go on with or end the run of a configuration, as its state says. Safe from any thread."""
        self.take_plain(emit.child(child, self._tracker.masker))

    def take_plain(self, child: Mapping[str, Any]) -> None:
        """The same for one as the journal has it."""
        key = (str(child["of"]), str(child["key"]))
        if key not in self._runs:
            if len(self._runs) >= MOST:
                self._leave_out(key)
                return
            self._begin(key, child)
        elif key not in self._open and self._said.get(key) == child:
            return
        self._said[key] = dict(child)
        for kind, body in told.more(child, self._runs[key]):
            self._tracker.write(kind, **body)
        if child["state"] in told.ENDS:
            self._open.discard(key)

    def close(self, state: str = "interrupted") -> None:
        """The run that searches is over: what was still being tried ended as it did, or was left."""
        left = state if state in ("failed", "interrupted") else "interrupted"
        for key in sorted(self._open):
            self._tracker.write("end", run=self._runs[key], state=left)
        self._open.clear()

    def _begin(self, key: tuple[str, str], child: Mapping[str, Any]) -> None:
        from ..analysis.naming import configuration
        from ..store.identifiers import new_run_id

        self._runs[key] = run = new_run_id()
        self._open.add(key)
        name = configuration(child["params"], child["key"])
        self._tracker.write("run", **told.began(child, run, self._parent, name))

    def _leave_out(self, key: tuple[str, str]) -> None:
        if not self._beyond:
            text = f"a search tried more than {MOST} configurations: the first {MOST} are runs of their own"
            self._tracker.write("seen", run=self._parent, warnings=[text])
        self._beyond.add(key)


def from_journal(tracker: Tracker, run_id: str, execs: Iterable[str]) -> None:
    """Make runs of the configurations that were tried in cells of which a run is made afterwards."""
    family = Children(tracker, run_id)
    for exec_id in execs:
        for child in tracker.memory.tried(exec_id):
            family.take_plain(child)
    family.close()
