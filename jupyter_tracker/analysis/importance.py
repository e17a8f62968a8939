"""Which params matter for a metric, over some runs: how much of its variance each explains alone, and which way.

Importance is ω² (Hays 1963; the share of variance between groups, corrected for what groups explain by chance) over the
values of a param; numbers of many values are cut into groups of equal size. Correlation is Spearman's ρ (1904) with
mean ranks for ties, its p by Student's t with n - 2 degrees of freedom (Zar 1972).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from jupyter_tracker.analysis.distributions import student_p
from jupyter_tracker.store.values import Values

GROUPS = 8
"""Groups into which the numbers of a param are cut."""
BY_THEMSELVES = 12
"""Different numbers that are groups by themselves."""
FEWEST = 4
"""Runs below which nothing can be said."""


def importances(params: Mapping[str, Values], outcome: Any) -> list[dict[str, Any]]:
    """Of each param that differs: `name`, `importance` (ω², 0 to 1), `method` in words, `n` runs, `groups`, and for
    numbers `correlation` (Spearman's ρ) and its `p`; the most important first. `outcome` has the metric of each run,
    NaN where there is none. Where too few runs have both, importance is None and `method` says so."""
    import numpy as np

    found = []
    for name, values in params.items():
        both = values.there & np.isfinite(outcome)
        one = _importance(name, values.take(both), outcome[both])
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda one: (one["importance"] is None, -(one["importance"] or 0.0), one["name"]))


def _importance(name: str, values: Values, outcome: Any) -> dict[str, Any] | None:
    import numpy as np

    groups = np.unique(values.alike, return_inverse=True)[1]
    distinct, n = int(groups.max(initial=-1)) + 1, len(outcome)
    if distinct < 2:
        return None
    answer: dict[str, Any] = {"name": name, "n": n, "correlation": None, "p": None}
    numeric = not values.is_text
    method = "share of variance between values (ω²)"
    if numeric:
        rho, p = spearman(values.numbers, outcome)
        answer.update(correlation=rho, p=p)
        if distinct > BY_THEMSELVES:
            groups, distinct = _cut(values.numbers)
            method = f"share of variance between {distinct} groups of equal size (ω²)"
    if n < FEWEST or n <= distinct:
        few = f"too few runs: {n} with {distinct} values"
        return {**answer, "groups": distinct, "importance": None, "method": few}
    return {**answer, "groups": distinct, "importance": omega_squared(groups, outcome), "method": method}


def _cut(numbers: Any) -> tuple[Any, int]:
    """Numbers in groups of equal size; equal numbers stay together."""
    import numpy as np

    edges = np.unique(np.quantile(numbers, np.linspace(0, 1, GROUPS + 1)[1:-1]))
    groups = np.unique(np.searchsorted(edges, numbers, side="left"), return_inverse=True)[1]
    return groups, int(groups.max()) + 1


def omega_squared(groups: Any, outcome: Any) -> float:
    """The share of the variance of `outcome` between groups (numbered from 0), held at 0 where chance explains more."""
    import numpy as np

    counts = np.bincount(groups)
    mean = outcome.mean()
    within_means = np.bincount(groups, outcome) / counts
    between = float((counts * (within_means - mean) ** 2).sum())
    total = float(((outcome - mean) ** 2).sum())
    k, n = len(counts), len(outcome)
    if total <= 0:
        return 0.0
    error = max(total - between, 0.0) / (n - k)
    return max(0.0, (between - (k - 1) * error) / (total + error))


def spearman(first: Any, second: Any) -> tuple[float | None, float | None]:
    """Rank correlation of two arrays of equal length and its p; None where one does not vary or there are too few."""
    import numpy as np

    if len(first) < 3:
        return None, None
    a, b = ranks(first), ranks(second)
    if not (np.ptp(a) and np.ptp(b)):
        return None, None
    rho = float(np.clip(np.corrcoef(a, b)[0, 1], -1, 1))
    df = len(a) - 2
    rest = 1 - rho * rho
    return rho, student_p(math.inf if rest <= 0 else rho * math.sqrt(df / rest), df)


def ranks(numbers: Any) -> Any:
    """The rank of each number from 1, equal ones sharing the mean of theirs."""
    import numpy as np

    _, place, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[place]


def correlations(columns: Mapping[str, Values]) -> dict[str, Any]:
    """Spearman's ρ of each pair of columns of numbers, over the runs that have both: `names` and rows of `rho`."""
    import numpy as np

    numeric = {name: values.numbers for name, values in columns.items() if not values.is_text}
    rows = []
    for first in numeric.values():
        row: list[float | None] = []
        for second in numeric.values():
            both = np.isfinite(first) & np.isfinite(second)
            row.append(spearman(first[both], second[both])[0])
        rows.append(row)
    return {"names": list(numeric), "rho": rows}
