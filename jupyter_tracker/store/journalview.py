"""The journal as people read it: executed cells, newest first, with what was seen of each."""

from __future__ import annotations

import sqlite3
from typing import Any

from .assemble import RunFacts, assemble
from .runrows import RunRows

Exec = dict[str, Any]


def recent_execs(connection: sqlite3.Connection, notebook: str | None, session: str | None, limit: int) -> list[Exec]:
    """Executed cells of a notebook or a session or of all, at most `limit`, newest first.

    Each is a part as in a run record, with `tracked`, `params`, `metrics`, `inputs`, `artifacts`, `environment`,
    `resources`, `reads`, `writes`, `pending`, `points` (the id that its points lie under) and `runs` (ids).
    """
    rows = RunRows(connection)
    where, values = "k = 'cell' AND exec IS NOT NULL", []
    if session is not None:
        where += " AND session = ?"
        values.append(session)
    found: list[Exec] = []
    for (exec_id,) in connection.execute(
        f"SELECT exec FROM events WHERE {where} ORDER BY t DESC, session DESC, n DESC", values
    ):
        if len(found) >= limit:
            break
        one = _exec(connection, rows, exec_id)
        if notebook is None or _is_in(one["notebook"], notebook):
            found.append(one)
    return found


def _exec(connection: sqlite3.Connection, rows: RunRows, exec_id: str) -> Exec:
    events = rows.exec_events(exec_id)
    stand_in = {**events[0], "k": "run", "parts": [exec_id], "run": exec_id}
    facts = RunFacts(exec_id, [stand_in], {exec_id: events}, rows.sessions_of([exec_id]))
    reserved = rows.reserved([exec_id])
    facts.stats = rows.stats_of(reserved)
    record = assemble(facts)
    part = record["parts"][0]
    runs = connection.execute(
        "SELECT p.run FROM parts p JOIN runs r ON r.id = p.run WHERE p.exec = ? ORDER BY r.started", (exec_id,)
    )
    seen = [event for event in events if event["k"] == "seen"]
    return {
        **part,
        "tracked": any(event.get("tracked") for event in events if event["k"] == "cell"),
        **{
            key: record[key]
            for key in ("params", "metrics", "inputs", "artifacts", "environment", "resources", "pending")
        },
        **{
            key: list(dict.fromkeys(name for event in seen for name in event.get(key) or ()))
            for key in ("reads", "writes")
        },
        "points": reserved[0] if reserved else None,
        "runs": [run for (run,) in runs],
    }


def _is_in(path: str | None, notebook: str) -> bool:
    return path is not None and (path == notebook or path.endswith("/" + notebook))
