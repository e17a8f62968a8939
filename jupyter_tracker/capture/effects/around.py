"""What a cell changed beside names, and depended on: see `ambient` for what that may be."""

from __future__ import annotations

import sys
import types
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from jupyter_tracker.capture.effects import ambient
from jupyter_tracker.capture.effects.flow import Flow
from jupyter_tracker.capture.effects.magics import known as known_magic
from jupyter_tracker.capture.effects.owners import package_of
from jupyter_tracker.capture.effects.records import Written
from jupyter_tracker.capture.effects.seeding import Seeding
from jupyter_tracker.capture.fingerprints.home import Home
from jupyter_tracker.capture.library.importing import ImportHook

_PLOTS = {"plot", "hist", "boxplot", "show", "scatter_matrix"}
_COMPUTING = frozenset("builtins numpy pandas scipy sklearn torch polars pyarrow joblib tqdm __main__".split()) | {""}
"""Packages whose functions draw nothing."""


class Around:
    """Compares what is around a notebook before and after each cell."""

    def __init__(self, user_ns: Mapping[str, Any], home: Home, shell: Any) -> None:
        """Nothing was looked at yet; `home` tells the user's code."""
        self._ns = user_ns
        self._shell = shell
        self._before: dict[str, str] = {}
        self._drawn_by_loading: str | None = None
        self._seeding = Seeding(user_ns, home)
        self._seeded: dict[str, bool] = {}
        self._waiting: dict[str, str] = {}
        self._hook = ImportHook(self._loaded)

    def before(self) -> None:
        """A cell is about to run."""
        self._before = ambient.states(self._shell)
        self._drawn_by_loading = None
        self._seeding.before()
        self._waiting = ambient.waited_for()
        self._hook.modules = {*self._waiting, *ambient.DRAWN_WHEN_LOADED}
        self._hook.install()

    def stop(self) -> None:
        """The cell has run, or what it did is of no interest any more."""
        self._hook.remove()

    def _loaded(self, module: str) -> None:
        """A library with settings has been loaded in the cell: what it begins with was not set by the cell. Nor were
        numbers drawn by it that were drawn while this was loaded."""
        if module in ambient.DRAWN_WHEN_LOADED:
            self._drawn_by_loading = ambient.drawing()
            return
        with suppress(Exception):  # another library of that name
            state = ambient.setting_of(module)
            if state is not None:
                self._before.setdefault(self._waiting[module], state)

    def after(
        self,
        flow: Flow,
        patches: Iterable[str] = (),
        reached: Iterable[str] = (),
        own: Iterable[str] = (),
        *,
        ended: bool,
    ) -> list[Written]:
        """What the cell changed; `patches` are names on which functions that it used set an attribute, `reached` those
        that it used or made; `own` are words of the modules of the user's that it loaded."""
        sure = {name: first for name, first in flow.seeds.items() if not self._by_none(flow, name)}
        self._seeded = {**self._seeding.seeded(flow, sure, reached, ended=ended), **sure}
        return list(self._writes(flow, patches, own, ended))

    def reads(
        self, flow: Flow, writes: Iterable[Written], names: Collection[str], modules: Collection[str], asked: set[str]
    ) -> list[str]:
        """The pseudo-variables that the cell depended on: random states that it moved on, and what any call may depend
        on. `names` are those that it read, `modules` local ones whose code it used, `asked` what it asked for."""
        found = [ambient.TRANSFORMERS, *asked & {ambient.CLASSES}]
        found += ambient.of_the_past({*flow.loads, *asked}, flow.attributes, flow.magic)
        drawable = [name for name in self._before.keys() & asked if name.startswith("<random:")]
        found += sorted(name for name in drawable if self._seeded.get(name[8:-1]) is not True)
        loading = bool(flow.imports) and all(call in flow.dropped and ambient.sets_up(call) for call in flow.calls)
        for one in writes if not loading else ():  # what libraries draw while they are loaded is nobody's result
            if one.name.startswith("<random:"):
                generator = one.name[8:-1]
                seeded = self._seeded.get(generator)
                drawn = generator == "python" and self._draws_numbers(flow.calls)
                if generator == "python" and not drawn and self._drawn_by_loading == ambient.drawing():
                    continue
                if seeded is False or (seeded is None and one.how == "changed"):
                    found.append(one.name)
        if not (names or flow.loads or flow.calls or flow.imports or flow.shell or flow.magic):
            return found
        settings = [name for name in self._before if name.startswith("<settings:")]
        found += [ambient.PATCHED, ambient.SETTINGS, *settings, ambient.ENVIRON]
        if not flow.goes_to:
            found.append(ambient.FOLDER)
        if "matplotlib" in sys.modules and (flow.magic or self._draws(flow, names)):
            found += [ambient.RCPARAMS, *self._before.keys() & {ambient.FIGURES}]
        if "store" in flow.magic:
            found.append(ambient.STORED)
        if any(not known_magic(name) for name in flow.magic) or (modules and ambient.reloads(self._shell)):
            found.append(ambient.SHELL)
        return found

    def _writes(self, flow: Flow, patches: Iterable[str], own: Iterable[str], ended: bool) -> Iterator[Written]:
        before, now = self._before, ambient.states(self._shell)
        loaded = flow.imports | flow.magic & {"matplotlib", "pylab"}
        held = (self._ns.get(path.partition(".")[0]) for path in (*flow.calls, *flow.stored))
        callers = {package_of(one) for one in held}.union(own)
        for name, state in now.items():
            if name.startswith("<random:"):
                if name[8:-1] in self._seeded:
                    yield Written(name, "bound")
                elif name not in before:
                    if not ambient.fresh(name[8:-1]):  # drawn from since its library was loaded
                        yield Written(name, "changed")
                elif before[name] != state:
                    yield Written(name, "changed")
            elif name == ambient.FIGURES:
                if before.get(name) != state or self._draws(flow, flow.loads):
                    yield Written(name, "changed" if name in before else "bound")
            elif name == ambient.FOLDER and flow.goes_to and ended:
                yield Written(name, "bound")
            elif name in before and before[name] != state and not ambient.by_import(name, loaded, callers):
                yield Written(name, "changed")
        if ambient.FIGURES in before and ambient.FIGURES not in now:
            yield Written(ambient.FIGURES, "deleted")
        if flow.subclasses:
            yield Written(ambient.CLASSES, "changed")
        if "store" in flow.magic:
            yield Written(ambient.STORED, "changed")
        set_up = {self._package(call) for call in flow.dropped if ambient.sets_up(call)}
        set_up |= {self._package(call) for call in flow.calls if ambient.hooks(call)}
        set_up |= {self._package(call) for call in flow.calls} & ambient.SETTING_UP
        if set_up & ambient.DRAWING:
            yield Written(ambient.RCPARAMS, "changed")
        if set_up - ambient.DRAWING - {"", "__main__", "builtins"}:
            yield Written(ambient.SETTINGS, "changed")
        if self._patches(flow, patches):
            yield Written(ambient.PATCHED, "changed")

    def _by_none(self, flow: Flow, generator: str) -> bool:
        """Whether a generator was seeded with a name that holds nothing: that sets it by chance."""
        name = flow.seeded_by.get(generator)
        return name is not None and self._ns.get(name, name) is None

    def _package(self, callee: str) -> str:
        """The library that something called belongs to, by what its first name holds."""
        held = self._ns.get(callee.partition(".")[0])
        return package_of(held) if _named(held) or type(held) is types.ModuleType else ""

    def _patches(self, flow: Flow, patches: Iterable[str]) -> bool:
        """Whether the cell sets something on a module, a class or a function of a library."""
        names = {path.partition(".")[0].partition("[")[0] for path in flow.paths if not ambient.is_known(path)}
        held = [self._ns.get(name) for name in names.union(patches)]
        return any(type(one) is types.ModuleType or _of_library(one) for one in held)

    def _draws_numbers(self, calls: Iterable[str]) -> bool:
        """Whether a cell itself calls what draws from Python's own generator."""
        held = [self._ns.get(call.partition(".")[0]) for call in calls]
        owners = [one.__self__ if type(one) is types.MethodType else one for one in held]
        return any(package_of(one) == "random" for one in owners)

    def _draws(self, flow: Flow, names: Collection[str]) -> bool:
        """Whether the cell may draw: it has something of a library in its hands that is not known to only compute."""
        packages = {package_of(self._ns.get(name)) for name in names} - sys.stdlib_module_names - _COMPUTING
        return bool(packages or {call.rpartition(".")[2] for call in flow.calls} & _PLOTS or flow.everything)


def _named(value: object) -> bool:
    """Whether a value is a class or a function: it says itself where it is from."""
    kind = type(value)
    return kind in (types.FunctionType, types.BuiltinFunctionType) or type in type.__getattribute__(kind, "__mro__")


def _of_library(value: object) -> bool:
    """Whether a value is a class or a function of a library: what is set on it is set for all."""
    return _named(value) and package_of(value) not in ("__main__", "")
