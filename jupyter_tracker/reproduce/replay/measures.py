"""Metrics and curves of a run and of its replay, by value."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...store.events import decode_value
from .verdicts import Metric, Noise, Verdict, near, number, same_number
from .volatile import Known

if TYPE_CHECKING:
    from ...store.query import Reader
    from ...store.series import Series

_LEAST_REPEATS = 3
"""So many runs of the same code, params and inputs, the run itself among them, tell how much a metric varies."""
_SPREAD = 3.0
"""A value is within noise up to so many standard deviations from the mean of the repeats."""
_MOST_REPEATS = 50


def compare(
    reader: Reader,
    recorded: Mapping[str, Any],
    replayed: str | None,
    execs: Mapping[str, Known],
    tolerance: float,
) -> list[Metric]:
    """Each metric of the `recorded` run that cells of its slice computed, beside that of the run `replayed`. `execs`
    holds for each exec of the slice what is volatile after it."""
    other = {item["name"]: item for item in reader.run(replayed)["metrics"]} if replayed else {}
    found = []
    for item in recorded["metrics"]:
        if item.get("exec") is not None and item["exec"] not in execs:
            continue
        one = _metric(reader, recorded["id"], replayed, item, other.get(item["name"]), tolerance)
        known = execs.get(item.get("exec") or "") or Known()
        kind = known.metric(item["name"], item.get("kind"))
        found.append(replace(one, volatile=kind if one.verdict != "identical" else None))
    away = {item.name for item in found if item.verdict == "different" and not item.volatile}
    noise = noises(reader, recorded, away, replayed) if away else {}
    return [_with_noise(item, noise.get(item.name)) for item in found]


def _metric(
    reader: Reader,
    run: str,
    replayed: str | None,
    item: Mapping[str, Any],
    other: Mapping[str, Any] | None,
    tolerance: float,
) -> Metric:
    name, exec_id, line = item["name"], item.get("exec"), item.get("line")
    if other is None:
        return Metric(name, "different", item["value"], None, exec_id, line, bool(item["series"]))
    verdict = _values(item["value"], other["value"], tolerance)
    if not item["series"] or not other["series"] or replayed is None:
        return Metric(name, verdict, item["value"], other["value"], exec_id, line, bool(item["series"]))
    sampled = "sampled" in (item.get("sampling"), other.get("sampling"))
    left, right = reader.series(run, name), reader.series(replayed, name)
    curve, compared, step = _curves(left, right, sampled, tolerance)
    shown = item["value"], other["value"]
    if step is not None:
        shown = _at(left, step), _at(right, step)
    last_counts = not sampled or (left.step[-1:] == right.step[-1:])
    decided: Verdict = max(curve, verdict, key=("identical", "equal", "different").index) if last_counts else curve
    return Metric(name, decided, *shown, exec_id, line, True, compared, step)


def _values(one: Any, other: Any, tolerance: float) -> Verdict:
    first, second = number(one), number(other)
    if first is None or second is None:
        return "identical" if decode_value(one) == decode_value(other) else "different"
    if same_number(first, second):
        return "identical"
    return "equal" if near(first, second, tolerance) else "different"


def _curves(left: Series, right: Series, sampled: bool, tolerance: float) -> tuple[Verdict, int, float | None]:
    """The verdict on two curves, how many points were compared, and the first step at which they differ. A sampled one
    is compared at the steps that both have."""
    if not sampled and len(left) != len(right):
        shorter = min(len(left), len(right))
        longer = left if len(left) > len(right) else right
        return "different", shorter, longer.step[shorter]
    if sampled:
        there = {step: value for step, value in zip(right.step, right.value, strict=True)}
        pairs = [(s, v, there[s]) for s, v in zip(left.step, left.value, strict=True) if s in there]
    else:
        pairs = list(zip(left.step, left.value, right.value, strict=True))
        moved = next((a for a, b in zip(left.step, right.step, strict=True) if a != b), None)
        if moved is not None:
            return "different", len(pairs), moved
    verdict: Verdict = "identical"
    for step, one, other in pairs:
        found = _values(one, other, tolerance)
        if found == "different":
            return "different", len(pairs), step
        if found == "equal":
            verdict = "equal"
    return verdict, len(pairs), None


def _at(series: Series, step: float) -> float | None:
    return next((value for at, value in zip(series.step, series.value, strict=True) if at == step), None)


def _with_noise(metric: Metric, noise: Noise | None) -> Metric:
    value = number(metric.replayed)
    if noise is None or metric.verdict != "different" or value is None:
        return metric
    return replace(metric, verdict="noise" if noise.low <= value <= noise.high else "different", noise=noise)


def noises(
    reader: Reader, recorded: Mapping[str, Any], names: Iterable[str], but: str | None = None
) -> dict[str, Noise]:
    """How much these metrics vary over recorded repeats: runs of the same cells with the same params and inputs, among
    them replays of this one, `but` not the one that is judged. Nothing for a metric of fewer than three repeats, or of
    which all were the same."""
    values: dict[str, list[float]] = {name: [] for name in names}
    for record in [recorded, *_repeats(reader, recorded, but)]:
        for item in record["metrics"]:
            value = number(item["value"])
            if item["name"] in values and value is not None and math.isfinite(value):
                values[item["name"]].append(value)
    found = {}
    for name, several in values.items():
        if len(several) >= _LEAST_REPEATS and len(set(several)) > 1:
            mean, spread = statistics.fmean(several), statistics.stdev(several)
            found[name] = Noise(mean - _SPREAD * spread, mean + _SPREAD * spread, len(several))
    return found


def _repeats(reader: Reader, recorded: Mapping[str, Any], but: str | None) -> list[Mapping[str, Any]]:
    like = _likeness(recorded)
    found: list[Mapping[str, Any]] = []
    for summary in reader.runs(notebook=recorded["notebook"], children=True, limit=1000):
        if (
            summary["id"] in (recorded["id"], but)
            or summary["cell_id"] != recorded["cell_id"]
            or summary["state"] == "running"
        ):
            continue
        other = reader.run(summary["id"])
        if _likeness(other) == like and other["made_by"] != "variation":
            found.append(other)
        if len(found) == _MOST_REPEATS:
            break
    return found


def _likeness(record: Mapping[str, Any]) -> Any:
    """What is the same in repeats: the sources of the cells, the params, the inputs by content."""
    return (
        [part["source"] for part in record["parts"]],
        sorted((item["name"], str(item["value"])) for item in record["params"]),
        sorted(str(item.get("hash")) for item in record["inputs"]),
    )
