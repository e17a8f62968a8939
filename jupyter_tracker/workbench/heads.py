"""The headers of a run table, and the columns that it shows before anybody has chosen any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..analysis import defaultcolumns, direction
from ..analysis.folding import FAILED
from ..analysis.histograms import header
from ..analysis.learnt import Learnt
from ..store import filters
from ..store.filters import writing
from ..store.selecting import NEWEST_FIRST, Selection
from ..store.values import Values
from .bench import Bench

CANDIDATES = 24
"""Metrics, by importance, among which the two that matter are looked for."""


def headers(
    bench: Bench,
    selection: Selection,
    columns: Sequence[str],
    brushes: Sequence[Mapping[str, Any]] = (),
    learnt: Learnt | None = None,
) -> dict[str, Any]:
    """The header of each column over the runs selected, all at once: `headers`, `runs`.

    Of `brushes` (see `brushed`), which come on top of the selection's filter, the header of a column follows those of
    the other columns: its own bars stay, so that the brush can be moved. Raises FilterError.
    """
    told: dict[str, dict[str, Any]] = {}
    own = [brush["column"] for brush in brushes]
    rest = [name for name in columns if name not in own]
    for some in ([name] for name in columns if name in own):
        others = [brush for brush in brushes if brush["column"] != some[0]]
        told |= _headers(bench, _within(selection, others), some, learnt)[0]
    left, runs = _headers(bench, _within(selection, brushes), rest, learnt)
    told |= left
    return {"headers": [told[name] for name in columns], "runs": runs}


def _within(selection: Selection, brushes: Sequence[Mapping[str, Any]]) -> Selection:
    return replace(selection, filter=brushed(brushes, selection.filter)) if brushes else selection


def _headers(
    bench: Bench, selection: Selection, columns: Sequence[str], learnt: Learnt | None
) -> tuple[dict[str, dict[str, Any]], int]:
    """The headers of columns by name, and how many runs they are over."""
    ids = bench.ids(replace(selection, sort=NEWEST_FIRST))
    found = {}
    for name, values in bench.columns.many(columns, ids).items():
        found[name] = header(name, values, truth=_truth(bench, name, ids, values))
        column = filters.parse_column(name)
        if column.root == "metrics":
            found[name]["direction"] = direction.of(str(column.name), learnt)
    return found, len(ids)


def _truth(bench: Bench, name: str, ids: Sequence[str], values: Values) -> bool:
    """Whether the 0 and 1 of a column are truth values: the index holds both as numbers."""
    column = filters.parse_column(name)
    if column.is_flag:
        return True
    numbers = values.numbers
    some = (numbers == 0) | (numbers == 1)
    if column.root != "params" or not some.any() or not (some | ~values.there).all():
        return False
    first = ids[int(some.argmax())]
    return isinstance(bench.reader.summary(first)["params"].get(column.name), bool)


def first_columns(bench: Bench, selection: Selection, learnt: Learnt | None = None) -> dict[str, Any]:
    """What a table shows at first: names of `metrics` and `params`, at most eight, all params that differ
    (`differing`), and the same as `columns` of the filter language, with the direction of each metric."""
    ids = _whole(bench, bench.ids(selection))
    metrics = sorted(bench.names()["metrics"], key=lambda name: direction.importance(name, learnt))[:CANDIDATES]
    if learnt is not None and learnt.primary in bench.names()["metrics"] and learnt.primary not in metrics:
        metrics.append(str(learnt.primary))
    chosen = defaultcolumns.chosen(bench.params(ids), bench.metrics(ids, metrics), learnt)
    columns = [writing.column(family, name) for family in ("metrics", "params") for name in chosen[family]]
    ways = {name: direction.of(name, learnt) for name in chosen["metrics"]}
    return {**chosen, "columns": columns, "directions": {name: way for name, way in ways.items() if way is not None}}


def _whole(bench: Bench, ids: Sequence[str]) -> Sequence[str]:
    """Those that did not fail, where there are two of them: what failed early lacks params that it shares."""
    states = bench.columns.of("state", ids)
    failed = [code for code, label in enumerate(states.labels) if label in FAILED]
    kept = [id for id, code in zip(ids, states.codes.tolist(), strict=True) if code not in failed] if failed else ids
    return kept if len(kept) > 1 else ids


def brushed(brushes: Iterable[Mapping[str, Any]], within: str = "") -> str:
    """The filter that asks for what was brushed in headers, and for `within`.

    Each brush has a `column` and either `low` and `high` (one may be None) or `values`; with `missing` runs without a
    value are taken too. Raises FilterError for what is no column, ValueError for an empty brush.
    """
    parts = [within]
    for brush in brushes:
        column = brush["column"]
        filters.parse_column(column)
        values, missing = list(brush.get("values") or ()), bool(brush.get("missing"))
        if brush.get("low") is None and brush.get("high") is None:
            parts.append(writing.among(column, values, missing=missing))
            continue
        ranged = writing.between(column, brush.get("low"), brush.get("high"))
        others = writing.among(column, values, missing=missing) if values or missing else ""
        parts.append(f"({ranged} or {others})" if others else ranged)
    text = writing.all_of(parts)
    filters.parse(text)
    return text
