"""The small cells of the capture benchmark: each gives exactly what a person would have logged, in a real kernel.

All that a cell is expected to give must be there, with its value, its steps and its role; of what is found besides,
at most one in five may be something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from benchmarks.capture.cells import CHANNELS
from benchmarks.capture.cells.base import Cell
from benchmarks.capture.cells.check import Verdict
from benchmarks.capture.small import Notebooks, lacking

NOT_YET: dict[str, list[str]] = {}
"""Cells of which something is still missing, by channel; strictly, so that what is reached leaves the list."""

Run = Callable[[str, Cell], Verdict]


def _cases() -> list[Any]:
    cases = []
    for channel, cells in CHANNELS.items():
        for cell in cells:
            lack = lacking(cell)
            marks = [pytest.mark.skip(reason=f"without {lack}")] if lack else []
            if cell.name in NOT_YET.get(channel, ()):
                marks.append(pytest.mark.xfail(strict=True, raises=AssertionError, reason="not yet captured"))
            cases.append(pytest.param(channel, cell, marks=marks, id=f"{channel}: {cell.name}"))
    return cases


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Runs a cell in a kernel that lives as long as its channel."""
    kernels: dict[str, Notebooks] = {}

    def one(channel: str, cell: Cell) -> Verdict:
        if channel not in kernels:
            for other in kernels.values():
                other.close()
            kernels.clear()
            kernels[channel] = Notebooks(tmp_path_factory.mktemp("cells"))
        return kernels[channel].run(cell)

    yield one
    for kernel in kernels.values():
        kernel.close()


@pytest.mark.parametrize(("channel", "cell"), _cases())
def test_a_cell_gives_what_a_person_would_have_logged(run: Run, channel: str, cell: Cell) -> None:
    found = run(channel, cell)
    assert found.misses == []
    wrong = [f"{entry.role} {entry.name}" for entry in found.score.wrong]
    assert 5 * len(wrong) <= len(wrong) + len(found.score.right), wrong


def test_there_are_enough_cells_and_their_names_tell_them_apart() -> None:
    assert sum(map(len, CHANNELS.values())) >= 100
    for channel, cells in CHANNELS.items():
        names = [cell.name for cell in cells]
        assert len(names) >= 8 and len(set(names)) == len(names), channel
        assert set(NOT_YET.get(channel, ())) <= set(names)
    modules = [name for cells in CHANNELS.values() for cell in cells for name in cell.files]
    assert len(set(modules)) == len(modules)
