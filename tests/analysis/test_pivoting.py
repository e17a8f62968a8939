"""Pivots and the texts that are pasted from them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.analysis.pivoting import MOST, pivot
from jupyter_tracker.analysis.tabletext import TextTable, escaped, latex, markdown

CELLS = [
    ("rf", 8.0, "a", 0.90), ("rf", 8.0, "b", 0.92), ("rf", 6.0, "c", 0.80), ("gb", 8.0, "d", 0.95),
    (None, 6.0, "e", 0.5),
]  # fmt: skip


def test_a_pivot_has_a_mean_with_its_interval_and_n_in_each_cell() -> None:
    found = pivot(CELLS, down="model", across="depth", metric="acc", good="up")
    assert found["rows"] == ["gb", "rf", None] and found["columns"] == [6.0, 8.0]
    cell = found["cells"][1][1]
    assert (cell["n"], cell["runs"]) == (2, ["a", "b"]) and cell["mean"] == pytest.approx(0.91)
    assert cell["high"] - cell["mean"] == pytest.approx(12.7062 * 0.0141421 / 2**0.5, rel=1e-4)
    assert found["cells"][0][0] is None and found["best"] == [[0, 1]]


def test_its_best_is_bold_in_markdown_and_latex() -> None:
    found = pivot(CELLS, down="model", across="depth", metric="acc", good="up")
    assert "| gb | – | **0.95 (1)** |" in found["markdown"]
    assert r"gb & -- & \textbf{0.95 (1)} \\" in found["latex"]
    assert found["latex"].startswith("\\begin{tabular}{lrr}\n\\toprule\n") and r"0.91 $\pm$ 0.13 (2)" in found["latex"]
    worst = pivot(CELLS, down="model", across="depth", metric="loss", good="down")
    assert worst["best"] == [[2, 0]] and "less is better" in worst["markdown"]
    assert pivot(CELLS, down="model", across="depth", metric="thing", good=None)["best"] == []


def test_a_table_that_nobody_could_read_is_refused() -> None:
    many = [(float(k), 1.0, str(k), 0.5) for k in range(MOST + 1)]
    with pytest.raises(ValueError, match="lr has 201 values"):
        pivot(many, down="lr", across="depth", metric="acc", good="up")


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=4))
def test_no_text_breaks_out_of_its_cell(rows: list[list[str]]) -> None:
    table = TextTable(["a", "b"], rows)
    for line in latex(table).splitlines()[4:-2]:
        bare = re.sub(r"\\textbackslash\{\}|\\[&%$#_{}]", "", line.removesuffix(r"\\"))
        assert bare.count("&") == 1 and not re.search(r"[%#_]", bare)
    for line in markdown(table).splitlines():
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 3


def test_every_character_is_printed_by_latex() -> None:
    assert escaped(r"50% of a_b & {c} \d ~ ^ $") == (
        r"50\% of a\_b \& \{c\} \textbackslash{}d \textasciitilde{} \textasciicircum{} \$"
    )
