"""Where the bytes of a file were seen: by which runs, under which paths."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sighting:
    """A run (its id and name) that read or made these bytes under a path, in a session's working folder."""

    run: str
    name: str
    path: str
    made: bool


def of_hash(connection: sqlite3.Connection, digest: str) -> list[Sighting]:
    """The runs that saw a file with this hash, newest first."""
    rows = connection.execute(
        "SELECT e.body, r.id, r.name FROM events e JOIN runs r ON r.id = e.run"
        " WHERE e.k = 'seen' AND instr(e.body, ?) AND NOT r.deleted ORDER BY e.t DESC LIMIT 100",
        (digest,),
    )
    found: dict[tuple[str, str], Sighting] = {}
    for body, run, name in rows:
        event = json.loads(body)
        for kind in ("artifacts", "inputs"):
            for file in event.get(kind) or ():
                path = file.get("path") or file.get("name")
                if file.get("hash") == digest and path:
                    found.setdefault((run, path), Sighting(run, name, path, kind == "artifacts"))
    return list(found.values())
