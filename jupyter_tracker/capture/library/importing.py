"""Says when a module has been imported, right after it has run and before whoever imports it goes on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class ImportHook:
    """Is told of the `modules` it waits for and of all modules that lie in the folders `roots`, while it is
    installed."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """`tell` is given the name of each."""
        self.modules: set[str] = set()
        self.roots: tuple[str, ...] = ()
        self.tell = tell
        self._packages: dict[str, bool] = {}

    def install(self, roots: Iterable[str] = ()) -> None:
        """Begin to be told."""
        self.roots = tuple(roots)
        self._packages.clear()
        _finder.add(self)

    def remove(self) -> None:
        """Be told no more."""
        _finder.leave(self)

    def lies_beside(self, name: str) -> bool:
        """Whether a module may lie in one of the roots: the one it is in does, by name."""
        top, within, _ = name.partition(".")
        if within and top in sys.modules:
            known = self._packages.get(top)  # a package has hundreds of modules, and they lie where it lies
            if known is None:
                known = self._packages[top] = self._may_hold(top)
            return known
        return self._may_hold(top)

    def _may_hold(self, top: str) -> bool:
        return any(os.path.exists(f"{root}{top}.py") or os.path.isdir(root + top) for root in self.roots)


class _Finder:
    """A finder that finds nothing itself: it lets the others find, and puts a word behind the loading of modules that
    concern a hook. There is one, as every import passes it."""

    def __init__(self) -> None:
        self._hooks: list[ImportHook] = []
        self._looking = False

    def add(self, hook: ImportHook) -> None:
        if hook not in self._hooks:
            self._hooks.append(hook)
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def leave(self, hook: ImportHook) -> None:
        if hook in self._hooks:
            self._hooks.remove(hook)
        if not self._hooks and self in sys.meta_path:
            sys.meta_path.remove(self)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """None for modules that do not concern us, else what the next finder finds, to be told of once loaded."""
        if self._looking:
            return None
        hooks = [one for one in self._hooks if name in one.modules or (one.roots and one.lies_beside(name))]
        if not hooks:
            return None
        self._looking = True
        try:
            spec = self._found(name, path, target)
            if spec is not None and spec.loader is not None and hasattr(spec.loader, "exec_module"):
                _follow(spec.loader, hooks)
        except Exception:  # the import machinery finds by itself what is wrong, and says so
            return None
        finally:
            self._looking = False
        return spec

    def _found(self, name: str, path: Any, target: Any) -> ModuleSpec | None:
        for finder in list(sys.meta_path):
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
        return None


def _follow(loader: Any, hooks: Collection[ImportHook]) -> None:
    """Have the hooks told after the loader has run a module. Our frame is taken out of the traceback of one that fails:
    a bare `raise` adds none."""
    run = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        try:
            run(module)
        except BaseException as error:
            error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
            raise
        finally:
            loader.__dict__.pop("exec_module", None)
        for hook in hooks:
            hook.tell(module.__name__)

    try:
        loader.exec_module = exec_module
    except AttributeError:  # a loader without a dictionary: not told of
        pass


_finder = _Finder()
