"""What the source of a cell says, before anything runs."""

from __future__ import annotations

import ast

import pytest

from jupyter_tracker.capture.code import read
from jupyter_tracker.capture.expressions import expression_name
from jupyter_tracker.capture.literals import literal
from jupyter_tracker.capture.values import MISSING


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1e-3", 0.001), ("-2", -2), ("2 ** -3", 0.125), ("24 * 60", 1440), ("[1, 'a']", [1, "a"]),
        ("(64, 32)", [64, 32]),
        ("{'a': {'b': 1}}", {"a": {"b": 1}}), ("dict(a=1)", {"a": 1}), ("None", None), ("'x'", "x"),
    ],
)  # fmt: skip
def test_what_is_written_out(source: str, value: object) -> None:
    assert literal(ast.parse(source, mode="eval").body) == value


@pytest.mark.parametrize(
    "source", ["x", "f(1)", "[]", "{}", "1 / 0", "9 ** 9 ** 9", "[1, x]", "b'a'", "1j", "'a' * 9", "..."]
)
def test_what_is_not(source: str) -> None:
    assert literal(ast.parse(source, mode="eval").body) is MISSING


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("acc", "acc"), ("accuracy_score(y, p)", "accuracy_score"), ("model.score(X, y)", "score"),
        ("metrics.f1_score(y, p)", "f1_score"), ("float(loss.item())", "loss"), ("round(acc, 3)", "acc"),
        ("scores.mean()", "scores_mean"), ("np.std(scores)", "scores_std"), ("(p == y).mean()", "accuracy"),
        ("np.mean(p == y)", "accuracy"), ("history['loss']", "loss"), ("res.best_score_", "best_score_"),
        ("1 - err", "1 - err"), ("np.sqrt(mean_squared_error(y, p))", "rmse"), ("math.log(x + 1)", "math.log(x + 1)"),
        ("a + b + c + d + e + f + g + h + i + j + k + l", "a + b + c + d + e + f + g + h + i + j +…"),
    ],
)  # fmt: skip
def test_values_nobody_named_get_a_short_name(source: str, name: str) -> None:
    assert expression_name(ast.parse(source, mode="eval").body) == name


def test_reads_and_writes_are_those_of_the_cell() -> None:
    code = read(
        "import numpy as np\na = b + np.pi\nc = [d for d in e if d > f]\ndef g(h):\n    i = j\n    return h + i\nk += 1"
    )
    assert {"b", "e", "f", "j", "k"} <= code.reads and not {"d", "h", "i"} & code.reads
    assert code.writes == {"np", "a", "c", "g", "k"}


def test_a_cell_that_does_not_parse_says_nothing() -> None:
    assert read("a = (").tree is None and read("a = (").writes == set()


def test_keywords_know_their_callee_and_object() -> None:
    code = read("depth = 3\nm = ensemble.Forest(max_depth=depth, n=4).fit(X, w=1)")
    uses = {use.key: (use.callee, use.literal, use.ref, use.target) for use in code.keywords}
    assert uses["n"] == ("ensemble.Forest", 4, None, "m")
    assert uses["max_depth"] == ("ensemble.Forest", MISSING, "depth", "m")
    assert uses["w"] == ("().fit", 1, None, "m")
