"""A store in a temporary folder, and helpers that write what a kernel would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import compress
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import SessionLog, Store, new_run_id
from jupyter_tracker.store.query import Reader

PACKAGE_FOLDER = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / ".tracker")


@pytest.fixture
def reader(store: Store) -> Iterator[Reader]:
    reader = store.reader()
    yield reader
    reader.close()


class Kernel:
    """Writes cells and runs into a store as a kernel does."""

    def __init__(self, store: Store, **about: Any) -> None:
        self.store = store
        self.log: SessionLog = store.session("kernel", **{"cwd": "/home/me", "notebook": "/home/me/a.ipynb", **about})
        self.count = 0

    def cell(self, source: bytes = b"pass", tracked: bool = False, **more: Any) -> str:
        self.count += 1
        exec_id = f"{self.log.id}.{self.count}"
        ref = self.store.blobs.put(source)
        self.log.write("cell", exec=exec_id, source=ref, tracked=tracked, count=self.count, **more)
        return exec_id

    def cell_end(self, exec_id: str, outcome: str = "ok", **more: Any) -> None:
        self.log.write("cell_end", exec=exec_id, outcome=outcome, wall=1.5, cpu=1.0, **more)

    def run(self, *, end: str | None = "finished", params: Any = None, metrics: Any = None, **about: Any) -> str:
        """A tracked cell from beginning to end; `end` None leaves it running."""
        run = new_run_id()
        exec_id = self.cell(tracked=True, cell_id="cell-1")
        self.log.write("run", **{"run": run, "made_by": "cell", "parts": [exec_id], **about})
        seen = {
            "params": [{"name": name, "value": value, "kind": "literal"} for name, value in (params or {}).items()],
            "metrics": [{"name": name, "value": value, "kind": "assigned"} for name, value in (metrics or {}).items()],
        }
        self.log.write("seen", exec=exec_id, run=run, **seen)
        if end is not None:
            self.cell_end(exec_id)
            self.log.write("end", run=run, state=end)
        return run


@pytest.fixture
def kernel(store: Store) -> Kernel:
    return Kernel(store)


@pytest.fixture
def other_process() -> Callable[..., subprocess.Popen[str]]:
    """Starts Python code in a process of its own; its arguments are in sys.argv."""

    def start(code: str, *arguments: Any, **options: Any) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(PACKAGE_FOLDER)}
        command = [sys.executable, "-c", code, *map(str, arguments)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, **options)

    return start


def rows_of(reader: Reader) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the index apart from its own bookkeeping."""
    reader.refresh()
    connection = reader.connection()
    tables = ("sessions", "events", "parts", "reserved", "params", "metrics", "tags", "alike", "series", "summaries")
    rows = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}
    cursor = connection.execute("SELECT * FROM runs")
    names = [column[0] for column in cursor.description]
    kept = [name not in ("rev", "place") for name in names]
    rows["runs"] = sorted(tuple(compress(row, kept)) for row in cursor)
    return rows


@pytest.fixture(name="dump")
def dump_fixture() -> Callable[[Reader], dict[str, list[tuple[Any, ...]]]]:
    """Gives all rows of the index apart from its own bookkeeping."""
    return rows_of
