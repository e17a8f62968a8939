"""How the best value of a metric has moved on with time, run by run."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from jupyter_tracker.analysis.direction import Direction


def best_so_far(runs: Iterable[tuple[str, float | None, float | None]], good: Direction) -> list[dict[str, Any]]:
    """The runs that were better than all before them, oldest first: `run`, `started`, `value`, and `number`, which run
    it was.

    `runs` are (id, when it started, value); those without either don't count.
    """
    known = [
        (started, id, value)
        for id, started, value in runs
        if started is not None and value is not None and math.isfinite(value)
    ]
    found: list[dict[str, Any]] = []
    for number, (started, id, value) in enumerate(sorted(known), 1):
        if not found or (value > found[-1]["value"] if good == "up" else value < found[-1]["value"]):
            found.append({"run": id, "started": started, "value": value, "number": number})
    return found
