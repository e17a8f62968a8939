"""What counts as a value, and how it is read without touching it.

Reading never runs code of the user's (no `repr`, no property, no `__getattr__`, no `__float__` of a type that is not
known), never waits for an accelerator, never imports a library, never consumes an iterator, and keeps no reference:
what comes out are plain scalars, lists of scalars and dotted names.
"""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
import pathlib
import sys
import types
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from jupyter_tracker.capture.records import Value


class _Missing(enum.Enum):
    MISSING = "missing"


MISSING: Final = _Missing.MISSING
"""Stands for "this is no value"; None is one."""

MAX_TEXT = 1000
MAX_ITEMS = 64
MAX_LIST = 32
MAX_DEPTH = 4
MAX_BITS = 1023
_TEXT_TYPES = (
    pathlib.PosixPath, pathlib.WindowsPath, pathlib.PurePosixPath, pathlib.PureWindowsPath, datetime.date,
    datetime.datetime, datetime.time, datetime.timedelta, decimal.Decimal, fractions.Fraction,
)  # fmt: skip
_CONFIGURABLE = frozenset(["config", "parent", "log"])
"""Traits that every configurable object has."""
_PLAIN_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, type)


def number(obj: Any) -> float | int | None:
    """The number that a scalar, 0-d array or tensor in the computer's own memory holds, else None. No bool."""
    kind = type(obj)
    if kind is float:
        return float(obj)
    if kind is bool or obj is None:
        return None
    if issubclass(kind, float):
        return float.__float__(obj)
    if issubclass(kind, int):
        value = int.__int__(obj)
        return None if issubclass(kind, enum.Enum) or value.bit_length() > MAX_BITS else value
    item: Any = _foreign(obj)
    return item if type(item) in (int, float) else None


def scalar(obj: Any) -> Any:
    """The plain scalar that `obj` is or stands for (a `Scalar`), or MISSING. Text is cut at 1,000 characters."""
    kind: Any = type(obj)  # isinstance would ask a proxy for its __class__, which is code of somebody's
    if obj is None or obj is MISSING or kind is bool:
        return obj
    if issubclass(kind, enum.Enum):
        name = attributes(obj).get("_name_")
        return name if isinstance(name, str) else MISSING
    if issubclass(kind, int):
        value = int.__int__(obj)
        return value if value.bit_length() <= MAX_BITS else MISSING
    if issubclass(kind, float):
        return float.__float__(obj)
    if issubclass(kind, str):
        text = str.__str__(obj)
        return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
    return str(obj) if kind in _TEXT_TYPES else _foreign(obj)


def item(obj: Any, at: Any) -> Any:
    """The item of a plain list or of an array of one dimension, None where there is none."""
    if type(at) is not int or at < 0:
        return None
    if type(obj) is list:
        return list.__getitem__(obj, at) if at < list.__len__(obj) else None
    np = sys.modules.get("numpy")
    if np is not None and type(obj) is np.ndarray and obj.ndim == 1 and at < obj.shape[0]:
        return obj[at]
    return None


def callable_name(obj: Any) -> str | None:
    """The name of a plain function or class given as a value (`activation=relu`), else None."""
    return obj.__name__ if type(obj) in _PLAIN_FUNCTIONS else None


def flatten(name: str, obj: Any) -> list[tuple[str, Value]]:
    """A value under its name, or a small mapping, dataclass, named tuple or config object as dotted names.

    Empty where `obj` is none of these, has too many items (64) or is nested too deep (4).
    """
    found: list[tuple[str, Value]] = []
    return found if _flatten(name, obj, MAX_DEPTH, found) else []


def is_config(obj: Any) -> bool:
    """Whether `obj` is of a kind made to hold settings: a mapping, dataclass, namespace or config object."""
    return _fields(obj) is not None


def usual(kind: Any) -> dict[str, Any]:
    """The defaults of the fields of a dataclass; {} for any other class."""
    fields = _marks(kind).get("__dataclass_fields__")
    return {name: field.default for name, field in fields.items()} if type(fields) is dict else {}


def attributes(obj: Any) -> dict[str, Any]:
    """The instance dictionary itself (not a copy), read without running the class's own code; {} if there is none."""
    try:
        found = object.__getattribute__(obj, "__dict__")
    except (AttributeError, TypeError):
        return {}
    return found if type(found) is dict else {}


def root_package(kind: type) -> str:
    """The top-level package that defines a class."""
    module = type.__getattribute__(kind, "__module__")
    return module.partition(".")[0] if isinstance(module, str) else ""


def _foreign(obj: Any) -> Any:
    """Scalars of numpy, torch, TensorFlow and JAX; the library is asked only if the type is really its own."""
    kind = type(obj)
    reader = _READERS.get(root_package(kind))
    if reader is None:
        return MISSING
    try:
        return reader(obj)
    except Exception:
        return MISSING  # a tensor without storage, on a meta device, under a transformation: no value to be had


def _numpy(obj: Any) -> Any:
    np = sys.modules.get("numpy")
    if np is None:
        return MISSING
    if issubclass(type(obj), np.generic) or type(obj) is np.ndarray and obj.ndim == 0:
        item = obj.item()
        if isinstance(item, (bool, int, float, str)) or item is None:
            return scalar(item)
        return str(obj) if isinstance(obj, (np.datetime64, np.timedelta64)) else MISSING
    return str(obj) if isinstance(obj, np.dtype) else MISSING


def _torch(obj: Any) -> Any:
    torch = sys.modules.get("torch")
    if torch is None:
        return MISSING
    if type(obj) in (torch.Tensor, torch.nn.Parameter):
        if obj.ndim or obj.device.type != "cpu" or obj.is_complex():
            return MISSING
        return scalar(obj.item())
    return str(obj) if isinstance(obj, (torch.dtype, torch.device)) else MISSING


def _tensorflow(obj: Any) -> Any:
    if type(obj).__name__ != "EagerTensor" or obj.shape.rank != 0 or "CPU" not in obj.device:
        return MISSING
    return scalar(obj.numpy().item())


def _jax(obj: Any) -> Any:
    if type(obj).__name__ != "ArrayImpl" or obj.ndim or not obj.is_ready():
        return MISSING
    return scalar(obj.item()) if all(device.platform == "cpu" for device in obj.devices()) else MISSING


_READERS = {"numpy": _numpy, "torch": _torch, "tensorflow": _tensorflow, "jaxlib": _jax}


def _flatten(name: str, obj: Any, depth: int, into: list[tuple[str, Value]]) -> bool:
    value = scalar(obj)
    if value is not MISSING:
        into.append((name, value))
        return len(into) <= MAX_ITEMS
    named = callable_name(obj)
    if named is not None and depth < MAX_DEPTH:
        into.append((name, named))
        return len(into) <= MAX_ITEMS
    fields = _fields(obj)
    if fields is not None:
        return depth > 0 and _flatten_items(name, fields, depth, into)
    if type(obj) in (list, tuple, set, frozenset):
        plain = _plain_list(obj)
        if plain is not None:
            into.append((name, plain))
    return len(into) <= MAX_ITEMS


def _flatten_items(
    name: str, items: Iterable[tuple[object, object]], depth: int, into: list[tuple[str, Value]]
) -> bool:
    for count, (key, item) in enumerate(items):
        if count >= MAX_ITEMS:
            return False
        if type(key) in (str, int, float, bool) and not _flatten(f"{name}.{key}", item, depth - 1, into):
            return False
    return True


def _plain_list(obj: Any) -> Value | None:
    if not 0 < len(obj) <= MAX_LIST:
        return None
    items = [scalar(item) for item in (sorted(obj, key=str) if _all_text(obj) else obj)]
    return None if MISSING in items else items


def _all_text(obj: Any) -> bool:
    return type(obj) in (set, frozenset) and all(type(item) is str for item in obj)


def _fields(obj: Any) -> Iterator[tuple[object, object]] | None:
    """Keys and values of what people keep settings in, without calling a method that could be theirs."""
    kind = type(obj)
    if issubclass(kind, type):
        return None
    if issubclass(kind, dict):
        return iter(dict.items(obj))
    if kind is types.MappingProxyType or kind is types.SimpleNamespace:
        return iter(dict(obj if kind is types.MappingProxyType else attributes(obj)).items())
    marks = _marks(kind)
    if "_fields" in marks and issubclass(kind, tuple):
        return zip(marks["_fields"], tuple.__iter__(obj), strict=False)
    if "__dataclass_fields__" in marks:
        return _dataclass_fields(obj, marks["__dataclass_fields__"])
    inside = attributes(obj)
    pydantic = {"__pydantic_fields__", "model_fields", "__fields__"}
    if not pydantic.isdisjoint(marks) or _named(kind, "argparse", "Namespace"):
        return iter([(k, v) for k, v in inside.items() if not k.startswith("_")])
    if _named(kind, "traitlets", "HasTraits") and not _named(kind, "ipywidgets"):
        return _traits(obj, inside)
    if _named(kind, "omegaconf") and type(inside.get("_content")) is dict:
        return iter([(k, attributes(node).get("_val", node)) for k, node in inside["_content"].items()])
    return None


def _traits(obj: Any, inside: dict[str, Any]) -> Iterator[tuple[object, object]]:
    """What was set of an object with traits, and the plain defaults of what was not."""
    declared = {k: v for base in reversed(type(obj).__mro__) for k, v in base.__dict__.items()}
    own = {k: v for k, v in declared.items() if root_package(type(v)) == "traitlets" and not k.startswith("_")}
    held = inside.get("_trait_values")
    held = held if type(held) is dict else {}
    for name, trait in own.items():
        found = held.get(name, attributes(trait).get("default_value"))
        if name not in _CONFIGURABLE and scalar(found) is not MISSING:
            yield name, found


def _named(kind: type, package: str, name: str = "") -> bool:
    return any(root_package(base) == package and name in ("", base.__name__) for base in kind.__mro__)


def _marks(kind: type) -> dict[str, Any]:
    """Class attributes by which kinds of records are known, found without asking the class."""
    wanted = ("_fields", "__dataclass_fields__", "__pydantic_fields__", "model_fields", "__fields__")
    return {mark: base.__dict__[mark] for base in reversed(kind.__mro__) for mark in wanted if mark in base.__dict__}


def _dataclass_fields(obj: Any, fields: Collection[str]) -> Iterator[tuple[object, object]]:
    inside = attributes(obj)
    for name in fields:
        if name in inside:
            yield name, inside[name]
            continue
        for base in type(obj).__mro__:
            slot = base.__dict__.get(name)
            if isinstance(slot, types.MemberDescriptorType):
                try:
                    yield name, slot.__get__(obj)
                except AttributeError:
                    pass
                break
    yield from ((name, value) for name, value in inside.items() if name not in fields and not name.startswith("_"))
