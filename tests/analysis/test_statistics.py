"""Student's t, means, tests and corrections: against scipy, statsmodels and what must hold whatever the numbers are."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tracker.analysis import differences
from jupyter_tracker.analysis.differences import Difference, compared, holm
from jupyter_tracker.analysis.distributions import incomplete_beta, student_p, student_reach
from jupyter_tracker.analysis.means import mean_of, with_spread

np = pytest.importorskip("numpy")
scipy = pytest.importorskip("scipy")
from scipy import special, stats  # noqa: E402

numbers = st.floats(-1e6, 1e6, allow_nan=False)
OLD = {"1": 0.80, "2": 0.82, "3": 0.79, "4": 0.83}
NEW = {"1": 0.84, "2": 0.85, "3": 0.85, "4": 0.86}


@given(st.floats(0.05, 500), st.floats(0.05, 500), st.floats(0, 1))
def test_the_incomplete_beta_function_is_scipys(a: float, b: float, x: float) -> None:
    assert incomplete_beta(a, b, x) == pytest.approx(float(special.betainc(a, b, x)), rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("df", [0.7, 1, 2, 3.5, 10, 29, 1e3, 1e6])
@pytest.mark.parametrize("t", [0.0, 1e-9, 0.5, 2.0, -2.0, 12.0, 60.0])
def test_p_is_scipys_far_out_in_the_tails_too(t: float, df: float) -> None:
    assert student_p(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-8)


def test_published_values_of_student_t() -> None:
    """The table in Student's hands since 1925: 5 % on both sides together, and 1 %."""
    for df, five, one in ((1, 12.706, 63.657), (2, 4.303, 9.925), (5, 2.571, 4.032), (10, 2.228, 3.169)):
        assert student_reach(0.95, df) == pytest.approx(five, abs=5e-4)
        assert student_reach(0.99, df) == pytest.approx(one, abs=5e-4)
    assert student_p(math.inf, 3) == 0 and math.isnan(student_p(math.nan, 3))


@pytest.mark.parametrize(
    "wrong", [lambda: student_p(1, 0), lambda: student_reach(1, 3), lambda: incomplete_beta(0, 1, 0)]
)
def test_what_is_no_question_is_refused(wrong) -> None:
    with pytest.raises(ValueError):
        wrong()


@given(st.lists(numbers, min_size=2, max_size=30))
def test_the_interval_of_a_mean_is_scipys(values: list[float]) -> None:
    found = mean_of(values)
    assert found is not None and found.n == len(values)
    assert found.mean == pytest.approx(np.mean(values), rel=1e-9, abs=1e-6)
    assert found.std == pytest.approx(np.std(values, ddof=1), rel=1e-6, abs=1e-6)
    if found.std:
        error = found.std / math.sqrt(found.n)
        low, high = stats.t.interval(0.95, found.n - 1, found.mean, error)
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-6, abs=1e-9)


def test_one_run_has_a_mean_and_no_interval() -> None:
    found = mean_of([0.5])
    assert found is not None and (found.n, found.mean, found.std, found.low, found.reach) == (1, 0.5, None, None, None)
    assert mean_of([]) is None


@pytest.mark.parametrize(
    ("value", "spread", "text"),
    [
        (0.94123, 0.0041, "0.9412 ± 0.0041"), (12.3456, 1.5, "12.3 ± 1.5"), (1234.6, 210.0, "1235 ± 210"),
        (0.5, None, "0.5"), (0.5, 0.0, "0.5 ± 0"), (1e12, 3e9, "1e12 ± 3e9"),
    ],
)  # fmt: skip
def test_a_mean_is_shown_as_far_as_its_spread_says_something(value: float, spread: float | None, text: str) -> None:
    assert with_spread(value, spread) == text


def test_matched_seeds_are_paired() -> None:
    found = compared(OLD, NEW)
    known = stats.ttest_rel(list(NEW.values()), list(OLD.values()))
    interval = known.confidence_interval(0.95)
    assert (found.test, found.pairs, found.n) == ("paired t", 4, (4, 4))
    assert found.p == pytest.approx(known.pvalue) and found.difference == pytest.approx(0.04)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_seeds_that_do_not_match_are_compared_by_welch() -> None:
    old, new = {"a": 0.80, "b": 0.82, "c": 0.79}, {"x": 0.84, "y": 0.90, "z": 0.85, "w": 0.86}
    found = compared(old, new)
    known = stats.ttest_ind(list(new.values()), list(old.values()), equal_var=False)
    interval = known.confidence_interval(0.95)
    assert (found.test, found.pairs) == ("Welch's t", None)
    assert found.p == pytest.approx(known.pvalue)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_what_has_no_partner_is_left_out_of_pairs_and_said() -> None:
    found = compared({**OLD, "9": 0.1}, NEW)
    assert (found.test, found.pairs) == ("paired t", 4) and found.p == compared(OLD, NEW).p
    assert found.note == "1 without a run of the same seed left out"
    few = compared({**OLD, "1": 0.8}, {"1": 0.84, "b": 0.9, "c": 0.91, "d": 0.92})
    assert few.test == "Welch's t"


@pytest.mark.parametrize(
    ("first", "second", "note"),
    [
        ({"1": 0.5}, {"2": 0.6}, "at least two"),
        ({"1": 0.5, "2": 0.5}, {"3": 0.5, "4": 0.5}, "no spread"),
        ({"1": 1.0, "2": 2.0}, {"1": 1.5, "2": 2.5}, "same change in every seed"),
        ({}, {"1": 0.5}, "nothing to compare"),
    ],
)
def test_where_nothing_can_be_tested_there_is_no_p_and_a_reason(first, second, note: str) -> None:
    found = compared(first, second)
    assert found.p is None and note in found.note


def test_the_bootstrap_agrees_with_scipys_and_is_the_same_each_time() -> None:
    draw = np.random.default_rng(1)
    old, new = draw.exponential(1, 12), draw.exponential(1, 12) + 0.8
    first = {f"a{at}": float(value) for at, value in enumerate(old)}
    second = {f"b{at}": float(value) for at, value in enumerate(new)}
    state = np.random.get_state()[1].copy()
    found = compared(first, second, "bootstrap")
    known = stats.bootstrap(
        (new, old), lambda a, b, axis: a.mean(axis) - b.mean(axis), method="percentile", rng=0
    ).confidence_interval
    assert found.test == "bootstrap" and compared(first, second, "bootstrap") == found
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=0.06)
    assert (np.random.get_state()[1] == state).all()
    old, new = draw.normal(size=20), draw.normal(size=20) + 0.6  # where t is right, both say the same
    first, second = ({f"{side}{at}": float(v) for at, v in enumerate(s)} for side, s in (("a", old), ("b", new)))
    assert compared(first, second, "bootstrap").p == pytest.approx(compared(first, second).p, abs=0.02)
    paired = compared(OLD, NEW, "bootstrap")
    assert paired.test == "paired bootstrap" and paired.low > 0 and 0 < paired.p < 0.1


def test_no_difference_is_seldom_found_where_there_is_none() -> None:
    """Of 200 comparisons of the same thing about a twentieth lies below 0.05, with each test."""
    draw = np.random.default_rng(5)
    for method in ("t", "bootstrap"):
        low = 0
        for _ in range(200):
            a, b = draw.normal(size=(2, 8))
            first, second = ({f"{side}{at}": float(v) for at, v in enumerate(s)} for side, s in (("a", a), ("b", b)))
            low += compared(first, second, method).p < 0.05
        assert 1 <= low <= 24, method


@settings(max_examples=20)  # statsmodels takes long
@given(st.lists(st.none() | st.floats(0, 1), max_size=12))
def test_many_comparisons_are_corrected_as_statsmodels_does(ps: list[float | None]) -> None:
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    found = holm([Difference("t", (2, 2), 0.0, p=p) for p in ps])
    tested = [p for p in ps if p is not None]
    known = list(multitest.multipletests(tested, method="holm")[1]) if tested else []
    assert [one.adjusted for one in found if one.p is not None] == pytest.approx(known)
    assert all(one.adjusted is None for one in found if one.p is None)


def test_a_difference_is_plain_data() -> None:
    told = compared(OLD, NEW).as_dict()
    assert told["n"] == [4, 4] and told["test"] == "paired t" and set(told) >= {"p", "low", "high", "adjusted", "note"}
    assert differences.RESAMPLES >= 10_000
