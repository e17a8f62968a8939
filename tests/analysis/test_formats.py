"""Numbers, times and texts as people read them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.analysis import formats


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.94099, "0.941"), (0.94, "0.94"), (1.0, "1"), (0.0, "0"), (-0.0, "0"), (12345.678, "12346"),
        (12345678901, "1.235e10"),
     (1e-300, "1e-300"), (1e-5, "1e-5"), (0.0001, "0.0001"), (20000, "20000"), (9999999, "9999999"), (True, "True"),
     (float("nan"), "NaN"), (float("inf"), "inf"), (-math.inf, "-inf"), (0.99999, "1"), (-0.03, "-0.03"),
     (10**400, "about 2^1328")],
)  # fmt: skip
def test_four_significant_digits(value: float, shown: str) -> None:
    assert formats.number(value) == shown


@given(st.floats(min_value=-1e308, max_value=1e308))
def test_a_shown_number_is_the_number_to_four_digits(value: float) -> None:
    assert math.isclose(float(formats.number(value)), value, rel_tol=6e-4, abs_tol=1e-320)
    assert len(formats.number(value)) <= 12


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, "–"), (math.nan, "–"), (0.0, "0 ms"), (0.0042, "4.2 ms"), (0.35, "350 ms"), (0.9999, "1.0 s"),
        (4.2, "4.2 s"),
     (59.96, "1 m 00 s"), (125, "2 m 05 s"), (3840, "1 h 04 m"), (3 * 86400 + 4 * 3600, "3 d 04 h")],
)  # fmt: skip
def test_durations(seconds: float | None, shown: str) -> None:
    assert formats.duration(seconds) == shown


def test_changes_carry_their_sign() -> None:
    assert [formats.delta(x) for x in (0.941 - 0.937, -0.03, 0.125, -0.125, 0.0, 12.54, math.nan)] == [
        "+0.004",
        "−0.03",
        "+0.13",
        "−0.13",
        "±0",
        "+12.5",
        "–",
    ]


def test_values_that_differ_never_look_the_same() -> None:
    assert formats.apart(12345678901, 12345678902) == ("12345678901", "12345678902")
    assert formats.apart(0.1, 0.10000001) == ("0.1", "0.10000001")
    assert formats.apart(1, 2) == ("1", "2")


@given(st.floats(), st.floats())
def test_any_two_different_floats_are_told_apart(first: float, second: float) -> None:
    one, other = formats.apart(first, second)
    assert one != other or first == second or (math.isnan(first) and math.isnan(second))


@given(st.text())
def test_text_stays_on_its_line_and_cannot_turn_it_round(name: str) -> None:
    shown = formats.clean(name)
    assert len(shown.splitlines()) <= 1
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1b\x00")


def test_both_ends_of_a_long_name_stay() -> None:
    shown = formats.shortened("a" * 100 + "z" * 100, 20)
    assert len(shown) == 20 and shown.startswith("aaa") and shown.endswith("zzz")


def test_encoded_values_are_shown_as_what_they_stand_for() -> None:
    assert formats.text({"float": "nan"}) == "NaN"
    assert formats.text({"int": "12345678901234567890"}) == "1.235e19"
    assert formats.exact({"int": "12345678901234567890"}) == "12345678901234567890"
    assert formats.text({"repr": "Adam(lr=0.1)", "type": "Adam"}) == "Adam(lr=0.1)"
    assert formats.text([1, 0.123456, "a"]) == "[1, 0.1235, a]"
    assert formats.text(None) == "None"


def test_ages_and_sizes() -> None:
    assert [formats.age(100.0, 100.0 + s) for s in (1, 42, 200, 7300, 90000, 10**8)] == [
        "just now", "42 s ago", "3 min ago", "2 hours ago", "1 day ago", "38 months ago"]  # fmt: skip
    assert [formats.size(n) for n in (None, 0, 812, 15241, 2_100_000_000)] == ["–", "0 B", "812 B", "15.2 KB", "2.1 GB"]
