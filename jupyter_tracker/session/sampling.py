"""Has what long runs use sampled by a small process beside this one (`sampler`); short runs begin none."""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ..capture.sampling import can_sample
from ..store.process import start_time
from .sampler import IDLE, PATIENCE

if TYPE_CHECKING:
    from .tracker import Tracker

PROGRAM = "import sys; sys.path.append({root!r}); from jupyter_tracker.session.sampler import main; main(*sys.argv[1:])"
SURE = 5.0
"""Seconds before its end from which on the sampler is not counted on to see another run."""
CLONE_VM, CLONE_VFORK, WCLONE = 0x100, 0x4000, -0x80000000
STACK = 256 * 1024
GET_CHILD_SUBREAPER = 37


class Sampling:
    """Starts the sampler once a run lasts.

    A thread sleeps through the first seconds of a run and ends then; for a sample nothing in this process wakes up.
    """

    def __init__(self, tracker: Tracker) -> None:
        """Nothing is started before a run begins."""
        self._tracker = tracker
        self._thread: threading.Thread | None = None
        self._sees_until = 0.0

    def note_runs(self) -> None:
        """Runs have begun or ended."""
        me = self._tracker
        if me.kind == "child" or me.forked:
            return
        if not me.open_runs:
            if self._sees_until:
                self._sees_until = time.monotonic() + IDLE - SURE
        elif self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._wait, name="jupyter_tracker-sampling", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:  # the interpreter is shutting down
                self._thread = None

    def _wait(self) -> None:
        """Sleep until a run has lasted long enough to be sampled, or none is open."""
        try:
            while before := list(self._tracker.open_runs):
                began = time.monotonic()
                time.sleep(PATIENCE)
                if any(run in self._tracker.open_runs for run in before):
                    if began >= self._sees_until:
                        self._start(before[0].id)
                    return
        except Exception as fault:
            self._tracker.fault("while beginning to sample resources", fault)

    def _start(self, run: str) -> None:
        me = self._tracker
        why = why_not()
        if why is not None:
            me.write("seen", run=run, env={"sampling": why})
            return
        self._sees_until = float("inf")
        root = str(Path(__file__).parents[2])
        started = start_time(os.getpid()) if sys.platform == "linux" else None
        words = [sys.executable, "-I", "-S", "-c", PROGRAM.format(root=root)]
        words += [str(me.store.root.absolute()), me.log.id, str(os.getpid()), started or ""]
        leave_behind(shlex.join(words))


def why_not() -> str | None:
    """Why nothing can be sampled here; None where it can."""
    if not can_sample():
        return "this system does not tell what processes use"
    if not sys.executable or shutil.which("sh") is None:
        return "no process can be begun here"
    if _adopts_orphans():
        return "this process adopts those left behind, and would wait for the sampler"
    return None


def leave_behind(command: str) -> None:
    """Run a shell command that is no child of this process, without any of its standard files.

    Whoever waits for any child here must not be given one of ours. So the process in between is one whose end Linux
    signals to nobody and shows to no usual wait: `system` of the C library, called where our memory is shared and this
    thread stands still. Elsewhere, or where that is not allowed, it is a child for some milliseconds.
    """
    line = f"{command} </dev/null >/dev/null 2>&1 &"
    if sys.platform == "linux" and _clone(line):
        return
    subprocess.run(["sh", "-c", line], stdin=subprocess.DEVNULL, start_new_session=True, check=False)


def _clone(line: str) -> bool:
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "clone"):
        return False
    libc.clone.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
    stack = ctypes.create_string_buffer(STACK)
    top = (ctypes.addressof(stack) + STACK) & ~15
    text = ctypes.create_string_buffer(os.fsencode(line))
    system = ctypes.cast(libc.system, ctypes.c_void_p)
    # What is signalled to it would run the handlers of this process, whose memory it has.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = libc.clone(system, top, CLONE_VM | CLONE_VFORK, ctypes.addressof(text))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if pid <= 0:
        return False
    os.waitpid(pid, WCLONE)
    return True


def _adopts_orphans() -> bool:
    """Whether processes whose parent has ended become children of this one."""
    if os.getpid() == 1:
        return True
    if sys.platform != "linux":
        return False
    adopts = ctypes.c_int(0)
    ctypes.CDLL(None).prctl(GET_CHILD_SUBREAPER, ctypes.byref(adopts), 0, 0, 0)
    return bool(adopts.value)
