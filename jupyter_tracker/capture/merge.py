"""One record for each distinct thing: an accuracy that was bound, printed and returned is one metric.

What comes first is kept: callers hand over the ways in which a person is most likely to think of a value first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from jupyter_tracker.capture import judgement
from jupyter_tracker.capture.records import Seen, SeriesInfo, Value

TELLING_DIGITS = 4
"""So many significant digits make it unlikely that two different things have the same value."""
_SAME_WORDS = {"learning": "lr", "rate": "lr", "accuracy": "acc", "epoch": "epochs", "epochs": "epochs"}


def metrics(seen: Iterable[Seen], series: Sequence[SeriesInfo] = ()) -> list[Seen]:
    """Metrics without those that are another one, or the last value of a series, once more."""
    kept: list[Seen] = []
    names = {info.name for info in series}
    for item in seen:
        if item.name in names or any(_same_metric(item, other.name, other.value) for other in kept):
            continue
        if item.where.kind not in ("assigned", "expression") and any(
            _same_metric(item, info.name, info.last) for info in series
        ):
            continue
        names.add(item.name)
        kept.append(item)
    return kept


def params(seen: Iterable[Seen]) -> list[Seen]:
    """Params without those that are another one once more: the same last name and value, or an argument that was
    given a value that has a name like its own already."""
    kept: dict[str, Seen] = {}
    for item in seen:
        if item.name in kept:
            continue
        leaf = _leaf(item.name)
        twins = [other for other in kept.values() if _equal(other.value, item.value)]
        if item.where.kind in ("argument", "local", "keyword", "name") and any(_leaf(t.name) == leaf for t in twins):
            continue
        if item.where.kind == "argument" and any(_related(t.name, item.name) for t in twins):
            continue
        kept[item.name] = item
    return list(kept.values())


def _same_metric(item: Seen, name: str, value: Value) -> bool:
    if not isinstance(value, (int, float)) or not isinstance(item.value, (int, float)):
        return False
    if not _equal(item.value, value):
        return False
    return _telling(value) or _related(item.name, name) or item.where.kind in ("returned", "called")


def _equal(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=1e-12)
    return type(one) is type(other) and one == other


def _telling(value: float) -> bool:
    if not math.isfinite(value):
        return False
    digits = f"{abs(value):.12g}".replace(".", "").partition("e")[0].strip("0")
    return len(digits) >= TELLING_DIGITS


def _related(one: str, other: str) -> bool:
    return bool(_words(one) & _words(other))


def _words(name: str) -> set[str]:
    return {_SAME_WORDS.get(word, word) for word in judgement.words(_leaf(name)) if len(word) > 1}


def _leaf(name: str) -> str:
    return name.rpartition(".")[2].lower()
