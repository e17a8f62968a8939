"""Numbers that code works out as statements of their own and binds to no name: `correct / total`, `loss.item() ** 2`.

No name ever holds them, and no event tells them: such a statement, which is rare, is handed through a call of ours that
gives back what it is given (see `rewriting`). What comes again and again is a curve, what came a few times is a metric.
"""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import itertools
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from jupyter_tracker.capture import judgement, values
from jupyter_tracker.capture.curve import LEAST_CALLS, Curve
from jupyter_tracker.capture.curve import Known as Silent
from jupyter_tracker.capture.expressions import FUNCTIONS, expression_name
from jupyter_tracker.capture.literals import dotted, literal
from jupyter_tracker.capture.loops.pending import Pending
from jupyter_tracker.capture.loops.plan import LOOPS, SCHEDULED, SCOPES, UNWRAPPED, counter
from jupyter_tracker.capture.loops.quick import ALL, EACH
from jupyter_tracker.capture.records import Emit, Row, Sampling, Seen, SeriesInfo, Where
from jupyter_tracker.capture.values import MISSING

PAUSE, STRETCH = 0.01, 100_000
"""Seconds between two looks at a statement that runs very often, and rounds at most."""
Claim = Callable[[str, object, "str | None"], str]
Known = Callable[[Iterable[float]], bool]
MAX_SHOWN = 80
_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow)
_DOING = frozenset("clip set init reset update zero add append plot print show write save draw report".split())
_REDUCING = frozenset("mean sum std median max min average nanmean".split()) | UNWRAPPED | FUNCTIONS


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Bare:
    """One such statement: it gives a number, or those of a mapping written out; `looped`: it stands in a loop."""

    node: ast.Expr
    name: str
    fn: str | None
    counter: str | None
    """The name that counts the rounds of the loop around it; `swept`: it goes through settings that are written out."""
    swept: bool
    looped: bool
    text: str


def bare(tree: ast.AST) -> list[Bare]:
    """The statements of a module that are worth looking at; its last one, which is shown, apart."""
    body: list[ast.stmt] = getattr(tree, "body", [])
    last = body[-1] if body else None
    return [one for one in _bare(body, None, None) if one.node is not last]


def _bare(nodes: Collection[ast.AST], fn: str | None, at: tuple[str | None, bool] | None) -> Iterator[Bare]:
    """`at` is the counter of the loop around, and whether it is swept; None outside of loops."""
    for node in nodes:
        if isinstance(node, ast.Expr):
            if _tells(node.value):
                counted, swept = at or (None, False)
                text = ast.unparse(node.value)[:MAX_SHOWN]
                yield Bare(node, expression_name(node.value), fn, counted, swept, at is not None, text)
        elif isinstance(node, SCOPES):
            name = getattr(node, "name", "")
            inside = getattr(node, "body", [])
            yield from _bare(inside if isinstance(inside, list) else [], f"{fn}.{name}" if fn else name, None)
        elif isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            around = counter(node) if isinstance(node, LOOPS) else at
            yield from _bare(list(ast.iter_child_nodes(node)), fn, around)


def _tells(node: ast.expr) -> bool:
    """Whether an expression works a number out, rather than doing something."""
    match node:
        case ast.Call(ast.Name(name), [ast.Name(), *_]) | ast.Call(ast.Attribute(ast.Name(), name), []) if (
            name in UNWRAPPED
        ):
            return False  # what a name holds, once more
        case ast.BinOp(left, op, right):
            text = any(isinstance(part, ast.JoinedStr) or isinstance(literal(part), str) for part in (left, right))
            return isinstance(op, _ARITHMETIC) and not text and literal(node) is MISSING
        case ast.UnaryOp(ast.USub(), inner):
            return _tells(inner)
        case ast.Dict(keys, parts):
            named = bool(keys) and all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in keys)
            return named and any(literal(part) is MISSING for part in parts)
        case ast.Call(function):
            called = dotted(function) or (function.attr if isinstance(function, ast.Attribute) else "")
            last = called.rpartition(".")[2]
            does = last.endswith("_") or last.startswith("log_") or not judgement.words(last).isdisjoint(_DOING)
            return not does and (last in _REDUCING or _is_named(expression_name(node), node))
        case ast.Subscript(_, ast.Constant(str(key))):
            return _is_named(key, None)
        case ast.Attribute(_, name):
            return _is_named(name, None)
    return False


def _is_named(name: str, node: ast.expr | None) -> bool:
    return bool(judgement.words(name) & SCHEDULED) or judgement.metric(name, 0.0, node).conf >= judgement.SURE


@dataclass(frozen=True, slots=True)
class Bars:
    """What the cell in hand wants no curve of, and the steps at which curves go on that its run has already."""

    ignore: frozenset[str] = frozenset()
    starts: Mapping[str, float] = field(default_factory=dict)


class Tap:
    """Stands around one such statement, and gives back what it is given."""

    def __init__(
        self, plan: Bare, line: int, file: str | None, place: str, emit: Emit, claim: Claim, known: Known, bars: Bars
    ) -> None:
        self.where = Where("expression", line, plan.fn, plan.text, None, file)
        self._plan = plan
        self._place = place
        self._emit = emit
        self._claim = claim
        self._known = known
        self._bars = bars
        self._curves: dict[str, Curve] = {}
        self._pending: dict[str, Pending] = {}
        self._told: dict[tuple[str, bool], bool] = {}
        """Whether numbers of a name, whole ones or others, are any to tell of."""
        self._epoch = time.time() - time.perf_counter()
        self._count = 0
        self._base = 0.0
        self._raw: float | None = None
        self._left = 0.0
        self._unseen = 0
        self._muted = False

    def __call__(self, given: Any) -> Any:
        """What was given. No fault of ours leaves this."""
        try:
            if not self._muted:
                now = time.perf_counter()
                gone = now - self._left
                self._count += 1
                step = self._step(self._counted(sys._getframe(1)) if self._plan.counter is not None else None)
                self._take(given, step, now, gone < EACH)
                if self._count > ALL and self._plan.looped:
                    self._rest(gone / (self._unseen + 1))
                self._left = time.perf_counter()
        except Exception:  # RecursionError too: the user's, with no room left for us
            self._muted = True
        return given

    def put(self, stand_in: Callable[[Any], Any] | None) -> None:
        """Let this stand where the code looks: of functions in `sys`, of a cell among the builtins. None: nothing."""
        for home in (sys, builtins):
            if stand_in is not None:
                setattr(home, self._place, stand_in)
            else:
                vars(home).pop(self._place, None)

    def mute(self) -> None:
        """Hand over nothing any longer: this is a process that the cell has forked."""
        self._muted = True
        for pending in self._pending.values():
            pending.drop()

    def _rest(self, took: float) -> None:
        """Of a fast loop let as many rounds go unseen as fit between two looks: no Python code of ours runs in them.
        What they give back is dropped, as the statement stands in a loop."""
        self._unseen = min(STRETCH, int(PAUSE / max(took, 1e-8))) if took < EACH else 0
        if self._unseen:
            unseen = itertools.chain(itertools.repeat(None, self._unseen - 1), self._wake())
            self._count += self._unseen
            self.put(functools.partial(next, unseen))

    def _wake(self) -> Iterator[None]:
        """The last of the unseen rounds."""
        self.put(self)
        yield None

    def _counted(self, frame: FrameType) -> float | None:
        """The counter of the loop around, where it is bound by now."""
        found = frame.f_locals
        own = bool(frame.f_code.co_flags & inspect.CO_OPTIMIZED)
        if not own and type(found) is not dict:
            return None  # the body of a class whose namespace somebody wrote
        number = values.number(found.get(self._plan.counter or ""))
        if own and sys.version_info < (3, 13):
            found.clear()  # the frame would hold on to the values in here for as long as it lives
        return number

    def _step(self, raw: float | None) -> float:
        """The loop's counter, going on where the loop is entered again; without one, how often it was passed."""
        if raw is None:
            return self._count - 1
        if self._plan.swept:
            return float(raw)
        if self._raw is not None and raw <= self._raw:
            self._base += self._raw + 1 - raw
        self._raw = raw
        return self._base + raw

    def _take(self, given: Any, step: float, now: float, fast: bool) -> None:
        single = values.number(given)
        if single is not None:
            self._point(self._plan.name, single, step, now, fast)
        elif type(given) is dict:
            for name, part in values.flatten("", given):
                number = values.number(part)
                if number is not None:
                    self._point(name[1:], number, step, now, fast)

    def _point(self, name: str, number: float | int, step: float, now: float, fast: bool) -> None:
        whole = type(number) is int or (number > 1 and float(number).is_integer())
        told = self._told.get((name, whole))
        if told is None:
            rule = judgement.metric(name, number, None).rule
            told = self._told[name, whole] = name not in self._bars.ignore and rule not in ("private", judgement.COUNT)
        if not told:
            return
        curve = self._curves.get(name)
        if curve is None:
            curve = self._curves[name] = Curve(name)
        start = 0.0 if self._plan.swept else self._bars.starts.get(name, 0.0)
        due = curve.add(float(number), step + start, self._epoch + now)
        if len(due) == 1 and name in self._pending:
            self._pending[name].add((curve.name,), due[0], fast)
        elif due:
            self._hand_over(name, curve, due)

    def _hand_over(self, name: str, curve: Curve, due: list[Row]) -> None:
        """The points that a number has waited with until it was a curve."""
        if self._known(row[2] for row in due[-2:]):
            self._curves[name] = Silent(name)
            return
        curve.name = self._claim(curve.name, curve, self._plan.fn)
        self._pending[name] = Pending(self._emit, self.where)
        self._emit((curve.name,), due, self.where)

    def flush(self) -> None:
        """Hand over the points that wait."""
        for pending in self._pending.values():
            pending.end()

    def stop(self) -> tuple[list[Seen], list[SeriesInfo]]:
        """The cell has ended: metrics and curves."""
        self.flush()
        metrics: list[Seen] = []
        series: list[SeriesInfo] = []
        sampling: Sampling = "sampled" if self._count > ALL else "every"
        for name, curve in list(self._curves.items()):
            if curve.count == LEAST_CALLS:
                due = curve.flush()
                if due:
                    self._hand_over(name, curve, due)
            if curve.live:
                series.append(SeriesInfo(curve.name, self.where, curve.points, self._count, curve.last, sampling))
            elif self._curves[name] is curve:
                metrics.append(Seen(curve.name, curve.last, "metric", self.where, 0.85, rule="worked out and left"))
        return metrics, series
