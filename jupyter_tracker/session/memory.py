"""What this session wrote, kept in memory so that a card needs no index: the newest runs and cells as records."""

from __future__ import annotations

import itertools
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..store.events import SEARCH

KEPT = 400
"""Runs and execs that are remembered."""
KEPT_FAMILIES = 20
"""Runs whose searches' configurations are remembered."""
LARGEST_FILE = 2 * 2**20
"""Bytes of a point file beyond which a card draws no curve of it."""

Event = dict[str, Any]
Record = dict[str, Any]
Curves = dict[str, list[tuple[float, float]]]


class Memory:
    """The newest events of this session by what they are about."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, list[Event]] = OrderedDict()
        self._execs: OrderedDict[str, list[Event]] = OrderedDict()
        self._families: OrderedDict[str, dict[str, list[Event]]] = OrderedDict()
        self._parents: dict[str, str] = {}
        self._numbers = itertools.count()

    def note(self, kind: str, session: str, body: Mapping[str, Any]) -> None:
        """Remember one event."""
        event = {**body, "k": kind, "t": time.time(), "session": session, "n": next(self._numbers)}
        run = body.get("run")
        if kind in ("cell", "seen", "cell_end") and body.get("exec"):
            _append(self._execs, body["exec"], event)
        if kind == "run" and body.get("made_by") == SEARCH:
            self._note_child(str(run), str(body["parent"]))
        if run in self._parents:
            self._families[self._parents[run]][run].append(event)
        elif run and kind != "points":
            _append(self._runs, run, event)

    def record(self, run_id: str, state: str, paths: Iterable[Path] = ()) -> tuple[Record, Curves]:
        """The run record as far as this session knows it, and the curves in these point files."""
        from ..store.assemble import part_ids

        events = self._runs.get(run_id, [])
        stats, curves = _points(paths)
        parts = {part: self._about(part, run_id) for part in part_ids(events)}
        record = _assembled(run_id, events, parts, stats)
        record["state"] = state
        record["children"] = list(self._families.get(run_id, ()))
        known = {metric["name"] for metric in record["metrics"]}
        curves = {name: curve for name, curve in curves.items() if name in known}
        if record["duration"] is None:
            walls = [event["wall"] for event in events if event["k"] == "end" and event.get("wall") is not None]
            record["duration"] = walls[-1] if walls else None
        return record, curves

    def children(self, run_id: str) -> list[Record]:
        """Summaries of the configurations that searches in a run have tried."""
        from ..store.assemble import summarise

        found = []
        for child, events in self._families.get(run_id, {}).items():
            record = _assembled(child, events)
            record["state"] = record["state"] or "running"
            found.append(summarise(record))
        return found

    def tried(self, exec_id: str) -> list[dict[str, Any]]:
        """The configurations that were tried in a cell that was no run."""
        return [child for event in self._execs.get(exec_id, []) for child in event.get("children", ())]

    def execution(self, exec_id: str) -> Record | None:
        """An executed cell as `Reader.executions` gives it, None for one that is not remembered."""
        from ..store.executions import told

        return next(iter(told((event["k"], event, event["t"]) for event in self._execs.get(exec_id, []))), None)

    def began(self, run_id: str) -> bool:
        """Whether a run began in this session, as far as that is remembered."""
        return any(event["k"] == "run" for event in self._runs.get(run_id, []))

    def parts(self, run_id: str) -> list[str]:
        """The execs that are parts of a run, as far as this session knows."""
        from ..store.assemble import part_ids

        return part_ids(self._runs.get(run_id, []))

    def _about(self, exec_id: str, run_id: str) -> list[Event]:
        return [event for event in self._execs.get(exec_id, []) if event.get("run") in (None, run_id)]

    def _note_child(self, run: str, parent: str) -> None:
        """They are many: they would drive everything else out if they were remembered like other runs."""
        self._families.setdefault(parent, {}).setdefault(run, [])
        self._families.move_to_end(parent)
        self._parents[run] = parent
        while len(self._families) > KEPT_FAMILIES:
            for child in self._families.popitem(last=False)[1]:
                self._parents.pop(child, None)


def _assembled(
    run_id: str, events: list[Event], parts: dict[str, list[Event]] | None = None, stats: Any = None
) -> Record:
    from ..store.assemble import RunFacts, assemble

    return assemble(RunFacts(run_id, events, parts or {}, {}, stats or {}))


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
