"""Where a report gets its runs from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from jupyter_tracker.analysis.learnt import Learnt, of_reader
from jupyter_tracker.render import palette

POINTS = 600
"""Points of a series that a report asks for; a chart shows no more."""


class Series(Protocol):
    """A metric over steps: `total` points were logged, of which `step` and `value` hold some or all."""

    @property
    def step(self) -> Sequence[float]:
        """The steps."""

    @property
    def value(self) -> Sequence[float]:
        """The values, one a step."""

    @property
    def total(self) -> int:
        """How many points there are in all."""


class ReportSource(Protocol):
    """What a report asks for; a store is one, and so is anything that holds run records."""

    def run(self, run: str) -> Mapping[str, Any]:
        """The run record."""

    def series(self, run: str, name: str) -> Series:
        """A series of the run."""

    def blob(self, ref: str) -> bytes:
        """The bytes behind a reference; raises for what is not kept."""

    def colors(self) -> Mapping[str, str]:
        """The colours that runs have on screen, as far as they were given one."""

    def learnt(self, notebook: str | None) -> Learnt:
        """What people have ruled about names in a notebook."""


class _Reader(Protocol):
    def run(self, id: str) -> Mapping[str, Any]: ...

    def series(self, id: str, name: str, *, points: int | None = None) -> Series: ...

    def views(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class StoreSource:
    """A source over a store's reader and the function that gives a blob's bytes."""

    reader: Any
    blobs: Callable[[str], bytes]

    def run(self, run: str) -> Mapping[str, Any]:
        """The run record."""
        reader: _Reader = self.reader
        return reader.run(run)

    def series(self, run: str, name: str) -> Series:
        """A series of the run, thinned by the store to what a chart can show."""
        reader: _Reader = self.reader
        return reader.series(run, name, points=POINTS)

    def blob(self, ref: str) -> bytes:
        """The bytes behind a reference."""
        return self.blobs(ref)

    def colors(self) -> Mapping[str, str]:
        """The colours that runs have on screen."""
        reader: _Reader = self.reader
        return palette.kept(reader.views())

    def learnt(self, notebook: str | None) -> Learnt:
        """What people have ruled about names in a notebook."""
        return of_reader(self.reader, notebook)
