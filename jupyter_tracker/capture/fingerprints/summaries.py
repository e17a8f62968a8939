"""A few words about a value, so that a difference can be shown."""

from __future__ import annotations

import types
from collections.abc import Mapping
from itertools import islice
from typing import Any

from jupyter_tracker.capture.fingerprints.plain import placed

_TEXT = 200
_FEW = 5
ELEMENTS = 64
"""Lists and arrays of up to so many numbers are kept whole, so that a replay can tell how near it came."""
_TELLING = {
    "datetime": frozenset("date datetime time timedelta timezone".split()),
    "decimal": frozenset(["Decimal"]),
    "fractions": frozenset(["Fraction"]),
    "uuid": frozenset(["UUID"]),
    "pathlib": frozenset("PosixPath WindowsPath PurePosixPath PureWindowsPath".split()),
    "pandas": frozenset("Timestamp Timedelta Period Interval NaTType".split()),
}
"""Kinds of values whose text tells all of them, by where they are from."""
_PLAIN = (int, float, bool, type(None), str, complex)


def summary(value: Any, figures: Mapping[str, Any]) -> dict[str, Any]:
    """What to show of a value: its type, itself where it is short, else its size and a few of its parts. `figures` are
    numbers about the first array in it."""
    kind = type(value)
    told: dict[str, Any] = {"type": type.__getattribute__(kind, "__name__")}
    if kind in _PLAIN or _says_itself(kind):
        told["value"] = _entry(value)
    elif kind in (list, tuple):
        told |= {"length": len(value), "first": [_entry(one) for one in value[:_FEW]]}
        if _FEW < len(value) <= ELEMENTS and all(type(one) in (int, float) for one in value):
            told["elements"] = [_entry(one) for one in value]
    elif kind is dict:
        told |= {"length": len(value), "first": [[_entry(k), _entry(v)] for k, v in islice(value.items(), _FEW)]}
    elif kind in (set, frozenset):
        told["length"] = len(value)
    elif kind is types.FunctionType:
        told["name"] = value.__qualname__
    elif kind is types.ModuleType:
        told |= _module(value)
    elif issubclass(kind, type):
        told |= {"type": "class", "name": type.__getattribute__(value, "__qualname__")}
    elif type.__getattribute__(kind, "__module__") == "numpy" and "shape" not in figures and hasattr(kind, "item"):
        told |= _scalar(value)
    elif type.__getattribute__(kind, "__module__").startswith("pandas"):
        told |= _frame(value)
    told |= {key: _number(one) for key, one in figures.items() if key not in told}
    return told


def _says_itself(kind: type) -> bool:
    """Whether the text of such a value is all of it, and comes from Python or pandas alone."""
    module = type.__getattribute__(kind, "__module__")
    root = module.partition(".")[0]
    known = type.__getattribute__(kind, "__name__") in _TELLING.get(root, ())
    return known and (root != "pandas" or module == root or module.startswith("pandas._libs"))


def _module(value: types.ModuleType) -> dict[str, Any]:
    """A module's name, version and first settings."""
    held = types.ModuleType.__getattribute__(value, "__dict__")
    plain = [[name, _short(one)] for name, one in list(held.items()) if name[:1] != "_" and type(one) in _PLAIN]
    told: dict[str, Any] = {"name": held.get("__name__"), "first": plain[:_FEW]}
    if type(held.get("__version__")) is str:
        told["version"] = held["__version__"]
    return {key: one for key, one in told.items() if one}


def _scalar(value: Any) -> dict[str, Any]:
    """A number of NumPy; an array that has no figures is told by its type alone."""
    plain = value.item() if getattr(value, "ndim", 1) == 0 else None
    return {"value": _short(plain)} if type(plain) in _PLAIN and plain is not None else {}


def _frame(value: Any) -> dict[str, Any]:
    manager = getattr(value, "_mgr", None)
    if manager is None:
        return {}
    told: dict[str, Any] = {"rows": len(manager.axes[-1])}
    if len(manager.axes) == 2:
        told |= {"columns": len(manager.axes[0]), "first": [_entry(one) for one in manager.axes[0][:_FEW].tolist()]}
    return told


def _entry(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return _short(value)
    return _short(str(value)) if _says_itself(kind) else f"<{type.__getattribute__(kind, '__name__')}>"


def _short(value: Any) -> Any:
    if type(value) is str:
        value = placed(value)
        return value if len(value) <= _TEXT else value[: _TEXT - 1] + "…"
    if type(value) is complex or (type(value) is int and value.bit_length() > 200):
        return f"<{type(value).__name__}>"
    return value


def _number(value: Any) -> Any:
    return value
