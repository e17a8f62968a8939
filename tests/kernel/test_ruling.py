"""People have the last word: what they rule about names stays, and every value says why it is there."""

from __future__ import annotations

import pytest

from jupyter_tracker.analysis.learnt import of_view
from tests.kernel.test_runs import Runs
from tests.kernels import Kernel

LOOP = "%%track {}\nrate = 0.5\nloss = 1.0\nfor epoch in range(8):\n    loss *= rate\nacc = 1 - loss\nwidth = acc * 3.7"


@pytest.fixture(scope="module")
def ruled(kernel: Kernel) -> Kernel:
    """A kernel with one run."""
    kernel.run(LOOP.format("first"))
    return kernel


def rulings(kernel: Kernel) -> object:
    reader = Runs(kernel).reader
    return of_view(reader.view("learnt/"))


def test_names_are_silenced_for_good(ruled: Kernel) -> None:
    assert "acc" in ruled.run(LOOP.format("before"), cell_id="c").card
    said = ruled.run("%track ignore acc").plain[0]
    assert "ignored from now on: acc" in said and "%track unlearn" in said
    shown = ruled.run(LOOP.format("after"), cell_id="c")
    assert "acc" not in shown.card and "loss" in shown.card
    assert "acc" not in ruled.run("%track runs").plain[0]
    assert "ignored   acc" in ruled.run("%track config").plain[0]
    ruled.run("%track unlearn acc")
    assert "acc" in ruled.run(LOOP.format("again"), cell_id="c").card
    assert "nothing yet" in ruled.run("%track config").plain[0]


def test_metrics_params_and_the_one_that_decides(ruled: Kernel) -> None:
    ruled.run("%track metric loss --up")
    ruled.run("%track param width, rate")
    ruled.run("%track primary loss")
    found = rulings(ruled)
    assert found.primary == "loss" and found.directions == {"loss": "up"} and found.params == ("width", "rate")
    told = ruled.run("%track config").plain[0]
    assert "direction loss (more is better)" in told and "primary   loss" in told
    ruled.run("%track unlearn loss width rate")
    assert not rulings(ruled)


def test_what_is_no_part_of_a_configuration(ruled: Kernel) -> None:
    assert "no part of a configuration from now on: width" in ruled.run("%track irrelevant width").plain[0]
    ruled.run("%track relevant out_dir")
    found = rulings(ruled)
    assert (found.irrelevant, found.relevant) == (("width",), ("out_dir",))
    told = ruled.run("%track config").plain[0]
    assert "width (no part of a configuration)" in told and "out_dir (part of a configuration)" in told
    ruled.run("%track unlearn width out_dir")
    assert not rulings(ruled)


def test_why(ruled: Kernel) -> None:
    told = ruled.run("%track why acc").plain[0]
    assert "is a metric of" in told and "rule       " in told and "line 6" in told and "more is better" in told
    assert "rate = 0.5 is a param of first" in ruled.run("%track why rate first").plain[0]
    ruled.run("velocity = 3")
    assert "velocity = 3 is a param of cell [" in ruled.run("%track why velocity").plain[0]
    assert "has no acx; there is acc" in ruled.run("%track why acx").plain[0]


def test_what_was_seen_afterwards_is_kept(ruled: Kernel) -> None:
    runs = Runs(ruled)
    first = next(run["id"] for run in runs.all() if run["name"] == "first")
    event = f"run='{first}', metrics=[{{'name': 'test_acc', 'value': 0.8, 'kind': 'called', 'later': True}}]"
    ruled.run(f"from jupyter_tracker.session.tracker import tracker\ntracker().write('seen', {event})")
    assert [item["name"] for item in runs.record(first)["offers"]] == ["test_acc"]
    assert "seen afterwards: test_acc 0.8" in ruled.run("%track show first").plain[0]
    assert "keeps test_acc" in ruled.run("%track keep test_acc").plain[0]
    record = runs.record(first)
    assert record["offers"] == [] and "test_acc" in {item["name"] for item in record["metrics"]}


def test_a_search_folds_below_its_run(ruled: Kernel) -> None:
    ruled.run(
        "%%track searching\nfrom jupyter_tracker.session import state\n"
        "from jupyter_tracker.session.children import Children\nfrom jupyter_tracker.session.tracker import tracker\n"
        "from jupyter_tracker.capture.records import Child\nfamily = Children(tracker(), state.HERE.get().id)\n"
        "for k in range(3):\n    family.take(Child(str(k), {'C': k}, {'mean_test_score': k / 10}))\n"
        "family.take(Child('x', {'C': 9}, {}, 'running'))\nfamily.close()"
    )
    runs = Runs(ruled)
    parent = runs.newest()
    assert parent["name"] == "searching" and len(parent["children"]) == 4
    listed = ruled.run("%track runs -n 1").plain[0]
    assert "└ 4 configurations, 1 failed, best C=2: mean_test_score 0.2" in listed
    assert "4 configurations" in ruled.run("%track show searching").plain[0]
    states = {row["name"]: row["state"] for row in runs.reader.tried(parent["id"])}
    assert states == {"C=0": "finished", "C=1": "finished", "C=2": "finished", "C=9": "interrupted"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%track ignore", "which name"),
        ("%track metric --up", "which name"),
        ("%track metric a --up --down", "one of"),
        ("%track param --up", "no option"),
        ("%track primary a b", "one metric"),
        ("%track unlearn nothing", "nothing was ruled"),
        ("%track why", "which name"),
        ("%track keep nothing", "was not offered nothing"),
    ],
)
def test_refusals_say_what_to_do(ruled: Kernel, line: str, said: str) -> None:
    reply = ruled.run(line)
    assert reply.status == "error" and said in reply.text and "Traceback" not in reply.text


def test_names_are_completed(ruled: Kernel) -> None:
    assert "acc" in ruled.complete("%track why a")
    assert "--down" in ruled.complete("%track metric acc --")
