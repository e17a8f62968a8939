"""Columns of many runs beside each other, and what can be asked of them together: which runs are alike in some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.store.values import Values

DONE = "finished"
"""The state of runs whose numbers are final."""

MOST = 2**62
"""As far as whole numbers of arrays go."""


@dataclass
class Sheet:
    """Runs by id and their columns, each under its name in the filter language."""

    ids: list[str]
    columns: dict[str, Values] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many runs."""
        return len(self.ids)


def together(parts: Iterable[Any], count: int) -> Any:
    """One whole number for each of `count` runs, the same for runs that are alike in every part (whole numbers from -1
    on); numbered from 0 in the order of first appearance."""
    import numpy as np

    mixed, reach = np.zeros(count, dtype=np.int64), 1
    for part in parts:
        width = int(part.max(initial=0)) + 2
        if reach * width > MOST:  # numbered anew, without gaps
            distinct, mixed = np.unique(mixed, return_inverse=True)
            reach = len(distinct)
        mixed = mixed * width + part + 1
        reach *= width
    return in_order(mixed)


def in_order(groups: Any) -> Any:
    """Groups numbered anew, in the order in which they appear."""
    import numpy as np

    _, first, dense = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[dense] if len(dense) else dense


def ordered(by: Sequence[tuple[Values, bool]]) -> Any:
    """The places of runs in the order of some columns (each whether it goes down): numbers before text, what has no
    value last either way, what is alike as it stood."""
    import numpy as np

    keys: list[Any] = []
    for values, descending in by:
        keys.append(-values.numbers if descending else values.numbers)
        if values.is_text:
            rank = np.empty(len(values.labels) + 1)
            rank[np.argsort(np.array(values.labels, dtype=object))] = np.arange(len(values.labels))
            rank[-1] = np.nan  # where the code of a run without text leads
            ranks = rank[values.codes]
            keys.append(-ranks if descending else ranks)
    return np.lexsort(keys[::-1]) if len(keys) > 1 else np.argsort(keys[0], kind="stable")


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
        of = values.alike
        if len(of) and bool((of != of[0]).any()):
            found.append(name)
    return found
