"""Columns of many runs beside each other, and what can be asked of them together: which runs are alike in some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.store.values import NOTHING, Values

DONE = "finished"
"""The state of runs whose numbers are final."""


@dataclass
class Sheet:
    """Runs by id and their columns, each under its name in the filter language."""

    ids: list[str]
    columns: dict[str, Values] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many runs."""
        return len(self.ids)


def codes(values: Values) -> Any:
    """A whole number for each run, the same for runs with the same value, -1 where there is none."""
    import numpy as np

    _, places = np.unique(values.numbers, return_inverse=True)  # NaN is the last of them, and one
    found = np.where(values.codes != NOTHING, values.codes.astype(np.int64) + len(values), places)
    return np.where(values.there, found, NOTHING)


def together(parts: Iterable[Any], count: int) -> Any:
    """One whole number for each of `count` runs, the same for runs that are alike in every part; numbered from 0 in the
    order of first appearance."""
    import numpy as np

    mixed = np.zeros(count, dtype=np.int64)
    for part in parts:
        _, dense = np.unique(part, return_inverse=True)
        mixed = mixed * (int(dense.max(initial=0)) + 1) + dense
        _, mixed = np.unique(mixed, return_inverse=True)
    return in_order(mixed)


def in_order(groups: Any) -> Any:
    """Groups numbered anew, in the order in which they appear."""
    import numpy as np

    _, first, dense = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[dense] if len(dense) else dense


def ordered(by: Sequence[tuple[Values, bool]]) -> list[int]:
    """The places of runs in the order of some columns (each whether it goes down): numbers before text, what has no
    value last either way, what is alike as it stood."""
    import numpy as np

    keys: list[Any] = []
    for values, descending in by:
        rank = np.empty(len(values.labels) + 1)
        rank[np.argsort(np.array(values.labels, dtype=object)) if values.labels else []] = np.arange(len(values.labels))
        rank[-1] = np.nan  # where the code of a run without text leads
        for key in (values.numbers, rank[values.codes]):
            keys.append(-key if descending else key)
    places: list[int] = np.lexsort(keys[::-1]).tolist()
    return places


def members(groups: Any) -> list[list[int]]:
    """The places of the runs of each group, for groups that are numbered from 0."""
    found: list[list[int]] = [[] for _ in range(int(groups.max(initial=-1)) + 1)]
    for place, group in enumerate(groups.tolist()):
        found[group].append(place)
    return found


def differing(columns: Sequence[tuple[str, Values]]) -> list[str]:
    """The columns in which the runs are not all alike; a run without a value differs from one that has one."""
    found = []
    for name, values in columns:
        of = codes(values)
        if len(of) and bool((of != of[0]).any()):
            found.append(name)
    return found
