"""Expressions whose value or name can be told from the source alone."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from typing import Any

from jupyter_tracker.capture.values import MISSING


def dotted(node: ast.expr) -> str | None:
    """`a.b.c` for a chain of names and constant keys (`cfg["lr"]` gives `cfg.lr`), else None."""
    parts: list[str] = []
    while not isinstance(node, ast.Name):
        match node:
            case ast.Attribute(value, attr):
                parts.append(attr)
                node = value
            case ast.Subscript(value, ast.Constant(str(key))):
                parts.append(key)
                node = value
            case _:
                return None
    return ".".join([node.id, *reversed(parts)])


_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.USub: operator.neg, ast.UAdd: operator.pos,
}  # fmt: skip


_SCALARS = frozenset("float64 float32 float16 int64 int32 int16 int8 uint8 Decimal Path PurePath".split())


def literal(node: ast.expr | None) -> Any:
    """The value of an expression that is written out (constants, arithmetic on them, containers of them, `dict(a=1)`),
    else MISSING. Empty containers are none: they are about to be filled."""
    match node:
        case ast.Constant(value):
            return MISSING if isinstance(value, (bytes, complex)) or value is ... else value
        case ast.UnaryOp(op, operand) if type(op) in _OPERATORS:
            return _compute(_OPERATORS[type(op)], literal(operand))
        case ast.BinOp(left, ast.Pow(), right):
            base, power = literal(left), literal(right)
            return _compute(operator.pow, base, power) if _small(base, 1e6) and _small(power, 64) else MISSING
        case ast.BinOp(left, op, right) if type(op) in _OPERATORS:
            return _compute(_OPERATORS[type(op)], literal(left), literal(right))
        case ast.List(items) | ast.Tuple(items) | ast.Set(items):
            values = [literal(item) for item in items]
            return MISSING if not values or any(v is MISSING for v in values) else values
        case ast.Dict(keys, items):
            return _mapping((literal(key), literal(item)) for key, item in zip(keys, items, strict=True))
        case ast.Call(function, [only], []) if (dotted(function) or "").rpartition(".")[2] in _SCALARS:
            return literal(only)
        case ast.Call(ast.Name("dict"), [], keywords):
            return _mapping((keyword.arg, literal(keyword.value)) for keyword in keywords)
    return MISSING


def _small(value: Any, limit: float) -> bool:
    return type(value) in (int, float) and abs(value) <= limit


def _compute(function: Callable[..., Any], *values: Any) -> Any:
    if any(type(value) not in (int, float) for value in values):
        return MISSING
    try:
        return function(*values)
    except ArithmeticError:
        return MISSING


def _mapping(items: Iterable[tuple[Any, Any]]) -> Any:
    found = {}
    for key, value in items:
        if key is MISSING or value is MISSING or isinstance(key, list):
            return MISSING
        found[key] = value
    return found or MISSING
