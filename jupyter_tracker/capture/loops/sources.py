"""Plans of loops by the code they were compiled to: which loop a jump or a function belongs to."""

from __future__ import annotations

import ast
import dis
import inspect
import linecache
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import CodeType
from typing import Any

from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.functions import FunctionPlan
from jupyter_tracker.capture.functions import plan as plan_function
from jupyter_tracker.capture.loops.bare import Bare, bare
from jupyter_tracker.capture.loops.plan import LOOPS, SCOPES, Loop, LoopPlan, plan

_FOR_HEADS = ("FOR_ITER", "GET_ANEXT")


class SourcePlans:
    """The loops and functions of one piece of source, to be found by where they stand. `file` is the local module that
    it is the source of (None: a cell)."""

    def __init__(
        self,
        tree: ast.AST,
        offset: int = 0,
        metric: Collection[str] = (),
        source: str = "",
        file: str | None = None,
    ) -> None:
        self.tree = tree
        self.plans = plan(tree, metric)
        self.offset = offset
        self.file = file
        self._source = source
        self._functions: dict[tuple[int, str], FunctionPlan | None] = {}
        self._classes: dict[str, set[str]] | None = None
        self._all: list[tuple[ast.AST, FunctionPlan]] | None = None
        self._definitions: dict[tuple[int, str], ast.FunctionDef | ast.AsyncFunctionDef] | None = None
        self._bare: list[Bare] | None = None
        self._by_node = {id(made.node): made for made in self.plans}
        self._loops: list[Loop] = [node for node in ast.walk(tree) if isinstance(node, LOOPS)] if self.plans else []
        self.left_at = _left_at(tree, self._by_node) if self.plans else {}
        """The loops that can be left by a `break` or a fault, by the line that comes next."""
        self._heads: dict[tuple[int, int], Loop] = {}
        for node in self._loops:
            if not isinstance(node, ast.While):
                # The head of a compiled `for` bears the place of the statement (3.12) or of what it goes over (3.13).
                self._heads[node.lineno, node.col_offset] = node
                self._heads[node.iter.lineno, node.iter.col_offset] = node

    @property
    def bare(self) -> list[Bare]:
        """The numbers that are worked out and bound to no name."""
        if self._bare is None:
            self._bare = bare(self.tree)
        return self._bare

    def tapped(self, code: CodeType) -> bool:
        """Whether a code object (functions inside it apart) holds such a number."""
        lines = {line for _, _, line in code.co_lines() if line}
        return bool(lines) and any(one.node.lineno in lines for one in self.bare)

    def within(self, code: CodeType) -> bool:
        """Whether a code object (functions inside it apart) may hold a loop worth watching."""
        lines = [line for _, _, line in code.co_lines() if line]
        return bool(lines) and any(min(lines) <= made.node.lineno <= max(lines) for made in self.plans)

    def function(self, code: CodeType) -> FunctionPlan | None:
        """The plan of the function that a code object was compiled from; None for what has nothing to tell, and for
        what runs piece by piece."""
        if not code.co_flags & inspect.CO_OPTIMIZED or code.co_flags & (
            inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
        ):
            return None
        place = code.co_firstlineno, code.co_name
        if place not in self._functions:
            node = self.definitions.get(place)
            name = code.co_qualname.replace(".<locals>", "")
            made = self._plan(node, name) if node is not None else None
            self._functions[place] = made if made is not None and made.worth else None
        return self._functions[place]

    def function_plans(self) -> list[tuple[ast.AST, FunctionPlan]]:
        """The definitions of all functions that have something to tell, with their plans."""
        if self._all is None:
            self._all = []
            for node, name in _named(self.tree):
                if not any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in _own_parts(node)):
                    place = _first_line(node), node.name
                    made = self._functions.get(place) or self._plan(node, name)
                    self._functions[place] = made if made.worth else None
                    if made.worth:
                        self._all.append((node, made))
        return self._all

    def _plan(self, node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> FunctionPlan:
        if self._classes is None:
            classes = [part for part in ast.walk(self.tree) if isinstance(part, ast.ClassDef)]
            self._classes = {part.name: {getattr(one, "name", "") for one in part.body} for part in classes}
        beside = self._classes.get(name.rpartition(".")[0].rpartition(".")[2], ())
        return plan_function(node, name, self._source, self.file, beside)

    @property
    def definitions(self) -> dict[tuple[int, str], ast.FunctionDef | ast.AsyncFunctionDef]:
        """The functions by their first line, that of a decorator where they have one, and name."""
        if self._definitions is None:
            found = (n for n in ast.walk(self.tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))
            self._definitions = {(_first_line(node), node.name): node for node in found}
        return self._definitions

    def uses(self, code: CodeType, names: Collection[str]) -> bool:
        """Whether a code object names one of these other than as an attribute (`eval(text)`, not `model.eval()`)."""
        node = self.definitions.get((code.co_firstlineno, code.co_name))
        parts = ast.walk(node if node is not None else self.tree)
        return any(isinstance(part, ast.Name) and part.id in names for part in parts)

    def left_in(self, code: CodeType) -> bool:
        """Whether such a line is one of a code object."""
        return bool(self.left_at) and any(line in self.left_at for _, _, line in code.co_lines())

    def at(self, code: CodeType, offset: int, destination: int) -> LoopPlan | None:
        """The loop that a backward jump of `code` closes a round of."""
        while dis.opname[code.co_code[destination]] == "EXTENDED_ARG":  # the head of a loop with a long body
            destination += 2
        places = list(code.co_positions())
        line, _, column, _ = places[offset // 2]
        head_line, _, head_column, _ = places[destination // 2]
        operation = dis.opname[code.co_code[destination]]
        node: Loop | None = None
        if operation in _FOR_HEADS and head_line is not None and head_column is not None:
            node = self._heads.get((head_line, head_column))
        elif "SEND" not in operation and line is not None and column is not None:
            node = self._innermost((line, column))
            node = node if isinstance(node, ast.While) else None
        return self._by_node.get(id(node))

    def _innermost(self, place: tuple[int, int]) -> Loop | None:
        around = [
            n for n in self._loops if (n.lineno, n.col_offset) <= place < (n.end_lineno or 0, n.end_col_offset or 0)
        ]
        return max(around, key=lambda n: (n.lineno, n.col_offset), default=None)


def _left_at(tree: ast.AST, plans: Mapping[int, LoopPlan]) -> dict[int, list[LoopPlan]]:
    found: dict[int, list[LoopPlan]] = {}

    def walk(block: list[Any], behind: int | None, caught: tuple[int, ...] = ()) -> None:
        """`caught` are the lines at which a fault in the block goes on."""
        for node, following in zip(block, [*block[1:], None], strict=False):
            then = behind if following is None else _first_line(following)
            if isinstance(node, LOOPS):
                made = plans.get(id(node))
                for line in (*caught, *([then] if then is not None and _breaks(node.body) else [])):
                    if made is not None:
                        found.setdefault(line, []).append(made)
                walk(node.body, node.lineno, caught)
                walk(node.orelse, then, caught)
            elif isinstance(node, SCOPES):
                walk(node.body if isinstance(node.body, list) else [], None)
            elif isinstance(node, (ast.Try, ast.TryStar)):
                out = _first_line(node.finalbody[0]) if node.finalbody else then
                lines = [handler.lineno for handler in node.handlers]
                lines += [_first_line(node.finalbody[0])] if node.finalbody else []
                walk(node.body, _first_line(node.orelse[0]) if node.orelse else out, (*caught, *lines))
                for part in [node.orelse, *(handler.body for handler in node.handlers)]:
                    walk(part, out, caught)
                walk(node.finalbody, then, caught)
            else:
                cases = getattr(node, "cases", [])
                for part in [getattr(node, "body", []), getattr(node, "orelse", []), *(case.body for case in cases)]:
                    walk(part if isinstance(part, list) else [], then, caught)

    walk(list(getattr(tree, "body", [])), None)
    return found


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(part.lineno for part in decorators)])


def _breaks(block: Iterable[ast.AST]) -> bool:
    """Whether a `break` stands in a block that is not one of a loop or scope inside it."""
    return any(
        isinstance(node, ast.Break)
        or (isinstance(node, LOOPS) and _breaks(node.orelse))
        or (not isinstance(node, (*LOOPS, *SCOPES)) and _breaks(ast.iter_child_nodes(node)))
        for node in block
    )


def _named(tree: ast.AST, prefix: str = "") -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """Functions with their qualified names."""
    for node in ast.iter_child_nodes(tree):
        inner = prefix
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner = f"{prefix}{node.name}."
            if not isinstance(node, ast.ClassDef):
                yield node, f"{prefix}{node.name}"
        yield from _named(node, inner)


def _own_parts(node: ast.AST) -> Iterator[ast.AST]:
    for part in ast.iter_child_nodes(node):
        yield part
        if not isinstance(part, SCOPES):
            yield from _own_parts(part)


class Sources:
    """Plans by file name. Cells stand in linecache, where IPython puts them for tracebacks; a body of `%%time` stands
    nowhere and is taken from the cell in hand."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, frozenset[str]], SourcePlans | None] = {}
        self.metric: frozenset[str] = frozenset()
        """Names that are series, whatever the rules say, for the cell in hand."""
        self._cell: SourcePlans | None = None
        self._source = ""

    def begin(self, code: CellCode, metric: Collection[str] = ()) -> SourcePlans | None:
        """Make `code` the cell in hand; its plans."""
        self._source = code.source
        self.metric = frozenset(metric)
        self._cell = SourcePlans(code.tree, code.offset, self.metric, code.source) if code.tree is not None else None
        if len(self._known) > 500:
            self._known.clear()
        return self._cell

    def of(self, filename: str) -> SourcePlans | None:
        """The plans of a file or cell, None where its source cannot be had."""
        if filename.startswith("<timed"):
            return self._cell
        known = filename, self.metric
        if known not in self._known:
            self._known[known] = self._read(filename)
        return self._known[known]

    def _read(self, filename: str) -> SourcePlans | None:
        file = filename if filename.endswith(".py") and filename not in linecache.cache else None
        entry = linecache.cache.get(filename)
        lines = entry[2] if entry is not None and len(entry) > 2 else linecache.getlines(filename) if file else []
        if file:
            linecache.cache.pop(filename, None)  # as it was: the user may edit the file
        source = "".join(lines)
        if not source.strip():
            return None
        if self._cell is not None and source.rstrip() == self._source.rstrip():
            return self._cell
        try:
            return SourcePlans(ast.parse(source), 0, self.metric, source, file)
        except (SyntaxError, ValueError, RecursionError):
            return None
