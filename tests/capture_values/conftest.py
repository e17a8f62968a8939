"""A real IPython shell with the observers of values around each cell, as the tracker puts them."""

from __future__ import annotations

import contextlib
import io
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import IPython
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from jupyter_tracker.capture import code, directive
from jupyter_tracker.capture.records import CellSeen, Child, Row, SeriesInfo, Where
from jupyter_tracker.capture.values import MISSING
from jupyter_tracker.capture.watch import Rules, ValuesSeen, ValueWatch


@dataclass
class Ran:
    """What a cell gave: what was seen, its points by series as (step, value), and what the user saw of it."""

    seen: CellSeen
    series: dict[str, SeriesInfo]
    points: dict[str, list[tuple[float | None, float]]]
    output: str
    error: BaseException | None
    result: Any
    times: list[float] = field(default_factory=list)

    @property
    def params(self) -> dict[str, Any]:
        return {seen.name: seen.value for seen in self.seen.params if not seen.default}

    @property
    def defaults(self) -> dict[str, Any]:
        return {seen.name: seen.value for seen in self.seen.params if seen.default}

    @property
    def metrics(self) -> dict[str, Any]:
        return {seen.name: seen.value for seen in self.seen.metrics}

    def values(self, name: str) -> list[float]:
        return [value for _, value in self.points[name]]

    def steps(self, name: str) -> list[float | None]:
        return [step for step, _ in self.points[name]]


class Notebook:
    """Cells run one after the other in one shell."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self._points: dict[str, list[tuple[float | None, float]]] = {}
        self._times: list[float] = []
        self.watch_emit: Any = self._emit
        self.children: list[Child] = []
        self.watch = ValueWatch(shell, lambda *given: self.watch_emit(*given), self.children.append)
        self.cells = 0

    def _emit(self, names: tuple[str, ...], rows: Sequence[Row], where: Where) -> None:
        for step, time, *values in rows:
            self._times.append(time)
            for name, value in zip(names, values, strict=True):
                self._points.setdefault(name, []).append((step, value))

    def told(self, name: str) -> list[tuple[float | None, float]]:
        """The points of a series so far, also while its cell runs."""
        return self._points.get(name, [])

    def run(self, source: str, *, tracked: bool = True, starts: Any = None, **rules: Any) -> Ran:
        source = textwrap.dedent(source).strip("\n")
        self._points, self._times, self.cells = {}, [], self.cells + 1
        read = code.read(source, self.shell.transform_cell)
        self.children.clear()
        screen = io.StringIO()
        if tracked:
            self.watch.start(read, Rules(**{key: tuple(names) for key, names in rules.items()}), starts=starts)
        with contextlib.redirect_stdout(screen):
            outcome = self.shell.run_cell(source, store_history=True)
        result = outcome.result if read.last is not None and outcome.success else MISSING
        error = outcome.error_in_exec or outcome.error_before_exec
        told = ValuesSeen(CellSeen())
        if tracked:
            trace = getattr(error, "__traceback__", None)
            told = self.watch.stop(result=result, origin=f"s.{self.cells}", trace=trace)
        assert not told.faults, told.faults
        series = {info.name: info for info in told.series}
        return Ran(told.cell, series, self._points, screen.getvalue(), error, outcome.result, self._times)


@pytest.fixture(scope="session")
def _shell() -> Iterator[InteractiveShell]:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor" if IPython.version_info >= (9,) else "NoColor"
    shell = InteractiveShell.instance(config=config)
    shell.input_transformers_cleanup.append(directive.transform)
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture
def notebook(_shell: InteractiveShell) -> Iterator[Notebook]:
    _shell.reset(new_session=False)
    made = Notebook(_shell)
    yield made
    made.watch.close()
