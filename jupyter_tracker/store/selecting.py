"""Which runs a question is about, and in which order: their ids, without what is known of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .query import Reader

NEWEST_FIRST = (("started", True),)
AT_ONCE = 500


@dataclass(frozen=True)
class Selection:
    """Runs by filter and scope, as `Reader.runs` takes them; `archived` False leaves out those that people archived,
    unless the filter speaks of them, True leaves nothing else."""

    filter: str = ""
    sort: tuple[tuple[str, bool], ...] = NEWEST_FIRST
    notebook: str | None = None
    experiment: str | None = None
    deleted: bool = False
    children: bool | None = None
    parent: str | None = None
    archived: bool | None = None


def ids(reader: Reader, selection: Selection) -> list[str]:
    """The ids of the runs in order; runs without a value to sort by come last. Raises FilterError."""
    connection = reader.connection()
    where, values = _where(reader, selection)
    order, more = reader.order(connection, selection.sort)
    rows = connection.execute(f"SELECT id FROM runs AS r WHERE {where} ORDER BY {order}", (*values, *more))
    return [row[0] for row in rows]


def places(reader: Reader, selection: Selection) -> list[int]:
    """Where the runs stand in columns of the index, in the order of their ids. Raises FilterError."""
    where, values = _where(reader, selection)
    rows = reader.connection().execute(f"SELECT r.place FROM runs AS r WHERE {where} ORDER BY r.id", values)
    return [row[0] for row in rows]


def page(reader: Reader, selection: Selection, limit: int, offset: int) -> list[str]:
    """So many of them from a place on. Raises FilterError."""
    where, values = _where(reader, selection)
    order, more = reader.order(reader.connection(), selection.sort)
    sql = f"SELECT id FROM runs AS r WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    return [row[0] for row in reader.connection().execute(sql, (*values, *more, limit, offset))]


def revisions(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    """As of which revision of the index each of these runs is known."""
    found: dict[str, int] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        sql = f"SELECT id, rev FROM runs WHERE id IN ({','.join('?' * len(some))})"
        found.update(connection.execute(sql, some).fetchall())
    return found


def count(reader: Reader, selection: Selection) -> int:
    """How many they are. Raises FilterError."""
    where, values = _where(reader, selection)
    return int(reader.connection().execute(f"SELECT count(*) FROM runs AS r WHERE {where}", values).fetchone()[0])


def _where(reader: Reader, asked: Selection) -> tuple[str, list[Any]]:
    scope = (asked.notebook, asked.experiment, asked.deleted, asked.children, asked.parent)
    where, values = reader.where(reader.connection(), asked.filter, *scope)
    if asked.archived is not None and not (asked.archived is False and _asks_for_archived(asked.filter)):
        where, values = f"{where} AND r.archived = ?", [*values, asked.archived]
    return where, values


def _asks_for_archived(text: str) -> bool:
    from . import filters

    return bool(text.strip()) and any(column.root == "archived" for column in filters.parse(text).columns())
