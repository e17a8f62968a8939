"""Paths given to readers that open files natively, where Python's audit hook sees nothing.

On Python >= 3.12 `sys.monitoring` tells when one of these functions starts; nothing of them is changed. On 3.11 each is
wrapped from `start` to `stop`. Only libraries that are loaded at `start` are watched; none is imported.
"""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

READERS: tuple[tuple[str, str], ...] = (
    ("pandas", "read_parquet"),
    ("pandas", "read_orc"),
    ("pandas", "read_feather"),
    ("pyarrow.parquet", "read_table"),
    ("pyarrow.parquet", "ParquetFile.__init__"),
    ("pyarrow.dataset", "dataset"),
    ("pyarrow.feather", "read_table"),
    ("polars", "read_csv"),
    ("polars", "scan_csv"),
    ("polars", "read_parquet"),
    ("polars", "scan_parquet"),
    ("polars", "read_ipc"),
    ("polars", "scan_ipc"),
    ("polars", "read_ndjson"),
    ("polars", "scan_ndjson"),
    ("polars", "read_json"),
    ("duckdb", "read_csv"),
    ("duckdb", "read_parquet"),
    ("duckdb", "read_json"),
    ("h5py", "File.__init__"),
    ("datasets", "load_dataset"),
)
"""(module, function or method); the path is the first argument that is text or a path."""

_TOOLS = (4, 3)


class ReaderWatch:
    """Hands every local path given to a known reader to `note`; what `note` raises stays here."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note
        self._tool: int | None = None
        self._codes: list[CodeType] = []
        self._wrapped: list[tuple[Any, str, Any, Any]] = []

    def start(self) -> None:
        """Begin to watch the readers of the libraries that are loaded."""
        found = list(_loaded())
        if not found:
            return
        if sys.version_info >= (3, 12):
            self._monitor([code for _, _, function in found if (code := _code(function))])
        else:
            for owner, name, function in found:
                wrapper = self._wrap(function)
                setattr(owner, name, wrapper)
                self._wrapped.append((owner, name, function, wrapper))

    def stop(self) -> None:
        """Leave everything as it was."""
        if sys.version_info >= (3, 12) and self._tool is not None:
            for code in self._codes:
                sys.monitoring.set_local_events(self._tool, code, 0)
            sys.monitoring.register_callback(self._tool, sys.monitoring.events.PY_START, None)
            sys.monitoring.free_tool_id(self._tool)
            self._tool, self._codes = None, []
        for owner, name, function, wrapper in self._wrapped:
            if vars(owner).get(name) is wrapper:
                setattr(owner, name, function)
        self._wrapped = []

    def _monitor(self, codes: list[CodeType]) -> None:
        if sys.version_info >= (3, 12):
            monitoring = sys.monitoring
            free = [tool for tool in _TOOLS if monitoring.get_tool(tool) is None]
            if not free or not codes:
                return
            self._tool, self._codes = free[0], codes
            monitoring.use_tool_id(self._tool, "jupyter_tracker.readers")
            monitoring.register_callback(self._tool, monitoring.events.PY_START, self._on_start)
            for code in codes:
                monitoring.set_local_events(self._tool, code, monitoring.events.PY_START)

    def _on_start(self, code: CodeType, offset: int) -> None:
        try:
            names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            values = sys._getframe(1).f_locals
            self._pick([values.get(name) for name in names])
        except Exception:  # a fault of ours must not reach the reader
            return

    def _wrap(self, function: Any) -> Any:
        @functools.wraps(function)
        def reader(*args: Any, **kwargs: Any) -> Any:
            self._pick([*args, *kwargs.values()])
            return function(*args, **kwargs)

        return reader

    def _pick(self, values: list[Any]) -> None:
        path = next((value for value in values if isinstance(value, (str, os.PathLike, list))), None)
        for each in path[:1000] if isinstance(path, list) else [path]:
            # Only our own standard library's paths are asked for their text: other classes' code is not run.
            text = each if type(each) is str else str(each) if type(each).__module__.startswith("pathlib") else ""
            if text and "://" not in text and "\n" not in text:
                self._note(text)


def _loaded() -> Iterator[tuple[Any, str, Any]]:
    """(owner, attribute, function) of every known reader whose library is loaded."""
    for module_name, dotted in READERS:
        owner: Any = sys.modules.get(module_name)
        *classes, name = dotted.split(".")
        for each in classes:
            owner = vars(owner).get(each) if owner is not None else None
        function = vars(owner).get(name) if owner is not None else None
        if callable(function):
            yield owner, name, function


def _code(function: Any) -> CodeType | None:
    """The code of the innermost Python function below decorators, None for a native one."""
    inner = inspect.unwrap(function)
    return inner.__code__ if isinstance(inner, FunctionType) else None
