"""Magics that make runs: last, add, begin, end, and the switches on, off and quiet."""

from __future__ import annotations

from typing import Any

from ..capture import directive
from ..session import state, surroundings
from ..session.cells import OUTCOMES, CellEntry, name_run, only_magics
from ..session.children import from_journal
from ..session.learnt import learnt
from ..session.record import OpenRun
from ..session.tracker import Tracker
from ..session.upstream import files_of
from .answer import Answer
from .words import Misused, new_name, options, whole


def last(tracker: Tracker, text: str) -> Answer:
    """One run of the last cells."""
    given, rest = options(text, {"-n": "n", "--number": "n"})
    wanted = whole(given["n"][-1], "-n") if "n" in given else 1
    cells = _executed(tracker)[-wanted:]
    if not cells:
        raise ValueError("no cell was executed in this session yet")
    if len(cells) == 1 and cells[0].run is not None and cells[0].run.ended is not None:
        raise ValueError(f"that cell is the run {cells[0].run.label} already")
    known = next((cell.reserved for cell in reversed(cells) if cell.reserved is not None), None)
    run = tracker.begin_run(
        "last",
        run=known,
        name=new_name(" ".join(rest)) or None,
        parts=[cell.exec for cell in cells],
        started=cells[0].started,
    )
    from_journal(tracker, run.id, [cell.exec for cell in cells])
    for cell in cells:
        cell.run = cell.run or run
        tracker.note_made(run.id, cell.writes)
        tracker.keeper.keep(run.id, cell.exec, files_of(cell, tracker.history), cell.settings)
    run.ended = OUTCOMES[cells[-1].outcome or "ok"]
    tracker.run_ended(run)
    surroundings.describe(tracker, run, cells[-1].exec, cells[-1].snapshot)
    return _card(tracker, run, cells[-1], [cell.reserved for cell in cells if cell.reserved is not None])


def add(tracker: Tracker, text: str) -> Answer:
    """Add the cell before to a run."""
    cells = _executed(tracker)
    if not cells:
        raise ValueError("no cell was executed in this session yet")
    cell = cells[-1]
    if text:
        run_id = tracker.resolve(text.strip("\"'"))
    else:
        newest = next((run for run in reversed(tracker.runs) if run is not cell.run), None)
        run_id = newest.id if newest is not None else tracker.resolve("@1")
    if cell.exec in tracker.memory.parts(run_id):
        raise ValueError("that cell is a part of this run already")
    if tracker.span is not None and tracker.span.id == run_id:
        tracker.write("part", run=run_id, exec=cell.exec)
        return Answer(f"added to {tracker.span.label}")
    run = tracker.go_on(run_id, cell.exec)
    tracker.note_made(run.id, cell.writes)
    tracker.keeper.keep(run.id, cell.exec, files_of(cell, tracker.history), cell.settings)
    run.end(OUTCOMES[cell.outcome or "ok"])
    return Answer(f"cell [{cell.count}] added to {run.label}")


def begin(tracker: Tracker, text: str) -> Answer:
    """Begin a run that takes all cells until `end`."""
    if tracker.span is not None:
        raise ValueError(f"{tracker.span.label} is begun already: %track end ends it")
    asked = directive.parse(text)
    entry = tracker.cell_here()
    here = entry is not None and entry.run is None and not only_magics(entry.raw)
    parts = [entry.exec] if entry is not None and here else []
    run = tracker.begin_run(
        "begin",
        name=new_name(asked.name or "") or None,
        experiment=asked.experiment,
        tags=asked.tags,
        note=asked.note,
        parts=parts,
        exec_id=parts[0] if parts else None,
    )
    tracker.span = run
    if entry is not None and here:
        entry.run = run
        state.HERE.set(run)
    surroundings.describe(tracker, run)
    return Answer(f"{run.name or 'a run'} is begun: it takes every cell until %track end")


def end(tracker: Tracker, text: str) -> Answer:
    """End the run that was begun."""
    run, tracker.span = tracker.span, None
    if run is None:
        raise ValueError("no run is begun: %track begin begins one")
    state.HERE.set(None)
    entry = tracker.cell_here()
    if entry is not None and entry.run is run and only_magics(entry.raw):
        entry.run = None
    own = set(tracker.memory.parts(run.id))
    cells = [cell for cell in tracker.history if cell.exec in own]
    worst = OUTCOMES[(cells[-1].outcome if cells else None) or "ok"]
    answer = _card(tracker, run, cells[-1] if cells else None, [], ended=worst)
    run.end(worst)
    return answer


def on(tracker: Tracker, text: str) -> Answer:
    """Make a run of every cell that fits, tests, trains, scores or searches."""
    tracker.mode_on = True
    return Answer("on: a cell that fits, tests, trains, scores or searches becomes a run, no other does")


def off(tracker: Tracker, text: str) -> Answer:
    """Undo `on`."""
    tracker.mode_on = False
    return Answer("off: only cells with %%track become runs (the journal goes on; %unload_ext jupyter_tracker ends it)")


def quiet(tracker: Tracker, text: str) -> Answer:
    """Show no cards, or show them again."""
    if text not in ("", "on", "off"):
        raise Misused(f"it is quiet or quiet off, not quiet {text}")
    tracker.quiet = text != "off"
    return Answer("no cards from now on (%track quiet off shows them again)" if tracker.quiet else "cards are shown")


def _executed(tracker: Tracker) -> list[CellEntry]:
    return [cell for cell in tracker.history if not only_magics(cell.raw)]


def _card(
    tracker: Tracker, run: OpenRun, cell: CellEntry | None, reserved: list[OpenRun], ended: str | None = None
) -> Answer:
    """The card of a run that was made by a magic; names the run where nobody did."""
    from ..render import card

    files = [path for one in {id(one): one for one in [run, *reserved]}.values() for path in one.point_files]
    record, curves = tracker.memory.record(run.id, ended or run.ended or "finished", files)
    previous: dict[str, Any] | None = tracker.previous.get(cell.key) if cell is not None else None
    if run.name is None:
        name_run(tracker, run, record, previous, cell.estimator if cell is not None else None)
    if cell is not None:
        tracker.previous[cell.key] = record
    about: dict[str, Any] = {
        "learnt": learnt(tracker, tracker.notebook),
        "children": tracker.memory.children(run.id),
    }
    page = card.html(record, previous, curves, **about, blobs=tracker.store.blobs.get)
    return Answer(card.text(record, previous, curves, **about), page)
