"""The slicer by itself, on entries written down here: what is taken, why, what is warned of, and the grade."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.reproduce import telling, writing
from jupyter_tracker.reproduce.entries import Entry, Write, around, entries
from jupyter_tracker.reproduce.minding import Present, minded
from jupyter_tracker.reproduce.slicing import Slice, slice_of


def cell(number: int, source: str, reads: str = "", writes: str = "", **about: Any) -> Entry:
    """An entry; in `writes` a `~` marks what was only changed, a `-` what was deleted."""
    how = {"~": "changed", "-": "deleted"}
    made = tuple(Write(name.lstrip("~-"), how.get(name[0], "bound")) for name in writes.split())  # type: ignore[arg-type]
    begun = float(number)
    given = {"cell_id": f"id{number}", "count": number, "started": begun, "ended": begun + 0.5, **about}
    return Entry(f"s.{number}", source, reads=tuple(reads.split()), writes=made, **given)


def sliced(*session: Entry, present: Present | None = None) -> Slice:
    """The slice of the last one, with warnings."""
    return minded(slice_of(session, {session[-1].exec}), session, present)


def numbers(found: Slice) -> list[int | None]:
    """The cells of a slice by number."""
    return [one.entry.count for one in found.cells]


def test_what_is_bound_again_needs_nothing_from_before() -> None:
    found = sliced(cell(1, "a = 1", "", "a"), cell(2, "a = 2", "", "a"), cell(3, "a", "a"))
    assert numbers(found) == [2, 3] and found.before == 3 and found.grade == "A"


def test_what_is_changed_needs_all_that_changed_it() -> None:
    found = sliced(
        cell(1, "a = []", "", "a"), cell(2, "b = a", "a", "b"), cell(3, "c = 1", "", "c"),
        cell(4, "b.append(1)", "b", "~b ~a"), cell(5, "a", "a"),
    )  # fmt: skip
    assert numbers(found) == [1, 2, 4, 5]
    assert [one.why for one in found.cells] == ["makes `a`", "makes `b`", "changes `a`", "is the run"]


def test_why_is_said_of_random_states_files_and_libraries() -> None:
    found = sliced(
        cell(1, "seed", "", "<random:numpy>"), cell(2, "write", "", "file:/x/data.csv"),
        cell(3, "set up", "", "~<settings:pandas>"),
        cell(4, "run", "<random:numpy> file:/x/data.csv <settings:pandas>"),
    )  # fmt: skip
    assert [one.why for one in found.cells[:3]] == [
        "sets the random state used in [4]",
        "writes data.csv read in [4]",
        "sets up pandas",
    ]


def test_what_changed_between_cells_needs_those_that_may_have() -> None:
    late = cell(3, "pass", "", "", between=frozenset(["n"]))
    found = sliced(
        cell(1, "n = 0", "", "n"), cell(2, "def on_click", "", "f", may=frozenset(["n"])), late, cell(4, "n", "n")
    )
    assert numbers(found) == [1, 2, 4] and found.grade == "D"
    assert "`n` was changed while no cell ran: by a thread, a task or a widget" in found.warnings


def test_a_file_written_while_a_cell_ran_is_its_own() -> None:
    reader = cell(3, "read", "file:/x/n.txt", "", times={"file:/x/n.txt": 1.2})
    assert numbers(sliced(cell(1, "!make"), cell(2, "pass"), reader)) == [1, 3]
    seen = cell(1, "write", "", "~file:/x/n.txt")
    assert numbers(sliced(seen, cell(2, "pass", started=1.19), reader)) == [1, 3]


def test_a_cell_that_was_not_traced_may_have_done_anything() -> None:
    old = {"exec": "s.1", "cell_id": None, "count": 1, "started": 1.0, "ended": 1.5, "outcome": "ok", "tracked": False}
    old |= {"source": "a.append(b)", "trace": None, "reads": ["b"], "writes": [], "inputs": [], "artifacts": []}
    (entry,) = entries([old], str)
    assert not entry.traced and {"a", "b"} <= set(entry.reads)
    found = sliced(entry, cell(2, "a", "a"))
    assert numbers(found) == [1, 2] and found.grade == "E"


def test_blocks_count_as_the_cell_that_they_are_in() -> None:
    base = {
        "cell_id": "x",
        "count": 1,
        "outcome": "ok",
        "tracked": True,
        "source": "with",
        "inputs": [],
        "artifacts": [],
    }
    base |= {"trace": {"reads": [], "writes": []}, "reads": [], "writes": []}
    listed = [
        {**base, "exec": "s.1", "started": 1.0, "ended": 3.0},
        {**base, "exec": "s.2", "started": 2.0, "ended": 2.5},
    ]
    assert around(listed, ["s.2"]) == ["s.1"]
    assert [one.exec for one in entries(listed, str)] == ["s.1"]


def test_edited_and_deleted_cells_are_told() -> None:
    session = cell(1, "a = 1", "", "a"), cell(2, "b = a", "a", "b"), cell(3, "b", "b")
    now = Present({"id2": "b = a + 1", "id3": "b"})
    found = sliced(*session, present=now)
    assert found.warnings[0] == "[1] was deleted from the notebook since it ran"
    assert found.warnings[1].startswith("[2] was edited since it ran: `b` came about in another way")
    assert found.grade == "B"
    again = sliced(*session[:2], cell(4, "a = 5", "", "z", cell_id="id1"), session[2])
    assert again.warnings == (
        "[1] was edited since, and ran again as [4]: `a` came about in another way than the notebook now says",
    )


def test_an_order_that_counts_is_told() -> None:
    now = Present({"id2": "b", "id1": "a = 1"})
    found = sliced(cell(1, "a = 1", "", "a"), cell(2, "b", "a"), present=now)
    assert found.warnings == (
        "cells ran out of order, and the result depends on it: [2] used a of [1], which stands below it",
    )
    assert found.grade == "C"


def test_chance_without_a_seed_is_told() -> None:
    found = sliced(
        cell(1, "r()", "<random:numpy>", "~<random:numpy>", unseeded=("default_rng",)), cell(2, "x", "<random:numpy>")
    )
    assert found.warnings == (
        "random numbers of numpy are used without a seed, in [1], [2]",
        "default_rng() in [1] has no seed: it gives other numbers each time",
    )
    assert (found.grade, found.reasons) == ("D", found.warnings)
    seeded = sliced(cell(1, "seed", "", "<random:numpy>"), cell(2, "x", "<random:numpy>"))
    assert seeded.grade == "A" and not seeded.warnings


def test_the_numbered_outputs_that_were_used_are_named() -> None:
    found = sliced(cell(1, "1", "", "_1 _12"), cell(2, "_1 + _12 + _x1", "_1 _12 _x1"))
    assert found.warnings == (
        "[2] uses numbered outputs (`_1`, `_12`), which have other numbers when it runs again",
    )  # fmt: skip


def test_nothing_is_said_of_a_notebook_that_is_not_known() -> None:
    cells = cell(1, "a = 1", "", "a"), cell(2, "a", "a")
    unknown, known = sliced(*cells), sliced(*cells, present=Present({"id1": "a = 1", "id2": "a"}))
    assert (unknown.grade, known.grade) == ("A", "A")
    assert "what the notebook says now is not known" in telling.text(unknown)
    assert known.reasons == ("seeded, from known inputs, and as the notebook says",)
    assert telling.text(known).endswith("and as the notebook says")


def test_files_that_changed_since_are_told() -> None:
    read = cell(1, "read", "file:/x/a.csv file:/x/b.csv file:/x/c.csv", "v")
    later = cell(2, "write", "", "file:/x/c.csv")
    present = Present(changed=["/x/a.csv"], missing=["/x/b.csv"])
    found = sliced(read, later, cell(3, "v", "v"), present=present)
    assert found.warnings == (
        "a.csv was changed after [1] had read it",
        "b.csv, read in [1], is not there any more",
        "c.csv, read in [1], was written again afterwards in [2]",
    )


def test_a_cell_that_counts_twice_is_told() -> None:
    once, twice = cell(2, "n += 1", "n", "~n", cell_id="x"), cell(3, "n += 1", "n", "~n", cell_id="x")
    found = sliced(cell(1, "n = 0", "", "n"), once, twice, cell(4, "n", "n"))
    assert found.warnings == ("one cell counts 2 times, as [2], [3]: running it once gives something else",)


def test_a_run_without_cells_has_no_slice() -> None:
    assert minded(slice_of([], set()), []).grade == "E"
    assert telling.text(minded(slice_of([], set()), [])).startswith("No slice")


def example() -> Slice:
    """A slice with magics, a failed cell and words to the tracker."""
    return sliced(
        cell(1, "%load_ext jupyter_tracker\n%track on"),
        cell(2, "%%time\na = 1", "", "a"),
        cell(3, "b = 2\nraise ValueError('x')", "", "b", outcome="error"),
        cell(4, "%%track -t x\nc = a + b", "a b"),
    )


def test_a_slice_becomes_a_script(tmp_path: Path) -> None:
    path = tmp_path / "slice.py"
    assert writing.write(example(), path, lambda ref: b"")[0] == [path]
    text = path.read_text()
    assert "jupyter_tracker" not in text and "%" not in text.replace("# %%time", "")
    names: dict[str, Any] = {}
    exec(compile(text, "slice", "exec"), names)
    assert names["c"] == 3
    with pytest.raises(FileExistsError):
        writing.write(example(), path, lambda ref: b"")
    with pytest.raises(writing.UnknownForm):
        writing.write(example(), tmp_path / "slice.txt", lambda ref: b"")


def test_a_slice_becomes_a_notebook(tmp_path: Path) -> None:
    import nbformat

    path = tmp_path / "slice.ipynb"
    writing.write(example(), path, lambda ref: b"")
    nbformat.validate(nbformat.read(path, 4))
    cells = json.loads(path.read_text())["cells"]
    assert [one["source"] for one in cells[1:]] == [
        "%%time\na = 1", "b = 2\nraise ValueError('x')", "c = a + b",
    ]  # fmt: skip
    assert cells[2]["metadata"]["tags"] == ["raises-exception"]


def test_a_slice_with_a_secret_says_what_is_missing(tmp_path: Path) -> None:
    marker = "<redacted:named:0123abcd>"
    found = sliced(cell(1, f"password = '{marker}'", "", "password"), cell(2, "n = len(password)", "password", "n"))
    for name in ("slice.py", "slice.ipynb"):
        _, said = writing.write(found, tmp_path / name, lambda ref: b"")
        assert said == ["secrets stand as <redacted:…> in [1]: put them in before it can run"]
        assert "put them in before it can run" in (tmp_path / name).read_text()


def test_modules_come_beside_it_only_where_they_are_not(tmp_path: Path) -> None:
    used = cell(
        1, "import tool", "", "tool", modules=(("tool", "/p/tool.py", "b3:1"), ("pack.sub", "/p/pack/sub.py", "b3:2"))
    )
    found = sliced(used, cell(2, "tool", "tool"))
    (tmp_path / "tool.py").write_text("mine")
    files, said = writing.write(found, tmp_path / "x.py", lambda ref: ref.encode())
    assert (tmp_path / "tool.py").read_text() == "mine" and "not as it was" in said[0]
    assert (tmp_path / "pack" / "sub.py").read_bytes() == b"b3:2" and len(files) == 2
