"""Keeping a store in order: sealing points, pruning, counting, making durable. Never on the path of a cell."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import StoreError
from .events import FOLDED_SQL
from .identifiers import random_text
from .journal import Entry, LogRead, read_entries, session_of
from .jsontext import loads
from .process import liveness
from .query import Reader
from .runrows import session_info
from .sealed import seal

SEAL_FROM = 64 * 1024
"""Bytes of live points from which a run is worth sealing; below, a sealed file would not be smaller on disk."""

REFERENCE = re.compile(rb"b3:[0-9a-f]{64}")
"""A blob reference, wherever in a line it is."""

OLD_ENTRIES = 90 * 86_400.0
YOUNG_BLOBS = 86_400.0
"""Seconds for which a blob that nothing refers to is spared: the event that does may not be written yet."""


def seal_ended(reader: Reader, *, limit: int = 20, least: int = SEAL_FROM) -> list[str]:
    """Seal the points of runs whose writers are done, at most `limit` of them. Gives the ids under which they lie."""
    done: list[str] = []
    for run, live, sealed in _sealable(reader, least):
        if len(done) >= limit:
            break
        try:
            seal(reader.store.root / "points", run, live, sealed)
        except (OSError, StoreError):
            continue  # nothing is lost; it is tried again next time
        done.append(run)
    if done:
        reader.refresh()
    return done


def _sealable(reader: Reader, least: int) -> Iterable[tuple[str, list[Path], list[Path]]]:
    connection = reader.connection()
    root = reader.store.root
    by_run: dict[str, list[tuple[Any, ...]]] = {}
    for row in connection.execute(
        "SELECT owner, path, kind, offset, closed, state FROM files WHERE kind != 'log' AND owner IN"
        " (SELECT owner FROM files WHERE kind != 'log' GROUP BY owner"
        "  HAVING count(*) > 1 OR sum(kind = 'points') AND sum(offset * (kind = 'points')) >= ?) ORDER BY path",
        (least,),
    ):
        by_run.setdefault(row[0], []).append(row[1:])
    for run, files in by_run.items():
        state = connection.execute("SELECT state FROM runs WHERE id = ?", (run,)).fetchone()
        if state is not None and state[0] in ("running", "lost contact"):
            continue
        live = [file for file in files if file[1] == "points"]
        if all(closed or _writer_is_gone(reader, state_text) for _, _, _, closed, state_text in live):
            yield run, [root / file[0] for file in live], [root / file[0] for file in files if file[1] == "sealed"]


def _writer_is_gone(reader: Reader, state: str | None) -> bool:
    session = loads(state or "{}").get("session")
    info = session_info(reader.connection(), session) if session else {}
    return bool(info) and (bool(info["closed"]) or liveness(info["process"]) == "gone")


class Durability:
    """Makes what writers have written survive a loss of power, by fdatasync on their files."""

    def __init__(self, root: Path) -> None:
        """For the store at `root`."""
        self.root = root
        self._synced: dict[str, int] = {}

    def sync(self) -> int:
        """Sync the logs and point files that changed since the last time. Gives how many there were."""
        count = 0
        for folder in ("sessions", "points"):
            try:
                entries = list(os.scandir(self.root / folder))
            except OSError:
                continue
            for entry in entries:
                try:
                    changed = entry.stat().st_mtime_ns
                    if self._synced.get(entry.path, 0) < changed:
                        _sync(entry.path)
                        self._synced[entry.path] = changed
                        count += 1
                except OSError:
                    continue
        return count


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        (os.fdatasync if hasattr(os, "fdatasync") else os.fsync)(descriptor)
    finally:
        os.close(descriptor)


def figures(root: Path) -> dict[str, dict[str, int]]:
    """Files and bytes of the store at `root` by kind: logs, points, sealed, blobs, index, other; and `total`."""
    kinds = {
        kind: {"files": 0, "bytes": 0} for kind in ("logs", "points", "sealed", "blobs", "index", "other", "total")
    }
    for folder, _, names in os.walk(root):
        for name in names:
            try:
                size = os.lstat(os.path.join(folder, name)).st_size
            except OSError:
                continue
            for kind in (_kind(os.path.relpath(os.path.join(folder, name), root)), "total"):
                kinds[kind]["files"] += 1
                kinds[kind]["bytes"] += size
    return kinds


def _kind(path: str) -> str:
    first = path.split(os.sep)[0]
    if first == "blobs":
        return "blobs"
    if first.startswith("index.db"):
        return "index"
    return {".jsonl": "logs", ".pts": "points", ".col": "sealed"}.get(os.path.splitext(path)[1], "other")


@dataclass
class PrunePlan:
    """What pruning would take away; `execute` does it."""

    runs: list[str] = field(default_factory=list)
    """Runs in the trash."""
    execs: list[str] = field(default_factory=list)
    """Entries of the journal that are in no run and old, or in trashed runs only."""
    files: list[Path] = field(default_factory=list)
    """Files with points of these, and unfinished ones that a crash left."""
    blobs: list[str] = field(default_factory=list)
    """Blobs that nothing else refers to."""
    bytes: int = 0
    """Bytes that files and blobs take."""
    lines: dict[Path, set[int]] = field(default_factory=dict)
    """For each log the numbers of the events that go."""
    waiting: list[str] = field(default_factory=list)
    """Trashed runs that stay for now: a log that cannot be written anew speaks of them."""
    spared: int = 0
    """Logs left as they are, because their session still writes, they are damaged, or of a newer format."""

    def as_dict(self) -> dict[str, Any]:
        """The plan as plain data."""
        events = sum(len(numbers) for numbers in self.lines.values())
        return {
            "runs": self.runs,
            "entries": len(self.execs),
            "events": events,
            "files": len(self.files),
            "blobs": len(self.blobs),
            "bytes": self.bytes,
            "waiting": self.waiting,
            "spared_logs": self.spared,
        }


def plan_prune(reader: Reader, *, now: float | None = None, older_than: float = OLD_ENTRIES) -> PrunePlan:
    """What there is to prune: the trash, entries in no run older than `older_than` seconds, blobs nobody refers to."""
    reader.refresh()
    moment = time.time() if now is None else now
    plan = PrunePlan()
    connection = reader.connection()
    plan.runs = [row[0] for row in connection.execute("SELECT id FROM runs WHERE deleted ORDER BY id")]
    plan.execs = _unneeded_execs(reader, moment - older_than)
    kept = {row[0] for row in connection.execute("SELECT id FROM runs WHERE NOT deleted")}
    logs = _logs(reader)
    _leave_what_waits(reader, plan, logs, kept)
    gone_points = set(plan.runs)
    for exec_id in plan.execs:
        gone_points.update(row[0] for row in connection.execute("SELECT run FROM reserved WHERE exec = ?", (exec_id,)))
    for run in sorted(gone_points - kept - _points_of(reader, kept)):
        rows = connection.execute("SELECT path FROM files WHERE owner = ? AND kind != 'log'", (run,))
        plan.files += [reader.store.root / path for (path,) in rows]
    referred = _plan_logs(reader, plan, logs, kept)
    for ref, status in reader.store.blobs.all():
        if ref not in referred and moment - status.st_mtime > YOUNG_BLOBS:
            plan.blobs.append(ref)
            plan.bytes += status.st_size
    plan.files += _leftovers(reader.store.root, moment)
    plan.bytes += sum(path.stat().st_size for path in plan.files if path.exists())
    return plan


def execute(reader: Reader, plan: PrunePlan) -> None:
    """Carry a plan out, logs first: a crash in between leaves what a further pruning takes."""
    for path, numbers in plan.lines.items():
        _rewrite(path, numbers)
    for path in plan.files:
        path.unlink(missing_ok=True)
    for ref in plan.blobs:
        reader.store.blobs.path(ref).unlink(missing_ok=True)
    reader.store.count_blobs()
    reader.rebuild()


def _unneeded_execs(reader: Reader, before: float) -> list[str]:
    """Old entries that are in no run, and on which none that stays can depend (they ran after its last cell), and all
    that are in the trash."""
    rows = reader.connection().execute(
        "WITH last AS (SELECT o.session, max(o.n) AS n FROM parts p JOIN runs r ON r.id = p.run JOIN events o"
        " ON o.exec = p.exec AND o.k = 'cell' WHERE NOT r.deleted GROUP BY o.session) "
        "SELECT DISTINCT e.exec FROM events e WHERE e.k = 'cell' AND e.exec IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM parts p JOIN runs r ON r.id = p.run WHERE p.exec = e.exec AND NOT r.deleted)"
        " AND (e.t < ? AND NOT EXISTS (SELECT 1 FROM last WHERE last.session = e.session AND last.n > e.n) OR EXISTS"
        " (SELECT 1 FROM parts p JOIN runs r ON r.id = p.run WHERE p.exec = e.exec AND r.deleted))"
        " ORDER BY e.exec",
        (before,),
    )
    return [row[0] for row in rows]


def _leftovers(root: Path, moment: float) -> list[Path]:
    found = [path for pattern in ("sessions/.*.new", "points/.*.new", "blobs/.new-*") for path in root.glob(pattern)]
    return sorted(path for path in found if moment - path.stat().st_mtime > YOUNG_BLOBS)


def _points_of(reader: Reader, runs: set[str]) -> set[str]:
    """The ids under which points lie that these runs show."""
    rows = reader.connection().execute("SELECT p.run, r.run FROM parts p JOIN reserved r ON r.exec = p.exec")
    return {points for run, points in rows if run in runs}


@dataclass(frozen=True)
class _Log:
    path: Path
    data: bytes
    read: LogRead
    may_change: bool


def _logs(reader: Reader) -> list[_Log]:
    connection = reader.connection()
    found = []
    for (path,) in connection.execute("SELECT path FROM files WHERE kind = 'log' ORDER BY path").fetchall():
        full = reader.store.root / path
        data = full.read_bytes()
        read = read_entries(data)
        over = _is_over(session_info(connection, session_of(full, read.entries)))
        found.append(_Log(full, data, read, over and not read.damaged))
    return found


def _own_parts(reader: Reader, runs: set[str]) -> set[tuple[str, str]]:
    rows = reader.connection().execute("SELECT run, exec FROM parts")
    return {(run, exec_id) for run, exec_id in rows if run in runs}


def _families(reader: Reader, runs: set[str]) -> set[str]:
    """What is folded into these runs, and the runs that such are folded into."""
    rows = reader.connection().execute(f"SELECT id, parent FROM runs WHERE made_by IN {FOLDED_SQL}").fetchall()
    searching = runs | {parent for child, parent in rows if child in runs}
    return searching | {child for child, parent in rows if parent in searching}


def _leave_what_waits(reader: Reader, plan: PrunePlan, logs: list[_Log], kept: set[str]) -> None:
    """Take out of the plan what a log that must stay as it is speaks of: a run goes as a whole or not at all."""
    runs, execs = set(plan.runs), set(plan.execs)
    parts = _own_parts(reader, runs)
    waiting: set[str] = set()
    for log in logs:
        if log.may_change:
            continue
        going = [entry for entry in log.read.entries if _goes(entry, runs, execs, kept, parts)]
        plan.spared += bool(going)
        waiting.update(entry["run"] for entry in going if entry.get("run") in runs)
        execs.difference_update([entry.get("exec") for entry in going])
    waiting.update(run for run, exec_id in parts if exec_id not in execs and exec_id in plan.execs)
    waiting.update(_families(reader, waiting) & runs)
    execs.difference_update([exec_id for run, exec_id in parts if run in waiting])
    plan.waiting = sorted(waiting)
    plan.runs = [run for run in plan.runs if run not in waiting]
    plan.execs = [exec_id for exec_id in plan.execs if exec_id in execs]
    kept |= waiting


def _plan_logs(reader: Reader, plan: PrunePlan, logs: list[_Log], kept: set[str]) -> set[str]:
    """Fill in which lines go; gives the blobs that what stays refers to."""
    runs, execs = set(plan.runs), set(plan.execs)
    referred: set[str] = set()
    parts = _own_parts(reader, runs)
    for log in logs:
        data = log.data
        going = {entry["n"] for entry in log.read.entries if _goes(entry, runs, execs, kept, parts)}
        if going and log.may_change:
            plan.lines[log.path] = going
            both = zip(log.read.entries, log.read.lines, strict=True)
            data = b"\n".join(line for entry, line in both if entry["n"] not in going)
        referred.update(match.decode() for match in REFERENCE.findall(data))
    return referred


def _goes(entry: Entry, runs: set[str], execs: set[str], kept: set[str], own_parts: set[tuple[str, str]]) -> bool:
    """Whether an event goes: it is of a run or entry that goes, and of no entry that another run still shows."""
    run, exec_id = entry.get("run"), entry.get("exec")
    if run not in runs:
        return exec_id in execs and (entry["k"] == "points" or run not in kept)
    shown_elsewhere = entry["k"] in ("seen", "points") and (run, exec_id) in own_parts and exec_id not in execs
    return not shown_elsewhere


def _is_over(info: dict[str, Any]) -> bool:
    from .events import FORMAT

    if not info or info["format"] > FORMAT:
        return False
    return bool(info["closed"]) or liveness(info["process"]) == "gone"


def _rewrite(path: Path, numbers: set[int]) -> None:
    """The log without these events, replaced as a whole; without any but the first and last it goes altogether."""
    read = read_entries(path.read_bytes())
    stay = [(entry, line) for entry, line in zip(read.entries, read.lines, strict=True) if entry["n"] not in numbers]
    if all(entry["k"] in ("session", "bye", "notebook") for entry, _ in stay):
        path.unlink(missing_ok=True)
        return
    temporary = path.with_name(f".{path.name}.{random_text(8)}.new")
    with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(b"".join(line + b"\n" for _, line in stay))
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
