"""What is another every time: clocks, random ids, temporary paths, addresses. It is shown and never decides.

A name is volatile that is made of such a call, or of such a name by arithmetic, formatting or a method, or that a
function of the notebook or of a local module gives back; one that a function was merely given is not. What something is
called proves nothing, but of what libraries tell.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Literal

from ...capture.effects import magics
from ...capture.effects.scopes import FUNCTIONS, dotted, targets
from .sources import aliases, python_of

Kind = Literal["clock", "random id", "temporary path", "address"]

_CALLS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "clock",
        re.compile(
            r"(^|\.)(time\.(time|time_ns|perf_counter(_ns)?|monotonic(_ns)?|process_time|thread_time|strftime|ctime|asctime"
            r"|localtime|gmtime)|perf_counter|monotonic|process_time|default_timer|datetime\.(now|utcnow|today)|date\.today"
            r"|Timestamp\.(now|today)|getmtime|timeit|cpu_percent|virtual_memory|memory_info)$"
        ),
    ),
    (
        "random id",
        re.compile(r"(^|\.)(uuid[14]|token_(hex|bytes|urlsafe)|urandom|getpid|getppid|get_ident|gethostname)$"),
    ),
    ("temporary path", re.compile(r"(^|\.)(mkdtemp|mkstemp|TemporaryDirectory|NamedTemporaryFile|gettempdir)$")),
    ("address", re.compile(r"^(id|object\.__repr__)$")),
)
_NAMED = re.compile(
    r"(?:^|[_.\W])(?:fit|score|refit|train|eval|test|run|wall|cpu|exec|total|epoch|step|inference|predict)?_?"
    r"(?:time|times|elapsed|duration|timestamp|timings?|seconds|latency|throughput|samples_per_second"
    r"|steps_per_second|runtime|eta)(?:$|_(?:s|ms|sec|seconds|taken|min)$)",
    re.IGNORECASE,
)
"""Names under which libraries tell of times."""
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("address", re.compile(r"0x[0-9a-fA-F]{6,}")),
    ("random id", re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")),
    ("temporary path", re.compile(r"(?:/tmp|/var/folders|/var/tmp|[A-Z]:\\[^\s'\"]*\\Temp)[^\s'\",]*")),
    ("clock", re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?|\b\d\d:\d\d:\d\d(?:\.\d+)?\b")),
)
_PLAIN_CALLS = frozenset(
    "str int float round repr format abs max min sum divmod bool bytes hex datetime.fromtimestamp timedelta "
    "datetime.timedelta Path os.path.join np.round np.array list tuple".split()
)
_PRINTING = frozenset("print display info debug warning write log".split())
_ADDING = frozenset("append extend add insert update appendleft".split())


@dataclass(frozen=True)
class Known:
    """What the sources say of what is volatile, after a cell.

    Attributes:
        names: at the level of the notebook.
        inner: in functions, and under keys and keywords.
        bound: names that the sources bind, at whatever level.
        claimed: they call something by a name of times that comes of no clock.
        told: they print, and no clock.
        words: that stand in their texts: what is printed in others, a library prints.
    """

    names: Mapping[str, Kind] = field(default_factory=dict)
    inner: Mapping[str, Kind] = field(default_factory=dict)
    bound: frozenset[str] = frozenset()
    claimed: bool = False
    told: bool = False
    words: frozenset[str] = frozenset()

    def metric(self, name: str, how: str | None) -> Kind | None:
        """What makes a metric volatile that was seen `how`: what its value is made of. A name alone says so of what a
        library gives, or the printed text of a clock."""
        leaf = re.split(r"[./]", name)[-1]
        if name in self.names or leaf in self.names:
            return self.names.get(name) or self.names.get(leaf)
        if leaf in self.inner:
            return self.inner[leaf]
        given = leaf not in self.bound and how not in ("assigned", "local", "argument", "expression", "explicit")
        named = _NAMED.search(name)
        if not given or named is None:
            return None
        printed_here = how == "printed" and self.told and self.words.issuperset(_words(named[0]))
        return None if printed_here else "clock"


class Volatiles:
    """The volatile names of a notebook, cell after cell."""

    def __init__(self) -> None:
        """None is known yet."""
        self.names: dict[str, Kind] = {}
        self._inner: dict[str, Kind] = {}
        self._returns: dict[str, list[Kind | None]] = {}
        self._aliases: dict[str, str] = {}
        self._bound: set[str] = set()
        self._claimed = False
        self._prints: set[bool] = set()
        self._words: set[str] = set()

    def module(self, path: str, source: str) -> None:
        """Take in a local module: what its functions give."""
        own, self.names = self.names, {}
        self.cell(source)
        self._inner |= self.names
        self.names = own
        home = PurePath(path).stem
        self._returns |= {f"{home}.{name}": kinds for name, kinds in self._returns.items() if "." not in name}

    def cell(self, source: str) -> Known:
        """Go on with a cell; what is volatile after it."""
        try:
            tree = ast.parse(python_of(source))
        except SyntaxError:
            return self._known()
        self._aliases |= aliases(tree)
        for function in [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]:
            self._function(function)
        nodes = list(_level(tree))
        self._statements(nodes)
        for node in ast.walk(tree):
            self._called(node)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self._words |= _words(node.value)
        return self._known()

    def _known(self) -> Known:
        told = self._prints == {False}
        words = frozenset(self._words)
        return Known(dict(self.names), dict(self._inner), frozenset(self._bound), self._claimed, told, words)

    def _function(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """What its names hold, and what it gives: of a tuple each part."""
        outer, self.names = self.names, dict(self.names)
        nodes = [node for statement in function.body for node in (statement, *_level(statement))]
        self._statements(nodes)
        given = [node.value for node in nodes if isinstance(node, ast.Return) and node.value is not None]
        parts = [list(map(self.kind, one.elts)) if isinstance(one, ast.Tuple) else [self.kind(one)] for one in given]
        if parts and any(any(one) for one in parts):
            self._returns[function.name] = max(parts, key=lambda one: sum(kind is not None for kind in one))
        else:
            self._returns.pop(function.name, None)
        for node in nodes:
            self._called(node)
        self._inner |= {name: kind for name, kind in self.names.items() if outer.get(name) != kind}
        self.names = outer

    def _statements(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            match node:
                case ast.Assign(chosen, value):
                    for target in chosen:
                        self._assign(target, value)
                case ast.AnnAssign(target, _, value) | ast.NamedExpr(target, value) if value is not None:
                    self._assign(target, value)
                case ast.AugAssign(ast.Name(name), _, value):
                    if (kind := self.kind(value)) is not None:
                        self.names[name] = kind
                case ast.withitem(context, ast.Name(name)):
                    if (kind := self.kind(context)) is not None:
                        self.names[name] = kind
                case ast.Call(ast.Attribute(ast.Name(name), method), [*given]) if method in _ADDING:
                    for argument in given:
                        if (kind := self.kind(argument)) is not None:
                            self.names[name] = kind

    def _called(self, node: ast.AST) -> None:
        """What is told of a value beside names: by keys and keywords, by a text before it, on the screen."""
        match node:
            case ast.Dict(keys, values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        self._under(key.value, value)
            case ast.Assign([ast.Attribute(_, name) | ast.Subscript(_, ast.Constant(str(name)))], value):
                self._under(name, value)
            case ast.Call(func, given, words):
                for word in words:
                    self._under(word.arg or "", word.value)
                match given:
                    case [ast.Constant(str(name)), value, *_] if not isinstance(value, ast.Constant):
                        self._under(name, value)
                magic = magics.found(node)
                if (dotted(func) or "").rpartition(".")[2] in _PRINTING:
                    parts = [part for argument in given for part in ast.walk(argument)]
                    if clock := any(isinstance(part, ast.expr) and self.kind(part) for part in parts):
                        self._prints.add(clock)
                    elif any(isinstance(part, ast.Name) for part in parts):
                        self._prints.add(False)
                elif magic is not None and magic.name in ("time", "timeit"):
                    self._prints.add(True)

    def _under(self, name: str, value: ast.expr) -> None:
        kind = self.kind(value)
        if kind is not None:
            self._inner[name] = kind
        elif not isinstance(value, ast.Constant) and _NAMED.search(name):
            self._claimed = True
            self._bound.add(name)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for one, other in zip(target.elts, value.elts, strict=True):
                self._assign(one, other)
            return
        parts = self._given(value)
        if isinstance(target, ast.Tuple) and len(parts) == len(target.elts) > 1:
            for one, part in zip(target.elts, parts, strict=True):
                self._bind(one, part)
        else:
            self._bind(target, self.kind(value))

    def _given(self, value: ast.expr) -> list[Kind | None]:
        """What a call of a function of the user's gives, part by part; of any other nothing."""
        return self._returns.get(self._callee(value.func), []) if isinstance(value, ast.Call) else []

    def _callee(self, func: ast.expr) -> str:
        head, dot, rest = (dotted(func) or "").partition(".")
        return self._aliases.get(head, head) + dot + rest

    def _bind(self, target: ast.expr, kind: Kind | None) -> None:
        for name in targets(target):
            self._bound.add(name)
            if kind is not None:
                self.names[name] = kind
            elif isinstance(target, ast.Name):
                self.names.pop(name, None)

    def kind(self, node: ast.expr) -> Kind | None:
        """What makes the value of an expression volatile, None where nothing does."""
        return next(iter(self._kinds(node)), None)

    def _kinds(self, node: ast.AST) -> Iterator[Kind]:
        match node:
            case ast.Name(name):
                if name in self.names:
                    yield self.names[name]
            case ast.Call(func, given):
                callee = self._callee(func)
                yield from (kind for kind, pattern in _CALLS if pattern.search(callee))
                yield from (kind for kind in self._given(node) if kind is not None)
                magic = magics.found(node)
                if magic is not None and magic.name == "timeit":
                    yield "clock"
                if isinstance(func, ast.Attribute):
                    yield from self._kinds(func.value)
                if callee in _PLAIN_CALLS or (isinstance(func, ast.Attribute) and func.attr in ("format", "join")):
                    for argument in given:
                        yield from self._kinds(argument)
            case ast.Attribute(value) | ast.Subscript(value) | ast.Starred(value) | ast.FormattedValue(value):
                yield from self._kinds(value)
            case ast.ListComp(element) | ast.GeneratorExp(element):
                yield from self._kinds(element)
            case ast.BinOp() | ast.UnaryOp() | ast.JoinedStr() | ast.Tuple() | ast.List() | ast.IfExp():
                for part in ast.iter_child_nodes(node):
                    yield from self._kinds(part)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))


def _level(tree: ast.AST) -> Iterator[ast.AST]:
    """What lies in a source outside the functions in it."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, (*FUNCTIONS, ast.Lambda)):
            yield node
            yield from _level(node)


def by_value(recorded: Any, replayed: Any) -> Kind | None:
    """Whether two summaries differ in what is volatile alone: addresses, ids, temporary paths, moments."""
    one, other = _flat(recorded), _flat(replayed)
    for kind, pattern in _PATTERNS:
        found = pattern.search(one) is not None
        one, other = pattern.sub("~", one), pattern.sub("~", other)
        if found and one == other:
            return kind
    return None


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}:{_flat(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_flat, value)) + "]"
    return str(value)
