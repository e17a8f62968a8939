"""A reader answers also while another process holds the index, or empties it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import Any

from jupyter_tracker.store import Store
from jupyter_tracker.store.query import Reader

HOLD = (
    "import sqlite3, sys\nheld = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    "held.execute('BEGIN EXCLUSIVE')\nprint('held', flush=True)\nsys.stdin.read()"
)


def test_a_held_index_keeps_nobody_waiting(store: Store, reader: Reader, kernel: Any) -> None:
    kernel.run(params={"depth": 1})
    assert reader.count() == 1
    command = [sys.executable, "-c", HOLD, str(store.root / "index.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        kernel.run(params={"depth": 2})
        reader.refresh()
        found = [reader.count(), store.reader().count()]
        assert holder.poll() is None, "the answers came while the index was held"
        holder.communicate()
    assert found == [2, 2]
    reader.refresh()
    assert reader.count() == 2


def test_an_index_emptied_under_an_open_reader_is_made_anew(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run(params={"depth": 1})
    assert reader.count() == 1
    os.truncate(store.root / "index.db", 0)
    kernel.run(params={"depth": 2})
    reader.refresh()
    assert (reader.count(), reader.run(run)["params"][0]["value"]) == (2, 1)
    reader.refresh()
    with closing(sqlite3.connect(store.root / "index.db")) as index:
        assert index.execute("SELECT count(*) FROM runs").fetchone() == (2,)
