"""One walk through a value and all that belongs to it."""

from __future__ import annotations

import marshal
import struct
import types
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

from jupyter_tracker.capture.fingerprints import arrays, instances, plain, programs, summaries
from jupyter_tracker.capture.fingerprints.home import Home
from jupyter_tracker.capture.fingerprints.nearness import Numbers
from jupyter_tracker.capture.fingerprints.passing import identities, is_time
from jupyter_tracker.capture.fingerprints.plain import IMMUTABLE, PLAIN
from jupyter_tracker.capture.fingerprints.record import FLAT, Fingerprint, Room, identity

_SEQUENCES = (list, tuple)
_SETS = (set, frozenset)
_DEEPEST = 60
_CHUNK = 64
_TIMED_AT_MOST = 1000
_NOBODYS = Home()
_ORDERED = "collections.OrderedDict"


def fingerprint(value: Any, room: Room | None = None, home: Home | None = None, *, summary: bool = True) -> Fingerprint:
    """The fingerprint of a value. `home` tells which functions and classes are the
    user's."""
    from blake3 import blake3

    walk = Walk(room if room is not None else Room(), home or _NOBODYS, Numbers() if summary else None)
    try:
        walk.value(value)
    except RecursionError:
        walk.give_up("deep")
    told = summaries.summary(value, walk.figures) if summary else {}
    return Fingerprint(
        blake3(b"".join(walk.out)).hexdigest(length=16),
        steady=blake3(b"".join(walk.steady())).hexdigest(length=16) if walk.passing else "",
        passing=frozenset(kind for _, _, kind in walk.passing),
        whole=walk.whole,
        opaque=walk.opaque,
        cut=walk.cut,
        atomic=not walk.reach and not walk.opaque and not walk.cut and not walk.globals,
        marks=tuple(walk.marks),
        reach=frozenset(walk.reach),
        globals=frozenset(walk.globals),
        rebinds=frozenset(walk.rebinds),
        patches=frozenset(walk.patches),
        strings=frozenset(walk.strings),
        modules=frozenset(walk.modules),
        summary=told,
        near="" if walk.numbers is None or "value" in told else walk.numbers.told(walk.out, walk.passing),
    )


class Walk:
    """What was met so far. Handlers of kinds of values write into it by `say`, and go on by `value`."""

    def __init__(self, room: Room, home: Home, numbers: Numbers | None) -> None:
        """`room` is shared by the values of one cell, apart from its nodes; `numbers` hears of those met."""
        self.numbers = numbers
        self.room = room
        self.home = home
        self.left = room.nodes
        self.out: list[bytes] = []
        self.whole = True
        self.samples = arrays.SAMPLES
        self.opaque = self.cut = False
        self.marks: list[Any] = []
        self.reach: set[int] = set()
        self.globals: set[str] = set()
        self.rebinds: set[str] = set()
        self.patches: set[str] = set()
        self.strings: set[str] = set()
        self.modules: set[str] = set()
        self.figures: dict[str, Any] = {}
        """Numbers about the first array, for the summary."""
        self.kinds: dict[type, Any] = {}
        self._handlers: dict[type, Handler] = {}
        self.passing: list[tuple[int, int, str]] = []
        """Stretches of `out` that come from times (`clock`) and identities (`address`), another in each process."""
        self._met: dict[int, int] = {}
        self._deep = 0

    def steady(self) -> list[bytes]:
        """What was met, without times and identities."""
        left, reached = [], 0
        for begins, ends, _ in sorted(self.passing):
            left += self.out[reached:begins]
            reached = max(reached, ends)
        return left + self.out[reached:]

    def say(self, tag: str, content: bytes = b"") -> None:
        """Put something into the hash."""
        self.out.append(b"%s%d:" % (tag.encode(), len(content)))
        self.out.append(content)

    def first(self, value: object) -> bool:
        """Note something that can be changed; False where it was met before, which goes into the hash instead."""
        number = identity(value)
        self.reach.add(number)
        if number in self._met:
            self.say("again", b"%d" % self._met[number])
            return False
        self._met[number] = len(self._met)
        return True

    def hide(self, value: object) -> None:
        """Something that does not show what it holds."""
        self.opaque = True
        self.reach.add(identity(value))
        self.marks.append(identity(value))
        self.say("hidden", type_name(type(value)).encode())

    def give_up(self, why: str) -> None:
        """Not everything is looked at."""
        self.whole, self.cut = False, True
        self.say("cut", why.encode())

    def value(self, value: Any) -> None:
        """Walk through a value."""
        kind = type(value)
        plain = PLAIN.get(kind)
        if plain is not None:
            plain(self, value)
            return
        self.left -= 1
        if self.left < 0 or self._deep > _DEEPEST:
            self.give_up("more")
            return
        self._deep += 1
        try:
            handler = _HANDLERS.get(kind) or self._handlers.get(kind)
            if handler is None:
                handler = self._handlers[kind] = _handler(kind)
            handler(self, value)
        finally:
            self._deep -= 1

    def values(self, found: Iterable[Any]) -> None:
        """Walk through several values."""
        for one in found:
            self.value(one)

    def buffer(self, data: Any, size: int) -> None:
        """A contiguous buffer, hashed by itself."""
        from blake3 import blake3

        self.say("b", blake3(data).digest(length=16) if size > 256 else bytes(data))


def type_name(kind: type) -> str:
    """A class as it is called in its module."""
    module = type.__getattribute__(kind, "__module__")
    name = type.__getattribute__(kind, "__qualname__")
    return f"{module}.{name}"


def _sequence(walk: Walk, value: Any) -> None:
    kind = type(value)
    items = value if kind in _SEQUENCES else list(_base_of(kind, _SEQUENCES).__iter__(value))
    mutable = kind is not tuple
    if mutable and not walk.first(value):
        return
    walk.say("list" if issubclass(kind, list) else "tuple", b"%d" % len(items))
    if kind not in _SEQUENCES:
        walk.say("of", type_name(kind).encode())
    _items(walk, items)
    if kind not in _SEQUENCES:
        instances.attributes(walk, value)


def _items(walk: Walk, items: Sequence[Any]) -> None:
    """The entries of a sequence: flat ones at once."""
    size = len(items)
    if size > FLAT:
        walk.give_up("long")
        step = size // 1000
        items = [*items[:_CHUNK], *items[_CHUNK:-_CHUNK:step], *items[-_CHUNK:]]
    if len(items) > 8:
        flat = _flat(walk, items)
        if flat is not None:
            if walk.room.takes(len(flat)):
                walk.buffer(flat, len(flat))
                if walk.numbers is not None:
                    walk.numbers.entries(len(walk.out) - 2, len(walk.out), items)
            else:
                walk.whole = False
                walk.say("some", flat[:4096] + flat[-4096:] + flat[:: max(1, len(flat) // 4096)])
            return
    walk.values(items)


def _flat(walk: Walk, items: Sequence[Any]) -> bytes | None:
    """The bytes of a sequence of plain values, or of rows of them; None for any other."""
    kinds = set(map(type, items))
    if kinds <= IMMUTABLE:
        if plain._MOVED and str in kinds:
            items = [plain.placed(one) if type(one) is str else one for one in items]
        return marshal.dumps(list(items), 2)
    if kinds == {tuple} or kinds == {list}:
        inner = set(map(type, chain.from_iterable(items)))
        numbers = set(map(identity, items))
        distinct = kinds == {tuple} or len(numbers) == len(items)
        if inner <= IMMUTABLE and distinct and sum(map(len, items)) <= FLAT:
            if kinds == {list}:
                walk.reach |= numbers
            return marshal.dumps(list(items), 2)
    return None


def _mapping(walk: Walk, value: Any) -> None:
    if not walk.first(value):
        return
    kind = type(value)
    walk.say("dict", b"%d" % dict.__len__(value))
    if kind is not dict:
        walk.say("of", type_name(kind).encode())
    keys, held = list(dict.keys(value)), list(dict.values(value))
    begins = len(walk.out)
    _items(walk, keys)
    if identities(keys):
        walk.passing.append((begins, len(walk.out), "address"))
    if kind is not dict and _ORDERED in map(type_name, type.__getattribute__(kind, "__mro__")):
        _order(walk, value, keys)
    _held(walk, keys, held)
    if kind is not dict:
        walk.value(getattr(value, "default_factory", None) if type_name(kind) == "collections.defaultdict" else None)
        instances.attributes(walk, value)


def _held(walk: Walk, keys: Sequence[Any], held: Sequence[Any]) -> None:
    """What stands under the keys; of times it is noted that they are some."""
    timed = len(keys) <= _TIMED_AT_MOST and [type(key) is str and is_time(key) for key in keys]
    if not timed or not any(timed):
        _items(walk, held)
        return
    for value, passes in zip(held, timed, strict=True):
        begins = len(walk.out)
        walk.value(value)
        if passes:
            walk.passing.append((begins, len(walk.out), "clock"))


def _order(walk: Walk, value: Any, keys: list[Any]) -> None:
    """The order of an OrderedDict, which is not that of the dict that it is built on."""
    if not set(map(type, keys)) <= IMMUTABLE:
        walk.hide(value)  # going through it would ask the keys for their hashes
        return
    import collections

    places = {key: place for place, key in enumerate(keys)}
    walk.values(places[key] for key in collections.OrderedDict.__iter__(value))


def _set(walk: Walk, value: Any) -> None:
    """Without any order: by the fingerprints of its members."""
    kind = type(value)
    if kind is not frozenset and not walk.first(value):
        return
    members = list(_base_of(kind, _SETS).__iter__(value))
    walk.say("set", b"%d" % len(members))
    if len(members) > FLAT:
        walk.give_up("long")
        return
    if set(map(type, members)) <= IMMUTABLE:
        if identities(members):
            walk.passing.append((len(walk.out), len(walk.out) + 2, "address"))
        walk.buffer(b"".join(sorted(marshal.dumps(one, 2) for one in members)), 257)
        return
    found, before, met, passing, numbers = [], walk.out, walk._met, walk.passing, walk.numbers
    walk.numbers = None
    for one in members:
        walk.out, walk._met, walk.passing = [], {}, []
        walk.value(one)
        found.append(b"".join(walk.out))
    walk.out, walk._met, walk.passing, walk.numbers = before, met, passing, numbers
    walk.say("members", b"".join(sorted(found)))


def _base_of(kind: type, among: tuple[type, ...]) -> Any:
    return next(base for base in among if issubclass(kind, base))


def _deque(walk: Walk, value: Any) -> None:
    if walk.first(value):
        import collections

        walk.say("deque", type_name(type(value)).encode())
        walk.value(collections.deque.maxlen.__get__(value))
        _items(walk, list(collections.deque.__iter__(value)))


def _bytes(walk: Walk, value: Any) -> None:
    if walk.first(value):
        walk.say("bytearray")
        walk.buffer(bytes(value), len(value))


def _array(walk: Walk, value: Any) -> None:
    if walk.first(value):
        walk.say("array", value.typecode.encode())
        data = value.tobytes()
        walk.buffer(data, len(data))


def _range(walk: Walk, value: Any) -> None:
    walk.say("range")
    walk.values((value.start, value.stop, value.step))


def _slice(walk: Walk, value: Any) -> None:
    walk.say("slice")
    walk.values((value.start, value.stop, value.step))


def _subclass_of_plain(walk: Walk, value: Any) -> None:
    """An object that is a number or a text besides (an `IntEnum`, a `str` of a library)."""
    kind = type(value)
    base = next(base for base in (str, bytes, int, float, complex) if issubclass(kind, base))
    walk.say("of", type_name(kind).encode())
    if base is complex:
        walk.say("c", struct.pack("<dd", complex.real.__get__(value), complex.imag.__get__(value)))
    else:
        exact: Any = base
        walk.value(exact.__getnewargs__(value)[0])
    instances.attributes(walk, value)


Handler = Callable[[Walk, Any], None]

_HANDLERS: dict[type, Handler] = {
    list: _sequence,
    tuple: _sequence,
    dict: _mapping,
    set: _set,
    frozenset: _set,
    bytearray: _bytes,
    range: _range,
    slice: _slice,
    types.FunctionType: programs.function,
    types.MethodType: programs.method,
    types.BuiltinFunctionType: programs.builtin,
    types.ModuleType: programs.module,
    types.CodeType: programs.code,
    type: programs.kind,
    property: programs.descriptor,
    staticmethod: programs.descriptor,
    classmethod: programs.descriptor,
}


def _handler(kind: type) -> Handler:
    """How values of a class that is met for the first time are walked through. It is remembered as long as one walk
    takes: a class of the user's must be free to go."""
    found = arrays.handler(kind)
    if found is not None:
        return found
    mro = type.__getattribute__(kind, "__mro__")
    if type in mro:
        return programs.kind
    names = {type_name(base) for base in mro}
    if "collections.deque" in names:
        return _deque
    if "array.array" in names:
        return _array
    for base, handler in ((dict, _mapping), (list, _sequence), (tuple, _sequence), (set, _set), (frozenset, _set)):
        if base in mro:
            return handler
    if any(base in mro for base in (str, bytes, int, float, complex)):
        return _subclass_of_plain
    if types.ModuleType in mro:
        return programs.module
    return instances.handler(kind, names)
