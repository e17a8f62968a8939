"""What is to be replayed: the recorded run, its slice as steps, and what the journal has of each."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ...store.errors import StoreError
from ...store.events import REPLAY, SEARCH
from .. import load
from ..entries import Entry
from ..slicing import Slice
from .options import ReplayError

if TYPE_CHECKING:
    from ...store.query import Reader


@dataclass(frozen=True)
class Step:
    """One cell of the slice: as it was recorded, and the source that is executed now.

    Attributes:
        entry: the recorded execution.
        part: whether it is a part of the run.
        source: what is executed.
        trace: what the recorded execution depended on and changed, None where nobody looked.
        error: how it ended, where it ended with an error: type and message.
        answers: what it is given where it asks for secrets.
        modules: local modules that were other ones in it than in the step before, their text (masked) by path.
    """

    entry: Entry
    part: bool
    source: str
    trace: Mapping[str, Any] | None
    error: Mapping[str, Any] | None
    answers: tuple[str | None, ...] = ()
    modules: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The cell as people find it."""
        return self.entry.label

    @property
    def first_line(self) -> str:
        """The first line of its source that says something."""
        lines = [line.strip() for line in self.entry.source.splitlines()]
        return next((line for line in lines if line and not line.startswith("%%track")), "")[:120]


@dataclass(frozen=True)
class Plan:
    """A run and what it takes to do it again.

    Attributes:
        record: the run record.
        found: its slice.
        steps: the cells to be executed, in order.
        folder: the working folder that the session began in.
        modules: local modules by path, their recorded text (masked), the last where they were edited on the way.
        generators: the states that random generators begin in, blobs by name.
    """

    record: Mapping[str, Any]
    found: Slice
    steps: tuple[Step, ...]
    folder: str
    modules: Mapping[str, str] = field(default_factory=dict)
    generators: Mapping[str, str] = field(default_factory=dict)

    def told(self, path: str) -> str:
        """A path as people call it: from the notebook's folder (else the working folder) on, where it is below that."""
        folder = os.path.dirname(self.record["notebook"] or "") or self.folder
        return os.path.relpath(path, folder) if path.startswith(os.path.join(folder, "")) else path

    def with_sources(self, sources: Mapping[str, str]) -> Plan:
        """The same with other sources for some steps, by exec."""
        return replace(
            self, steps=tuple(replace(one, source=sources.get(one.entry.exec, one.source)) for one in self.steps)
        )


def plan(reader: Reader, run: str) -> Plan:
    """What it takes to replay a run. Raises ReplayError for one that cannot be."""
    record = reader.run(run)
    if record["made_by"] in (SEARCH, REPLAY):
        kind = "a configuration of a search" if record["made_by"] == SEARCH else "itself a replay"
        raise ReplayError(f"{record['name']} is {kind}: replay {record['parent']}, the run it belongs to")
    if record["state"] in ("running", "lost contact"):
        raise ReplayError(f"{record['name']} is still running: replay it when it has ended")
    found = load.of_run(reader, run)
    if not found.cells or not all(cell.entry.source for cell in found.cells):
        raise ReplayError(f"{record['name']} cannot be replayed: it was not made by cells whose source is known")
    executions, generators = _executions(reader, record)
    steps = _with_modules(reader, tuple(_step(cell.entry, cell.part, executions) for cell in found.cells))
    folder = _folder(reader, found.cells[0].entry.exec) or record["environment"].get("cwd") or os.getcwd()
    return Plan(record, found, steps, folder, _modules(reader, found), generators)


def _executions(reader: Reader, record: Mapping[str, Any]) -> tuple[dict[str, Mapping[str, Any]], dict[str, str]]:
    """The executed cells of the sessions of a run by exec, and the first states of random generators in the first."""
    found: dict[str, Mapping[str, Any]] = {}
    generators: dict[str, str] = {}
    for session in dict.fromkeys(part["session"] for part in record["parts"]):
        for each in reader.executions(session):
            found[each["exec"]] = each
            for name, ref in ((each["trace"] or {}).get("generators") or {}).items():
                generators.setdefault(name, ref)
    return found, generators


def _step(entry: Entry, part: bool, executions: Mapping[str, Mapping[str, Any]]) -> Step:
    each = executions[entry.exec]
    return Step(entry, part, entry.source, each["trace"], each["error"] if each["outcome"] == "error" else None)


def _folder(reader: Reader, exec_id: str) -> str | None:
    """The working folder of the session of a cell."""
    found = reader.exec(exec_id)["environment"].get("cwd")
    return found if isinstance(found, str) else None


def _modules(reader: Reader, found: Slice) -> dict[str, str]:
    return {module.path: _module(reader, module.path, module.blob) for module in found.modules}


def _with_modules(reader: Reader, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps, each with the modules that were edited and loaded anew before it."""
    blobs: dict[str, set[str]] = {}
    for step in steps:
        for _, path, blob in step.entry.modules:
            blobs.setdefault(path, set()).add(blob)
    there: dict[str, str] = {}
    found = []
    for step in steps:
        new = {path: blob for _, path, blob in step.entry.modules if len(blobs[path]) > 1 and there.get(path) != blob}
        there |= new
        found.append(replace(step, modules={path: _module(reader, path, blob) for path, blob in new.items()}))
    return tuple(found)


def _module(reader: Reader, path: str, blob: str) -> str:
    try:
        return reader.store.blobs.get(blob).decode("utf-8", "replace")
    except (StoreError, OSError):
        raise ReplayError(f"the store has no more of {path} as it was then") from None


def packages_of(reader: Reader, record: Mapping[str, Any]) -> dict[str, str]:
    """The packages that were installed when a run was made, with their versions; empty where it is not known."""
    ref = record["environment"].get("packages")
    try:
        found = json.loads(reader.store.blobs.get(ref)) if isinstance(ref, str) else {}
    except (StoreError, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
