"""What a person calls a run: its id, its name (the newest of that name), the beginning of its id, or `@1`, `@2` …"""

from __future__ import annotations

import difflib
import re
import sqlite3

from .errors import RefError
from .events import FOLDED_SQL

SHORTEST_PREFIX = 4
COUNTED = re.compile(r"@([1-9]\d{0,8})")


def resolve(connection: sqlite3.Connection, ref: str, *, notebook: str | None = None, deleted: bool = False) -> str:
    """The id of the run that `ref` names; `@n` counts the runs of `notebook` where one is given.

    Raises RefError, which says what there is.
    """
    ref = ref.strip()
    for sql, values in (
        ("id = ?", (ref,)),
        ("name = ?", (ref,)),
    ):
        row = connection.execute(
            f"SELECT id FROM runs WHERE {sql} AND deleted = ? ORDER BY coalesce(made_by, '') IN {FOLDED_SQL},"
            " started DESC, id LIMIT 1",
            (*values, deleted),
        ).fetchone()
        if row is not None:
            return str(row[0])
    if len(ref) >= SHORTEST_PREFIX:
        found = _with_prefix(connection, ref, deleted)
        if len(found) == 1:
            return found[0]
        if found:
            raise RefError(f"{ref!r} begins the ids of {len(found)} runs: {', '.join(found[:5])}", found)
    counted = COUNTED.fullmatch(ref)
    if counted is not None:
        return _counted(connection, int(counted[1]), notebook, deleted)
    raise _unknown(connection, ref, deleted)


def _with_prefix(connection: sqlite3.Connection, ref: str, deleted: bool) -> list[str]:
    rows = connection.execute(
        "SELECT id FROM runs WHERE id >= ? AND substr(id, 1, ?) = ? AND deleted = ? ORDER BY id LIMIT 20",
        (ref, len(ref), ref, deleted),
    )
    return [row[0] for row in rows]


def _counted(connection: sqlite3.Connection, place: int, notebook: str | None, deleted: bool) -> str:
    where, values = f"deleted = ? AND coalesce(made_by, '') NOT IN {FOLDED_SQL}", [deleted]
    if notebook is not None:
        where += " AND " + IN_NOTEBOOK
        values += [notebook, notebook, notebook]  # type: ignore[list-item]
    sql = f"SELECT id FROM runs WHERE {where} ORDER BY started DESC, id LIMIT 1 OFFSET ?"
    row = connection.execute(sql, (*values, place - 1)).fetchone()
    if row is not None:
        return str(row[0])
    total = connection.execute(f"SELECT count(*) FROM runs WHERE {where}", values).fetchone()[0]
    here = "" if notebook is None else " of this notebook"
    if not total:
        raise RefError(f"there are no runs{here} yet")
    raise RefError(f"@{place}: there are only {total} runs{here}")


IN_NOTEBOOK = "(notebook = ? OR substr(notebook, -length(?) - 1) = '/' || ?)"
"""The run is of this notebook, given by its whole path or the end of it (three parameters)."""


def _unknown(connection: sqlite3.Connection, ref: str, deleted: bool) -> RefError:
    names = [
        row[0]
        for row in connection.execute(
            f"SELECT name FROM runs WHERE deleted = ? AND coalesce(made_by, '') NOT IN {FOLDED_SQL}"
            " GROUP BY name ORDER BY max(started) DESC LIMIT 200",
            (deleted,),
        )
    ]
    if not names:
        return RefError("there are no runs" + (" in the trash" if deleted else " yet"))
    elsewhere = connection.execute(
        "SELECT 1 FROM runs WHERE (id = ? OR name = ?) AND deleted != ?", (ref, ref, deleted)
    ).fetchone()
    if elsewhere is not None:
        return RefError(f"{ref!r} is {'not ' if deleted else ''}in the trash", names[:10])
    close = difflib.get_close_matches(ref, names, n=3)
    listed = "did you mean " + " or ".join(close) + "?" if close else "there are " + ", ".join(names[:5])
    return RefError(f"no run is called {ref!r}; {listed}", close or names[:10])
