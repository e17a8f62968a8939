"""The executed cells of one session in their order, with what each depended on and changed: what slices are made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from .jsontext import loads
from .runrows import clean

Execution = dict[str, Any]


def of_session(connection: sqlite3.Connection, session: str) -> list[Execution]:
    """Executed cells, oldest first, as dicts.

    Each has `exec`, `cell_id`, `notebook`, `count`, `source` (blob reference), `started`, `ended`, `outcome`, `error`,
    `tracked`, `trace` (None where nothing was traced: in old logs, on subshells), `reads`, `writes` (names, as far as
    old logs know), `inputs`, `artifacts` and `seeded`.
    """
    rows = connection.execute(
        "SELECT t, k, body FROM events WHERE session = ? AND k IN ('cell', 'seen', 'cell_end') AND exec IS NOT NULL"
        " ORDER BY n",
        (clean(session),),
    )
    return told((kind, loads(body), t) for t, kind, body in rows)


def told(events: Iterable[tuple[str, dict[str, Any], float]]) -> list[Execution]:
    """Executed cells, put together from their events given as (kind, event, time) in order."""
    found: dict[str, Execution] = {}
    for kind, event, t in events:
        if kind == "cell":
            found[event["exec"]] = _begun(event, t)
        elif event.get("exec") in found:
            _add(found[event["exec"]], kind, event, t)
    return list(found.values())


def _begun(event: dict[str, Any], t: float) -> Execution:
    known = {key: event.get(key) for key in ("exec", "cell_id", "notebook", "count", "source")}
    return {
        **known, "tracked": bool(event.get("tracked")), "started": t, "ended": None, "outcome": None, "error": None,
        "trace": None, "reads": [], "writes": [], "inputs": [], "artifacts": [], "seeded": {},
    }  # fmt: skip


def _add(to: Execution, kind: str, event: dict[str, Any], t: float) -> None:
    if kind == "cell_end":
        to["ended"], to["outcome"], to["error"] = t, event.get("outcome"), event.get("error")
        return
    if isinstance(event.get("trace"), dict):
        to["trace"] = event["trace"]
    for key in ("reads", "writes", "inputs", "artifacts"):
        if isinstance(event.get(key), list):
            to[key] = [*to[key], *event[key]]
    seeds = (event.get("env") or {}).get("seeds") if isinstance(event.get("env"), dict) else None
    if isinstance(seeds, dict) and isinstance(seeds.get("seeded"), dict):
        to["seeded"] = seeds["seeded"]
