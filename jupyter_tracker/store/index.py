"""The index: an SQLite file that answers questions and can be thrown away at any moment.

All SQL of the schema stands here. A rollback journal, never WAL (which network file systems cannot do); on such a file
system, or where the store cannot be written, the index lies in the user's cache folder.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

from .location import named_after, user_folder

SCHEMA = 7
"""Raise it with every change of the tables or of what stands in them: an index of another one is rebuilt."""

APPLICATION = 0x4A54524B
BUSY_MS = 200

NETWORK = ("nfs", "cifs", "smb", "afs", "ncpfs", "lustre", "gpfs", "ceph", "beegfs", "fuse", "9p", "gluster", "pvfs")

TABLES = """
CREATE TABLE files (path TEXT PRIMARY KEY, kind TEXT, owner TEXT, writer TEXT, offset INTEGER, size INTEGER,
    mtime INTEGER, inode INTEGER, closed INTEGER, damaged INTEGER, format INTEGER, state TEXT) WITHOUT ROWID;
CREATE TABLE sessions (session TEXT PRIMARY KEY, kind TEXT, format INTEGER, process TEXT, host TEXT, pid INTEGER,
    cwd TEXT, notebook TEXT, software TEXT, started REAL, heard REAL, closed INTEGER) WITHOUT ROWID;
CREATE TABLE events (session TEXT, n INTEGER, t REAL, k TEXT, run TEXT, exec TEXT, body TEXT,
    PRIMARY KEY (session, n));
CREATE TABLE parts (run TEXT, exec TEXT, place INTEGER, PRIMARY KEY (run, exec)) WITHOUT ROWID;
CREATE TABLE reserved (exec TEXT, run TEXT, PRIMARY KEY (exec, run)) WITHOUT ROWID;
CREATE TABLE runs (id TEXT PRIMARY KEY, name TEXT, named INTEGER, state TEXT, open INTEGER, session TEXT,
    experiment TEXT, note TEXT, notebook TEXT, cell TEXT, parent TEXT, host TEXT, made_by TEXT, started REAL,
    ended REAL, duration REAL, heard REAL, star INTEGER, baseline INTEGER, archived INTEGER, deleted INTEGER,
    verdict TEXT, grade TEXT, pinned INTEGER, rev INTEGER, place INTEGER) WITHOUT ROWID;
CREATE TABLE summaries (run TEXT PRIMARY KEY, summary TEXT);
CREATE TABLE params (name TEXT, run TEXT, num REAL, text TEXT, given INTEGER, PRIMARY KEY (name, run)) WITHOUT ROWID;
CREATE TABLE metrics (name TEXT, run TEXT, last REAL, min REAL, max REAL, first REAL, count INTEGER, text TEXT,
    sampling TEXT, PRIMARY KEY (name, run)) WITHOUT ROWID;
CREATE TABLE tags (name TEXT, run TEXT, text TEXT, PRIMARY KEY (name, run)) WITHOUT ROWID;
CREATE TABLE alike (run TEXT PRIMARY KEY, work TEXT, seed TEXT) WITHOUT ROWID;
CREATE TABLE series (run TEXT, writer TEXT, name TEXT, session TEXT, count INTEGER, min REAL, max REAL, first REAL,
    first_time REAL, first_number INTEGER, last REAL, last_time REAL, last_number INTEGER, last_step REAL,
    PRIMARY KEY (run, writer, name)) WITHOUT ROWID;
CREATE TABLE columns (name TEXT PRIMARY KEY, rev INTEGER, count INTEGER, numbers BLOB, codes BLOB, labels TEXT,
    given BLOB);
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
"""

INDEXES = """
CREATE INDEX files_owner ON files (owner, kind);
CREATE INDEX events_run ON events (run) WHERE run IS NOT NULL;
CREATE INDEX events_exec ON events (exec) WHERE exec IS NOT NULL;
CREATE INDEX events_view ON events (t) WHERE k = 'view';
CREATE INDEX events_cell ON events (t) WHERE k = 'cell';
CREATE INDEX events_notebook ON events (session, n) WHERE k = 'notebook';
CREATE INDEX parts_exec ON parts (exec);
CREATE INDEX reserved_run ON reserved (run);
CREATE INDEX runs_name ON runs (name);
CREATE INDEX runs_started ON runs (started);
CREATE INDEX runs_parent ON runs (parent) WHERE parent IS NOT NULL;
CREATE INDEX runs_cell ON runs (cell, started) WHERE cell IS NOT NULL;
CREATE INDEX runs_rev ON runs (rev);
CREATE INDEX runs_open ON runs (open) WHERE open = 1;
"""

BY_RUN = """
CREATE INDEX params_run ON params (run);
CREATE INDEX metrics_run ON metrics (run);
CREATE INDEX tags_run ON tags (run);
"""
"""Left out while a new index is filled, which is faster."""


def index_path(root: Path) -> Path:
    """Where the index of the store at `root` lies on this machine."""
    if root.is_dir() and os.access(root, os.W_OK) and not on_network(root):
        return root / "index.db"
    return cached_index_path(root)


def cached_index_path(root: Path) -> Path:
    """Where it lies when it cannot be in the store."""
    return user_folder("cache") / f"{named_after(root)}-{SCHEMA}.db"


def connect(path: Path | None) -> sqlite3.Connection:
    """A connection to the index at `path`, made or made anew where it is missing, foreign or damaged.

    None is an index in memory. Raises sqlite3.OperationalError when the file cannot be had.
    """
    if path is None:
        connection = _open(":memory:")
        _create(connection)
        return connection
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for _ in range(3):
        connection = _open(str(path))
        try:
            if is_ours(connection):
                return connection
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                _create(connection)
                return connection
        except sqlite3.OperationalError as fault:
            connection.close()
            if "locked" in str(fault) or "busy" in str(fault):
                raise
        except sqlite3.DatabaseError:
            connection.close()
        else:
            connection.close()
        discard(path)
    raise sqlite3.OperationalError(f"no index can be made at {path}")


def discard(path: Path) -> None:
    """Throw an index away."""
    for name in (path.name, path.name + "-journal"):
        path.with_name(name).unlink(missing_ok=True)


def newer_schema(path: Path) -> bool:
    """Whether the index at `path` belongs to a newer jupyter_tracker, which will want it back."""
    try:
        with open(path, "rb") as file:
            head = file.read(100)
    except OSError:
        return False
    application = int.from_bytes(head[68:72], "big")
    return application == APPLICATION and int.from_bytes(head[60:64], "big") > SCHEMA


def on_network(path: Path) -> bool:
    """Whether `path` is on a network file system (known on Linux; elsewhere taken for local)."""
    if sys.platform != "linux":
        return False
    best, kind = "", ""
    wanted = os.path.realpath(path) + "/"
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as mounts:
            for line in mounts:
                left, _, right = line.partition(" - ")
                point = left.split(" ")[4].replace("\\040", " ")
                if wanted.startswith(point.rstrip("/") + "/") and len(point) >= len(best):
                    best, kind = point, right.split(" ")[0]
    except OSError:
        return False
    return kind.startswith(NETWORK) and kind not in ("fuseblk", "fusectl")


def drop_by_run(connection: sqlite3.Connection) -> None:
    """Leave the indexes by run out."""
    for table in ("params", "metrics", "tags"):
        connection.execute(f"DROP INDEX IF EXISTS {table}_run")


def make_by_run(connection: sqlite3.Connection) -> None:
    """Make the indexes by run."""
    for statement in BY_RUN.split(";"):
        connection.execute(statement)


def distinct_names(connection: sqlite3.Connection, table: str, prefix: str = "") -> list[str]:
    """The different names in a table that is sorted by them, found by leaping from one to the next."""
    found: list[str] = []
    name = connection.execute(f"SELECT min(name) FROM {table} WHERE name >= ?", (prefix,)).fetchone()[0]
    while name is not None and name.startswith(prefix):
        found.append(name)
        name = connection.execute(f"SELECT min(name) FROM {table} WHERE name > ?", (name,)).fetchone()[0]
    return found


def _open(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -262144")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def is_ours(connection: sqlite3.Connection) -> bool:
    """Whether this is an index of ours, of this version."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return bool(application == APPLICATION and version == SCHEMA)


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for statement in (TABLES + INDEXES + BY_RUN).split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("COMMIT")
