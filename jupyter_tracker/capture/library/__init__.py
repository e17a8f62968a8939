"""Library functions that inspectors asked to look at, while a cell is watched.

`LibraryWatch` finds each function when its module is imported, has the engine of this Python watch it, and turns what
passes into records. A function that only counts where the user's code calls it (`Watch.own`) is watched once the user's
code names it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from types import CodeType, FrameType, FunctionType
from typing import Any, Protocol

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors import registry
from jupyter_tracker.capture.inspectors.base import Inspector, TableKind, Watch
from jupyter_tracker.capture.library.importing import ImportHook
from jupyter_tracker.capture.library.moments import Engine
from jupyter_tracker.capture.library.site import Site
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.records import Child, Kind, Seen, Table
from jupyter_tracker.capture.tables import table_of

MAX_DEPTH = 6
"""Frames between a watched function and the user's call of it: its decorators."""


class Sink(Protocol):
    """Where what was seen goes. Called in the thread that runs the library, while the cell runs."""

    def seen(self, item: Seen) -> None:
        """A param or a metric."""

    def point(self, values: dict[str, float], step: float | None, time: float, site: Site | None, kind: Kind) -> None:
        """One point of curves."""

    def table(self, table: Table) -> None:
        """A small table."""

    def child(self, child: Child) -> None:
        """One configuration of a search."""


class LibraryWatch:
    """Watches the functions of all libraries with an inspector. `faults` says what went wrong inside inspectors."""

    def __init__(self, own: OwnCode, on_import: Callable[[str], None] = lambda module: None) -> None:
        """Nothing is watched before `start`. `on_import` is told of modules of the user's that a cell imports."""
        self._own = own
        self._on_import = on_import
        self._engine: Engine = _engine()
        self._pid = os.getpid()
        self._sink: Sink | None = None
        self._names: set[str] = set()
        self._pending: dict[str, list[Watch]] = {}
        self._packages: set[str] = set()
        self._inspectors: list[Inspector] = []
        self._imports = ImportHook(self._imported)
        self.faults: dict[str, str] = {}

    def start(self, sink: Sink, names: Collection[str]) -> None:
        """A cell is about to run; `names` are those that its code and the user's functions look up."""
        self._sink = sink
        self._names |= set(names)
        for inspector in self._inspectors:
            try:
                inspector.begins()
            except Exception as fault:
                self.faults[type(inspector).__name__] = f"{type(fault).__name__}: {fault}"
        self._imports.modules.update(registry.packages)
        self._imports.install(self._own.roots)
        for package in registry.packages:
            self._meet(package)
        self._attach_all()

    def stop(self) -> None:
        """The cell has ended."""
        self._sink = None

    def name(self, names: Collection[str]) -> None:
        """The user's code names these too: a local module was imported."""
        if not self._names.issuperset(names):
            self._names |= set(names)
            self._attach_all()

    def close(self) -> None:
        """Leave no trace in the libraries and the interpreter."""
        self.stop()
        self._imports.remove()
        self._engine.close()

    def _imported(self, module: str) -> None:
        """A module has just been imported, with all that it imports."""
        if self._sink is None:
            return
        try:
            self._on_import(module)
            package = module.partition(".")[0]
            if package == module or package not in self._packages:
                self._meet(package)
            self._attach(module)
        except Exception as fault:
            self.faults[module] = f"{type(fault).__name__}: {fault}"

    def _meet(self, package: str) -> None:
        if package in self._packages or package not in sys.modules:
            return
        self._packages.add(package)
        for inspector in registry.of(package):
            try:
                watches = list(inspector.watches())
            except Exception as fault:
                self.faults[type(inspector).__name__] = f"{type(fault).__name__}: {fault}"
                continue
            self._inspectors.append(inspector)
            for watch in watches:
                module = watch.target.partition(":")[0]
                self._pending.setdefault(module, []).append(watch)
                self._imports.modules.add(module)
        self._attach_all()

    def _attach_all(self) -> None:
        for module in [name for name in self._pending if _is_loaded(name)]:
            self._attach(module)

    def _attach(self, module: str) -> None:
        """Watch the functions of a module that count now; those that the user's code does not name go on waiting."""
        later = []
        for watch in self._pending.pop(module, []):
            names = watch.names or ((_name(watch),) if watch.own else ())
            if names and self._names.isdisjoint(names):
                later.append(watch)
            else:
                self._watch(watch)
        if later:
            self._pending[module] = later

    def _watch(self, watch: Watch) -> None:
        chain = _functions(watch.target)
        if not chain:
            return
        function = chain[-1]
        wrappers = tuple(one.__code__ for one in chain[:-1])
        name = _name(watch)

        def see(frame: FrameType, result: Any) -> None:
            sink = self._sink
            if sink is None or os.getpid() != self._pid:
                return
            try:
                caller = self._caller(frame, wrappers)
                if watch.own and caller is None:
                    return
                watch.see(_Call(name, frame, result, caller, sink, self._own))
            except RecursionError:  # the user's, with no room left for us
                pass
            except Exception as fault:
                self.faults[watch.target] = f"{type(fault).__name__}: {fault}"

        self._engine.watch(function, see, start=watch.start)

    def _caller(self, frame: FrameType, wrappers: tuple[CodeType, ...]) -> FrameType | None:
        """The frame of the user's that called a function directly, its decorators apart."""
        back = frame.f_back
        for _ in wrappers:
            if back is None or not any(back.f_code is code for code in wrappers):  # to hash code takes long
                break
            back = back.f_back
        return back if back is not None and self._own.code(back.f_code, back.f_globals) else None


class _Call:
    """See `inspectors.base.Call`."""

    def __init__(
        self, name: str, frame: FrameType, result: Any, caller: FrameType | None, sink: Sink, own: OwnCode
    ) -> None:
        self.name = name
        self.result = result
        self.own = caller is not None
        self._frame = frame
        self._caller = caller
        self._sink = sink
        self._is_own = own
        self._site: Site | None = None

    @property
    def args(self) -> Mapping[str, Any]:
        """The variables of the function by name."""
        return dict(self._frame.f_locals)

    @property
    def site(self) -> Site | None:
        """Where the user's code called it; for what a library calls inside, the user's line on the way to it."""
        if self._site is None:
            frame: FrameType | None = self._caller or self._frame.f_back
            while frame is not None and not self._is_own.code(frame.f_code, frame.f_globals):
                frame = frame.f_back
            self._site = Site.of(frame) if frame is not None else None
        return self._site

    def metric(self, name: str, value: Any, *, conf: float = 0.95, kind: Kind = "called") -> None:
        number = values.number(value)
        if number is not None:
            self._sink.seen(Seen(name, number, "metric", Site.where(self.site, kind), conf, rule="library function"))

    def param(self, name: str, value: Any, *, conf: float = 0.9, kind: Kind = "keyword") -> None:
        for full, plain in values.flatten(name, value):
            self._sink.seen(Seen(full, plain, "param", Site.where(self.site, kind), conf, rule="library function"))

    def point(self, values_: Mapping[str, Any], step: float | None = None, *, kind: Kind = "callback") -> None:
        numbers = {name: float(n) for name, value in values_.items() if (n := values.number(value)) is not None}
        at = values.number(step)
        if numbers:
            self._sink.point(numbers, None if at is None else float(at), time.time(), self.site, kind)

    def table(
        self, name: str, columns: Sequence[Any], rows: Sequence[Sequence[Any]], what: TableKind = "table"
    ) -> None:
        made = table_of(name, columns, rows, Site.where(self.site, "called"), what)
        if made is not None:
            self._sink.table(made)

    def child(self, child: Child) -> None:
        self._sink.child(child)


def _is_loaded(module: str) -> bool:
    """Whether a module has been imported to its end; one that is being imported does not hold its functions yet."""
    spec = getattr(sys.modules.get(module), "__spec__", None)
    return module in sys.modules and not getattr(spec, "_initializing", False)


def _functions(target: str) -> list[FunctionType]:
    """A function and what it wraps, from the outside in; [] for what is not there or not written in Python."""
    module, _, path = target.partition(":")
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        owner: Any = found
        found = owner.__dict__.get(part) if isinstance(owner, type) else getattr(owner, part, None)
        if found is None and isinstance(owner, type):
            found = next((base.__dict__[part] for base in owner.__mro__ if part in base.__dict__), None)
    found = getattr(found, "__func__", found)
    if not isinstance(found, FunctionType):  # a descriptor that gives a method out says what it holds
        found = values.attributes(found).get("__wrapped__")
    chain: list[FunctionType] = []
    while isinstance(found, FunctionType) and len(chain) < MAX_DEPTH:
        chain.append(found)
        found = found.__dict__.get("__wrapped__")
    return chain


def _name(watch: Watch) -> str:
    """The plain name of the function that is watched."""
    return watch.target.rpartition(":")[2].rpartition(".")[2]


def _engine() -> Engine:
    if sys.version_info >= (3, 12):
        from jupyter_tracker.capture.library.monitoring import Monitor
        from jupyter_tracker.capture.loops.monitoring import claim

        tool = claim()
        if tool is not None:
            return Monitor(tool)
    from jupyter_tracker.capture.library.exchanging import Exchange

    return Exchange()
