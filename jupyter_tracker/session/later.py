"""Metrics that a later cell computes of a run's model or predictions: offered on that run as seen afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..capture import judgement, objects
from . import emit

if TYPE_CHECKING:
    from ..capture.records import CellSeen
    from .cells import CellEntry
    from .tracker import Tracker

PREDICTED = frozenset("pred preds prediction predictions predicted yhat proba probas probabilities logits".split())
TRAINS_ANEW = ("fits", "trains", "searches")


def offer(tracker: Tracker, entry: CellEntry, seen: CellSeen, reason: str | None) -> None:
    """Offer what a cell that is no run has found to the newest run whose model or predictions it reads; not where it
    trains something of its own (`reason`, of `trains`)."""
    if reason is not None and reason.startswith(TRAINS_ANEW):
        return
    sure = [replace(item, later=True) for item in seen.metrics if item.conf >= judgement.SURE]
    if not sure:
        return
    for run in reversed(tracker.runs):
        made = tracker.made_by_run(run.id) & entry.code.reads
        if any(_of_a_model(name, tracker.shell.user_ns.get(name)) for name in made):
            tracker.write("seen", run=run.id, metrics=emit.values(sure, tracker.masker, entry.exec))
            return


def _of_a_model(name: str, value: Any) -> bool:
    if judgement.words(name) & PREDICTED:
        return True
    told = objects.inspect_object(name, value)
    return told is not None and told.model is not None
