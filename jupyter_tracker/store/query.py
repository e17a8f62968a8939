"""`Reader`: what the store knows, asked for."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import executions, journalview, refs
from .access import IndexAccess
from .assemble import Record, assemble
from .decimate import decimate, window
from .errors import RefError, StoreError
from .events import FOLDED_SQL, FORMAT, REPLAY, SEARCH
from .fold import last_steps, point_files
from .index import distinct_names
from .jsontext import dumps, loads
from .process import liveness
from .runpoints import PointFile, read_series
from .runrows import RunRows, session_info
from .series import Series

if TYPE_CHECKING:
    from .filters import Column, Filter
    from .folder import Store

Sort = Sequence[tuple[str, bool]]

NOT_FOLDED = f"coalesce(r.made_by, '') NOT IN {FOLDED_SQL}"
NOT_FOLDED_IN_TRASH = f"({NOT_FOLDED} OR NOT EXISTS (SELECT 1 FROM runs AS p WHERE p.id = r.parent AND p.deleted))"
"""In the trash a configuration or a replay stands with its parent, unless it was thrown away alone."""


class Reader:
    """Answers from the index after folding what is new; use one in each thread."""

    def __init__(self, store: Store) -> None:
        """Read `store`."""
        self.store = store
        self._access = IndexAccess(store.root)
        self._at_best: dict[tuple[str, ...], float | None] = {}
        self._taught: sqlite3.Connection | None = None

    def refresh(self) -> set[str]:
        """Fold what is new. Gives the ids of the runs that changed since this reader's last refresh."""
        changed = self._access.refresh()
        if changed and self._at_best:
            self._at_best = {key: value for key, value in self._at_best.items() if key[0] not in changed}
        return changed

    def rebuild(self) -> int:
        """Throw the index away and make it anew. Gives the number of runs."""
        return self._access.rebuild()

    def close(self) -> None:
        """Close the index."""
        self._access.close()

    @property
    def cursor(self) -> int:
        """A number that rises whenever more is known of a run or of an executed cell."""
        row = self.connection().execute("SELECT value FROM counters WHERE name = 'revision'").fetchone()
        return int(row[0]) if row else 0

    def runs(
        self,
        filter: str | Filter | None = None,
        *,
        sort: Sort = (("started", True),),
        limit: int | None = None,
        offset: int = 0,
        notebook: str | None = None,
        experiment: str | None = None,
        deleted: bool = False,
        children: bool | None = None,
        parent: str | None = None,
    ) -> list[Record]:
        """Summaries of the runs that match, ordered by columns (name, descending); runs without a value come last.

        `deleted` gives the trash instead. Of `children`, the runs made inside another one, those that a search or a
        replay made are left out unless the filter asks for them (by `parent` or `made_by`); True gives all, False
        none, and `parent` only those of one run, replays left out. Raises FilterError.
        """
        connection = self.connection()
        where, values = self.where(connection, filter, notebook, experiment, deleted, children, parent)
        order, order_values = self.order(connection, sort)
        sql = f"SELECT id FROM runs AS r WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        ids = connection.execute(sql, (*values, *order_values, -1 if limit is None else limit, offset)).fetchall()
        return self.summaries(connection, [row[0] for row in ids])

    def count(
        self,
        filter: str | Filter | None = None,
        *,
        notebook: str | None = None,
        experiment: str | None = None,
        deleted: bool = False,
        children: bool | None = None,
        parent: str | None = None,
    ) -> int:
        """How many runs `runs` would give without a limit."""
        connection = self.connection()
        where, values = self.where(connection, filter, notebook, experiment, deleted, children, parent)
        return int(connection.execute(f"SELECT count(*) FROM runs AS r WHERE {where}", values).fetchone()[0])

    def searched(self, ids: Sequence[str]) -> dict[str, int]:
        """How many configurations searches have tried in these runs, as far as they did."""
        sql = "SELECT count(*) FROM runs WHERE parent = ? AND made_by = ? AND NOT deleted"
        connection = self.connection()
        counts = {id: int(connection.execute(sql, (id, SEARCH)).fetchone()[0]) for id in ids}
        return {id: count for id, count in counts.items() if count}

    def tried(self, id: str) -> list[Record]:
        """Summaries of the configurations that searches have tried in a run, in the order they were."""
        connection = self.connection()
        sql = "SELECT id FROM runs WHERE parent = ? AND made_by = ? AND NOT deleted ORDER BY started, id"
        return self.summaries(connection, [row[0] for row in connection.execute(sql, (id, SEARCH))])

    def summary(self, id: str) -> Record:
        """One run's summary. Raises RefError when there is no such run."""
        found = self.summaries(self.connection(), [id])
        if not found:
            raise RefError(f"there is no run {id}")
        return found[0]

    def run(self, id: str) -> Record:
        """One run's record. Raises RefError when there is no such run."""
        connection = self.connection()
        row = connection.execute("SELECT state, ended, duration, deleted FROM runs WHERE id = ?", (id,)).fetchone()
        facts = RunRows(connection).facts(id) if row is not None else None
        if row is None or facts is None:
            raise RefError(f"there is no run {id}")
        record = assemble(facts)
        record.update(zip(("state", "ended", "duration"), row, strict=False))
        record["deleted"] = bool(row[3])
        record["state_reason"] = self._reason(connection, record)
        children = connection.execute(
            f"SELECT id FROM runs WHERE parent = ? AND (? OR NOT deleted) AND made_by IS NOT '{REPLAY}'"
            " ORDER BY started, id",
            (id, record["deleted"]),
        )
        record["children"] = [child for (child,) in children]
        record["warnings"] += self._newer(connection, record["sessions"])
        return record

    def resolve(self, ref: str, *, notebook: str | None = None, deleted: bool = False) -> str:
        """The id of the run that a person calls `ref`. Raises RefError, which says what there is."""
        return refs.resolve(self.connection(), ref, notebook=notebook, deleted=deleted)

    def series(
        self, id: str, name: str, *, points: int | None = None, lo: float | None = None, hi: float | None = None
    ) -> Series:
        """A metric of a run over its steps, within `lo` … `hi`, and thinned to about `points` where that is given."""
        connection = self.connection()
        live, sealed = self._files(connection, id)
        series = window(read_series(live, sealed, name), lo, hi)
        row = connection.execute("SELECT sampling FROM metrics WHERE name = ? AND run = ?", (name, id)).fetchone()
        series.sampling = row[0] if row else None
        series.total = len(series)
        return series if points is None else decimate(series, points)

    def names(self, prefix: str = "") -> dict[str, list[str]]:
        """The names there are, by kind, that begin with `prefix`."""
        connection = self.connection()
        found = {table: distinct_names(connection, table, prefix) for table in ("params", "metrics", "tags")}
        for kind, column in (("experiments", "experiment"), ("notebooks", "notebook")):
            rows = connection.execute(f"SELECT DISTINCT {column} FROM runs WHERE {column} >= ? ORDER BY 1", (prefix,))
            found[kind] = [value for (value,) in rows if value.startswith(prefix)]
        return found

    def execs(
        self,
        notebook: str | None = None,
        session: str | None = None,
        limit: int = 20,
        *,
        before: str | None = None,
        cell_id: str | None = None,
    ) -> list[Record]:
        """The journal: the cells that were executed, newest first, each with what was seen of it; with `before` only
        those older than that exec, with `cell_id` only executions of that cell."""
        wanted = journalview.Wanted(notebook, session, before, cell_id)
        return journalview.recent_execs(self.connection(), wanted, limit)

    def executions(self, session: str) -> list[Record]:
        """The executed cells of a session, oldest first, with what each depended on and changed."""
        return executions.of_session(self.connection(), session)

    def exec(self, id: str) -> Record:
        """One executed cell as in `execs`. Raises RefError when the journal has no such cell."""
        found = journalview.one_exec(self.connection(), id)
        if found is None:
            raise RefError(f"the journal has no cell {id}")
        return found

    def previous(self, entry: Record) -> Record | None:
        """The newest run that the cell of `entry` (a summary, a record or an exec) made before it, or None."""
        connection = self.connection()
        row = connection.execute(
            "SELECT id FROM runs WHERE cell = ? AND started < ? AND notebook IS ? AND NOT deleted"
            f" AND made_by IS NOT '{REPLAY}'"
            " ORDER BY started DESC, id LIMIT 1",
            (entry["cell_id"], entry["started"], entry["notebook"]),
        ).fetchone()
        return None if row is None else self.summary(row[0])

    def view(self, key: str) -> Any:
        """The newest value of one key of `views`, None where there is none."""
        sql = "SELECT body FROM events WHERE k = 'view' AND instr(body, ?) ORDER BY t DESC, session DESC, n DESC"
        for (body,) in self.connection().execute(sql, (dumps(key),)):
            event = loads(body)
            if event.get("key") == key:
                return event.get("value")
        return None

    def views(self) -> dict[str, Any]:
        """What people arranged on screen: for each key the newest value."""
        found: dict[str, Any] = {}
        sql = "SELECT body FROM events WHERE k = 'view' ORDER BY t, session, n"
        for (body,) in self.connection().execute(sql):
            event = loads(body)
            if isinstance(event.get("key"), str):
                found[event["key"]] = event.get("value")
        return found

    def check_changeable(self, id: str) -> None:
        """Raise StoreError, which says what to install, for a run that a newer version wrote: it is read-only here."""
        connection = self.connection()
        if self._newer(connection, None) and (newer := self._newer(connection, self.run(id)["sessions"])):
            raise StoreError(newer[0])

    def problems(self) -> list[str]:
        """What a person should know about the store: logs of a newer format, damaged files."""
        connection = self.connection()
        found = self._newer(connection, None)
        damaged = [row[0] for row in connection.execute("SELECT path FROM files WHERE damaged > 0 ORDER BY path")]
        found += [f"{path} is damaged; all that is whole in it is read" for path in damaged]
        return found

    def connection(self) -> sqlite3.Connection:
        """The index, for other parts of the store; it changes with every refresh."""
        connection = self._access.connection
        if connection is not self._taught:
            connection.create_function("at_best", 4, self._value_at_best)
            self._taught = connection
        return connection

    def where(
        self,
        connection: sqlite3.Connection,
        filter: str | Filter | None,
        notebook: str | None,
        experiment: str | None,
        deleted: bool,
        children: bool | None,
        parent: str | None,
    ) -> tuple[str, list[Any]]:
        """SQL of a condition on `runs AS r`, and what is bound in it. Raises FilterError."""
        where: list[str] = ["r.deleted = ?"]
        values: list[Any] = [deleted]
        if notebook:
            where.append(refs.IN_NOTEBOOK)
            values += [notebook] * 3
        if experiment is not None:
            where.append("r.experiment = ?")
            values.append(experiment)
        asked = False
        if filter is not None and not (isinstance(filter, str) and not filter.strip()):
            from . import filters

            parsed = filters.parse(filter) if isinstance(filter, str) else filter
            columns = parsed.columns()
            self._check_names(connection, columns, parsed.text)
            asked = any(column.root in ("parent", "made_by") for column in columns)
            sql, more = parsed.sql(time.time())
            where.append(sql)
            values += more
        if parent is not None:
            where.append("r.parent = ?")
            values.append(parent)
            if not asked:
                where.append(f"r.made_by IS NOT '{REPLAY}'")
        elif children is False:
            where.append("r.parent IS NULL")
        elif children is None and not asked:
            where.append(NOT_FOLDED_IN_TRASH if deleted else NOT_FOLDED)
        return " AND ".join(where), values

    def order(self, connection: sqlite3.Connection, sort: Sort) -> tuple[str, list[Any]]:
        """What follows ORDER BY, and what is bound in it. Raises FilterError."""
        if list(sort) == [("started", True)]:
            return "r.started DESC, r.id", []
        from . import filters

        parts, values = [], []
        for name, descending in sort:
            column = filters.parse_column(name)
            self._check_names(connection, [column], name)
            sql, more = column.order_sql(descending)
            parts.append(sql)
            values += more
        return ", ".join([*parts, "r.started DESC", "r.id"]), values

    def _check_names(self, connection: sqlite3.Connection, columns: Iterable[Column], text: str) -> None:
        """Raise FilterError for a param, metric or tag that no run has, as long as there are runs."""
        from . import filters

        for column in columns:
            for table, name in column.names():
                known = connection.execute(f"SELECT 1 FROM {table} WHERE name = ? LIMIT 1", (name,)).fetchone()
                if known is None and connection.execute("SELECT 1 FROM runs LIMIT 1").fetchone() is not None:
                    raise filters.no_such_name(table, name, distinct_names(connection, table), column, text)

    def summaries(self, connection: sqlite3.Connection, ids: Sequence[str]) -> list[Record]:
        """Summaries of these runs, in their order; those that are not there are left out."""
        found: dict[str, Record] = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ",".join("?" * len(some))
            rows = connection.execute(
                "SELECT r.id, r.state, r.ended, r.duration, s.summary FROM runs r JOIN summaries s ON s.run = r.id"
                f" WHERE r.id IN ({marks})",
                some,
            ).fetchall()
            # One text for all of them: parsed together, their keys are made once.
            summaries = loads("[" + ",".join(row[4] for row in rows) + "]")
            for (id, state, ended, duration, _), summary in zip(rows, summaries, strict=True):
                summary["state"], summary["ended"], summary["duration"] = state, ended, duration
                found[id] = summary
        running = [id for id, one in found.items() if one["state"] == "running"]
        for id, step in last_steps(connection, running).items():
            found[id]["step"] = step
        return [found[id] for id in ids if id in found]

    def _files(self, connection: sqlite3.Connection, id: str) -> tuple[list[PointFile], list[Path]]:
        live: list[PointFile] = []
        sealed: list[Path] = []
        own = [row[0] for row in connection.execute("SELECT exec FROM parts WHERE run = ? ORDER BY place", (id,))]
        for run in dict.fromkeys([id, *RunRows(connection).reserved(own)]):
            more_live, more_sealed = point_files(connection, self.store.root, run)
            live += more_live
            sealed += more_sealed
        return live, sealed

    def _value_at_best(self, id: str, name: str, other: str, which: str) -> float | None:
        """For SQL: the value of a metric at the step where another one is least (`min`) or greatest (`max`)."""
        key = (id, name, other, which)
        if key not in self._at_best:
            live, sealed = self._files(self._access.connection, id)
            self._at_best[key] = _at_best(read_series(live, sealed, name), read_series(live, sealed, other), which)
        return self._at_best[key]

    def _reason(self, connection: sqlite3.Connection, record: Record) -> str | None:
        if record["state"] == "crashed":
            return "its process is gone"
        if record["state"] not in ("running", "lost contact"):
            return None
        session = session_info(connection, record["session"] or "")
        heard = max(record["heard"] or 0.0, session.get("heard") or 0.0)
        if liveness(session.get("process") or {}) == "alive":
            return None
        verb = "heard" if record["state"] == "running" else "last heard"
        return f"on {record['host'] or 'an unknown host'}, {verb} {_ago(time.time() - heard)} ago"

    def _newer(self, connection: sqlite3.Connection, sessions: Sequence[str] | None) -> list[str]:
        found = []
        sql = "SELECT session, format, software FROM sessions WHERE format > ? ORDER BY session"
        for session, number, software in connection.execute(sql, (FORMAT,)):
            if sessions is None or session in sessions:
                version = loads(software or "{}").get("jupyter_tracker")
                install = f"'jupyter_tracker>={version}'" if version else "jupyter_tracker"
                found.append(
                    f"session {session} was written in format {number}, this reads {FORMAT}: "
                    f"what is known of it is shown and cannot be changed; pip install -U {install}"
                )
        return found


def _at_best(series: Series, other: Series, which: str) -> float | None:
    numbers = [(value, step) for value, step in zip(other.value, other.step, strict=True) if value == value]
    if not numbers:
        return None
    best = min(numbers)[1] if which == "min" else max(numbers, key=lambda pair: (pair[0], -pair[1]))[1]
    values = [value for value, step in zip(series.value, series.step, strict=True) if step == best]
    return values[-1] if values else None


def _ago(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{max(0, int(seconds))} s"
