"""What Linux (inotify) says about files in watched folders: the net under native readers and subprocesses."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable, Iterator

from .paths import PathFilter

FOLDERS_AT_MOST = 200
EVENTS_AT_MOST = 20_000

_OPEN, _CLOSE_WRITE, _CLOSE_NOWRITE, _MOVED_TO = 0x20, 0x8, 0x10, 0x80
_IS_DIR, _IGNORED, _ONLY_DIR = 0x40000000, 0x8000, 0x01000000
_HEADER = struct.Struct("iIII")


class FolderWatch:
    """Names of files opened in the watched folders by anyone; where there is no inotify nothing is ever seen."""

    def __init__(self) -> None:
        self._fd = -1
        self._folders: dict[int, str] = {}
        self._watched: set[str] = set()
        self._libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
        self._pid = os.getpid()

    def watch(self, roots: Iterable[str], skip: PathFilter) -> None:
        """Watch these folders and what lies below them, the upper ones first, at most `FOLDERS_AT_MOST`."""
        if self._libc is None or not self._open():
            return
        for folder in _walk(list(dict.fromkeys(map(os.path.realpath, roots))), skip):
            if len(self._watched) >= FOLDERS_AT_MOST:
                return
            if folder not in self._watched:
                mask = _OPEN | _CLOSE_WRITE | _CLOSE_NOWRITE | _MOVED_TO | _ONLY_DIR
                number = self._libc.inotify_add_watch(self._fd, os.fsencode(folder), mask)
                if number >= 0:
                    self._folders[number] = folder
                    self._watched.add(folder)

    def drain(self) -> dict[str, bool]:
        """Files opened since the last call; True for those that were written."""
        found: dict[str, bool] = {}
        if self._fd < 0 or self._pid != os.getpid():
            return found
        events = 0
        while events < EVENTS_AT_MOST:
            try:
                data = os.read(self._fd, 65536)
            except OSError:  # nothing more to read, or the user closed all descriptors
                break
            for number, mask, name in _parse(data):
                events += 1
                folder = self._folders.get(number)
                if mask & _IGNORED and folder is not None:
                    self._watched.discard(self._folders.pop(number))
                elif folder is not None and name and not mask & _IS_DIR:
                    path = os.path.join(folder, os.fsdecode(name))
                    found[path] = found.get(path, False) or bool(mask & (_CLOSE_WRITE | _MOVED_TO))
        return found

    def close(self) -> None:
        """Give the descriptor back."""
        if self._fd >= 0 and self._pid == os.getpid():
            os.close(self._fd)
        self._fd = -1
        self._folders, self._watched = {}, set()

    def _open(self) -> bool:
        if self._fd < 0 and self._libc is not None:
            self._fd = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            if self._fd < 0 and ctypes.get_errno() in (errno.ENOSYS, errno.EPERM):
                self._libc = None
        return self._fd >= 0


def _walk(roots: list[str], skip: PathFilter) -> Iterator[str]:
    level = roots
    while level:
        yield from level
        below: list[str] = []
        for folder in level:
            try:
                with os.scandir(folder) as entries:
                    inner = [each.path for each in entries if _is_worth(each, skip)]
            except OSError:
                continue
            below += inner
            if len(below) > FOLDERS_AT_MOST:
                break
        level = below[:FOLDERS_AT_MOST]


def _is_worth(entry: os.DirEntry[str], skip: PathFilter) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False) and not skip.is_noisy_folder(entry.name)
    except OSError:
        return False


def _parse(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + _HEADER.size <= len(data):
        number, mask, _, length = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        yield number, mask, data[at : at + length].rstrip(b"\0")
        at += length
