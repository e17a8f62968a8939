"""A run's grade: worked out when it ends, kept with it, shown where runs are shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_tracker.schema import validator
from jupyter_tracker.store import Store
from tests.kernels import Kernel


@pytest.fixture(scope="module")
def graded(kernel: Kernel) -> Kernel:
    """A kernel with a run that is sure, one that chance has made, a block, and one made after the fact."""
    kernel.run("import random\nrandom.seed(1)", cell_id="seed")
    kernel.run("%%track sure\nx = random.random()", cell_id="sure")
    kernel.run("import numpy as np", cell_id="np")
    kernel.run("%%track chance\ny = np.random.default_rng().random()", cell_id="chance")
    kernel.run("import jupyter_tracker as jt\nwith jt.track('block'):\n    z = x + 1", cell_id="block")
    kernel.run("w = z + 1", cell_id="after")
    kernel.run("%track last afterwards")
    return kernel


def runs_of(graded: Kernel) -> dict[str, dict[str, Any]]:
    """The summaries in the store by name."""
    return {run["name"]: run for run in Store.open(graded.store_path, create=False).reader().runs()}


def test_each_run_has_its_grade_and_why(graded: Kernel) -> None:
    runs = runs_of(graded)
    assert {name: run["grade"] for name, run in runs.items()} == {
        "sure": "A", "chance": "D", "block": "A", "afterwards": "A",
    }  # fmt: skip
    assert "has no seed" in runs["chance"]["reasons"][0]


def test_the_grade_is_the_one_that_the_slice_says(graded: Kernel) -> None:
    for name, run in runs_of(graded).items():
        assert json.loads(graded.run(f"%track slice --json {name}").plain[0])["grade"]["grade"] == run["grade"]


def test_it_can_be_filtered_sorted_and_is_a_column(graded: Kernel) -> None:
    reader = Store.open(graded.store_path, create=False).reader()
    assert {run["name"] for run in reader.runs('grade == "A"')} == {"sure", "block", "afterwards"}
    assert reader.runs(sort=[("grade", True)])[0]["name"] == "chance"
    told = graded.run("import jupyter_tracker as jt\nprint(jt.runs().set_index('name').grade.to_dict())")
    assert "'chance': 'D'" in told.text
    listed = graded.run("%track runs")
    assert "grade" in listed.plain[0].splitlines()[0] and "has no seed" in listed.html[0]


def test_the_card_says_what_to_mind(graded: Kernel) -> None:
    reply = graded.run("%%track again\ny = np.random.default_rng().random()", cell_id="chance")
    assert "⚠ np.random.default_rng() in [" in reply.card and "has no seed" in reply.card
    assert "grade D" in reply.html[0]


def test_a_run_that_goes_on_is_graded_again(graded: Kernel) -> None:
    graded.run("%%track --to sure\ny2 = np.random.default_rng().random()", cell_id="more")
    assert runs_of(graded)["sure"]["grade"] == "D"


def test_its_events_follow_the_contract(graded: Kernel) -> None:
    check = validator("Event", "events")
    lines = [line for log in (graded.store_path / "sessions").iterdir() for line in log.read_text().splitlines()]
    events = [event for event in map(json.loads, lines) if event["k"] == "graded"]
    assert len(events) >= 4
    for event in events:
        check(event)


def test_what_was_made_before_the_tracker_was_loaded_is_not_known(start_kernel: Any) -> None:
    kernel = start_kernel()
    kernel.run("import math\nfactor = 2")
    kernel.run("%load_ext jupyter_tracker\nsize = 3")
    kernel.run("%%track early\narea = math.pi * size * factor")
    told = json.loads(kernel.run("%track slice --json early").plain[0])
    assert told["grade"]["grade"] == "E"
    assert "what made `factor`, `math` is not known" in told["grade"]["reasons"][0]
