"""What a cell changed beside names, and depended on: see `ambient` for what that may be."""

from __future__ import annotations

import sys
import types
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from jupyter_tracker.capture.effects import ambient
from jupyter_tracker.capture.effects.flow import Flow
from jupyter_tracker.capture.effects.magics import known as known_magic
from jupyter_tracker.capture.effects.records import Written

_NAMED = (type, types.FunctionType, types.BuiltinFunctionType)
_PLOTS = {"plot", "hist", "boxplot", "show", "scatter_matrix"}
_COMPUTING = frozenset("builtins numpy pandas scipy sklearn torch polars pyarrow joblib tqdm __main__".split()) | {""}
"""Packages whose functions draw nothing."""


class Around:
    """Compares what is around a notebook before and after each cell."""

    def __init__(self, user_ns: Mapping[str, Any], shell: Any) -> None:
        """Nothing was looked at yet."""
        self._ns = user_ns
        self._shell = shell
        self._before: dict[str, str] = {}

    def before(self) -> None:
        """A cell is about to run."""
        self._before = ambient.states(self._shell)

    def after(self, flow: Flow, patches: Iterable[str] = ()) -> list[Written]:
        """What the cell changed; `patches` are names on which functions that it used set an attribute."""
        return list(self._writes(flow, patches))

    def reads(
        self, flow: Flow, writes: Iterable[Written], names: Collection[str], modules: Collection[str]
    ) -> list[str]:
        """The pseudo-variables that the cell depended on: random states that it moved on, and what any call may depend
        on. `names` are those that it read, `modules` local ones whose code it used."""
        found = []
        for one in writes:
            if one.name.startswith("<random:"):
                seeded = flow.seeds.get(one.name[8:-1])
                drawn = any("random" in call or "rand" in call for call in flow.calls)
                if seeded is False or (seeded is None and (one.how == "changed" or drawn)):
                    found.append(one.name)
        if not (names or flow.calls or flow.imports or flow.shell or flow.magic):
            return found
        settings = [name for name in self._before if name.startswith("<settings:")]
        found += [ambient.PATCHED, ambient.SETTINGS, *settings, ambient.ENVIRON, ambient.FOLDER]
        if "matplotlib" in sys.modules and (flow.magic or self._draws(flow, names)):
            found.append(ambient.RCPARAMS)
        if any(not known_magic(name) for name in flow.magic) or (modules and ambient.reloads(self._shell)):
            found.append(ambient.SHELL)
        return found

    def _writes(self, flow: Flow, patches: Iterable[str]) -> Iterator[Written]:
        before, now = self._before, ambient.states(self._shell)
        callers = {self._package(path) for path in (*flow.calls, *flow.stored)}
        for name, state in now.items():
            if name.startswith("<random:"):
                if name[8:-1] in flow.seeds:
                    yield Written(name, "bound")
                elif before.get(name, "") != state and (name in before or flow.calls):
                    yield Written(name, "changed" if name in before else "bound")
            elif name in before and before[name] != state and not ambient.by_import(name, flow.imports, callers):
                yield Written(name, "changed")
        set_up = {self._package(call) for call in flow.dropped if call.rpartition(".")[2] in ambient.SETTERS}
        if set_up & ambient.DRAWING:
            yield Written(ambient.RCPARAMS, "changed")
        if set_up - ambient.DRAWING - {"", "__main__", "builtins"}:
            yield Written(ambient.SETTINGS, "changed")
        if self._patches(flow, patches):
            yield Written(ambient.PATCHED, "changed")

    def _package(self, callee: str) -> str:
        """The library that something called belongs to, by what its first name holds."""
        held = self._ns.get(callee.partition(".")[0])
        if type(held) is types.ModuleType:
            return str(held.__name__).partition(".")[0]
        return str(getattr(held, "__module__", "")).partition(".")[0] if isinstance(held, _NAMED) else ""

    def _patches(self, flow: Flow, patches: Iterable[str]) -> bool:
        """Whether the cell sets something on a module, a class or a function of a library."""
        names = {path.partition(".")[0].partition("[")[0] for path in flow.paths if not ambient.is_known(path)}
        held = [self._ns.get(name) for name in names.union(patches)]
        return any(type(one) is types.ModuleType or _of_library(one) for one in held)

    def _draws(self, flow: Flow, names: Collection[str]) -> bool:
        """Whether the cell may draw: it has something of a library in its hands that is not known to only compute."""
        values = [self._ns.get(name) for name in names]
        held = {one.__name__ if type(one) is types.ModuleType else type(one).__module__ for one in values}
        held |= {str(getattr(one, "__module__", "")) for one in values if isinstance(one, _NAMED)}
        packages = {name.partition(".")[0] for name in held} - sys.stdlib_module_names - _COMPUTING
        return bool(packages or {call.rpartition(".")[2] for call in flow.calls} & _PLOTS or flow.everything)


def _of_library(value: object) -> bool:
    """Whether a value is a class or a function of a library: what is set on it is set for all."""
    if not isinstance(value, (type, types.FunctionType)):
        return False
    return str(getattr(value, "__module__", "")).partition(".")[0] not in ("__main__", "")
