"""Curves from plain loops on Python ≥ 3.12: the interpreter itself says when a loop jumps back (`sys.monitoring`).

The user's code stays as it is, but for statements whose number is bound to no name (`bare`). Events are asked for on
code objects of cells and of functions defined in cells only. In a fast loop an event switches itself off and a thread
that only sleeps re-arms it every 10 ms, so that the loop runs at full speed in between; the thread lives only while
such a loop runs.
"""

from __future__ import annotations

import ast
import inspect
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from types import CodeType, FunctionType, TracebackType
from typing import Any

from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.functions import FunctionPlan, FunctionWatch
from jupyter_tracker.capture.loops.bare import Claim, Known
from jupyter_tracker.capture.loops.pace import PAUSE, Clock
from jupyter_tracker.capture.loops.plan import LoopPlan
from jupyter_tracker.capture.loops.quick import Quick
from jupyter_tracker.capture.loops.recorder import OnRound, Recorder
from jupyter_tracker.capture.loops.rewriting import RewritingWatch
from jupyter_tracker.capture.loops.series import OWN_LOCALS, reader
from jupyter_tracker.capture.loops.sources import SourcePlans, Sources
from jupyter_tracker.capture.loops.state import LoopState
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.records import Emit, Seen, SeriesInfo
from jupyter_tracker.capture.values import MISSING

_api: Any = vars(sys).get("monitoring")  # not there before 3.12
MANY_CALLS = 1000
SHORT_CALL = 0.002
"""A function with a loop that is called this often and takes less seconds than this is not watched any longer."""
_LOCALS_ARE_A_VIEW = sys.version_info >= (3, 13)
_TOOL_IDS = (3, 4)
_NAME = "jupyter_tracker"


class _Watched:
    """A code object with loops worth watching."""

    __slots__ = ("calls", "code", "function", "plan", "plans", "started", "states")

    def __init__(self, code: CodeType, plans: SourcePlans, plan: FunctionPlan | None) -> None:
        self.code = code
        self.plans = plans
        self.plan = plan
        self.function = bool(code.co_flags & inspect.CO_OPTIMIZED)
        self.states: dict[int, LoopState | None] = {}
        self.calls = 0
        self.started = time.perf_counter()


def _ends_by_itself(plan: LoopPlan, line: int) -> bool:
    """Whether a loop that is left at this line has no item left: a `for` is then at its head, between two rounds."""
    node = plan.node
    return not isinstance(node, ast.While) and line == node.lineno != node.end_lineno


def claim() -> int | None:
    """A tool id for us, or None where others have taken both that are free to take."""
    for tool in _TOOL_IDS:
        if _api.get_tool(tool) is None:
            _api.use_tool_id(tool, _NAME)
            return tool
    return None


class MonitoringWatch:
    """Watches the loops of one cell at a time."""

    engine = "monitoring"

    def __init__(
        self,
        tool: int,
        user_ns: Mapping[str, Any],
        emit: Emit,
        own: OwnCode,
        functions: FunctionWatch,
        on_round: OnRound,
        taps: Callable[[tuple[Claim, Known]], RewritingWatch],
    ) -> None:
        """`taps((claim, known))` makes what sees the numbers that are bound to no name."""
        self._taps = taps((self.claim, self.known))
        self._tool = tool
        self._ns = user_ns
        self._own = own
        self._functions = functions
        self._on_round = on_round
        self._emit = emit
        self._sources = Sources()
        self._watched: dict[int, _Watched] = {}
        self._newest: _Watched | None = None
        self._clock = Clock(PAUSE)
        self._recorder = Recorder(emit)
        self._sampled: set[int] = set()
        self._armed = False
        self._left: set[str] = set()
        self._lookup = reader(user_ns)
        self.fault: Exception | None = None
        """What went wrong inside, if anything did; the loops are left alone from then on."""

    def start(
        self,
        code: CellCode,
        *,
        ignore: Collection[str] = (),
        metric: Collection[str] = (),
        starts: Mapping[str, float] | None = None,
    ) -> None:
        """Watch the loops of the cell that is about to run."""
        plans = self._sources.begin(code, metric)
        self._recorder = Recorder(self._emit, plans.plans if plans else (), ignore, starts, self._on_round)
        self._taps.start(code, ignore=ignore, metric=metric, starts=starts)
        self.fault = None
        self._left.clear()
        self._armed = True
        events = _api.events
        for event, callback in self._callbacks().items():
            _api.register_callback(self._tool, event, callback)
        _api.restart_events()
        _api.set_events(self._tool, events.PY_START | events.PY_UNWIND)

    def failed(self, trace: TracebackType) -> None:
        """Functions that an exception left were read as it did."""

    def stop(self) -> list[SeriesInfo]:
        """Stop watching and take what the cell's own loops held last; the series of the cell."""
        if self._armed:
            self._disarm()
            for watched in self._watched.values():
                if not watched.function:
                    self._close(watched, self._lookup)
        self._watched.clear()
        self._newest = None
        self.flush()
        beside = self._taps.stop()
        self.fault = self.fault or self._taps.fault
        return [*self._recorder.infos(), *beside]

    def unwatched(self) -> list[str]:
        """Functions that look at their own variables, on Python 3.12."""
        return sorted(self._left)

    def numbers(self) -> list[Seen]:
        """Numbers that the cell which has ended worked out a few times and bound to no name."""
        return self._taps.numbers()

    def claim(self, name: str, owner: object, fn: str | None) -> str:
        """A name for a series that no other of the cell has."""
        return self._recorder.claim(name, owner, fn)

    def known(self, values: Iterable[float]) -> bool:
        """Whether a series of a loop has one of these values as its last."""
        return self._recorder.known(values)

    def flush(self) -> None:
        """Hand over the points that wait."""
        try:
            self._recorder.flush()
            self._taps.flush()
        except Exception as error:
            self.fault = self.fault or error

    def meet(self, functions: Iterable[FunctionType]) -> None:
        """Functions are met when they start; but for those whose numbers are bound to no name."""
        self._taps.meet(functions)

    def abandon(self) -> None:
        """Leave loops alone: this is a process that the cell has forked."""
        self._clock.abandon()
        self._recorder.abandon()
        if self._armed:
            self._disarm()
        self._taps.abandon()

    def close(self) -> None:
        """Give the tool id back."""
        self.stop()
        self._taps.close()
        _api.free_tool_id(self._tool)

    def _callbacks(self) -> dict[int, Callable[..., Any] | None]:
        events = _api.events
        return {
            events.PY_START: self._on_start,
            events.JUMP: self._on_jump,
            events.LINE: self._on_line,
            events.PY_RETURN: self._on_return,
            events.PY_UNWIND: self._on_unwind,
        }

    def _disarm(self) -> None:
        self._armed = False
        self._sampled.clear()
        self._clock.forget(_api.restart_events)
        _api.set_events(self._tool, 0)
        for watched in self._watched.values():
            _api.set_local_events(self._tool, watched.code, 0)
        for event in self._callbacks():
            _api.register_callback(self._tool, event, None)

    def _fail(self, error: Exception) -> None:
        self.fault = error
        self._disarm()

    def _on_start(self, code: CodeType, offset: int) -> Any:
        if self._armed:
            try:
                around = sys._getframe(1).f_globals
                if self._own.code(code, around) and (around is self._ns or code.co_flags & inspect.CO_OPTIMIZED):
                    self._meet(code)
            except RecursionError:  # the user's, with no room left for us
                return None
            except Exception as error:
                self._fail(error)
        return _api.DISABLE

    def _meet(self, code: CodeType) -> None:
        if id(code) in self._watched or code.co_filename.startswith("<magic-timeit"):
            return
        plans = self._sources.of(code.co_filename)
        if plans is None:
            return
        plan, within = plans.function(code), plans.within(code)
        if not _LOCALS_ARE_A_VIEW and OWN_LOCALS & set(code.co_names) and plans.uses(code, OWN_LOCALS):
            # It may hold the very dictionary that we would read its variables from.
            if code.co_flags & inspect.CO_OPTIMIZED and (within or plan is not None):
                self._left.add(code.co_qualname.replace(".<locals>", ""))
            return
        if within or plan is not None:
            self._watched[id(code)] = _Watched(code, plans, plan)
            events = _api.events
            line = events.LINE if plans.left_in(code) else 0
            _api.set_local_events(self._tool, code, events.PY_RETURN | (events.JUMP | line if within else 0))

    def _on_jump(self, code: CodeType, offset: int, destination: int) -> Any:
        watched = self._newest
        if watched is None or watched.code is not code:  # to look it up is to ask for an identity: hooks are told of it
            watched = self._newest = self._watched.get(id(code))
        if destination > offset or watched is None:
            return _api.DISABLE
        try:
            state = watched.states[offset] if offset in watched.states else self._find(watched, offset, destination)
            if state is None or state.idle:
                return _api.DISABLE
            unseen = self._quickly(watched, state.quick) if state.quick is not None else None
            if unseen is None:
                unseen = state.round(self._variables(watched, sys._getframe(1)) if watched.function else self._lookup)
            return self._pace(state) if unseen else None
        except RecursionError:  # the user's, with no room left for us
            return None
        except Exception as error:
            self._fail(error)
            return _api.DISABLE

    def _find(self, watched: _Watched, offset: int, destination: int) -> LoopState | None:
        plan = watched.plans.at(watched.code, offset, destination)
        state = None if plan is None else self._recorder.state(plan, watched.plans.offset)
        watched.states[offset] = state
        return state

    def _quickly(self, watched: _Watched, quick: Quick) -> bool | None:
        if not watched.function:
            return quick.take(self._ns.get)
        return quick.take(sys._getframe(2).f_locals.get) if _LOCALS_ARE_A_VIEW else None

    def _pace(self, state: LoopState) -> Any:
        """Let only some rounds be seen: the first event after a pause starts a round that is timed."""
        state.sampled = True
        self._sampled.add(id(state))
        self._clock.run(_api.restart_events)
        return _api.DISABLE

    def _variables(self, watched: _Watched, frame: Any) -> Callable[[str], Any]:
        found = frame.f_locals
        if _LOCALS_ARE_A_VIEW:
            return reader(found)
        copy = {name: found.get(name) for state in watched.states.values() if state for name in state.needed}
        found.clear()  # on 3.12 the frame would hold on to the values in here for as long as it lives
        return reader(copy)

    def _on_line(self, code: CodeType, line: int) -> Any:
        """At the line behind a loop: take what a round that ended in `break` has made, before it is bound anew."""
        watched = self._watched.get(id(code))
        left = watched.plans.left_at.get(line) if watched is not None else None
        if watched is None or left is None:
            return _api.DISABLE
        try:
            return self._cut(watched, left, sys._getframe(1))
        except RecursionError:  # the user's, with no room left for us
            return None
        except Exception as error:
            self._fail(error)
            return _api.DISABLE

    def _on_unwind(self, code: CodeType, offset: int, error: BaseException) -> None:
        """An exception leaves a function or the cell."""
        try:
            watched = self._watched.get(id(code))
            if watched is not None:
                frame = sys._getframe(1)
                self._leave(watched, frame)
                if watched.plan is not None:
                    self._exit(watched.plan, frame, MISSING)
        except RecursionError:  # the user's, with no room left for us
            pass
        except Exception as fault:
            self._fail(fault)

    def _leave(self, watched: _Watched, frame: Any) -> None:
        """A function or a statement of the cell ends: take what a round has made in the middle of which it ends."""
        line = frame.f_lineno or 0
        plans = [state.plan for state in watched.states.values() if state is not None]
        around = [plan for plan in plans if plan.node.lineno <= line <= (plan.node.end_lineno or 0)]
        around = [plan for plan in around if not _ends_by_itself(plan, line)]
        if around:
            self._cut(watched, around, frame)
        if plans:
            self._close(watched, self._variables(watched, frame) if watched.function else self._lookup)

    def _cut(self, watched: _Watched, plans: Collection[LoopPlan], frame: Any) -> Any:
        lookup = self._variables(watched, frame) if watched.function else self._lookup
        states = [s for s in watched.states.values() if s is not None and s.open and s.plan in plans]
        for state in states:
            state.round(lookup, cut=True)
        return _api.DISABLE if any(state.sampled for state in states) else None

    def _on_return(self, code: CodeType, offset: int, value: Any) -> Any:
        watched = self._watched.get(id(code))
        if watched is None:
            return _api.DISABLE
        try:
            watched.calls += 1
            frame = sys._getframe(1)
            self._leave(watched, frame)
            if watched.plan is not None and not self._exit(watched.plan, frame, value):
                watched.plan = None
            many = watched.calls >= MANY_CALLS and time.perf_counter() - watched.started < SHORT_CALL * MANY_CALLS
            if many or (watched.plan is None and not watched.plans.within(code)):
                _api.set_local_events(self._tool, code, 0)
        except RecursionError:  # the user's, with no room left for us
            pass
        except Exception as error:
            self._fail(error)
        return None

    def _exit(self, plan: FunctionPlan, frame: Any, value: Any) -> bool:
        found = frame.f_locals
        variables = dict(found)
        if not _LOCALS_ARE_A_VIEW:
            found.clear()
        return self._functions.exit(plan, variables, frame.f_globals, value)

    def _close(self, watched: _Watched, lookup: Callable[[str], Any]) -> None:
        for state in {id(state): state for state in watched.states.values() if state is not None}.values():
            if state.open or state.sampled:
                state.round(lookup, final=True)
            self._sampled.discard(id(state))
            if not self._sampled:
                self._clock.forget(_api.restart_events)
