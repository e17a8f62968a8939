"""The runs that a cell of a notebook has made, by the cell's id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .events import FOLDED_SQL
from .refs import IN_NOTEBOOK

if TYPE_CHECKING:
    from .query import Reader

_MADE = f"cell IS NOT NULL AND NOT deleted AND coalesce(made_by, '') NOT IN {FOLDED_SQL}"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest run of a cell, and how many there are."""

    cell_id: str
    run: str
    count: int


def newest(reader: Reader, notebook: str | None, runs: Iterable[str] | None = None) -> list[Newest]:
    """For each cell of a notebook (None: of the store) that has made a run, the newest one; `runs`: only for the cells
    of these runs. Configurations of searches, replays and runs in the trash do not count."""
    where, values = [_MADE], []
    if notebook is not None:
        where.append(IN_NOTEBOOK)
        values += [notebook] * 3
    if runs is not None:
        ids = list(runs)
        where.append(f"cell IN (SELECT cell FROM runs WHERE id IN ({','.join('?' * len(ids))}))")
        values += ids
    rows = reader.connection().execute(
        f"SELECT cell, id, count(*), max(started) FROM runs WHERE {' AND '.join(where)} GROUP BY cell", values
    )
    return [Newest(cell, run, count) for cell, run, count, _ in rows]


def of_cell(
    reader: Reader, cell_id: str, notebook: str | None, *, limit: int, before: float | None = None
) -> list[str]:
    """The ids of the runs that a cell has made, newest first; `before`: only those that began before this time."""
    where, values = [_MADE, "cell = ?"], [cell_id]
    if notebook is not None:
        where.append(IN_NOTEBOOK)
        values += [notebook] * 3
    if before is not None:
        where.append("started < ?")
    bound = (*values, *(() if before is None else (before,)), limit)
    sql = f"SELECT id FROM runs WHERE {' AND '.join(where)} ORDER BY started DESC, id LIMIT ?"
    return [run for (run,) in reader.connection().execute(sql, bound)]
