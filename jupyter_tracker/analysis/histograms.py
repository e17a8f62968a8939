"""What stands in the header of a column: how its values are distributed over the runs that are left by a filter."""

from __future__ import annotations

from typing import Any

from jupyter_tracker.store.filters import writing
from jupyter_tracker.store.values import NOTHING, Values

BINS = 24
"""Bars of a header at most."""
TOP = 8
"""Texts of a header that are shown by themselves, the others together."""
DECADES = 2.0
"""Powers of ten that nine tenths of positive numbers have to span to be shown by their logarithm."""


def header(column: str, values: Values, *, truth: bool = False) -> dict[str, Any]:
    """The header of a column, its name in the filter language.

    It has `kind` (number, category, empty), `missing` (runs without a value, NaN among them), and `bins` or
    `categories`, each with its `count` and the `filter` that a click on it means.

    `truth` says that the numbers 0 and 1 are truth values. Bins are of equal width, by the logarithm where `log`; bins
    of a few whole numbers are one number wide.
    """
    import numpy as np

    text = values.codes != NOTHING
    numbers = values.numbers[~np.isnan(values.numbers)]
    present = int(text.sum()) + len(numbers)
    answer: dict[str, Any] = {"column": column, "count": len(values), "missing": len(values) - present}
    if not present:
        return {**answer, "kind": "empty"}
    if text.any() or truth:
        return {**answer, "kind": "category", **_categories(column, values, text, numbers, truth)}
    finite = numbers[np.isfinite(numbers)]
    answer["infinite"] = len(numbers) - len(finite)
    if not len(finite):
        return {**answer, "kind": "empty"}
    return {**answer, "kind": "number", **_bins(column, finite)}


def _categories(column: str, values: Values, text: Any, numbers: Any, truth: bool) -> dict[str, Any]:
    import numpy as np

    counts = np.bincount(values.codes[text], minlength=len(values.labels))
    found: list[tuple[int, str, float | str]] = [
        (int(count), values.labels[code], values.labels[code]) for code, count in enumerate(counts) if count
    ]
    for number, count in zip(*np.unique(numbers, return_counts=True), strict=True):
        label = ("True" if number else "False") if truth else writing.number(float(number))
        found.append((int(count), label, float(number)))
    found.sort(key=lambda one: (-one[0], one[1]))
    shown = [
        {"value": label, "count": count, "filter": writing.among(column, [value])}
        for count, label, value in found[:TOP]
    ]
    return {"categories": shown, "others": sum(one[0] for one in found[TOP:]), "distinct": len(found)}


def _bins(column: str, numbers: Any) -> dict[str, Any]:
    import numpy as np

    low, high = float(numbers.min()), float(numbers.max())
    log = low > 0 and _decades(numbers) >= DECADES
    whole = high - low < BINS and bool((numbers == np.floor(numbers)).all())
    if low == high:
        edges = np.array([low, high])
    elif whole:
        edges, log = np.arange(low - 0.5, high + 1), False
    elif log:
        edges = np.geomspace(low, high, BINS + 1)
    else:
        edges = np.linspace(low / 2, high / 2, BINS + 1) * 2  # twice the half: the span may be more than a float holds
    edges[0], edges[-1] = (edges[0], edges[-1]) if whole else (low, high)
    edges = np.unique(edges) if low < high else edges
    counts = np.histogram(numbers, edges)[0] if low < high else np.array([len(numbers)])
    bins = [
        {"low": a, "high": b, "count": int(count), "filter": _bin_filter(column, a, b, whole, at == len(counts) - 1)}
        for at, (a, b, count) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), counts, strict=True))
    ]
    return {"bins": bins, "log": log, "whole": whole and low < high, "low": low, "high": high}


def _decades(numbers: Any) -> float:
    """How many powers of ten positive numbers span, a few outermost ones apart."""
    import numpy as np

    low, high = np.quantile(numbers, [0.05, 0.95])
    return float(np.log10(high) - np.log10(low))


def _bin_filter(column: str, low: float, high: float, whole: bool, last: bool) -> str:
    if whole and high - low == 1:
        return writing.between(column, low + 0.5, low + 0.5)
    return writing.between(column, low, high, below=not last)
