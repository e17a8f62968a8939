"""Grades of runs that no kernel could grade, or that are another by now: their notebook or their files have changed."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from jupyter_tracker.store import StoreError

from .desk import Desk, find
from .errors import Refused

if TYPE_CHECKING:
    from jupyter_tracker.store import Store

Graded = dict[str, Any]


def note(desk: Desk, ref: str, graded: Graded) -> None:
    """Write a grade down where it is another than the known one. A store that cannot be written stays as it is."""
    run = find(desk.reader, ref)
    known = desk.reader.run(run)["graded"] or {}
    if any(known.get(key) != graded[key] for key in graded):
        with suppress(Refused, StoreError):
            desk.reader.check_changeable(run)
            desk.write("graded", run=run, **graded)


def ungraded(desk: Desk, runs: frozenset[str]) -> list[str]:
    """Those of some runs that are over, have cells, and have no grade."""
    found = [desk.reader.run(run) for run in sorted(runs)]
    over = [record for record in found if record["parts"] and record["state"] != "running"]
    return [record["id"] for record in over if not record["grade"]]


def grade(store: Store, runs: list[str]) -> dict[str, Graded]:
    """The grades of some runs; it takes its time, so it has a reader of its own and runs beside the store's thread."""
    from jupyter_tracker.reproduce import load

    answer = {}
    with closing(store.reader()) as reader:
        reader.refresh()
        for run in runs:
            found = load.of_run(reader, run)
            answer[run] = {"grade": found.grade, "reasons": list(found.reasons), "warnings": list(found.warnings)}
    return answer
