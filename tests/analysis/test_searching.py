"""What a search has found, from the summaries of its configurations."""

from __future__ import annotations

from typing import Any

from jupyter_tracker.analysis import searching
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.analysis.naming import configuration


def child(name: str, state: str = "finished", **metrics: Any) -> dict[str, Any]:
    return {"id": name, "name": name, "state": state, "params": {"C": len(name)}, "metrics": metrics}


def test_nothing_was_searched() -> None:
    assert searching.told([]) is None


def test_the_best_by_what_the_library_calls_its_score() -> None:
    tried = [child("a", mean_test_score=0.8, mean_fit_time=3.0), child("b", mean_test_score=0.9, mean_fit_time=1.0)]
    tried += [child("c", "failed"), child("d", "running")]
    told = searching.told(tried)
    assert told is not None and (told["total"], told["running"], told["failed"]) == (4, 1, 1)
    assert (told["metric"], told["direction"], told["best"]["id"]) == ("mean_test_score", "up", "b")
    assert told["best"]["value"] == 0.9 and told["best"]["params"] == {"C": 1}


def test_less_may_be_better_and_people_choose() -> None:
    tried = [child("a", loss=0.5, thing=1), child("b", loss=0.2, thing=9), child("c", loss={"float": "nan"})]
    told = searching.told(tried)
    assert told is not None and told["best"]["id"] == "b"
    told = searching.told(tried, Learnt().with_metrics(["thing"], "down").with_primary("thing"))
    assert told is not None and (told["metric"], told["best"]["id"]) == ("thing", "a")


def test_without_a_direction_there_is_no_best() -> None:
    told = searching.told([child("a", thing=1), child("b", thing=2)])
    assert told is not None and (told["metric"], told["best"]) == ("thing", None)


def test_names_of_configurations() -> None:
    assert configuration({"svc__C": 1, "svc__gamma": 0.1}, "0") == "C=1 gamma=0.1"
    assert configuration({"a__C": 1, "b__C": 2}, "0") == "a__C=1 b__C=2"
    assert configuration({}, "7") == "trial 7"
    assert len(configuration({f"parameter{n}": "x" * 15 for n in range(9)}, "0")) <= 62
