"""What is another every time: clocks, random ids, temporary paths, addresses. It is shown and never decides.

A name is volatile that is made of such a call, or of such a name by arithmetic, formatting or a method; one that a
function was merely given is not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ...capture.effects.scopes import dotted, targets
from .sources import _python

Kind = Literal["clock", "random id", "temporary path", "address"]

_CALLS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "clock",
        re.compile(
            r"(^|\.)(time\.(time|time_ns|perf_counter(_ns)?|monotonic(_ns)?|process_time|thread_time|strftime|ctime|asctime"
            r"|localtime|gmtime)|perf_counter|monotonic|process_time|default_timer|datetime\.(now|utcnow|today)|date\.today"
            r"|Timestamp\.(now|today)|getmtime|timeit|cpu_percent|virtual_memory|memory_info)$|^time$"
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
    r"(?:^|[_.\W])(?:fit|train|run|wall|cpu|exec|total|epoch|start|end|step|inference|predict|score)?_?"
    r"(?:time|times|elapsed|duration|timestamp|timings?|seconds|secs?|latency|throughput|samples_per_second"
    r"|steps_per_second|runtime|eta|now|t0|t1|tic|toc)(?:$|_(?:s|ms|sec|seconds|taken|min)$|$)",
    re.IGNORECASE,
)
_TIMES = frozenset("float int float64 float32 datetime timedelta Timestamp Timedelta str list struct_time".split())
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
_ADDING = frozenset("append extend add insert update appendleft".split())


class Volatiles:
    """The volatile names of a notebook, cell after cell."""

    def __init__(self) -> None:
        """None is known yet."""
        self.names: dict[str, Kind] = {}

    def cell(self, source: str) -> dict[str, Kind]:
        """Go on with a cell; the names that are volatile after it."""
        try:
            tree = ast.parse(_python(source))
        except SyntaxError:
            return dict(self.names)
        for node in ast.walk(tree):
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
        return dict(self.names)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for one, other in zip(target.elts, value.elts, strict=True):
                self._assign(one, other)
            return
        kind = self.kind(value)
        for name in targets(target):
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
                callee = dotted(func) or ""
                yield from (
                    kind for kind, pattern in _CALLS if pattern.search(callee) and (callee != "time" or not given)
                )
                if isinstance(func, ast.Attribute):
                    yield from self._kinds(func.value)
                if callee in _PLAIN_CALLS or (isinstance(func, ast.Attribute) and func.attr in ("format", "join")):
                    for argument in given:
                        yield from self._kinds(argument)
            case ast.Attribute(value) | ast.Subscript(value) | ast.Starred(value) | ast.FormattedValue(value):
                yield from self._kinds(value)
            case ast.BinOp() | ast.UnaryOp() | ast.JoinedStr() | ast.Tuple() | ast.List() | ast.IfExp():
                for part in ast.iter_child_nodes(node):
                    yield from self._kinds(part)


def by_name(name: str, kind: str = "float") -> Kind | None:
    """Whether a name says that it holds a time, where the type of what it holds may be one."""
    return "clock" if kind in _TIMES and _NAMED.search(name) else None


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
