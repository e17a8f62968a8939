"""What differs between the cells of two runs."""

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.analysis.codediff import GAP, Cell, compare


def cell(source: str, title: str = "cell [1]", cell_id: str | None = None) -> Cell:
    return Cell(source, title, cell_id)


def test_a_replaced_line_counts_once() -> None:
    found = compare([cell("a = 1\nb = 2\nc = 3")], [cell("a = 1\nb = 20\nc = 3")])
    assert found.lines == 1
    assert found.diff == [
        {"op": " ", "text": "a = 1"},
        {"op": "-", "text": "b = 2"},
        {"op": "+", "text": "b = 20"},
        {"op": " ", "text": "c = 3"},
    ]
    assert found.cells == ["cell [1]"]


def test_the_name_of_a_run_and_blank_ends_are_no_code() -> None:
    assert compare([cell("%%track rf-6\nx = 1\n\n")], [cell("# track: rf-8\n\nx = 1  ")]).same


def test_cells_are_paired_by_id_before_order() -> None:
    first = [cell("load()", "cell [1]", "a"), cell("train()", "cell [2]", "b")]
    second = [cell("train(2)", "cell [5]", "b"), cell("load()", "cell [6]", "a")]
    found = compare(first, second)
    assert (found.lines, found.cells) == (1, ["cell [5]"])


def test_a_further_cell_is_all_new_and_named() -> None:
    found = compare([cell("train()")], [cell("train(2)"), cell("evaluate()\nplot()", "cell [9]")])
    assert found.lines == 3
    assert found.cells == ["cell [1]", "cell [9]"]
    assert {"op": "+", "text": "plot()"} in found.diff and {"op": " ", "text": "── cell [9] ──"} in found.diff


def test_far_apart_changes_leave_the_middle_out() -> None:
    lines = [f"line {n}" for n in range(40)]
    changed = ["first", *lines[1:-1], "last"]
    found = compare([cell("\n".join(lines))], [cell("\n".join(changed))])
    assert found.lines == 2
    assert {"op": " ", "text": GAP} in found.diff and len(found.diff) < 15


sources = st.lists(st.sampled_from(["a", "b", "", " c", "%%track x"]), max_size=8).map("\n".join)


@given(st.lists(sources, max_size=4), st.lists(sources, max_size=4))
def test_same_exactly_when_nothing_is_shown(first: list[str], second: list[str]) -> None:
    found = compare([cell(source) for source in first], [cell(source) for source in second])
    assert found.same == (not found.diff) == (not found.cells)
    assert compare([cell(source) for source in first], [cell(source) for source in first]).same
