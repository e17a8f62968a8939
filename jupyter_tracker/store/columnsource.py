"""From where in the index the values of a column come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import filters

AT_ONCE = 500

WORK, SEED = "alike.work", "alike.seed"
"""Columns beside those of the filter language: what makes two runs the same work, and what is known of their seeds."""

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Source:
    """Rows (run, number, text, for params whether it was given) of a column: `sql` with what is bound in it, and what
    it calls the run."""

    sql: str
    bound: tuple[str, ...]
    run: str
    is_param: bool = False
    is_of_points: bool = False
    """Whether it is worked out from the points of each run, one after the other."""

    def all(self, connection: sqlite3.Connection) -> Rows:
        """The rows of all runs that have any."""
        return connection.execute(self.sql, self.bound).fetchall()

    def some(self, connection: sqlite3.Connection, ids: Sequence[str]) -> Iterator[Rows]:
        """The rows of these runs, as far as they have any."""
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            sql = f"{self.sql} AND {self.run} IN ({','.join('?' * len(part))})"
            yield connection.execute(sql, (*self.bound, *part)).fetchall()


def source(name: str) -> Source:
    """Of a column, in the words of the filter language. Raises FilterError for what is no column."""
    if name in (WORK, SEED):
        return Source(f"SELECT run, NULL, {name.partition('.')[2]} FROM alike WHERE 1", (), "run")
    column = filters.parse_column(name)
    if column.table is not None:
        number, text = (term or "NULL" for term in column.terms)
        is_param = column.root == "params"
        given = ", given" if is_param else ""
        sql = f"SELECT run, {number}, {text}{given} FROM {column.table} WHERE name = ?"
        return Source(sql, (str(column.name),), "run", is_param)
    of_number, of_text, bound = column.bound()
    terms = [f"({sql})" if sql is not None else "NULL" for sql in (of_number, of_text)]
    sql = f"SELECT r.id, {', '.join(terms)} FROM runs AS r WHERE 1"
    return Source(sql, tuple(bound), "r.id", is_of_points=column.other is not None)


def values_of(connection: sqlite3.Connection, name: str, ids: Sequence[str]) -> dict[str, float | str]:
    """The values of a column in a few runs, without reading all of it; runs without one are left out.

    Raises FilterError for what is no column.
    """
    found: dict[str, float | str] = {}
    for rows in source(name).some(connection, ids):
        for id, number, text, *_ in rows:
            value = text if text is not None else number
            if value is not None:
                found[id] = value
    return found
