"""Code run as the user's own, with the libraries' functions watched: what inspectors tell of it."""

from __future__ import annotations

import linecache
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from jupyter_tracker.capture.inspectors import registry
from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.library import LibraryWatch
from jupyter_tracker.capture.library.site import Site
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.records import Child, Kind, Seen, Table


@dataclass
class Told:
    """What passed while a piece of code ran, and the names it has left."""

    items: list[Seen] = field(default_factory=list)
    points: dict[str, list[tuple[float | None, float]]] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    def seen(self, item: Seen) -> None:
        self.items.append(item)

    def point(self, values: dict[str, float], step: float | None, time: float, site: Site | None, kind: Kind) -> None:
        for name, value in values.items():
            self.points.setdefault(name, []).append((step, value))

    def table(self, table: Table) -> None:
        self.tables[table.name] = table

    def child(self, child: Child) -> None:
        self.children.append(child)

    @property
    def metrics(self) -> dict[str, Any]:
        return {item.name: item.value for item in self.items if item.role == "metric"}

    @property
    def params(self) -> dict[str, Any]:
        return {item.name: item.value for item in self.items if item.role == "param"}

    def facts(self, name: str) -> Facts:
        found = registry.facts(self.names[name], name)
        assert found is not None, f"no inspector knows {name}"
        return found


class Bench:
    """Runs pieces of code one after the other in one namespace."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.watch = LibraryWatch(OwnCode(self.names))
        self._count = 0

    def run(self, source: str) -> Told:
        source = textwrap.dedent(source)
        self._count += 1
        filename = f"<piece {self._count}>"
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        code = compile(source, filename, "exec")
        told = Told(names=self.names)
        self.watch.start(told, _names(code))
        try:
            exec(code, self.names)
        finally:
            self.watch.stop()
        assert not self.watch.faults and not registry.failed, (self.watch.faults, registry.failed)
        return told


def _names(code: Any) -> set[str]:
    inner = [part for part in code.co_consts if hasattr(part, "co_names")]
    return set(code.co_names).union(*(_names(part) for part in inner))


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.watch.close()
    registry.failed.clear()
