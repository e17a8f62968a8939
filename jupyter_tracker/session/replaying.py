"""A kernel that replays a run: which cells it executes for which, and the run that it thereby makes.

The process that leads the replay calls `begin` in the kernel before the first cell, `answers` before a cell that asks
for something, and `finish` after the last one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import going, state, surroundings
from .guard import Guard
from .tracker import tracker

if TYPE_CHECKING:
    from .cells import CellEntry
    from .record import OpenRun

_KEY = "replaying"
PATIENCE = 60.0
"""Seconds that the end of a replay waits until files are hashed."""


@dataclass(frozen=True)
class Begin:
    """What a replay needs to be told.

    Attributes:
        run: the run that is replayed; `made_by` what the run that comes of it is, `about` its name and experiment.
        cells: for each cell to be executed its id, and whether it is a part of the run.
        notebook: the path of the notebook.
        copy, root: the folder that holds the copy of the folders; whose files stand for those at `root`.
        project: the copy of the project's folder.
        roots: folders, copies too, whose modules are the user's.
        protected, foreign, allowed, yes: what must not be changed, see `guard.Guard`.
        generators: files with the states that generators begin in.
        secrets: texts that are masked, with their kind.
    """

    run: str
    made_by: str
    about: Mapping[str, Any]
    cells: Sequence[tuple[str | None, bool]]
    notebook: str | None
    copy: str
    root: str
    project: str
    roots: Sequence[str]
    protected: Sequence[str]
    foreign: Sequence[str] = ()
    allowed: Sequence[str] = ()
    yes: bool = False
    generators: Mapping[str, str] = field(default_factory=dict)
    secrets: Sequence[tuple[str, str]] = ()


class Replaying:
    """The replay that this kernel is."""

    def __init__(self, said: Begin) -> None:
        """No cell has run yet."""
        self.said = said
        self.run: OpenRun | None = None
        self.guard = Guard(said.protected, said.foreign, said.allowed, yes=said.yes)
        self._next = 0

    def enter(self, entry: CellEntry) -> tuple[str | None, bool]:
        """The next cell begins: the id of the cell that it stands for, and whether it is a part of the run."""
        found = self.said.cells[self._next] if self._next < len(self.said.cells) else (None, False)
        self._next += 1
        return found

    def run_of(self, entry: CellEntry) -> OpenRun:
        """The run, for a cell that is a part of it."""
        me = tracker()
        if self.run is None:
            parts = [entry.exec]
            self.run = me.begin_run("replay", parts=parts, exec_id=entry.exec, **self.said.about)
            surroundings.describe(me, self.run, entry.exec, entry.snapshot)
            me.span = self.run
        else:
            self.run.exec = entry.exec
            me.write("part", run=self.run.id, exec=entry.exec)
        return self.run

    def made(self) -> tuple[str, str]:
        """What makes the runs of this kernel, and their parent."""
        return self.said.made_by, self.said.run


def current() -> Replaying | None:
    """The replay that this process is a kernel of, or None."""
    found: Replaying | None = state.peek(_KEY)
    return found


def begin(**said: Any) -> None:
    """Make this kernel one that replays; the extension is loaded already."""
    from ..capture.effects.origins import Restoring
    from ..capture.fingerprints import plain

    told = Begin(**said)
    me = tracker()
    me.kind, me.quiet, me.notebook = "replay", True, told.notebook
    for kind, text in told.secrets:
        me.masker.add_secret(text, kind)
    plain.move(told.copy, told.root.rstrip(os.sep))
    _import_copies(told)
    going.keep_within(told.copy, told.protected)
    state.kept(_KEY, lambda: Replaying(told))
    states = {}
    for name, path in told.generators.items():
        with open(path, "rb") as file:
            states[name] = file.read()
    Restoring(states)


def answers(given: Sequence[str | None]) -> None:
    """What the next cell is given where it asks for a secret, in the order in which it does."""
    shell = tracker().shell
    kernel, left = getattr(shell, "kernel", None), list(given)
    ask: Any = type(kernel).getpass  # type: ignore[union-attr]

    def getpass(prompt: str = "", stream: Any = None, **more: Any) -> str:
        answer = left.pop(0) if left else None
        return answer if answer is not None else str(ask(kernel, prompt, stream))

    kernel.getpass = getpass  # type: ignore[union-attr]


def finish(failed: bool) -> str:
    """The replay is over: end the run. Gives JSON: the ids of the run and of the session, and what was refused."""
    me, replay = tracker(), current()
    assert replay is not None
    if replay.run is not None:
        replay.run.end("failed" if failed else "finished")
    me.end_all()
    me.worker.wait(PATIENCE)
    run = replay.run.id if replay.run else None
    return json.dumps({"run": run, "session": me.log.id, "refused": replay.guard.refused})


def _import_copies(told: Begin) -> None:
    """Have local modules imported from the copy where they were imported from folders that it stands for."""
    copies = []
    for folder in sys.path:
        there = os.path.abspath(folder)
        copy = told.copy + os.path.splitdrive(there)[1] if folder else ""
        if folder and os.path.isdir(copy) and not there.startswith(told.copy):
            copies.append(copy)
    sys.path[:0] = [copy for copy in dict.fromkeys(copies) if copy not in sys.path]
