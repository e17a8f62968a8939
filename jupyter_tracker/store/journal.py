"""The session log: one JSON object a line, each with its checksum, appended by exactly one process.

`SessionLog` writes; `read_entries` takes every whole entry out of bytes, before and after damage.
"""

from __future__ import annotations

import itertools
import re
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .appendfile import AppendFile
from .events import FORMAT, SessionKind, plain
from .identifiers import new_session_id
from .jsontext import dumps, loads
from .process import identify

Entry = dict[str, Any]

ENTRY_START = b'{"n":'
CHECKSUM = re.compile(rb',"c":"([0-9a-f]{8})"}\r?')
CHECKSUM_LENGTH = 16


class SessionLog:
    """Writes the events of one session; the file is made at the first event.

    After a fork the child goes on under a new id, in a file of its own, as a session of kind `child`.
    """

    def __init__(
        self,
        folder: Callable[[], Path],
        kind: SessionKind,
        about: Mapping[str, Any],
        on_fault: Callable[[str], None] | None = None,
    ) -> None:
        """`folder` makes sure of the folder for the file and gives it; `about` goes into the first line."""
        self._folder = folder
        self._kind: SessionKind = kind
        self._about = dict(about)
        self._parent: str | None = None
        self._file = AppendFile(
            self._path, self._first_line, separator=b"\n", on_fault=on_fault, after_fork=self._in_child
        )
        self._begin()

    @property
    def id(self) -> str:
        """This session's id (another one in a forked child)."""
        return self._id

    @property
    def lost(self) -> int:
        """Events given up because the store could not be written for too long."""
        return self._file.lost

    def write(self, kind: str, /, **body: Any) -> None:
        """Append one event: when this returns it survives the death of this process. Never raises OSError."""
        self._file.append(self._line(kind, body))

    def touch(self) -> None:
        """Make the file, with its first line, if there is none yet."""
        if self._file.fd < 0:
            self._file.flush()

    @property
    def deleted(self) -> bool:
        """Whether somebody deleted the file, so that what is written is lost."""
        return self._file.deleted

    def begin_anew(self) -> None:
        """Go on as a new session, in a file of its own."""
        self._file.begin_anew()
        self._begin()

    def close(self) -> None:
        """Say that the session closed by itself, if anything was ever written."""
        if self._file.fd >= 0 or self._file.waiting:
            self.write("bye")
        self._file.close()

    def _begin(self) -> None:
        self._id = new_session_id()
        self._numbers = itertools.count(1)
        self._newest = 0.0

    def _line(self, kind: str, body: Mapping[str, Any]) -> bytes:
        # A clock set back must not reorder the events of one session.
        self._newest = max(self._newest, time.time())
        return encode_entry({"n": next(self._numbers), "t": self._newest, "k": kind, **body})

    def _first_line(self) -> bytes:
        self._newest = max(self._newest, time.time())
        body = {"format": FORMAT, "session": self._id, "kind": self._kind, "process": identify(), **self._about}
        if self._parent is not None:
            body["parent"] = self._parent
        return encode_entry({"n": 0, "t": self._newest, "k": "session", **body})

    def _path(self) -> Path:
        path = self._folder() / f"{self._id}.jsonl"
        if path.exists():  # the file went away under us (closed descriptor, stale handle): go on under another id
            self._parent, self._id = self._id, new_session_id()
            path = path.with_name(f"{self._id}.jsonl")
        return path

    def _in_child(self) -> None:
        self._parent, self._kind = self._id, "child"
        self._begin()


def encode_entry(entry: Mapping[str, Any]) -> bytes:
    """The line for one event, its checksum last."""
    try:
        text = dumps(entry, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        text = dumps(plain(entry), separators=(",", ":"), allow_nan=False)
    body = text[:-1].encode("ascii")
    return b'%s,"c":"%08x"}\n' % (body, zlib.crc32(body))


@dataclass
class LogRead:
    """What a piece of a log held: whole entries and their lines, how far they reach, how many places were damaged."""

    entries: list[Entry] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    consumed: int = 0
    damaged: int = 0


def read_entries(data: bytes) -> LogRead:
    """All whole entries in `data`, which begins at a line's start.

    `consumed` ends at the last line break: an unfinished line, or a tail of zeros that a network file system has not
    filled yet, is "not yet" and is read again next time.
    """
    read = LogRead()
    end = data.rfind(b"\n") + 1
    for line in data[:end].split(b"\n"):
        if not line.strip(b"\r"):
            continue
        entry = _whole(line)
        if entry is None:
            read.damaged += 1
            line, entry = _rescued(line)
        if entry is not None:
            read.entries.append(entry)
            read.lines.append(line)
    read.consumed = end
    return read


def session_of(path: Path, entries: list[Entry]) -> str:
    """The session of a log: what its first line says, else how its name begins (copies have longer ones)."""
    for entry in entries[:1]:
        if entry.get("k") == "session" and isinstance(entry.get("session"), str):
            return str(entry["session"])
    return path.stem[:24]


def _whole(line: bytes) -> Entry | None:
    match = CHECKSUM.fullmatch(line, len(line.rstrip(b"\r")) - CHECKSUM_LENGTH)
    if match is None or zlib.crc32(line[: match.start()]) != int(match[1], 16):
        return None
    try:
        entry = loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if _has_envelope(entry) else None


def _has_envelope(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("n"), int)
        and 0 <= entry["n"] < 2**53
        and isinstance(entry.get("t"), (int, float))
        and isinstance(entry.get("k"), str)
    )


def _rescued(line: bytes) -> tuple[bytes, Entry | None]:
    """The whole entry behind a torn one on the same line, if there is one."""
    start = line.find(ENTRY_START, 1)
    while start > 0:
        entry = _whole(line[start:])
        if entry is not None:
            return line[start:], entry
        start = line.find(ENTRY_START, start + 1)
    return line, None
