"""The shortest ordered list of executed cells that a run depends on.

Sound before small: going back from the run, every cell is taken that may have made or changed what a later one of the
slice read. A name is done with once a cell bound it to something that depends on nothing but what that cell read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import words
from .entries import Entry, Write

_INPUTS, _FAILURE = "<inputs>", "<failure>"
"""What every cell makes by being executed, and what one makes that ends with an error."""


@dataclass(frozen=True, slots=True)
class Need:
    """Why a cell is there: it wrote `write`, which `reader` read."""

    write: Write
    reader: Entry


@dataclass(frozen=True, slots=True)
class SliceCell:
    """One cell of a slice."""

    entry: Entry
    needs: tuple[Need, ...]
    part: bool = False
    """Whether it is a part of the run itself."""

    @property
    def why(self) -> str:
        """Why it is there, in words."""
        return "is the run" if self.part else words.why([(need.write, need.reader) for need in self.needs])

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it; `source` is exactly what was typed."""
        entry = self.entry
        return {
            "source": entry.source,
            "cell_id": entry.cell_id,
            "executed": entry.count,
            "exec": entry.exec,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Module:
    """A local module that the slice imports: its content then, as a blob reference."""

    name: str
    path: str
    blob: str
    others: tuple[str, ...] = ()
    """Other contents that it had during the slice."""


@dataclass(frozen=True, slots=True)
class Slice:
    """What a run depends on.

    Attributes:
        cells: in the order in which they ran.
        modules: local modules.
        before: how many cells ran before the run's last one, itself among them: what a slice is a part of.
        origins: names and pseudo-variables that were needed and that no cell made: there from the start.
        loose: names that something other than a cell changed on the way.
    """

    cells: tuple[SliceCell, ...]
    modules: tuple[Module, ...] = ()
    before: int = 0
    origins: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    grade: str = ""
    reasons: tuple[str, ...] = ()
    run: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "cells": [cell.as_dict() for cell in self.cells],
            "modules": [{"name": one.name, "path": one.path, "blob": one.blob} for one in self.modules],
            "warnings": list(self.warnings),
            "grade": {"grade": self.grade, "reasons": list(self.reasons)},
            "of": self.before,
        }


@dataclass(slots=True)
class _Wanted:
    """Going back: what is still needed, and for which cell."""

    names: dict[str, Entry] = field(default_factory=dict)
    explained: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        for name in entry.reads:
            self.names[name] = entry

    def done(self, entry: Entry) -> None:
        for write in entry.writes:
            if write.how != "changed":
                self.names.pop(write.name, None)
                self.loose.discard(write.name)
        if entry.outcome == "error":
            self.names.pop(_FAILURE, None)


def slice_of(session: Sequence[Entry], parts: Collection[str]) -> Slice:
    """The slice of the cells `parts` (their exec ids) of one session, whose entries are given oldest first."""
    last = max((place for place, entry in enumerate(session) if entry.exec in parts), default=-1)
    wanted = _Wanted(explained=_explained(session))
    chosen: list[SliceCell] = []
    loose: set[str] = set()
    for place in range(last, -1, -1):
        entry = session[place]
        needs = _needs(entry, wanted)
        part = entry.exec in parts
        if needs or part:
            chosen.append(SliceCell(entry, tuple(needs), part))
            wanted.done(entry)
            wanted.add(entry)
        between = entry.between & wanted.names.keys()
        wanted.loose |= between
        loose |= between
    chosen.reverse()
    return Slice(
        tuple(chosen),
        _modules(cell.entry for cell in chosen),
        last + 1,
        frozenset(wanted.names),
        frozenset(loose),
    )


def _needs(entry: Entry, wanted: _Wanted) -> list[Need]:
    """For what a cell is needed, most telling first."""
    found = [Need(write, wanted.names[write.name]) for write in entry.writes if write.name in wanted.names]
    may = entry.may & (wanted.names.keys() if entry.lasting else wanted.loose)
    written = {write.name for write in entry.writes}
    found += [
        Need(Write(name, "changed"), wanted.names[name]) for name in sorted(may - written) if name in wanted.names
    ]
    if _INPUTS in wanted.names:
        found.append(Need(Write(_INPUTS, "changed"), wanted.names[_INPUTS]))
    if _FAILURE in wanted.names and entry.outcome == "error":
        found.append(Need(Write(_FAILURE, "bound"), wanted.names[_FAILURE]))
    found += [need for need in _written_meanwhile(entry, wanted) if need.write.name not in written | wanted.explained]
    return sorted(found, key=lambda need: need.write.name.startswith("<"))


def _during(entry: Entry, when: float) -> bool:
    """Whether a file with this time may have been written while a cell ran: such times are a little behind."""
    return entry.started - 0.02 <= when <= (entry.ended if entry.ended is not None else float("inf"))


def _written_meanwhile(entry: Entry, wanted: _Wanted) -> list[Need]:
    """Files that were written while the cell ran, though nobody saw by whom: by a command, a library of C."""
    return [
        Need(Write(name, "changed"), reader)
        for name, reader in wanted.names.items()
        if (when := reader.times.get(name)) is not None and entry is not reader and _during(entry, when)
    ]


def _explained(session: Sequence[Entry]) -> set[str]:
    """Files of which it was seen who wrote them, as they were read later."""
    times: dict[str, set[float]] = {}
    for entry in session:
        for name, when in entry.times.items():
            times.setdefault(name, set()).add(when)
    writers = [(write.name, entry) for entry in session for write in entry.writes if write.name in times]
    return {
        name for name, read in times.items()
        if all(any(one == name and _during(entry, when) for one, entry in writers) for when in read)
    }  # fmt: skip


def _modules(entries: Iterable[Entry]) -> tuple[Module, ...]:
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        for name, path, blob in entry.modules:
            versions = found.setdefault(name, [])
            if not versions or versions[-1] != (path, blob):
                versions.append((path, blob))
    return tuple(
        Module(
            name, versions[-1][0], versions[-1][1], tuple(blob for _, blob in versions[:-1] if blob != versions[-1][1])
        )
        for name, versions in sorted(found.items())
    )
