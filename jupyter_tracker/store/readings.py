"""What the names that a run read held when it read them: two runs of the same source may have read different things."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from . import executions
from .jsontext import dumps

AT_ONCE = 500


class Readings:
    """Finds out for runs what they read from memory, each session looked at once for a question, and each run once as
    long as nothing more becomes known of it."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[str, tuple[int, str]] = {}

    def of(self, connection: sqlite3.Connection, runs: Mapping[str, int]) -> dict[str, str]:
        """A short text for each of these runs, the same for those that read the same: by the fingerprints of what the
        names held, or by the cells that last wrote them where there is no fingerprint. `runs` has their revisions."""
        new = [run for run, revision in runs.items() if self._known.get(run, (None,))[0] != revision]
        parts = _parts(connection, new)
        by_session: dict[str, list[str]] = {}
        for execs in parts.values():
            for exec_id in execs:
                by_session.setdefault(exec_id.rpartition(".")[0], []).append(exec_id)
        read: dict[str, str] = {}
        for session in by_session:
            read.update(_read(executions.of_session(connection, session)))
        for run in new:
            self._known[run] = runs[run], _digest([read.get(exec_id, "") for exec_id in parts.get(run, ())])
        return {run: self._known[run][1] for run in runs}


def _parts(connection: sqlite3.Connection, runs: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for start in range(0, len(runs), AT_ONCE):
        some = runs[start : start + AT_ONCE]
        sql = f"SELECT run, exec FROM parts WHERE run IN ({','.join('?' * len(some))}) ORDER BY run, place"
        for run, exec_id in connection.execute(sql, some):
            found.setdefault(run, []).append(exec_id)
    return found


def _read(cells: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Of each executed cell of a session what the names that it read held."""
    held: dict[str, str] = {}
    for cell in cells:
        trace = cell["trace"] or {}
        names = sorted({name for name in trace.get("reads") or () if isinstance(name, str) and not _aside(name)})
        yield cell["exec"], dumps([(name, held[name]) for name in names if name in held])
        for write in trace.get("writes") or ():
            if isinstance(write, dict) and isinstance(write.get("name"), str):
                sure = write.get("hash") and not write.get("sampled")
                held[write["name"]] = str(write["hash"]) if sure else f"{write.get('hash')} {cell['source']}"


def _aside(name: str) -> bool:
    """Files stand among the inputs; a generator's state is the seed's to tell, and is another at each run."""
    return name.startswith(("<", "file:"))


def _digest(parts: list[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()
