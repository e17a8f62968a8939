"""Curves that libraries tell of: one for each training, and none twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.passing import MOST_PASSES, Passing
from jupyter_tracker.capture.records import Row, SeriesInfo, Where


class Cell:
    """A cell in which libraries tell points of `loss`."""

    def __init__(self, claimed: Sequence[str] = ()) -> None:
        self.points: dict[str, list[tuple[float | None, float]]] = {}
        owners: dict[str, Any] = dict.fromkeys(claimed, self)

        def claim(name: str, owner: object, fn: str | None) -> str:
            return name if owners.setdefault(name, owner) is owner else f"{name}/step"

        self.passing = Passing(self._emit, lambda child: None, claim=claim)

    def _emit(self, names: tuple[str, ...], rows: Sequence[Row], where: Where) -> None:
        for step, _, *values in rows:
            for name, value in zip(names, values, strict=True):
                self.points.setdefault(name, []).append((step, value))

    def train(self, *losses: float, start: float = 0) -> None:
        for number, loss in enumerate(losses):
            self.passing.point({"loss": loss}, start + number, 0.0, None, "callback")

    def counts(self) -> dict[str, int]:
        return {info.name: info.points for info in self.passing.infos()}


@pytest.fixture
def cell() -> Cell:
    return Cell()


def test_each_training_has_a_curve(cell: Cell) -> None:
    cell.train(3, 2)
    cell.train(6, 5, 4)
    assert cell.points == {"loss": [(0, 3), (1, 2)], "loss_2": [(0, 6), (1, 5), (2, 4)]}
    assert cell.counts() == {"loss": 2, "loss_2": 3}


def test_trainings_of_one_round_are_the_rounds_of_one(cell: Cell) -> None:
    for loss in (4, 3, 2):
        cell.train(loss, start=7)
    assert cell.points == {"loss": [(7, 4), (8, 3), (9, 2)]} and cell.counts() == {"loss": 3}


def test_very_many_trainings_are_not_all_drawn(cell: Cell) -> None:
    for _ in range(MOST_PASSES + 5):
        cell.train(2, 1)
    assert len(cell.points) == len(cell.counts()) == MOST_PASSES


def test_a_curve_takes_no_name_that_a_loop_has() -> None:
    cell = Cell(claimed=["loss"])
    cell.train(2, 1)
    assert cell.counts() == {"loss/step": 2} and list(cell.points) == ["loss/step"]


def test_what_an_object_holds_of_a_training_that_was_seen_is_not_told_again(cell: Cell) -> None:
    cell.train(0.9, 0.81234)
    cell.train(0.7, 0.61234)
    held = {"first": [0.9, 0.81234], "second": [0.7, 0.61234], "third": [0.5, 0.41234]}
    cell.passing.take({name: Facts(series={"loss": curve}) for name, curve in held.items()}, 0.0)
    assert cell.counts() == {"loss": 2, "loss_2": 2, "third.loss": 2}


@pytest.mark.parametrize(
    ("name", "last", "again"),
    [("lr", 0.001, False), ("rate", 0.001, False), ("other", 0.001, True), ("lr", 0.5, False)],
)
def test_what_a_loop_has_seen_is_not_told_again(cell: Cell, name: str, last: float, again: bool) -> None:
    loop = SeriesInfo(name, Where("loop"), 2, 2, last)
    cell.passing.take({"scheduler": Facts(series={"lr": [0.1, 0.01, 0.001]})}, 0.0, [loop])
    assert ("lr" in cell.points) is again
