"""When columns of values are kept: with an index that is made anew over many runs, since nobody has read any yet."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .arrays import numpy_for
from .columnsource import SEED, WORK
from .filters import writing
from .index import distinct_names

MANY = 1_000
"""Runs from which on it is worth it."""
MOST_NAMES = 100
"""Names of params and of metrics, each; a store with more of them has most in few of its runs."""

ALWAYS = ("started", "state", "pinned", "star", "baseline", "notebook", "cell", WORK, SEED)
"""What every table of runs asks for."""


@dataclass(frozen=True)
class _Folding:
    """The index inside the transaction that makes it."""

    held: sqlite3.Connection
    cursor: int

    def connection(self) -> sqlite3.Connection:
        return self.held


def keep_many(connection: sqlite3.Connection, revision: int, runs: int) -> None:
    """Keep the columns of an index that so many runs were just put into, if they are many."""
    if runs < MANY or numpy_for(runs * MOST_NAMES) is None:
        return
    from .valuecolumns import ValueColumns

    columns = ValueColumns(_Folding(connection, revision))
    for name in (*ALWAYS, *_names(connection, "params"), *_names(connection, "metrics")):
        columns.keep(name)
        columns.drop(name)


def _names(connection: sqlite3.Connection, family: str) -> list[str]:
    return [writing.column(family, name) for name in distinct_names(connection, family)[:MOST_NAMES]]
