"""The few values of a run that are shown first: at most six, those that a person would have logged by hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jupyter_tracker.analysis import direction
from jupyter_tracker.analysis.formats import as_number
from jupyter_tracker.analysis.learnt import NOTHING, Learnt
from jupyter_tracker.store.events import decode_value

MOST, METRICS, FINDINGS = 6, 4, 2
"""How many are shown at most, how many of them are metrics as long as there are params enough, and how many p-values
and test statistics where there are no metrics."""

DOUBTFUL = 0.6
"""What we are less sure of is never shown first."""
SURE = 0.85
"""What we must be as sure of where the name does not tell that it measures how good something is."""

QUIET = frozenset(
    """verbose verbosity silent debug quiet log logs logging logger print progress jobs workers threads path paths dir
    directory folder root file files filename url uri device devices gpu gpus cuda plot figsize title xlabel ylabel
    columns cols encoding sep delimiter host port user prefix suffix timestamp date save checkpoint checkpoints resume
    cache uuid token ip run exp project entity experiment idx index tracking version server address""".split()
)
"""Words of names that say how or where something ran, not what was tried."""
EMPTY = frozenset("id ids name names mode target targets".split())
"""Words that are as good as the others of the name: `model_name` tells something, `target_name` does not."""
TELLING = frozenset(
    """lr learning momentum decay wd batch bs epoch epochs optimizer optim scheduler warmup criterion loss objective
    depth leaf leaves estimator estimators tree trees features feature iter iters iterations tol tolerance alpha
    alphas beta betas gamma lambda eta reg regularization l1 l2 penalty solver kernel kernels degree degrees
    neighbors clusters centers components weight weights subsample sample samples colsample bins boost boosting
    booster rounds stopping patience fold folds splits split cv repeats ratio fraction frac hidden unit units
    layer layers head heads dim dims embd embed embedding channels filters stride padding activation temperature
    topk architecture arch model backbone dataset classes noise rate dropout threshold clip steps timesteps envs
    horizon discount gae tau trials scoring strategy init formula family link lag lags order window resolution
    vocab tokens context width height rank shuffle stratify bootstrap bidirectional pretrained augment
    augmentation normalize intercept balanced size sizes sigma mu eps epsilon nugget bandwidth perplexity method
    algorithm metric distance norm scaler env environment game""".split()
)
"""Words that people name settings of models and of their training by, and hardly anything else in such code."""
COUNTED = frozenset("n num nb max min".split())
SEEDS = frozenset("seed seeds".split())
CALL = re.compile(r"\w\(")
PART = re.compile(r"(^|[./])\d+([./]|$)")
"""In the name of a metric of one class or one fold only (`0.precision`)."""
_ALL = re.compile(r"\b(avg|average|mean|overall|total|all|macro|micro|weighted)\b")
"""In the name of a mean over classes."""
SEVERAL = 3
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_FILE = re.compile(r"(^(\.{0,2}/|~|[A-Za-z]:\\|[a-z0-9]+://))|(\.[a-z][a-z0-9]{1,5}$)|(/.*/)|\\")
LONGEST_TEXT, LONGEST_LIST = 60, 8
STRANGE = 3
"""The rank of a param whose name tells nothing; such are shown where there are no others, or where they changed."""


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    value: Any
    conf: float


def foremost(run: Mapping[str, Any], learnt: Learnt | None = None, *, changed: Collection[str] = ()) -> list[str]:
    """Names of metrics, then of params, most telling first: at most `MOST`, fewer rather than doubtful ones.

    Args:
        run: a run record or a summary.
        learnt: what people have ruled in its notebook.
        changed: the params that differ from the run before it, where that is known: they come first.
    """
    metrics, params = worthy(run, learnt, changed=changed)
    chosen = metrics[: max(METRICS, MOST - len(params))]
    return chosen + params[: MOST - len(chosen)]


def worthy(
    run: Mapping[str, Any], learnt: Learnt | None = None, *, changed: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    """The metrics and the params that may stand among the foremost, most telling first, however many they are."""
    ruled = learnt or NOTHING
    metrics = _metrics(run, ruled)
    return metrics, [name for name in _params(run, ruled, changed) if name not in metrics]


def also_seen(run: Mapping[str, Any], shown: Collection[str], learnt: Learnt | None = None) -> list[str]:
    """Names of the metrics and params that are not among those shown; defaults and what is ignored are left out."""
    ruled = learnt or NOTHING
    there = [item.name for item in (*_items(run, "metrics"), *_items(run, "params"))]
    return [name for name in dict.fromkeys(there) if name not in shown and not ruled.ignores(name)]


def columns(
    runs: Iterable[tuple[Mapping[str, Any], Collection[str]]], learnt: Learnt | None = None
) -> tuple[list[str], list[str]]:
    """The metrics and params that are among those shown first of some of these runs, the commonest in front.

    `runs` are summaries, each with what is shown first of it.
    """
    given = list(runs)
    counts: dict[str, dict[str, int]] = {"metrics": {}, "params": {}}
    for run, names in given:
        for name in names:
            role = "metrics" if name in (run.get("metrics") or {}) else "params"
            counts[role][name] = counts[role].get(name, 0) + 1
    few = [name for name, count in counts["metrics"].items() if 2 * count < len(given)]
    metrics = sorted(counts["metrics"], key=lambda name: (name in few, direction.importance(name, learnt), name))
    return metrics, sorted(counts["params"], key=lambda name: -counts["params"][name])


def _metrics(run: Mapping[str, Any], ruled: Learnt) -> list[str]:
    given = [item for item in _items(run, "metrics") if as_number(item.value) is not None]
    fit = [item for item in given if _measures(item, ruled)]
    fit = [item for item in fit if not PART.search(item.name)] or fit
    fit = fit or [item for item in given if _finds(item, ruled)][:FINDINGS]
    parts = _parts([item.name for item in fit])
    fit = [item for item in fit if item.name not in parts] or fit
    fit.sort(key=lambda item: (parts.get(item.name, 0), direction.importance(item.name, ruled), -item.conf))
    return [item.name for item in fit]


def _parts(names: Iterable[str]) -> dict[str, int]:
    """Names that say the same of several classes and of all (`no.recall`, `yes.recall`, `macro avg.recall`): 1 for a
    mean, 2 for a class."""
    by_leaf: dict[str, list[str]] = {}
    for name in names:
        by_leaf.setdefault(name.rpartition(".")[2], []).append(name)
    several = (one for one in by_leaf.values() if len(one) >= SEVERAL and any(map(_of_all, one)))
    return {name: 1 if _of_all(name) else 2 for one in several for name in one}


def _of_all(name: str) -> bool:
    return bool(_ALL.search(name.rpartition(".")[0].replace("_", " ")))


def _measures(item: _Item, ruled: Learnt) -> bool:
    """Whether a metric is one that a person would log."""
    if ruled.ignores(item.name):
        return False
    if item.name in ruled.metrics or item.name == ruled.primary or item.conf == 1.0:
        return True
    told = direction.statistic(item.name) or direction.counted(item.name) or CALL.search(item.name)
    if told or item.conf < DOUBTFUL:
        return False
    judged = direction.of(item.name, ruled) is not None and not direction.timed(item.name)
    return judged or item.conf >= SURE


def _finds(item: _Item, ruled: Learnt) -> bool:
    """Whether it is what a statistical test came to: worth showing where nothing is measured."""
    return direction.statistic(item.name) and item.conf >= DOUBTFUL and not ruled.ignores(item.name)


def _params(run: Mapping[str, Any], ruled: Learnt, changed: Collection[str]) -> list[str]:
    fit = [item for item in _items(run, "params") if _set_by_a_person(item, ruled)]
    wanted = {item.name for item in fit if item.name in changed or item.name in ruled.params or item.conf == 1.0}
    if any(_rank(item) < STRANGE or item.name in wanted for item in fit):
        fit = [item for item in fit if _rank(item) < STRANGE or item.name in wanted]
    fit.sort(key=lambda item: (item.name not in changed, item.name not in ruled.params, _rank(item), -item.conf))
    return [item.name for item in fit]


def _set_by_a_person(item: _Item, ruled: Learnt) -> bool:
    """Whether a param is one that a person would log: no path, no switch for messages, nothing long."""
    if ruled.ignores(item.name):
        return False
    if item.name in ruled.params or item.conf == 1.0:
        return True
    value = decode_value(item.value)
    telling, words = tells(item.name), _words(item.name)
    telling_value = telling and not isinstance(value, bool)
    if item.conf < (DOUBTFUL if telling_value else SURE) or words & QUIET or (words & EMPTY and not telling):
        return False
    if isinstance(value, str):
        return 0 < len(value) <= LONGEST_TEXT and "\n" not in value and not _FILE.search(value)
    return not isinstance(value, dict) and (not isinstance(value, list) or len(value) <= LONGEST_LIST)


def _rank(item: _Item) -> int:
    """What settings are called by first: numbers and words before switches, seeds last; then all else (`STRANGE`)."""
    if is_seed(item.name):
        return 2
    if not tells(item.name):
        return STRANGE
    return 1 if item.value is None or isinstance(item.value, bool) else 0


@lru_cache(maxsize=4096)
def tells(name: str) -> bool:
    """Whether a name is such as people give to settings: `lr`, `n_estimators`, `C`."""
    words = _words(name)
    leaf = re.split(r"\.(?!\d)", name)[-1]
    counted = bool(words & COUNTED) and len(words) > 1
    return bool(words & TELLING) or counted or leaf in ("C", "k", "p") or is_seed(name)


def is_seed(name: str) -> bool:
    """Whether a param is called as seeds are."""
    return bool(_words(name) & SEEDS) or name.endswith("random_state")


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(re.split(r"\.(?!\d)", name)[-1]))


def _items(run: Mapping[str, Any], role: str) -> Iterator[_Item]:
    """What a record or a summary holds of one role, defaults apart."""
    held = run.get(role) or ()
    if isinstance(held, Mapping):
        sure = run.get("conf") or {}
        yield from (_Item(name, value, sure.get(name, 1.0)) for name, value in held.items())
        return
    for item in held:
        if not item.get("default"):
            conf = item.get("conf")
            yield _Item(item["name"], item.get("value"), 1.0 if conf is None else float(conf))
