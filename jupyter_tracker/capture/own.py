"""What is the user's own code: the cells of this notebook, and the modules that lie beside it; no installed package."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from types import CodeType, ModuleType
from typing import Any

_OURS = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "")
_INSTALLED = ("site-packages", "dist-packages")
_LIBRARY = tuple({sysconfig.get_paths()[key] + os.sep for key in ("stdlib", "platstdlib")})
_NOBODYS = (*_LIBRARY, _OURS)


def is_installed(path: str) -> bool:
    """Whether a source file belongs to Python, to an installed package or to this one."""
    return path.startswith(_NOBODYS) or any(part in path for part in _INSTALLED)


class OwnCode:
    """Tells the user's own code. `roots` are the folders whose modules are the user's."""

    def __init__(self, user_ns: Mapping[str, Any], roots: Iterable[str] = ()) -> None:
        self._ns = user_ns
        self._files: dict[str, bool] = {}
        self.roots: tuple[str, ...] = ()
        self.use(roots)

    def use(self, roots: Iterable[str]) -> None:
        """Take these folders as the user's."""
        made = tuple(sorted({os.path.join(os.path.realpath(root), "") for root in roots if root}))
        if made != self.roots:
            self.roots = made
            self._files.clear()

    def code(self, code: CodeType, variables: Mapping[str, Any]) -> bool:
        """Whether a code object that runs with these globals is the user's."""
        return variables is self._ns or self.file(code.co_filename)

    def file(self, path: str) -> bool:
        """Whether a source file is one of the user's modules."""
        known = self._files.get(path)
        if known is None:
            known = self._files[path] = self._is_own(path)
        return known

    def modules(self) -> Iterator[ModuleType]:
        """The user's modules that are imported."""
        for module in list(sys.modules.values()):
            path = getattr(module, "__dict__", {}).get("__file__")
            if isinstance(path, str) and module.__name__ != "__main__" and self.file(path):
                yield module

    def _is_own(self, path: str) -> bool:
        if not path.endswith(".py") or is_installed(path):
            return False
        real = os.path.realpath(path)
        if any(part in real for part in _INSTALLED) or real.startswith(_LIBRARY):
            return False
        return any(map(self._holds, self.roots, repeat(real))) and not real.startswith(_OURS)

    def _holds(self, root: str, path: str) -> bool:
        """Whether a file lies in a root; of a home or of the whole disk only what lies in it directly counts."""
        everything = root in (os.path.join(os.path.realpath(os.path.expanduser("~")), ""), os.sep)
        return os.path.join(os.path.dirname(path), "") == root if everything else path.startswith(root)
