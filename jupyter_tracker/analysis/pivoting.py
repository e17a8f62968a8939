"""One param down, one across: in each cell the mean of a metric over its runs, with its interval and how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.direction import Direction
from jupyter_tracker.analysis.means import mean_of, with_spread
from jupyter_tracker.analysis.tabletext import TextTable, latex, markdown

Key = float | str | None
MOST = 200
"""Rows and columns of a pivot; more is no table that anybody reads."""


def pivot(
    cells: Sequence[tuple[Key, Key, str, float]], *, down: str, across: str, metric: str, good: Direction | None
) -> dict[str, Any]:
    """The pivot of runs, given as (value down, value across, id, value of the metric).

    Gives `rows` and `columns` (their values, numbers in order before texts, None for runs without one), `cells` row by
    row (None, or {n, mean, std, low, high, runs}), `best` ([row, column] of the best mean, where the metric has a
    direction), and the same as `markdown` and `latex`. Raises ValueError for more than `MOST` rows or columns.
    """
    rows, columns = (_ordered({cell[at] for cell in cells}) for at in (0, 1))
    for name, found in ((down, rows), (across, columns)):
        if len(found) > MOST:
            raise ValueError(f"{name} has {len(found)} values; a pivot takes {MOST}: filter, or choose another param")
    held: dict[tuple[Key, Key], list[tuple[str, float]]] = {}
    for row, column, id, value in cells:
        held.setdefault((row, column), []).append((id, value))
    grid = [[_cell(held.get((row, column), [])) for column in columns] for row in rows]
    best = _best(grid, good)
    table = TextTable(
        [f"{down} \\ {across}", *map(_label, columns)],
        [[_label(row), *map(_shown, line)] for row, line in zip(rows, grid, strict=True)],
        strong=frozenset((row, column + 1) for row, column in best),
        notes=[_note(metric, good)],
    )
    return {
        "down": down, "across": across, "metric": metric, "direction": good, "rows": rows, "columns": columns,
        "cells": grid, "best": [list(place) for place in best], "markdown": markdown(table), "latex": latex(table),
    }  # fmt: skip


def _ordered(values: set[Key]) -> list[Key]:
    return sorted(values, key=lambda value: (value is None, isinstance(value, str), value or 0))


def _cell(runs: Sequence[tuple[str, float]]) -> dict[str, Any] | None:
    mean = mean_of([value for _, value in runs])
    return None if mean is None else {**mean.as_dict(), "runs": [id for id, _ in runs]}


def _best(grid: Sequence[Sequence[dict[str, Any] | None]], good: Direction | None) -> list[tuple[int, int]]:
    means = {(at, n): cell["mean"] for at, line in enumerate(grid) for n, cell in enumerate(line) if cell is not None}
    if good is None or len(means) < 2:
        return []
    top = max(means.values()) if good == "up" else min(means.values())
    return [place for place, mean in means.items() if mean == top]


def _shown(cell: dict[str, Any] | None) -> str:
    if cell is None:
        return formats.UNKNOWN
    reach = None if cell["high"] is None else cell["high"] - cell["mean"]
    return f"{with_spread(cell['mean'], reach)} ({cell['n']})"


def _label(value: Key) -> str:
    return formats.UNKNOWN if value is None else formats.text(value)


def _note(metric: str, good: Direction | None) -> str:
    better = {"up": ", more is better", "down": ", less is better", None: ""}[good]
    return f"{metric}{better}: mean ± half of the 95 % interval (Student's t), runs in brackets"
