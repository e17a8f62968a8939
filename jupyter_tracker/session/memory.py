"""What this session wrote, kept in memory so that a card needs no index: the newest runs and cells as records."""

from __future__ import annotations

import itertools
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

KEPT = 400
"""Runs and execs that are remembered."""
LARGEST_FILE = 2 * 2**20
"""Bytes of a point file beyond which a card draws no curve of it."""

Event = dict[str, Any]
Curves = dict[str, list[tuple[float, float]]]


class Memory:
    """The newest events of this session by what they are about."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, list[Event]] = OrderedDict()
        self._execs: OrderedDict[str, list[Event]] = OrderedDict()
        self._numbers = itertools.count()

    def note(self, kind: str, session: str, body: Mapping[str, Any]) -> None:
        """Remember one event."""
        event = {**body, "k": kind, "t": time.time(), "session": session, "n": next(self._numbers)}
        if kind in ("cell", "seen", "cell_end") and body.get("exec"):
            _append(self._execs, body["exec"], event)
        if body.get("run") and kind != "points":
            _append(self._runs, body["run"], event)

    def record(self, run_id: str, state: str, paths: Iterable[Path] = ()) -> tuple[dict[str, Any], Curves]:
        """The run record as far as this session knows it, and the curves in these point files."""
        from ..store.assemble import RunFacts, assemble, part_ids

        events = self._runs.get(run_id, [])
        stats, curves = _points(paths)
        parts = {part: self._about(part, run_id) for part in part_ids(events)}
        record = assemble(RunFacts(run_id, events, parts, {}, stats))
        record["state"] = state
        if record["duration"] is None:
            walls = [event["wall"] for event in events if event["k"] == "end" and event.get("wall") is not None]
            record["duration"] = walls[-1] if walls else None
        return record, curves

    def parts(self, run_id: str) -> list[str]:
        """The execs that are parts of a run, as far as this session knows."""
        from ..store.assemble import part_ids

        return part_ids(self._runs.get(run_id, []))

    def _about(self, exec_id: str, run_id: str) -> list[Event]:
        return [event for event in self._execs.get(exec_id, []) if event.get("run") in (None, run_id)]


def _append(into: OrderedDict[str, list[Event]], key: str, event: Event) -> None:
    into.setdefault(key, []).append(event)
    into.move_to_end(key)
    while len(into) > KEPT:
        into.popitem(last=False)


def _points(paths: Iterable[Path]) -> tuple[dict[str, Any], Curves]:
    from ..store.runpoints import load_writer
    from ..store.series import Stats

    stats: dict[str, Stats] = {}
    curves: Curves = {}
    for path in paths:
        try:
            if path.stat().st_size > LARGEST_FILE:
                continue
            found = load_writer([path.read_bytes()])
        except OSError:
            continue
        for name, one in found.stats().items():
            stats.setdefault(name, Stats()).merge(one)
            drawn = curves.setdefault(name, [])
            for step, _, value in found.series(name):
                drawn.extend(zip(step, value, strict=True))
    return stats, curves
