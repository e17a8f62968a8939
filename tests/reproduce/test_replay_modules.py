"""Local modules that somebody edits while the notebook is at work."""

from __future__ import annotations

from pathlib import Path

from tests.reproduce.recording import record

HELPER = {"helper.py": "def width(v):\n    return v * 2\n"}
EDITED = {"helper.py": "def width(v):\n    return v * 33\n"}
USED = "%%track fit\nloss = before + helper.width(2)"


def test_a_module_edited_after_it_was_imported_is_the_one_that_ran(tmp_path: Path) -> None:
    recorded = record(tmp_path, ["import helper\nbefore = 1", USED], HELPER, {2: EDITED})
    told = recorded.replay("fit")
    assert told["verdict"] == "identical" and told.metric("loss")["replayed"] == 5, told.body
    (changed,) = told["changed"]["modules"]
    assert (changed["line"], changed["recorded"].strip(), changed["now"].strip()) == (
        2,
        "return v * 2",
        "return v * 33",
    )


def test_a_module_edited_between_two_cells_is_edited_again(tmp_path: Path) -> None:
    cells = ["%load_ext autoreload\n%autoreload 2", "import helper\nbefore = helper.width(1)", USED]
    recorded = record(tmp_path, cells, HELPER, {3: EDITED})
    told = recorded.replay("fit")
    assert told["verdict"] == "identical" and told.metric("loss")["replayed"] == 68, told.body
    assert not told["changed"]["modules"]
    assert (tmp_path / "helper.py").read_text() == EDITED["helper.py"]


def test_a_module_loaded_anew_by_hand(tmp_path: Path) -> None:
    again = USED.replace("\n", "\nimportlib.reload(helper)\n", 1)
    cells = ["import helper\nbefore = helper.width(1)", "import importlib", again]
    recorded = record(tmp_path, cells, HELPER, {3: EDITED})
    told = recorded.replay("fit")
    assert told["verdict"] == "identical" and told.metric("loss")["replayed"] == 68, told.body
