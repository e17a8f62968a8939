"""The user's own modules as things that cells change: `<module:NAME>` beside the notebook's names."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from jupyter_tracker.capture.effects.memory import Remembered
from jupyter_tracker.capture.effects.records import Written
from jupyter_tracker.capture.fingerprints import Fingerprint
from jupyter_tracker.capture.own import OwnCode

_NAME = "<module:%s>"
_WORDS = re.compile(r"\w+")


class LocalModules:
    """Those that are loaded, from cell to cell."""

    def __init__(self, own: OwnCode) -> None:
        """`own` tells the user's files."""
        self._own = own
        self._before: set[str] = set()
        self._here: dict[str, str] = {}
        self._fresh: set[str] = set()
        self._touched: list[str] = []

    def before(self, touched: Collection[str]) -> None:
        """A cell is about to run which may change these names, and what they share something with."""
        self._before = set(sys.modules)  # by name: a thread may load and drop some meanwhile
        self._touched = [module for module, name in self._here.items() if name in touched]

    def loaded(self) -> set[str]:
        """Those that the cell loaded."""
        fresh = set(sys.modules) - self._before - {"__main__"}
        self._fresh = {name for name in fresh if self._is_own(name)}
        return self._fresh

    def mentioned(self) -> set[str]:
        """The words in the sources of those that the cell loaded: what they may have set up while they were loaded.
        `__main__` where one names a module of the user's that was there before, whose code may do anything."""
        words: set[str] = set()
        for name in self.loaded():
            try:
                with open(sys.modules[name].__file__ or "", encoding="utf-8") as file:
                    words.update(_WORDS.findall(file.read()))
            except (OSError, ValueError, KeyError, AttributeError):
                words.add("__main__")
        earlier = {part for name in self._here.keys() - self._fresh for part in name.split(".")}
        return words if words.isdisjoint(earlier) else {*words, "__main__"}

    def after(self, known: Remembered, look: Callable[[Any], Fingerprint]) -> Iterator[Written]:
        """Those that the cell changed. `known` is told what they are now, so that it is seen who shares with them."""
        for module in dict.fromkeys([*self._touched, *self._fresh]):
            name = self._here[module] = _NAME % module
            before, held = known.get(name), sys.modules.get(module)
            if held is None:
                continue
            found = look(held)
            known.put(name, found)
            if module in self._touched and (before is None or not before.same(found)):
                yield Written(name, "changed", found)

    def named(self, modules: Iterable[str]) -> list[str]:
        """The pseudo-variables of modules that a cell imports."""
        return [self._here[module] for module in modules if module in self._here]

    def _is_own(self, name: str) -> bool:
        path = getattr(sys.modules.get(name), "__dict__", {}).get("__file__")
        return isinstance(path, str) and self._own.file(path)
