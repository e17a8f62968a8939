"""The rows of a run table: a page of a selection, chosen columns only, re-runs folded under one row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..analysis.folding import Fold, Ran, folded
from ..store import filters
from ..store.events import plain
from ..store.selecting import NEWEST_FIRST, Selection
from ..store.valuecolumns import values_of
from .bench import Bench

KNOWN = (
    "id name state experiment tags note started ended duration heard notebook cell_id star pinned baseline archived"
    " parent"
).split()
"""What every row tells beside its columns."""


@dataclass(frozen=True)
class Page:
    """Which part of a table is asked for."""

    columns: tuple[str, ...] = ()
    limit: int = 100
    offset: int = 0
    fold: bool = False


def table(bench: Bench, selection: Selection, page: Page) -> dict[str, Any]:
    """A page of the runs selected: `rows`, `total` (rows there are), `runs` (runs there are, folded ones too).

    Each row tells the run, `values` (one a column, None where it has none) and `fold` (ids of runs that did the `same`
    and of those that `failed` before it; None where nothing is folded). Raises FilterError.
    """
    ids = bench.ids(selection)
    under = _folded(bench, selection, ids) if page.fold else dict.fromkeys(ids)
    heads = list(under) if page.fold else ids
    shown = heads[page.offset : page.offset + page.limit]
    rows = _rows(bench, shown, page.columns)
    for row in rows:
        fold = under[row["id"]]
        row["fold"] = {"same": fold.same, "failed": fold.failed} if fold else None
    return {"rows": rows, "total": len(heads), "runs": len(ids)}


def these(bench: Bench, ids: Sequence[str], columns: Sequence[str]) -> dict[str, Any]:
    """The rows of these runs, in their order, whatever a filter says of them; nothing is folded. Raises FilterError."""
    rows = _rows(bench, list(dict.fromkeys(ids)), columns)
    return {"rows": rows, "total": len(rows), "runs": len(rows)}


def _rows(bench: Bench, ids: Sequence[str], columns: Sequence[str]) -> list[dict[str, Any]]:
    held = _values(bench, columns, ids)
    return [
        {
            **{key: row[key] for key in KNOWN},
            "values": [_value(row, name, held[name]) for name in columns],
            "fold": None,
        }
        for row in bench.reader.summaries(bench.reader.connection(), ids)
    ]


def _folded(bench: Bench, selection: Selection, ids: Sequence[str]) -> dict[str, Fold]:
    """As `folds`, in this order; the order has no part in what stands under what, so it is worked out once for all."""
    any_order = replace(selection, sort=NEWEST_FIRST)
    under = bench.kept(("fold", any_order), lambda: folds(bench, ids))
    return {id: under[id] for id in ids if id in under}


def folds(bench: Bench, ids: Sequence[str]) -> dict[str, Fold]:
    """The runs that are rows, in order, each with what is folded under it."""
    every = bench.kept("ran", lambda: _every(bench))
    known = {id: every[id] for id in ids}
    work = _really_same(bench, {id: (row[3], row[7]) for id, row in known.items() if row[3] is not None})
    runs = [
        Ran(id, state, started, work.get(id), None if cell is None else f"{notebook} {cell}")
        for id, state, started, _, notebook, cell, *_ in (known[id] for id in ids)
    ]
    return folded(runs, keep=(id for id, row in known.items() if row[6]))


def _every(bench: Bench) -> dict[str, tuple[Any, ...]]:
    """What folding looks at, of all runs."""
    sql = (
        "SELECT r.id, r.state, coalesce(r.started, 0), a.work, r.notebook, r.cell, r.star OR r.baseline, r.rev"
        " FROM runs AS r LEFT JOIN alike AS a ON a.run = r.id"
    )
    return {row[0]: row for row in bench.reader.connection().execute(sql)}


def _really_same(bench: Bench, work: dict[str, tuple[str, int]]) -> dict[str, str]:
    """Runs of equal source, params and inputs did the same only if what they read from memory was the same too."""
    by_work: dict[str, list[str]] = {}
    for id, (one, _) in work.items():
        by_work.setdefault(one, []).append(id)
    alike = {id: work[id][1] for some in by_work.values() if len(some) > 1 for id in some}
    read = bench.readings.of(bench.reader.connection(), alike)
    return {id: f"{one} {read.get(id, '')}" for id, (one, _) in work.items()}


def _values(bench: Bench, columns: Sequence[str], ids: Sequence[str]) -> dict[str, tuple[filters.Column, Any]]:
    connection = bench.reader.connection()
    return {name: (filters.parse_column(name), values_of(connection, name, ids)) for name in columns}


def _value(row: dict[str, Any], name: str, held: tuple[filters.Column, Any]) -> Any:
    """What a run has in a column, as it was captured where the summary says it (truth values, lists)."""
    column, found = held
    if column.root in ("params", "metrics") and column.stat == "last" and column.other is None:
        captured = row[column.root]
        if column.name in captured:
            return plain(captured[column.name])
    if column.is_flag:
        return bool(found.get(row["id"]))
    value = found.get(row["id"])
    return {"float": repr(value)} if isinstance(value, float) and math.isinf(value) else value
