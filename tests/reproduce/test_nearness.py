"""How near values are whose numbers differ: in their last digits, or in what matters."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.capture.fingerprints import fingerprint
from jupyter_tracker.capture.fingerprints.nearness import near

TOLERANCE = 1e-6
SHAPES = [(7,), (1000,), (100_000,), (30_000, 20), (20, 30_000), (3, 100_000)]


def told(value: Any) -> str:
    return fingerprint(value).near


def is_near(one: Any, other: Any) -> bool:
    return near(told(one), told(other), TOLERANCE)


def numbers(shape: tuple[int, ...], seed: int = 0) -> Any:
    """Numbers of very different sizes in each column."""
    found = np.random.default_rng(seed).normal(size=shape)
    return (
        found * 10.0 ** np.arange(shape[-1] % 9 or 9)[np.arange(shape[-1]) % (shape[-1] % 9 or 9)] if shape else found
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", ["C", "F"])
def test_last_digits_are_near_and_all_else_is_not(shape: tuple[int, ...], order: Any) -> None:
    one = np.asarray(numbers(shape), order=order)
    noise = np.random.default_rng(1).integers(-3, 4, shape) * np.finfo(float).eps
    assert is_near(one, np.asarray(one * (1 + noise), order=order))
    for place in {0, one.size // 3, one.size - 1}:
        changed = one.copy(order="K")
        changed[np.unravel_index(place, shape)] *= 1.002 if one.size < 8000 else 3
        assert not is_near(one, changed), place
    if one.size > 1:
        swapped = one.copy(order="K")
        swapped[np.unravel_index([0, 5], shape)] = swapped[np.unravel_index([5, 0], shape)]
        assert not is_near(one, swapped)
    assert not is_near(one, one.astype(np.float32))
    assert not is_near(one, one.reshape((*shape, 1)))


def test_a_small_column_beside_a_great_one_counts_as_much() -> None:
    rng = np.random.default_rng(0)
    for make in (np.column_stack, lambda columns: pd.DataFrame(dict(zip("ab", columns, strict=True)))):
        great, small, other = rng.normal(size=50_000) * 1e6, rng.random(50_000), rng.random(50_000)
        assert not is_near(make([great, small]), make([great, other]))
        assert is_near(make([great, small]), make([great * (1 + 1e-13), small]))


def test_what_is_no_number_is_the_same_or_it_is_not_near() -> None:
    one = {"w": [0.1, 0.2], "n": 3, "name": "ridge", "deep": {"a": np.array([1.0, 2.0])}}
    assert is_near(one, {"w": [0.1, 0.2 + 1e-12], "n": 3, "name": "ridge", "deep": {"a": np.array([1.0, 2 + 1e-12])}})
    for change in ({"n": 4}, {"name": "lasso"}, {"w": [0.1, 0.2, 0.0]}, {"w": (0.1, 0.2)}, {"deep": {}}):
        assert not is_near(one, one | change)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_what_is_no_finite_number_stands_in_the_same_places(odd: float) -> None:
    one = np.linspace(1, 2, 500)
    one[7] = odd
    other = np.linspace(1, 2, 500)
    other[8] = odd
    assert is_near(one, one * (1 + 1e-14)) and not is_near(one, other) and not is_near(one, np.linspace(1, 2, 500))
    assert is_near([*one], [*one * (1 + 1e-14)]) and not is_near([*one], [*other])


def test_nothing_beside_the_others_is_nothing() -> None:
    """What is left of a sum that should be zero."""
    assert is_near(np.array([1e-17, 1.0, 5.0]), np.array([-3e-17, 1.0, 5.0]))


@given(st.lists(st.floats(allow_nan=False, width=64), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_any_list_is_near_itself_and_not_near_another(values: list[float], chance: random.Random) -> None:
    assert is_near(values, list(values))
    place = chance.randrange(len(values))
    changed = [*values]
    changed[place] = values[place] * 1.5 if values[place] else 1.0
    if changed != values:
        assert not is_near(values, changed) or abs(values[place]) < 1e-9 * max(map(abs, values))


def test_values_without_such_numbers_are_never_near() -> None:
    for value in (3, "text", [1, 2], {"a": 1}, np.arange(4)):
        assert told(value) == "" and not is_near(value, value)
