"""Columns of values over many runs, as arrays: kept in memory, and kept up with the index.

A header over ten thousand runs wants all values of forty columns at once. Read run by run that takes as long as a
person waits; read column by column it takes as long once, and after that only the runs that changed are read again.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from . import filters
from .values import NOTHING, Values

if TYPE_CHECKING:
    from .query import Reader

MOST_AGAIN = 2_000
"""Changed runs beyond which a column is read as a whole."""

AT_ONCE = 500


class ValueColumns:
    """The columns of one reader, for one thread."""

    def __init__(self, reader: Reader) -> None:
        """Nothing is read yet."""
        self._reader = reader
        self._forget(None)

    def of(self, column: str, ids: Sequence[str]) -> Values:
        """A column, in the words of the filter language, of these runs. Raises FilterError for what is no column."""
        self._follow()
        values = self._whole(column)
        return values.take(self._places_of(ids))

    def many(self, columns: Sequence[str], ids: Sequence[str]) -> dict[str, Values]:
        """Several columns of the same runs."""
        self._follow()
        places = self._places_of(ids)
        return {column: self._whole(column).take(places) for column in columns}

    def _places_of(self, ids: Sequence[str]) -> Any:
        import numpy as np

        return np.fromiter((self._places[id] for id in ids), dtype=np.int64, count=len(ids))

    def _forget(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection
        self._cursor = -1
        self._places: dict[str, int] = {}
        self._columns: dict[str, tuple[filters.Column, Values]] = {}
        self._last: tuple[tuple[str, ...], Any, Any] = (), None, None

    def _follow(self) -> None:
        """Take in what has changed in the index since the last question."""
        connection = self._reader.connection()
        cursor = self._reader.cursor
        if connection is not self._connection or cursor < self._cursor:
            self._forget(connection)
        if cursor == self._cursor:
            return
        changed = [row[0] for row in connection.execute("SELECT id FROM runs WHERE rev > ?", (self._cursor,))]
        self._cursor = cursor
        for id in changed:
            self._places.setdefault(id, len(self._places))
        self._last = (), None, None
        if len(changed) > MOST_AGAIN:
            self._columns.clear()
        for column, values in self._columns.values():
            self._read_again(column, values, changed)

    def _whole(self, name: str) -> Values:
        if name not in self._columns:
            column = filters.parse_column(name)
            values = _empty(len(self._places), column.root == "params")
            for at in _rows(self._reader.connection(), column, None):
                self._fill(values, at)
            self._columns[name] = column, values
        return self._columns[name][1]

    def _read_again(self, column: filters.Column, values: Values, changed: Sequence[str]) -> None:
        import numpy as np

        more = len(self._places) - len(values)
        if more:
            new = _empty(more, values.given is not None)
            values.numbers = np.concatenate([values.numbers, new.numbers])
            values.codes = np.concatenate([values.codes, new.codes])
            values.given = None if values.given is None else np.concatenate([values.given, new.given])
        places = self._places_of(changed)
        values.numbers[places], values.codes[places] = math.nan, NOTHING
        for start in range(0, len(changed), AT_ONCE):
            for rows in _rows(self._reader.connection(), column, changed[start : start + AT_ONCE]):
                self._fill(values, rows)

    def _fill(self, values: Values, rows: Sequence[tuple[Any, ...]]) -> None:
        import numpy as np

        ids, numbers, texts, *given = zip(*rows, strict=True)
        if ids != self._last[0]:  # most columns have a value in the same runs, which come in the same order
            places = np.fromiter((self._places.get(id, NOTHING) for id in ids), dtype=np.int64, count=len(ids))
            self._last = ids, places[places != NOTHING], places != NOTHING
        _, places, known = self._last
        values.numbers[places] = np.array(numbers, dtype=np.float64)[known]
        if given and values.given is not None:
            values.given[places] = np.array(given[0], dtype=bool)[known]
        if texts.count(None) == len(texts):
            return
        codes: dict[str | None, int] = {label: code for code, label in enumerate(values.labels)}
        codes[None] = NOTHING
        for label in texts:
            if label not in codes:
                codes[label] = len(values.labels)
                values.labels.append(label)
        values.codes[places] = np.fromiter((codes[label] for label in texts), dtype=np.int32, count=len(texts))[known]


def values_of(connection: sqlite3.Connection, name: str, ids: Sequence[str]) -> dict[str, float | str]:
    """The values of a column in a few runs, without reading all of it; runs without one are left out.

    Raises FilterError for what is no column.
    """
    column = filters.parse_column(name)
    found: dict[str, float | str] = {}
    for start in range(0, len(ids), AT_ONCE):
        for rows in _rows(connection, column, ids[start : start + AT_ONCE]):
            for id, number, text, *_ in rows:
                value = text if text is not None else number
                if value is not None:
                    found[id] = value
    return found


def _empty(count: int, given: bool) -> Values:
    import numpy as np

    numbers, codes = np.full(count, math.nan), np.full(count, NOTHING, dtype=np.int32)
    return Values(numbers, codes, [], np.zeros(count, dtype=bool) if given else None)


def _rows(
    connection: sqlite3.Connection, column: filters.Column, ids: Sequence[str] | None
) -> Iterable[Sequence[tuple[Any, ...]]]:
    """(run, number, text, for params whether it was given) of a column, of all runs or of some; in one piece."""
    table = column.root if column.root in ("params", "metrics", "tags") else None
    if table is not None and column.other is None:
        number = {"params": "num", "tags": "NULL"}.get(table, column.stat)
        text = "text" if table != "metrics" or column.stat == "last" else "NULL"
        given = ", given" if table == "params" else ""
        sql, bound = f"SELECT run, {number}, {text}{given} FROM {table} WHERE name = ?", [column.name]
        key = "run"
    else:
        of_number, of_text, values = column.bound()
        terms = [f"({sql})" if sql is not None else "NULL" for sql in (of_number, of_text)]
        sql, bound = f"SELECT r.id, {', '.join(terms)} FROM runs AS r WHERE 1", list(values)
        key = "r.id"
    if ids is not None:
        sql += f" AND {key} IN ({','.join('?' * len(ids))})"
        bound += ids
    rows = connection.execute(sql, bound).fetchall()
    return [rows] if rows else []
