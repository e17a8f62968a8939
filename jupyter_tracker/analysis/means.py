"""The mean of some numbers, how far they spread, and between what bounds their true mean lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.distributions import student_reach

LEVEL = 0.95
"""How sure intervals are."""


@dataclass(frozen=True, slots=True)
class Mean:
    """Of `n` numbers: the `mean`, the sample's standard deviation `std`, and the interval from `low` to `high` by
    Student's t; these three are None where one number alone says nothing of them."""

    n: int
    mean: float
    std: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def reach(self) -> float | None:
        """Half the width of the interval: what stands behind ±."""
        return None if self.high is None else self.high - self.mean

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"n": self.n, "mean": self.mean, "std": self.std, "low": self.low, "high": self.high}


def mean_of(numbers: Sequence[float], level: float = LEVEL) -> Mean | None:
    """The mean of finite numbers; None where there are none."""
    n = len(numbers)
    if not n:
        return None
    mean = math.fsum(numbers) / n
    if n == 1:
        return Mean(1, mean)
    std = math.sqrt(math.fsum((number - mean) ** 2 for number in numbers) / (n - 1))
    return from_moments(n, mean, std, level)


def from_moments(n: int, mean: float, std: float, level: float = LEVEL) -> Mean:
    """The same where count, mean and standard deviation are known."""
    if n < 2:
        return Mean(n, mean)
    reach = _factor(level, n - 1) * std / math.sqrt(n)
    return Mean(n, mean, std, mean - reach, mean + reach)


@lru_cache(maxsize=4096)
def _factor(level: float, df: int) -> float:
    return student_reach(level, df)


def shown(mean: Mean | None, spread: str = "interval") -> str:
    """`0.941 ± 0.004 (n=5)`: with the half width of the interval, or with the standard deviation (`std`)."""
    if mean is None:
        return formats.UNKNOWN
    behind = mean.std if spread == "std" else mean.reach
    return f"{with_spread(mean.mean, behind)} (n={mean.n})"


def with_spread(value: float, spread: float | None) -> str:
    """`0.941 ± 0.004`: the spread with two digits, the value as far as they reach."""
    if spread is None or not math.isfinite(spread) or not math.isfinite(value):
        return formats.number(value)
    if spread == 0:
        return f"{formats.number(value)} ± 0"
    decimals = 1 - math.floor(math.log10(spread))
    if not 0 <= decimals <= 12 or abs(value) >= formats.LARGEST_PLAIN:
        return f"{formats.number(value)} ± {formats.number(spread, 2)}"
    return f"{value + 0.0:.{decimals}f} ± {spread:.{decimals}f}"
