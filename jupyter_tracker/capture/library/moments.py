"""What the engines that watch a library's functions have in common."""

from __future__ import annotations

from collections.abc import Callable
from types import FrameType, FunctionType
from typing import Any, Protocol

See = Callable[[FrameType, Any], None]
"""`see(frame, result)`: called in the thread that runs the function, with the function's own frame; it never raises."""


class Engine(Protocol):
    """How this Python lets functions be watched."""

    def watch(self, function: FunctionType, see: See, *, start: bool) -> bool:
        """Have `see` called when the function returns, or when it starts; whether that can be done."""

    def close(self) -> None:
        """Leave no trace."""
