"""Headers of columns: nothing is lost, and a click on a bar leaves the runs that it counted."""

from __future__ import annotations

import math

import pytest
from columns_of import column, params
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.analysis import defaultcolumns
from jupyter_tracker.analysis.histograms import BINS, TOP, header
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.store import filters
from jupyter_tracker.store.filters import writing

pytest.importorskip("numpy")
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-50, 50).map(float)


@given(st.lists(st.none() | numbers | st.just(math.inf), max_size=60))
def test_every_number_stands_in_one_bin(values: list[float | None]) -> None:
    found = header("params.x", column(values))
    held = [value for value in values if value is not None and math.isfinite(value)]
    assert found["count"] == len(values) and found["missing"] == values.count(None)
    if not held:
        assert found["kind"] == "empty"
        return
    bins = found["bins"]
    assert len(bins) <= BINS and found["infinite"] + sum(one["count"] for one in bins) + found["missing"] == len(values)
    for at, one in enumerate(bins):
        filters.parse(one["filter"])
        if found["whole"]:
            inside = [value for value in held if one["low"] < value < one["high"]]
        elif one["low"] == one["high"]:
            inside = [value for value in held if value == one["low"]]
        else:
            last = at == len(bins) - 1
            inside = [v for v in held if one["low"] <= v < one["high"] or (last and v == one["high"])]
        assert one["count"] == len(inside)


def test_numbers_over_decades_are_shown_by_their_logarithm_and_a_few_small_ones_change_nothing() -> None:
    rates = header("params.lr", column([10.0**-k for k in range(6)]))
    assert rates["log"] and rates["bins"][0]["low"] == 1e-5 and rates["bins"][-1]["high"] == 1
    even = header("metrics.acc", column([1e-6, *(0.1 + k / 100 for k in range(90))]))
    assert not even["log"]


def test_a_few_whole_numbers_have_a_bar_each() -> None:
    found = header("params.depth", column([4, 4, 6, 8]))
    assert [(one["filter"], one["count"]) for one in found["bins"] if one["count"]] == [
        ("params.depth == 4", 2), ("params.depth == 6", 1), ("params.depth == 8", 1),
    ]  # fmt: skip


def test_texts_are_counted_the_commonest_first_and_the_rest_together() -> None:
    found = header("params.model", column([*"aaabb", *(f"m{k}" for k in range(20)), None]))
    assert found["kind"] == "category" and len(found["categories"]) == TOP
    assert found["categories"][0] == {"value": "a", "count": 3, "filter": 'params.model == "a"'}
    assert found["distinct"] == 22 and found["others"] == 25 - 5 - (TOP - 2) and found["missing"] == 1


def test_truth_values_are_called_by_their_names() -> None:
    found = header("params.shuffle", column([1, 1, 0]), truth=True)
    assert [(one["value"], one["count"]) for one in found["categories"]] == [("True", 2), ("False", 1)]


@given(st.text(min_size=1), st.sampled_from(["params", "metrics", "tags"]))
def test_any_name_is_a_column_that_the_filter_language_reads_back(name: str, family: str) -> None:
    read = filters.parse_column(writing.column(family, name))
    assert (read.root, read.name, read.stat) == (family, name, "last")


@given(st.lists(st.floats(allow_nan=False) | st.text(), min_size=1, max_size=4), st.booleans())
def test_chosen_values_are_a_filter_whatever_they_are(values: list[float | str], missing: bool) -> None:
    text = writing.all_of([writing.among("params.x", values, missing=missing), "started > ago('1d') or star"])
    assert filters.parse(text)


def test_a_range_needs_an_end() -> None:
    assert writing.between("duration", None, 3.5) == "duration <= 3.5"
    assert writing.between("metrics.a", -2, None) == "metrics.a >= -2"
    for wrong in ((None, None), (math.nan, 1.0)):
        with pytest.raises(ValueError):
            writing.between("duration", *wrong)
    with pytest.raises(ValueError):
        writing.among("duration", [])


def test_at_first_at_most_eight_columns_that_differ_those_that_were_set_first() -> None:
    held = params(
        **{f"setting{k}": [k, k + 1, k] for k in range(10)}, same=[1, 1, 1], seed=[1, 2, 3], data_dir=["a", "b", "c"]
    )
    held["depth"] = column([1, 2, 3], True)
    held["rare"] = column([1, None, None], [True, False, False])
    held["default"] = column([1, 2, 2], False)
    metrics = {name: column([0.1, 0.2, 0.3]) for name in ("loss", "val_acc", "count")}
    found = defaultcolumns.chosen(held, metrics)
    assert found["metrics"] == ["val_acc", "loss"] and len(found["params"]) == 6
    assert found["params"][0] == "depth" and "same" not in found["differing"]
    assert found["differing"].index("rare") > found["differing"].index("setting9")
    assert found["differing"][-3:] != [] and set(found["differing"][-2:]) == {"data_dir", "seed"}
    assert found["differing"].index("default") > found["differing"].index("rare")


def test_what_is_ignored_is_no_column_and_the_metric_that_decides_is_the_first() -> None:
    metrics = {name: column([0.1, 0.2]) for name in ("loss", "acc", "mine")}
    ruled = Learnt().ignoring(["lr", "loss"]).with_primary("mine")
    found = defaultcolumns.chosen(params(lr=[1, 2], depth=[1, 2]), metrics, ruled)
    assert found == {"metrics": ["mine", "acc"], "params": ["depth"], "differing": ["depth"]}
