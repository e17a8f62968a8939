"""Files that a cell read and wrote: every open that Python makes, the arguments of readers that open natively, and on
Linux what the kernel of the system says about the project's folders.

`FileWatch` is cheap enough for every cell; nothing is hashed or read here.
"""

from __future__ import annotations

import math
import os
import re
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from . import filing
from .audit import listen
from .inotify import FolderWatch
from .paths import PathFilter
from .readers import ReaderWatch
from .records import FileSeen

FILES_AT_MOST = 2000
"""So many files are told of one cell; `FileWatch.left_out` counts the rest."""

_REGISTRY = "_jupyter_tracker_audit"
_WRITING = os.O_WRONLY | os.O_RDWR
_LITERAL = re.compile(
    r"""["']([^"'\n*?]{1,400}\.(?:parquet|feather|arrow|ipc|csv|tsv|json|ndjson|avro|h5|hdf5|duckdb|db))["']"""
)
_NATIVE_READERS = ("duckdb", "polars", "pyarrow", "h5py")


class _Audit:
    """What the one audit hook of this process hands opens to; it outlives a reload of this module."""

    def __init__(self) -> None:
        self.sinks: tuple[Callable[[Any, Any, Any], None], ...] = ()
        self.own_threads: set[int] = set()
        self.events: list[filing.Event] | None = None
        self.own_paths: dict[str, float] = {}
        listen(["open", *filing.EVENTS], self.saw)

    def saw(self, event: str, args: tuple[Any, ...]) -> None:
        """A file is being opened, or something else done to files (`filing`)."""
        if event != "open":
            if self.events is not None and len(self.events) < filing.MOST:
                if threading.get_ident() not in self.own_threads and not filing.is_of_import(event):
                    self.events.append((event, args))
        elif self.sinks and threading.get_ident() not in self.own_threads:
            try:
                for sink in self.sinks:
                    sink(*args[:3])
            except Exception:  # a fault of ours must not fail the user's open
                return


def _audit() -> _Audit:
    kept = vars(sys.modules.setdefault(_REGISTRY, ModuleType(_REGISTRY)))
    if "audit" not in kept:
        kept["audit"] = _Audit()
    audit: _Audit = kept["audit"]
    return audit


@contextmanager
def own_work(*paths: str) -> Iterator[None]:
    """Inside, what this thread opens is the tracker's work and no cell's; `paths` are files that are going to be
    read natively (hashed)."""
    audit, me = _audit(), threading.get_ident()
    within = me in audit.own_threads
    audit.own_threads.add(me)
    full = [os.path.abspath(path) for path in paths]
    audit.own_paths.update(dict.fromkeys(full, math.inf))
    try:
        yield
    finally:
        if not within:
            audit.own_threads.discard(me)
        now = time.monotonic()
        audit.own_paths.update(dict.fromkeys(full, now))
        if len(audit.own_paths) > 10_000:
            audit.own_paths = {path: when for path, when in audit.own_paths.items() if now - when < 60}


class FileWatch:
    """Notes files between `start` and `stop`.

    Args:
        project: the folder whose modules are the user's code and whose data files are watched natively.
        ignore: folders whose files are no one's input (the store).
    """

    def __init__(self, project: str, ignore: Iterable[str] = ()) -> None:
        self.project = os.path.abspath(project)
        self.left_out = 0
        self.filed = filing.Filed()
        """What the newest cell did with files beside opening them."""
        self._filter = PathFilter(ignore)
        self._filter.use([self.project])
        self._opened: dict[str, str] = {}
        self._anew: set[str] = set()
        self._read_natively: dict[str, None] = {}
        self._modules: set[str] = set()
        self._code: dict[str, FileSeen] = {}
        self._readers = ReaderWatch(self._note_argument)
        self._folders = FolderWatch()
        self._began = 0.0
        self._on = False
        _audit()

    def prepare(self) -> None:
        """Find the folders to watch. Walks the project: not for the path of a cell; may be called again."""
        with own_work():
            self._folders.watch((self.project, os.getcwd()), self._filter)

    def start(self) -> None:
        """A cell begins."""
        if self._on:
            return
        self._on = True
        self._opened, self._read_natively, self._anew = {}, {}, set()
        self._filter.use([self.project, os.getcwd()])
        self._folders.drain()
        self._readers.start()
        self._began = time.monotonic()
        audit = _audit()
        audit.events = []
        audit.sinks = (*audit.sinks, self._note)

    def stop(self, source: str = "") -> list[FileSeen]:
        """The files of the cell that ends, whose `source` may name files that only native readers open. A file that
        was first read and then written is there twice."""
        if not self._on:
            return []
        self._on = False
        audit = _audit()
        audit.sinks = tuple(sink for sink in audit.sinks if sink != self._note)
        self.filed = filing.filed(audit.events or (), self._filter.is_noise)
        audit.events = None
        self._readers.stop()
        found: dict[tuple[str, str], str] = {}
        for path, how in list(self._opened.items()):
            if "r" in how and not how.startswith("w"):
                found[path, "read"] = "open"
            if "w" in how:
                found[path, "written"] = "open"
        for path in list(self._read_natively):
            found.setdefault((path, "read"), "argument")
        self._add_from_folders(found)
        if any(name in sys.modules for name in _NATIVE_READERS):
            for path in _LITERAL.findall(source):
                full = os.path.abspath(os.path.expanduser(path))
                if (full, "written") not in found:
                    found.setdefault((full, "read"), "literal")
        return [*self._told(found), *self._new_modules()]

    def modules(self) -> list[FileSeen]:
        """The project's own modules that are loaded: the code of a run beside its cells."""
        self._new_modules()
        return list(self._code.values())

    def close(self) -> None:
        """Watch no more and give the system's handles back."""
        self.stop()
        self._folders.close()

    def _note(self, path: Any, mode: Any, flags: Any) -> None:
        if type(path) is bytes:
            path = os.fsdecode(path)
        if type(path) is not str or self._filter.is_noise(path):
            return
        if not os.path.isabs(path):
            path = os.path.join(os.getcwd(), path)
        writing = flags & _WRITING if mode is None else any(letter in mode for letter in "wax+")
        how = "w" if writing else "r"
        if writing and (flags & os.O_TRUNC if mode is None else "w" in mode or "x" in mode):
            self._anew.add(path)
        known = self._opened.get(path, "")
        if how not in known and len(self._opened) < 10 * FILES_AT_MOST:
            self._opened[path] = known + how

    def _note_argument(self, path: str) -> None:
        self._read_natively[os.path.abspath(os.path.expanduser(path))] = None

    def _add_from_folders(self, found: dict[tuple[str, str], str]) -> None:
        own = _audit().own_paths
        for path, written in self._folders.drain().items():
            if own.get(path, 0.0) >= self._began or self._filter.is_noise(path) or self._filter.is_code(path):
                continue
            if written:
                found.setdefault((path, "written"), "inotify")
            elif (path, "written") not in found:
                found.setdefault((path, "read"), "inotify")

    def _told(self, found: dict[tuple[str, str], str]) -> Iterator[FileSeen]:
        told = 0
        for (raw, mode), seen_by in found.items():
            path = os.path.normpath(raw)
            if self._filter.is_noise(path):
                continue
            about = _stat(path)
            if about is not None and not stat.S_ISREG(about.st_mode):
                continue
            # An open that failed looks like one that did not: what is not there was tried, or has come and gone.
            if about is None and (mode == "read" or self._filter.is_temporary(path)):
                continue
            told += 1
            if told > FILES_AT_MOST:
                self.left_out += 1
                continue
            size, mtime = (about.st_size, about.st_mtime) if about else (None, None)
            yield FileSeen(path, "written" if mode == "written" else "read", seen_by, size, mtime, raw in self._anew)

    def _new_modules(self) -> list[FileSeen]:
        """Modules of the project that were not loaded when this was asked last."""
        names = set(sys.modules)
        fresh: list[FileSeen] = []
        for name in names - self._modules - {"__main__"}:
            path = getattr(sys.modules.get(name), "__dict__", {}).get("__file__")
            if isinstance(path, str) and path.startswith(self.project + os.sep) and not self._filter.is_noise(path):
                about = _stat(path)
                if about is not None and path.endswith(".py"):
                    fresh.append(FileSeen(path, "read", "import", about.st_size, about.st_mtime))
        self._modules = names
        self._code.update((seen.path, seen) for seen in fresh)
        return fresh


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None
