"""Loops over configurations: those that train something else in each round, told from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_tracker.capture import judgement
from jupyter_tracker.capture.literals import dotted

TRAINING_CALLS = frozenset(
    "fit fit_transform fit_predict partial_fit minimize cross_val_score cross_validate evaluate".split()
)
TRAINING_WORDS = frozenset("train training fit run experiment evaluate trial".split())
_ROUNDS = frozenset("epoch epochs ep step steps batch it iter iteration fold split chunk t idx index".split())
_INSIDE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COUNTING = frozenset(["range", "trange", "count", "arange"])


def configured(node: ast.For | ast.AsyncFor | ast.While) -> tuple[str, ...]:
    """The names that a loop sets to another configuration in each round; () where it does not train in each, and
    where its names count the rounds of one training or hold its data."""
    if isinstance(node, ast.While):
        return ()
    counts = _counts(node.iter)
    names = [part.id for part in ast.walk(node.target) if isinstance(part, ast.Name)]
    names = [name for name in names if not name.startswith("_") and not (counts and name.lower() in _ROUNDS)]
    if not names or not any(_trains(call) for call in _calls(node)):
        return ()
    return tuple(name for name in names if not counts or _makes_with(node, name))


def _trains(call: ast.Call) -> bool:
    """Whether a call trains something. `model.train()` only says that training is to come."""
    path = dotted(call.func) or (call.func.attr if isinstance(call.func, ast.Attribute) else "")
    last = path.rpartition(".")[2]
    if last in TRAINING_CALLS:
        return True
    return bool(call.args or call.keywords) and bool(judgement.words(last) & TRAINING_WORDS)


def _counts(iterable: ast.expr) -> bool:
    """Whether a loop goes over numbers that count: `range(9)`, in a progress bar or enumerated too."""
    if not isinstance(iterable, ast.Call):
        return False
    name = (dotted(iterable.func) or "").rpartition(".")[2]
    return name in _COUNTING or (name in ("tqdm", "track", "enumerate") and any(map(_counts, iterable.args[:1])))


def _makes_with(node: ast.AST, name: str) -> bool:
    """Whether what counts is also a setting: `KNeighborsClassifier(n_neighbors=k)`, `train(seed)`."""
    for call in _calls(node):
        last = (dotted(call.func) or "").rpartition(".")[2]
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if any(isinstance(value, ast.Name) and value.id == name for value in given):
            if last[:1].isupper() or judgement.words(last) & TRAINING_WORDS:
                return True
    return False


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls in a loop's body, functions that are defined in it apart."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.Call):
            yield part
        if not isinstance(part, _INSIDE):
            yield from _calls(part)
