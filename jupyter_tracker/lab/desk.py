"""One open store as the server works with it: its reader, the log of what people do here, and what has changed."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from jupyter_tracker.store import FilterError, RefError, Store, StoreError

from .errors import Refused

if TYPE_CHECKING:
    from jupyter_tracker.store import SessionLog
    from jupyter_tracker.store.query import Reader
    from jupyter_tracker.workbench.bench import Bench

T = TypeVar("T")
P = ParamSpec("P")

MOST_KEPT = 5_000


class NoStore(Refused):
    """Nothing has been tracked at this place yet, so there is no run to answer with."""

    def __init__(self) -> None:
        super().__init__(404, "Nothing has been tracked here yet: run a cell that begins with %%track.")


class Kept(Generic[T]):
    """Answers by (run, question), the least used dropped first; those of a run go when it changes."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, str], T] = OrderedDict()

    def get(self, run: str, question: str, find: Callable[[], T]) -> T:
        """The kept answer, or what `find` gives now."""
        key = (run, question)
        if key not in self._answers:
            self._answers[key] = find()
            if len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
        self._answers.move_to_end(key)
        return self._answers[key]

    def forget(self, runs: Iterable[str]) -> None:
        """Drop all answers about these runs."""
        gone = set(runs)
        for key in [key for key in self._answers if key[0] in gone] if gone else ():
            del self._answers[key]


class Desk:
    """An open store, worked with in one thread of its own: `ask` is for the event loop, all else for that thread."""

    def __init__(self, store: Store, about: dict[str, Any]) -> None:
        """`about` goes into the first line of the log that is begun when somebody changes something here."""
        self.store = store
        self.root = store.root
        self.kept: Kept[Any] = Kept()
        self._about = about
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="jupyter-tracker-store")
        self._reader: Reader | None = None
        self._bench: Bench | None = None
        self._log: SessionLog | None = None
        self._changed: set[str] | None = None
        self._seen = 0
        self._was_empty = False
        # Rising across restarts of the server and rebuilds of the index, so that a panel can compare two of them.
        self.cursor = time.time_ns() // 1_000_000
        """Grows with everything that became known of runs or of executed cells."""

    async def ask(self, question: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `question` answers in this store's thread. Raises Refused for what the store refuses."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: answered(question, self, *args, **kwargs))

    async def close(self) -> None:
        """Say in the log, if there is one, that this session is over, and end the thread."""
        await self.ask(Desk._close)
        self._thread.shutdown()

    @property
    def exists(self) -> bool:
        """Whether anything has been tracked here yet."""
        return self.root.is_dir()

    @property
    def reader(self) -> Reader:
        """The reader, up with all that was written. Raises NoStore where nothing has been tracked yet."""
        if not self.exists:
            self._was_empty = True
            raise NoStore
        first = self._reader is None
        if self._reader is None:
            self._reader = self.store.reader()
        fresh = self._reader.refresh()
        before, self._seen = self._seen, self._reader.cursor
        if self._seen != before and (not first or self._was_empty):  # what a reader finds at first is no news
            self.cursor += 1
            self.kept.forget(fresh)
            self._changed = fresh | (self._changed or set())
        return self._reader

    @property
    def bench(self) -> Bench:
        """What questions about many runs are asked of, up with all that was written. Raises NoStore."""
        from jupyter_tracker.workbench.bench import Bench

        reader = self.reader
        if self._bench is None or self._bench.reader is not reader:
            self._bench = Bench(reader)
        return self._bench

    def keep_column(self) -> bool:
        """Keep one of the columns that tables asked for in the index, so that the next server has them at once; False
        where all are kept."""
        return self._bench is not None and self.exists and self.bench.columns.keep_one()

    def changes(self) -> set[str] | None:
        """The runs that changed since this was last asked, whichever question made them known.

        Empty where only more is known of cells that are in no run, None where there is nothing new at all.
        """
        if self.exists:
            _ = self.reader
        changed, self._changed = self._changed, None
        return changed

    def write(self, kind: str, **body: Any) -> None:
        """Append an event to the server's own session log, which begins with the first one."""
        if not self.exists:
            raise NoStore
        if not self.store.location.writable:
            raise Refused(409, f"The store at {self.root} can only be read: its folder is not writable.")
        if self._log is None:
            self._log = self.store.session("server", **self._about)
        self._log.write(kind, **body)

    def _close(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def find(reader: Reader, ref: str) -> str:
    """The id of the run that a person calls `ref`, in the trash if nowhere else. Raises RefError."""
    try:
        return reader.resolve(ref)
    except RefError:
        with suppress(RefError):
            return reader.resolve(ref, deleted=True)
        raise


def answered(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `question` answers; what the store refuses becomes Refused, with where and what instead."""
    try:
        return question(*args, **kwargs)
    except FilterError as fault:
        raise Refused(400, fault.message, position=fault.position, names=fault.names) from fault
    except RefError as fault:
        raise Refused(404, str(fault), names=fault.names) from fault
    except StoreError as fault:
        raise Refused(409, str(fault)) from fault
