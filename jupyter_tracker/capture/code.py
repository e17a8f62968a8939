"""What a cell's source says: what it binds to what, which names it reads, which calls it makes with which keywords.

Nothing is run and nothing is looked up here; a cell that does not parse gives an empty `CellCode`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.capture.directive import PYTHON_MAGICS
from jupyter_tracker.capture.literals import dotted, literal
from jupyter_tracker.capture.values import MISSING

MAX_TEXT = 120
SPREAD = "**"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Assigned:
    """One binding of a name at cell level (`CFG.lr` for one in a class body). `literal` is the Python value where the
    right side is written out, else MISSING; `augmented` marks `+=` and its like, `looped` a binding inside a loop."""

    name: str
    line: int
    text: str
    literal: Any
    node: ast.expr | None = None
    augmented: bool = False
    looped: bool = False


@dataclass(frozen=True, slots=True)
class KeywordUse:
    """One argument: `callee(key=…)`, `**ref` with the key SPREAD, or the positional one at `position` with the key "".

    `literal` as in Assigned; `ref` is the (dotted) name given instead."""

    callee: str
    key: str
    line: int
    literal: Any
    ref: str | None
    fn: str | None
    target: str | None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call of something with a name: `callee` dotted, `target` the name its result is bound to."""

    callee: str
    line: int
    fn: str | None
    target: str | None


@dataclass(slots=True)
class CellCode:
    """What the source of one cell says. Lines count from 1 in the cell as it was typed; `source` is what
    was parsed, `offset` the lines of the cell above it, `whole` the cell as Python runs it, where `tree` may be the
    body of a magic."""

    whole: ast.Module | None = None
    tree: ast.Module | None = None
    source: str = ""
    offset: int = 0
    assigned: list[Assigned] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    loop_targets: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    keywords: list[KeywordUse] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    divided: set[str] = field(default_factory=set)
    """Names that stand above a division: sums that make a mean."""
    last: ast.expr | None = None
    last_text: str = ""


def read(cell: str, transform: Callable[[str], str] = str) -> CellCode:
    """Read a cell. `transform` turns IPython's syntax into Python's (`shell.transform_cell`); the bodies of cell
    magics that run Python of this notebook (`%%time`, `%%capture`) are read, those of others are not."""
    whole = parse(cell, transform)
    tree, source, offset = _read_body(cell, whole, transform, 0)
    code = CellCode(whole[0], tree, source, offset)
    if tree is not None:
        _Reader(code, source).read(tree)
    return code


def read_function(node: ast.FunctionDef | ast.AsyncFunctionDef, source: str) -> CellCode:
    """Read the body of a function like a cell; `source` is the file it stands in, `self.x = …` binds `self.x`."""
    code = CellCode(source=source)
    _Reader(code, source, attributes=True).read_body(node)
    return code


def parse(cell: str, transform: Callable[[str], str]) -> tuple[ast.Module | None, str]:
    """A cell as Python, and the text of that; no tree where it is none."""
    try:
        source = transform(cell)
        return ast.parse(source), source
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None, ""


def _read_body(
    cell: str, whole: tuple[ast.Module | None, str], transform: Callable[[str], str], depth: int
) -> tuple[ast.Module | None, str, int]:
    tree, source = whole
    if tree is None:
        return None, "", 0
    body = _magic_body(tree)
    if body is None:
        return tree, source, _offset(cell, source)
    magic, text = body
    if magic not in PYTHON_MAGICS - {"timeit"} or depth > 3:
        return None, "", 0
    inner, source, offset = _read_body(text, parse(text, transform), transform, depth + 1)
    return inner, source, offset + cell.rstrip("\n").count("\n") - text.rstrip("\n").count("\n")


def _offset(cell: str, source: str) -> int:
    """Lines that IPython took from the top of the cell: blank ones."""
    first = next((i for i, line in enumerate(cell.splitlines()) if line.strip()), 0)
    return first if source.splitlines()[:1] != [""] else 0


def _magic_body(tree: ast.Module) -> tuple[str, str] | None:
    """Name and body of the cell magic that a transformed cell consists of, None for other cells."""
    match tree.body:
        case [
            ast.Expr(
                ast.Call(ast.Attribute(attr="run_cell_magic"), [ast.Constant(str(name)), _, ast.Constant(str(body))])
            )
        ]:
            return name, body
    return None


class _Reader:
    """One pass over a cell's tree, filling a CellCode."""

    def __init__(self, code: CellCode, source: str, *, attributes: bool = False) -> None:
        self.code = code
        self.lines = source.splitlines()
        self.attributes = attributes

    def read_body(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._block(node.body, looped=False)

    def read(self, tree: ast.Module) -> None:
        self._block(tree.body, looped=False)
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            self.code.last = tree.body[-1].value
            self.code.last_text = self.text(self.code.last)
        self.code.reads -= {name for name in self.code.imports if name in self.code.writes}

    def text(self, node: ast.AST) -> str:
        """The source of a node, on one line and at most 120 characters long."""
        first, last = node.lineno - 1, node.end_lineno - 1  # type: ignore[attr-defined]
        if last >= len(self.lines):
            return ""
        rows = [line.encode() for line in self.lines[first : last + 1]]
        rows[-1] = rows[-1][: node.end_col_offset]  # type: ignore[attr-defined]
        rows[0] = rows[0][node.col_offset :]  # type: ignore[attr-defined]
        text = " ".join(row.decode(errors="replace").strip() for row in rows)
        return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"

    def _block(self, statements: Iterable[ast.stmt], *, looped: bool) -> None:
        for statement in statements:
            self._statement(statement, looped)

    def _statement(self, node: ast.stmt, looped: bool) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.code.functions.add(node.name)
                self._bind(node.name, node.lineno, None, looped)
                self._function(node, node.name)
            case ast.ClassDef():
                self._class(node, looped)
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    self.code.imports.add((alias.asname or alias.name).partition(".")[0])
                    self.code.writes.add((alias.asname or alias.name).partition(".")[0])
            case ast.Assign(targets, value):
                self._expression(value, _single(targets))
                for target in targets:
                    self._target(target, value, looped)
            case ast.AnnAssign(target, _, value) if value is not None:
                self._expression(value, target.id if isinstance(target, ast.Name) else None)
                self._target(target, value, looped)
            case ast.AugAssign(target, _, value):
                self._expression(value, None)
                if isinstance(target, ast.Name):
                    self.code.reads.add(target.id)
                    self._bind(target.id, node.lineno, value, looped, augmented=True)
                else:
                    self._expression(target, None)
            case _:
                self._compound(node, looped)

    def _compound(self, node: ast.stmt, looped: bool) -> None:
        inside = looped or isinstance(node, (ast.For, ast.AsyncFor, ast.While))
        if isinstance(node, (ast.For, ast.AsyncFor)):
            for name in _names(node.target, ast.Store):
                self.code.loop_targets.add(name)
                swept = node.iter if isinstance(node.target, ast.Name) else None
                self._bind(name, node.lineno, swept, True)
        for _, value in ast.iter_fields(node):
            for part in value if isinstance(value, list) else [value]:
                self._part(part, inside)

    def _part(self, part: Any, looped: bool) -> None:
        match part:
            case ast.stmt():
                self._statement(part, looped)
            case ast.expr():
                self._expression(part, None)
            case ast.withitem(context, target):
                self._expression(context, target.id if isinstance(target, ast.Name) else None)
                for name in _names(target, ast.Store) if target else ():
                    self._bind(name, context.lineno, None, looped)
            case ast.ExceptHandler() | ast.match_case():
                for _, value in ast.iter_fields(part):
                    for inner in value if isinstance(value, list) else [value]:
                        self._part(inner, looped)

    def _target(self, target: ast.expr, value: ast.expr, looped: bool) -> None:
        match target, value:
            case ast.Name(name), _:
                self._bind(name, target.lineno, value, looped)
            case ((ast.Tuple(names) | ast.List(names)), (ast.Tuple(values) | ast.List(values))) if len(names) == len(
                values
            ):
                for one, its in zip(names, values, strict=True):
                    self._target(one, its, looped)
            case ((ast.Tuple() | ast.List() | ast.Starred()), _):
                for name in _names(target, ast.Store):
                    self._bind(name, target.lineno, value, looped, unpacked=True)
            case ast.Attribute(), _ if self.attributes and (path := dotted(target)):
                self._bind(path, target.lineno, value, looped)
            case _:
                self._expression(target, None)

    def _bind(
        self,
        name: str,
        line: int,
        value: ast.expr | None,
        looped: bool,
        *,
        augmented: bool = False,
        unpacked: bool = False,
    ) -> None:
        self.code.writes.add(name)
        known = MISSING if augmented or unpacked else literal(value)
        text = self.text(value) if value is not None else ""
        self.code.assigned.append(Assigned(name, line + self.code.offset, text, known, value, augmented, looped))

    def _class(self, node: ast.ClassDef, looped: bool) -> None:
        """A class; one that only holds settings (`class CFG: lr = 0.1`) is read as a mapping of them."""
        self.code.classes.add(node.name)
        self._bind(node.name, node.lineno, None, looped)
        for expression in [*node.bases, *node.decorator_list, *(keyword.value for keyword in node.keywords)]:
            self._expression(expression, None)
        settings = not node.bases and not any(isinstance(part, _FUNCTIONS) for part in node.body)
        for part in node.body:
            if isinstance(part, _FUNCTIONS):
                self._function(part, f"{node.name}.{part.name}")
            elif settings and not node.decorator_list and isinstance(part, (ast.Assign, ast.AnnAssign)):
                for target in part.targets if isinstance(part, ast.Assign) else [part.target]:
                    if isinstance(target, ast.Name) and part.value is not None:
                        name, line = f"{node.name}.{target.id}", part.lineno + self.code.offset
                        known = literal(part.value)
                        self.code.assigned.append(Assigned(name, line, self.text(part.value), known, part.value))

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> None:
        for default in [*node.args.defaults, *node.args.kw_defaults, *node.decorator_list]:
            if default is not None:
                self._expression(default, None)
        self.code.reads |= _free(node)
        self._calls(node.body, name, None)
        for part in ast.walk(node):
            if isinstance(part, ast.Global):
                for opened in part.names:
                    self._bind(opened, part.lineno, None, True, augmented=True)

    def _expression(self, node: ast.expr, target: str | None) -> None:
        """Names read and bound (`:=`) by an expression, and the calls in it."""
        if isinstance(node, ast.Constant):
            return
        if isinstance(node, ast.Name):
            self.code.reads.add(node.id)
            return
        self.code.reads |= _free(node)
        for part in ast.walk(node):
            if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Div):
                self.code.divided |= divided(part.left)
            if isinstance(part, ast.NamedExpr):
                self._bind(part.target.id, part.lineno, part.value, False)
        self._calls([node], None, target)

    def _calls(self, nodes: Iterable[ast.AST], fn: str | None, target: str | None) -> None:
        stack: list[tuple[ast.AST, str | None]] = [(node, target) for node in nodes]
        while stack:
            node, bound = stack.pop()
            if isinstance(node, ast.Assign):
                bound = _single(node.targets)
            if isinstance(node, ast.Call):
                self._call(node, fn, bound)
            fluent = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fit"
            keep = bound if fluent or isinstance(node, (ast.Assign, ast.Await, ast.Attribute)) else None
            stack.extend((child, keep) for child in ast.iter_child_nodes(node))

    def _call(self, node: ast.Call, fn: str | None, target: str | None) -> None:
        callee = dotted(node.func)
        if callee is None and isinstance(node.func, ast.Attribute):
            callee = f"().{node.func.attr}"
        if callee is None:
            return
        line = node.lineno + self.code.offset
        self.code.calls.append(Call(callee, line, fn, target))
        for position, given in enumerate(node.args):
            if isinstance(given, ast.Starred):
                break
            value, ref = literal(given), dotted(given)
            if value is not MISSING or ref is not None:
                use = KeywordUse(callee, "", given.lineno + self.code.offset, value, ref, fn, target, position)
                self.code.keywords.append(use)
        for keyword in node.keywords:
            if keyword.arg is not None or isinstance(keyword.value, (ast.Name, ast.Attribute)):
                value, ref = literal(keyword.value), dotted(keyword.value)
                if value is not MISSING or ref is not None:
                    at = keyword.value.lineno + self.code.offset
                    self.code.keywords.append(KeywordUse(callee, keyword.arg or SPREAD, at, value, ref, fn, target))


def divided(node: ast.expr) -> set[str]:
    """The names in what is divided: `correct` in `100.0 * correct / total`, `losses` in `sum(losses) / n`."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _single(targets: list[ast.expr]) -> str | None:
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else None


def _names(node: ast.AST, context: type[ast.expr_context]) -> list[str]:
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, context)]


def _free(node: ast.AST) -> set[str]:
    """Names that an expression or function takes from outside: loaded in it and bound nowhere in it."""
    loaded: set[str] = set()
    bound: set[str] = set()
    opened: set[str] = set()
    scoped = isinstance(node, _FUNCTIONS)
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            (loaded if isinstance(part.ctx, ast.Load) else bound).add(part.id)
        elif isinstance(part, ast.arg):
            bound.add(part.arg)
        elif isinstance(part, ast.Global):
            opened.update(part.names)
        elif part is not node and isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(part.name)
        scoped = scoped or isinstance(part, (*_COMPREHENSIONS, ast.Lambda))
    return loaded - (bound - opened) if scoped else loaded
