"""How names are used in an expression: what a call may do to what they hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jupyter_tracker.capture.effects.scopes import along, dotted, targets

_STARRED = -1


@dataclass(frozen=True, slots=True)
class Use:
    """One way in which a name is used: `kind` method (of the object called), argument, iterated, inside (of a function
    that is called) or other; `callee` is what is called, `keywords` the names of arguments given, `positional` how many
    are given by position (-1: not known), `place` which of them it is (-1: none)."""

    kind: str
    callee: str = ""
    keywords: tuple[str, ...] = ()
    positional: int = 0
    place: int = -1


def root_of(node: ast.AST) -> str | None:
    """The name that a path of attributes, entries and calls begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Starred)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def uses_in(node: ast.AST) -> dict[str, list[Use]]:
    """How each name in an expression is used."""
    found: dict[str, list[Use]] = {}
    for name, use in _uses(node):
        found.setdefault(name, []).append(use)
    for part in ast.walk(node):
        if isinstance(part, ast.comprehension):  # what goes through it may be a part of what it goes over
            through = [use for name in targets(part.target) for use in found.get(name, [])]
            for name in handed(part.iter):
                found.setdefault(name, []).extend(through)
    return found


def _uses(node: ast.AST) -> Iterator[tuple[str, Use]]:
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            yield from _call(part)
        elif isinstance(part, ast.comprehension):
            yield from ((name, Use("iterated")) for name in handed(part.iter))
        elif isinstance(part, ast.Compare) and any(isinstance(one, (ast.In, ast.NotIn)) for one in part.ops):
            yield from ((name, Use("iterated")) for name in handed(part))
        elif isinstance(part, (ast.Await, ast.Yield, ast.YieldFrom, ast.Starred)) and part.value is not None:
            yield from ((name, Use("iterated")) for name in handed(part.value))


def _call(call: ast.Call) -> Iterator[tuple[str, Use]]:
    callee = dotted(call.func) or f"().{getattr(call.func, 'attr', '')}"
    keywords = tuple(keyword.arg or "**" for keyword in call.keywords)
    count = _STARRED if any(isinstance(one, ast.Starred) for one in call.args) else len(call.args)
    root = root_of(call.func)
    if root is not None:
        yield root, Use("method", callee, keywords, count)
    for inner in along(call.func):  # `parts_of(x)[0].sort()` may sort a part of x
        yield from ((name, Use("method", callee, keywords, count)) for name in handed(inner))
    for place, given in enumerate(call.args):
        yield from ((name, Use("argument", callee, keywords, count, place)) for name in handed(given))
    for keyword in call.keywords:
        yield from ((name, Use("argument", callee, keywords, count)) for name in handed(keyword.value))


def handed(node: Any) -> set[str]:
    """Names of which the object itself, or a part of it, is handed on by an expression."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
