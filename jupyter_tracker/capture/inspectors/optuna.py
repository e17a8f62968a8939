"""Optuna: each trial of a study is a child run, live, also with several threads and with `ask` and `tell`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Literal

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.searching import SHOWN_AFTER, Search, Searches, numbers, plain, trials_around
from jupyter_tracker.capture.records import Child, Value

_METHODS = frozenset(["optimize", "ask", "tell"])
_USUAL = {"sampler": "TPESampler", "pruner": "MedianPruner"}
_UNNAMED = "no-name-"
_MOST_STEPS = 32
"""So many intermediate values of a trial are kept."""


class OptunaInspector(Inspector):
    """Studies and their trials."""

    packages: ClassVar[tuple[str, ...]] = ("optuna",)

    def __init__(self) -> None:
        """No study has been seen."""
        self._studies: Searches[Search] = Searches(Search)

    def begins(self) -> None:
        """Another cell."""
        self._studies.begins()

    def facts(self, obj: Any) -> Facts | None:
        """How a study searches; its trials, where they were not seen live and lie in this process's memory."""
        inside = values.attributes(obj)
        if "study_name" not in inside or "_storage" not in inside:
            return None
        kinds = {key: type(inside.get(key)).__name__ for key in _USUAL if inside.get(key) is not None}
        facts = Facts({key: (kind, kind == _USUAL[key]) for key, kind in kinds.items()})
        if self._studies.known(obj) is None:
            facts.children = list(_finished(inside))
        return facts

    def watches(self) -> Iterable[Watch]:
        """The start and the end of each trial, and of the study."""
        return (
            Watch("optuna.study.study:Study.ask", self._asked),
            Watch("optuna.study._tell:_tell_with_warning", self._told),
            Watch("optuna.study.study:Study.optimize", self._ended),
        )

    def _asked(self, call: Call) -> None:
        """A trial begins: told where trials take long, as its params are not known yet."""
        study, trial = call.args.get("self"), values.attributes(call.result).get("_cached_frozen_trial")
        if trial is None or trials_around() > _within_optimize(call):
            return
        search = self._study(study, call)
        if search.took >= SHOWN_AFTER:
            key = str(values.attributes(trial).get("_number"))
            call.child(Child(key, {}, {}, "running", _seconds(trial, "_datetime_start"), None, search.name))

    def _told(self, call: Call) -> None:
        args = call.args
        within = bool(args.get("suppress_warning"))
        trial = args.get("frozen_trial")
        study = values.attributes(args.get("trial")).get("study", args.get("study"))
        if trial is None or "values" not in args or trials_around() > within:  # no `values`: it had been told before
            return
        search = self._study(study, call)
        found = [number for value in args.get("values") or () if (number := values.number(value)) is not None]
        state = _name_of(args["state"])
        child = _child(trial, state, found, search.name)
        call.child(child)
        search.took = (child.ended or 0.0) - (child.started or 0.0)
        done = state == "COMPLETE" and len(found) == 1
        up = _name_of((values.attributes(study).get("_directions") or [None])[0]) == "MAXIMIZE"
        if done and search.better(found[0], child.params, up=up) and not within:
            self._studies.tell_best(search, call, "best_value")

    def _ended(self, call: Call) -> None:
        search = self._studies.known(call.args.get("self"))
        if search is not None and not trials_around():
            self._studies.tell_best(search, call, "best_value")

    def _study(self, study: Any, call: Call) -> Search:
        name = values.attributes(study).get("study_name")
        title = name if isinstance(name, str) and not name.startswith(_UNNAMED) else ""
        with self._studies.lock:
            return self._studies.of(study, call, () if title else _METHODS, title)


def _within_optimize(call: Call) -> int:
    """The trial that is being asked for counts as one that is tried, where `optimize` asks."""
    return 0 if call.own else 1


def _child(trial: Any, state: str, found: list[float], of: str) -> Child:
    inside = values.attributes(trial)
    params: dict[str, Value] = plain(inside.get("_params"))
    if state == "PRUNED":
        params["pruned"] = True
    named = {"value": found[0]} if len(found) == 1 else {f"values_{at}": value for at, value in enumerate(found)}
    metrics = {**_intermediate(inside), **numbers(inside.get("_user_attrs")), **named}
    ends: Literal["failed", "finished"] = "failed" if state == "FAIL" else "finished"
    started, ended = _seconds(trial, "_datetime_start"), _seconds(trial, "datetime_complete") or time.time()
    return Child(str(inside.get("_number")), params, metrics, ends, started, ended, of)


def _intermediate(inside: dict[str, Any]) -> dict[str, float]:
    """What was reported on the way, by step; of many, evenly chosen ones and the last."""
    held = inside.get("intermediate_values")
    steps = sorted(held) if isinstance(held, dict) else []
    thin = -(-len(steps) // _MOST_STEPS) or 1
    kept = {step: None for step in (*steps[::thin], *steps[-1:])}
    return numbers({f"intermediate.{step}": held[step] for step in kept} if isinstance(held, dict) else {})


def _finished(inside: dict[str, Any]) -> Iterator[Child]:
    """The trials of a study that lies in memory; any other storage would have to be asked."""
    storage = inside["_storage"]
    if type(storage).__name__ != "InMemoryStorage":
        return
    for trial in storage.get_all_trials(inside["_study_id"], deepcopy=False):
        state = _name_of(values.attributes(trial).get("state"))
        if state in ("COMPLETE", "PRUNED", "FAIL"):
            yield _child(trial, state, values.attributes(trial).get("_values") or [], "Study")


def _name_of(state: Any) -> str:
    """The name of one of the library's enumerated states and directions."""
    return str(values.attributes(state).get("_name_"))


def _seconds(trial: Any, key: str) -> float | None:
    """A moment of a trial as unix seconds."""
    moment: Any = values.attributes(trial).get(key)
    return None if moment is None else float(moment.timestamp())
