"""Which library something belongs to, asked without running code of the user's."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from typing import Any

_MISSING: Any = object()


def module_of(value: Any) -> str:
    """The module that a module is, that a function or a class was defined in, or the class of anything else."""
    kind = type(value)
    mro = type.__getattribute__(kind, "__mro__")
    if types.ModuleType in mro:
        name = types.ModuleType.__getattribute__(value, "__dict__").get("__name__")
    elif type in mro:
        name = type.__getattribute__(value, "__module__")
    elif kind in (types.FunctionType, types.BuiltinFunctionType):
        name = value.__module__
        if name is None and kind is types.BuiltinFunctionType and value.__self__ is not None:
            name = module_of(value.__self__)
    else:
        name = type.__getattribute__(kind, "__module__")
    return name if type(name) is str else ""


def package_of(value: Any) -> str:
    """The package of that module."""
    return module_of(value).partition(".")[0]


def found_under(path: str, names: Mapping[str, Any]) -> Any:
    """What a dotted path stands for, None where only code of someone's could tell. Of an instance's methods those of
    its class."""
    head, *rest = path.split(".")
    held = names.get(head)
    for name in rest:
        if held is None:
            return None
        mro = type.__getattribute__(type(held), "__mro__")
        if types.ModuleType in mro:
            held = types.ModuleType.__getattribute__(held, "__dict__").get(name)
        else:
            held = _static(held if type in mro else type(held), name)
    return held


def _static(kind: type, name: str) -> Any:
    for base in type.__getattribute__(kind, "__mro__"):
        found = type.__getattribute__(base, "__dict__").get(name, _MISSING)
        if found is not _MISSING:
            return found.__func__ if type(found) in (staticmethod, classmethod) else found
    return None


def parameters(function: Any) -> list[str] | None:
    """The names of what a function takes by position, None where it does not say."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    names = [one.name for one in found if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    return names[1:] if names[:1] == ["self"] else names
