"""The journal as people read it: executed cells, newest first, with what was seen of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from .assemble import RunFacts, assemble
from .runrows import RunRows, clean

Exec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which executed cells: of this notebook, session or cell, and older than this exec; None: of all."""

    notebook: str | None = None
    session: str | None = None
    before: str | None = None
    cell_id: str | None = None

    def holds(self, cell: Mapping[str, Any]) -> bool:
        """Whether a `cell` event is of this notebook and this cell."""
        if self.cell_id is not None and cell.get("cell_id") != self.cell_id:
            return False
        return self.notebook is None or _is_in(cell.get("notebook"), self.notebook)


def recent_execs(connection: sqlite3.Connection, wanted: Wanted, limit: int) -> list[Exec]:
    """Executed cells, at most `limit`, newest first.

    Each is a part as in a run record, with `tracked`, `params`, `metrics`, `tables`, `inputs`, `artifacts`,
    `environment`, `resources`, `reads`, `writes`, `pending`, `children` (configurations that a search in it tried),
    `points` (the id that its points lie under) and `runs` (ids).
    """
    rows = RunRows(connection)
    cells = (cell["exec"] for cell in rows.cells(wanted.session, wanted.before) if wanted.holds(cell))
    return [_exec(connection, rows, exec_id) for exec_id in islice(cells, limit)]


def one_exec(connection: sqlite3.Connection, exec_id: str) -> Exec | None:
    """One executed cell, as `recent_execs` gives them; None when nothing says that it was executed."""
    exec_id = clean(exec_id)
    known = connection.execute("SELECT 1 FROM events WHERE exec = ? AND k = 'cell'", (exec_id,)).fetchone()
    return None if known is None else _exec(connection, RunRows(connection), exec_id)


def _exec(connection: sqlite3.Connection, rows: RunRows, exec_id: str) -> Exec:
    events = rows.exec_events(exec_id)
    stand_in = {**events[0], "k": "run", "parts": [exec_id], "run": exec_id}
    facts = RunFacts(exec_id, [stand_in], {exec_id: events}, rows.sessions_of([exec_id]))
    reserved = rows.reserved([exec_id])
    facts.stats = rows.stats_of(reserved)
    record = assemble(facts)
    part = record["parts"][0]
    runs = connection.execute(
        "SELECT p.run FROM parts p JOIN runs r ON r.id = p.run WHERE p.exec = ? AND NOT r.deleted ORDER BY r.started",
        (exec_id,),
    )
    seen = [event for event in events if event["k"] == "seen"]
    return {
        **part,
        "tracked": any(event.get("tracked") for event in events if event["k"] == "cell"),
        **{key: record[key] for key in "params metrics tables inputs artifacts environment resources pending".split()},
        **{
            key: list(dict.fromkeys(name for event in seen for name in event.get(key) or ()))
            for key in ("reads", "writes")
        },
        "children": _children(seen),
        "points": reserved[0] if reserved else None,
        "runs": [run for (run,) in runs],
    }


def _children(seen: Iterable[Mapping[str, Any]]) -> list[Exec]:
    """The configurations that were told of, each once; what was told last counts."""
    found: dict[tuple[str, str], Exec] = {}
    for event in seen:
        for child in event.get("children") or ():
            if isinstance(child, dict) and all(isinstance(child.get(part), dict) for part in ("params", "metrics")):
                found[str(child.get("of") or ""), str(child.get("key"))] = {
                    "state": "finished",
                    **child,
                    "key": str(child.get("key")),
                }
    return list(found.values())


def _is_in(path: str | None, notebook: str) -> bool:
    return path is not None and (path == notebook or path.endswith("/" + notebook))
