"""The rows of runs in the index, worked out from the events and series that stand there."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from .assemble import Event, Record, RunFacts, assemble, part_ids, summarise
from .columnkeeping import keep_many
from .events import FOLDED, FOLDED_SQL, SEARCH
from .index import drop_by_run, make_by_run
from .jsontext import dumps, loads
from .likeness import seed_of, work_of
from .process import boot, liveness
from .series import Stats

LOST_AFTER = 300.0
"""Seconds of silence after which a run elsewhere is out of contact."""

VALUES = {"params": 5, "metrics": 9, "tags": 3, "alike": 3}
"""Tables of what is known of a run, its values by name for the most part, and how many columns each has."""

EVENT_COLUMNS = "session, n, t, k, body"


class RunRows:
    """Keeps the rows of runs up with the events; the caller holds the transaction."""

    def __init__(self, connection: sqlite3.Connection, fresh: Mapping[tuple[str, int], Event] | None = None) -> None:
        """Work on `connection`; `fresh` holds events that were parsed just now, by (session, n)."""
        self.connection = connection
        self._fresh = fresh or {}
        self._sessions: dict[str, dict[str, Any]] = {}
        self._notebooks: dict[str, list[tuple[int, str]]] = {}
        self._gone: dict[str, str] = {}
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in VALUES}

    def update(self, runs: set[str], execs: set[str], sessions: set[str], points: set[str]) -> None:
        """Work out again every run that these runs, execs, sessions and points concern."""
        for run in runs:
            self._save_parts(run)
        concerned = runs | self._concerned(runs, execs, sessions, points)
        if not (concerned or execs):
            return
        revision = next_revision(self.connection)
        empty = self.connection.execute("SELECT 1 FROM runs LIMIT 1").fetchone() is None
        if empty:
            drop_by_run(self.connection)
        else:
            concerned |= self._trashed_with(concerned)
        for run in sorted(concerned):
            if not empty:
                self._remove(run)
            self._save(run, revision)
        self._save_values()
        if empty:
            make_by_run(self.connection)
            keep_many(self.connection, revision, len(concerned))
        else:
            self._touch_parents(concerned, revision)

    def _remove(self, run: str) -> None:
        for table in (*VALUES, "summaries"):
            self.connection.execute(f"DELETE FROM {table} WHERE run = ?", (run,))

    def _save_values(self) -> None:
        for table, rows in self._rows.items():
            rows.sort(key=itemgetter(0, 1))  # in the order of the table: many times faster than as they come
            marks = ",".join("?" * VALUES[table])
            self.connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
            rows.clear()

    def facts(self, run: str) -> RunFacts | None:
        """All that is known of a run; None when nothing says that it is one."""
        events = [self._with_notebook(event) for event in self._events("run = ? AND k != 'points'", run)]
        if not any(event["k"] == "run" for event in events):
            return None
        execs: dict[str, list[Event]] = {}
        for exec_id in part_ids(events):
            execs[exec_id] = [event for event in self.exec_events(exec_id) if self._concerns(event, run)]
        ids = [run, *self.reserved(execs)]
        sessions = {event["session"]: self._session(event["session"]) for event in events}
        stats, writers = self._series(ids)
        return RunFacts(run, events, execs, {**sessions, **self.sessions_of(execs)}, stats, writers)

    def reserved(self, execs: Iterable[str]) -> list[str]:
        """The ids under which the points of these execs lie."""
        found: dict[str, None] = {}
        for exec_id in execs:
            for (run,) in self.connection.execute("SELECT run FROM reserved WHERE exec = ? ORDER BY run", (exec_id,)):
                found[run] = None
        return list(found)

    def exec_events(self, exec_id: str) -> list[Event]:
        """What the journal has of an executed cell: its `cell`, `seen` and `cell_end` events."""
        events = self._events("exec = ? AND k IN ('cell', 'seen', 'cell_end')", exec_id)
        return [self._with_notebook(event) for event in events]

    def cells(self, session: str | None = None, before: str | None = None) -> Iterator[Event]:
        """The `cell` events of one session, or of all but replays, newest first; with `before` those older than that
        exec's."""
        where, values = ["k = 'cell'", "exec IS NOT NULL"], []
        if session is not None:
            where.append("session = ?")
            values.append(session)
        else:
            where.append("session NOT IN (SELECT session FROM sessions WHERE kind = 'replay')")
        if before is not None:
            where.append("(t, session, n) < (SELECT t, session, n FROM events WHERE exec = ? AND k = 'cell')")
            values.append(clean(before))
        order = "ORDER BY t DESC, session DESC, n DESC"
        for row in self.connection.execute(
            f"SELECT {EVENT_COLUMNS} FROM events WHERE {' AND '.join(where)} {order}", values
        ):
            yield self._with_notebook(self._event(*row))

    def sessions_of(self, execs: Iterable[str]) -> dict[str, dict[str, Any]]:
        """What is known of the sessions in which cells were executed."""
        return {session: self._session(session) for session in {exec_id.rpartition(".")[0] for exec_id in execs}}

    def stats_of(self, runs: list[str]) -> dict[str, Stats]:
        """The series that lie under these ids."""
        return self._series(runs)[0]

    def look_at_processes(self) -> None:
        """Bring the state of runs that no event has ended up to what their processes say."""
        changes = self.state_changes()
        if not changes:
            return
        revision = next_revision(self.connection)
        for run, (state, still_open) in changes.items():
            self.connection.execute(
                "UPDATE runs SET state = ?, open = ?, rev = ?,"
                " ended = CASE WHEN ? = 'crashed' THEN heard END,"
                " duration = CASE WHEN ? = 'crashed' THEN max(0, heard - started) END WHERE id = ?",
                (state, still_open, revision, state, state, run),
            )

    def state_changes(self) -> dict[str, tuple[str, bool]]:
        """Runs whose state is another by now: the state, and whether it may change again by itself."""
        changes = {}
        for run, session, state, heard in self.connection.execute(
            "SELECT id, session, state, heard FROM runs WHERE open = 1"
        ):
            now = self.state_by_process(session, heard)
            still_open = now != "crashed"
            if now != state or not still_open:
                changes[run] = (now, still_open)
        return changes

    def state_by_process(self, session_id: str, heard: float | None) -> str:
        """running, crashed or lost contact: what the process of the session tells of a run that no event has ended."""
        session = self._session(session_id)
        if session.get("closed"):
            return "crashed"
        process = session.get("process") or {}
        if session_id not in self._gone:
            self._gone[session_id] = liveness(process)
        seen = self._gone[session_id]
        silent = time.time() - max(heard or 0.0, session.get("heard") or 0.0) > LOST_AFTER
        if seen == "alive":
            return "running"
        # Another boot under the same name is a restart, or another machine of that name that goes on writing.
        if seen == "gone" and (silent or process.get("boot") == boot()):
            return "crashed"
        return "lost contact" if silent else "running"

    def _concerned(self, runs: set[str], execs: set[str], sessions: set[str], points: set[str]) -> set[str]:
        found: set[str] = set()
        for session in sessions:
            found.update(self._ids("SELECT id FROM runs WHERE session = ?", session))
        for exec_id in execs:
            found.update(self._ids("SELECT run FROM parts WHERE exec = ?", exec_id))
        for run in runs:
            shared = "SELECT b.run FROM parts a JOIN parts b ON b.exec = a.exec WHERE a.run = ?"
            found.update(self._ids(shared, run))
            found.update(self._ids("SELECT p.run FROM events e JOIN parts p ON p.exec = e.exec WHERE e.run = ?", run))
        for run in runs | points:
            found.update(self._ids("SELECT p.run FROM reserved r JOIN parts p ON p.exec = r.exec WHERE r.run = ?", run))
        return found | points

    def _trashed_with(self, concerned: set[str]) -> set[str]:
        """What is folded into runs that go into the trash now, or come back from it: it goes with them."""
        moved = [run for run in concerned if self._in_trash(run) != self._was_in_trash(run)]
        sql = f"SELECT id FROM runs WHERE parent = ? AND made_by IN {FOLDED_SQL}"
        return {child for run in moved for child in self._ids(sql, run)}

    def _in_trash(self, run: str | None) -> bool:
        """What the events say, of which the newest counts."""
        newest = self.connection.execute(
            "SELECT k FROM events WHERE run = ? AND k IN ('delete', 'undelete')"
            " ORDER BY t DESC, session DESC, n DESC LIMIT 1",
            (run,),
        ).fetchone()
        return newest is not None and newest[0] == "delete"

    def _was_in_trash(self, run: str) -> bool:
        row = self.connection.execute("SELECT deleted FROM runs WHERE id = ?", (run,)).fetchone()
        return row is not None and bool(row[0])

    def _touch_parents(self, concerned: Iterable[str], revision: int) -> None:
        """Runs whose search has got further have changed too."""
        sql = f"UPDATE runs SET rev = ? WHERE id = (SELECT parent FROM runs WHERE id = ? AND made_by = '{SEARCH}')"
        self.connection.executemany(sql, [(revision, run) for run in concerned])

    def _ids(self, sql: str, key: str) -> Iterable[str]:
        return (row[0] for row in self.connection.execute(sql, (key,)))

    def _save_parts(self, run: str) -> None:
        events = self._events("run = ? AND k IN ('run', 'part')", run)
        self.connection.execute("DELETE FROM parts WHERE run = ?", (run,))
        rows = [(run, clean(exec_id), place) for place, exec_id in enumerate(part_ids(events))]
        self.connection.executemany("INSERT OR REPLACE INTO parts VALUES (?,?,?)", rows)

    def _save(self, run: str, revision: int) -> None:
        facts = self.facts(run)
        record = self._record(facts) if facts is not None else None
        if record is None or facts is None:
            self.connection.execute("DELETE FROM runs WHERE id = ?", (run,))
            return
        self._save_run(record, revision)
        rows = self._rows
        rows["params"] += [_param_row(param, run) for param in record["params"]]
        rows["metrics"] += [_metric_row(metric, run) for metric in record["metrics"]]
        rows["tags"] += [(clean(name), run, clean(text)) for name, text in record["tags"].items()]
        rows["alike"].append((run, work_of(record, facts.execs), seed_of(record)))

    def _record(self, facts: RunFacts) -> Record | None:
        try:
            return assemble(facts)
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
            return None  # events of a shape that nobody writes: that run is not shown, all others are

    def _save_run(self, record: Record, revision: int) -> None:
        still_open = record["state"] is None
        if record["made_by"] in FOLDED and self._in_trash(record["parent"]):
            record["deleted"] = True
        if still_open:
            record["state"] = self.state_by_process(record["session"], record["heard"])
            if record["state"] == "crashed":
                still_open = False
                record["ended"] = record["heard"]
                if record["started"] is not None and record["heard"] is not None:
                    record["duration"] = max(0.0, record["heard"] - record["started"])
        columns = "id name named state open session experiment note notebook cell_id parent host made_by started ended"
        columns += " duration heard star baseline archived deleted verdict grade pinned"
        values = [still_open if name == "open" else scalar(record[name]) for name in columns.split()]
        summary = dumps(summarise(record), separators=(",", ":"))
        marks = ",".join("?" * (len(values) + 2))
        place = self._place_of(record["id"])
        self.connection.execute(f"INSERT OR REPLACE INTO runs VALUES ({marks})", (*values, revision, place))
        self.connection.execute("INSERT INTO summaries VALUES (?, ?)", (record["id"], summary))

    def _place_of(self, run: str) -> int:
        """Where the run stands in columns: a whole number of its own that is given to no other one."""
        row = self.connection.execute("SELECT place FROM runs WHERE id = ?", (run,)).fetchone()
        return int(row[0]) if row is not None else count_up(self.connection, "places") - 1

    def _events(self, condition: str, key: str) -> list[Event]:
        rows = self.connection.execute(
            f"SELECT {EVENT_COLUMNS} FROM events WHERE {condition} ORDER BY t, session, n", (key,)
        )
        return [self._event(*row) for row in rows]

    def _event(self, session: str, n: int, t: float, kind: str, body: str) -> Event:
        event = self._fresh.get((session, n)) or loads(body)
        return {**event, "session": session, "n": n, "t": t, "k": kind}

    def _concerns(self, event: Event, run: str) -> bool:
        """Whether an exec's event is about this run too: not if it names another run that the exec is no part of."""
        other = event.get("run")
        if other is None or other == run:
            return True
        sql = "SELECT max(exec = ?) FROM parts WHERE run = ?"
        among = self.connection.execute(sql, (event.get("exec"), other)).fetchone()[0]
        return among is None or bool(among)  # of a run that was pruned only what its own execs said is left

    def _with_notebook(self, event: Event) -> Event:
        if event["k"] not in ("cell", "run") or event.get("notebook"):
            return event
        session = event["session"]
        if session not in self._notebooks:
            rows = self.connection.execute(
                "SELECT n, body FROM events WHERE session = ? AND k = 'notebook' ORDER BY n", (session,)
            )
            self._notebooks[session] = [(n, loads(body).get("path")) for n, body in rows]
        known = [path for n, path in self._notebooks[session] if n < event["n"]]
        return {**event, "notebook": known[-1] if known else self._session(session).get("notebook")}

    def _session(self, session: str) -> dict[str, Any]:
        if session not in self._sessions:
            self._sessions[session] = session_info(self.connection, session)
        return self._sessions[session]

    def _series(self, runs: list[str]) -> tuple[dict[str, Stats], list[dict[str, Any]]]:
        stats: dict[str, Stats] = {}
        writers: dict[str, dict[str, Any]] = {}
        for run in runs:
            for writer, name, session, *numbers in self.connection.execute(
                "SELECT writer, name, session, count, min, max, first, first_time, first_number, last, last_time,"
                " last_number, last_step FROM series WHERE run = ? ORDER BY writer, name",
                (run,),
            ):
                if name in stats:
                    stats[name].merge(stats_from(numbers))
                else:
                    stats[name] = stats_from(numbers)
                about = writers.setdefault(writer, {"writer": writer, "points": 0, "session": session})
                about["points"] += numbers[0]
        return stats, list(writers.values())


def session_info(connection: sqlite3.Connection, session: str) -> dict[str, Any]:
    """What the index knows of a session; empty when it knows nothing."""
    cursor = connection.execute("SELECT * FROM sessions WHERE session = ?", (session,))
    row = cursor.fetchone()
    if row is None:
        return {}
    info = dict(zip((column[0] for column in cursor.description), row, strict=True))
    for key in ("process", "software"):
        info[key] = loads(info[key]) if info[key] else {}
    return info


def stats_from(numbers: list[Any]) -> Stats:
    """The stats that stand in a row of the index, where NaN and the infinite beginnings of time are null."""
    stats = Stats(*numbers)
    if stats.first is None:
        stats.first = math.nan
    if stats.last is None:
        stats.last = math.nan
    return stats


def next_revision(connection: sqlite3.Connection) -> int:
    """The next number of the counter that says which runs changed last."""
    return count_up(connection, "revision")


def count_up(connection: sqlite3.Connection, counter: str) -> int:
    """The next number of a counter, from 1."""
    sql = "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1"
    connection.execute(sql, (counter,))
    return int(connection.execute("SELECT value FROM counters WHERE name = ?", (counter,)).fetchone()[0])


def typed(value: Any) -> tuple[float | None, str | None]:
    """A value as the columns `num` (numbers and booleans) and `text` (text, and the rest as JSON)."""
    if value is None or type(value) is float:
        return value, None
    if isinstance(value, (bool, int, float)):
        try:
            return float(value), None
        except OverflowError:
            return math.inf if value > 0 else -math.inf, None
    if isinstance(value, str):
        return None, clean(value)
    return None, dumps(value)


def _param_row(param: Mapping[str, Any], run: str) -> tuple[Any, ...]:
    return clean(param["name"]), run, *typed(param["value"]), not param["default"]


def _metric_row(metric: Mapping[str, Any], run: str) -> tuple[Any, ...]:
    last, text = typed(metric["value"])
    least, most, first = metric["min"], metric["max"], typed(metric["first"])[0]
    return clean(metric["name"]), run, last, least, most, first, metric["count"], text, scalar(metric["sampling"])


def scalar(value: Any) -> Any:
    """What SQLite can hold of a value: scalars as they are, other things as JSON text."""
    if isinstance(value, str):
        return clean(value)
    return value if value is None or isinstance(value, (bool, int, float)) else dumps(value)


def clean(text: str) -> str:
    """Text that UTF-8 can hold: half characters, which JSON can escape, become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
