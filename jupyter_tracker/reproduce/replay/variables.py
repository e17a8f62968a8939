"""Step by step: did the variables come out the same, by their fingerprints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from . import volatile
from .plan import Step
from .sources import _tree
from .verdicts import Variable, Verdict, near, number
from .volatile import Kind

_SHIFTING = re.compile(r"_+\d*$|_i+\d*$|_[ido]h$")
"""Names that IPython itself binds."""
_AT_MOST = 200


def compare(
    step: Step, replayed: Mapping[str, Any] | None, known: Mapping[str, Kind], tolerance: float
) -> tuple[list[Variable], int]:
    """The variables of a step that did not come out the same, in the order in which its cell first sets them, and how
    many did. What is not known of both, or only in part and not of the same part, is neither. `known` are names that
    are volatile."""
    if step.trace is None or replayed is None:
        return [], 0
    before, now = _writes(step.trace), _writes(replayed)
    lines = lines_of(step.source)
    found: list[Variable] = []
    same = 0
    for name, one in before.items():
        other = now.get(name)
        verdict = _verdict(one, other, tolerance) if other is not None else None
        if verdict == "identical":
            same += 1
        if verdict in (None, "identical") or other is None:
            continue
        kind = _volatile(name, one, other, known)
        found.append(Variable(name, verdict, lines.get(name), one.get("summary"), other.get("summary"), kind))
    found.sort(key=lambda one: (one.line is None, one.line or 0))
    return found[:_AT_MOST], same


def lines_of(source: str) -> dict[str, int]:
    """For each name the line of a cell that first binds it, or else first changes what it holds."""
    tree = _tree(source)
    bound: dict[str, int] = {}
    changed: dict[str, int] = {}
    for name, line, binds in _settings(tree) if tree is not None else ():
        into = bound if binds else changed
        into[name] = min(line, into.get(name, line))
    return {**changed, **bound}


def _settings(tree: ast.AST) -> Iterator[tuple[str, int, bool]]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(name, ast.Store() | ast.Del()):
                yield name, node.lineno, True
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                yield name, node.lineno, True
            case ast.Import(names) | ast.ImportFrom(_, names):
                for alias in names:
                    yield (alias.asname or alias.name).partition(".")[0], node.lineno, True
            case ast.Attribute(value, _, ast.Store()) | ast.Subscript(value, _, ast.Store()):
                if (root := _root(value)) is not None:
                    yield root, node.lineno, False
            case ast.Call(ast.Attribute(value)):
                if (root := _root(value)) is not None:
                    yield root, node.lineno, False
            case ast.Call(_, given):
                for argument in given:
                    if isinstance(argument, ast.Name):
                        yield argument.id, node.lineno, False


def _root(node: ast.expr) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _writes(trace: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        one["name"]: one for one in trace.get("writes") or ()
        if not one["name"].startswith(("<", "file:")) and not _SHIFTING.match(one["name"])
    }  # fmt: skip


def _verdict(one: Mapping[str, Any], other: Mapping[str, Any], tolerance: float) -> Verdict | None:
    if not one.get("hash") or not other.get("hash"):
        return None
    if one["hash"] == other["hash"]:
        return "identical"
    if bool(one.get("sampled")) != bool(other.get("sampled")):
        return None
    if one.get("steady") and one.get("steady") == other.get("steady"):
        return "equal"
    return "equal" if _close(one.get("summary") or {}, other.get("summary") or {}, tolerance) else "different"


def _close(one: Mapping[str, Any], other: Mapping[str, Any], tolerance: float) -> bool:
    """Whether two summaries hold numbers, and all of them are near."""
    if set(one) != set(other):
        return False
    numbers = 0
    for key, left in one.items():
        right = other[key]
        pairs = [(left, right)]
        if isinstance(left, list) and isinstance(right, list):
            pairs = list(zip(left, right, strict=False)) if len(left) == len(right) else [(0, 1)]
        for a, b in pairs:
            first, second = number(a), number(b)
            if first is None or second is None or isinstance(a, bool):
                if a != b:
                    return False
            elif not near(first, second, tolerance):
                return False
            elif key in ("value", "min", "max", "mean"):
                numbers += 1
    return numbers > 0


def _volatile(name: str, one: Mapping[str, Any], other: Mapping[str, Any], known: Mapping[str, Kind]) -> Kind | None:
    if one.get("steady") and one.get("steady") == other.get("steady"):
        return "clock" if "clock" in (one.get("passing") or ("clock",)) else "address"
    left, right = one.get("summary") or {}, other.get("summary") or {}
    return known.get(name) or volatile.by_name(name, str(left.get("type"))) or volatile.by_value(left, right)
