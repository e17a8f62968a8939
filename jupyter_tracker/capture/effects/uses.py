"""How names are used in an expression: what a call may do to what they hold."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from jupyter_tracker.capture.effects.scopes import dotted


@dataclass(frozen=True, slots=True)
class Use:
    """One way in which a name is used: `kind` method (of the object called), argument, iterated or other; `callee` is
    what is called, `keywords` the names of arguments given."""

    kind: str
    callee: str = ""
    keywords: tuple[str, ...] = ()


def root_of(node: ast.AST) -> str | None:
    """The name that a path of attributes, entries and calls begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Starred)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def uses_in(node: ast.AST) -> dict[str, list[Use]]:
    """How each name in an expression is used."""
    found: dict[str, list[Use]] = {}
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            callee = dotted(part.func) or f"().{getattr(part.func, 'attr', '')}"
            keywords = tuple(keyword.arg or "**" for keyword in part.keywords)
            root = root_of(part.func)
            if root is not None:
                found.setdefault(root, []).append(Use("method", callee, keywords))
            for given in (*part.args, *(keyword.value for keyword in part.keywords)):
                for name in _handed(given):
                    found.setdefault(name, []).append(Use("argument", callee, keywords))
        elif isinstance(part, ast.comprehension):
            for name in _handed(part.iter):
                found.setdefault(name, []).append(Use("iterated"))
        elif isinstance(part, ast.Compare) and any(isinstance(one, (ast.In, ast.NotIn)) for one in part.ops):
            for name in _handed(part):
                found.setdefault(name, []).append(Use("iterated"))
        elif isinstance(part, (ast.Await, ast.Yield, ast.YieldFrom, ast.Starred)):
            for name in _handed(part.value) if part.value is not None else ():
                found.setdefault(name, []).append(Use("iterated"))
    return found


def _handed(node: Any) -> set[str]:
    """Names of which the object itself, or a part of it, is handed on by an expression."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
