"""Which random generators a cell has seeded by way of functions, conditions and loops: told by where they stand.

What the source says without doubt is `Flow.seeds`. Here it is looked for whether a seeding call can have been the first
thing that moved a generator, and then whether the generator stands where one does that was seeded with a number that
the cell had in its hands. Nothing of a library is changed for it.
"""

from __future__ import annotations

import dis
import random
import sys
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from jupyter_tracker.capture.effects.flow import Flow
from jupyter_tracker.capture.effects.owners import found_under, package_of
from jupyter_tracker.capture.fingerprints.home import Home
from jupyter_tracker.capture.fingerprints.programs import nested

_SEEDERS = (
    ("python", "random", ("seed",)),
    ("numpy", "numpy.random", ("seed",)),
    ("torch", "torch", ("manual_seed",)),
)
_GENERATORS = tuple(name for name, _, _ in _SEEDERS)
_STILL = frozenset("os sys time math logging warnings json pathlib collections datetime typing builtins".split())
"""Packages whose functions draw nothing, and call nothing of the user's that may."""
_CALLING = frozenset("map filter sorted min max sum list tuple dict set any all next iter exec eval getattr".split())
"""Builtins that may run code of the user's."""
_STILL_TORCH = ("torch.cuda.", "torch.backends.", "torch.use_deterministic_algorithms")
_WORDS = 624
_FURTHEST = {"python": 1_000, "numpy": 4_000}
"""Blocks of random words that are gone through, all numbers together, to find where a generator stands."""
_NEAR = 8
"""So many of them for numbers that were only guessed."""
_MOST = 50
_DEEPEST = 8
Place = tuple[Any, int]


class Seeding:
    """From cell to cell."""

    def __init__(self, user_ns: Mapping[str, Any], home: Home) -> None:
        """`home` tells the user's code."""
        self._ns = user_ns
        self._home = home
        self._before: dict[str, Any] = {}

    def before(self) -> None:
        """A cell is about to run."""
        self._before = _places()

    def seeded(self, flow: Flow, known: Collection[str], reached: Iterable[str], *, ended: bool) -> dict[str, bool]:
        """The generators that the cell has set to where nothing but its numbers says, each with whether that was
        before anything was drawn from it, beside those that are `known`. `reached` are names of the notebook that the
        cell used or made."""
        order = _Order(self._ns, self._home)
        order.calls(flow.calls, flow.sure if ended else frozenset())
        wanted = {name: sure for name, sure in order.seeded.items() if name not in known}
        if not wanted:
            return {}
        numbers = list(_numbers(flow, (self._ns.get(name) for name in reached), order.codes))
        now = _places()
        return {
            name: order.first[name]
            for name, sure in wanted.items()
            if name in now and _stands(name, self._before.get(name), now[name], numbers, sure=sure)
        }


class _Order:
    """Goes through calls in order: which generators were seeded, and whether before anything may have drawn."""

    def __init__(self, names: Mapping[str, Any], home: Home) -> None:
        self.seeded: dict[str, bool] = {}
        self.first: dict[str, bool] = {}
        self.codes: list[types.CodeType] = []
        self._names = names
        self._home = home
        self._drawn: set[str] = set()
        self._seeders = dict(_seeders())

    def calls(self, paths: Iterable[str], sure: Iterable[int]) -> None:
        certain = set(sure)
        for place, path in enumerate(paths):
            self._call(path, self._names, place in certain, 0)

    def _call(self, path: str, names: Mapping[str, Any], sure: bool, depth: int) -> None:
        value = found_under(path, names)
        if value is None and path.partition(".")[0] not in names:
            value = found_under(path, vars(sys.modules["builtins"]))
        if type(value) is type and self._home.module(value.__module__):
            value = found_under("kind.__init__", {"kind": value})
        generator = self._seeders.get(id(value))
        if generator is not None:
            self.first.setdefault(generator, generator not in self._drawn)
            self.seeded[generator] = self.seeded.get(generator, False) or sure
        elif type(value) is types.FunctionType and self._home.code(value.__code__, value.__globals__):
            self._function(value, sure, depth)
        elif not _is_still(value, path):
            self._drawn |= set(_GENERATORS)

    def _function(self, value: types.FunctionType, sure: bool, depth: int) -> None:
        """The calls of a function up to where its ways part; what it does after that may draw."""
        if depth > _DEEPEST or value.__code__ in self.codes:
            return
        self.codes.append(value.__code__)
        inner = {**vars(sys.modules["builtins"]), **value.__globals__}
        calls, whole = _straight(value.__code__)
        for path in calls:
            self._call(path, inner, sure, depth + 1)
        if not whole:
            self._drawn |= set(_GENERATORS)


def _straight(code: types.CodeType) -> tuple[list[str], bool]:
    """What is called in code, dotted, until its ways part, and whether that is all of it."""
    found: list[str] = []
    waiting: list[str] = []
    for one in dis.get_instructions(code):
        if one.opcode in dis.hasjrel or one.opcode in dis.hasjabs or "YIELD" in one.opname:
            return found, False
        if one.opname.startswith(("LOAD_GLOBAL", "LOAD_NAME")):
            waiting.append(str(one.argval))
        elif one.opname in ("LOAD_ATTR", "LOAD_METHOD") and waiting:
            waiting[-1] += f".{one.argval}"
        elif one.opname.startswith("CALL") and not one.opname.startswith("CALL_INTRINSIC"):
            found += waiting or ["()"]
            waiting.clear()
        elif one.opname == "IMPORT_NAME":
            found.append("()")
        elif one.opname.startswith(("STORE", "POP_TOP")):
            waiting.clear()
    return found, True


def _seeders() -> Iterator[tuple[int, str]]:
    for generator, module, names in _SEEDERS:
        for name in names:
            held = getattr(sys.modules.get(module), name, None)
            if held is not None:
                yield id(held), generator


def _is_still(value: Any, path: str) -> bool:
    """Whether something called is known to draw no random number."""
    if path.startswith(_STILL_TORCH):
        return True
    last = path.rpartition(".")[2]
    return value is not None and package_of(value) in _STILL and last not in _CALLING


def _numbers(flow: Flow, values: Iterable[Any], codes: Iterable[types.CodeType]) -> Iterator[int]:
    """Numbers that a generator may have been seeded with: those in the cell, in what it used, and in functions."""
    found: dict[int, None] = dict.fromkeys(sorted(flow.numbers))
    for value in values:
        several = [value] if type(value) is int else list(_inner(value).values())[:_MOST]
        found.update((one, None) for one in several if type(one) is int)
    for code in codes:
        found.update((one, None) for each in nested(code) for one in each.co_consts if type(one) is int)
    yield from list(found)[:_MOST]


def _inner(value: Any) -> dict[Any, Any]:
    """What a dictionary, or an object, holds by name."""
    if type(value) is dict:
        return value
    try:
        held = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return held if type(held) is dict else {}


def _places() -> dict[str, Any]:
    """Where the generators of the libraries that are loaded stand; of torch's the number it was seeded with."""
    looks: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "python": ("random", lambda module: _python(module.getstate())),
        "numpy": ("numpy.random", lambda module: _numpy(module.get_state(legacy=False))),
        "torch": ("torch", lambda module: module.initial_seed()),
    }
    found = {}
    for name, (module, look) in looks.items():
        held = sys.modules.get(module)
        try:
            found[name] = look(held) if held is not None else None
        except Exception:  # half imported, or another library of that name
            continue
    return {name: place for name, place in found.items() if place is not None}


def _python(state: Any) -> Place:
    return state[1][:-1], state[1][-1]


def _numpy(state: Any) -> Place | None:
    if state["bit_generator"] != "MT19937":
        return None
    return bytes(memoryview(state["state"]["key"])), int(state["state"]["pos"])


def _stands(generator: str, before: Any, now: Any, numbers: list[int], *, sure: bool) -> bool:
    """Whether a generator stands where it was seeded with one of the numbers, and where it can't have come by going on
    from where it stood before: that is only asked where it is not sure that the seeding call was made."""
    if generator == "torch":
        return now in (*numbers, *range(_MOST)) and (sure or now != before)
    near = any(_leads(generator, number, before, now, _NEAR, sure=sure) for number in (*numbers, *range(_MOST)))
    furthest = _FURTHEST[generator] // max(1, len(numbers))
    return near or any(_leads(generator, number, before, now, furthest, sure=sure) for number in numbers)


def _leads(generator: str, number: int, before: Any, now: Place, furthest: int, *, sure: bool) -> bool:
    passed = False
    for key in _keys(generator, number, furthest):
        if before is not None and key == before[0] and (key != now[0] or before[1] <= now[1]):
            passed = True
        if key == now[0]:
            return sure or not passed
    return False


def _keys(generator: str, number: int, furthest: int) -> Iterator[Any]:
    """The blocks of words that a generator goes through after it was seeded."""
    if generator == "python":
        one = random.Random(number)
        for _ in range(furthest):
            yield _python(one.getstate())[0]
            one.getrandbits(32 * _WORDS)
    elif 0 <= number < 2**32:
        bits = sys.modules["numpy.random"].RandomState(number)._bit_generator
        for _ in range(furthest):
            yield bytes(memoryview(bits.state["state"]["key"]))
            bits.random_raw(_WORDS, output=False)
