"""Puts calls of numbered hooks into the tree of a cell or of a file: into loops, and at the returns of functions."""

from __future__ import annotations

import ast
from typing import Any

from jupyter_tracker.capture.literals import dotted
from jupyter_tracker.capture.loops.series import OWN_LOCALS

PREFIX = "_jt_"
NEEDED = frozenset(["getattr", "__import__"])
"""Names that the rewritten code looks up; where the user has bound one of them, nothing is rewritten."""
_PLAIN_DECORATORS = frozenset(
    "staticmethod classmethod property no_grad inference_mode enable_grad wraps override lru_cache cache".split()
)
_FALLBACKS = {
    "over": "__import__('builtins').iter",
    "tick": "''.strip",
    "end": "''.strip",
    "cut": "''.strip",
    "exit": "(lambda given=None: given)",
    "bare": "(lambda given: given)",
}
"""What stands in where the tracker is not; none looks a name up that the user may have bound to something else."""


class Rewriter(ast.NodeTransformer):
    """Puts the calls of numbered hooks into loops, at the returns of functions, and around numbers that are bound to no
    name: `wanted`, `exits` and `taps` map the identity of a loop, a definition or a statement to its hook's number."""

    def __init__(self, wanted: dict[int, int], exits: dict[int, int], taps: dict[int, int]) -> None:
        self._wanted = wanted
        self._exits = exits
        self._taps = taps
        self._exit: int | None = None
        self._around: list[int | None] = []
        self._inside = False

    def visit_FunctionDef(self, node: Any) -> Any:
        """A function has loops of its own; one that is decorated, or looks at its own variables, is left alone."""
        if node.decorator_list and not _plain_decorators(node):
            return node
        parts = list(ast.walk(node))
        taken = set().union(*map(bound, parts)) | {part.arg for part in parts if isinstance(part, ast.arg)}
        if taken & NEEDED or any(isinstance(part, ast.Name) and part.id in OWN_LOCALS for part in parts):
            return node
        kept = self._around, self._inside, self._exit
        self._around, self._inside, self._exit = [], True, self._exits.get(id(node))
        node.body = self._all(node.body)
        if self._exit is not None and not isinstance(node.body[-1], (ast.Return, ast.Raise)):
            node.body.append(_statement("exit", self._exit, node.body[-1]))
        self._around, self._inside, self._exit = kept
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        """Lambdas hold no loops."""
        return node

    def visit_For(self, node: Any) -> Any:
        """Wrap what the loop goes over, begin rounds of the other kinds of loops, end each."""
        number = self._wanted.get(id(node))
        self._around.append(number)
        node.body = self._all(node.body)
        self._around.pop()
        node.orelse = self._all(node.orelse)
        if number is not None:
            if isinstance(node, ast.For):
                over = _placed(_hook_itself("over", number), node.iter)
                node.iter = ast.copy_location(ast.Call(over, [node.iter], []), node.iter)
            node.orelse.insert(0, _statement("end", number, node))
            if not isinstance(node, ast.For):
                return self._ticking(node, number)
        return node

    def _ticking(self, node: Any, number: int) -> Any:
        """A call at the beginning of each round, through a variable: looking `sys` up takes as long as a fast round.
        In a function it is a local one; in a cell, whose code goes nowhere else, a builtin for as long as it runs."""
        name = f"{PREFIX}tick_{number}"
        call = ast.Expr(ast.Call(ast.Name(name, ast.Load()), [], []))
        node.body.insert(0, _placed(call, node))
        if not self._inside:
            return node
        bind = ast.Assign([ast.Name(name, ast.Store())], _hook_itself("tick", number))
        return [_placed(bind, node), node]

    visit_AsyncFor = visit_For
    visit_While = visit_For

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        """Hand what the statement works out through its tap."""
        if (number := self._taps.get(id(node))) is not None:
            name = ast.Name(f"{PREFIX}bare_{number}", ast.Load())  # a cell's code goes nowhere else: a builtin will do
            hook = _placed(_hook_itself("bare", number) if self._inside else name, node.value)
            node.value = ast.copy_location(ast.Call(hook, [node.value], []), node.value)
        return node

    def visit_Break(self, node: ast.Break) -> Any:
        """A `break` ends the innermost loop."""
        number = self._around[-1] if self._around else None
        return node if number is None else [_statement("cut", number, node), node]

    def visit_Return(self, node: ast.Return) -> Any:
        """A `return` ends all loops around it, and its function."""
        ended = [number for number in reversed(self._around) if number is not None]
        if self._exit is not None:
            value = node.value or ast.copy_location(ast.Constant(None), node)
            node.value = ast.copy_location(
                ast.Call(_placed(_hook_itself("exit", self._exit), value), [value], []), value
            )
        return [*(_statement("cut", number, node) for number in ended), node]

    def _all(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        done: list[ast.stmt] = []
        for statement in statements:
            made = self.visit(statement)
            done.extend(made if isinstance(made, list) else [made])
        return done


def bound(node: ast.AST) -> set[str]:
    """The name that a node binds or deletes."""
    match node:
        case ast.Name(name, ast.Store() | ast.Del()):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return {name}
        case ast.alias(name, asname):
            return {asname or name.partition(".")[0]}
    return set()


def _hook_itself(name: str, number: int) -> ast.expr:
    """`getattr(__import__('sys'), '_jt_NAME_NUMBER', FALLBACK)`."""
    attribute = f"{PREFIX}{name}_{number}"
    return ast.parse(f"getattr(__import__('sys'), {attribute!r}, {_FALLBACKS[name]})", mode="eval").body


def _placed(made: Any, where: ast.AST) -> Any:
    """New code, standing where `where` does: no line of a traceback moves."""
    for node in ast.walk(made):
        ast.copy_location(node, where)
    return made


def _statement(name: str, number: int, where: ast.AST) -> Any:
    return _placed(ast.Expr(ast.Call(_hook_itself(name, number), [], [])), where)


def _plain_decorators(node: Any) -> bool:
    """Whether a function's decorators only call it, and compile or send it nowhere."""
    called = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
    return all((dotted(d) or "").rpartition(".")[2] in _PLAIN_DECORATORS for d in called)
