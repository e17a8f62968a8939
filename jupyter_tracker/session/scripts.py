"""Runs outside of cells: one for the process, which ends with it."""

from __future__ import annotations

import functools
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from opcode import opname
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from ..capture.files import own_work
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
    run.watch_files(everywhere=True)
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
        with own_work(str(path)):
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
    """Remember an uncaught exception or a status to leave with, so that the run of the process fails with it."""
    if state.peek("excepthook") is not None:
        return
    _watch_exits()
    before = sys.excepthook

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        state.kept("uncaught", lambda: (kind, fault, "".join(traceback.format_exception(kind, fault, trace))))
        before(kind, fault, trace)

    sys.excepthook = state.kept("excepthook", lambda: hook)


def _watch_exits() -> None:
    """No hook of Python's is called when a script leaves by `sys.exit`, so the function itself leaves word."""
    leave, main = sys.exit, _main_frame()

    @functools.wraps(leave)
    def noted(status: Any = None, /) -> NoReturn:
        state.forget("exit")
        state.kept("exit", lambda: (status, main))
        leave(status)

    sys.exit = noted


def _main_frame() -> FrameType | None:
    """The frame of the script itself. Its names are the module's, so that holding it keeps nothing alive."""
    frame = sys._current_frames().get(threading.main_thread().ident or 0)
    while frame is not None and frame.f_globals is not vars(sys.modules["__main__"]):
        frame = frame.f_back
    while frame is not None and frame.f_back is not None and frame.f_back.f_globals is frame.f_globals:
        frame = frame.f_back
    return frame


def _left_with_failure() -> str | None:
    """What `sys.exit` was given, where that means failure and nobody caught it."""
    status, main = state.peek("exit") or (None, None)
    if status in (None, 0) or main is None:
        return None
    last = opname[main.f_code.co_code[main.f_lasti]]
    return None if last.startswith("RETURN") else str(status)


def outcome(tracker: Tracker) -> tuple[str, Mapping[str, Any] | None]:
    """How what is still open ended when the process ends: its state and its error."""
    uncaught = state.peek("uncaught")
    left = _left_with_failure()
    if uncaught is None and left is not None:
        return "failed", emit.error(tracker, "SystemExit", left, "")
    if uncaught is None:
        return ("interrupted", None) if tracker.cells else ("finished", None)
    kind, fault, trace = uncaught
    if issubclass(kind, KeyboardInterrupt):
        return "interrupted", None
    return "failed", emit.error(tracker, kind.__name__, str(fault), trace)
