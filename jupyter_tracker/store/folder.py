"""`Store`: one `.tracker` folder, opened. It hands out what writes to it and what reads it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .appendfile import renew_deleted
from .blobs import Blobs
from .errors import StoreError
from .events import SessionKind
from .journal import SessionLog
from .location import FOLDER, Location, locate
from .points import PointWriter

if TYPE_CHECKING:
    from .query import Reader

DEFAULT_BUDGET = 2 * 2**30
"""Bytes a store may take before only hashes are kept."""

USAGE_FILE = "usage"
"""Holds, as decimal text, the bytes of all blobs when they were last counted."""


class Store:
    """A store. Its folder is made when something is first written, not when it is opened."""

    def __init__(self, location: Location) -> None:
        """Use `Store.open`."""
        self.root = location.root
        self.location = location
        self.on_fault: Callable[[str], None] | None = None
        """Called with one line of text when something could not be written (once until it can be again)."""
        self.blobs = Blobs(self.root / "blobs", self._make)
        self._session: SessionLog | None = None
        self._made = False
        self._counted: int | None = None

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        near: str | os.PathLike[str] | None = None,
        create: bool = True,
    ) -> Store:
        """The store at `path`, or the one that belongs to `near` (a notebook, or a folder; the current one by default).

        With `create` false a store that is not there yet raises StoreError.
        """
        location = locate(path, near=near)
        if not create and not location.root.is_dir():
            if location.instead_of is not None and location.instead_of.is_dir():
                return cls(Location(location.instead_of, writable=False))
            raise StoreError(f"there is no store at {location.root}; the first tracked cell makes it")
        return cls(location)

    def session(self, kind: SessionKind, /, **about: Any) -> SessionLog:
        """A new session log; points opened after it name it as their session."""
        self._session = SessionLog(lambda: self._folder("sessions"), kind, about, self._fault)
        return self._session

    def points(self, run: str, *, starts: Mapping[str, int] | None = None) -> PointWriter:
        """A writer for the run's points; `starts` gives the step with which a resumed series goes on."""
        return PointWriter(
            run, lambda: self._folder("points"), session=self._session, starts=starts, on_fault=self._fault
        )

    def renew(self) -> bool:
        """Whether somebody deleted the session's log, and with it the store: then all files begin anew, the log as a
        new session. Cheap where it is still there.
        """
        if self._session is None or not self._session.deleted:
            return False
        self._session.begin_anew()
        renew_deleted()
        self._counted = None
        return True

    def reader(self) -> Reader:
        """What answers questions about the runs; one for each thread."""
        from .query import Reader

        return Reader(self)

    def over_budget(self, budget: int = DEFAULT_BUDGET) -> bool:
        """Whether the blobs take more than `budget` bytes, by the last count and what this process added since."""
        if self._counted is None:
            try:
                self._counted = int((self.root / USAGE_FILE).read_text())
            except (OSError, ValueError):
                self._counted = 0
        return self._counted + self.blobs.added > budget

    def count_blobs(self) -> int:
        """Count the bytes of all blobs and note them down for `over_budget`; takes a while, so off a cell's path."""
        added = self.blobs.added
        total = sum(status.st_size for _, status in self.blobs.all())
        self._counted = total - added
        if self.root.is_dir():
            write_small(self.root / USAGE_FILE, str(total))
        return total

    def _fault(self, text: str) -> None:
        if self.on_fault is not None:
            self.on_fault(text)

    def _folder(self, name: str) -> Path:
        folder = self.root / name
        if not self._made or not folder.is_dir():
            self._make()
            folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def _make(self) -> None:
        """Make the store's folder, which keeps itself out of git; one that holds other things is left to git."""
        if self._made and self.root.is_dir():
            return
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        ignore = self.root / ".gitignore"
        ours = self.root.name == FOLDER or not any(self.root.iterdir())
        if ours and not ignore.exists():
            write_small(ignore, "*\n")
        self._made = True


def write_small(path: Path, text: str) -> None:
    """Replace a small file as a whole; does nothing where it cannot be written."""
    from .identifiers import random_text

    temporary = path.with_name(f".{path.name}-{random_text(6)}")
    try:
        temporary.write_text(text)
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
