"""Which params matter for a metric over some runs, how things go together, and the best value so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..analysis.bestsofar import best_so_far
from ..analysis.importance import correlations, importances
from ..analysis.learnt import Learnt
from ..analysis.sheet import DONE
from ..store.errors import FilterError
from .bench import Bench, Measure

MOST_COLUMNS = 40
"""Columns that are correlated with each other at most."""


def importance(bench: Bench, ids: Sequence[str], metric: Measure, learnt: Learnt | None = None) -> dict[str, Any]:
    """How much each param that differs matters for a metric over the runs that finished: `params`, most important
    first (see `analysis.importance`), and `runs`, how many have the metric."""
    import numpy as np

    states = bench.columns.of("state", ids)
    finished = states.codes == (states.labels.index(DONE) if DONE in states.labels else -2)
    outcome = np.where(finished, bench.columns.of(metric.column, ids).numbers, np.nan)
    params = {name: values for name, values in bench.params(ids).items() if not (learnt and learnt.ignores(name))}
    found = importances(params, outcome)
    return {
        "metric": metric.column,
        "direction": metric.direction,
        "params": found,
        "runs": int(np.isfinite(outcome).sum()),
    }


def correlated(bench: Bench, ids: Sequence[str], columns: Sequence[str]) -> dict[str, Any]:
    """Spearman's ρ of each pair of columns of numbers. Raises FilterError for what is no column, or too many."""
    if len(columns) > MOST_COLUMNS:
        raise FilterError(f"at most {MOST_COLUMNS} columns are correlated, these are {len(columns)}", 0, [], "")
    return correlations(bench.columns.many(columns, ids))


def progress(bench: Bench, ids: Sequence[str], metric: Measure) -> dict[str, Any]:
    """The runs that were better than all before them, oldest first: `points`, `metric`, `direction`. Without a
    direction there is no best."""
    found = bench.columns.many([metric.column, "started"], ids)
    runs = [(id, found["started"].at(at), found[metric.column].at(at)) for at, id in enumerate(ids)]
    known = [(id, _number(started), _number(value)) for id, started, value in runs]
    points = best_so_far(known, metric.direction) if metric.direction else []
    return {"metric": metric.column, "direction": metric.direction, "points": points}


def _number(value: float | str | None) -> float | None:
    return None if isinstance(value, str) else value
