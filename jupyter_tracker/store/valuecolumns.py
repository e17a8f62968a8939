"""Columns of values over many runs, as arrays: kept in memory, and kept up with the index.

A header over ten thousand runs wants all values of forty columns at once. Read run by run that takes as long as a
person waits; read column by column it takes as long once, and after that only the runs that changed are read again.
What was read once is kept in the index, too, so that the next process need not.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

from . import keptcolumns
from .columnsource import Source, source
from .values import NOTHING, Values

MOST_AGAIN = 2_000
"""Changed runs beyond which a column is read as a whole."""

MOST_LISTS = 16
"""Lists of runs whose places are known without a search."""


class Index(Protocol):
    """The index as it is now, which a `Reader` has."""

    def connection(self) -> sqlite3.Connection:
        """To ask it."""

    @property
    def cursor(self) -> int:
        """A number that rises with every change."""


class ValueColumns:
    """The columns of one index, for one thread."""

    def __init__(self, index: Index) -> None:
        """Nothing is read yet."""
        self._index = index
        self._forget(None)

    def of(self, column: str, ids: Sequence[str]) -> Values:
        """A column, in the words of the filter language, of these runs. Raises FilterError for what is no column."""
        return self.many([column], ids)[column]

    def many(self, columns: Sequence[str], ids: Sequence[str]) -> dict[str, Values]:
        """Several columns of the same runs. The list is not to be changed afterwards: it is known again."""
        self._follow()
        places = self._places_of(ids)
        return {column: self._whole(column).take(places) for column in columns}

    def at(self, columns: Sequence[str], places: Any) -> dict[str, Values]:
        """Several columns of the runs at these places of the index."""
        self._follow()
        return {column: self._whole(column).take(places) for column in columns}

    def ids(self, places: Any) -> list[str]:
        """The runs at these places of the index; asked for by this list, their columns are had without a search."""
        self._follow()
        ids = self._ids
        found = [ids[place] for place in places.tolist()]
        self._remember(found, places)
        return found

    def keep(self, column: str) -> bool:
        """Keep a column in the index for the next process, unless it is there much as it is now. Gives whether it was
        written now."""
        self._follow()
        of, connection = source(column), self._index.connection()
        if of.is_of_points or keptcolumns.is_current(connection, column, self._cursor, MOST_AGAIN // 4):
            return False
        return keptcolumns.keep(connection, column, self._cursor, self._whole(column))

    def keep_one(self) -> bool:
        """Keep one of the columns that were asked for; False where there is none left to be kept."""
        self._follow()
        while self._unkept:
            if self.keep(self._unkept.pop()):
                return True
        return False

    def drop(self, column: str) -> None:
        """Give the memory of a column back."""
        self._columns.pop(column, None)

    def _places_of(self, ids: Sequence[str]) -> Any:
        import numpy as np

        for known, places in self._lists:
            if known is ids:
                return places
        places = np.fromiter((self._places[id] for id in ids), dtype=np.int64, count=len(ids))
        if isinstance(ids, list):
            self._remember(ids, places)
        return places

    def _remember(self, ids: list[str], places: Any) -> None:
        del self._lists[: -MOST_LISTS + 1]
        self._lists.append((ids, places))

    def _forget(self, connection: sqlite3.Connection | None) -> None:
        self._connection = connection
        self._cursor = -1
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._columns: dict[str, Values] = {}
        self._lists: list[tuple[list[str], Any]] = []
        self._since: dict[int, list[str]] = {}
        self._unkept: list[str] = []
        self._last: tuple[tuple[str, ...], Any, Any] = (), None, None

    def _follow(self) -> None:
        """Take in what has changed in the index since the last question."""
        connection = self._index.connection()
        cursor = self._index.cursor
        if connection is not self._connection or cursor < self._cursor:
            self._forget(connection)
        if cursor == self._cursor:
            return
        changed = connection.execute("SELECT id, place FROM runs WHERE rev > ?", (self._cursor,)).fetchall()
        self._cursor = cursor
        self._ids += [""] * (_places(connection) - len(self._ids))
        for id, place in changed:
            self._ids[place] = id
        self._places.update(changed)
        self._lists.clear()  # a run that has gone and come back stands at another place
        self._since.clear()
        self._last = (), None, None
        if len(changed) > MOST_AGAIN:
            self._columns.clear()
        ids = [id for id, _ in changed]
        for column, values in self._columns.items():
            self._read_again(source(column), values, ids)
        self._unkept = list(self._columns)

    def _whole(self, name: str) -> Values:
        if name not in self._columns:
            of = source(name)
            self._columns[name] = self._as_kept(name, of) or self._read(of)
            self._unkept.append(name)
        return self._columns[name]

    def _read(self, of: Source) -> Values:
        values = Values.nothing(len(self._ids), of.is_param)
        self._fill(values, of.all(self._index.connection()))
        return values

    def _as_kept(self, name: str, of: Source) -> Values | None:
        """What some process kept, with what has changed since; None where that is too much, or nothing is kept."""
        connection = self._index.connection()
        revision = keptcolumns.revision(connection, name)
        if revision is None or revision > self._cursor:
            return None
        if revision not in self._since:
            rows = connection.execute("SELECT id FROM runs WHERE rev > ? LIMIT ?", (revision, MOST_AGAIN + 1))
            self._since[revision] = [id for (id,) in rows if id in self._places]
        changed = self._since[revision]
        values = keptcolumns.kept(connection, name, len(self._ids)) if len(changed) <= MOST_AGAIN else None
        if values is not None:
            self._read_again(of, values, changed)
        return values

    def _read_again(self, of: Source, values: Values, changed: Sequence[str]) -> None:
        values.grow(len(self._ids))
        if not changed:
            return
        places = self._places_of(changed)
        values.numbers[places], values.codes[places] = math.nan, NOTHING
        for rows in of.some(self._index.connection(), changed):
            self._fill(values, rows)

    def _fill(self, values: Values, rows: Sequence[tuple[Any, ...]]) -> None:
        import numpy as np

        if not rows:
            return
        ids, numbers, texts, *given = zip(*rows, strict=True)
        if ids != self._last[0]:  # most columns have a value in the same runs, which come in the same order
            places = np.fromiter((self._places.get(id, NOTHING) for id in ids), dtype=np.int64, count=len(ids))
            self._last = ids, places[places != NOTHING], places != NOTHING
        _, places, known = self._last
        values.numbers[places] = np.array(numbers, dtype=np.float64)[known]
        if given and values.given is not None:
            values.given[places] = np.array(given[0], dtype=bool)[known]
        if texts.count(None) != len(texts):
            values.codes[places] = values.coded(texts)[known]
        values.changed()


def _places(connection: sqlite3.Connection) -> int:
    """How many places have been given to runs, those that are gone again among them."""
    row = connection.execute("SELECT value FROM counters WHERE name = 'places'").fetchone()
    return int(row[0]) if row else 0
