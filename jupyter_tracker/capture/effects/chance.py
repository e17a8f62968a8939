"""What gives something else in each process though no generator is moved: systems' entropy, and hashes of texts."""

from __future__ import annotations

import ast
import os
import types
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from jupyter_tracker.capture.effects.flow import Flow
from jupyter_tracker.capture.effects.owners import found_under, module_of, package_of

HASHES = "<hash>"
"""Stands for the hashes of texts among what has no seed."""
_ORDERED = frozenset("list tuple enumerate iter next zip map join array DataFrame Series".split())
_ENTROPY = frozenset("secrets.randbelow secrets.choice secrets.randbits os.urandom random.SystemRandom".split())
_RESEEDED = frozenset("random numpy torch".split())
_MOST = 1_000
_SAID = os.environ.get("PYTHONHASHSEED", "random") != "random"
"""Whether hashes of texts are the same in each process: what is set later has no effect."""


def gone_over(node: ast.AST) -> Iterator[ast.expr]:
    """Expressions in an expression whose parts are taken one after the other, in the order that they are in."""
    for part in ast.walk(node):
        if isinstance(part, (ast.ListComp, ast.GeneratorExp, ast.DictComp)):
            yield from (loop.iter for loop in part.generators)
        elif isinstance(part, ast.Call):
            called = getattr(part.func, "attr", "") or getattr(part.func, "id", "")
            yield from (part.args if called in _ORDERED else ())


def unseeded(flow: Flow, names: Mapping[str, Any]) -> set[str]:
    """What a cell called that no seed can make give the same again; `HASHES` for what depends on hashes of texts."""
    found = {call for call in flow.calls if _is_entropy(call, names)}
    found |= {call for call in flow.bare if _reseeds(call, names)}
    if not _SAID and (_hashes(flow, names) or any(_is_of_texts(one, names) for one in flow.ordered)):
        found.add(HASHES)
    return found


def _is_entropy(call: str, names: Mapping[str, Any]) -> bool:
    root, _, last = call.rpartition(".")
    held = names.get(root) if root else names.get(call)
    module = module_of(held)
    return f"{'os' if module == 'posix' else module}.{last}" in _ENTROPY


def _reseeds(call: str, names: Mapping[str, Any]) -> bool:
    """`random.seed()`, `generator.seed()`: they seed by chance."""
    root, _, last = call.rpartition(".")
    if last != "seed":
        return False
    held = found_under(root, names) if root else found_under(call, names)
    held = held.__self__ if type(held) in (types.MethodType, types.BuiltinFunctionType) and not root else held
    return package_of(held) in _RESEEDED


def _hashes(flow: Flow, names: Mapping[str, Any]) -> bool:
    return "hash" in flow.calls and "hash" not in names


def _is_of_texts(node: ast.expr, names: Mapping[str, Any]) -> bool:
    """Whether this is a set that holds texts."""
    if isinstance(node, ast.Set):
        return any(isinstance(one, ast.Constant) and isinstance(one.value, (str, bytes)) for one in node.elts)
    held: Any = names.get(node.id) if isinstance(node, ast.Name) else None
    if type(held) not in (set, frozenset):
        return False
    texts: set[Any] | frozenset[Any] = held
    return any(type(one) in (str, bytes) for one in islice(texts, _MOST))
