"""Printed lines to pairs of a name and a number."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.capture.text import Columns, Pair, pairs, read
from jupyter_tracker.capture.text import scan as scanning
from tests.capture_values.printed_lines import LINES


@pytest.mark.parametrize(("line", "expected"), [(line, expected) for _, line, expected in LINES])
def test_what_a_line_says(line: str, expected: dict[str, float]) -> None:
    found = {pair.name: pair.value for pair in pairs(line)}
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("line", "outer", "step", "total"),
    [
        ("Epoch 3/10 - loss: 0.5", None, 3, 10),
        ("[Epoch 3] loss=0.5", None, 3, None),
        ("Epoch [3/10], Step [100/500], Loss: 0.5", 3, 100, 500),
        ("Epoch: [3][100/500] Loss 0.5", 3, 100, 500),
        ("Train Epoch: 3 [640/6000 (11%)]\tLoss: 0.5", 3, 640, 6000),
        ("[3,  2000] loss: 0.5", 3, 2000, None),
        ("[2/5][30/90]\tLoss_D: 0.5", 2, 30, 90),
        ("[30]\ttrain-rmse:0.5", None, 30, None),
        ("30:\tlearn: 0.5\ttotal: 3ms", None, 30, None),
        ("Cost after iteration 1,200: 0.5", None, 1200, None),
        ("After 20 epochs: loss 0.5", None, 20, None),
        ("INFO:tensorflow:loss = 0.5, step = 200 (3.2 sec)", None, 200, None),
        ("{'loss': 0.5, 'epoch': 1.25}", None, 1.25, None),
        ("Fold 2, epoch 7: loss 0.5", 2, 7, None),
        ("num_epochs: 30, loss: 0.5", None, None, None),
        ("Best epoch: 12, loss: 0.5", None, None, None),
        ("loss per step: 0.5", None, None, None),
        ("32/32 ━━━━━━━━ 2s 40ms/step - loss: 0.5", None, None, None),
    ],
)
def test_where_a_line_stands(line: str, outer: float | None, step: float | None, total: float | None) -> None:
    pair = next(each for each in pairs(line) if each.value == 0.5)
    assert (pair.outer, pair.step, pair.total) == (outer, step, total)


def test_a_line_of_its_own_counts_too() -> None:
    line = read("----- Epoch 3/10 -----")
    assert (line.pairs, line.counter.step, line.counter.total) == ([], 3, 10)


@pytest.mark.parametrize(
    ("line", "unit", "digits", "spread"),
    [
        ("acc: 93.50%", "%", 2, None),
        ("took: 3.2 seconds", "s", 1, None),
        ("latency: 12 ms", "ms", 0, None),
        ("mse: 1.2e-3", None, 4, None),
        ("auc: 0.91 ± 0.02", None, 2, 0.02),
        ("auc: 91.5% (+/- 2.25%)", "%", 1, 2.25),
        ("speed: 1,250.5 it/s", "it/s", 1, None),
        ("Loss (MB): 3.5", "MB", 1, None),
    ],
)
def test_units_decimals_and_spread(line: str, unit: str | None, digits: int, spread: float | None) -> None:
    (pair,) = pairs(line)
    assert (pair.unit, pair.digits, pair.spread) == (unit, digits, spread)


@pytest.mark.parametrize(
    ("line", "context"),
    [
        ("Random Forest - accuracy: 0.5", "Random Forest"),
        ("ROC AUC: 0.5 (+/- 0.1) [KNN]", "KNN"),
        ("depth=4: accuracy 0.5", "depth=4"),
        ("Average Precision (AP) @[ IoU=0.50 | area= all ] = 0.5", "IoU=0.50 area= all"),
        ("2024-03-01 09:15:27 INFO loss=0.5", ""),
    ],
)
def test_what_else_a_line_says_of_a_value(line: str, context: str) -> None:
    (pair,) = pairs(line)
    assert pair.context == context


def test_which_names_say_that_they_are_measured() -> None:
    def measured(line: str) -> bool:
        (pair,) = pairs(line)
        return pair.measured

    assert all(map(measured, ["val_loss: 1", "Test R^2: 0.5", "valAcc=0.5", "mean reward: 3", "Adj. R-squared: 0.5"]))
    assert not any(map(measured, ["lr: 0.1", "layer_norm_eps: 1e-5", "Best k by silhouette: 4", "is_norm: 1", "n: 3"]))


@pytest.mark.parametrize(
    "heading",
    [
        "epoch     train_loss  valid_loss  time",
        "  Epoch | Train loss | Valid loss | Time",
        "Iter\ttrain loss\tvalid loss\ttime",
    ],
)
def test_rows_under_headings(heading: str) -> None:
    columns = Columns()
    assert columns.read(heading) == []
    assert columns.read("-------  ----------  ----------  ----") == []
    row = columns.read("3         0.52        0.61        00:02")
    assert row is not None
    assert {pair.name: pair.value for pair in row} == {"train_loss": 0.52, "valid_loss": 0.61}
    assert {pair.step for pair in row} == {3}
    assert columns.read("done") is None


def test_a_line_that_only_begins_like_headings() -> None:
    columns = Columns()
    assert columns.read("epoch  12, content loss 0.5") is None
    assert columns.read("epoch  label  path") is None


def test_a_repr_over_several_lines_is_one_call() -> None:
    first = read("XGBClassifier(base_score=0.5, max_error=3,")
    second = read("              eta=0.5, norm=0.25,", inside=first.open)
    assert (first.open, second.open) == (True, True)
    assert first.pairs == second.pairs == []


NAMES = st.sampled_from(["loss", "val_loss", "acc", "rmse", "f1", "test accuracy", "Mean Squared Error"])
VALUES = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: f"{value:.6g}")


@given(NAMES, VALUES, st.sampled_from([": ", "=", " = ", " : ", ":", " -> "]))
def test_a_pair_is_found_whatever_joins_it(name: str, value: str, sign: str) -> None:
    (pair,) = pairs(f"{name}{sign}{value}")
    assert pair.value == float(value) and pair.name == name.lower().replace(" ", "_")


@given(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=5), st.sampled_from([", ", " | ", " - ", "\t", "; "]))
def test_all_pairs_of_a_line_are_found(given_: list[tuple[str, str]], separator: str) -> None:
    found = pairs(separator.join(f"{name}: {value}" for name, value in given_))
    assert [pair.value for pair in found] == [float(value) for _, value in given_]


@given(st.text(alphabet="0123456789.,:;=|/%()[]{}'\"-+eE \t\r\b\x1b losepchkmta²±━█>@#é", max_size=120))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for pair in pairs(text):
        assert pair.name and 0 <= pair.start <= pair.end and isinstance(pair.value, float)


@given(st.sampled_from([line for _, line, _ in LINES]), st.randoms(use_true_random=False))
def test_lines_printed_again_are_read_as_the_first_time(line: str, random: Random) -> None:
    def other(text: str) -> str:
        return "".join(random.choice("0123456789") if each.isdigit() else each for each in text)

    varied = other(line)
    read(line)
    again = read(varied)
    scanning._REPEATED.clear()
    assert _comparable(again.pairs) == _comparable(read(varied).pairs)


def _comparable(found: list[Pair]) -> list[object]:
    return [(pair.name, pair.step, pair.digits, None if math.isnan(pair.value) else pair.value) for pair in found]
