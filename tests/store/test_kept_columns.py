"""Columns kept in the index: whatever was done since, a process that reads them has what it would have read afresh."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from jupyter_tracker.store import SessionLog, Store, new_run_id
from jupyter_tracker.store.columnsource import WORK
from jupyter_tracker.store.query import Reader
from jupyter_tracker.store.selecting import Selection, ids
from jupyter_tracker.store.valuecolumns import ValueColumns

pytest.importorskip("numpy")

COLUMNS = ["params.p", "metrics.m", "tags.t", "state", "started", "star", "archived", WORK]
VALUES = st.one_of(st.integers(-3, 3), st.floats(allow_nan=True), st.sampled_from(["a", "ü", ""]), st.booleans())
DEEDS = ["begin", "param", "metric", "tag", "star", "archive", "end", "delete", "undelete", "keep", "rebuild"]


def told(reader: Reader, columns: ValueColumns, runs: list[str]) -> dict[str, Any]:
    """The values of all columns of these runs, and of params whether they were set."""
    found = columns.many(COLUMNS, list(runs))
    values: dict[str, Any] = {name: [one.at(at) for at in range(len(runs))] for name, one in found.items()}
    values["given"] = found["params.p"].given.tolist()
    return values


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5), VALUES), max_size=30))
def test_kept_columns_are_what_is_read_afresh(deeds: list[tuple[str, int, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / ".tracker")
        log = store.session("kernel")
        runs: list[str] = []
        reader = store.reader()
        long = ValueColumns(reader)
        for deed, which, value in [("begin", 0, 0), *deeds]:
            _do(log, runs, deed, runs[which % len(runs)] if runs else "", value)
            reader.refresh()
            if deed == "rebuild":
                reader.rebuild()
            if deed == "keep":
                told(reader, long, ids(reader, Selection()))
                while long.keep_one():
                    pass
        some = ids(reader, Selection())
        other = store.reader()
        other.refresh()
        as_kept = told(other, ValueColumns(other), some)
        other.connection().execute("DELETE FROM columns")
        assert told(other, ValueColumns(other), some) == as_kept == told(reader, long, some)
        other.close()
        reader.close()
        log.close()


def _do(log: SessionLog, runs: list[str], deed: str, run: str, value: Any) -> None:
    if deed == "begin":
        runs.append(new_run_id())
        log.write("run", run=runs[-1], made_by="begin", parts=[], started=1.7e9 + len(runs))
    elif deed in ("param", "metric"):
        log.write("seen", run=run, **{f"{deed}s": [{"name": deed[0], "value": _json(value), "kind": "literal"}]})
    elif deed == "tag":
        log.write("edit", run=run, tags={"t": None if value is True else str(value)})
    elif deed in ("star", "archive"):
        log.write("edit", run=run, set={"star" if deed == "star" else "archived": bool(value)})
    elif deed == "end":
        log.write("end", run=run, state="failed" if value else "finished")
    elif deed in ("delete", "undelete"):
        log.write(deed, run=run)


def _json(value: Any) -> Any:
    return {"float": repr(value)} if isinstance(value, float) and value - value != 0 else value
