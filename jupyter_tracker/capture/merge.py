"""One record for each distinct thing: an accuracy that was bound, printed and returned is one metric.

What comes first is kept: callers hand over the ways in which a person is most likely to think of a value first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from jupyter_tracker.capture import judgement, values
from jupyter_tracker.capture.records import Seen, SeriesInfo, Value, Where

_CALLED = re.compile(r"[\w.]*?(\w+)\(.*\)")
_HANDING_ON = frozenset("float int round abs max min sum len mean item print".split())
"""What makes nothing new of the numbers that it is given."""
TELLING_DIGITS = 4
"""So many significant digits make it unlikely that two different things have the same value."""
_SAME_WORDS = {"learning": "lr", "rate": "lr", "accuracy": "acc", "epoch": "epochs"}
_LONG = {
    "root_mean_squared_error": "rmse", "mean_squared_error": "mse", "mean_absolute_error": "mae",
    "mean_absolute_percentage_error": "mape", "roc_auc": "auc", "log_loss": "logloss",
}  # fmt: skip
_GENERAL = {"score", "scores", "metric", "metrics", "error", "err", "loss", "losses", "performance"}
_NAMED = ("assigned", "local", "expression", "returned")
_ALSO = {
    "assigned": "bound to {name}", "local": "{name} in {fn}()", "expression": "shown as {name}",
    "returned": "given back by {fn}()", "called": "given by {name}", "fitted": "told by {text}",
    "printed": "printed as {name}", "argument": "given to {fn}() as {name}", "keyword": "passed as {name}",
    "name": "read as {name}", "literal": "set as {name}", "progress": "shown by a progress bar as {name}",
    "callback": "told by a library as {name}", "dropin": "logged as {name} through another tracker",
}  # fmt: skip


def metrics(seen: Iterable[Seen], series: Sequence[SeriesInfo] = ()) -> list[Seen]:
    """Metrics without those that are another one, or the last value of a series, once more."""
    kept: dict[str, Seen] = {}
    curves = {info.name: info for info in series}
    for item in map(_told_apart(kept, curves), seen):
        if item.name in curves:
            continue
        twin = kept.get(item.name) or next((other for other in kept.values() if _same(item, other)), None)
        if twin is not None:
            kept[twin.name] = _with(twin, item)
        elif item.where.kind == "called" and any(_inside(item.where, other.where) for other in kept.values()):
            continue
        elif item.where.kind not in ("assigned", "expression") and any(
            _same_metric(item, name, info.last, None if info.last in (0, 1) else info.where)
            for name, info in curves.items()
        ):
            continue
        else:
            kept[item.name] = item
    return list(kept.values())


def _told_apart(kept: Mapping[str, Seen], curves: Mapping[str, SeriesInfo]) -> Callable[[Seen], Seen]:
    """Gives another name to what is another thing of the same name: a number of another function (`test.loss`), what a
    name of a curve was bound to after its loop (`evaluate.loss`)."""

    def named(item: Seen) -> Seen:
        twin, curve = kept.get(item.name), curves.get(item.name)
        number = isinstance(item.value, (int, float))
        if curve is not None and number and item.where.kind == "assigned" and not _equal(item.value, curve.last):
            called = _CALLED.fullmatch(item.where.text or "")
            if _rounded(item, curve.last):
                return replace(item, value=curve.last)
            owner = called[1] if called and called[1] not in _HANDING_ON else "final"
            return replace(item, name=f"{owner}.{item.name}")
        apart = twin is not None and item.where.kind == "local" and twin.where.kind == "local"
        if twin is None or not apart or item.where.fn in (None, twin.where.fn) or _equal(item.value, twin.value):
            return item
        return replace(item, name=f"{(item.where.fn or '').rpartition('.')[2]}.{item.name}")

    return named


def params(seen: Iterable[Seen]) -> list[Seen]:
    """Params without those that are another one once more: the same last name and value, or an argument that was
    given a value that has a name like its own already."""
    kept: dict[str, Seen] = {}
    for item in seen:
        twin = kept.get(item.name) or next((other for other in kept.values() if _same_param(item, other)), None)
        if twin is None:
            kept[item.name] = item
        elif not item.default:
            kept[twin.name] = _with(twin, item)
    return list(kept.values())


def known_curve(name: str, points: Sequence[object], series: Iterable[SeriesInfo]) -> bool:
    """Whether a whole curve is one that was seen as it grew, under its own name or another; a point more or less, at
    its start, makes no difference."""
    last = values.number(points[-1]) if len(points) else None
    for info in series:
        if info.name == name:
            return True
        if last is not None and abs(info.points - len(points)) <= 1 and _equal(float(last), info.last):
            if _telling(info.last) or _related(name, info.name):
                return True
    return False


def _same_param(item: Seen, other: Seen) -> bool:
    if item.where.kind not in ("argument", "local", "keyword", "name") and item.where.fn is None:
        return False
    if not _equal(other.value, item.value):
        return False
    return _leaf(other.name) == _leaf(item.name) or (item.where.kind == "argument" and _related(other.name, item.name))


def _same(item: Seen, other: Seen) -> bool:
    return _same_metric(item, other.name, other.value, other.where)


def _same_metric(item: Seen, name: str, value: Value, where: Where | None = None) -> bool:
    if not isinstance(value, (int, float)) or not isinstance(item.value, (int, float)):
        return False
    if item.where.kind == "printed":
        return _equal(item.value, value) or _rounded(item, value)
    if not _equal(item.value, value):
        return False
    if _measures(item.name) and _measures(name) and _measures(item.name).isdisjoint(_measures(name)):
        return False  # two measures may well come to the same
    best = bool(judgement.words(item.name) & judgement.CHOSEN)  # the best of a curve may well be its last
    near = where is not None and item.where.kind in ("returned", "called") and not best
    return near or _telling(value) or _related(item.name, name)


def _rounded(item: Seen, value: float) -> bool:
    """Whether a printed number is another one, written with fewer digits (or as a percentage)."""
    said = item.value
    if not isinstance(said, (int, float)) or not math.isfinite(value) or not math.isfinite(said):
        return False
    digits = len(repr(said).partition(".")[2]) if "e" not in repr(said) else 0
    times = [100.0, 1.0] if item.unit == "%" else [1.0]
    return any(digits > 0 and round(value * by, digits) == said for by in times)


def _inside(called: Where, named: Where) -> bool:
    """Whether a library's result stands in the expression that a name was bound to: what was made of it counts."""
    if named.kind not in _NAMED or called.line is None:
        return False
    place = (called.line, called.fn, called.file)
    return place == (named.line, named.fn, named.file) and (called.text or "?") in (named.text or "")


def _with(kept: Seen, other: Seen) -> Seen:
    where = other.where
    said = _ALSO.get(where.kind, "").format(name=other.name, fn=where.fn or "the cell", text=where.text or "an object")
    own = (kept.where.kind, kept.name, kept.where.fn) == (where.kind, other.name, where.fn)
    return kept if own or not said or said in kept.also else replace(kept, also=(*kept.also, said))


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


def _measures(name: str) -> set[str]:
    """What is measured, by the words of a name: {"acc"} for `val_accuracy`, {"mse"} for `mean_squared_error`."""
    leaf = _leaf(name)
    for long, short in _LONG.items():
        leaf = leaf.replace(long, short)
    words = {_SAME_WORDS.get(word, word) for word in judgement.words(leaf)}
    return words & judgement.METRIC_WORDS - _GENERAL


def _leaf(name: str) -> str:
    return name.rpartition(".")[2].lower()
