"""Which runs are one configuration, and which of them count."""

from __future__ import annotations

from typing import Any

import pytest
from columns_of import column, params
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.analysis.configurations import Counted, counted, irrelevant, tried
from jupyter_tracker.analysis.grouping import Wanted, grouped
from jupyter_tracker.analysis.learnt import Learnt, of_view
from jupyter_tracker.analysis.sheet import Sheet, together

np = pytest.importorskip("numpy")


def count(held: dict[str, Any], states: list[str] | None = None, learnt: Learnt | None = None) -> Counted:
    total = len(next(iter(held.values())))
    return counted(held, [], column(states or ["finished"] * total), list(range(total)), learnt)


def test_seeds_paths_and_devices_make_no_configuration() -> None:
    found = count(
        params(
            depth=[6, 6, 6, 8],
            seed=[1, 2, 3, 1],
            data_dir=["a", "b", "a", "a"],
            n_jobs=[1, 2, 4, 8],
            device=list("cgcg"),
        )
    )
    assert found.configuration.tolist() == [0, 0, 0, 1] and found.counts.all()


def test_people_have_the_last_word_on_what_is_irrelevant_and_it_is_kept() -> None:
    ruled = Learnt().with_relevance(["note"], False).with_relevance(["data_dir"], True)
    held = params(depth=[6, 6], note=["x", "y"], data_dir=["a", "a"])
    assert count(held).configuration.tolist() == [0, 1]
    assert count(held, learnt=ruled).configuration.tolist() == [0, 0]
    assert irrelevant("note", ruled) and not irrelevant("data_dir", ruled)
    assert of_view(ruled.as_view()) == ruled and ruled.names == ["note", "data_dir"]
    assert "it is no part of a configuration" in ruled.about("note")
    back = ruled.with_relevance(["note"], True)
    assert not irrelevant("note", back) and back.irrelevant == ()
    assert ruled.without(["note", "data_dir"]) == Learnt() and not Learnt() and ruled


def test_setting_a_default_makes_no_new_configuration_nor_does_a_new_default() -> None:
    held = {
        "depth": column([6, 6, 8], [True, False, True]),
        "new_default": column([None, 1, 1], False),
    }
    assert tried(held) == ["depth"]
    assert count(held).configuration.tolist() == [0, 0, 1]


def test_a_seed_run_twice_counts_once_and_what_is_unfinished_not_at_all() -> None:
    found = count(
        params(depth=[6] * 5, seed=[1, 1, 2, 3, None]), ["finished", "finished", "failed", "running", "finished"]
    )
    assert found.counts.tolist() == [False, True, False, False, True]
    assert found.left_out(range(5)) == {"unfinished": 2, "again": 1}


def test_runs_without_a_known_seed_are_samples_of_their_own() -> None:
    assert count(params(depth=[6, 6, 6])).counts.all()


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(["finished", "failed"])),
        min_size=1,
        max_size=30,
    )
)
def test_each_seed_of_each_configuration_counts_once_if_any_run_of_it_finished(
    runs: list[tuple[int, int, str]],
) -> None:
    held = params(depth=[depth for depth, _, _ in runs], seed=[seed for _, seed, _ in runs])
    found = count(held, [state for _, _, state in runs])
    counting = [run[:2] for run, counts in zip(runs, found.counts, strict=True) if counts]
    assert sorted(counting) == sorted({run[:2] for run in runs if run[2] == "finished"})
    assert len(found.unfinished) + len(found.again) + len(counting) == len(runs)


def test_groups_tell_n_mean_spread_best_and_what_differs_inside() -> None:
    held = params(depth=[4, 10, 4, 6], data=["a", "b", "a", "a"], lr=[0.1, 0.1, 0.1, 0.1])
    sheet = Sheet(["r0", "r1", "r2", "r3"])
    sheet.columns = {f"params:{name}": values for name, values in held.items()}
    sheet.columns["metrics:acc"] = column([0.8, 0.9, 0.7, None])
    sheet.columns["metrics:thing"] = column([1.0, 2.0, 3.0, 4.0])
    counting = count(held)
    groups = together([np.array([0, 0, 0, 1])], 4)
    first, second = grouped(sheet, groups, counting, Wanted(["acc", "thing"], ["depth", "data", "lr"]))
    assert first["runs"] == ["r0", "r1", "r2"] and first["n"] == 3
    acc = first["metrics"]["acc"]
    assert (acc["n"], acc["best"], acc["best_run"]) == (3, 0.9, "r1")
    assert acc["mean"] == pytest.approx(0.8) and acc["std"] == pytest.approx(0.1)
    assert first["metrics"]["thing"]["best"] is None  # nobody knows what is better
    told = {name: param["text"] for name, param in first["params"].items()}
    assert told == {"depth": "4–10", "data": "2 versions", "lr": "0.1"}
    assert "acc" not in second["metrics"] and second["metrics"]["thing"]["std"] is None


def test_the_best_is_the_least_where_less_is_better() -> None:
    sheet = Sheet(["a", "b"], {"metrics:loss": column([0.3, 0.2])})
    groups = grouped(sheet, np.array([0, 0]), count(params(depth=[1, 2])), Wanted(["loss"], []))
    assert groups[0]["metrics"]["loss"]["best_run"] == "b"


def test_no_runs_make_no_groups() -> None:
    nothing = Counted(np.array([], int), np.array([], int), np.array([], bool))
    assert grouped(Sheet([]), np.array([], np.int64), nothing, Wanted([], [])) == []
