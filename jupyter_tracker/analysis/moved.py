"""Why did it move? What changed between two runs, ranked by what earlier runs say each change does to a metric.

Nothing is fitted: a change is judged by runs that differ in it alone, else by runs that differ in it and in their seed,
else by the means of all runs on either side. Each answer says which of these it is, and how many runs stand behind it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.direction import Direction
from jupyter_tracker.analysis.means import mean_of

ABSENT = "\0absent"
"""Stands for a param that a run has not."""

CODE, DATA, PACKAGES, SEED = "code", "data", "packages", "seed"
ASPECTS = (CODE, DATA, PACKAGES, SEED)

WAYS = {
    "alone": "runs that differ in this alone",
    "but seeds": "runs that differ in this and in their seed",
    "means": "all runs on either side, whatever else differs in them",
    "unknown": "history cannot tell",
}
"""Kinds of evidence, best first."""


@dataclass(frozen=True)
class Run:
    """A run as far as it matters here.

    `aspects` has, under params' names behind `param:` and under code, data, packages and seed, a text that is the same
    where they are (None where it is not known); `value` is the metric.
    """

    id: str
    value: float
    aspects: Mapping[str, str | None]

    def at(self, aspect: str) -> str | None:
        """What it has of an aspect; ABSENT where it has no such param."""
        return self.aspects.get(aspect, ABSENT)


@dataclass(frozen=True)
class Effect:
    """What a change does to the metric, as history says: the mean `change` over `n` comparisons (sets of runs alike in
    all else; for means 1), its interval, by which `way`, over how many `runs`."""

    way: str
    change: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    runs: int = 0


def ranked(first: Run, second: Run, history: Sequence[Run], good: Direction | None) -> dict[str, Any]:
    """What changed from `first` to `second`, that which history says did most first, what it cannot tell last.

    Gives `change` of the metric, `changes` (each `aspect`, `name`, the fields of its Effect, `share` of the whole
    change, `better` and `text`), `explained` (the sum of the known ones) and `sentence`. `history` may hold the two
    runs themselves: they are left out.
    """
    others = [run for run in history if run.id not in (first.id, second.id) and math.isfinite(run.value)]
    aspects = list(dict.fromkeys([*first.aspects, *second.aspects, *(a for run in others for a in run.aspects)]))
    changed = [aspect for aspect in aspects if _differs(first, second, aspect)]
    unsure = [aspect for aspect in ASPECTS if None in (first.at(aspect), second.at(aspect))]
    whole = second.value - first.value
    rows = []
    for aspect in changed:
        found = effect(aspect, first.at(aspect), second.at(aspect), others, aspects)
        if found.way == "unknown" and len(changed) == 1 and not unsure:
            found = Effect("alone", whole, n=1, runs=2)
        rows.append(_told(aspect, found, whole, good))
    rows.sort(key=lambda row: (row["change"] is None, -abs(row["change"] or 0.0)))
    explained = math.fsum(row["change"] for row in rows if row["change"] is not None)
    return {
        "change": whole,
        "changes": rows,
        "explained": explained if any(row["change"] is not None for row in rows) else None,
        "noise": noise(first, second, others, aspects),
        "unknown": unsure,
        "sentence": _sentence(whole, rows, unsure),
    }


def _differs(first: Run, second: Run, aspect: str) -> bool:
    pair = first.at(aspect), second.at(aspect)
    return pair[0] != pair[1] and (aspect not in ASPECTS or None not in pair)


def effect(aspect: str, before: str | None, after: str | None, runs: Sequence[Run], aspects: Sequence[str]) -> Effect:
    """What going from `before` to `after` in one aspect does to the metric, by the best evidence there is."""
    sides = {before: [run for run in runs if run.at(aspect) == before]}
    sides[after] = [run for run in runs if run.at(aspect) == after]
    if aspect == SEED:
        return _of_seeds(runs, aspects)
    if not (sides[before] and sides[after]):
        return Effect("unknown")
    for way, apart in (("alone", {aspect}), ("but seeds", {aspect, SEED})):
        kept = [name for name in aspects if name not in apart]
        changes, used = _matched(sides[before], sides[after], kept)
        mean = mean_of(changes)
        if mean is not None:
            return Effect(way, mean.mean, mean.low, mean.high, mean.n, used)
    a, b = (mean_of([run.value for run in sides[side]]) for side in (before, after))
    assert a is not None and b is not None
    return Effect("means", b.mean - a.mean, n=1, runs=a.n + b.n)


def _matched(before: Sequence[Run], after: Sequence[Run], kept: Sequence[str]) -> tuple[list[float], int]:
    """The change in each set of runs that are alike in all `kept` aspects, and how many runs these are."""
    sets: dict[tuple[str | None, ...], tuple[list[float], list[float]]] = {}
    for side, runs in enumerate((before, after)):
        for run in runs:
            if SEED not in kept or run.at(SEED) is not None:  # two runs without a known seed had two
                key = tuple(run.at(name) for name in kept)
                sets.setdefault(key, ([], []))[side].append(run.value)
    changes, used = [], 0
    for old, new in sets.values():
        if old and new:
            changes.append(math.fsum(new) / len(new) - math.fsum(old) / len(old))
            used += len(old) + len(new)
    return changes, used


def _of_seeds(runs: Sequence[Run], aspects: Sequence[str]) -> Effect:
    """How far another seed moves the metric, either way: √2 times the standard deviation within sets of runs that are
    alike in all else."""
    spread = _within(runs, aspects)
    if spread is None:
        return Effect("unknown")
    std, count, sets = spread
    return Effect("alone", None, -math.sqrt(2) * std, math.sqrt(2) * std, sets, count)


def _within(runs: Sequence[Run], aspects: Sequence[str]) -> tuple[float, int, int] | None:
    """Pooled standard deviation over seeds, of how many runs in how many sets."""
    kept = [name for name in aspects if name != SEED]
    sets: dict[tuple[str | None, ...], list[float]] = {}
    for run in runs:
        sets.setdefault(tuple(run.at(name) for name in kept), []).append(run.value)
    several = [values for values in sets.values() if len(values) > 1]
    freedom = sum(len(values) - 1 for values in several)
    if not freedom:
        return None
    squares = math.fsum((value - math.fsum(one) / len(one)) ** 2 for one in several for value in one)
    return math.sqrt(squares / freedom), freedom + len(several), len(several)


def noise(first: Run, second: Run, runs: Sequence[Run], aspects: Sequence[str]) -> dict[str, Any] | None:
    """How far two runs of one configuration are apart by chance: `std` over seeds, of how many `runs`, and whether the
    change lies `within` twice what that makes of a difference. None where no other configuration was run twice."""
    found = _within(runs, aspects)
    if found is None:
        return None
    within = abs(second.value - first.value) <= 2 * math.sqrt(2) * found[0]
    return {"std": found[0], "runs": found[1], "within": within}


def _told(aspect: str, found: Effect, whole: float, good: Direction | None) -> dict[str, Any]:
    name = aspect.removeprefix("param:")
    share = found.change / whole if found.change is not None and whole else None
    better = None if not found.change or good is None else (found.change > 0) == (good == "up")
    return {
        "aspect": aspect if aspect in ASPECTS else "param", "name": name, "way": found.way, "change": found.change,
        "low": found.low, "high": found.high, "n": found.n, "runs": found.runs, "share": share, "better": better,
        "text": _words(name, found),
    }  # fmt: skip


def _words(name: str, found: Effect) -> str:
    if found.way == "unknown":
        return f"{name}: {WAYS['unknown']}"
    behind = f"{WAYS[found.way]}: {formats.plural(found.runs, 'run')}"
    if found.change is None:  # a seed goes neither way
        return f"{name}: about ±{formats.number(found.high or 0.0, 2)} either way ({behind})"
    bounds = ""
    if found.low is not None and found.high is not None:
        bounds = f" [{formats.delta(found.low)}, {formats.delta(found.high)}]"
    return f"{name}: {formats.delta(found.change)}{bounds} ({behind})"


def _sentence(whole: float, rows: Sequence[Mapping[str, Any]], unsure: Sequence[str]) -> str:
    if not rows:
        told = "nothing that was recorded changed"
        return f"{formats.delta(whole)}: {told}" + (f"; {', '.join(unsure)} not known" if unsure else "")
    known = [row for row in rows if row["change"] is not None]
    silent = [row["name"] for row in rows if row["way"] == "unknown"]
    told = f"most by {known[0]['text']}" if known else "history cannot tell what did it"
    parts = [f"{formats.delta(whole)}: {told}"]
    if silent and known:
        parts.append(f"it cannot tell of {', '.join(silent[:3])}" + (" …" if len(silent) > 3 else ""))
    if unsure:
        parts.append(f"{', '.join(unsure)} not known")
    return "; ".join(parts)
