"""The inspectors there are, by the top-level package they know.

They are found by the entry point group `jupyter_tracker.inspectors`, ours like anybody's; the name of an entry point is
the package. One is imported when something of its package is first met.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points
from typing import Any

from jupyter_tracker.capture.inspectors.base import Facts, Inspector
from jupyter_tracker.capture.values import root_package

GROUP = "jupyter_tracker.inspectors"


class Registry:
    """All inspectors of this process. `failed` names those that could not be loaded or failed, with what was wrong."""

    def __init__(self) -> None:
        """Our own are known at once: one small file is read."""
        self.failed: dict[str, str] = {}
        self._points: dict[str, list[EntryPoint]] = {}
        self._loaded: dict[str, list[Inspector]] = {}
        try:
            self._add(distribution("jupyter_tracker").entry_points.select(group=GROUP))
        except PackageNotFoundError:  # run from a folder without being installed
            self.failed["jupyter_tracker"] = "not installed: no inspector is known"

    def discover(self) -> None:
        """Find those of other packages. Takes tens of milliseconds: to be called once, off the path of a cell."""
        self._add(entry_points(group=GROUP))

    def prepare(self) -> None:
        """Load the files of our own inspectors, each of which takes a moment: to be called off the path of a cell."""
        for point in [point for points in list(self._points.values()) for point in points]:
            if point.module.startswith("jupyter_tracker."):
                import_module(point.module)

    def of(self, package: str) -> list[Inspector]:
        """The inspectors of a package: those that others brought first."""
        found = self._loaded.get(package)
        if found is None:
            found = [made for point in self._points.get(package, ()) if (made := self._load(point)) is not None]
            self._loaded[package] = found
        return found

    @property
    def packages(self) -> list[str]:
        """The packages with an inspector, imported or not."""
        return list(self._points)

    def facts(self, obj: Any, name: str = "") -> Facts | None:
        """What the first inspector that knows an object tells of it, the one of its nearest base before others; `name`
        is what the code calls it."""
        for package in dict.fromkeys(root_package(base) for base in type(obj).__mro__):
            for inspector in self.of(package):
                try:
                    facts = inspector.named(obj, name)
                except Exception as fault:
                    self.failed[type(inspector).__name__] = f"{type(fault).__name__}: {fault}"
                    continue
                if facts is not None:
                    return facts
        return None

    def _add(self, points: Any) -> None:
        for point in points:
            known = self._points.setdefault(point.name, [])
            if all(point.value != other.value for other in known):
                known.insert(0, point)
                self._loaded.pop(point.name, None)

    def _load(self, point: EntryPoint) -> Inspector | None:
        try:
            made = point.load()()
        except Exception as fault:
            self.failed[point.name] = f"{type(fault).__name__}: {fault}"
            return None
        return made if isinstance(made, Inspector) else None


registry = Registry()
