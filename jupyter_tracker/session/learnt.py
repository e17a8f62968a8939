"""What people have ruled about names in this notebook, at hand for every cell without asking the index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..analysis.learnt import NOTHING, Learnt, key, of_reader
from . import state

if TYPE_CHECKING:
    from .tracker import Tracker

FRESH = 5.0
"""Seconds for which nobody looks whether something was ruled elsewhere, in the panel for one."""


@dataclass
class _Known:
    """What is known of one notebook. `changes` counts what was ruled in this process; `looked` is when it was read."""

    learnt: Learnt = NOTHING
    changes: int = 0
    looked: float = float("-inf")
    looking: bool = False


def learnt(tracker: Tracker, notebook: str | None) -> Learnt:
    """The rulings of a notebook as far as they are known now. Takes no time: they are read, and read again from time to
    time, off the path of any cell; what the first call of a session finds, which loads the reader, is there once its
    cell has ended."""
    known = _known(tracker, notebook)
    if not known.looking and time.monotonic() - known.looked > FRESH:
        known.looking = True
        first = known.looked == float("-inf")
        tracker.worker.submit(lambda: _look(tracker, notebook, known), at_once=first, patient=first)
    return known.learnt


def learn(tracker: Tracker, notebook: str | None, change: Callable[[Learnt], Learnt]) -> Learnt:
    """Rule something for good: `change` makes new rulings of the old ones. Asks the index: not for a cell's path."""
    known = _known(tracker, notebook)
    before = _read(tracker, notebook)
    after = change(before)
    known.changes += 1
    known.learnt, known.looked = after, time.monotonic()
    if after != before:
        tracker.write("view", key=key(notebook, tracker.store.root), value=after.as_view())
    return after


def learn_ignored(tracker: Tracker, notebook: str | None, names: Iterable[str]) -> None:
    """Silence what the `--ignore` of a cell names, for good; on a cell's path this takes no time."""
    known = _known(tracker, notebook)
    new = [name for name in names if not known.learnt.ignores(name)]
    if new:
        known.changes += 1
        known.learnt = known.learnt.ignoring(new)
        tracker.worker.submit(lambda: _write(tracker, notebook, new))


def _write(tracker: Tracker, notebook: str | None, names: list[str]) -> None:
    learn(tracker, notebook, lambda before: before.ignoring([name for name in names if not before.ignores(name)]))


def _known(tracker: Tracker, notebook: str | None) -> _Known:
    found: dict[str, _Known] = state.kept("learnt", dict)
    return found.setdefault(f"{tracker.store.root} {notebook}", _Known())


def _look(tracker: Tracker, notebook: str | None, known: _Known) -> None:
    changes = known.changes
    try:
        found = _read(tracker, notebook)
        if known.changes == changes:
            known.learnt = found
    finally:
        known.looked, known.looking = time.monotonic(), False


def _read(tracker: Tracker, notebook: str | None) -> Learnt:
    return of_reader(tracker.reader(), notebook)
