"""Functions, classes and modules: the user's by their code, those of libraries by their names."""

from __future__ import annotations

import _abc  # type: ignore[import-not-found]
import abc
import dis
import re
import sys
import types
from collections.abc import Iterator
from typing import Any

from jupyter_tracker.capture.fingerprints.record import identity

_SKIPPED = frozenset(
    "__dict__ __weakref__ __doc__ __module__ __qualname__ __firstlineno__ __static_attributes__ "
    "__abstractmethods__ _abc_impl __annotations__ __annotate__ __annotate_func__ __annotations_cache__ "
    "__parameters__".split()
)
_EVALUATING = frozenset("eval exec compile globals query run_line_magic run_cell_magic run_cell".split())
_ANY = frozenset("eval exec compile globals locals get_ipython".split())
"""Builtins by which a function can reach any name."""
ASKED = {
    "<random:python>": frozenset(["getstate"]),
    "<random:numpy>": frozenset(["get_state"]),
    "<random:torch>": frozenset("get_rng_state get_rng_state_all initial_seed".split()),
    "<classes>": frozenset(["__subclasses__"]),
    "<files>": frozenset(
        "exists isfile isdir lexists islink is_file is_dir is_symlink stat lstat getsize getmtime getctime "
        "access".split()
    ),
}
"""What code asks for that has no name in the notebook, by the names of what it asks with."""
_WORD = re.compile(r"[^\W\d]\w*")
_LOADS = {dis.opmap[name] for name in ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS") if name in dis.opmap}
_STORES = {dis.opmap[name] for name in ("STORE_GLOBAL", "DELETE_GLOBAL") if name in dis.opmap}
_SET_ATTRIBUTE = dis.opmap["STORE_ATTR"]
_ALONG = {dis.opmap[name] for name in ("LOAD_ATTR", "CACHE", "EXTENDED_ARG") if name in dis.opmap}
_GLOBAL = dis.opmap["LOAD_GLOBAL"]
_EXTENDED = dis.opmap["EXTENDED_ARG"]


def function(walk: Any, value: Any) -> None:
    """A function. One of the user's reads names of the notebook, which are told, or of its module, which are walked."""
    own_code, home = value.__code__, value.__globals__
    if not walk.home.code(own_code, home):
        walk.say("function", f"{value.__module__}.{value.__qualname__}".encode())
        if value.__closure__:
            _closure(walk, value)
        return
    if not walk.first(value):
        return
    walk.say("def", value.__qualname__.encode())
    code(walk, own_code)
    walk.values((value.__defaults__, value.__kwdefaults__))
    _closure(walk, value)
    if value.__dict__:
        walk.value(value.__dict__)
    reads, rebinds, patches = names_of(own_code)
    used = names_used(own_code)
    if _EVALUATING & used:
        walk.strings |= words_in(own_code)
    walk.globals |= {asked for asked, names in ASKED.items() if names & used}
    if reads & _ANY:
        walk.strings.add("*")
    if walk.home.notebook(home):
        walk.globals |= reads
        walk.rebinds |= rebinds
        walk.patches |= patches
        return
    walk.modules.add(str(home.get("__name__")))
    walk.reach.add(identity(home))
    for name in sorted(reads):
        if name in home:
            walk.say("global", name.encode())
            walk.value(home[name])


def _closure(walk: Any, value: Any) -> None:
    for name, cell in zip(value.__code__.co_freevars, value.__closure__ or (), strict=True):
        walk.say("free", name.encode())
        walk.reach.add(identity(cell))
        try:
            held = cell.cell_contents
        except ValueError:
            continue
        walk.value(held)


def code(walk: Any, value: Any) -> None:
    """What code does: not where it stands."""
    walk.say("code", value.co_code)
    walk.say("names", " ".join((*value.co_names, "|", *value.co_varnames, "|", *value.co_freevars)).encode())
    walk.say("flags", b"%d %d" % (value.co_argcount, value.co_flags))
    for constant in value.co_consts:
        if type(constant) is types.CodeType:
            code(walk, constant)
        else:
            walk.value(constant)


def nested(value: types.CodeType) -> Iterator[types.CodeType]:
    """Code and the code of functions in it."""
    yield value
    for constant in value.co_consts:
        if type(constant) is types.CodeType:
            yield from nested(constant)


def names_of(value: types.CodeType) -> tuple[set[str], set[str], set[str]]:
    """The global names that code reads, those that it binds or deletes, and those on which it sets an attribute."""
    reads: set[str] = set()
    rebinds: set[str] = set()
    patches: set[str] = set()
    for each in nested(value):
        names, data, high, on = each.co_names, each.co_code, 0, None
        for at in range(0, len(data), 2):
            operation, number = data[at], data[at + 1] | high
            high = number << 8 if operation == _EXTENDED else 0
            if operation in _LOADS:
                number = number >> 1 if operation == _GLOBAL else number
                on = names[number] if number < len(names) else None
                if on is not None:
                    reads.add(on)
            elif operation in _STORES and number < len(names):
                rebinds.add(names[number])
            elif operation == _SET_ATTRIBUTE and on is not None:
                patches.add(on)
            elif operation not in _ALONG:
                on = None
        if "setattr" in names:
            patches |= reads
    return reads, rebinds, patches


def names_used(value: types.CodeType) -> set[str]:
    """All names that stand in code, attributes among them."""
    return {name for each in nested(value) for name in each.co_names}


def words_in(value: types.CodeType) -> set[str]:
    """Names in the texts that stand in code."""
    texts = [one for each in nested(value) for one in each.co_consts if type(one) is str]
    return {word for text in texts for word in _WORD.findall(text[:10_000])}


def method(walk: Any, value: Any) -> None:
    """A method of an object."""
    walk.say("method")
    walk.value(value.__func__)
    walk.value(value.__self__)


def builtin(walk: Any, value: Any) -> None:
    """A function of C, which may belong to an object."""
    walk.say("builtin", str(value.__qualname__).encode())
    if value.__self__ is not None and type(value.__self__) is not types.ModuleType:
        walk.value(value.__self__)


def descriptor(walk: Any, value: Any) -> None:
    """A property, static or class method."""
    walk.say(type(value).__name__)
    if type(value) is property:
        walk.values((value.fget, value.fset, value.fdel))
    else:
        walk.value(value.__func__)


def kind(walk: Any, value: Any) -> None:
    """A class."""
    module = type.__getattribute__(value, "__module__")
    walk.say("class", f"{module}.{type.__getattribute__(value, '__qualname__')}".encode())
    if not walk.home.module(module) or not walk.first(value):
        return
    if module != "__main__":
        walk.modules.add(str(module))
    for name, member in list(type.__getattribute__(value, "__dict__").items()):
        if name not in _SKIPPED and type(member) not in (types.MemberDescriptorType, types.GetSetDescriptorType):
            walk.say("member", str(name).encode())
            walk.value(member)
    for base in (*type.__getattribute__(value, "__bases__"), type(value)):
        walk.value(base)
    if abc.ABCMeta in type.__getattribute__(type(value), "__mro__"):
        walk.say("registered", " ".join(sorted(_registered(value))).encode())


def _registered(value: Any) -> Iterator[str]:
    """Names of the classes that were registered with an abstract one."""
    for one in _abc._get_dump(value)[0]:
        found = one()
        if found is not None:
            yield str(type.__getattribute__(found, "__qualname__"))


def module(walk: Any, value: Any) -> None:
    """A module: by its name; one of the user's with what it holds."""
    held = types.ModuleType.__getattribute__(value, "__dict__")
    name, path = held.get("__name__"), held.get("__file__")
    walk.say("module", str(name).encode())
    if type(path) is str and walk.home.file(path) and sys.modules.get(str(name)) is value and walk.first(held):
        walk.modules.add(str(name))
        for key, member in list(held.items()):
            if not key.startswith("__"):
                walk.say("global", key.encode())
                walk.value(member)
