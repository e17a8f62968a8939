"""Runs outside of cells: one for the process, which ends with it."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from . import emit, state

if TYPE_CHECKING:
    from .record import OpenRun
    from .tracker import Tracker


def process_run(tracker: Tracker) -> OpenRun:
    """The one run of this script, made at the first call that needs it."""
    run: OpenRun | None = state.peek("script run")
    if run is not None and run.ended is None:
        return run
    path = script_path()
    exec_id = enter_script(tracker)
    run = tracker.begin_run(
        "script", auto_name=path.stem if path else "script", parts=[exec_id] if exec_id else [], exec_id=exec_id
    )
    run.owns_exec = exec_id is not None
    from . import surroundings

    surroundings.describe(tracker, run)
    state.forget("script run")
    state.kept("script run", lambda: run)
    watch_for_failure()
    return run


def enter_script(tracker: Tracker) -> str | None:
    """The id of an exec of the script for one run of it; None where there is no source."""
    path = script_path()
    if path is None:
        return None
    try:
        source = path.read_text(errors="replace")
    except OSError:
        return None
    exec_id = tracker.new_exec()
    tracker.write("cell", exec=exec_id, source=tracker.keep_text(source), tracked=True)
    return exec_id


def script_path() -> Path | None:
    """The file this process was started with, or None."""
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    return Path(main).absolute() if main and os.path.isfile(main) else None


def watch_for_failure() -> None:
    """Remember an uncaught exception, so that the run of the process fails with it."""
    if state.peek("excepthook") is not None:
        return
    before = sys.excepthook

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        state.kept("uncaught", lambda: (kind, fault, "".join(traceback.format_exception(kind, fault, trace))))
        before(kind, fault, trace)

    sys.excepthook = state.kept("excepthook", lambda: hook)


def outcome(tracker: Tracker) -> tuple[str, Mapping[str, Any] | None]:
    """How what is still open ended when the process ends: its state and its error."""
    uncaught = state.peek("uncaught")
    if uncaught is None:
        return ("interrupted", None) if tracker.cells else ("finished", None)
    kind, fault, trace = uncaught
    if issubclass(kind, KeyboardInterrupt):
        return "interrupted", None
    return "failed", emit.error(tracker, kind.__name__, str(fault), trace)
