"""A file that this process alone appends to, one `os.write` an entry.

No lock is taken where all is well. What could not be written (disk full, quota, network home gone) waits in a bounded
ring in memory and goes out before the next entry that can be written. A torn entry is never cut off again, since
another thread may have appended behind it by then; readers find the next whole one.
"""

from __future__ import annotations

import os
import sys
import weakref
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import RLock

RING_BYTES = 8 * 2**20
"""How much a file keeps in memory while it cannot be written."""

HIGH_DESCRIPTOR = 200
"""Descriptors from here on are rarely taken over by a user's file after `os.closerange`."""

OPEN_FLAGS = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)

_open_files: weakref.WeakSet[AppendFile] = weakref.WeakSet()
_unwritten: set[AppendFile] = set()
"""The files with something that waits, which keeps them from being forgotten."""


class AppendFile:
    """Appends whole entries to a file of its own, made at the first entry.

    `fd` is there for callers on a hot path: they `os.write` to it themselves and hand what failed to `recover`. It is
    -1 while there is no file or something waits, so that such a write fails and ends up in `recover` by itself.
    """

    def __init__(
        self,
        path: Callable[[], Path],
        preamble: Callable[[], bytes],
        *,
        separator: bytes = b"",
        on_fault: Callable[[str], None] | None = None,
        after_fork: Callable[[], None] | None = None,
    ) -> None:
        """`path` and `preamble` (the first bytes) are asked when the file is made; `separator` follows a torn entry."""
        self.fd = -1
        self.lost = 0
        self._path = path
        self._preamble = preamble
        self._separator = separator
        self._on_fault = on_fault
        self._after_fork = after_fork
        self._file = -1
        self._head = b""
        self._torn = False
        self._said = False
        self._ring: deque[bytes] = deque()
        self._waiting = 0
        self.lock = RLock()
        """Held while something is put right; a forked child gets a new one."""
        _open_files.add(self)

    @property
    def waiting(self) -> int:
        """Bytes that could not be written yet."""
        return self._waiting

    def append(self, entry: bytes) -> None:
        """Write `entry`; when that fails it waits in memory. Never raises OSError."""
        try:
            done = os.write(self.fd, entry)
        except OSError as fault:
            self.recover(entry, 0, fault)
        else:
            if done != len(entry):
                self.recover(entry, done, None)

    def recover(self, entry: bytes, done: int, fault: OSError | None) -> None:
        """Take over `entry`, of which a write left only `done` bytes in the file (none, and `fault`, if it failed)."""
        with self.lock:
            self._torn = self._torn or done > 0
            if fault is not None and self.fd >= 0:
                self._drop_descriptor(fault)
            self._keep(entry)
            _unwritten.add(self)
            self.flush()

    def flush(self) -> bool:
        """Try to write what waits; whether all of it is written now."""
        with self.lock:
            try:
                if self._file < 0:
                    self._create()
                if self._head:
                    self._write(self._head)
                    self._head = b""
                while self._ring:
                    self._write_first()
            except OSError as fault:
                self.fd = -1
                self._say(fault)
                return False
            self.fd = self._file
            self._said = False
            _unwritten.discard(self)
            return True

    def close(self) -> None:
        """Write what waits and close; a later entry begins a new file. What cannot be written waits for `flush_all`."""
        with self.lock:
            if not self._ring or self.flush():
                self._forget_file()

    @property
    def deleted(self) -> bool:
        """Whether the file was deleted by somebody, so that what is written to it is lost."""
        if self._file < 0:
            return False
        try:
            return os.fstat(self._file).st_nlink == 0
        except OSError:
            return False

    def begin_anew(self) -> None:
        """Give the file up; the next entry begins a new one."""
        with self.lock:
            self._forget_file()

    def _create(self) -> None:
        path = self._path()
        made = os.open(path, OPEN_FLAGS, 0o600)
        self._file = _out_of_reach(made)
        self._torn = False
        self._head = self._preamble()

    def _write_first(self) -> None:
        # Taken out before it is written: an interrupt in between must not make the same entry be written twice.
        entry = self._ring.popleft()
        try:
            self._write(entry)
        except OSError:
            self._ring.appendleft(entry)
            raise
        self._waiting -= len(entry)

    def _write(self, entry: bytes) -> None:
        data = self._separator + entry if self._torn else entry
        done = os.write(self._file, data)
        self._torn = done != len(data)
        if self._torn:
            raise OSError(28, "only a part could be written")

    def _keep(self, entry: bytes) -> None:
        self._ring.append(entry)
        self._waiting += len(entry)
        while self._waiting > RING_BYTES and len(self._ring) > 1:
            self._waiting -= len(self._ring.popleft())
            self.lost += 1

    def _drop_descriptor(self, fault: OSError) -> None:
        """Give up a descriptor that the user's code closed, or whose file a server lost: a new file begins."""
        import errno

        # The fault may be of a time before there was a file, when another thread has made one meanwhile.
        if fault.errno == errno.ESTALE or (fault.errno == errno.EBADF and not _is_open(self.fd)):
            self._file = self.fd = -1

    def _forget_file(self) -> None:
        descriptor, self._file, self.fd = self._file, -1, -1
        if descriptor >= 0:
            try:
                os.close(descriptor)
            except OSError:
                pass

    def _say(self, fault: OSError) -> None:
        if self._said or self._on_fault is None:
            return
        self._said = True
        reason = fault.strerror or str(fault)
        self._on_fault(f"cannot write to the store ({reason}); up to {RING_BYTES >> 20} MB wait in memory")

    def _in_child(self) -> None:
        _unwritten.discard(self)
        self.lock = RLock()
        self._ring = deque()
        self._waiting = self.lost = 0
        self._said = False
        self._forget_file()
        if self._after_fork is not None:
            self._after_fork()


def flush_all() -> int:
    """Try to write what waits, in whatever file; how many entries still do, or were given up for good."""
    for file in list(_unwritten):
        file.flush()
    return sum(file.lost + len(file._ring) for file in list(_open_files))


def renew_deleted() -> None:
    """Let every file that somebody deleted begin anew."""
    for file in list(_open_files):
        if file.deleted:
            file.begin_anew()


def _out_of_reach(descriptor: int) -> int:
    """The same file under a high descriptor, where the system allows one."""
    if sys.platform == "win32":
        return descriptor
    import fcntl

    try:
        high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR)
    except OSError:
        return descriptor
    os.close(descriptor)
    return int(high)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _all_in_child() -> None:
    for file in list(_open_files):
        file._in_child()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_all_in_child)
