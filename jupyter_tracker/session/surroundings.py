"""What a run stands in: software, environment, packages, git, the notebook. Most is found out off a cell's path."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..capture import compat
from ..capture.fingerprints.plain import placed
from ..store.jsontext import dumps
from . import state
from .aside import Aside, Found

if TYPE_CHECKING:
    from ..capture.snapshot import Snapshot
    from .record import OpenRun
    from .tracker import Tracker


def about(tracker: Tracker) -> dict[str, Any]:
    """What the first line of the session log says of this session."""
    from .. import __version__

    body: dict[str, Any] = {
        "software": {**compat.software(), "jupyter_tracker": str(__version__)},
        "cwd": tracker.masker.text(placed(os.getcwd())),
        "frontend": compat.frontend(tracker.shell),
    }
    if tracker.notebook:
        body["notebook"] = tracker.masker.text(tracker.notebook)
    return body


def describe(
    tracker: Tracker,
    run: OpenRun,
    exec_id: str | None = None,
    snapshot: Callable[[], Snapshot] | None = None,
) -> None:
    """Have the surroundings of a run written down, off the path of the cell."""
    folder = os.getcwd()
    jobs: dict[str, Callable[[], Found]] = {
        "git": lambda: _git(tracker, folder),
        "packages": lambda: _packages(tracker),
    }
    if snapshot is not None:
        jobs["notebook"] = lambda: {"snapshot": _snapshot(tracker, snapshot)}
    Aside(tracker, run=run.id, exec=exec_id or run.exec).put(jobs, patient=["packages"])


def _git(tracker: Tracker, folder: str) -> Found:
    from ..capture import environment, git

    clean = tracker.masker.value
    found: dict[str, Any] = dict(environment.describe())
    if tracker.shell is None:
        found["argv"] = clean("argv", list(sys.argv))
    repository = git.state(folder, tracker.masker.text, tracker.settings.git_diff_limit)
    if repository is not None:
        found["git"] = repository.about()
        if repository.diff:
            found["git"]["diff"] = tracker.store.blobs.put(repository.diff.encode("utf-8", "replace"))
    return {"env": clean("env", found)}


def _packages(tracker: Tracker) -> Found:
    from ..capture import installed

    imports = installed.imports()
    imports["sources"] = {name: tracker.masker.text(str(source)) for name, source in imports["sources"].items()}
    known = {"packages": installed.packages(), "imports": imports}
    keep = tracker.store.blobs.put
    return {"env": {name: keep(dumps(told, separators=(",", ":")).encode()) for name, told in known.items()}}


def _snapshot(tracker: Tracker, take: Callable[[], Snapshot]) -> dict[str, Any]:
    from ..capture.snapshot import masked

    taken = take()
    clean = tracker.masker.text
    notebook = dumps(masked(taken.notebook, clean), ensure_ascii=False).encode("utf-8", "replace")
    found = {"blob": tracker.store.blobs.put(notebook), "fidelity": taken.fidelity, "path": taken.path}
    return {key: clean(value) if key == "path" else value for key, value in found.items() if value is not None}


def once(tracker: Tracker) -> None:
    """What this session has to find out a single time, off the path of any cell."""
    if state.peek("inspectors") is None:
        from ..capture.inspectors import registry

        state.kept("inspectors", lambda: True)
        tracker.worker.submit(registry.discover, patient=True)
        tracker.worker.submit(registry.prepare, patient=True)
    if tracker.about_server is None and compat.kernel_of(tracker.shell) is not None:
        tracker.worker.submit(lambda: _ask_server(tracker))


def _ask_server(tracker: Tracker) -> None:
    from ..capture.files import own_work
    from . import notices

    with own_work():
        tracker.about_server = notices.of_server(tracker)
