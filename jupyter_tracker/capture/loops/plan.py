"""What to watch in a loop, told from its source alone.

For each loop: its counter, and the *candidates*, names that may turn out to be series. Watching is then cheap, and a
loop without candidates is not watched at all. How sure a candidate is rests on its name, on how it is computed, and on
whether the author shows it (prints it, appends it to a list, sets it as a progress bar's postfix).
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from jupyter_tracker.capture import judgement
from jupyter_tracker.capture.code import divided
from jupyter_tracker.capture.literals import dotted, literal
from jupyter_tracker.capture.loops.tries import configured
from jupyter_tracker.capture.values import MISSING

Loop = ast.For | ast.AsyncFor | ast.While
LOOPS = (ast.For, ast.AsyncFor, ast.While)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_SHOWING = frozenset(
    "print set_postfix set_description info debug write format log add_scalar append set_postfix_str".split()
)
UNWRAPPED = frozenset("float round int item detach cpu numpy abs".split())
_COUNTING = frozenset("range trange arange count linspace logspace geomspace prange".split())
SCHEDULED = frozenset("lr rate temperature epsilon eps momentum".split())
_OF_A_BATCH = frozenset("loss losses acc accuracy cost reward score error err mean avg average running".split())
_DATA = frozenset(
    "preds pred predictions rows xs ys data samples tokens times features indices values items lines".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a series. `path` is what to read (dotted); `conf` and `fast_conf`: how sure we are in a slow
    loop and in one of less than 0.1 ms a round.

    `grows`: a list whose newest item is the value, or holds it under `key`; `filled`: an array or list of which each
    round sets the item at the counter; `conditional`: not bound in every round; `final`: bound nowhere after the loop,
    so its value at the scope's end is the loop's last."""

    name: str
    path: str
    grows: bool = False
    conf: float = 0.0
    fast_conf: float = 0.0
    conditional: bool = False
    final: bool = True
    filled: bool = False
    key: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LoopPlan:
    """One loop worth watching. `counter` is the name that gives the step axis; `swept`: the counter's values are
    settings written out (`for C in [0.1, 1]`), to be taken as they are."""

    node: Loop
    fn: str | None
    counter: str | None
    swept: bool
    candidates: tuple[Candidate, ...]
    text: str
    tries: tuple[str, ...] = ()
    """The names that hold the configuration which each round tries, for a loop that trains in each."""


def plan(tree: ast.AST, metric: Collection[str] = ()) -> list[LoopPlan]:
    """The loops of a module worth watching, outer before inner; `metric` are names that are series in any case."""
    return list(_scope(tree, None, metric))


def _scope(owner: ast.AST, fn: str | None, metric: Collection[str]) -> Iterator[LoopPlan]:
    body = getattr(owner, "body", [])
    loops = [] if isinstance(owner, ast.ClassDef) else list(_loops(body, ()))
    if loops:
        later = _Stores(body)
        plans = [made for loop, outer in loops if (made := _loop(loop, outer, later, fn, metric)) is not None]
        yield from _told_apart(plans)
    for part in _statements(body):
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield from _scope(part, part.name if fn is None else f"{fn}.{part.name}", metric)


def _loops(nodes: Iterable[ast.AST], outer: tuple[Loop, ...]) -> Iterator[tuple[Loop, tuple[Loop, ...]]]:
    """Loops of one scope with the loops around each."""
    for node in nodes:
        if isinstance(node, LOOPS):
            yield node, outer
            yield from _loops(_blocks(node), (*outer, node))
        elif not isinstance(node, SCOPES):
            yield from _loops(_blocks(node), outer)


def _statements(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The statements of one scope; functions and classes are given, not entered."""
    for node in nodes:
        yield node
        if not isinstance(node, SCOPES):
            yield from _statements(_blocks(node))


def _blocks(node: ast.AST) -> list[ast.AST]:
    """The statements that a statement holds (and the handlers and cases that hold some)."""
    return [part for block in _BLOCKS if block in node._fields for part in getattr(node, block)]


class _Stores:
    """Where each name of a scope is bound or deleted."""

    def __init__(self, body: list[ast.stmt]) -> None:
        self._body = body
        self._places: dict[str, list[tuple[int, int]]] | None = None
        self._divided: set[str] | None = None

    @property
    def divided(self) -> set[str]:
        """Names above a division: sums that make a mean."""
        if self._divided is None:
            inside = list(_inside(self._body, into_loops=True))
            over = (part.left for part in inside if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div))
            later = (part.target for part in inside if isinstance(part, ast.AugAssign) and isinstance(part.op, ast.Div))
            self._divided = set().union(*map(divided, (*over, *later)))
        return self._divided

    def after(self, name: str, loop: Loop) -> bool:
        """Whether anything after the loop binds the name again."""
        if self._places is None:
            self._places = {}
            for part in _inside(self._body, into_loops=True):
                if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
                    self._places.setdefault(part.id, []).append((part.lineno, part.col_offset))
        end = (loop.end_lineno or 0, loop.end_col_offset or 0)
        return any(place >= end for place in self._places.get(name, ()))


def _inside(nodes: Iterable[ast.AST], *, into_loops: bool) -> Iterator[ast.AST]:
    """Everything in these nodes that belongs to their scope; functions and classes are given, not entered."""
    for node in nodes:
        yield node
        if not isinstance(node, (*SCOPES, *_COMPREHENSIONS)) and (into_loops or not isinstance(node, LOOPS)):
            yield from _inside(ast.iter_child_nodes(node), into_loops=into_loops)


def _told_apart(plans: list[LoopPlan]) -> Iterator[LoopPlan]:
    """A name that an outer loop gives too is called `name/step` in the inner one."""
    for made in plans:
        around = {c.name for o in plans if o is not made and _encloses(o.node, made.node) for c in o.candidates}
        kept = [replace(c, name=f"{c.name}/step") if c.name in around else c for c in made.candidates]
        yield replace(made, candidates=tuple(kept))


def _encloses(outer: Loop, inner: Loop) -> bool:
    return any(node is inner for node in _nested(outer))


def _loop(
    node: Loop, outer: tuple[Loop, ...], stores: _Stores, fn: str | None, metric: Collection[str]
) -> LoopPlan | None:
    targets = {n for loop in (node, *outer, *_nested(node)) for n in _target_names(loop)}
    counted, swept = counter(node)
    shown, lists = _shown(node)
    found: dict[str, Candidate] = {}
    rows = _over_rows(node)
    for name, ways in _bindings(node).items():
        if name in targets or name == counted or judgement.chosen(name.partition(".")[0], targets).conf:
            continue
        conf = 1.0 if name in metric else max(way.conf(name, name in shown, bool(outer)) for way in ways)
        sums = all(isinstance(way.augmented, ast.Add) or way.resets for way in ways)
        if conf < 1.0 and sums and name in stores.divided:
            conf = 0.3
        if conf >= judgement.LEAST:
            of_a_row = rows and conf < 1.0 and name not in shown and not judgement.words(name) & _OF_A_BATCH
            fast = conf if conf >= 0.8 and not of_a_row else 0.3
            leaf, final = name.rpartition(".")[2], not stores.after(name, node)
            if leaf in found:
                if not all(way.conditional for way in ways):
                    continue
                leaf = name
            found[leaf] = Candidate(leaf, name, False, conf, fast, all(way.conditional for way in ways), final)
    for (path, key), (conf, item) in lists.items():
        leaf = key or path.rpartition(".")[2]
        if leaf not in found and item not in found and conf >= judgement.LEAST:
            found[leaf] = Candidate(leaf, path, True, conf, conf if conf >= 0.8 else 0.3, key=key)
    for path, conf in _filled(node, counted).items():
        leaf = path.rpartition(".")[2]
        if leaf not in found and conf >= judgement.LEAST:
            found[leaf] = Candidate(leaf, path, False, conf, conf if conf >= 0.8 else 0.3, filled=True)
    tries = configured(node)
    if not found and not tries:
        return None
    text = f"while {ast.unparse(node.test)}" if isinstance(node, ast.While) else f"for {ast.unparse(node.target)}"
    return LoopPlan(node, fn, counted, swept, tuple(found.values()), text[:80], tries)


def _nested(node: Loop) -> Iterator[Loop]:
    return (part for part in _statements(node.body) if isinstance(part, LOOPS))


def _target_names(loop: Loop) -> set[str]:
    if isinstance(loop, ast.While):
        return set()
    return {part.id for part in ast.walk(loop.target) if isinstance(part, ast.Name)}


@dataclass(slots=True)
class _Binding:
    value: ast.expr | None
    augmented: ast.operator | None
    conditional: bool

    @property
    def resets(self) -> bool:
        """Whether a constant is bound: where a sum begins."""
        return self.augmented is None and literal(self.value) is not MISSING

    def conf(self, name: str, shown: bool, nested: bool) -> float:
        """How likely the values bound here are a series."""
        leaf = name.rpartition(".")[2]
        named = judgement.is_metric_name(leaf)
        if leaf.startswith("_") or (leaf.lower() in judgement.INDEX_NAMES and not named):
            return 0.2
        if judgement.words(leaf) & SCHEDULED:
            return 0.85 if shown or self.augmented else 0.6
        if isinstance(self.augmented, ast.Add):
            return 0.3 if nested or not named else 0.8 if shown else 0.6
        if self.augmented is None and literal(self.value) is not MISSING:
            return 0.9 if named else 0.0
        verdict = judgement.metric(leaf, 0.0, self.value)
        if shown and verdict.rule not in ("time stamp", "random draw", "private") and len(leaf) > 1:
            return max(0.85, verdict.conf)
        if len(leaf) <= 2 and not named:
            return min(verdict.conf, 0.4)
        if "." in name and isinstance(self.value, ast.Name):
            return 0.85 if named else 0.3
        return verdict.conf if "." not in name else min(verdict.conf, 0.95 if named else 0.4)


def _bindings(loop: Loop) -> dict[str, list[_Binding]]:
    """Names (and attributes) bound in the loop's own body, inner loops apart."""
    found: dict[str, list[_Binding]] = {}

    def bind(target: ast.expr, value: ast.expr | None, operator: ast.operator | None, conditional: bool) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            same = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
            for i, part in enumerate(target.elts):
                bind(
                    part,
                    value.elts[i] if same and isinstance(value, (ast.Tuple, ast.List)) else value,
                    None,
                    conditional,
                )
        elif path := dotted(target):
            found.setdefault(path, []).append(_Binding(value, operator, conditional))
            for key, part in _fields(value):
                found.setdefault(f"{path}.{key}", []).append(_Binding(part, None, conditional))

    def visit(nodes: Iterable[ast.AST], conditional: bool) -> None:
        for node in nodes:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    bind(target, node.value, None, conditional)
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                bind(node.target, node.value, None, conditional)
            elif isinstance(node, ast.AugAssign):
                bind(node.target, node.value, node.op, conditional)
            elif not isinstance(node, (*SCOPES, *LOOPS, *_COMPREHENSIONS)):
                visit(ast.iter_child_nodes(node), conditional or isinstance(node, (ast.If, ast.Try, ast.Match)))

    visit(loop.body, False)
    return found


def _fields(value: ast.expr | None) -> list[tuple[str, ast.expr]]:
    """Keys and values of a mapping that is written out: `{"loss": total / n}`, `dict(loss=total / n)`."""
    match value:
        case ast.Dict(keys, parts):
            named = [
                (key.value if isinstance(key, ast.Constant) else None, part)
                for key, part in zip(keys, parts, strict=True)
            ]
            return [(key, part) for key, part in named if isinstance(key, str) and "." not in key]
        case ast.Call(ast.Name("dict"), [], keywords):
            return [(keyword.arg, keyword.value) for keyword in keywords if keyword.arg]
    return []


def _shown(loop: Loop) -> tuple[set[str], dict[tuple[str, str | None], tuple[float, str]]]:
    """Names the author shows in the loop's own body, and lists that get an item: how sure it is one of a
    series, and the item's name if it has one."""
    shown: set[str] = set()
    lists: dict[tuple[str, str | None], tuple[float, str]] = {}
    for node in _inside(loop.body, into_loops=False):
        if not isinstance(node, ast.Call) or not isinstance(node.func, (ast.Name, ast.Attribute)):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if called not in _SHOWING:
            continue
        path = dotted(node.func.value) if isinstance(node.func, ast.Attribute) else None
        if called == "append" and path and len(node.args) == 1:
            item = _unwrap(node.args[0])
            if not isinstance(item, (ast.Tuple, ast.List, ast.Dict)):
                leaf = path.rpartition(".")[2]
                conf = 0.95 if judgement.is_metric_name(leaf) else 0.3 if judgement.words(leaf) & _DATA else 0.6
                lists[path, None] = conf, item.id if isinstance(item, ast.Name) else ""
            for key, part in _fields(node.args[0]):
                if judgement.is_metric_name(key) and not isinstance(part, ast.Constant):
                    lists[path, key] = 0.85, part.id if isinstance(part, ast.Name) else ""
        inner = [*node.args, *(keyword.value for keyword in node.keywords)]
        shown |= {part.id for one in inner for part in ast.walk(one) if isinstance(part, ast.Name)}
        shown |= {
            path
            for one in inner
            for part in ast.walk(one)
            if isinstance(part, ast.Attribute) and (path := dotted(part))
        }
    return shown, lists


def _filled(loop: Loop, counted: str | None) -> dict[str, float]:
    """Arrays of which a round sets the item at the counter (`losses[epoch] = …`), and how sure they are curves."""
    found: dict[str, float] = {}
    for node in _inside(loop.body, into_loops=False):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            match target:
                case ast.Subscript(value, ast.Name(at)) if at == counted and (path := dotted(value)):
                    leaf = path.rpartition(".")[2]
                    named = judgement.is_metric_name(leaf)
                    found[path] = 0.95 if named else 0.3 if judgement.words(leaf) & _DATA else 0.5
    return found


def _unwrap(node: ast.expr) -> ast.expr:
    """`loss` for `float(loss)`, `loss.item()`, `round(loss, 3)`."""
    match node:
        case ast.Call(ast.Name(name), [first, *_]) if name in UNWRAPPED:
            return _unwrap(first)
        case ast.Call(ast.Attribute(value, name), []) if name in UNWRAPPED:
            return _unwrap(value)
    return node


def counter(loop: Loop) -> tuple[str | None, bool]:
    """The name that counts the rounds, and whether its values are settings written out."""
    if isinstance(loop, ast.While):
        for node in loop.body:
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and isinstance(node.op, ast.Add):
                if type(literal(node.value)) in (int, float):
                    return node.target.id, False
        return None, False
    target, source = loop.target, _counted(loop.iter)
    if isinstance(source, (ast.List, ast.Tuple)) and isinstance(target, ast.Name):
        values = literal(source)
        return (
            (target.id, True)
            if values is not MISSING and all(type(v) in (int, float) for v in values)
            else (None, False)
        )
    called = (dotted(source.func) or "").rpartition(".")[2] if isinstance(source, ast.Call) else ""
    if called == "enumerate" and isinstance(target, ast.Tuple) and isinstance(target.elts[0], ast.Name):
        return target.elts[0].id, False
    if called in _COUNTING and isinstance(target, ast.Name):
        return target.id, called.endswith("space")
    return None, False


def _counted(node: ast.expr) -> ast.expr:
    """What a progress bar goes over: `range(9)` for `tqdm(range(9), desc="x")`."""
    if isinstance(node, ast.Call) and node.args:
        name = (dotted(node.func) or "").rpartition(".")[2]
        if name in ("tqdm", "track", "progress_bar", "notebook_tqdm", "progressbar", "master_bar"):
            return _counted(node.args[0])
    return node


def _over_rows(loop: Loop) -> bool:
    """Whether a loop goes over data rather than counting: its own values are then of one row, not of the model."""
    if isinstance(loop, ast.While):
        return False
    source = _counted(loop.iter)
    called = (dotted(source.func) or "").rpartition(".")[2] if isinstance(source, ast.Call) else ""
    if called not in _COUNTING:
        return not isinstance(source, (ast.List, ast.Tuple))
    return any(isinstance(part, ast.Call) and dotted(part.func) == "len" or isinstance(part, ast.Attribute)
               and part.attr == "shape" for part in ast.walk(source))  # fmt: skip
