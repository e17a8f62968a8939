"""scikit-learn's searches: each candidate is a child run, live where the folds are computed in this process.

A candidate's key is its place in `cv_results_`. Its folds are gathered as they come; what was computed elsewhere
(`n_jobs`) is told of from `cv_results_` when the search ends.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Literal

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Watch
from jupyter_tracker.capture.inspectors.searching import SHOWN_AFTER, Search, Searches, numbers, plain, trials_around
from jupyter_tracker.capture.records import Child, Value

_NAMES = (
    "GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV", "BayesSearchCV",
    "best_params_", "best_score_", "best_estimator_", "cv_results_",
)  # fmt: skip
"""What code that searches names; the functions of a search are long."""
_FIT = frozenset(["fit", "fit_predict", "fit_transform"])
_ALONE = 2
"""The search itself and the fold; more around a fold is a search inside another, or inside its refit."""
_SCORES = ("mean_test", "std_test", "mean_train", "std_train")


@dataclass
class _Candidate:
    params: dict[str, Value]
    started: float | None
    folds: dict[int, dict[str, float]] = field(default_factory=dict)
    failed: int = 0


@dataclass
class _Candidates(Search):
    """A search under way: those candidates of its round (a halving search has several) that still lack folds."""

    open: dict[int, _Candidate] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    offset: int = 0
    ended: bool = False


class SklearnSearches:
    """What is seen of searches; one instance a process."""

    def __init__(self) -> None:
        """No search is known."""
        self._searches: Searches[_Candidates] = Searches(_Candidates)

    def begins(self) -> None:
        """Another cell."""
        self._searches.begins()

    def watches(self) -> Iterable[Watch]:
        """The end of each fold and of the search."""
        return (
            Watch("sklearn.model_selection._validation:_fit_and_score", self._fold, names=_NAMES),
            Watch("sklearn.model_selection._search:BaseSearchCV.fit", self._end, names=_NAMES),
        )

    def children(self, obj: Any) -> list[Child]:
        """The candidates of a search that has ended, if they were not told of while it ran."""
        results = values.attributes(obj).get("cv_results_")
        if not is_search(type(obj)) or not isinstance(results, dict) or self._searches.known(obj) is not None:
            return []
        return list(_candidates(results, type(obj).__name__, frozenset()))

    def _fold(self, call: Call) -> None:
        args = call.args
        place, split = args.get("candidate_progress"), args.get("split_progress")
        holder = args.get("caller")
        holder = _searching() if holder is None else holder
        if not place or not split or not is_search(type(holder)) or trials_around() > _ALONE:
            return
        with self._searches.lock:
            told = self._gather(holder, call, place, split, args)
        if told is not None:
            call.child(told)

    def _gather(self, holder: Any, call: Call, place: Any, split: Any, args: Mapping[str, Any]) -> Child | None:
        search = self._search(holder, call, place[0], split[0])
        started = values.number(args.get("start_time"))
        one = search.open.get(place[0])
        if one is None:
            settings = {**plain(args.get("parameters")), **_resources(holder)}
            one = search.open[place[0]] = _Candidate(settings, started)
        result = call.result if isinstance(call.result, dict) else {}
        one.folds[split[0]] = _scores(result)
        one.failed += result.get("fit_error") is not None
        key = str(search.offset + place[0])
        if len(one.folds) < split[1]:
            slow = len(one.folds) == 1 and started is not None and time.time() - started >= SHOWN_AFTER
            return Child(key, one.params, {}, "running", one.started, None, search.name) if slow else None
        del search.open[place[0]]
        search.closed.add(place[0])
        if len(search.closed) == place[1]:
            search.offset += place[1]
            search.closed.clear()
        search.told.add(key)
        state: Literal["failed", "finished"] = "failed" if one.failed == split[1] else "finished"
        return Child(key, one.params, _means(one.folds), state, one.started, time.time(), search.name)

    def _search(self, holder: Any, call: Call, candidate: int, split: int) -> _Candidates:
        """The search that a fold belongs to: another one where the same was seen already, as after an exception."""
        search = self._searches.of(holder, call, _FIT)
        one = search.open.get(candidate)
        if search.ended or candidate in search.closed or (one is not None and split in one.folds):
            self._searches.restart(holder)
            search = self._searches.of(holder, call, _FIT)
        return search

    def _end(self, call: Call) -> None:
        holder = call.args.get("self")
        results = values.attributes(holder).get("cv_results_")
        if not isinstance(results, dict) or trials_around() > 1:
            return
        with self._searches.lock:
            search = self._searches.known(holder)
            if search is not None and search.ended:
                self._searches.restart(holder)
            search = self._searches.of(holder, call, _FIT)
            search.ended = True
        for child in _candidates(results, search.name, search.told):
            call.child(child)
        search.told.clear()


def is_search(kind: type) -> bool:
    """Whether a class is one of scikit-learn's searches, or made from one."""
    return any(base.__name__ == "BaseSearchCV" for base in kind.__mro__)


def _searching() -> Any:
    """The search whose `fit` has called us: before scikit-learn 1.9 a fold is not told whose it is."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "fit" and frame.f_globals.get("__name__") == "sklearn.model_selection._search":
            return frame.f_locals.get("self")
        frame = frame.f_back
    return None


def _resources(holder: Any) -> dict[str, Value]:
    """What a halving search spends on a candidate in this round."""
    inside = values.attributes(holder)
    spent, name = inside.get("n_resources_"), inside.get("resource")
    if not isinstance(spent, list) or not spent or not isinstance(name, str):
        return {}
    return {"iter": len(spent) - 1, "n_resources": spent[-1]}


def _scores(result: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    for data in ("test", "train"):
        scores = result.get(f"{data}_scores")
        named = scores if isinstance(scores, dict) else {"score": scores}
        found.update({f"{data}_{name}": score for name, score in numbers(named).items()})
    return {**found, **numbers({"fit_time": result.get("fit_time")})}


def _means(folds: Mapping[int, Mapping[str, float]]) -> dict[str, float]:
    """The same names as in `cv_results_`."""
    found = {}
    first, *others = folds.values()
    for name in (name for name in first if all(name in fold for fold in others)):
        column = [fold[name] for fold in folds.values()]
        mean = found[f"mean_{name}"] = math.fsum(column) / len(column)
        if not name.endswith("_time"):
            found[f"std_{name}"] = math.sqrt(math.fsum((value - mean) ** 2 for value in column) / len(column))
    return found


def _candidates(results: Mapping[str, Any], name: str, told: Iterable[str]) -> Iterator[Child]:
    """The candidates in `cv_results_`, but for those told of."""
    settings = results.get("params")
    if not isinstance(settings, list):
        return
    columns = {key: _listed(column) for key, column in results.items() if key.startswith((*_SCORES, "mean_fit_time"))}
    extra = {key: _listed(results[key]) for key in ("iter", "n_resources") if key in results}
    for at, given in enumerate(settings):
        key = str(at)
        if key in told:
            continue
        metrics = numbers({column: held[at] for column, held in columns.items() if held})
        failed = not any(column.startswith("mean_test") for column in metrics)
        params = {**plain(given), **{column: held[at] for column, held in extra.items() if held}}
        yield Child(key, params, metrics, "failed" if failed else "finished", of=name)


def _listed(column: Any) -> list[Any]:
    return column.tolist() if values.root_package(type(column)) == "numpy" else []
