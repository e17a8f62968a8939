"""Which of the user's own functions a cell may run: those it names, and those these name in turn."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jupyter_tracker.capture.own import OwnCode

MAX_FUNCTIONS = 300
MAX_WRAPPED = 5


def functions(own: OwnCode, variables: Mapping[str, Any], names: Iterable[str]) -> list[types.FunctionType]:
    """Functions of cells and local modules that are reachable from `names`: by name, as a method of a class of the
    user's or of an instance of one, in a local module, or named by another reachable function. At most 300."""
    found: dict[int, types.FunctionType] = {}
    seen: set[tuple[int, str]] = set()
    todo = [(variables, name) for name in names if name in variables]
    while todo and len(found) < MAX_FUNCTIONS:
        where, name = todo.pop()
        if (id(where), name) in seen:
            continue
        seen.add((id(where), name))
        for function in own_functions(where[name], own):
            if id(function) not in found:
                found[id(function)] = function
                globals_ = function.__globals__
                todo.extend((globals_, named) for named in globals_of(function.__code__) if named in globals_)
    return list(found.values())


def own_functions(obj: object, own: OwnCode) -> list[types.FunctionType]:
    """The functions of the user's that a value is or brings: itself, the methods of its class, or what a local
    module defines."""
    kind: Any = type(obj)
    if kind is types.FunctionType:
        return list(_unwrapped(obj, own))
    if kind is types.ModuleType:
        module: Any = obj
        path = module.__dict__.get("__file__")
        return list(_of_module(module, own)) if isinstance(path, str) and own.file(path) else []
    owner: Any = obj if issubclass(kind, type) else kind
    return list(_methods(owner, own)) if is_own(type.__getattribute__(owner, "__module__"), own) else []


def globals_of(code: types.CodeType) -> set[str]:
    """Names that a function's code, and the code nested in it, may look up outside."""
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= globals_of(constant)
    return names


def is_own(module: object, own: OwnCode) -> bool:
    """Whether a module of this name is the user's."""
    if module == "__main__":
        return True
    path = getattr(sys.modules.get(str(module)), "__dict__", {}).get("__file__")
    return isinstance(path, str) and own.file(path)


def _of_module(module: types.ModuleType, own: OwnCode) -> Iterator[types.FunctionType]:
    for value in list(vars(module).values()):
        if type(value) is types.FunctionType and value.__module__ == module.__name__:
            yield value
        elif issubclass(type(value), type) and type.__getattribute__(value, "__module__") == module.__name__:
            yield from _methods(value, own)


def _unwrapped(function: Any, own: OwnCode) -> Iterator[types.FunctionType]:
    """A function and what it wraps, as far as it is the user's."""
    for _ in range(MAX_WRAPPED):
        if type(function) is not types.FunctionType:
            return
        if own.code(function.__code__, function.__globals__):
            yield function
        function = function.__dict__.get("__wrapped__")


def _methods(kind: Any, own: OwnCode) -> Iterator[types.FunctionType]:
    for value in list(type.__getattribute__(kind, "__dict__").values()):
        member = getattr(value, "__func__", value) if type(value) in (staticmethod, classmethod) else value
        member = member.fget if type(member) is property else member
        yield from _unwrapped(member, own)
