"""Objects: by their class and what they hold, where that shows."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import Any

from jupyter_tracker.capture.fingerprints import plain

_KNOWN = (dict, list, tuple, set, frozenset, str, bytes, int, float, complex, BaseException, object)
"""What a class may be built on and still show all that its objects hold."""
_SPARE = 16
"""Bytes of an object for its `__dict__` and its weak references."""
_CLOSED = frozenset(
    "matplotlib mpl_toolkits ipywidgets IPython ipykernel threading _thread asyncio concurrent multiprocessing "
    "logging zmq tornado traitlets socket ssl subprocess selectors jupyter_tracker tkinter sqlite3 sqlalchemy "
    "duckdb".split()
)
"""Packages whose objects are not looked into: they lead everywhere, or are about the process."""
_CACHES = {"statsmodels": frozenset({"_cache", "_tmp_like_exog"})}
"""Where objects of a library keep what they would work out again, and memory that they only work in."""
_BY_TEXT = frozenset(
    "decimal.Decimal fractions.Fraction uuid.UUID datetime.date datetime.timedelta ipaddress.IPv4Address "
    "ipaddress.IPv6Address pandas._libs.tslibs.timestamps.Timestamp pandas._libs.tslibs.timedeltas.Timedelta "
    "pandas.Timestamp pandas.Timedelta pandas.Period pandas._libs.missing.NAType "
    "pandas._libs.tslibs.nattype.NaTType zoneinfo.ZoneInfo datetime.timezone".split()
)


def handler(kind: type, names: set[str]) -> Callable[[Any, Any], None]:
    """How an object of this class is walked through; `names` are those of its bases."""
    exact = _name(kind)
    if exact in _BY_TEXT:
        return _by_text
    if exact in _SPECIAL:
        return _SPECIAL[exact]
    if names & _PATHS and exact.partition(".")[0] == "pathlib":
        return _by_text
    if "enum.Enum" in names:
        return _member
    if exact == "builtins.object":
        return _bare
    if exact.partition(".")[0] in _CLOSED:
        return _closed
    return _instance


_PATHS = {"pathlib.PurePath", "pathlib._local.PurePath"}


def _name(kind: type) -> str:
    return f"{type.__getattribute__(kind, '__module__')}.{type.__getattribute__(kind, '__qualname__')}"


def attributes(walk: Any, value: Any) -> None:
    """What an object holds under names: its `__dict__` and slots."""
    with_dict, slots, _, cache = _shape(walk, type(value))
    if with_dict:
        held = object.__getattribute__(value, "__dict__")
        walk.value(held if cache is None else {key: one for key, one in held.items() if key not in cache})
    for name, slot in slots:
        try:
            inner = slot.__get__(value)
        except AttributeError:
            continue
        walk.say("slot", name.encode())
        walk.value(inner)


def _instance(walk: Any, value: Any) -> None:
    kind = type(value)
    with_dict, _, shows, _ = _shape(walk, kind)
    if not shows:
        walk.hide(value)
        if with_dict:
            attributes(walk, value)
        return
    if walk.first(value):
        walk.say("object")
        walk.value(kind)
        attributes(walk, value)
        if isinstance_of(kind, BaseException):
            walk.value(BaseException.args.__get__(value))  # type: ignore[attr-defined]


def isinstance_of(kind: type, base: type) -> bool:
    """Whether a class is built on another, asked without its metaclass."""
    return base in type.__getattribute__(kind, "__mro__")


def _has_dict(kind: type) -> bool:
    for base in type.__getattribute__(kind, "__mro__"):
        found = type.__getattribute__(base, "__dict__").get("__dict__")
        if found is not None:
            return type(found) is types.GetSetDescriptorType
    return False


def _slots(kind: type) -> Iterator[tuple[str, Any]]:
    for base in type.__getattribute__(kind, "__mro__"):
        own = type.__getattribute__(base, "__dict__")
        if "__slots__" in own:
            for name, member in own.items():
                if type(member) is types.MemberDescriptorType and not name.startswith("__"):
                    yield name, member


_Shape = tuple[bool, list[tuple[str, Any]], bool, frozenset[str] | None]


def _shape(walk: Any, kind: type) -> _Shape:
    """Of the objects of a class: whether they have a `__dict__`, their slots, whether all that one holds can be seen
    (it is no bigger than its names and what it is built on), and the attributes that are caches."""
    known: _Shape | None = walk.kinds.get(kind)
    if known is None:
        with_dict, slots = _has_dict(kind), list(_slots(kind))
        mro = type.__getattribute__(kind, "__mro__")
        base = next(base for base in _KNOWN if base in mro)
        small = kind.__basicsize__ - base.__basicsize__ - 8 * len(slots) <= _SPARE
        cache = _CACHES.get(_name(kind).partition(".")[0])
        known = walk.kinds[kind] = with_dict, slots, (with_dict or bool(slots)) and bool(small), cache
    return known


def _by_text(walk: Any, value: Any) -> None:
    walk.say(_name(type(value)), plain.placed(str(value)).encode())


def _bare(walk: Any, value: Any) -> None:
    walk.say("object")


def _member(walk: Any, value: Any) -> None:
    held = object.__getattribute__(value, "__dict__")
    walk.say("member", _name(type(value)).encode())
    walk.value(held.get("_name_"))
    walk.value(held.get("_value_"))


def _closed(walk: Any, value: Any) -> None:
    walk.hide(value)


def _datetime(walk: Any, value: Any) -> None:
    walk.say(_name(type(value)), str(value.replace(tzinfo=None)).encode())
    walk.values((value.tzinfo, value.fold))


def _pattern(walk: Any, value: Any) -> None:
    walk.say("pattern")
    walk.values((value.pattern, value.flags))


def _partial(walk: Any, value: Any) -> None:
    if walk.first(value):
        walk.say("partial")
        walk.values((value.func, value.args, value.keywords))
        attributes(walk, value)


def _cached(walk: Any, value: Any) -> None:
    """A function with a cache: what it remembers is what it would work out again."""
    walk.say("cached")
    walk.value(object.__getattribute__(value, "__dict__").get("__wrapped__"))


def _random(walk: Any, value: Any) -> None:
    if walk.first(value):
        walk.say("random.Random")
        walk.value(value.getstate())


_SPECIAL: dict[str, Callable[[Any, Any], None]] = {
    "datetime.datetime": _datetime,
    "datetime.time": _datetime,
    "re.Pattern": _pattern,
    "functools.partial": _partial,
    "functools._lru_cache_wrapper": _cached,
    "random.Random": _random,
}
