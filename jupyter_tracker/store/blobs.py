"""Bytes by their content: `blobs/ab/cdef…` holds the bytes whose BLAKE3 is `abcdef…`, referred to as `b3:abcdef…`."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from .errors import StoreError
from .identifiers import random_text

PREFIX = "b3:"
CHUNK = 2**20
FICLONE = 0x40049409
"""Linux: share the bytes of a file with another instead of copying them."""


class Blobs:
    """Stores bytes once each; a blob is complete as soon as it is there under its name."""

    def __init__(self, root: Path, prepare: Callable[[], None]) -> None:
        """Keep blobs under `root`; `prepare` makes the store's folder before the first is written."""
        self.root = root
        self.added = 0
        """Bytes this process has added."""
        self._prepare = prepare

    def put(self, data: bytes) -> str:
        """Keep `data` and give its reference. Raises OSError when it cannot be written."""
        from blake3 import blake3

        digest = blake3(data).hexdigest()
        if not self._known(digest):
            with self._temporary() as (file, path):
                file.write(data)
                file.flush()
                self._adopt(path, digest, len(data))
        return PREFIX + digest

    def put_file(self, path: str | os.PathLike[str], limit: int | None = None) -> tuple[str | None, str, int]:
        """Keep the file's bytes: its reference (None beyond `limit` bytes), hash (in the same form) and size.

        The bytes are those it had when it was opened, up to the length it had then. Raises StoreError for what is no
        ordinary file, OSError when it cannot be read or the copy cannot be written.
        """
        with open(path, "rb", opener=_open_ordinary) as source:
            size = os.fstat(source.fileno()).st_size
            if limit is not None and size > limit:
                digest, size = _digest(source, size)
                return None, PREFIX + digest, size
            with self._temporary() as (file, temporary):
                digest, size = _copy(source, file, size)
                if not self._known(digest):
                    self._adopt(temporary, digest, size)
                return PREFIX + digest, PREFIX + digest, size

    def get(self, ref: str) -> bytes:
        """The bytes of a blob. Raises StoreError when the store does not have it, or has it damaged."""
        from blake3 import blake3

        with self.open(ref) as file:
            data = file.read()
        if blake3(data).hexdigest() != ref[len(PREFIX) :]:
            raise StoreError(f"the blob {ref} is damaged")
        return data

    def open(self, ref: str) -> BinaryIO:
        """The blob as an open file. Raises StoreError when the store does not have it."""
        try:
            return open(self.path(ref), "rb")
        except FileNotFoundError:
            raise StoreError(f"the store does not have {ref}: only its hash was kept, or it was pruned") from None

    def path(self, ref: str) -> Path:
        """Where a blob lies, or would. Raises StoreError for what is no reference."""
        digest = ref[len(PREFIX) :]
        if not ref.startswith(PREFIX) or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise StoreError(f"{ref!r} is no blob reference (b3: and 64 hex digits)")
        return self.root / digest[:2] / digest[2:]

    def has(self, ref: str) -> bool:
        """Whether the store has the bytes."""
        return self.path(ref).exists()

    def all(self) -> Iterator[tuple[str, os.stat_result]]:
        """Every blob's reference and what the file system says of it."""
        for folder in _entries(self.root):
            if len(folder.name) != 2 or not folder.is_dir(follow_symlinks=False):
                continue
            for entry in _entries(folder.path):
                if len(entry.name) == 62:
                    try:
                        yield PREFIX + folder.name + entry.name, entry.stat(follow_symlinks=False)
                    except FileNotFoundError:
                        continue

    def _known(self, digest: str) -> bool:
        # A new date keeps pruning, which spares young blobs, from taking one that is about to be referred to.
        try:
            os.utime(self.path(PREFIX + digest))
        except FileNotFoundError:
            return False
        except OSError:
            return self.has(PREFIX + digest)
        return True

    def _temporary(self) -> _Temporary:
        self._prepare()
        self.root.mkdir(mode=0o700, exist_ok=True)
        return _Temporary(self.root / f".new-{random_text(12)}")

    def _adopt(self, temporary: Path, digest: str, size: int) -> None:
        target = self.path(PREFIX + digest)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(temporary, target)
        self.added += size


class _Temporary:
    """A new file that is gone afterwards unless it was renamed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> tuple[BinaryIO, Path]:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        self.file: BinaryIO = os.fdopen(os.open(self.path, flags, 0o600), "w+b")
        return self.file, self.path

    def __exit__(self, *fault: object) -> None:
        self.file.close()
        self.path.unlink(missing_ok=True)


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        return []


def _open_ordinary(path: str, flags: int) -> int:
    # Without O_NONBLOCK opening a FIFO that nobody writes to would wait for ever.
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise StoreError(f"{path} is no ordinary file")
    return descriptor


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> tuple[str, int]:
    """Copy `size` bytes and give the digest of what the copy holds."""
    if _share(source, target):
        target.truncate(size)
        return _digest(target, size)
    hasher = _hasher()
    copied = 0
    while copied < size and (chunk := source.read(min(CHUNK, size - copied))):
        hasher.update(chunk)
        target.write(chunk)
        copied += len(chunk)
    target.flush()
    return str(hasher.hexdigest()), copied


def _share(source: BinaryIO, target: BinaryIO) -> bool:
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        fcntl.ioctl(target.fileno(), FICLONE, source.fileno())
    except OSError:
        return False
    return True


def _digest(file: BinaryIO, size: int) -> tuple[str, int]:
    hasher = _hasher()
    read = 0
    while read < size and (chunk := file.read(min(CHUNK, size - read))):
        hasher.update(chunk)
        read += len(chunk)
    return str(hasher.hexdigest()), read


def _hasher() -> Any:
    from blake3 import blake3

    return blake3()
