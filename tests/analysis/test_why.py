"""Why a value is there: what `%track why` answers."""

from __future__ import annotations

from sample_runs import metric, param, record

from jupyter_tracker.analysis import why
from jupyter_tracker.analysis.learnt import Learnt

RECORD = record(
    params=[param("depth", 6, rule="constant", conf=0.9, also=["argument of train()"])],
    metrics=[
        metric("acc", 0.9, kind="called", rule="from a metric function", conf=0.95, exec="s.1", fn="evaluate", line=3,
               text="accuracy_score(y, p)"),
        metric("p_value", 0.01, file="lib/tests.py", line=9),
    ],
    offers=[{"name": "test_acc", "value": 0.8, "kind": "called", "exec": "s.9"}],
)  # fmt: skip


def test_where_a_metric_came_from_and_which_rule_made_it_one() -> None:
    told = why.text(why.why(RECORD, "acc")).splitlines()
    assert told == [
        "acc = 0.9 is a metric of rf depth=6 (7f3k9q)",
        "seen       the result of a library's function: in evaluate(), cell [7], line 3",
        "source     accuracy_score(y, p)",
        "rule       from a metric function, confidence 0.95",
        "direction  more is better",
        "shown      among the values shown first",
        "learnt     nothing was ruled about it in this notebook",
    ]


def test_a_param_says_what_it_was_besides() -> None:
    told = why.text(why.why(RECORD, "depth"))
    assert "depth = 6 is a param" in told and "also as    argument of train()" in told and "direction" not in told


def test_a_finding_of_a_module_has_no_direction() -> None:
    told = why.text(why.why(RECORD, "p_value"))
    assert "lib/tests.py, line 9" in told and "neither more nor less" in told


def test_what_was_ruled_is_said() -> None:
    ruled = Learnt().ignoring(["acc"])
    told = why.text(why.why(RECORD, "acc", ruled))
    assert "learnt     it is ignored" in told and "under also seen" in told
    assert "an offered metric" in why.text(why.why(RECORD, "test_acc"))


def test_an_unknown_name_leads_to_those_there_are() -> None:
    found = why.why(RECORD, "test_ac")
    assert found["found"] == [] and found["near"] == ["test_acc"]
    assert why.text(found).startswith("rf depth=6 (7f3k9q) has no test_ac; there is test_acc")
