"""How random generators were when they were first met: what a replay begins with, where nothing set a seed.

A generator is met before a cell, or the moment its library has been loaded in one. Its state goes out as JSON and comes
back in as it was; generators on an accelerator are left alone.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from jupyter_tracker.capture.library.importing import ImportHook


class Origins:
    """Keeps the first states of the generators of this process."""

    def __init__(self) -> None:
        """Nothing was met yet."""
        self._met: dict[str, Any] = {}
        self._told: set[str] = set()
        self._hook = ImportHook(self._loaded)

    def before(self) -> None:
        """A cell is about to run."""
        for name, (module, look, _) in _GENERATORS.items():
            if name not in self._met and module in sys.modules:
                self._meet(name, look)
        self._hook.modules = {module for name, (module, *_) in _GENERATORS.items() if name not in self._met}
        if self._hook.modules:
            self._hook.install()

    def after(self) -> None:
        """It has run."""
        self._hook.remove()

    def take(self, names: Iterable[str]) -> dict[str, bytes]:
        """The first states of these generators (`python`, `numpy`, `torch`), each the first time it is asked for."""
        found = {}
        for name in names:
            if name in self._met and name not in self._told:
                self._told.add(name)
                found[name] = json.dumps(self._met[name], separators=(",", ":")).encode()
                self._met[name] = None
        return found

    def _loaded(self, module: str) -> None:
        for name, (home, look, _) in _GENERATORS.items():
            if home == module and name not in self._met:
                self._meet(name, look)

    def _meet(self, name: str, look: Callable[[Any], Any]) -> None:
        with suppress(Exception):  # half imported, or another library of that name
            self._met[name] = look(sys.modules[_GENERATORS[name][0]])


class Restoring:
    """Puts generators into states that `Origins` told: those that are loaded at once, the others as they are loaded."""

    def __init__(self, states: Mapping[str, bytes]) -> None:
        """`states` by generator."""
        self._waiting = {name: state for name, state in states.items() if name in _GENERATORS}
        for name in [name for name in self._waiting if _GENERATORS[name][0] in sys.modules]:
            self._restore(name)
        self._hook = ImportHook(self._loaded)
        self._hook.modules = {_GENERATORS[name][0] for name in self._waiting}
        if self._waiting:
            self._hook.install()

    def _loaded(self, module: str) -> None:
        for name in [name for name in self._waiting if _GENERATORS[name][0] == module]:
            self._restore(name)
        if not self._waiting:
            self._hook.remove()

    def _restore(self, name: str) -> None:
        module, _, restore = _GENERATORS[name]
        restore(sys.modules[module], json.loads(self._waiting.pop(name)))


def _python(module: Any) -> Any:
    return module.getstate()


def _set_python(module: Any, state: Any) -> None:
    version, internal, gauss = state
    module.setstate((version, tuple(internal), gauss))


def _numpy(module: Any) -> Any:
    state = module.get_state(legacy=False)
    inner = {key: value.tolist() if hasattr(value, "tolist") else value for key, value in state["state"].items()}
    return {**state, "state": inner}


def _set_numpy(module: Any, state: Any) -> None:
    import numpy

    if isinstance(state["state"].get("key"), list):
        state["state"]["key"] = numpy.array(state["state"]["key"], dtype=numpy.uint32)
    module.set_state(state)


def _torch(module: Any) -> Any:
    return base64.b64encode(bytes(module.get_rng_state().numpy())).decode()


def _set_torch(module: Any, state: Any) -> None:
    module.set_rng_state(module.frombuffer(bytearray(base64.b64decode(state)), dtype=module.uint8).clone())


_GENERATORS: dict[str, tuple[str, Callable[[Any], Any], Callable[[Any, Any], None]]] = {
    "python": ("random", _python, _set_python),
    "numpy": ("numpy.random", _numpy, _set_numpy),
    "torch": ("torch", _torch, _set_torch),
}
"""Of each generator its module, how to look at it, and how to set it."""
