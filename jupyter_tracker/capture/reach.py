"""Which of the notebook's own functions a cell may run: those it names, and those these name in turn."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Any

MAX_FUNCTIONS = 300


def functions(user_ns: Mapping[str, Any], names: Iterable[str]) -> list[types.FunctionType]:
    """Functions defined in cells that are reachable from `names`: by name, as a method of a class defined in cells or
    of an instance of one, or named by another reachable function. At most 300."""
    found: dict[int, types.FunctionType] = {}
    seen: set[str] = set()
    todo = [name for name in names if name in user_ns]
    while todo and len(found) < MAX_FUNCTIONS:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        for function in own_functions(user_ns[name], user_ns):
            if id(function) not in found:
                found[id(function)] = function
                todo.extend(named for named in globals_of(function.__code__) if named in user_ns)
    return list(found.values())


def own_functions(obj: object, user_ns: Mapping[str, Any]) -> list[types.FunctionType]:
    """The functions of cells that a value is or brings: itself, or the methods of its class."""
    if type(obj) is types.FunctionType:
        return [obj] if obj.__globals__ is user_ns else []
    kind: Any = obj if issubclass(type(obj), type) else type(obj)
    if type.__getattribute__(kind, "__module__") != "__main__":
        return []
    members = (getattr(value, "__func__", value) if type(value) in (staticmethod, classmethod) else value
               for value in list(type.__getattribute__(kind, "__dict__").values()))  # fmt: skip
    return [m for m in members if type(m) is types.FunctionType and m.__globals__ is user_ns]


def globals_of(code: types.CodeType) -> set[str]:
    """Names that a function's code, and the code nested in it, may look up outside."""
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names |= globals_of(constant)
    return names
