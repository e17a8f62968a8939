"""Watching a library's functions on Python ≥ 3.12: the interpreter itself says when they start and return."""

from __future__ import annotations

import inspect
import sys
from types import CodeType, FunctionType
from typing import Any

from jupyter_tracker.capture.library.moments import See

_api: Any = vars(sys).get("monitoring")  # not there before 3.12
_GENERATORS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class Monitor:
    """The functions that are watched; none is changed. They are told apart by the identity of their code: that of two
    copies of a library is equal."""

    def __init__(self, tool: int) -> None:
        self._tool = tool
        self._codes: dict[int, CodeType] = {}
        self._starts: dict[int, list[See]] = {}
        self._returns: dict[int, list[See]] = {}
        _api.register_callback(tool, _api.events.PY_START, self._on_start)
        _api.register_callback(tool, _api.events.PY_RETURN, self._on_return)

    def watch(self, function: FunctionType, see: See, *, start: bool) -> bool:
        """Have `see(frame, result)` called when the function returns, or starts; not for generators."""
        code = function.__code__
        if code.co_flags & _GENERATORS:
            return False
        number = id(code)
        self._codes[number] = code
        (self._starts if start else self._returns).setdefault(number, []).append(see)
        events = _api.events
        wanted = (number in self._starts and events.PY_START) | (number in self._returns and events.PY_RETURN)
        _api.set_local_events(self._tool, code, wanted)
        return True

    def close(self) -> None:
        """Watch nothing any longer, and give the tool id back."""
        if _api.get_tool(self._tool) is None:
            return
        for code in self._codes.values():
            _api.set_local_events(self._tool, code, 0)
        _api.free_tool_id(self._tool)

    def _on_start(self, code: CodeType, offset: int) -> Any:
        for see in self._starts.get(id(code), ()):
            see(sys._getframe(1), None)

    def _on_return(self, code: CodeType, offset: int, value: Any) -> Any:
        for see in self._returns.get(id(code), ()):
            see(sys._getframe(1), value)
