"""One executed cell, from its request to its end: into the journal, and into a run where it is tracked."""

from __future__ import annotations

import ast
import threading
import time
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from ..capture import code as reading
from ..capture import seeds
from ..capture.directive import Directive, DirectiveError
from . import emit, later, state, surroundings
from .children import MOST, Children
from .record import OpenRun
from .trains import trains
from .upstream import files_of

if TYPE_CHECKING:
    from ..capture.code import CellCode
    from ..capture.records import Child, FileSeen, Row
    from ..capture.snapshot import Held
    from .observe import Observed, Observers
    from .replaying import Replaying
    from .tracker import Tracker

RECALLED = 200
"""Runs among which the one before this session is looked for."""
OUTCOMES = {"ok": "finished", "error": "failed", "interrupted": "interrupted"}
INTERRUPTS = ("KeyboardInterrupt", "CancelledError")


class CellEntry:
    """One execution of a cell.

    Attributes:
        exec: its id.
        run: the run it is a part of, None while there is none.
        record, previous, curves: for the card of a run that has ended with this cell.
        notices: what to say on the card, most important first.
    """

    def __init__(self, tracker: Tracker, raw: str, *, request: object, cell_id: str | None, count: int | None) -> None:
        """Nothing is written before `begin`."""
        self._tracker = tracker
        self.raw = raw
        self.request = request
        self.cell_id = cell_id
        self.count = count
        self.settings = tracker.settings
        self.run: OpenRun | None = None
        self.directive: Directive | None = None
        self.notices: list[str] = []
        self.writes: set[str] = set()
        self.outcome: str | None = None
        self.wall = 0.0
        self.reserved: OpenRun | None = None
        self.transformed: str | None = None
        self._code: CellCode | None = None
        self._seeding: seeds.Seeding | None = None
        self._clock, self._cpu = time.perf_counter(), time.process_time()
        self._watched = False
        self.exec = ""
        self.thread = threading.current_thread()
        self.older = WeakSet(threading.enumerate())
        """The threads that were there before it."""
        self.estimator: str | None = None
        self.files: list[FileSeen] = []
        self.snapshot: Held | None = None
        self.tried: list[Child] = []
        """Configurations that searches tried before the cell was a run."""
        self._children: Children | None = None
        self._opening = threading.Lock()
        self.started = 0.0
        self.record: dict[str, Any] | None = None
        self.previous: dict[str, Any] | None = None
        self.curves: dict[str, list[tuple[float, float]]] = {}

    @property
    def code(self) -> CellCode:
        """What the cell's source says."""
        if self._code is None:
            shell = self._tracker.shell
            self._code = reading.read(self.raw, self._as_python if shell is not None else str)
        return self._code

    def _as_python(self, cell: str) -> str:
        """A cell, or the body of a cell magic, as the shell turns it into Python."""
        if cell == self.raw and self.transformed is not None:
            return self.transformed
        return str(self._tracker.shell.transform_cell(cell))

    def begin(self, directive: Directive | None, tags: list[str], observers: Observers) -> None:
        """Enter the cell, open the run it asks for, and begin to watch. Called right before it runs."""
        me = self._tracker
        me.worker.step_back()
        me.renew()
        self.directive, part = directive, False
        replay: Replaying | None = state.peek("replaying")
        if replay is not None:
            self.cell_id, part = replay.enter(self)
        self.settings = me.settings.for_cell(tags)
        self.notices += self.settings.warnings[len(me.settings.warnings) :]
        self.snapshot = observers.snapshot
        self.exec = me.new_exec()
        self.started = time.time()
        body: dict[str, Any] = {"cell_id": self.cell_id, "count": self.count, "notebook": me.notebook}
        me.write(
            "cell",
            exec=self.exec,
            source=me.keep_text(self.raw),
            tracked=part if replay is not None else self._is_tracked(directive),
            **{key: value for key, value in body.items() if value is not None},
        )
        if replay is not None:
            self.run = replay.run_of(self) if part else None
        elif directive is not None:
            self.run = self._asked_for(directive)
        elif me.span is not None and not only_magics(self.raw):
            self.run = me.span
            self.run.exec = self.exec
            me.write("part", run=self.run.id, exec=self.exec)
        if self.run is not None:
            state.HERE.set(self.run)
        if self.run is not None and self.cell_id and self.key not in me.previous:
            me.worker.submit(lambda: recall(me, self.key), at_once=True)
        if directive is not None and directive.seed is not None:
            self._seeding = seeds.Seeding(directive.seed)
        self._watched = observers.start(self)
        me.worker.step_back()
        self._clock, self._cpu = time.perf_counter(), time.process_time()

    def _is_tracked(self, directive: Directive | None) -> bool:
        return directive is not None or (self._tracker.span is not None and not only_magics(self.raw))

    def end(self, result: Any, observers: Observers) -> None:
        """Write what was seen and how it went. Called right after the cell has run."""
        self.wall, cpu = time.perf_counter() - self._clock, time.process_time() - self._cpu
        me = self._tracker
        state.HERE.set(None)
        if not self.exec:  # a fault before it was entered
            return
        self.outcome, error = self._outcome(result)
        seen = observers.stop(self, result) if self._watched else None
        self._write_seen(seen)
        if not self._watched and self.run is not None:
            me.write("seen", exec=self.exec, warnings=["another cell was running: this one was not watched inside"])
        body: dict[str, Any] = {"exec": self.exec, "outcome": self.outcome}
        if error is not None:
            body["error"] = error
        me.write("cell_end", **body, wall=round(self.wall, 6), cpu=round(cpu, 6))
        if self.run is None and seen is not None:
            reason = trains(self.code, seen.cell, seen.series)
            if me.mode_on and reason:
                self.become_run("cell", _made_of(reason))
            else:
                later.offer(me, self, seen.cell, reason)
        if self.run is not None:
            self._end_run(self.run, error)

    def adopt(self) -> OpenRun:
        """The run of an untracked cell in which something is logged: the newest one, if this cell uses what its
        cells made, else a new one of this cell."""
        me = self._tracker
        newest = me.runs[-1] if me.runs and self.outcome is None else None
        if newest is not None and newest.parent is None and me.made_by_run(newest.id) & self.code.reads:
            self.run = me.go_on(newest.id, self.exec)
            self.notices.append(f"uses what {newest.label} made: added to it as a further part")
        else:
            self.become_run("log", "something was logged here: a run was made of this cell (%%track names it)")
        assert self.run is not None
        if self.outcome is not None:  # by a thread of it, after it has ended
            ended = OUTCOMES[self.outcome]
            name_run(me, self.run, me.memory.record(self.run.id, ended)[0], me.previous.get(self.key), self.estimator)
            self.run.end(ended)
        return self.run

    def become_run(self, made_by: str, notice: str, **about: Any) -> OpenRun:
        """Make a run of this cell, with the points its loops have given already."""
        me = self._tracker
        self.run = me.begin_run(
            made_by, run=self.reserved, parts=[self.exec], exec_id=self.exec, started=self.started, **about
        )
        if notice:
            self.notices.append(notice)
        surroundings.describe(me, self.run, self.exec, self.snapshot)
        tried, self.tried = self.tried, []
        for child in tried:
            self.child(child)
        return self.run

    def enter_block(self) -> str:
        """The id of an exec of its own for a block inside this cell: what the cell sees is not the block's."""
        me = self._tracker
        exec_id = me.new_exec()
        body: dict[str, Any] = {"cell_id": self.cell_id, "count": self.count, "notebook": me.notebook}
        known = {key: value for key, value in body.items() if value is not None}
        me.write("cell", exec=exec_id, source=me.keep_text(self.raw), tracked=True, **known)
        return exec_id

    def points(self, names: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Take points of the cell's loops, or of what it printed; they may come in a thread of ours."""
        run = state.HERE.get() or self.run or self.reserved
        if run is None or not run.loop_names:
            with self._opening:
                (state.HERE.get() or self.run or self._run_of_points()).loop_points(names, rows)
        else:
            run.loop_points(names, rows)

    def _run_of_points(self) -> OpenRun:
        reason = trains(self.code) if self._tracker.mode_on else None
        return self.become_run("cell", _made_of(reason)) if reason else self._reserve()

    def child(self, child: Child) -> None:
        """Take a configuration that a search in the cell tries."""
        if self.run is None:
            if len(self.tried) < MOST:
                self.tried.append(child)
            return
        if self._children is None:
            self._children = Children(self._tracker, self.run.id)
        self._children.take(child)

    def _reserve(self) -> OpenRun:
        """An id for the points of a cell that is no run yet."""
        if self.reserved is None:
            from ..store.identifiers import new_run_id

            self.reserved = OpenRun(self._tracker, new_run_id())
            self._tracker.write("points", exec=self.exec, run=self.reserved.id)
        return self.reserved

    def _asked_for(self, directive: Directive) -> OpenRun:
        me = self._tracker
        ref = directive.to or directive.resume
        if ref is not None:
            try:
                run_id = me.resolve(ref)
                me.reader().check_changeable(run_id)
            except Exception as fault:
                self.notices.append(f"{'--to' if directive.to else '--resume'}: {fault}; a new run was made instead")
            else:
                return me.go_on(run_id, self.exec, new_session=directive.resume is not None)
        run = me.begin_run(
            "cell",
            name=directive.name,
            experiment=directive.experiment,
            tags=directive.tags,
            note=directive.note,
            seed=directive.seed,
            parent=me.span.id if me.span is not None else None,
            parts=[self.exec],
            exec_id=self.exec,
        )
        surroundings.describe(me, run, self.exec, self.snapshot)
        return run

    def _outcome(self, result: Any) -> tuple[str, dict[str, Any] | None]:
        if result is None:
            return "interrupted", None
        fault = result.error_before_exec or result.error_in_exec
        if fault is None:
            return "ok", None
        if type(fault).__name__ in INTERRUPTS:
            return "interrupted", None
        if not isinstance(fault, BaseException):
            return "error", None
        return "error", emit.error(self._tracker, type(fault).__name__, str(fault), trace_text(fault))

    def _write_seen(self, seen: Observed | None) -> None:
        if seen is None:
            return
        self.writes = set(seen.cell.writes) - self.code.imports
        self.files = seen.files
        self.estimator = seen.cell.estimator
        subject = {"exec": self.exec}
        self._tracker.write("seen", **subject, **seen.body(self, self._tracker))

    def settle(self, observers: Observers) -> None:
        """Leave nothing open, whatever went wrong on the way."""
        state.HERE.set(None)
        observers.let_go(self)
        self._stop_seeding()
        self._tracker.note_threads(self)
        self._tracker.end_visited()
        self._tracker.flush()
        run = self.run
        if run is not None and run is not self._tracker.span and run.ended is None:
            run.end(OUTCOMES[self.outcome or "ok"])

    def leave(self) -> None:
        """Forget about the cell while it still runs: what was seen so far stays."""
        state.HERE.set(None)
        self._stop_seeding()
        self._tracker.worker.go_ahead()

    def _stop_seeding(self) -> None:
        if self._seeding is not None:
            self._seeding.stop()

    @property
    def key(self) -> str:
        """What tells the runs of this cell: its id, else what its code is like apart from the values in it."""
        if self.cell_id:
            return self.cell_id
        if self.code.tree is None:
            return self.raw
        return "".join(type(node).__name__ + getattr(node, "id", "") for node in ast.walk(self.code.tree))

    def _end_run(self, run: OpenRun, error: dict[str, Any] | None) -> None:
        me = self._tracker
        if self._children is not None:
            self._children.close(OUTCOMES[self.outcome or "ok"])
        me.note_made(run.id, self.writes)
        me.keeper.keep(run.id, self.exec, files_of(self, me.history), self.settings)
        if run is me.span or run.ended is not None:
            return
        ended = OUTCOMES[self.outcome or "ok"]
        record, self.curves = me.memory.record(run.id, ended, run.point_files)
        self.previous = me.previous.get(self.key)
        if run.name is None and run.auto_name is None:
            name_run(me, run, record, self.previous, self.estimator)
        elif not record["named"]:
            record["name"] = run.label
        run.end(ended, error)
        self.record = me.previous[self.key] = record


def _made_of(reason: str) -> str:
    return f"{reason}: a run was made of this cell (%track off stops that)"


def recall(tracker: Tracker, cell_id: str) -> None:
    """Find the run that an earlier session made of a cell. Folds what is new in the store: not for a cell's path."""
    reader = tracker.reader()
    here = {run.id for run in tracker.runs}
    for summary in reader.runs(notebook=tracker.notebook, limit=RECALLED):
        if summary["cell_id"] == cell_id and summary["id"] not in here:
            tracker.previous.setdefault(cell_id, reader.run(summary["id"]))
            return


def name_run(
    tracker: Tracker, run: OpenRun, record: dict[str, Any], previous: dict[str, Any] | None, estimator: str | None
) -> None:
    """Name a run that nobody named, by its estimator and the params that differ from the run before of its cell."""
    from ..analysis import naming

    run.auto_name = tracker.masker.text(naming.auto_name({**record, "estimator": estimator}, previous))
    record["name"] = run.auto_name
    tracker.write("name", run=run.id, auto_name=run.auto_name)


def parse_directive(raw: str, meta: Any, entry: CellEntry) -> Directive | None:
    """What the cell says about being tracked; words that make no sense become a notice, and the cell is tracked."""
    from ..capture import directive

    try:
        return directive.find(raw, meta)
    except DirectiveError as fault:
        entry.notices.append(str(fault).splitlines()[0])
        return Directive()


def only_magics(raw: str) -> bool:
    """Whether a cell holds nothing but `%track` lines and comments."""
    lines = [line.strip() for line in raw.splitlines()]
    return all(not line or line.startswith(("#", "%track")) for line in lines)


def trace_text(fault: BaseException) -> str:
    """The traceback of an exception, from the first frame that is the user's."""
    trace = fault.__traceback__
    first = trace
    while first is not None and "/IPython/" in first.tb_frame.f_code.co_filename.replace("\\", "/"):
        first = first.tb_next
    return "".join(traceback.format_exception(type(fault), fault, first or trace))
