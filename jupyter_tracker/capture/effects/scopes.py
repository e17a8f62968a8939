"""Which names an expression or a function takes from outside, by Python's rules of scopes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_EVALUATING = frozenset("exec eval compile globals locals vars query run_cell".split())
ANY = frozenset("exec eval compile globals locals vars get_ipython breakpoint".split())
"""Builtins that can reach any name."""
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(slots=True)
class Free:
    """What code has to do with names outside it: `reads`, `rebinds` (by `global`), `binds` (at its own level), `stored`
    (it changes a part of what the name holds, `paths` say
    which), `calls` (dotted, as far as they are names), `words` (names in texts,
    where some are evaluated), `bare` (what is called without an argument, or with None), `modules` (imported),
    `everything` (any name may be meant)."""

    reads: set[str] = field(default_factory=set)
    rebinds: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    everything: bool = False

    def add(self, other: Free) -> None:
        """Take in what other code has to do with names."""
        self.reads |= other.reads
        self.rebinds |= other.rebinds
        self.stored |= other.stored
        self.paths |= other.paths
        self.calls += other.calls
        self.words |= other.words
        self.bare |= other.bare
        self.modules |= other.modules
        self.everything |= other.everything


def free_of(node: ast.AST) -> Free:
    """The names that a function (when it is called) or an expression (when it is worked out) has to do with."""
    free = Free()
    if isinstance(node, (*FUNCTIONS, ast.Lambda)):
        _function(node, free, frozenset())
    else:
        _visit(node, free, frozenset())
    free.everything = bool(free.reads & ANY) and not _all_said(node)
    if any(call.rpartition(".")[2] in _EVALUATING for call in free.calls):
        free.words |= {
            word
            for part in ast.walk(node)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
            for word in _WORD.findall(part.value)
        }
    return free


def _all_said(node: ast.AST) -> bool:
    """Whether everything that is evaluated in an expression is written out in it."""
    said: set[int] = set()
    for part in ast.walk(node):
        match part:
            case ast.Call(ast.Name("eval" | "exec" | "compile") as name, [ast.Constant(str()), *_]):
                said.add(id(name))
            case ast.Subscript(ast.Call(ast.Name("globals" | "locals" | "vars") as name, []), ast.Constant(str())):
                said.add(id(name))
            case ast.Call(ast.Name("vars") as name, [_]):
                said.add(id(name))
    return all(id(part) in said for part in ast.walk(node) if isinstance(part, ast.Name) and part.id in ANY)


def dotted(node: ast.AST) -> str | None:
    """`a.b.c` as text, None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    """The modules that are imported, or imported from, dotted."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    return {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}


def along(node: ast.AST) -> Iterator[ast.AST]:
    """What is handed to calls on the path of an expression (`a` and `b` of `f(a).x[0].g(b)`): it may give it back."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Starred)):
        if isinstance(node, ast.Call):
            yield from (*node.args, *(keyword.value for keyword in node.keywords))
            node = node.func
        else:
            node = node.value


def targets(node: ast.AST) -> Iterator[str]:
    """Names that an assignment to this binds."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id


def _visit(node: ast.AST, free: Free, local: frozenset[str]) -> None:
    match node:
        case ast.Name(name, context):
            if isinstance(context, ast.Load) and name not in local:
                free.reads.add(name)
            elif isinstance(context, ast.Store) and name not in local:
                free.binds.add(name)
        case ast.Lambda() | ast.FunctionDef() | ast.AsyncFunctionDef():
            if not isinstance(node, ast.Lambda):
                if node.name not in local:
                    free.binds.add(node.name)
                for outer in (*node.decorator_list, *([node.returns] if node.returns else [])):
                    _visit(outer, free, local)
            _function(node, free, local)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            inner = local | {name for loop in node.generators for name in targets(loop.target)}
            for number, loop in enumerate(node.generators):
                _visit(loop.iter, free, local if number == 0 else inner)
                for condition in loop.ifs:
                    _visit(condition, free, inner)
            for value in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
                _visit(value, free, inner)
        case ast.ClassDef():
            if node.name not in local:
                free.binds.add(node.name)
            for part in ast.iter_child_nodes(node):
                _visit(part, free, local | {name for one in node.body for name in _bound_in(one)})
        case _:
            for part in ast.iter_child_nodes(node):
                _visit(part, free, local)
            _note(node, free, local)


def _note(node: ast.AST, free: Free, local: frozenset[str]) -> None:
    if isinstance(node, ast.Call):
        callee = dotted(node.func) or (f"().{node.func.attr}" if isinstance(node.func, ast.Attribute) else "()")
        free.calls.append(callee)
        if all(isinstance(one, ast.Constant) and one.value is None for one in (*node.args, *_values(node))):
            free.bare.add(callee)
        if callee in ("setattr", "delattr") and node.args:
            _store(node.args[0], node, free, local)
    elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
        _store(node, node, free, local)
    elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id not in local:
        free.reads.add(node.target.id)
        free.stored.add(node.target.id)
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        names = {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        free.binds |= names - local
        free.modules |= imported(node)


def _values(call: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in call.keywords]


def _store(node: ast.AST, whole: ast.AST, free: Free, local: frozenset[str]) -> None:
    handed = {part.id for inner in along(node) for part in ast.walk(inner) if isinstance(part, ast.Name)}
    free.stored |= handed - local
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name) and node.id not in local:
        free.stored.add(node.id)
        free.paths.add(f"{node.id}.{ast.unparse(whole)}" if isinstance(whole, ast.Call) else ast.unparse(whole))


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, free: Free, around: frozenset[str]) -> None:
    arguments = node.args
    for default in (*arguments.defaults, *arguments.kw_defaults):
        if default is not None:
            _visit(default, free, around)
    names = {part.arg for part in ast.walk(arguments) if isinstance(part, ast.arg)}
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    opened: set[str] = set()
    for statement in body:
        names |= _bound_in(statement)
        opened |= _declared(statement, ast.Global)
    inner = Free()
    local = (around | names) - opened
    for statement in body:
        _visit(statement, inner, local)
    free.add(inner)
    free.rebinds |= inner.binds & opened | _deleted_in(body) & opened
    free.rebinds |= {name for name in opened if name in names}


def _bound_in(node: ast.AST) -> set[str]:
    """Names that a statement of a function binds in the function."""
    found: set[str] = set()
    todo = [node]
    while todo:
        part = todo.pop()
        match part:
            case ast.Name(name, ast.Store() | ast.Del()):
                found.add(name)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                found.add(name)
                continue
            case ast.Lambda():
                continue
            case ast.Import(names) | ast.ImportFrom(names=names):
                found |= {(alias.asname or alias.name).partition(".")[0] for alias in names}
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found.add(name)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                found |= {one.target.id for one in ast.walk(part) if isinstance(one, ast.NamedExpr)}
                continue
        todo.extend(ast.iter_child_nodes(part))
    return found


def _declared(node: ast.AST, kind: type[ast.Global]) -> set[str]:
    return {name for part in ast.walk(node) if isinstance(part, kind) for name in part.names}


def _deleted_in(body: list[ast.stmt] | list[ast.expr]) -> set[str]:
    return {
        part.id
        for statement in body
        for part in ast.walk(statement)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Del)
    }
