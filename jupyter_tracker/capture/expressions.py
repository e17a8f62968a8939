"""What to call the value of an expression that nobody gave a name."""

from __future__ import annotations

import ast

from jupyter_tracker.capture.literals import dotted

MAX_NAME = 40
_WRAPPERS = frozenset(["float", "round", "int", "abs", "item", "numpy", "detach", "cpu"])
FUNCTIONS = frozenset("sqrt log log2 log10 log1p exp expm1 square".split())
"""Functions of one number: what counts is what they are taken of."""
_REDUCERS = frozenset(["mean", "std", "sum", "max", "min", "median", "var", "average", "nanmean"])


def expression_name(node: ast.expr) -> str:
    """A short name, as the author would have given: `accuracy_score(y, p)` is `accuracy_score`, `model.score(X, y)` is
    `score`, `(y == p).mean()` is `accuracy`, `scores.mean()` is `scores_mean`, `np.sqrt(mse)` is `rmse`; else how the
    expression begins."""
    match node:
        case ast.Name(name):
            return name
        case ast.Await(value) | ast.NamedExpr(value=value):
            return expression_name(value)
        case ast.Subscript() | ast.Attribute() if dotted(node):
            return (dotted(node) or "").rpartition(".")[2]
        case ast.Call(ast.Name(name), [first, *_]) if name in _WRAPPERS:
            return expression_name(first)
        case ast.Call(ast.Attribute(value, name)) if name in _WRAPPERS:
            return expression_name(value)
        case ast.Call(ast.Attribute(value, name), args) if name in _REDUCERS:
            module = isinstance(value, ast.Name) and value.id in ("np", "numpy", "jnp", "torch", "statistics")
            return _reduced(args[0] if module and args else value, name)
        case ast.Call(ast.Name(name), [first, *_]) if name in _REDUCERS:
            return _reduced(first, name)
        case ast.Call(function, [first]) if (dotted(function) or "").rpartition(".")[2] in FUNCTIONS:
            inner = expression_name(first)
            root = (dotted(function) or "").endswith("sqrt")
            return "rmse" if root and inner in ("mse", "mean_squared_error") else _source(node)
        case ast.Call(function):
            return (dotted(function) or (function.attr if isinstance(function, ast.Attribute) else "")).rpartition(".")[
                2
            ]
    return _source(node)


def plain_name(node: ast.expr) -> str:
    """A name for one of several expressions that would bear the same: `rf.score(X, y)` is `rf_score`."""
    if isinstance(node, ast.Call) and (path := dotted(node.func)) and "." in path:
        return path.replace(".", "_")
    return _source(node)


def _reduced(node: ast.expr, how: str) -> str:
    if how in ("mean", "average") and isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
        return "accuracy"
    inner = expression_name(node)
    return f"{inner}_{how}" if inner.isidentifier() else _source(node)


def _source(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if len(text) <= MAX_NAME else f"{text[: MAX_NAME - 1]}…"
