"""Folding: new bytes of logs and point files into the index.

Everything derived is worked out again from the events and points in the index, so folding bytes twice, or files in any
order, ends in the same rows. The caller holds the transaction.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from .discover import Changes, Discovery, FileRow, save_row
from .errors import StoreError
from .events import FORMAT
from .journal import Entry, read_entries, session_of
from .jsontext import dumps
from .pointfile import Columns, ScanState, scan
from .runpoints import PointFile, best_sealed, load_writer, only_after
from .runrows import RunRows, clean, stats_from
from .sealed import SealedFile
from .series import Ends, Stats, take_in

PIECE = 64 * 2**20
"""Bytes of a log that are read at once."""

SERIES_ROW = "INSERT OR REPLACE INTO series VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"


class Folder:
    """Folds what a `Discovery` found into the index behind `connection`."""

    def __init__(self, connection: sqlite3.Connection, discovery: Discovery) -> None:
        """Fold into `connection` what `discovery` finds."""
        self.connection = connection
        self.discovery = discovery
        self.root = discovery.root
        self._rows: dict[str, FileRow] = {}
        self._runs: set[str] = set()
        self._execs: set[str] = set()
        self._sessions: set[str] = set()
        self._points: set[str] = set()
        self._again: set[str] = set()
        self._series: list[tuple[Any, ...]] = []
        self._fresh: dict[tuple[str, int], Entry] = {}

    def fold(self, changes: Changes) -> None:
        """Fold the changed files, forget those that are gone, and work the runs concerned out again."""
        stored = {row[0]: FileRow(*row) for row in self._stored(changes)}
        for path in changes.gone:
            self._forget(stored.get(path))
        for path, kind in changes.changed.items():
            row = stored.get(path) or FileRow(path, kind)
            try:
                status = os.stat(self.root / path)
                fold = {"log": self._fold_log, "points": self._fold_points, "sealed": self._fold_sealed}[kind]
                row = fold(row, status).at(status)
            except OSError:
                continue  # unreadable now: found again at the next look
            self._rows[path] = row
            save_row(self.connection, row)
        self._save_counted()
        for run in self._again:
            self._count_again(run)
        self._save_counted()
        RunRows(self.connection, self._fresh).update(self._runs, self._execs, self._sessions, self._points)

    def committed(self) -> None:
        """Let the discovery know what is folded now."""
        self.discovery.rows.update(self._rows)

    def _save_counted(self) -> None:
        self._series.sort(key=itemgetter(0, 1, 2))
        self.connection.executemany(SERIES_ROW, self._series)
        self._series.clear()

    def _stored(self, changes: Changes) -> Iterable[Any]:
        paths = [*changes.changed, *changes.gone]
        if len(paths) > 500:
            return self.connection.execute("SELECT * FROM files").fetchall()
        marks = ",".join("?" * len(paths))
        return self.connection.execute(f"SELECT * FROM files WHERE path IN ({marks})", paths).fetchall()

    # logs

    def _fold_log(self, row: FileRow, status: os.stat_result) -> FileRow:
        if row.damaged or status.st_ino != row.inode or status.st_size < row.offset:
            row.offset = row.damaged = 0  # what was missing may be there now; what is known already changes nothing
        with open(self.root / row.path, "rb") as file:
            file.seek(row.offset)
            rest = b""
            while piece := file.read(PIECE):
                read = read_entries(rest + piece)
                if row.owner is None and read.entries:
                    row.owner = session_of(Path(row.path), read.entries)
                rest = (rest + piece)[read.consumed :]
                row.offset += read.consumed
                row.damaged += read.damaged
                if read.entries:
                    self._take(row, read.entries, read.lines)
        if row.owner is None:
            row.owner = session_of(Path(row.path), [])
        return row

    def _take(self, row: FileRow, entries: list[Entry], lines: list[bytes]) -> None:
        session = str(row.owner)
        rows = []
        for entry, line in zip(entries, lines, strict=True):
            kind, run, exec_id = entry["k"], _text(entry.get("run")), _text(entry.get("exec"))
            rows.append((session, entry["n"], entry["t"], kind, run, exec_id, line.decode("utf-8", "replace")))
            self._fresh[session, entry["n"]] = entry
            if run is not None:
                self._runs.add(run)
            if exec_id is not None:
                self._execs.add(exec_id)
            if kind == "points" and run is not None and exec_id is not None:
                self.connection.execute("INSERT OR IGNORE INTO reserved VALUES (?,?)", (exec_id, run))
            elif kind in ("session", "notebook"):
                self._sessions.add(session)
        self.connection.executemany("INSERT OR IGNORE INTO events VALUES (?,?,?,?,?,?,?)", rows)
        self._session_row(row, session, entries)

    def _session_row(self, row: FileRow, session: str, entries: list[Entry]) -> None:
        execute = self.connection.execute
        execute("INSERT OR IGNORE INTO sessions (session, format, closed) VALUES (?,?,0)", (session, FORMAT))
        for entry in entries:
            if entry["k"] == "session":
                self._first_line(session, entry)
                row.format = entry["format"] if isinstance(entry.get("format"), int) else FORMAT
            elif entry["k"] == "bye":
                row.closed = True
                execute("UPDATE sessions SET closed = 1 WHERE session = ?", (session,))
        heard = max(entry["t"] for entry in entries)
        execute("UPDATE sessions SET heard = max(coalesce(heard, 0), ?) WHERE session = ?", (heard, session))

    def _first_line(self, session: str, entry: Entry) -> None:
        process = entry.get("process") if isinstance(entry.get("process"), dict) else {}
        assert isinstance(process, dict)
        self.connection.execute(
            "UPDATE sessions SET kind=?, format=?, process=?, host=?, pid=?, cwd=?, notebook=?, software=?, started=?"
            " WHERE session=?",
            (
                _text(entry.get("kind")),
                entry["format"] if isinstance(entry.get("format"), int) else FORMAT,
                dumps(process),
                _text(process.get("host")),
                process.get("pid") if isinstance(process.get("pid"), int) else None,
                _text(entry.get("cwd")),
                _text(entry.get("notebook")),
                dumps(entry.get("software") or {}),
                entry["t"],
                session,
            ),
        )

    # points

    def _fold_points(self, row: FileRow, status: os.stat_result) -> FileRow:
        replaced = row.inode not in (0, status.st_ino) or status.st_size < row.offset
        state = ScanState.from_json(row.state) if row.state and not replaced else ScanState()
        if replaced or state.damaged:
            row.offset, state = 0, ScanState()
        with open(self.root / row.path, "rb") as file:
            file.seek(row.offset)
            data = file.read()
        stretches, reach = scan(data, state)
        first = row.owner is None
        named = Path(row.path).name.split(".")
        row.owner, row.writer = state.run or named[0], state.writer or (named[1] if len(named) > 2 else named[0])
        self._points.add(row.owner)
        if replaced or state.damaged or state.writer is None or (first and self._not_alone(row)):
            self._again.add(row.owner)
        elif row.owner not in self._again:
            self._add_points(row, data, stretches, state)
        row.offset += reach
        row.damaged, row.closed, row.format, row.state = state.damaged, state.closed, state.format, state.to_json()
        return row

    def _not_alone(self, row: FileRow) -> bool:
        """Whether another file may hold the same frames."""
        found = self.connection.execute(
            "SELECT 1 FROM files WHERE owner = ? AND path != ? AND (kind = 'sealed' OR writer = ?) LIMIT 1",
            (row.owner, row.path, row.writer),
        ).fetchone()
        return found is not None

    def _add_points(self, row: FileRow, data: bytes, stretches: list[Any], state: ScanState) -> None:
        known = self._known_series(row) if row.offset else {}
        for stretch in stretches:
            names = state.keys.get(stretch.key_set)
            if names is None or len(names) != stretch.values:
                self._again.add(str(row.owner))
                return
            columns = Columns(data, stretch)
            ends = Ends.of(columns.step(), columns.time(), columns.number())
            for place, name in enumerate(names):
                take_in(known, name, columns.value(place), ends)
        self._save_series(str(row.owner), str(row.writer), state.session, known)

    def _known_series(self, row: FileRow) -> dict[str, Stats]:
        rows = self.connection.execute(
            "SELECT name, count, min, max, first, first_time, first_number, last, last_time, last_number, last_step"
            " FROM series WHERE run = ? AND writer = ?",
            (row.owner, row.writer),
        )
        return {name: stats_from(numbers) for name, *numbers in rows}

    def _save_series(self, run: str, writer: str, session: str | None, found: dict[str, Stats]) -> None:
        self._series += [(run, writer, clean(name), session, *vars(stats).values()) for name, stats in found.items()]

    def _fold_sealed(self, row: FileRow, status: os.stat_result) -> FileRow:
        row.closed = True
        try:
            row.owner = SealedFile(self.root / row.path).run
            row.damaged = 0
        except (StoreError, ValueError, KeyError):
            row.damaged = 1
            row.owner = row.owner or Path(row.path).name.split(".")[0]
        self._again.add(row.owner)
        self._points.add(row.owner)
        row.offset = status.st_size
        return row

    def _count_again(self, run: str) -> None:
        """Work out the series of a run from all its files."""
        self.connection.execute("DELETE FROM series WHERE run = ?", (run,))
        live, sealed = point_files(self.connection, self.root, run)
        by_writer: dict[str, list[PointFile]] = {}
        for file in live:
            by_writer.setdefault(file.writer, []).append(file)
        for writer, column_file in best_sealed(SealedFile.open_all(sealed)).items():
            found = column_file.stats(writer)
            later = load_writer(file.read() for file in by_writer.pop(writer, []))
            for name, stats in only_after(later, column_file.last(writer)).stats().items():
                found.setdefault(name, Stats()).follow(stats)
            self._save_series(run, writer, column_file.session(writer), found)
        for writer, files in by_writer.items():
            points = load_writer(file.read() for file in files)
            self._save_series(run, writer, points.session, points.stats())

    def _forget(self, row: FileRow | None) -> None:
        if row is None:
            return
        self.connection.execute("DELETE FROM files WHERE path = ?", (row.path,))
        self.discovery.rows.pop(row.path, None)
        if row.kind == "log":
            self._forget_session(row)
        elif row.owner is not None:
            self._again.add(row.owner)
            self._points.add(row.owner)

    def _forget_session(self, row: FileRow) -> None:
        """A log is gone: so is what only it said; copies of it are read again."""
        execute = self.connection.execute
        for run, exec_id in execute("SELECT run, exec FROM events WHERE session = ?", (row.owner,)):
            self._runs.update({run} - {None})
            self._execs.update({exec_id} - {None})
        for exec_id in self._execs:
            execute("DELETE FROM reserved WHERE exec = ?", (exec_id,))
        execute("DELETE FROM events WHERE session = ?", (row.owner,))
        execute("DELETE FROM sessions WHERE session = ?", (row.owner,))
        for path, kind in execute(
            "SELECT path, kind FROM files WHERE owner = ? AND kind = 'log'", (row.owner,)
        ).fetchall():
            copy = FileRow(path, kind)
            status = os.stat(self.root / path)
            self._rows[path] = self._fold_log(copy, status).at(status)
            save_row(self.connection, self._rows[path])
        for exec_id in self._execs:
            points = "SELECT exec, run FROM events WHERE exec = ? AND k = 'points' AND run IS NOT NULL"
            execute(f"INSERT OR IGNORE INTO reserved {points}", (exec_id,))


def point_files(connection: sqlite3.Connection, root: Path, run: str) -> tuple[list[PointFile], list[Path]]:
    """The files with points written under the id `run`: live ones and sealed ones."""
    live, sealed = [], []
    for path, kind, writer, offset, damaged, state in connection.execute(
        "SELECT path, kind, writer, offset, damaged, state FROM files WHERE owner = ? AND kind != 'log' ORDER BY path",
        (run,),
    ):
        if kind == "sealed":
            sealed.append(root / path)
        else:
            whole = not damaged and bool(state) and '"writer":null' not in state
            live.append(PointFile(root / path, writer, offset, whole))
    return live, sealed


def last_steps(connection: sqlite3.Connection, runs: Sequence[str]) -> dict[str, float]:
    """The last step that a curve of each of these runs has come to; those without curves are left out."""
    found: dict[str, float] = {}
    for run in runs:
        (step,) = connection.execute("SELECT max(last_step) FROM series WHERE run = ?", (run,)).fetchone()
        if step is not None:
            found[run] = step
    return found


def _text(value: Any) -> str | None:
    return clean(value) if isinstance(value, str) else None
