"""Re-runs under one row: runs that did the same again, and failed ones under the next that finished."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jupyter_tracker.analysis.sheet import DONE

FAILED = frozenset(("failed", "interrupted", "crashed"))


@dataclass(frozen=True, slots=True)
class Ran:
    """What folding looks at: `work` is the same text for runs of equal source, params, inputs and seeds (None where
    that is not known), `cell` is where it was started."""

    id: str
    state: str
    started: float
    work: str | None
    cell: str | None


@dataclass
class Fold:
    """What stands under one row: runs that did the `same`, and those that `failed` before it; newest first."""

    same: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.same or self.failed)


def folded(runs: Sequence[Ran], *, keep: Iterable[str] = ()) -> dict[str, Fold]:
    """The runs that are shown as rows, in the order given, each with what is folded under it.

    Of runs that did the same the newest finished one is shown. A failed run goes under the next finished run of its
    cell, with what did the same as that. Runs to `keep` (starred ones, baselines) stay rows of their own.
    """
    apart = set(keep)
    heads = _heads(runs, apart)
    under: dict[str, Fold] = {run.id: Fold() for run in runs if heads[run.id] == run.id}
    for run in sorted(runs, key=lambda run: -run.started):
        if heads[run.id] != run.id:
            fold = under[heads[run.id]]
            (fold.failed if run.state in FAILED else fold.same).append(run.id)
    return under


def _heads(runs: Sequence[Ran], apart: set[str]) -> dict[str, str]:
    """Of each run the one under which it is shown, itself where it is a row."""
    heads = {run.id: run.id for run in runs}
    newest: dict[str, Ran] = {}
    for run in runs:
        if run.state == DONE and run.work is not None and run.id not in apart:
            known = newest.get(run.work)
            if known is None or (run.started, run.id) > (known.started, known.id):
                newest[run.work] = run
    for run in runs:
        if run.state == DONE and run.work is not None and run.id not in apart:
            heads[run.id] = newest[run.work].id
    next_of: dict[str, str] = {}
    for run in sorted(runs, key=lambda run: (-run.started, run.id)):
        if run.cell is None or run.id in apart:
            continue
        if run.state == DONE:
            next_of[run.cell] = run.id
        elif run.state in FAILED and run.cell in next_of:
            heads[run.id] = heads[next_of[run.cell]]
    return heads
