"""Runs in groups: by params, tags, experiment, notebook, state, day or configuration."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ..analysis.configurations import Counted, tried
from ..analysis.grouping import Wanted, grouped, labels
from ..analysis.learnt import Learnt
from ..analysis.sheet import Sheet, differing, in_order, together
from ..store import filters
from ..store.errors import FilterError
from ..store.filters import writing
from ..store.selecting import Selection
from ..store.values import Values
from .bench import Bench

DAY, CONFIGURATION = "day", "configuration"
MOST_GROUPS = 2_000
"""Groups that are told: nobody reads more, and ten thousand configurations would be as many megabytes."""
MOST_NAMES = 60
"""Params and metrics that groups are told by, at most."""


def groups(
    bench: Bench,
    selection: Selection,
    by: Sequence[str],
    metrics: Sequence[str] = (),
    params: Sequence[str] = (),
    learnt: Learnt | None = None,
) -> dict[str, Any]:
    """The groups of the runs selected, in the order in which their first runs come: `groups` (the first 2,000), `total`
    (how many there are), `runs`.

    `by` are columns of the filter language, `day` (on which a run started) or `configuration`. Each group has a `key`
    (column, value and text of each), the `filter` that leaves its runs, `runs`, `size`, `n`, `left_out`, `metrics` and
    `params` (see `analysis.grouping`). Raises FilterError for what is no column, and without any.
    """
    if not by:
        raise FilterError(f"group by a column, by {DAY} or by {CONFIGURATION}", 0, [DAY, CONFIGURATION])
    ids = bench.ids(selection)
    known = bench.params(ids)
    counted = bench.counted(ids, learnt, known)
    keys: dict[str, Values] = {}
    codings = []
    for name in dict.fromkeys(by):
        found, coding = grouping(bench, name, ids, known, counted, learnt)
        keys.update(found)
        codings.append(coding)
    sheet = Sheet(list(ids))
    sheet.columns.update({f"metrics:{name}": one for name, one in bench.metrics(ids, metrics[:MOST_NAMES]).items()})
    sheet.columns.update({f"params:{name}": known[name] for name in params[:MOST_NAMES] if name in known})
    numbered = together(codings, len(ids))
    wanted = Wanted(metrics[:MOST_NAMES], [name for name in params[:MOST_NAMES] if name in known])
    answer = grouped(sheet, numbered, counted, wanted, learnt, MOST_GROUPS)
    place = {id: at for at, id in enumerate(ids)}
    for group in answer:
        at = place[group["runs"][0]]
        group["key"] = labels(keys, at)
        group["filter"] = " and ".join(_filter(item) for item in group["key"])  # each can stand beside `and` as it is
    return {"groups": answer, "total": int(numbered.max(initial=-1)) + 1, "runs": len(ids)}


def grouping(
    bench: Bench, name: str, ids: Sequence[str], known: dict[str, Values], counted: Counted, learnt: Learnt | None
) -> tuple[dict[str, Values], Any]:
    """What the groups of one grouping are called by, and the number of each run's."""
    if name == CONFIGURATION:
        of_names = differing([(one, known[one]) for one in tried(known, learnt)])
        return {writing.column("params", one): known[one] for one in of_names}, in_order(counted.configuration)
    if name == DAY:
        days = _days(bench.columns.of("started", ids))
        return {DAY: days}, days.alike
    column = filters.parse_column(name)
    if column.root in filters.FAMILIES and column.name is None:
        raise FilterError(f"group by one of the {column.root}, as in {column.root}.name", 0, [], name)
    values = bench.columns.of(name, ids)
    return {name: values}, values.alike


def called(column: str) -> str:
    """What a column, `day` or `configuration` is called on screen."""
    return column if column in (DAY, CONFIGURATION) else filters.name_of(column)


def labels_of(keys: dict[str, Values], place: int) -> str:
    """What the group of a run is called by, as one line: `depth=8, model=rf`."""
    told = labels(keys, place)
    if not told:
        return "all runs"
    if len(told) == 1:
        return str(told[0]["text"])
    return ", ".join(f"{called(item['column'])}={item['text']}" for item in told)


def _days(started: Values) -> Values:
    """The local days on which runs started."""
    import numpy as np

    texts = [
        "" if moment != moment else time.strftime("%Y-%m-%d", time.localtime(moment))
        for moment in started.numbers.tolist()
    ]
    known = sorted(set(texts) - {""})
    place = {day: at for at, day in enumerate(known)}
    found = np.fromiter((place.get(text, -1) for text in texts), dtype=np.int32, count=len(texts))
    return Values(np.full(len(texts), np.nan), found, known)


def _filter(item: dict[str, Any]) -> str:
    """The condition that leaves the runs of a group."""
    column, value = item["column"], item["value"]
    if column == DAY:
        if value is None:
            return writing.among("started", [], missing=True)
        following = (datetime.fromisoformat(value) + timedelta(days=1)).date().isoformat()
        return f'"{value}" <= started < "{following}"'
    return writing.among(column, [] if value is None else [value], missing=value is None)
