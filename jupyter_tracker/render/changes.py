"""What of a run is worth a line: the params that are new against the run before, and the metrics that matter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_tracker.analysis import direction, formats
from jupyter_tracker.analysis.comparison import same_value
from jupyter_tracker.analysis.learnt import Learnt

Record = Mapping[str, Any]


@dataclass(frozen=True)
class ParamChange:
    """A param of a run: `before` is the text it had in the run before, None where it had none."""

    name: str
    value: Any
    text: str
    before: str | None
    where: str


@dataclass(frozen=True)
class MetricChange:
    """A metric of a run, and what it moved by since the run before (None: not there, or not a number)."""

    name: str
    value: Any
    delta: float | None
    direction: direction.Direction | None
    unit: str | None
    series: bool
    where: str


def params(record: Record, previous: Record | None) -> list[ParamChange]:
    """The params that differ from the run before; without one, those that were set."""
    before = {item["name"]: item.get("value") for item in (previous or {}).get("params") or ()}
    found = []
    for item in record.get("params") or ():
        name, value = item["name"], item.get("value")
        known = name in before
        if (known and same_value(before[name], value)) or (not known and item.get("default")):
            continue
        text, old = formats.apart(value, before[name], 40) if known else (formats.text(value, 40), None)
        found.append(ParamChange(name, value, text, old, where_from(item)))
    return found


def changed(record: Record, previous: Record | None) -> set[str]:
    """The names of the params that differ from the run before; none without one."""
    return {item.name for item in params(record, previous)} if previous is not None else set()


def metrics(record: Record, previous: Record | None, learnt: Learnt | None = None) -> list[MetricChange]:
    """All metrics, first what people look at first."""
    before = {item["name"]: formats.as_number(item.get("value")) for item in (previous or {}).get("metrics") or ()}
    found = []
    for item in sorted(record.get("metrics") or (), key=lambda item: direction.importance(item["name"], learnt)):
        name, now = item["name"], formats.as_number(item.get("value"))
        old = before.get(name)
        moved = now - old if now is not None and old is not None else None
        if moved is not None and not math.isfinite(moved):
            moved = None
        series, unit = bool(item.get("series")), item.get("unit")
        good = direction.of(name, learnt)
        found.append(MetricChange(name, item.get("value"), moved, good, unit, series, where_from(item)))
    return found


def where_from(item: Mapping[str, Any]) -> str:
    """Where a value came from, in words: `keyword in fit(), line 3: n_estimators=100`."""
    said = str(item.get("kind") or "")
    if item.get("fn"):
        said += f" in {item['fn']}()"
    if item.get("file"):
        said += f", {item['file']}"
    if item.get("line") is not None:
        said += f", line {item['line']}"
    if item.get("text"):
        said += f": {formats.shortened(formats.clean(str(item['text'])), 80)}"
    if item.get("sampling") == "sampled":
        said += " (sampled)"
    return said.lstrip(", ")
