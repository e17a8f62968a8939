"""What the user's functions set and compute: their variables are read where they return, like the names of a cell.

A function is no wall: `def train(lr): … acc = …; return acc` holds params and metrics as a cell does. Each function is
read at its first calls one by one; one that is called often gives a curve where its numbers look like one, and
is left alone as soon as looking at it would cost time.
"""

from __future__ import annotations

import ast
import time
from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.capture import code as reading
from jupyter_tracker.capture import judgement, objects, values
from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.curve import LEAST_CALLS, Curve, Known
from jupyter_tracker.capture.expressions import expression_name
from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.inspectors.searching import trials_around
from jupyter_tracker.capture.literals import literal
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.records import Emit, Row, Seen, SeriesInfo, Value
from jupyter_tracker.capture.scope import CONTAINERS, Collected, Constant, Scope, is_number
from jupyter_tracker.capture.values import MISSING

TRAINING_CALLS = frozenset("fit fit_transform fit_predict partial_fit train backward minimize train_test_split".split())
TRAINING_WORDS = frozenset("train fit run evaluate eval experiment main objective build make create".split())
MODEL_METHODS = frozenset("fit predict forward train train_epoch step training_step run evaluate call __call__".split())
"""What makes an object of the user's with such methods has params."""
READ, AT_LEAST = 20, 3
FULL = 0.03
"""Calls of a function that are read in full, as long as that has taken less seconds than this."""
SHARE = 0.02
SPARE = 0.005
"""Seconds, and the share of the time since a function's first call, that looking at it may take."""
MANY = 300
"""Calls after which a function is left alone where looking at it is not cheap."""


@dataclass(slots=True)
class FunctionPlan:
    """One function of the user's, as its source says it: `args` its arguments in order, `returns` what it gives."""

    name: str
    line: int
    code: CellCode
    args: tuple[str, ...]
    returns: tuple[ast.expr, ...]
    file: str | None
    worth: bool
    trains: bool


def plan(
    node: ast.FunctionDef | ast.AsyncFunctionDef, name: str, source: str, file: str | None, beside: Collection[str] = ()
) -> FunctionPlan:
    """The plan of a function; `name` is its qualified name, `beside` are the methods of its class."""
    code = reading.read_function(node, source)
    a = node.args
    args = tuple(arg.arg for arg in [*a.posonlyargs, *a.args, *a.kwonlyargs] if arg.arg not in ("self", "cls"))
    returns = tuple(_returns(node.body))
    called = {call.callee.rpartition(".")[2] for call in code.calls}
    trains = bool(called & TRAINING_CALLS or judgement.words(name.rpartition(".")[2]) & TRAINING_WORDS)
    makes = node.name == "__init__" and not MODEL_METHODS.isdisjoint(beside)
    worth = _worth(code, returns) or (makes and bool(args)) or (bool(returns) and judgement.compares(args))
    return FunctionPlan(name, node.lineno, code, args, returns, file, worth, trains or makes)


def _returns(body: Iterable[ast.AST]) -> Iterable[ast.expr]:
    for node in body:
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield from _returns(ast.iter_child_nodes(node))


def _worth(code: CellCode, returns: Collection[ast.expr]) -> bool:
    """Whether a function has anything to tell: names of its own, keywords it passes, a number named like a metric."""
    named = any(len(one.name.rpartition(".")[2]) > 1 for one in code.assigned)
    return named or bool(code.keywords) or any(judgement.is_metric_name(expression_name(node)) for node in returns)


@dataclass(slots=True)
class _Calls:
    """The calls of one function in one cell."""

    plan: FunctionPlan
    count: int = 0
    spent: float = 0.0
    started: float = field(default_factory=time.perf_counter)
    params: dict[str, list[Seen]] = field(default_factory=dict)
    metrics: dict[str, list[Seen]] = field(default_factory=dict)
    told: dict[str, Facts] = field(default_factory=dict)
    series: dict[str, Curve] = field(default_factory=dict)
    estimator: str | None = None
    tried: bool = False
    """Whether a search calls it for its configurations: what differs between them is theirs."""

    @property
    def cheap(self) -> bool:
        """Whether looking at it has taken little of the time."""
        return self.spent <= SPARE + SHARE * (time.perf_counter() - self.started)

    @property
    def matters(self) -> bool:
        """Whether the function trains, measures or makes something that does: its settings are then params."""
        makes = any(item.where.kind == "estimator" for ways in self.params.values() for item in ways)
        return makes or bool(self.metrics or self.told or self.estimator) or self.plan.trains


@dataclass(slots=True)
class FunctionsSeen:
    """What the functions that ran in a cell had."""

    params: list[Seen] = field(default_factory=list)
    metrics: list[Seen] = field(default_factory=list)
    told: dict[str, Facts] = field(default_factory=dict)
    series: list[SeriesInfo] = field(default_factory=list)
    estimator: str | None = None
    calls: dict[str, int] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, list[Value]]:
        """The metrics that each function has given back."""
        found: dict[str, list[Value]] = {}
        for item in self.metrics:
            if item.where.kind == "returned" and item.where.fn:
                found.setdefault(item.where.fn, []).append(item.value)
        return found


class FunctionWatch:
    """The functions of one cell at a time. An engine of `loops` asks `wants`, and tells each return by `exit`."""

    def __init__(
        self,
        own: OwnCode,
        emit: Emit,
        claim: Callable[[str, object, str | None], str] = lambda name, owner, fn: name,
        known: Callable[[Iterable[float]], bool] = lambda values: False,
        note: Callable[[Seen], None] = lambda item: None,
    ) -> None:
        """`claim(name, owner, fn)` gives the name of a curve, `known(values)` says whether a loop's curve has just
        had one of these values, `note` is told of each metric as it is found."""
        self._known = known
        self._own = own
        self._emit = emit
        self._claim = claim
        self._note = note
        self._ignore: frozenset[str] = frozenset()
        self._muted = False
        self._calls: dict[int, _Calls] = {}

    def start(self, ignore: Collection[str] = ()) -> None:
        """A cell begins."""
        self._ignore = frozenset(ignore)
        self._calls.clear()

    def exit(self, plan: FunctionPlan, variables: Mapping[str, Any], outside: Mapping[str, Any], result: Any) -> bool:
        """A function returns. Answers whether it is to be watched further."""
        if self._muted:
            return False
        began = time.thread_time()  # whatever else the machine does is not ours
        calls = self._calls.get(id(plan))
        if calls is None:
            calls = self._calls[id(plan)] = _Calls(plan)
        calls.count += 1
        if calls.count <= AT_LEAST or (calls.count <= READ and calls.spent <= FULL):
            self._read(calls, variables, outside, result)
        else:
            self._follow(calls, variables, result)
        calls.spent += time.thread_time() - began
        return calls.cheap or calls.count < MANY

    def mute(self) -> None:
        """Hand over nothing any longer: this is a process that the cell has forked."""
        self._muted = True

    def stop(self) -> FunctionsSeen:
        """The cell has ended: what its functions had."""
        seen = FunctionsSeen()
        for calls in self._calls.values():
            seen.calls[calls.plan.name] = calls.count
            seen.told.update(calls.told)
            seen.estimator = seen.estimator or calls.estimator
            if calls.matters:
                told = [one for ways in calls.params.values() for one in _of_calls(ways)]
                seen.params += [one for one in told if not calls.tried or type(one.value) is not list]
            for name, ways in calls.metrics.items():
                curve = calls.series.get(name)
                if curve is not None and curve.count == LEAST_CALLS:
                    self._emit_due(calls, name, curve.flush())
                    curve = calls.series[name]
                if curve is None or not curve.live:
                    seen.metrics += [ways[-1]]
                else:
                    seen.series.append(SeriesInfo(curve.name, ways[-1].where, curve.count, calls.count, curve.last))
        self._calls.clear()
        return seen

    def _read(self, calls: _Calls, variables: Mapping[str, Any], outside: Mapping[str, Any], result: Any) -> None:
        plan = calls.plan
        calls.tried = calls.tried or trials_around() > 0
        scope = Scope(plan.code, ChainMap(dict(variables), dict_of(outside)), self._own, plan.name, plan.file)
        params = Collected(self._ignore, "param")
        self._add_arguments(params, scope, plan)
        for name in scope.literals:
            last = scope.bound[name][-1]
            swept = last.literal if name in plan.code.loop_targets else MISSING
            scope.add_constant(params, name, Constant(last.line, last.text, None, True), "local", swept, least=0.7)
        for name in scope.bound:
            if name not in scope.literals and scope.holds_settings(name):
                last = scope.bound[name][-1]
                scope.add_constant(params, name, Constant(last.line, last.text, None, False), "local")
        made = [name for name in scope.bound if name in variables and name not in plan.code.loop_targets]
        estimator, told = scope.add_objects(params, made)
        told |= scope.curves()
        scope.add_chosen(params, "local")
        metrics = Collected(self._ignore, "metric")
        scope.add_computed(metrics, {*scope.literals, *plan.args, *told}, "local")
        self._add_attributes(metrics, scope)
        self._add_returned(metrics, scope, plan, result)
        calls.estimator = calls.estimator or estimator
        calls.told.update(told)
        for item in params.seen:
            calls.params.setdefault(item.name, []).append(item)
        for item in metrics.seen:
            calls.metrics.setdefault(item.name, []).append(item)
            self._note(item)
            self._point(calls, item.name, item.value, item.conf)

    def _follow(self, calls: _Calls, variables: Mapping[str, Any], result: Any) -> None:
        """A call after the first ones: only what is known to be a metric is read."""
        for name, ways in calls.metrics.items():
            if ways[-1].where.kind == "returned":
                parts = dict(_returned(calls.plan, result))
                number = values.number(parts.get(name, result))
                if number is None and type(result) is dict:
                    number = values.number(result.get(name.rpartition(".")[2]))
            else:
                number = values.number(objects.resolve(variables, ways[-1].where.text or name))
                number = values.number(variables.get(name)) if number is None else number
                for held in CONTAINERS if number is None else ():
                    number = values.number(objects.resolve(variables, f"{held}.{name}")) if number is None else number
            if number is not None:
                self._point(calls, name, number, ways[-1].conf)

    def _point(self, calls: _Calls, name: str, value: Any, conf: float) -> None:
        if conf < judgement.SURE or not is_number(value):
            return
        curve = calls.series.setdefault(name, Curve(name))
        self._emit_due(calls, name, curve.add(float(value), calls.count - 1, time.time()))

    def _emit_due(self, calls: _Calls, name: str, due: list[Row]) -> None:
        curve = calls.series[name]
        if len(due) > 1:
            if self._known(row[2] for row in due[-2:]):
                curve.live = False
                calls.series[name] = Known(name)
                return
            curve.name = self._claim(name, curve, calls.plan.name)
        if due:
            self._emit((curve.name,), due, calls.metrics[name][-1].where)

    def _add_arguments(self, into: Collected, scope: Scope, plan: FunctionPlan) -> None:
        for name in plan.args:
            value = scope.variables.get(name, MISSING)
            if name in scope.bound or value is MISSING or value is None:
                continue
            where = scope.where("argument", plan.line, name)
            for full, plain in values.flatten(name, value):
                into.add(full, plain, where, judgement.argument(full, plain))

    def _add_attributes(self, into: Collected, scope: Scope) -> None:
        """`self.best = …`: numbers that a method keeps in its object."""
        for name, ways in scope.bound.items():
            if "." in name and name not in scope.literals:
                value = objects.resolve(scope.variables, name)
                last = ways[-1]
                if value is not MISSING and not (isinstance(last.node, ast.Name) and last.node.id in scope.variables):
                    where = scope.where("local", last.line, name)
                    scope.add_metric(into, name.rpartition(".")[2], value, last.node, where)

    def _add_returned(self, into: Collected, scope: Scope, plan: FunctionPlan, result: Any) -> None:
        """Numbers that a function gives back without having named them."""
        for (name, value), node in zip(_returned(plan, result), _given(plan, result), strict=True):
            if isinstance(node, ast.Name) or literal(node) is not MISSING:
                continue
            place, number = scope.where("returned", node.lineno, scope.fn), values.number(value)
            if number is not None and node is plan.returns[-1] and judgement.compares(plan.args):
                into.add(name, number, place, judgement.Verdict(0.9, "of truth and prediction"))
            scope.add_metric(into, name, value, node, place)


def _given(plan: FunctionPlan, result: Any) -> list[ast.expr]:
    """The expressions that a function gives back, those of a tuple one by one."""
    if not plan.returns:
        return []
    node = plan.returns[-1]
    several = isinstance(node, ast.Tuple) and type(result) is tuple and len(result) == len(node.elts)
    return list(node.elts) if isinstance(node, ast.Tuple) and several else [node]


def _returned(plan: FunctionPlan, result: Any) -> list[tuple[str, Any]]:
    """What a function gives back under the names that it gets: of one thing that is a measure, that of the function."""
    nodes = _given(plan, result)
    parts = result if len(nodes) > 1 or (nodes and nodes[0] is not plan.returns[-1]) else (result,) * len(nodes)
    own = len(nodes) == 1 and (_named_as_metric(plan.name) or judgement.compares(plan.args))
    named = ["" if own else expression_name(node) for node in nodes]
    last = plan.name.rpartition(".")[2]
    return [(name if name.isidentifier() else last, part) for name, part in zip(named, parts, strict=True)]


def _named_as_metric(name: str) -> bool:
    return judgement.is_metric_name(name.rpartition(".")[2])


def _of_calls(ways: list[Seen]) -> list[Seen]:
    """A param of a function that was called several times: one value where it stayed the same, else all of them."""
    distinct: list[Any] = []
    for one in ways:
        if one.value not in distinct:
            distinct.append(one.value)
    last = ways[-1]
    if len(distinct) == 1 or any(isinstance(value, list) for value in distinct):
        return [last]
    if all(type(value) is int and value == distinct[0] + at for at, value in enumerate(distinct)):
        return []  # the rounds of the caller's loop
    return [Seen(last.name, distinct, "param", last.where, last.conf, last.default, last.unit, last.rule)]


def dict_of(variables: Mapping[str, Any]) -> dict[str, Any]:
    """A dictionary itself, or a copy of another mapping."""
    return variables if type(variables) is dict else dict(variables)
