"""What is the user's: the notebook's names, and the local modules."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import CodeType
from typing import Any

from jupyter_tracker.capture.own import OwnCode


class Home:
    """Tells the user's functions, classes and modules from those of libraries."""

    def __init__(self, own: OwnCode | None = None, user_ns: Mapping[str, Any] | None = None) -> None:
        """`user_ns` are the notebook's names, `own` tells local modules."""
        self.user_ns: Mapping[str, Any] = {} if user_ns is None else user_ns
        self._own = own or OwnCode(self.user_ns)

    def notebook(self, variables: Mapping[str, Any]) -> bool:
        """Whether these are the notebook's own names."""
        return variables is self.user_ns

    def code(self, code: CodeType, variables: Mapping[str, Any]) -> bool:
        """Whether code that runs with these globals is the user's."""
        return self._own.code(code, variables)

    def file(self, path: str) -> bool:
        """Whether a source file is a local module."""
        return self._own.file(path)

    def module(self, name: object) -> bool:
        """Whether what says that it is of this module is the user's."""
        if name == "__main__":
            return True
        path = getattr(sys.modules.get(str(name)), "__dict__", {}).get("__file__")
        return isinstance(path, str) and self._own.file(path)
