"""The columns that a table shows before anybody has chosen any: only those that differ, few, the most telling first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_tracker.analysis import direction
from jupyter_tracker.analysis.configurations import irrelevant
from jupyter_tracker.analysis.foremost import is_seed, tells
from jupyter_tracker.analysis.learnt import NOTHING, Learnt
from jupyter_tracker.store.values import Values

MOST = 8
"""Columns at first look, beside name and state."""
METRICS = 2


def chosen(
    params: Mapping[str, Values], metrics: Mapping[str, Values], learnt: Learnt | None = None
) -> dict[str, list[str]]:
    """Names of the `params` and `metrics` to show at first, and of all params that differ (`differing`), each list in
    the order of columns.

    The metrics are the two that matter: of those that at least half as many runs have as the commonest one, the one
    that decides, then by importance. Params that somebody set come before defaults, and those of most runs first; what
    is no part of a configuration comes last.
    """
    ruled = learnt or NOTHING
    first = _metrics(metrics, ruled)
    differ = [name for name in _differing(params) if not ruled.ignores(name)]
    differ.sort(key=lambda name: _rank(name, params[name], ruled))
    return {"metrics": first, "params": differ[: MOST - len(first)], "differing": differ}


def _metrics(metrics: Mapping[str, Values], ruled: Learnt) -> list[str]:
    counts = {name: int(values.there.sum()) for name, values in metrics.items() if not ruled.ignores(name)}
    most = max(counts.values(), default=0)
    common = [name for name, count in counts.items() if 2 * count >= most and count]
    decides = direction.primary(common, ruled)
    common.sort(key=lambda name: (name != decides, direction.importance(name, ruled), -counts[name], name))
    return common[:METRICS]


def _differing(params: Mapping[str, Values]) -> list[str]:
    """Where a default that nobody set is missing in other runs it is no difference: another class brings its own."""
    found = []
    for name, values in params.items():
        there = values.alike
        known = there[there >= 0]
        among_known = bool(len(known)) and bool((known != known[0]).any())
        some_lack_it = 0 < len(known) < len(there) and values.given is not None and bool(values.given.any())
        if among_known or some_lack_it:
            found.append(name)
    return found


def _rank(name: str, values: Values, ruled: Learnt) -> tuple[Any, ...]:
    given = int(values.given.sum()) if values.given is not None else int(values.there.sum())
    last = irrelevant(name, ruled) or is_seed(name)
    return (last, not given, -given, name not in ruled.params, not tells(name), name)
