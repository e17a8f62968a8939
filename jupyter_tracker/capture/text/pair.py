"""What is read from a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from jupyter_tracker.capture.text.counters import NONE, Counter

How = Literal["colon", "equals", "dict", "is", "bare", "took", "tuple", "report", "cell", "column"]
"""The shape a pair was printed in: `loss: 1`, `loss = 1`, `{'loss': 1}`, `loss is 1`, `loss 1`, `training took 1 s`,
`('loss', 1)`, a line of a classification report, a table of two columns, a table with headings."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and the number printed for it.

    Attributes:
        name: as its author would write it in code (`test_accuracy`, `r2_score`).
        value: the number; percents stay percents, durations are seconds.
        unit: `%`, `s`, `ms`, `MB`, `it/s` … or None.
        digits: decimals that were printed (`1.2e-3` has 4): the value is right to half of the last one.
        measured: its name says that it is a measured quantity.
        step, total: the counter on the same line ("Epoch 3/10" gives 3 and 10), the inner one of two.
        outer: the outer one of two counters ("Epoch [3/10], Step [100/500]" gives 3).
        context: what else the line says of it ("Random Forest - accuracy: 0.9").
        spread: what stands behind ± or +/-.
        how: the shape it was printed in.
        start, end: where name and value stand in the line, without colours and what was overwritten.
    """

    name: str
    value: float
    unit: str | None = None
    digits: int = 0
    measured: bool = False
    step: float | None = None
    total: float | None = None
    outer: float | None = None
    context: str = ""
    spread: float | None = None
    how: How = "colon"
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says: its pairs, its counter (also where it holds no pair: "Epoch 3/10"), and whether it ends within
    the brackets of a call, so that the next line is none of its own."""

    pairs: list[Pair] = field(default_factory=list)
    counter: Counter = NONE
    open: bool = False
