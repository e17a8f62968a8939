"""Pivots of the runs of a store."""

from __future__ import annotations

import math
from typing import Any

from ..analysis.learnt import Learnt
from ..analysis.pivoting import pivot
from ..store.selecting import Selection
from .bench import Bench, Measure
from .groups import called


def pivoted(
    bench: Bench, selection: Selection, down: str, across: str, metric: Measure, learnt: Learnt | None = None
) -> dict[str, Any]:
    """One column of the filter language down, one across, in the cells the mean of a metric over the runs that count.

    Gives what `analysis.pivoting` does, and how many runs were `left_out`, by why. Raises FilterError for what is no
    column, ValueError for a table that nobody could read.
    """
    ids = bench.ids(selection)
    counted = bench.counted(ids, learnt)
    rows, columns = (bench.columns.of(name, ids) for name in (down, across))
    numbers = bench.columns.of(metric.column, ids).numbers
    counting = [at for at, counts in enumerate(counted.counts.tolist()) if counts and math.isfinite(numbers[at])]
    cells = [(rows.at(at), columns.at(at), ids[at], float(numbers[at])) for at in counting]
    found = pivot(cells, down=called(down), across=called(across), metric=metric.name, good=metric.direction)
    out = counted.left_out(range(len(ids)))
    return {**found, "left_out": {**out, "no number": int(counted.counts.sum()) - len(counting)}}
