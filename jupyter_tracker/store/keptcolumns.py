"""Columns of values kept in the index, so that a process that has just begun reads them as a few long pieces.

Each is as it was at a revision of the index; runs that changed later are read again. They go with the index, are never
what an answer rests on, and a column that is not kept, or not whole, is read run by run.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from .jsontext import dumps, loads
from .values import NOTHING, Values

NUMBER, CODE, GIVEN = "<f8", "<i4", "?"


def revision(connection: sqlite3.Connection, name: str) -> int | None:
    """As of which revision a column is kept; None where it is not."""
    row = connection.execute("SELECT rev FROM columns WHERE name = ?", (name,)).fetchone()
    return None if row is None else int(row[0])


def is_current(connection: sqlite3.Connection, name: str, cursor: int, most: int) -> bool:
    """Whether a column is kept with no more than `most` runs that have changed since."""
    known = revision(connection, name)
    if known is None or known > cursor:
        return False
    rows = connection.execute("SELECT 1 FROM runs WHERE rev > ? LIMIT ?", (known, most + 1)).fetchall()
    return len(rows) <= most


def keep(connection: sqlite3.Connection, name: str, cursor: int, values: Values) -> bool:
    """Keep a column as it is at a revision; False where the index cannot be written just now."""
    row = (
        name,
        cursor,
        len(values),
        _bytes(values.numbers, NUMBER, absent=bool((values.numbers != values.numbers).all())),
        _bytes(values.codes, CODE, absent=bool((values.codes == NOTHING).all())),
        dumps(values.labels) if values.labels else None,
        None if values.given is None else _bytes(values.given, GIVEN),
    )
    try:
        connection.execute("INSERT OR REPLACE INTO columns VALUES (?,?,?,?,?,?,?)", row)
    except sqlite3.OperationalError:
        return False
    return True


def kept(connection: sqlite3.Connection, name: str, count: int) -> Values | None:
    """A column as it is kept, with room for `count` runs; None where it is not, or not whole."""
    import numpy as np

    sql = "SELECT count, numbers, codes, labels, given FROM columns WHERE name = ?"
    row = connection.execute(sql, (name,)).fetchone()
    if row is None or row[0] > count:
        return None
    had, numbers, codes, labels, given = row
    values = Values.nothing(had, given is not None)
    try:
        if numbers is not None:
            values.numbers[:] = np.frombuffer(numbers, NUMBER)
        if codes is not None:
            values.codes[:] = np.frombuffer(codes, CODE)
            values.labels = loads(labels)
        if given is not None:
            values.given[:] = np.frombuffer(given, GIVEN)
    except ValueError:
        return None
    values.grow(count)
    return values


def _bytes(array: Any, kind: str, absent: bool = False) -> bytes | None:
    return None if absent else array.astype(kind, copy=False).tobytes()
