"""Replays that people begin in the panel: each a process of its own, in the Python of its run where that is there."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Told = dict[str, Any]
LINE_LIMIT = 2**20
PATIENCE = 10.0
"""Seconds that a stopped replay has to end its kernel and remove its folder."""


@dataclass
class Replay:
    """One replay, as ReplayStatus of the contract tells of it."""

    python: str
    elsewhere: bool
    state: str = "running"
    step: int = 0
    of: int = 0
    doing: str = ""
    message: str | None = None
    needs: list[Told] = field(default_factory=list)
    report: Told | None = None
    process: asyncio.subprocess.Process | None = None
    task: asyncio.Task[None] | None = None

    def told(self) -> Told:
        """As JSON carries it."""
        keys = ("state", "python", "elsewhere", "step", "of", "doing", "message", "needs", "report")
        return {key: getattr(self, key) for key in keys}


def none(report: Told | None) -> Told:
    """The status of a run that nobody has replayed here; `report` is what the store knows."""
    return {**Replay("", False, "none", report=report).told(), "python": None}


class Replays:
    """The replays of this server, one for each run at a time."""

    def __init__(self) -> None:
        """None was begun."""
        self._known: dict[tuple[Path, str], Replay] = {}

    def get(self, root: Path, run: str) -> Replay | None:
        """The replay of a run, going on or over."""
        return self._known.get((root, run))

    async def begin(self, root: Path, run: str, recorded: str | None, options: Sequence[str]) -> Replay:
        """Begin one; one that goes on stays as it is. `recorded` is the Python that the run was made with."""
        known = self.get(root, run)
        if known is not None and known.state == "running":
            return known
        there = recorded is not None and os.path.isfile(recorded) and os.access(recorded, os.X_OK)
        python = recorded if there and recorded else sys.executable
        replay = self._known[root, run] = Replay(python, recorded is not None and not there)
        command = ["-m", "jupyter_tracker.cli", "replay", run, "--json", "--progress", "--store", str(root), *options]
        try:
            replay.process = await asyncio.create_subprocess_exec(
                python, *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE, cwd=root.parent, limit=LINE_LIMIT, start_new_session=True,
            )  # fmt: skip
        except OSError as fault:
            replay.state, replay.message = "refused", f"{python} cannot be started: {fault.strerror}"
            return replay
        replay.task = asyncio.create_task(_follow(replay, replay.process))
        return replay

    async def stop(self, root: Path, run: str) -> None:
        """End one that goes on."""
        replay = self.get(root, run)
        if replay is not None and replay.state == "running":
            replay.state = "stopped"
            await _end(replay)

    async def close(self) -> None:
        """End all of them."""
        going = [replay for replay in self._known.values() if replay.state == "running"]
        for replay in going:
            replay.state = "stopped"
        await asyncio.gather(*(_end(replay) for replay in going))


async def _end(replay: Replay) -> None:
    process, task = replay.process, replay.task
    if process is None or task is None:
        return
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    done, _ = await asyncio.wait([task], timeout=PATIENCE)
    if not done:
        with suppress(ProcessLookupError):
            process.kill()
        await asyncio.wait([task])


async def _follow(replay: Replay, process: asyncio.subprocess.Process) -> None:
    """Take in what the process says until it is over."""
    assert process.stdout is not None and process.stderr is not None
    output, said = await asyncio.gather(process.stdout.read(), _progress(replay, process.stderr))
    await process.wait()
    if replay.state != "running":
        return
    try:
        answer = json.loads(output)
    except ValueError:
        answer = {}
    error = answer.get("error")
    if "verdict" in answer:
        replay.state, replay.report = "done", answer
    elif isinstance(error, dict) and error.get("needs_yes"):
        replay.state, replay.needs, replay.message = "asks", error["needs_yes"], error.get("message")
    else:
        last = said[-1] if said else f"it ended with status {process.returncode} and said nothing"
        replay.state, replay.message = "refused", (error or {}).get("message") or last


async def _progress(replay: Replay, stream: asyncio.StreamReader) -> list[str]:
    """Read progress; gives the lines that are none."""
    said: list[str] = []
    while True:
        try:
            line = await stream.readline()
        except ValueError:  # a line beyond the limit: nothing of ours
            continue
        if not line:
            return said[-20:]
        text = line.decode("utf-8", "replace").strip()
        try:
            event = json.loads(text)
            kind = event["event"]
        except (ValueError, TypeError, KeyError):
            said += [text] if text else []
            continue
        if kind == "plan":
            replay.of = int(event.get("steps") or 0)
        elif kind == "step":
            replay.step, replay.of = int(event.get("step") or 0), int(event.get("of") or replay.of)
            replay.doing = f"{event.get('cell') or ''} {event.get('first_line') or ''}".strip()
        elif kind == "compare":
            replay.step, replay.doing = replay.of, ""
