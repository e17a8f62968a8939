"""Step by step: did the variables come out the same, by their fingerprints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...analysis.verdicts import shown
from ...capture.fingerprints import nearness
from . import volatile
from .plan import Step
from .sources import tree_of
from .verdicts import Variable, Verdict, near, number
from .volatile import Kind, Known

_SHIFTING = re.compile(r"_+\d*$|_i+\d*$|_[ido]h$")
"""Names that IPython itself binds."""
_WHOLE = ("list", "tuple", "ndarray", "Tensor")
_AT_MOST = 200


@dataclass
class Compared:
    """The variables of a step: `away` did not come out the same, in the order in which its cell first sets them; `same`
    counts those that did, `sampled` names those that were compared by samples alone, and `unknown` those of which
    nothing is known of both, or only a part and not the same part."""

    away: list[Variable] = field(default_factory=list)
    same: int = 0
    sampled: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def compare(step: Step, replayed: Mapping[str, Any] | None, known: Known, tolerance: float) -> Compared:
    """Compare what a step wrote with what its replay did. `known` is what the sources say of what is volatile."""
    found = Compared()
    if step.trace is None or replayed is None:
        return found
    before, now = _writes(step.trace), _writes(replayed)
    lines = lines_of(step.source)
    for name, one in before.items():
        if one.get("how") == "deleted":
            continue
        other = now.get(name, {})
        verdict = _verdict(one, other, known, tolerance)
        if verdict is None:
            found.unknown.append(name)
            continue
        if one.get("sampled"):
            found.sampled.append(name)
        if verdict == "identical":
            found.same += 1
        else:
            kind = _volatile(name, one, other, known)
            found.away.append(Variable(name, verdict, lines.get(name), *_told(one, other), kind))
    found.away.sort(key=lambda one: (one.line is None, one.line or 0))
    del found.away[_AT_MOST:]
    return found


def lines_of(source: str) -> dict[str, int]:
    """For each name the line of a cell that first binds it, or else first changes what it holds."""
    tree = tree_of(source)
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


def _verdict(one: Mapping[str, Any], other: Mapping[str, Any], known: Known, tolerance: float) -> Verdict | None:
    if not one.get("hash") or not other.get("hash"):
        return None
    if one["hash"] == other["hash"]:
        return "identical"
    if bool(one.get("sampled")) != bool(other.get("sampled")):
        return None
    if _steady(one, other, known):
        return "equal"
    left, right = _numbers(one.get("summary") or {}), _numbers(other.get("summary") or {})
    if left and right:
        return "equal" if _close(one["summary"], other["summary"], tolerance) else "different"
    return "equal" if _near(one, other, known, tolerance) else "different"


def _steady(one: Mapping[str, Any], other: Mapping[str, Any], known: Known) -> bool:
    """Whether all that differs are identities, and what stands under names of times: these are some unless the sources
    themselves give such a name to something else."""
    if not one.get("steady") or one["steady"] != other.get("steady"):
        return False
    return not known.claimed or "clock" not in (one.get("passing") or ("clock",))


def _near(one: Mapping[str, Any], other: Mapping[str, Any], known: Known, tolerance: float) -> bool:
    """Whether all that differ are numbers that are near, and times where they are some."""
    if known.claimed and "clock" in (*(one.get("passing") or ()), *(other.get("passing") or ())):
        return False
    return nearness.near(one.get("near") or "", other.get("near") or "", tolerance)


def _close(one: Mapping[str, Any], other: Mapping[str, Any], tolerance: float) -> bool:
    """Whether all that was hashed is numbers that are known, and all of them are near: a number, or a list or an array
    that was kept whole."""
    if any(one.get(key) != other.get(key) for key in ("type", "length", "shape", "dtype")):
        return False
    left, right = _numbers(one), _numbers(other)
    if len(left) != len(right) or left == right:  # what differs does not show in them
        return False
    return all(near(float(a), float(b), tolerance) for a, b in zip(left, right, strict=True))


def _numbers(summary: Mapping[str, Any]) -> list[str]:
    """All numbers of a value in full, nothing where it may hold more."""
    whole: Sequence[Any] = [summary.get("value")]
    if summary.get("type") in _WHOLE:
        first = summary.get("first") or ()
        whole = summary.get("elements") or (first if len(first) == summary.get("length") else ())
    found = [None if isinstance(one, bool) else number(one) for one in whole or ()]
    return [repr(one) for one in found if one is not None] if None not in found else []


def _told(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[Any, Any]:
    """What is shown of two values; where that is the same, a piece of their hashes tells them apart."""
    left, right = one.get("summary"), other.get("summary")
    if shown(left) != shown(right):
        return left, right
    told = (f"{shown(each.get('summary'))} [content {each['hash'][:8]}]" for each in (one, other))
    first, second = (
        {**(each.get("summary") or {}), "repr": text} for each, text in zip((one, other), told, strict=True)
    )
    return first, second


def _volatile(name: str, one: Mapping[str, Any], other: Mapping[str, Any], known: Known) -> Kind | None:
    if _steady(one, other, known):
        return "clock" if "clock" in (one.get("passing") or ("clock",)) else "address"
    left, right = one.get("summary") or {}, other.get("summary") or {}
    return known.names.get(name) or volatile.by_value(left, right)
