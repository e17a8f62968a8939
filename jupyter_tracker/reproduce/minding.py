"""What to mind about a slice: warnings in words, and as a grade how surely it gives the same again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .entries import Entry
from .slicing import Slice
from .words import shown

_OF_THE_SHELL = frozenset("In Out get_ipython exit quit open display".split())
_NUMBERED = re.compile(r"_\d+")
_UNSEEDED = "%s() in %s has no seed: it gives other numbers each time"
_HASHED = (
    "%s depends on the hashes of texts (hash(), or the order of a set), which are others in each process; "
    "a kernel that is started with PYTHONHASHSEED=0 has the same ones"
)
GRADES = {
    "A": "seeded, and from known inputs",
    "B": "comes out again from the slice; the notebook itself says something else",
    "C": "depends on the order in which cells ran, or on what changed since",
    "D": "depends on chance, or on something that no cell does",
    "E": "what it depends on is not known",
}
"""What each grade means."""


@dataclass(frozen=True, slots=True)
class Present:
    """How things are now. `cells`: source by cell id, in the notebook's order (None: not known), `complete` whether a
    cell that is not there was deleted; `changed` and `missing`: files that a slice read."""

    cells: Mapping[str, str] | None = None
    complete: bool = True
    changed: Collection[str] = ()
    missing: Collection[str] = ()


@dataclass(slots=True)
class _Found:
    """Warnings, and what each takes the grade down to."""

    warnings: list[str] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)

    def add(self, grade: str, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)
            self.reasons.append((grade, text))


def minded(found: Slice, session: Sequence[Entry], present: Present | None = None) -> Slice:
    """The slice with its warnings and its grade. `session` are all entries, oldest first."""
    if not found.cells:
        return replace(found, grade="E", reasons=("no executed cell is known of this run",))
    said = _Found()
    entries = [cell.entry for cell in found.cells]
    now = present or Present()
    _versions(said, entries, session, now)
    _order(said, found, now)
    _chance(said, found, entries)
    _files(said, entries, session, now)
    _doubts(said, found, entries)
    worst = max((grade for grade, _ in said.reasons), default="A")
    reasons = tuple(text for grade, text in said.reasons if grade == worst) or (_sure(now),)
    return replace(found, warnings=tuple(said.warnings), grade=worst, reasons=reasons)


def means(found: Slice) -> str:
    """What the grade of a slice means; of an A also whether the notebook says the same, as far as that is known."""
    return found.reasons[0] if found.grade == "A" and found.reasons else GRADES.get(found.grade, "")


def _sure(now: Present) -> str:
    if now.cells is None:
        return f"{GRADES['A']}; what the notebook says now is not known"
    return "seeded, from known inputs, and as the notebook says"


def _versions(said: _Found, entries: Sequence[Entry], session: Sequence[Entry], now: Present) -> None:
    """Cells that the notebook has no more, or says otherwise."""
    newest = {entry.cell_id: entry for entry in session if entry.cell_id}
    for entry in entries:
        if entry.cell_id is None:
            continue
        if now.cells is not None and entry.cell_id not in now.cells:
            if now.complete:
                said.add("B", f"{entry.label} was deleted from the notebook since it ran")
        elif now.cells is not None and now.cells[entry.cell_id].strip() != entry.source.strip():
            said.add("B", f"{entry.label} was edited since it ran{_made(entry)}")
        elif now.cells is None and newest[entry.cell_id].source.strip() != entry.source.strip():
            later = newest[entry.cell_id].label
            said.add("B", f"{entry.label} was edited since, and ran again as {later}{_made(entry)}")
    counts: dict[str, list[Entry]] = {}
    for entry in entries:
        counts.setdefault(entry.cell_id or entry.source, []).append(entry)
    for several in counts.values():
        if len(several) > 1:
            labels = ", ".join(entry.label for entry in several)
            said.add("B", f"one cell counts {len(several)} times, as {labels}: running it once gives something else")


def _made(entry: Entry) -> str:
    names = [f"`{write.name}`" for write in entry.writes if write.name[:1] not in "<_" and write.how == "bound"][:3]
    return f": {', '.join(names)} came about in another way than the notebook now says" if names else ""


def _order(said: _Found, found: Slice, now: Present) -> None:
    if now.cells is None:
        return
    places = {cell_id: place for place, cell_id in enumerate(now.cells)}
    for cell in found.cells:
        for need in cell.needs:
            if need.write.name.startswith("<"):
                continue
            here, there = places.get(cell.entry.cell_id or ""), places.get(need.reader.cell_id or "")
            if here is not None and there is not None and here > there:
                said.add(
                    "C",
                    f"cells ran out of order, and the result depends on it: {need.reader.label} used "
                    f"{shown(need.write.name)} of {cell.entry.label}, which stands below it",
                )


def _chance(said: _Found, found: Slice, entries: Iterable[Entry]) -> None:
    listed = list(entries)
    for name in sorted(found.origins):
        if name.startswith("<random:"):
            users = [entry.label for entry in listed if name in entry.reads]
            said.add("D", f"random numbers of {name[8:-1]} are used without a seed, in {', '.join(users[:5])}")
    for entry in listed:
        for callee in entry.unseeded:
            said.add("D", _HASHED % entry.label if callee == "<hash>" else _UNSEEDED % (callee, entry.label))


def _files(said: _Found, entries: Sequence[Entry], session: Sequence[Entry], now: Present) -> None:
    places = {entry.exec: place for place, entry in enumerate(session)}
    for entry in entries:
        for name in entry.reads:
            if not name.startswith("file:"):
                continue
            path = name.removeprefix("file:")
            later = [
                one.label for one in session[places.get(entry.exec, 0) + 1 :] if any(w.name == name for w in one.writes)
            ]
            if path in now.missing:
                said.add("C", f"{shown(name)}, read in {entry.label}, is not there any more")
            elif later:
                said.add("C", f"{shown(name)}, read in {entry.label}, was written again afterwards in {later[0]}")
            elif path in now.changed and not any(any(w.name == name for w in one.writes) for one in entries):
                said.add("C", f"{shown(name)} was changed after {entry.label} had read it")


def _doubts(said: _Found, found: Slice, entries: Sequence[Entry]) -> None:
    names = sorted(name for name in found.origins - _OF_THE_SHELL if name.isidentifier() and name[0] != "_")
    if names:
        which = ", ".join(f"`{name}`" for name in names[:5]) + (f" and {len(names) - 5} more" if names[5:] else "")
        said.add("E", f"what made {which} is not known: it was there before the tracker was loaded")
    for name in sorted(found.loose):
        said.add("D", f"`{shown(name)}` was changed while no cell ran: by a thread, a task or a widget")
    for entry in entries:
        if not entry.traced:
            said.add("E", f"what {entry.label} read and changed was not traced")
        if entry.lasting:
            said.add("D", f"{entry.label} left a thread or a task at work")
        if entry.outcome in ("error", "interrupted"):
            verb = "ended with an error" if entry.outcome == "error" else "was interrupted"
            said.add("C", f"{entry.label} {verb}")
        numbered = [f"`{name}`" for name in entry.reads if _NUMBERED.fullmatch(name)]
        if numbered:
            which = ", ".join(numbered[:5]) + (", …" if len(numbered) > 5 else "")
            said.add("C", f"{entry.label} uses numbered outputs ({which}), which have other numbers when it runs again")
