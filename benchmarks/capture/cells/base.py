"""What a small cell of our own is, and what it is expected to give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Then(NamedTuple):
    """A param whose value is what this expression gives in the notebook once the cell has run."""

    expression: str


class Ends(NamedTuple):
    """A curve of so many points whose newest is `last` (a number or an expression)."""

    length: int
    last: float | str


class Within(NamedTuple):
    """A curve of at least so many points, all between `low` and `high`."""

    least: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A small notebook and what belongs on its run. The last of `cells` is tracked, those of `later` come after it.

    Text among metrics, curves, tables and children is an expression, evaluated in the notebook after the last cell,
    so that nothing depends on the version of a library. A curve gives its values, or (steps, values). A table gives
    its rows: the values of each must stand in a row of the table. `children` gives one mapping a
    child, of params and metrics together. `a|b` is one thing that may go by either name.
    """

    name: str
    cells: Sequence[str]
    params: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, float | str] = field(default_factory=dict)
    curves: Mapping[str, str | Ends | Within] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    children: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Params that nobody set: they must be there, marked as defaults."""
    first: tuple[str, ...] = ()
    """What may stand among the six shown first, where that is not all that is expected."""
    fine: frozenset[str] = frozenset()
    """What may be found besides, without being wrong."""
    needs: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """Local modules beside the notebook."""
    later: Sequence[str] = ()
    error: str = ""
    """The exception that the tracked cell is meant to end with."""


CLASSES = """
import numpy as np
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
X, y = make_classification(n_samples=160, n_features=6, n_informative=4, weights=[0.6], flip_y=0.05, random_state=3)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
"""
NUMBERS = """
import numpy as np
from sklearn.datasets import make_regression
from sklearn.model_selection import train_test_split
X, y = make_regression(n_samples=160, n_features=5, noise=8.0, random_state=0)
y = y / 50
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
"""
