"""Curves from plain loops on Python 3.11, which has no `sys.monitoring`: loops are rewritten before they are compiled.

`for x in xs:` goes over `getattr(__import__('sys'), '_jt_over_1', …)(xs)`: no new name in the namespace, no line moved,
and the code runs where the tracker is not (a joblib worker). Items are taken when the body asks for them, never ahead.
Where a round begins or a loop ends in another way (`while`, `break`, `return`) a call of its own stands.

Only loops with something to watch are touched, and only while a cell is tracked: functions of earlier cells run with
rewritten code for as long, and everything has its own code back afterwards. Decorated functions, and functions that are
ever handed on instead of called (`njit(f)`, `delayed(f)`), are left as they are, unless to what is known to call them.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import CodeType, FrameType, FunctionType, ModuleType, TracebackType
from typing import Any, cast

from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.functions import FunctionWatch
from jupyter_tracker.capture.literals import dotted
from jupyter_tracker.capture.loops.bare import Bare, Bars, Claim, Known, Tap
from jupyter_tracker.capture.loops.hooks import LONGEST, Exit, Hook
from jupyter_tracker.capture.loops.pace import Clock
from jupyter_tracker.capture.loops.plan import LoopPlan
from jupyter_tracker.capture.loops.recorder import OnRound, Recorder
from jupyter_tracker.capture.loops.rewriter import NEEDED, PREFIX, Rewriter, bound
from jupyter_tracker.capture.loops.series import reader
from jupyter_tracker.capture.loops.sources import SourcePlans, Sources
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.reach import functions
from jupyter_tracker.capture.records import Emit, Seen, SeriesInfo
from jupyter_tracker.capture.values import MISSING

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
MAX_FRAMES = 50
_ONLY_CALL = frozenset("optimize minimize minimize_scalar fmin least_squares curve_fit agent".split())
_BUILTINS = frozenset(["map", "filter", "sorted"])
"""What does nothing with a function that it is given but call it, in this process (`study.optimize(objective)`)."""


class RewritingWatch:
    """Watches the loops of one cell at a time. Stands in `shell.ast_transformers` from the first cell on.

    With `beside`, the `claim` and `known` of another engine, it leaves loops and functions to that: it only sees
    numbers that are bound to no name, which no engine sees otherwise."""

    engine = "rewriting"

    def __init__(
        self,
        shell: Any,
        emit: Emit,
        own: OwnCode,
        functions: FunctionWatch,
        on_round: OnRound,
        beside: tuple[Claim, Known] | None = None,
    ) -> None:
        self._only_taps = beside is not None
        self._claim, self._known_curves = beside or (self.claim, self.known)
        self._bars = Bars()
        self._taps: dict[Bare, Tap] = {}
        self._tap_numbers: weakref.WeakKeyDictionary[Bare, int] = weakref.WeakKeyDictionary()
        self._shell = shell
        self._own = own
        self._functions = functions
        self._on_round = on_round
        self._exits: dict[int, int] = {}
        self._emit = emit
        self._sources = Sources()
        self._code = CellCode()
        self._clock = Clock(LONGEST)
        self._recorder = Recorder(emit)
        self._hooks: dict[int, Hook] = {}
        self._numbers: dict[LoopPlan, int] = {}
        self._last = 0
        self._passing: list[LoopPlan] = []
        self._earlier: dict[str, tuple[SourcePlans, dict[tuple[str, int, bytes], CodeType]]] = {}
        self._replaced: list[tuple[FunctionType, CodeType, CodeType]] = []
        self._passed_on: set[str] = set()
        self._armed = False
        self._numbers_seen: list[Seen] = []
        self._left: set[str] = set()
        self.fault: Exception | None = None
        """What went wrong inside, if anything did; the loops are left alone from then on."""
        shell.ast_transformers.append(self)

    def start(
        self,
        code: CellCode,
        *,
        ignore: Collection[str] = (),
        metric: Collection[str] = (),
        starts: Mapping[str, float] | None = None,
    ) -> None:
        """Watch the loops of the cell that is about to run."""
        self.fault = None
        self._left.clear()
        self._bars = Bars(frozenset(ignore), starts or {})
        self._code = code
        plans = self._sources.begin(code, metric)
        self._recorder = Recorder(self._emit, plans.plans if plans else (), ignore, starts, self._on_round)
        if code.tree is not None:
            self._passed_on |= _handed_on(code.tree)
        self._armed = True
        self.meet(functions(self._own, self._shell.user_ns, code.reads))

    def unwatched(self) -> list[str]:
        """Functions with something to tell that were left as they are, since they are handed on."""
        return [] if self._only_taps else sorted(self._left)

    def numbers(self) -> list[Seen]:
        """Numbers that the cell which has ended worked out a few times and bound to no name."""
        return self._numbers_seen

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
            for tap in self._taps.values():
                tap.flush()
        except Exception as error:
            self.fault = self.fault or error

    def meet(self, functions: Iterable[FunctionType]) -> None:
        """Let these functions run with rewritten code, until `stop`."""
        if self._armed and not NEEDED & self._shell.user_ns.keys():
            for function in functions:
                self._exchange(function)

    def failed(self, trace: TracebackType) -> None:
        """Read the functions that an exception has left: no tap stands there. The innermost returned first."""
        frames: list[FrameType] = []
        at: TracebackType | None = trace
        while at is not None and len(frames) < MAX_FRAMES:
            frames.append(at.tb_frame)
            at = at.tb_next
        try:
            self._read(reversed(frames))
        except Exception as error:
            self.fault = self.fault or error

    def _read(self, frames: Iterable[FrameType]) -> None:
        for frame in frames:
            plans = (
                self._sources.of(frame.f_code.co_filename) if self._own.code(frame.f_code, frame.f_globals) else None
            )
            plan = plans.function(frame.f_code) if plans is not None else None
            if plan is not None:
                self._functions.exit(plan, dict(frame.f_locals), frame.f_globals, MISSING)

    def stop(self) -> list[SeriesInfo]:
        """Stop watching and take what the cell's own loops held last; the series of the cell."""
        if self._armed:
            self._armed = False
            for hook in self._hooks.values():
                hook.finish()
                self.fault = self.fault or hook.fault
            self._give_back()
        tapped = [tap.stop() for tap in self._taps.values()]
        for tap in self._taps.values():
            tap.put(None)
        self._taps.clear()
        self._numbers_seen = [one for metrics, _ in tapped for one in metrics]
        self._hooks.clear()
        for plan in self._passing:
            self._numbers.pop(plan, None)
        self._passing.clear()
        return [*self._recorder.infos(), *(info for _, series in tapped for info in series)]

    def abandon(self) -> None:
        """Leave loops alone: this is a process that the cell has forked."""
        self._clock.abandon()
        self._functions.mute()
        self._recorder.abandon()
        for tap in self._taps.values():
            tap.mute()

    def close(self) -> None:
        """Take the transformer out of the shell."""
        self.stop()
        if self in self._shell.ast_transformers:
            self._shell.ast_transformers.remove(self)

    def visit(self, tree: ast.AST) -> ast.AST:
        """IPython's AST transformer: the tree, its loops rewritten while a cell is tracked."""
        try:
            self._passed_on |= _handed_on(tree)
            if self._armed and not _is_timeit():
                plans = SourcePlans(tree, self._code.offset, self._sources.metric, self._code.source)
                alone = self._shell.ast_transformers == [self]
                if NEEDED & self._shell.user_ns.keys() or any(NEEDED & bound(part) for part in ast.walk(tree)):
                    return tree
                self._passing.extend(plans.plans)
                wanted = self._loops(p for p in plans.plans if p.fn is None or (alone and not self._left_alone(p.fn)))
                hooks = {id(p.node): self._hook(p, plans.offset) for p in wanted}
                exits = self._exits_of(plans, alone)
                if not self._only_taps:
                    self._left |= {plan.name for _, plan in plans.function_plans() if self._left_alone(plan.name)}
                taps = self._taps_of(plans, alone)
                if hooks or exits or taps:
                    Rewriter(hooks, exits, taps).visit(tree)
        except Exception as error:
            self.fault = error
        return tree

    def _loops(self, plans: Iterable[LoopPlan]) -> list[LoopPlan]:
        return [] if self._only_taps else list(plans)

    def _taps_of(self, plans: SourcePlans, alone: bool = True) -> dict[int, int]:
        """The statements that are tapped, by their identity: the number of the tap."""
        found = {}
        for one in plans.bare:
            if one.fn is None or (alone and not self._left_alone(one.fn)):
                if one not in self._tap_numbers:
                    self._last += 1
                    self._tap_numbers[one] = self._last
                number, line = self._tap_numbers[one], one.node.lineno + plans.offset
                place = f"{PREFIX}bare_{number}"
                if one not in self._taps:
                    self._taps[one] = Tap(
                        one, line, plans.file, place, self._emit, self._claim, self._known_curves, self._bars
                    )
                self._taps[one].put(self._taps[one])
                found[id(one.node)] = number
        return found

    def _left_alone(self, fn: str) -> bool:
        return any(part in self._passed_on for part in fn.split("."))

    def _hook(self, plan: LoopPlan, offset: int) -> int:
        """The number of a loop's hook, in place for as long as the cell runs."""
        number = self._numbers.get(plan)
        if number is None:
            self._last += 1
            number = self._numbers[plan] = self._last
        if number not in self._hooks:
            home, tick = _tick_home(plan), f"{PREFIX}tick_{number}"
            state = self._recorder.state(plan, offset)
            lookup = reader(self._shell.user_ns) if state.dotted else self._shell.user_ns.get
            hook = Hook(state, lookup, self._clock, lambda: setattr(home, tick, hook.tick()))
            self._hooks[number] = hook
            setattr(sys, f"{PREFIX}over_{number}", hook.over)
            setattr(sys, f"{PREFIX}end_{number}", hook.end)
            setattr(sys, f"{PREFIX}cut_{number}", hook.cut)
            hook.renew()
        return number

    def _exits_of(self, plans: SourcePlans, alone: bool = True) -> dict[int, int]:
        """The functions whose returns are tapped, by the identity of their definitions."""
        if not alone or self._only_taps:
            return {}
        found = {}
        for node, plan in plans.function_plans():
            if not self._left_alone(plan.name):
                number = self._exits.get(id(plan))
                if number is None:
                    self._last += 1
                    number = self._exits[id(plan)] = self._last
                setattr(sys, f"{PREFIX}exit_{number}", Exit(plan, self._functions, self._release))
                found[id(node)] = number
        return found

    def _release(self, code: CodeType) -> None:
        """A function that is called too often to be looked at runs with its own code again, if it holds no loop that is
        watched."""
        plans = self._sources.of(code.co_filename)
        if plans is None or plans.within(code):
            return
        for function, own, rewritten in self._replaced:
            if rewritten is code and function.__code__ is code:
                function.__code__ = own
                return
        root = code.co_qualname.partition(".")[0]
        for function in functions(self._own, self._shell.user_ns, [root]):
            if function.__code__ is code:
                self._restore([function])
                return

    def _exchange(self, function: FunctionType) -> None:
        """Let a function of an earlier cell or of a local module run with rewritten code until `stop`."""
        own = function.__code__
        free = "__wrapped__" not in function.__dict__ and not NEEDED & function.__globals__.keys()
        plans = self._sources.of(own.co_filename) if free else None
        if plans is None:
            return
        if not plans.tapped(own) and (self._only_taps or not (plans.within(own) or plans.function(own))):
            return
        name = own.co_qualname.replace(".<locals>", "")
        if self._left_alone(name):
            self._left.add(name)
            return
        known = self._earlier.get(own.co_filename)
        if known is None or known[0] is not plans:
            known = self._earlier[own.co_filename] = plans, self._compile(own.co_filename, plans)
        code = known[1].get((own.co_qualname, own.co_firstlineno, own.co_code))
        if code is not None and code.co_freevars == own.co_freevars:
            for plan in self._loops(plans.plans):
                self._hook(plan, plans.offset)
            self._exits_of(plans)
            self._taps_of(plans)
            function.__code__ = code
            self._replaced.append((function, own, code))

    def _compile(self, filename: str, plans: SourcePlans) -> dict[tuple[str, int, bytes], CodeType]:
        """The functions of a file or cell rewritten, by name, line, and what they were: the file may have been edited
        since it was imported."""
        originals = _by_place(compile(cast(ast.Module, plans.tree), filename, "exec", _FLAGS, True))
        within = self._loops(plan for plan in plans.plans if plan.fn is not None)
        hooks = {id(plan.node): self._hook(plan, plans.offset) for plan in within}
        rewriter = Rewriter(hooks, self._exits_of(plans), self._taps_of(plans))
        module = compile(rewriter.visit(plans.tree), filename, "exec", _FLAGS, True)
        made = _by_place(module)
        return {(*place, own.co_code): made[place] for place, own in originals.items() if place in made}

    def _give_back(self) -> None:
        """Give every function its own code: those of earlier cells, and those that this cell has defined."""
        for function, own, rewritten in self._replaced:
            if function.__code__ is rewritten:
                function.__code__ = own
        self._replaced.clear()
        user_ns = self._shell.user_ns
        made = self._code.functions | self._code.classes
        self._restore(f for f in functions(self._own, user_ns, made) if any(map(_hooked, _nested(f.__code__))))
        for number, hook in self._hooks.items():
            for home, name in ((sys, "over"), (sys, "end"), (sys, "cut"), (_tick_home(hook.state.plan), "tick")):
                delattr(home, f"{PREFIX}{name}_{number}")
        for number in self._exits.values():
            vars(sys).pop(f"{PREFIX}exit_{number}", None)

    def _restore(self, hooked: Iterable[FunctionType]) -> None:
        """Give functions of the cell in hand the code that they would have had."""
        touched = list(hooked)
        for filename in {function.__code__.co_filename for function in touched}:
            module = compile(self._code.source, filename, "exec", _FLAGS, True)
            originals = _by_place(module)
            for function in touched:
                code = function.__code__
                own_code = originals.get((code.co_qualname, code.co_firstlineno))
                if code.co_filename == filename and own_code is not None and own_code.co_freevars == code.co_freevars:
                    function.__code__ = own_code


def _tick_home(plan: LoopPlan) -> ModuleType:
    return builtins if plan.fn is None else sys


def _by_place(module: CodeType) -> dict[tuple[str, int], CodeType]:
    return {(code.co_qualname, code.co_firstlineno): code for code in _nested(module)}


def _handed_on(tree: ast.AST) -> set[str]:
    """Names that are used otherwise than by calling them: functions among them may be compiled or sent elsewhere."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {id(node.func) for node in calls}
    for node in calls:
        path = dotted(node.func) or ""
        if path in _BUILTINS or path.rpartition(".")[2] in _ONLY_CALL:
            called.update(map(id, (*node.args, *(keyword.value for keyword in node.keywords))))
    return {
        node.id for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called
    }  # fmt: skip


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)


def _hooked(code: CodeType) -> bool:
    return any(isinstance(constant, str) and constant.startswith(PREFIX) for constant in code.co_consts)


def _is_timeit() -> bool:
    """Whether the tree in hand is the body of `%timeit`, which is to be measured as it is."""
    frame = inspect.currentframe()
    for _ in range(8):
        frame = frame.f_back if frame is not None else None
        if frame is not None and frame.f_code.co_name == "timeit":
            return True
    return False
