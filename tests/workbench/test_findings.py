"""What many runs of a real store say together: configurations, pivots, models, what moved, what matters."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.store import FilterError, StoreError
from jupyter_tracker.store.selecting import Selection
from jupyter_tracker.workbench.bench import Bench, Measure
from jupyter_tracker.workbench.influence import correlated, importance, progress
from jupyter_tracker.workbench.models import NoModels, models
from jupyter_tracker.workbench.movement import why_moved
from jupyter_tracker.workbench.pivots import pivoted
from jupyter_tracker.workbench.trials import configurations

stats = pytest.importorskip("scipy.stats")
SIX, EIGHT = [0.80, 0.82, 0.79, 0.83], [0.84, 0.85, 0.85, 0.86]
PACKAGES = b'{"numpy": "2.0"}'


def acc(bench: Bench) -> Measure:
    bench.reader.refresh()
    return Measure("acc", bench.names()["metrics"])


@pytest.fixture
def seeded(notebook) -> Any:
    """Two configurations with the same four seeds; a seed run again and a failed run besides."""
    runs = {
        (depth, seed): notebook.run({"depth": depth, "seed": seed, "data_dir": f"d{seed}"}, {"acc": value})
        for depth, values in ((6, SIX), (8, EIGHT))
        for seed, value in enumerate(values)
    }
    runs["failed"] = notebook.run({"depth": 8, "seed": 7}, {"acc": 0.1}, state="failed")
    return runs


def test_configurations_have_a_mean_over_seeds_and_are_tested_in_pairs(seeded, notebook, bench) -> None:
    again = notebook.run({"depth": 6, "seed": 0, "data_dir": "x"}, {"acc": 0.80})
    found = configurations(bench, Selection(), acc(bench))
    six, eight = found["configurations"]
    assert [six["name"], eight["name"]] == ["depth=6", "depth=8"] and found["best"] == 1
    assert six["mean"]["n"] == 4 and again in six["counted"] and seeded[6, 0] not in six["counted"]
    assert six["left_out"] == {"unfinished": 0, "again": 1, "no number": 0}
    assert eight["left_out"]["unfinished"] == 1 and seeded["failed"] in eight["runs"]
    (test,) = found["differences"]
    assert (test["first"], test["second"], test["test"], test["pairs"]) == (0, 1, "paired t", 4)
    assert test["p"] == test["adjusted"] == pytest.approx(stats.ttest_rel(EIGHT, SIX).pvalue)
    assert "Holm, 1 comparison" in found["corrected"]
    assert (
        configurations(bench, Selection(), acc(bench), method="bootstrap")["differences"][0]["test"]
        == "paired bootstrap"
    )


def test_three_configurations_are_corrected_for_three_comparisons_or_compared_with_one(seeded, notebook, bench) -> None:
    ten = [notebook.run({"depth": 10, "seed": seed}, {"acc": 0.9 + seed / 50}) for seed in range(4)]
    found = configurations(bench, Selection(), acc(bench))
    assert len(found["differences"]) == 3 and any(one["adjusted"] > one["p"] for one in found["differences"])
    against = configurations(bench, Selection(), acc(bench), baseline=ten[0])["differences"]
    assert len(against) == 2 and len({one["first"] for one in against}) == 1


def test_what_people_rule_irrelevant_makes_no_configuration(notebook, bench) -> None:
    for seed in range(3):
        notebook.run({"depth": 6, "label": f"try {seed}", "seed": seed}, {"acc": 0.8 + seed / 100})
    assert len(configurations(bench, Selection(), acc(bench))["configurations"]) == 3
    ruled = Learnt().with_relevance(["label"], False)
    (one,) = configurations(bench, Selection(), acc(bench), learnt=ruled)["configurations"]
    assert one["name"] == "all" and one["mean"]["n"] == 3


def test_what_failed_before_it_had_params_does_not_make_the_others_differ(notebook, bench) -> None:
    for depth in (6, 8):
        notebook.run({"depth": depth, "model": "rf"}, {"acc": depth / 10})
    notebook.run({"depth": 6}, state="failed")
    found = configurations(bench, Selection(), acc(bench))["configurations"]
    assert sorted((one["name"], one["mean"] is None) for one in found) == [
        ("depth=6", False), ("depth=6", True), ("depth=8", False),
    ]  # fmt: skip


def test_a_seed_that_code_set_is_a_seed_too(notebook, bench) -> None:
    for value in (0.8, 0.9):
        notebook.run({"depth": 6}, {"acc": value}, env={"seeds": {"seeded": {"torch.manual_seed": 1}}})
    (one,) = configurations(bench, Selection(), acc(bench))["configurations"]
    assert one["mean"]["n"] == 1 and one["mean"]["mean"] == 0.9


def test_a_pivot_counts_each_seed_once(seeded, notebook, bench) -> None:
    notebook.run({"depth": 6, "seed": 0, "data_dir": "d0"}, {"acc": 0.80})
    found = pivoted(bench, Selection(), "params.depth", "experiment", acc(bench))
    assert found["rows"] == [6.0, 8.0] and [row[0]["n"] for row in found["cells"]] == [4, 4]
    assert found["left_out"] == {"unfinished": 1, "again": 1, "no number": 0} and found["best"] == [[1, 0]]
    assert r"\toprule" in found["latex"] and "**" in found["markdown"]


def test_a_metric_may_be_the_best_of_its_curve_and_an_unknown_one_says_what_there_is(notebook, bench) -> None:
    notebook.run({"depth": 6}, {"acc": 0.5}, curve=[3.0, 1.0, 2.0])
    bench.reader.refresh()
    measure = Measure("metrics.loss.min", bench.names()["metrics"])
    assert (measure.name, measure.direction) == ("loss", "down")
    assert configurations(bench, Selection(), measure)["configurations"][0]["mean"]["mean"] == 1.0
    with pytest.raises(FilterError, match="did you mean acc"):
        Measure("ac", bench.names()["metrics"])


def test_models_of_runs_stand_side_by_side(notebook, bench) -> None:
    terms = ["term", "estimate", "std_error", "statistic", "p", "low", "high"]
    runs = [
        notebook.run(
            {"formula": "y ~ x", "n_obs": 100, "model": "OLS"},
            {"aic": 10.0 - k, "r2": 0.5},
            tables=[notebook.table(terms, [["x", 2.0 + k, 0.5, 4.0, 1e-4, 1.0, 3.0]])],
        )
        for k in range(2)
    ]
    without = notebook.run({"depth": 1})
    bench.reader.refresh()
    found = models(bench, [*runs, without])
    assert [one["run"] for one in found["models"]] == runs and found["more"] == 0
    assert found["terms"][0]["cells"][1]["estimate"] == 3.0 and found["comparable"] == [[0, 1]]
    assert next(one for one in found["fit"] if one["name"] == "aic")["best"] == [1]
    with pytest.raises(NoModels):
        models(bench, [without])


def test_what_moved_is_told_by_runs_that_differ_in_one_thing(notebook, bench) -> None:
    def train(depth: int, lr: float, value: float, **more: Any) -> str:
        source = f"%%track run-{value}\ndepth = {depth}\nlr = {lr}\nacc = train(depth, lr)" + more.pop("also", "")
        seeds = {
            "seeds": {"seeded": {"random.seed": 1}},
            "packages": notebook.store.blobs.put(more.pop("packages", PACKAGES)),
        }
        return notebook.run({"depth": depth, "lr": lr}, {"acc": value}, source=source, env=seeds, **more)

    for lr, base in ((0.5, 0.7), (0.9, 0.6)):
        train(6, lr, base)
        train(8, lr, base + 0.03)
    first, second = train(6, 0.1, 0.80), train(8, 0.2, 0.85)
    bench.reader.refresh()
    found = why_moved(bench, first, second)
    assert (found["metric"], found["history"]) == ("metrics.acc", 4) and found["change"] == pytest.approx(0.05)
    depth, lr = found["changes"]
    assert (depth["name"], depth["way"], depth["before"], depth["after"]) == ("depth", "alone", "6", "8")
    assert depth["change"] == pytest.approx(0.03) and lr["way"] == "unknown" and found["unknown"] == []
    third = train(8, 0.2, 0.9, also="\nprint(acc)", packages=b'{"numpy": "2.1"}')
    bench.reader.refresh()
    moved = {one["aspect"]: one for one in why_moved(bench, second, third)["changes"]}
    assert moved["packages"]["details"] == ["numpy 2.0 → 2.1"] and moved["code"]["details"] == ["1 line in cell [7]"]


def test_what_moved_needs_a_number_on_both_sides(notebook, bench) -> None:
    with_acc, without = notebook.run(metrics={"acc": 0.5}), notebook.run(metrics={"loss": 0.5})
    bench.reader.refresh()
    with pytest.raises(StoreError, match="no metric in common"):
        why_moved(bench, with_acc, without)
    with pytest.raises(StoreError, match="do not both have a number for acc"):
        why_moved(bench, with_acc, without, "acc")


def test_importance_correlation_and_progress_over_a_selection(notebook, bench) -> None:
    runs = [
        notebook.run(
            {"depth": k % 4, "noise": (k * 7) % 5, "kind": "ab"[k % 2]}, {"acc": (k % 4) / 4 + (k * 3 % 7) / 100}
        )
        for k in range(24)
    ]
    notebook.run({"depth": 9, "noise": 1, "kind": "a"}, {"acc": 0.0}, state="failed")
    found = importance(bench, bench.ids(Selection()), acc(bench))
    assert found["params"][0]["name"] == "depth" and found["runs"] == 24 and found["params"][0]["importance"] > 0.9
    table = correlated(bench, bench.ids(Selection()), ["params.depth", "params.kind", "metrics.acc"])
    assert table["names"] == ["params.depth", "metrics.acc"] and table["rho"][0][0] == pytest.approx(1)
    points = progress(bench, bench.ids(Selection()), acc(bench))["points"]
    assert points[0]["run"] == runs[0] and [one["value"] for one in points] == sorted(one["value"] for one in points)
    with pytest.raises(FilterError, match="at most 40"):
        correlated(bench, bench.ids(Selection()), [f"params.p{k}" for k in range(41)])
