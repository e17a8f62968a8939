"""Curves from plain loops at their edges: rounds that are broken off, names that are ruled on, runs that go on."""

from __future__ import annotations

import pytest

from tests.capture_values.conftest import Notebook

BREAKS = "for i in range(10):\n    loss = 1 / (i + 1)\n    if i == 4:\n        break"
RAISES = BREAKS.replace("break", "raise ValueError")


def inside(cell: str) -> str:
    """The cell as the body of a function that is called."""
    return "def f():\n    " + cell.replace("\n", "\n    ") + "\nf()"


@pytest.mark.parametrize(
    "cell",
    [
        f"{BREAKS}\nfor i in range(2):\n    loss = 7.0",
        f"{BREAKS.replace(chr(10) + '        break', ' break')}\nloss = 7.0",
        inside(f"{BREAKS}\nloss = 7.0\nreturn loss"),
        inside(f"{BREAKS.replace('break', 'return loss')}\nloss = 7.0"),
        inside(f"if True:\n    {BREAKS.replace(chr(10), chr(10) + '    ')}\nloss = 7.0"),
        "i = -1\nwhile True:\n    i += 1\n    loss = 1 / (i + 1)\n    if i == 4:\n        break\nloss = 7.0",
        f"{RAISES}\nloss = 7.0",
        inside(RAISES),
        inside(f"{RAISES}\nloss = 7.0"),
        f"try:\n    {RAISES.replace(chr(10), chr(10) + '    ')}\nexcept ValueError:\n    loss = 7.0",
    ],
)
def test_the_round_that_is_broken_off_counts_whatever_comes_after(notebook: Notebook, cell: str) -> None:
    ran = notebook.run(cell)
    assert ran.points == {"loss": [(i, 1 / (i + 1)) for i in range(5)]}


@pytest.mark.parametrize("ending", ["break", "raise ValueError"])
@pytest.mark.parametrize("function", [False, True])
def test_a_round_that_made_no_value_has_no_point(notebook: Notebook, ending: str, function: bool) -> None:
    cell = f"for i in range(10):\n    if i == 4:\n        {ending}\n    loss = 1 / (i + 1)"
    assert notebook.run(inside(cell) if function else cell).values("loss") == [1 / (i + 1) for i in range(4)]


def test_a_loop_left_again_and_again(notebook: Notebook) -> None:
    ran = notebook.run(f"for trial in range(3):\n    {BREAKS.replace(chr(10), chr(10) + '    ')}")
    assert ran.values("loss") == [1 / (i + 1) for i in range(5)] * 3 and ran.steps("loss") == list(range(15))


def test_a_call_that_never_reached_the_loop_adds_nothing(notebook: Notebook) -> None:
    ran = notebook.run("""
        def f(n, loss=5.0):
            if n == 0:
                return loss
            for i in range(n):
                loss = 1 / (i + 1)
            return loss
        f(4); f(0); f(0, 6.0)
    """)
    assert ran.values("loss") == [1 / (i + 1) for i in range(4)]


def test_ignored_names_are_no_series(notebook: Notebook) -> None:
    cell = "for i in range(5):\n    loss = 1 / (i + 1)\n    acc = i / 5"
    assert set(notebook.run(cell, ignore=["loss"]).points) == {"acc"}
    assert set(notebook.run(inside(cell), ignore=["loss", "acc"]).points) == set()
    assert set(notebook.run(cell).points) == {"loss", "acc"}


def test_names_ruled_to_be_metrics_are_series(notebook: Notebook) -> None:
    cell = "for i in range(5):\n    e = i * 0.5"
    assert notebook.run(cell).points == {}
    assert notebook.run(cell, metric=["e"]).values("e") == [0, 0.5, 1, 1.5, 2]
    notebook.run(inside(cell).removesuffix("f()"), tracked=False)
    assert notebook.run("f()").points == {}
    assert notebook.run("f()", metric=["e"]).values("e") == [0, 0.5, 1, 1.5, 2]


def test_series_of_a_run_that_goes_on(notebook: Notebook) -> None:
    cell = "for i in range({}):\n    loss = 1 / (i + 1)"
    assert notebook.run(cell.format("3"), starts={"loss": 3}).steps("loss") == [3, 4, 5]
    assert notebook.run(cell.format("3, 6"), starts={"loss": 3}).steps("loss") == [3, 4, 5]
    assert notebook.run(cell.format("3"), starts={"other": 3}).steps("loss") == [0, 1, 2]
    swept = notebook.run("for C in [1, 2, 3]:\n    score = C / 2", starts={"score": 9})
    assert swept.steps("score") == [1, 2, 3]
