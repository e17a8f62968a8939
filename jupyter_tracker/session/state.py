"""What this process keeps through a reload of our modules: the one tracker, and which run is meant here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextvars import ContextVar
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .record import OpenRun

NAME = "_jupyter_tracker_process"

_kept: dict[str, Any] = vars(sys.modules.setdefault(NAME, ModuleType(NAME)))

HERE: ContextVar[OpenRun | None] = _kept.setdefault("here", ContextVar("jupyter_tracker_run", default=None))
"""The run that explicit calls mean in this thread or task; None where it has to be found out first."""


def kept(key: str, make: Callable[[], Any]) -> Any:
    """What the process keeps under `key`, made by `make` at the first call."""
    if key not in _kept:
        _kept[key] = make()
    return _kept[key]


def peek(key: str) -> Any:
    """What the process keeps under `key`, or None."""
    return _kept.get(key)


def forget(key: str) -> None:
    """Keep nothing under `key` any more."""
    _kept.pop(key, None)


def switched_off() -> bool:
    """Whether `JUPYTER_TRACKER=0` (or off, no, false) or `%unload_ext` turned tracking off in this process."""
    return bool(_kept.get("unloaded")) or os.environ.get("JUPYTER_TRACKER", "").lower() in ("0", "off", "no", "false")
