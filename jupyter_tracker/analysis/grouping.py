"""Runs in groups: how many, the mean of each metric with its spread, the best, and what differs inside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_tracker.analysis import direction, formats
from jupyter_tracker.analysis.configurations import Counted
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.analysis.means import from_moments
from jupyter_tracker.analysis.sheet import Sheet, in_order, members
from jupyter_tracker.store.values import NOTHING, Values


@dataclass(frozen=True)
class Wanted:
    """What is to be said of each group: of which metrics and params (names), in the order of columns."""

    metrics: Sequence[str]
    params: Sequence[str]


def grouped(
    sheet: Sheet, groups: Any, counted: Counted, wanted: Wanted, learnt: Learnt | None = None, most: int | None = None
) -> list[dict[str, Any]]:
    """The groups, in the order of their first runs; the first `most` of them where that is given.

    `groups` numbers them run by run. Each has `runs` (all ids), `size` (how many), `n` (how many count) and `left_out`
    (why others don't), `metrics` {name: {n, mean, std, low, high, best, best_run}} of the runs that count, and `params`
    {name: {low, high, distinct, value, text}} over all of its runs. `sheet` holds the columns wanted, by names without
    their family.
    """
    dense = in_order(groups)
    count = int(dense.max(initial=-1)) + 1
    metrics = {name: _means(sheet, f"metrics:{name}", dense, count, counted, learnt) for name in wanted.metrics}
    params = {name: _ranges(sheet.columns[f"params:{name}"], dense, count) for name in wanted.params}
    return [
        {
            "runs": [sheet.ids[place] for place in places],
            "size": len(places),
            "n": int(counted.counts[places].sum()),
            "left_out": counted.left_out(places),
            "metrics": {name: found[group] for name, found in metrics.items() if found[group] is not None},
            "params": {name: found[group] for name, found in params.items() if found[group] is not None},
        }
        for group, places in enumerate(members(dense)[:most])
    ]


def _means(
    sheet: Sheet, column: str, dense: Any, count: int, counted: Counted, learnt: Learnt | None
) -> list[dict[str, Any] | None]:
    """Of each group mean, standard deviation, interval and best of one metric; None where no run that counts has it."""
    import numpy as np

    numbers = sheet.columns[column].numbers
    places = np.flatnonzero(counted.counts & np.isfinite(numbers))
    of, some = dense[places], numbers[places]
    n = np.bincount(of, minlength=count)
    with np.errstate(all="ignore"):
        mean = np.bincount(of, some, count) / n
        std = np.sqrt(np.bincount(of, (some - mean[of]) ** 2, count) / (n - 1))
    best = _best(of, some, places, direction.of(column.partition(":")[2], learnt))
    found: list[dict[str, Any] | None] = []
    for group in range(count):
        if not n[group]:
            found.append(None)
            continue
        about = from_moments(int(n[group]), float(mean[group]), float(std[group])).as_dict()
        at = best.get(group)
        about["best"] = None if at is None else float(numbers[at])
        about["best_run"] = None if at is None else sheet.ids[at]
        found.append(about)
    return found


def _best(of: Any, numbers: Any, places: Any, good: direction.Direction | None) -> dict[int, int]:
    """The place of the best run of each group."""
    import numpy as np

    if good is None:
        return {}
    order = np.lexsort((-numbers if good == "up" else numbers, of))
    groups, first = np.unique(of[order], return_index=True)
    return dict(zip(groups.tolist(), places[order][first].tolist(), strict=True))


def _ranges(values: Values, dense: Any, count: int) -> list[dict[str, Any] | None]:
    """Of each group the least and greatest number, or how many different values; None where no run has any."""
    import numpy as np

    numbers = np.where(values.codes == NOTHING, values.numbers, np.nan)
    low, high = np.full(count, math.inf), np.full(count, -math.inf)
    known = ~np.isnan(numbers)
    np.minimum.at(low, dense[known], numbers[known])
    np.maximum.at(high, dense[known], numbers[known])
    there, width = values.there, int(values.alike.max(initial=0)) + 1
    different = np.unique(dense[there] * width + values.alike[there])
    distinct = np.bincount(different // width, minlength=count)
    texts = np.bincount(dense[values.codes != NOTHING], minlength=count)
    places = np.flatnonzero(there)
    grouped_there, first = np.unique(dense[places], return_index=True)
    some = dict(zip(grouped_there.tolist(), places[first].tolist(), strict=True))
    found = zip(low.tolist(), high.tolist(), distinct.tolist(), texts.tolist(), strict=True)
    return [_range(*one, values, some.get(group, NOTHING)) for group, one in enumerate(found)]


def _range(low: float, high: float, distinct: int, texts: int, values: Values, place: int) -> dict[str, Any] | None:
    if not distinct:
        return None
    if distinct == 1:
        value = values.at(place)
        return {"low": None, "high": None, "distinct": 1, "value": value, "text": formats.text(value)}
    if texts:
        told = formats.plural(distinct, "version")
        return {"low": None, "high": None, "distinct": distinct, "value": None, "text": told}
    told = f"{formats.number(low)}–{formats.number(high)}"
    return {"low": low, "high": high, "distinct": distinct, "value": None, "text": told}


def labels(by: Mapping[str, Values], place: int) -> list[dict[str, Any]]:
    """What the group of a run is called: the value of each column that it was grouped by, at the run's place."""
    return [
        {"column": name, "value": (value := values.at(place)), "text": _label(value)} for name, values in by.items()
    ]


def _label(value: float | str | None) -> str:
    return formats.UNKNOWN if value is None else formats.text(value)
