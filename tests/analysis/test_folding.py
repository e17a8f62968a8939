"""Re-runs under one row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.analysis.folding import Ran, folded

STATES = ("finished", "failed", "running", "crashed", "interrupted", "lost contact")


def ran(id: str, started: float, state: str = "finished", work: str | None = "w", cell: str | None = "c") -> Ran:
    return Ran(id, state, started, work, cell)


def test_runs_that_did_the_same_stand_under_the_newest() -> None:
    found = folded([ran("new", 3), ran("other", 2, work="x"), ran("old", 1), ran("older", 0)])
    assert list(found) == ["new", "other"]
    assert found["new"].same == ["old", "older"] and not found["other"]


def test_failed_runs_stand_under_the_next_that_finished() -> None:
    runs = [ran("ok2", 5, work="b"), ran("bad2", 4, "crashed", "b2"), ran("ok", 3), ran("bad", 2, "failed", "z")]
    found = folded([*runs, ran("elsewhere", 1, "failed", cell="d")])
    assert list(found) == ["ok2", "ok", "elsewhere"]
    assert found["ok2"].failed == ["bad2"] and found["ok"].failed == ["bad"]


def test_a_failed_run_goes_where_the_run_after_it_went() -> None:
    found = folded([ran("new", 9), ran("old", 3), ran("bad", 2, "failed")])
    assert list(found) == ["new"] and found["new"].same == ["old"] and found["new"].failed == ["bad"]


def test_what_is_still_going_on_is_unknown_or_kept_stays_a_row() -> None:
    found = folded(
        [ran("now", 4, "running"), ran("a", 3, work=None), ran("b", 2, work=None), ran("star", 1), ran("x", 0)],
        keep=["star"],
    )
    assert list(found) == ["now", "a", "b", "star", "x"]


runs = st.lists(
    st.tuples(
        st.sampled_from(STATES), st.integers(0, 5), st.sampled_from([None, "w", "x"]), st.sampled_from([None, "c", "d"])
    ),
    max_size=20,
).map(lambda rows: [Ran(f"r{at}", state, float(t), work, cell) for at, (state, t, work, cell) in enumerate(rows)])


@given(runs, st.sets(st.sampled_from(["r0", "r3", "r7"])))
def test_no_run_is_lost_or_shown_twice(given_runs: list[Ran], keep: set[str]) -> None:
    found = folded(given_runs, keep=keep)
    everywhere = [id for head, fold in found.items() for id in (head, *fold.same, *fold.failed)]
    assert sorted(everywhere) == sorted(run.id for run in given_runs)
    assert keep & {run.id for run in given_runs} <= set(found)
    assert list(found) == [run.id for run in given_runs if run.id in found]
    state = {run.id: run.state for run in given_runs}
    assert all(state[id] == "finished" for fold in found.values() for id in fold.same)
