"""The quickstart is clean and self-contained; its data are what their licence note says they are."""

import csv
from pathlib import Path
from typing import Any

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="module")
def book() -> Any:
    return nbformat.read(FOLDER / "quickstart.ipynb", 4)


def test_it_is_valid_and_stored_without_outputs(book: Any) -> None:
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert all(not cell.metadata for cell in book.cells)


def test_it_tells_the_whole_path_without_a_log_call(book: Any) -> None:
    code = "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")
    for part in (
        "%load_ext jupyter_tracker",
        "%%track",
        "%%track --to @1",
        "%track runs",
        "%track compare",
        "%track report",
    ):
        assert part in code
    assert "jt.log(" not in code and code.count("%%track") == 4


def test_the_data_are_the_penguins_with_their_licence() -> None:
    with (FOLDER / "data" / "penguins.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 344 and {row["species"] for row in rows} == {"Adelie", "Gentoo", "Chinstrap"}
    assert sum("" in row.values() or "NA" in row.values() for row in rows) == 11
    assert "CC0" in (FOLDER / "data" / "README.md").read_text(encoding="utf-8")


def test_its_models_train_on_their_own(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sklearn")
    monkeypatch.chdir(FOLDER)
    names: dict[str, Any] = {}
    for cell in book.cells:
        if (
            cell.cell_type == "code"
            and not cell.source.startswith(("%load_ext", "%track"))
            and "jt." not in cell.source
        ):
            source = "\n".join(line for line in cell.source.splitlines() if not line.startswith("%%track"))
            exec(source.replace("305", "15"), names)
    assert names["val_acc"] > 0.8 and names["test_acc"] > 0.8 and names["loss"] < names["val_loss"]
