"""What a search has found so far: how many configurations, and which is best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import direction
from jupyter_tracker.analysis.formats import as_number
from jupyter_tracker.analysis.learnt import Learnt

Summary = Mapping[str, Any]
_BY_LIBRARIES = ("mean_test_score", "score", "value", "objective")
"""What search libraries call the number that decides: greater is better as far as they do not say otherwise."""


def told(children: Sequence[Summary], learnt: Learnt | None = None) -> dict[str, Any] | None:
    """The search in a run, from the summaries of its configurations: `total`, how many are `running` and have
    `failed`, the `metric` that decides with its `direction`, and the `best` as id, name, value and params. None without
    any."""
    if not children:
        return None
    metric, good = _decides(children, learnt)
    best = ranked(children, metric, good)[:1] if metric and good else []
    states = Counter(child.get("state") for child in children)
    return {
        "total": len(children),
        "running": states["running"],
        "failed": states["failed"] + states["crashed"] + states["interrupted"],
        "metric": metric,
        "direction": good,
        "best": _best(best[0], str(metric)) if best else None,
    }


def ranked(children: Sequence[Summary], metric: str | None, good: str | None) -> list[Summary]:
    """Those that have a number for the metric, best first; in their order where nothing tells what is better."""
    if metric is None:
        return list(children)
    having = [(as_number(child["metrics"].get(metric)), child) for child in children]
    known = [(number, child) for number, child in having if number is not None and number == number]
    if good is not None:
        known.sort(key=lambda pair: pair[0], reverse=good == "up")
    return [child for _, child in known]


def _decides(children: Sequence[Summary], learnt: Learnt | None) -> tuple[str | None, str | None]:
    counts = Counter(name for child in children for name in child["metrics"])
    often = [name for name, count in counts.items() if 2 * count >= max(counts.values())]
    by_library = next((name for name in _BY_LIBRARIES if name in often), None)
    metric = learnt.primary if learnt is not None and learnt.primary in often else by_library
    metric = metric or direction.primary(often, learnt) or (often[0] if often else None)
    return metric, direction.of(metric, learnt) if metric else None


def _best(child: Summary, metric: str) -> dict[str, Any]:
    return {
        "id": child["id"],
        "name": child["name"],
        "value": child["metrics"][metric],
        "params": child["params"],
    }
