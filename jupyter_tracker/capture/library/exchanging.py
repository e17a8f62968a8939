"""Watching a library's functions on Python 3.11, which has no `sys.monitoring`: a function runs with code that has a
tap at its start or at each `return`.

The function object stays the same one, with its name, signature, places of lines and columns; no frame is added, so a
traceback shows what it always did. Where the tracker is not, the taps do nothing.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
import tokenize
from types import CodeType, FunctionType
from typing import Any

from jupyter_tracker.capture.library.moments import See

_PREFIX = "_jt_lib_"
_GENERATORS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
_FLAGS_KEPT = 0x1FE0000
"""The flags that `from __future__` imports set: the new code is compiled with the same."""


class Exchange:
    """The functions that run with taps, and their own code."""

    def __init__(self) -> None:
        self._own: dict[int, tuple[FunctionType, CodeType, CodeType]] = {}

    def watch(self, function: FunctionType, see: See, *, start: bool) -> bool:
        """Have `see(frame, result)` called in the function's frame when it returns, or starts. Answers whether that can
        be done: not for generators and coroutines, and not where the source is not to be had."""
        own = function.__code__
        number = id(function)
        if number in self._own or own.co_flags & _GENERATORS:
            return False
        name = f"{_PREFIX}{number:x}"
        code = _tapped(function, name, start)
        if code is None:
            return False

        def tap(result: Any = None) -> Any:
            see(sys._getframe(1), result)
            return result

        setattr(sys, name, tap)
        self._own[number] = (function, own, code)
        function.__code__ = code
        return True

    def close(self) -> None:
        """Give every function its own code."""
        for number, (function, own, code) in self._own.items():
            if function.__code__ is code:
                function.__code__ = own
            delattr(sys, f"{_PREFIX}{number:x}")
        self._own.clear()


def _tapped(function: FunctionType, name: str, start: bool) -> CodeType | None:
    own = function.__code__
    tree = _parsed(own)
    if tree is None:
        return None
    _Taps(name, start).visit_function(tree)
    module = ast.Module([_in_its_place(tree, function)], [])
    made = _find(compile(module, own.co_filename, "exec", own.co_flags & _FLAGS_KEPT, True), own)
    if made is None or made.co_freevars != own.co_freevars:
        return None
    return made.replace(co_qualname=own.co_qualname)


def _parsed(own: CodeType) -> Any:
    """The definition of a function as a tree whose places are those of its file."""
    lines = linecache.getlines(own.co_filename)[own.co_firstlineno - 1 :]
    if not lines:
        return None
    try:
        block = inspect.getblock(lines)
        indented = block[0][:1] in " \t"
        source = ("if 1:\n" if indented else "") + "".join(block)
        body: list[ast.stmt] = ast.parse(source).body
    except (SyntaxError, tokenize.TokenError, IndentationError, ValueError, RecursionError):
        return None
    if indented:
        body = body[0].body  # type: ignore[attr-defined]
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef) or body[0].name != own.co_name:
        return None
    ast.increment_lineno(body[0], own.co_firstlineno - 1 - indented)
    body[0].decorator_list = []
    return body[0]


class _Taps(ast.NodeTransformer):
    """Puts a call of the tap before the first statement, or around what is returned."""

    def __init__(self, name: str, start: bool) -> None:
        self._name = name
        self._start = start

    def visit_function(self, node: ast.FunctionDef) -> None:
        if self._start:
            behind = bool(ast.get_docstring(node, clean=False))
            node.body.insert(behind, ast.copy_location(ast.Expr(self._call([], node.body[behind - 1])), node.body[0]))
        else:
            node.body = [self.visit(part) for part in node.body]
            if not isinstance(node.body[-1], ast.Return):
                node.body.append(ast.copy_location(ast.Expr(self._call([], node.body[-1])), node.body[-1]))
        ast.fix_missing_locations(node)

    def visit_Return(self, node: ast.Return) -> ast.Return:
        """What is returned goes through the tap."""
        value = node.value or ast.copy_location(ast.Constant(None), node)
        node.value = self._call([value], value)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Functions inside are none of ours."""
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AsyncFunctionDef:
        """Nor these."""
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        """Nor these."""
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """Nor the methods of classes inside."""
        return node

    def _call(self, given: list[ast.expr], where: ast.AST) -> ast.expr:
        idle = "(lambda given=None: given)"
        source = f"getattr(__import__('sys'), {self._name!r}, {idle})"
        made = ast.Call(ast.parse(source, mode="eval").body, given, [])
        for part in ast.walk(made.func):
            ast.copy_location(part, where)
        return ast.copy_location(made, where)


def _in_its_place(node: ast.FunctionDef, function: FunctionType) -> ast.stmt:
    """The definition inside what it needs around it: its class (for private names) and the variables from outside."""
    placed: ast.stmt = node
    parts = function.__code__.co_qualname.split(".")
    if len(parts) > 1 and parts[-2] != "<locals>":
        placed = ast.ClassDef(parts[-2], [], [], [placed], [])
    free = function.__code__.co_freevars
    if free:
        arguments = ast.arguments([], [ast.arg(name) for name in free], None, [], [], None, [])
        placed = ast.FunctionDef("_", arguments, [placed], [])
    return ast.fix_missing_locations(ast.copy_location(placed, node))


def _find(code: CodeType, own: CodeType) -> CodeType | None:
    """The code of the function, in the code of what was put around it."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if (
                constant.co_name == own.co_name
                and constant.co_varnames[: own.co_argcount] == own.co_varnames[: own.co_argcount]
            ):
                if constant.co_name != "_" or constant.co_freevars == own.co_freevars:
                    return constant
            found = _find(constant, own)
            if found is not None:
                return found
    return None
