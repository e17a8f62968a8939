"""The files of runs that are no whole cells: blocks and scripts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..capture.files import FileWatch
from . import artifacts, state
from .keeping import seen_input

if TYPE_CHECKING:
    from ..capture.records import FileSeen
    from .record import OpenRun
    from .tracker import Tracker

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""Our own files, which nobody's run reads."""


def file_watch(tracker: Tracker) -> FileWatch:
    """A watch over the files of the project around the working folder; the store and our own code are none of them."""
    root = tracker.store.root
    replay = state.peek("replaying")
    if replay is not None:
        return FileWatch(replay.said.project, [str(root), PACKAGE])
    folder = root.parent if root.parent in Path.cwd().parents and root.parent != Path.home() else Path.cwd()
    return FileWatch(str(folder), [str(root), PACKAGE])


def written(file: FileSeen, tracker: Tracker) -> dict[str, Any]:
    """A file that was written, as an event carries it before it is kept."""
    name = tracker.masker.text(artifacts.shown_path(file.path))
    about = {"name": name, "path": name, "size": file.size, "kept": False}
    if file.size is None:
        about["why"] = "it was gone when the run ended"
    return {key: value for key, value in about.items() if value is not None}


class RunFiles:
    """What a run reads and writes from now until `finish`.

    Args:
        tracker: the tracker of this process.
        run: the run, which has begun.
        everywhere: whether to learn from the system what native readers and other processes open (costs a walk
            through the project's folders, aside).
    """

    def __init__(self, tracker: Tracker, run: OpenRun, *, everywhere: bool = False) -> None:
        """Begin to watch."""
        self._tracker = tracker
        self._run = run
        self._watch = file_watch(tracker)
        if tracker.shell is not None:
            self._watch.modules()  # those that earlier cells loaded are no work of this block
        tracker.keeper.start()
        if everywhere:
            tracker.worker.submit(self._watch.prepare)
        self._watch.start()

    def finish(self) -> None:
        """Write down what was seen, and have it hashed and kept."""
        me, run = self._tracker, self._run
        files = artifacts.beyond(self._watch.stop(), run)
        self._watch.close()
        if not files:
            return
        body = {
            "inputs": [seen_input(file, me) for file in files if file.mode == "read"],
            "artifacts": [written(file, me) for file in files if file.mode == "written"],
        }
        me.write("seen", **run.subject, **{key: value for key, value in body.items() if value})
        me.keeper.keep(run.id, run.exec, files, me.settings)
