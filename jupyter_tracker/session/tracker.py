"""The tracker: one for each process, with its store, its session log and the runs it has in hand."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..masking import Masker
from ..settings import Settings
from . import state
from .background import Worker
from .exports import RUN, Exports
from .figures import Figures
from .keeping import Keeper
from .memory import Memory
from .record import OpenRun, next_steps
from .sampling import Sampling

if TYPE_CHECKING:
    from ..store import Store
    from ..store.events import SessionKind
    from ..store.journal import SessionLog
    from ..store.query import Reader
    from .cells import CellEntry

KEPT_OPEN = 50
"""Runs whose point files stay open after they have ended: threads may go on logging."""
EXIT_SECONDS = 3.0
"""How long the end of the process waits for work that was put off the cells' path."""


def tracker() -> Tracker:
    """The tracker of this process, made at the first call."""
    made: Tracker = state.kept("tracker", lambda: Tracker("child" if os.environ.get(RUN) else "script"))
    return made


class Tracker:
    """The one open session of this process: what happens goes in, store events come out.

    Args:
        kind: what the session is: "kernel", "script" or "child".
    """

    def __init__(self, kind: SessionKind) -> None:
        """Nothing is opened or written before the first event."""
        self.kind: SessionKind = kind
        self.pid = os.getpid()
        self.settings = Settings.load(Path.cwd())
        self.masker = Masker.from_environment()
        self.worker = Worker(lambda fault: self.say_once(f"job:{type(fault).__name__}", f"work aside failed: {fault}"))
        self.quiet = bool(self.settings.quiet)
        self.mode_on = False
        """Whether cells that train become runs by themselves (`%track on`)."""
        self.runs: list[OpenRun] = []
        """The runs of this session, oldest first."""
        self.open_runs: list[OpenRun] = []
        self.span: OpenRun | None = None
        """The run between `%track begin` and `%track end`."""
        self.cells: dict[object, CellEntry] = {}
        """The cells being executed, by the request they belong to."""
        self.history: deque[CellEntry] = deque(maxlen=1000)
        """The cells executed in this session, oldest first."""
        self.previous: dict[str, dict[str, Any]] = {}
        """The record of the newest run of each cell."""
        self.memory = Memory()
        self.keeper = Keeper(self)
        self.figures = Figures(self)
        self.notebook: str | None = None
        self.session_id = ""
        """The session of the process that this tracker was made in: a forked child has another one."""
        self.shell: Any = None
        self.started_by: WeakKeyDictionary[threading.Thread, CellEntry] = WeakKeyDictionary()
        """The cells that threads were begun in."""
        self.visited: dict[str, str] = {}
        """Runs of earlier sessions that are logged to by reference, with the states they had ended in."""
        self._made: dict[str, set[str]] = {}
        self.about_server: list[str] | None = None
        """What is wrong with the server; None before it was asked."""
        self.noticed: set[str] = set()
        """What cards have told of: "place" and "budget"."""
        self._exports = Exports()
        self._sampling = Sampling(self)
        self._said: set[str] = set()
        self._execs = 0
        self._store: Store | None = None
        self._log: SessionLog | None = None
        self._readers: dict[int, Reader] = {}
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._in_child)

    @property
    def store(self) -> Store:
        """The store, opened at the first use. Raises StoreError where none can be had."""
        if self._store is None:
            from ..store import Store

            near = os.path.dirname(self.notebook) if self.notebook else os.getcwd()
            self._store = self._adopt(Store.open(near=near))
        return self._store

    @property
    def log(self) -> SessionLog:
        """This session's log."""
        if self._log is None:
            from . import surroundings

            self._log = self.store.session(self.kind, **surroundings.about(self))
            if not self.forked:
                self.session_id = self._log.id
        return self._log

    @property
    def forked(self) -> bool:
        """Whether this is a child of the process that the tracker was made in."""
        return os.getpid() != self.pid

    def use_shell(self, shell: Any) -> None:
        """Work for the cells of this shell from now on."""
        self.shell = shell
        self.keeper.start()
        if self.kind not in ("kernel", "replay") and self._log is None:
            self.kind = "kernel"

    def use_notebook(self, path: str | None) -> None:
        """The notebook's path is known, or has changed."""
        if path is None or path == self.notebook:
            return
        self.notebook = path
        if self._log is not None:
            self.write("notebook", path=self.masker.text(path))

    def cell_here(self) -> CellEntry | None:
        """The cell that runs in this thread or has started it, running or over; None for a thread older than those."""
        from ..capture import compat

        here = threading.current_thread()
        running = list(self.cells.values())
        if not any(entry.thread is here for entry in running):
            if here in self.started_by:
                return self.started_by[here]
            running = [entry for entry in running if here not in entry.older]
            if running and here is not threading.main_thread():
                self.started_by[here] = running[-1]
        entry = self.cells.get(compat.request_id(self.shell) or threading.get_ident())
        return entry if entry in running else running[-1] if running else None

    def note_threads(self, entry: CellEntry) -> None:
        """A cell is over: the threads that began in it and go on are its own."""
        for thread in threading.enumerate():
            if thread not in entry.older and thread not in self.started_by:
                self.started_by[thread] = entry

    def write(self, kind: str, /, **body: Any) -> None:
        """Append one event to the session log."""
        self.memory.note(kind, self.log.id, body)
        self.log.write(kind, **body)

    def keep_text(self, text: str) -> str:
        """Keep a text, masked, as a blob; gives its reference."""
        return self.store.blobs.put(self.masker.text(text).encode("utf-8", "replace"))

    def note_made(self, run_id: str, names: Iterable[str]) -> None:
        """Remember which names the cells of a run have made."""
        self._made.setdefault(run_id, set()).update(names)

    def made_by_run(self, run_id: str) -> set[str]:
        """The names that the cells of a run have made in this session."""
        return self._made.get(run_id, set())

    def notices(self) -> list[str]:
        """What a person should know of the store and the server, as far as it is known yet."""
        from . import notices

        return [*notices.of_store(self), *notices.of_budget(self), *(self.about_server or [])]

    def first_notices(self) -> list[str]:
        """`notices`, the first time that there are any; afterwards only that the budget is used up, once."""
        from . import notices

        return notices.first(self)

    def fault(self, where: str, fault: BaseException) -> None:
        """Say in one line, once for each kind of it, that tracking failed; the cell is not concerned."""
        self.say_once(f"{where}:{type(fault).__name__}", f"fault {where}, the cell goes on: {_one_line(fault)}")
        if os.environ.get("JUPYTER_TRACKER_DEBUG"):
            traceback.print_exception(fault)

    def reader(self) -> Reader:
        """A reader of the store for this thread."""
        me = threading.get_ident()
        if me not in self._readers:
            self._readers[me] = self.store.reader()
        else:
            self._readers[me].refresh()
        return self._readers[me]

    def renew(self) -> None:
        """Where somebody deleted the store, begin a new one, with a new session in it, and say so."""
        if self._store is None or not self._store.renew():
            return
        self.session_id = self.log.id
        self._readers = {}
        self.previous.clear()
        self.runs = list(self.open_runs)
        self.say_once(f"deleted:{self.session_id}", f"{self._store.root} was deleted: a new store is begun there")
        for run in self.open_runs:
            self.write("run", run=run.id, made_by="begin", parts=[], **({"name": run.name} if run.name else {}))
        self._export()

    def flush(self) -> int:
        """Try again to write what waits in memory; how many entries are not in the store."""
        from ..store.appendfile import flush_all

        return flush_all()

    def over_budget(self) -> bool:
        """Whether the store holds as much as it may, so that of what is large only hashes are kept from now on."""
        return self.store.over_budget(self.settings.store_budget)

    def new_exec(self) -> str:
        """The id of the next exec of this session."""
        self._execs += 1
        return f"{self.log.id}.{self._execs}"

    def say_once(self, key: str, text: str) -> None:
        """Say something in one line on stderr, the first time that it comes up in this process."""
        if key not in self._said:
            self._said.add(key)
            print(f"jupyter_tracker: {self.masker.text(text)}", file=sys.stderr)

    def begin_run(
        self,
        made_by: str,
        *,
        run: OpenRun | None = None,
        name: str | None = None,
        parent: str | None = None,
        parts: Iterable[str] = (),
        exec_id: str | None = None,
        **about: Any,
    ) -> OpenRun:
        """Begin a run (`run` itself, where points were written for it already) and write its event.

        `about` takes experiment, tags, note, seed, started and auto_name.
        """
        from ..store.identifiers import new_run_id

        if (replay := state.peek("replaying")) is not None:
            made_by, parent = replay.made()
        clean = self.masker.text
        name = clean(name) if name else None
        if run is None:
            run = OpenRun(self, new_run_id())
        run.name, run.parent = name, parent
        run.exec = exec_id
        run.auto_name = about.get("auto_name")
        run.started = about.get("started") or run.started
        body: dict[str, Any] = {"run": run.id, "made_by": made_by, "parts": list(parts), "name": name, "parent": parent}
        if tags := about.pop("tags", None):
            body["tags"] = {clean(str(key)): clean(str(text)) for key, text in tags.items()}
        body.update({key: clean(value) if isinstance(value, str) else value for key, value in about.items()})
        self.write("run", **{key: value for key, value in body.items() if value is not None})
        self._take(run)
        return run

    def go_on(self, run_id: str, exec_id: str | None = None, *, new_session: bool = False) -> OpenRun:
        """Open a run again: for a further part of it, and with `new_session` as its resumption here."""
        run = next((run for run in self.runs if run.id == run_id), None)
        if run is None:
            run = OpenRun(self, run_id)
            self.reader().check_changeable(run_id)
            record = self.reader().run(run_id)
            run.name, run.auto_name = (record["name"], None) if record["named"] else (None, record["name"])
            run.started = record["started"] or run.started
            self.figures.goes_on(run_id, record)
            run.starts = next_steps(self.reader(), record)
        run.reopen(exec_id)
        if new_session:
            self.write("resume", run=run_id)
        if exec_id:
            self.write("part", run=run_id, exec=exec_id, started=run.started)
        self._take(run)
        return run

    def take_part(self, root: Path, run_id: str, name: str | None = None) -> OpenRun:
        """The run of another process, as one that this process adds to."""
        known = next((run for run in self.runs if run.id == run_id), None)
        if known is not None:
            return known
        if self._store is None:
            from ..store import Store

            self._store = self._adopt(Store.open(root))
        run = OpenRun(self, run_id, name)
        run.belongs_elsewhere()
        self.runs.append(run)
        return run

    def run_ended(self, run: OpenRun) -> None:
        """Take note that `run` is no longer open."""
        self.open_runs = [other for other in self.open_runs if other is not run]
        self._export()

    def resolve(self, ref: str) -> str:
        """The id that a reference means: this session's own runs are known without asking the index.

        Raises RefError for one that names no run.
        """
        for run in self.runs:
            if run.id == ref:
                return ref
        return self.reader().resolve(ref, notebook=self.notebook)

    def end_visited(self) -> None:
        """End the runs of earlier sessions that were only logged to, each as it had ended before."""
        for run_id, former in list(self.visited.items()):
            del self.visited[run_id]
            for run in [run for run in self.open_runs if run.id == run_id]:
                run.end(former)

    def visit(self, run_id: str) -> OpenRun:
        """A run of an earlier session for what is logged to it from here; `end_visited` leaves it as it was."""
        former = self.reader().run(run_id)["state"]
        if former == "running":
            return self.take_part(self.store.root, run_id)
        run = self.go_on(run_id, new_session=True)
        self.visited[run_id] = former if former in ("finished", "failed") else "interrupted"
        return run

    def end_all(self) -> None:
        """End the runs that are open, as the process has gone so far."""
        from . import scripts

        self.end_visited()
        for run in reversed(list(self.open_runs)):
            run.end(*scripts.outcome(self))
        self.span = None

    def close(self) -> None:
        """End what is open, wait a little for the work put aside, and close the log."""
        if self.forked or self._log is None:
            return
        self.end_all()
        self.worker.wait(EXIT_SECONDS)
        self._log.close()
        self._log = None
        if lost := self.flush():
            self.say_once("lost", f"the store could not be written: {lost} entries are lost")

    def _adopt(self, store: Store) -> Store:
        store.on_fault = lambda text: self.say_once(text, text)
        instead = store.location.instead_of
        if instead is not None:
            self.say_once("place", f"{instead} cannot be written: runs go to {store.root}")
        return store

    def _take(self, run: OpenRun) -> None:
        if run in self.runs:
            self.runs.remove(run)
        self.runs.append(run)
        self.open_runs.append(run)
        for old in self.runs[:-KEPT_OPEN]:
            old.let_go_of_files()
        self._export()

    def _export(self) -> None:
        self._sampling.note_runs()
        if self.open_runs:
            self._exports.set(self.open_runs[-1].id, str(self.store.root), self.log.id)
        else:
            self._exports.restore()

    def _in_child(self) -> None:
        self.worker.forget()
        self.keeper.forget()
        self._readers = {}
        self.cells = {}
        self.started_by.clear()
        self.kind = "child"
        state.HERE.set(None)


def _one_line(fault: BaseException) -> str:
    text = " ".join(str(fault).split())
    return f"{type(fault).__name__}: {text[:200]}" if text else type(fault).__name__
