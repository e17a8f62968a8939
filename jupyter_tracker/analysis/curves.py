"""Curves as arrays: smoothed by a method that is named, several of them as one with a band, and how far they reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jupyter_tracker.analysis.distributions import student_reach
from jupyter_tracker.analysis.means import LEVEL

Method = Literal["exponential", "mean", "median"]
BandKind = Literal["mean-ci", "mean-std", "mean-range", "median-quartiles", "median-range"]
MOST_GRID = 20_000
"""Places at which several curves are put together; where they have more, as many at equal distances."""

ORDINARY = (0.02, 0.98)
"""Between these quantiles lie the values that count where outliers are left out of sight."""


@dataclass(frozen=True)
class Smoothing:
    """`exponential`: a mean in which what came before weighs `amount` (0 to 1, without it), without the pull of the
    start; `mean` and `median`: over `amount` points, of which the point is the middle."""

    method: Method
    amount: float


def smoothed(values: Any, by: Smoothing) -> Any:
    """The values, smoothed; NaN and the infinities count for nothing. By pandas."""
    import numpy as np
    import pandas

    numbers = pandas.Series(np.where(np.isfinite(values), values, np.nan))
    if by.method == "exponential":
        return numbers.ewm(alpha=1 - min(max(by.amount, 0.0), 0.9999), ignore_na=True).mean().to_numpy()
    rolling = numbers.rolling(max(1, int(by.amount)), center=True, min_periods=1)
    return (rolling.mean() if by.method == "mean" else rolling.median()).to_numpy()


@dataclass(frozen=True)
class Band:
    """Several curves as one, over `x`: the `middle`, the band from `low` to `high` (NaN where there is none), and `n`,
    how many curves go on there."""

    x: Any
    middle: Any
    low: Any
    high: Any
    n: Any


def together(curves: Sequence[tuple[Any, Any]], kind: BandKind) -> Band:
    """Curves (x and values, in the order of x) as one.

    Each counts between its own first and last point, with a straight line where it has none; NaN is no point.
    """
    import numpy as np

    known = [(x[there], y[there]) for x, y in curves if (there := np.isfinite(y)).any()]
    if not known:
        nothing = np.array([])
        return Band(nothing, nothing, nothing, nothing, nothing)
    grid = np.unique(np.concatenate([x for x, _ in known]))
    if len(grid) > MOST_GRID:
        grid = np.linspace(grid[0], grid[-1], MOST_GRID)
    stack = np.array([_on(grid, x, y) for x, y in known])
    n = np.isfinite(stack).sum(axis=0)
    stack, grid, n = stack[:, n > 0], grid[n > 0], n[n > 0]
    middle, low, high = _summary(stack, n, kind)
    return Band(grid, middle, low, high, n)


def ordinary(curves: Sequence[Any]) -> tuple[float, float] | None:
    """Between what values all of these but outliers lie; None where there are none."""
    import numpy as np

    bounds = [np.quantile(some, ORDINARY) for values in curves if len(some := values[np.isfinite(values)])]
    return (float(min(low for low, _ in bounds)), float(max(high for _, high in bounds))) if bounds else None


def _on(grid: Any, x: Any, y: Any) -> Any:
    import numpy as np

    return y if len(x) == len(grid) and (x == grid).all() else np.interp(grid, x, y, left=np.nan, right=np.nan)


def _summary(stack: Any, n: Any, kind: BandKind) -> tuple[Any, Any, Any]:
    import numpy as np

    if kind.startswith("median"):
        middle = np.nanmedian(stack, axis=0)
    else:
        middle = np.nanmean(stack, axis=0)
    if kind.endswith("range"):
        return middle, np.nanmin(stack, axis=0), np.nanmax(stack, axis=0)
    if kind == "median-quartiles":
        low, high = np.nanquantile(stack, (0.25, 0.75), axis=0)
        return middle, low, high
    squares = np.nansum((stack - middle) ** 2, axis=0)
    reach = np.sqrt(np.divide(squares, n - 1, out=np.full(len(n), np.nan), where=n > 1))
    if kind == "mean-ci":
        factor = {count: student_reach(LEVEL, count - 1) if count > 1 else np.nan for count in np.unique(n).tolist()}
        reach = reach * np.array([factor[count] for count in n.tolist()]) / np.sqrt(n)
    return middle, middle - reach, middle + reach
