"""Configurations with their seeds: the mean of a metric over them, and which of them really differ."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ..analysis import formats
from ..analysis.configurations import tried
from ..analysis.differences import Method, compared, holm
from ..analysis.learnt import Learnt
from ..analysis.means import mean_of
from ..analysis.sheet import differing, in_order, members
from ..store.selecting import Selection
from .bench import Bench, Measure

MOST_PAIRS = 12
"""Configurations of which each is compared with each; of more, each with the best."""


@dataclass
class Trial:
    """One configuration: what tells it from the others, and the metric of the runs that count by their seeds."""

    params: dict[str, Any]
    values: dict[str, float]
    runs: list[str]
    counted: list[str]
    left_out: dict[str, int]

    @property
    def name(self) -> str:
        """`depth=8 lr=0.1`."""
        shown = (f"{name}={formats.UNKNOWN if v is None else formats.text(v)}" for name, v in self.params.items())
        return " ".join(shown) or "all"


def trials(
    bench: Bench,
    selection: Selection,
    metric: Measure,
    learnt: Learnt | None = None,
    having: Collection[str] = (),
) -> list[Trial]:
    """The configurations of the runs selected, in the order in which their first runs come; with `having` only those
    that any of these runs (ids) has, with all their runs.

    Unfinished runs, those of a seed that a newer run has too and those without a number are left out, and said.
    """
    import numpy as np

    ids = bench.ids(selection)
    known = bench.params(ids)
    counted = bench.counted(ids, learnt, known)
    numbers = bench.columns.of(metric.column, ids).numbers
    groups = members(in_order(counted.configuration))
    if having:
        groups = [places for places in groups if any(ids[place] in having for place in places)]
    shown = np.zeros(len(ids), bool)
    shown[[place for places in groups for place in places]] = True
    counting = shown & counted.counts
    told = counting if counting.any() else shown  # what failed early has hardly any params
    names = differing([(name, known[name].take(told)) for name in tried(known, learnt)])
    found = []
    for places in groups:
        values = [place for place in places if counted.counts[place] and math.isfinite(numbers[place])]
        out = counted.left_out(places)
        out["no number"] = int(counted.counts[places].sum()) - len(values)
        found.append(
            Trial(
                {name: known[name].at(places[0]) for name in names},
                {_seed(int(counted.seed[place]), ids[place]): float(numbers[place]) for place in values},
                [ids[place] for place in places],
                [ids[place] for place in values],
                out,
            )
        )
    return found


def _seed(seed: int, id: str) -> str:
    """Runs without a known seed have each one of their own."""
    return f"run {id}" if seed < 0 else f"seed {seed}"


def configurations(
    bench: Bench,
    selection: Selection,
    metric: Measure,
    *,
    method: Method = "t",
    baseline: str | None = None,
    learnt: Learnt | None = None,
    having: Collection[str] = (),
) -> dict[str, Any]:
    """The configurations of the runs selected and which of them really differ; with `having` only those that any of
    these runs (ids) has.

    Gives `configurations` (each `name`, `params`, `mean` {n, mean, std, low, high} or None, `runs`, `counted`,
    `left_out`), `best`, and `differences`: each pair of up to twelve, else each with the best; with `baseline`, the id
    of a run, each with the configuration of that. p is corrected for all comparisons made (Holm).
    """
    found = trials(bench, selection, metric, learnt, having)
    means = [mean_of(list(trial.values.values())) for trial in found]
    best = _best([None if mean is None else mean.mean for mean in means], metric.direction)
    base = next((at for at, trial in enumerate(found) if baseline in trial.runs), None) if baseline else None
    pairs = _pairs([at for at, mean in enumerate(means) if mean is not None], base, best)
    tests = holm([compared(found[a].values, found[b].values, method) for a, b in pairs])
    return {
        "metric": metric.column,
        "direction": metric.direction,
        "configurations": [
            {
                "name": trial.name,
                "params": trial.params,
                "mean": None if mean is None else mean.as_dict(),
                "runs": trial.runs,
                "counted": trial.counted,
                "left_out": trial.left_out,
            }
            for trial, mean in zip(found, means, strict=True)
        ],
        "best": best,
        "differences": [{"first": a, "second": b, **one.as_dict()} for (a, b), one in zip(pairs, tests, strict=True)],
        "corrected": f"Holm, {formats.plural(sum(one.p is not None for one in tests), 'comparison')}",
    }


def _best(means: Sequence[float | None], good: str | None) -> int | None:
    known = [(mean, at) for at, mean in enumerate(means) if mean is not None]
    if good is None or not known:
        return None
    return max(known, key=lambda pair: pair[0] if good == "up" else -pair[0])[1]


def _pairs(known: Sequence[int], base: int | None, best: int | None) -> list[tuple[int, int]]:
    """Which configurations are compared with which: first and second."""
    if base is None and len(known) <= MOST_PAIRS:
        return [(a, b) for at, a in enumerate(known) for b in known[at + 1 :]]
    one = base if base is not None else best
    return [] if one is None or one not in known else [(one, other) for other in known if other != one]
