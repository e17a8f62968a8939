"""The rows of a run table: a page of a selection, chosen columns only, re-runs folded under one row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..analysis.folding import FAILED, Fold, Ran, folded
from ..analysis.sheet import DONE
from ..store import filters
from ..store.columnsource import WORK, values_of
from ..store.events import plain
from ..store.selecting import NEWEST_FIRST, Selection, revisions
from ..store.values import NOTHING
from .bench import Bench

KNOWN = (
    "id name state experiment tags note started ended duration heard notebook cell_id star pinned baseline archived"
    " parent"
).split()
"""What every row tells beside its columns."""

FOLDED_BY = ("state", "started", "star", "baseline", "notebook", "cell", WORK)
"""What folding looks at."""


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
    under = _folded(bench, selection, ids) if page.fold else {}
    away = {id for fold in under.values() for id in (*fold.same, *fold.failed)}
    heads = [id for id in ids if id not in away] if away else ids
    rows = _rows(bench, heads[page.offset : page.offset + page.limit], page.columns)
    for row in rows:
        fold = under.get(row["id"])
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
            "step": row.get("step"),
            "values": [_value(row, name, held[name]) for name in columns],
            "fold": None,
        }
        for row in bench.reader.summaries(bench.reader.connection(), ids)
    ]


def _folded(bench: Bench, selection: Selection, ids: Sequence[str]) -> dict[str, Fold]:
    """As `folds`; the order has no part in what stands under what, so it is worked out once for all."""
    return bench.kept(("fold", replace(selection, sort=NEWEST_FIRST)), lambda: folds(bench, ids))


def folds(bench: Bench, ids: Sequence[str]) -> dict[str, Fold]:
    """The runs under which others are folded, each with those; only a few runs can be either."""
    import numpy as np

    found = bench.columns.many(FOLDED_BY, ids)
    state, work, cell = found["state"], found[WORK], found["cell"]
    free = ~((found["star"].numbers == 1) | (found["baseline"].numbers == 1))
    done = np.array([label == DONE for label in state.labels] + [False])[state.codes]
    failed = np.array([label in FAILED for label in state.labels] + [False])[state.codes]
    again = done & free & (work.codes != NOTHING)
    again &= np.bincount(work.codes[again], minlength=len(work.labels) + 1)[work.codes] > 1
    unlucky = np.zeros(len(cell.labels) + 1, dtype=bool)
    unlucky[cell.codes[failed & free]] = True
    unlucky[NOTHING] = False  # started in no cell
    some = np.flatnonzero(again | (free & (done | failed) & unlucky[cell.codes]))
    same = _really_same(bench, {ids[at]: str(work.at(at)) for at in some.tolist() if again[at]})
    runs = []
    for at in some.tolist():
        started = float(found["started"].numbers[at])
        place = None if cell.at(at) is None else f"{found['notebook'].at(at)} {cell.at(at)}"
        runs.append(Ran(ids[at], str(state.at(at)), 0.0 if math.isnan(started) else started, same.get(ids[at]), place))
    return {id: fold for id, fold in folded(runs).items() if fold}


def _really_same(bench: Bench, work: dict[str, str]) -> dict[str, str]:
    """Runs of equal source, params and inputs did the same only if what they read from memory was the same too."""
    connection = bench.reader.connection()
    read = bench.readings.of(connection, revisions(connection, list(work)))
    return {id: f"{one} {read.get(id, '')}" for id, one in work.items()}


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
