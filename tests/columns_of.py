"""Columns as the store gives them, from plain lists."""

from __future__ import annotations

import math
from collections.abc import Sequence

from jupyter_tracker.store.values import NOTHING, Values


def column(values: Sequence[float | str | None], given: Sequence[bool] | bool | None = None) -> Values:
    """A column of these values; `given` says which of them (or whether all of them) somebody set."""
    import numpy as np

    labels = list(dict.fromkeys(value for value in values if isinstance(value, str)))
    numbers = np.array([math.nan if value is None or isinstance(value, str) else float(value) for value in values])
    codes = np.array([labels.index(v) if isinstance(v, str) else NOTHING for v in values], dtype=np.int32)
    set_by = None if given is None else np.full(len(values), given) if isinstance(given, bool) else np.array(given)
    return Values(numbers, codes, labels, set_by)


def params(**columns: Sequence[float | str | None]) -> dict[str, Values]:
    """Columns of params that were all set."""
    return {name: column(values, True) for name, values in columns.items()}
