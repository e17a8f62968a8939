"""Where a logged value lives in the code, so that misses can be told by cause."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from benchmarks.capture.logging_calls import Logged, find, logged, read_through


def lookup(cells: Sequence[str], cell: int, at: Sequence[int], name: str) -> tuple[str, str]:
    """The source expression of the value that was logged under `name` by the call at (line, column) of a cell, and its
    place. Both empty where the call cannot be found."""
    trees = [ast.parse(one) for one in cells]
    found = find(trees)
    for node in ast.walk(trees[cell]):
        told = logged(node, found)
        spot = told[0].call if told else node
        if told and (getattr(spot, "lineno", 0), getattr(spot, "col_offset", -1)) == (at[0], at[1]):
            one = _best(told, name)
            return ast.unparse(one.value), place(trees[cell], one.value, whole=not one.name)
    return "", ""


def _best(told: Sequence[Logged], name: str) -> Logged:
    exact = [one for one in told if one.name and (one.name == name or name.endswith(f"/{one.name}"))]
    flat = [one for one in told if one.name and name.startswith(f"{one.name}.")]
    unnamed = [one for one in told if not one.name]
    return (exact or flat or unnamed or list(told))[0]


def place(tree: ast.Module, value: ast.expr, *, whole: bool = False) -> str:
    """In a word or two; `whole` where a mapping was logged as it is."""
    inner = read_through(value)
    function = _function(tree, value)
    of = " in a function" if function else ""
    if (
        isinstance(inner, (ast.Constant, ast.JoinedStr))
        or isinstance(inner, ast.UnaryOp)
        and isinstance(inner.operand, ast.Constant)
    ):
        return "literal in the log call"
    if whole and (isinstance(inner, (ast.Name, ast.Attribute, ast.Subscript)) or _as_mapping(inner)):
        return "mapping logged as a whole" + of
    if isinstance(inner, ast.Name):
        if function is None:
            return "top-level name"
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        if inner.id in [arg.arg for arg in arguments]:
            return "argument of a function"
        bound = any(
            isinstance(one, ast.Name) and one.id == inner.id and isinstance(one.ctx, ast.Store)
            for one in ast.walk(function)
        )
        return "local of a function" if bound else "top-level name"
    if isinstance(inner, ast.Attribute):
        return "attribute" + of
    if isinstance(inner, ast.Subscript):
        return "item" + of
    if isinstance(inner, ast.Call):
        return "call never bound" + of
    return "arithmetic never bound" + of


def _as_mapping(node: ast.expr) -> bool:
    """`vars(args)`, `asdict(config)`, `model.get_params()`."""
    name = node.func if isinstance(node, ast.Call) else None
    called = name.id if isinstance(name, ast.Name) else name.attr if isinstance(name, ast.Attribute) else ""
    return called in ("vars", "dict", "asdict", "get_params", "to_dict", "to_container")


def _function(tree: ast.Module, value: ast.expr) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The innermost function that the expression stands in."""
    inside = None
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(one is value for one in ast.walk(node)):
            inside = node
    return inside


def constants(cells: Sequence[str]) -> set[str]:
    """The literals that stand in the code, as text."""
    held = set()
    for cell in cells:
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.Constant):
                held.add(str(node.value))
            elif (
                isinstance(node, ast.UnaryOp)
                and isinstance(node.op, ast.USub)
                and isinstance(node.operand, ast.Constant)
            ):
                held.add("-" + str(node.operand.value))
    return held
