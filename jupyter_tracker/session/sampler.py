"""The program that samples what a session's process uses while its runs go on: a small process beside it.

It is told where the store is, which session it watches and which process that is. All else it reads: which runs are
open in the session's log, what the processes use from the system. It writes the points as a writer of its own, so that
the process it watches never has to do anything for it, and never notices when it ends.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..capture.sampling import EVERY, Gpus, Usage, pause, usage
from ..store.journal import read_entries
from ..store.points import PointWriter
from ..store.process import start_time

PATIENCE = 2.0
"""Seconds that a run lasts before its resources are of interest."""
IDLE = 30.0
"""Seconds without a run after which this ends."""
LONGEST_SLEEP = 2.0
NICE = 5
MOST_FILES = 65_536
OVER = ("last", "promote", "search")
"""Runs of what is over already, and the many of a search: what they use is seen on the run they belong to."""


class Watched:
    """The session that is watched. As `PointWriter` wants it: `id`, and a log that is there."""

    def __init__(self, root: Path, session: str, pid: int, started: str | None) -> None:
        """The process `pid` that began at `started` (as `process.start_time` says) writes this session."""
        self.root = root
        self.id = session
        self.pid = pid
        self._started = started
        self._log = root / "sessions" / f"{session}.jsonl"
        self._offset = 0
        self._began: dict[str, float] = {}
        self.open: dict[str, float] = {}
        """The runs that are open, and the unix times they began at."""

    def touch(self) -> None:
        """The log is there already."""

    def points_folder(self) -> Path:
        """Where points go; a store that somebody deleted is not made again."""
        folder = self.root / "points"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    @property
    def alive(self) -> bool:
        """Whether the process lives and its log is there."""
        try:
            os.kill(self.pid, 0)
            return self._started in (None, start_time(self.pid)) and self._log.exists()
        except OSError:
            return False

    def read(self) -> None:
        """Take note of the runs that have begun and ended since the last time."""
        if os.stat(self._log).st_size <= self._offset:
            return
        with open(self._log, "rb") as file:
            file.seek(self._offset)
            found = read_entries(file.read())
        self._offset += found.consumed
        for entry in found.entries:
            if isinstance(entry.get("run"), str):
                self._note(entry)

    def _note(self, entry: Mapping[str, Any]) -> None:
        run = entry["run"]
        if entry["k"] == "end":
            self.open.pop(run, None)
        elif entry["k"] == "run" and entry.get("made_by") not in OVER:
            self.open[run] = self._began[run] = float(entry.get("started") or entry["t"])
        elif entry["k"] == "part":
            known = self._began.get(run)
            self.open[run] = self._began[run] = float(entry.get("started") or entry["t"]) if known is None else known


class Curve:
    """The points of one run: the mean of the processor's and the GPUs' time since the point before, the most memory."""

    def __init__(self, watched: Watched, run: str, began: float, now: Usage) -> None:
        """It begins to be sampled now."""
        self._writer = PointWriter(run, watched.points_folder, session=watched)
        self._began = began
        self._since = time.monotonic()
        self._cpu = now.cpu
        self._memory = now.memory
        self._gpus: dict[str, list[float]] = {}

    def add(self, now: Usage, gpus: Mapping[str, float]) -> None:
        """Take a sample, and write a point when it is time for one."""
        self._memory = max(self._memory, now.memory)
        for name, value in gpus.items():
            self._gpus.setdefault(name, []).append(value)
        if time.monotonic() - self._since > self.pause - EVERY / 4:
            self._write(now)

    @property
    def pause(self) -> float:
        """Seconds between points at its age."""
        return pause(time.time() - self._began)

    def close(self, now: Usage | None) -> None:
        """The run has ended."""
        if now is not None and time.monotonic() - self._since > EVERY / 4:
            self._memory = max(self._memory, now.memory)
            self._write(now)
        self._writer.close()

    def _write(self, now: Usage) -> None:
        passed = max(time.monotonic() - self._since, 1e-3)
        values = {
            "system/cpu": max(0.0, 100 * (now.cpu - self._cpu) / passed),
            "system/memory": float(self._memory),
        }
        for name, seen in self._gpus.items():
            values[name] = max(seen) if "_memory" in name else sum(seen) / len(seen)
        moment = time.time()
        self._writer.log(values, round(moment - self._began, 3), moment)
        self._since, self._cpu, self._memory = time.monotonic(), now.cpu, now.memory
        self._gpus.clear()


def watch(watched: Watched) -> None:
    """Sample while the process lives, until no run was open for a while."""
    gpus = Gpus()
    curves: dict[str, Curve] = {}
    idle_since = time.monotonic()
    try:
        while watched.alive and time.monotonic() - idle_since < IDLE:
            watched.read()
            now = usage(watched.pid) if watched.open or curves else None
            _follow(watched, curves, now)
            if now is not None:
                found = gpus.read(now.pids) or {}
                for curve in curves.values():
                    curve.add(now, found)
            if watched.open:
                idle_since = time.monotonic()
            time.sleep(min([LONGEST_SLEEP, *(curve.pause for curve in curves.values())] if curves else [EVERY]))
    finally:
        for curve in curves.values():
            curve.close(None)


def _follow(watched: Watched, curves: dict[str, Curve], now: Usage | None) -> None:
    """End the curves of runs that have ended, begin those of runs that last."""
    for run in set(curves) - set(watched.open):
        curves.pop(run).close(now)
    if now is not None:
        for run, began in watched.open.items():
            if run not in curves and time.time() - began >= PATIENCE:
                curves[run] = Curve(watched, run, began, now)


def main(root: str, session: str, pid: str, started: str) -> None:
    """Watch in a session of the system's of its own, without any file of the process that began this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.setsid()
    os.closerange(3, min(os.sysconf("SC_OPEN_MAX"), MOST_FILES))
    os.chdir("/")
    os.nice(NICE)
    if not _another(session):
        watch(Watched(Path(root), session, int(pid), started or None))


def _another(session: str) -> bool:
    """Whether there is one already that watches this session."""
    mine = os.getpid()
    for name in os.listdir("/proc") if sys.platform == "linux" else ():
        if name.isdigit() and int(name) != mine:
            try:
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    words = file.read().split(b"\0")
            except OSError:
                continue
            if session.encode() in words and any(__name__.encode() in word for word in words):
                return True
    return False
