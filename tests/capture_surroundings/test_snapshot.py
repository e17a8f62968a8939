"""A snapshot is a valid notebook without outputs, as near to the screen as what is known allows."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.capture.snapshot import Executed, Snapshot, exact, masked, pieced_together


def saved(folder: Path, sources: dict[str, str], *, ago: float = 100, minor: int = 5) -> str:
    cells = [
        {"cell_type": "code", "metadata": {}, "source": text.splitlines(True), "execution_count": 3}
        | {"outputs": [{"output_type": "stream", "name": "stdout", "text": "old"}]}
        | ({"id": cell_id} if minor >= 5 else {})
        for cell_id, text in sources.items()
    ]
    path = folder / "nb.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {"x": 1}, "nbformat": 4, "nbformat_minor": minor}))
    os.utime(path, (time.time() - ago,) * 2)
    return str(path)


def sources(snapshot: Snapshot) -> list[str]:
    notebook = snapshot.notebook
    try:
        import nbformat
    except ImportError:
        pass
    else:
        nbformat.validate(nbformat.from_dict(notebook))
    assert notebook["nbformat_minor"] == 5
    assert all(cell["outputs"] == [] for cell in notebook["cells"] if cell["cell_type"] == "code")
    return [cell["source"] for cell in notebook["cells"]]


def test_what_the_front_end_sent_is_exact() -> None:
    order = [("a", "markdown"), ("b", "code"), ("c", "raw")]
    snapshot = exact(order, {"a": "# Title", "b": "x = 1", "c": "raw"}, "/nb.ipynb")
    assert sources(snapshot) == ["# Title", "x = 1", "raw"]
    assert [cell["id"] for cell in snapshot.notebook["cells"]] == ["a", "b", "c"]
    assert snapshot.fidelity == "exact"


def test_what_was_executed_since_the_file_was_saved_lies_over_it(tmp_path: Path) -> None:
    path = saved(tmp_path, {"a": "x = 1", "b": "y = 2"})
    snapshot = pieced_together(path, [Executed("a", "x = 10", time.time()), Executed("new", "z = 3", time.time())])
    assert sources(snapshot) == ["x = 10", "y = 2", "z = 3"]
    assert snapshot.fidelity == "disk + executed"


def test_a_file_saved_after_the_execution_wins(tmp_path: Path) -> None:
    path = saved(tmp_path, {"a": "edited later"}, ago=0)
    executed = [Executed("a", "as executed", time.time() - 50), Executed("deleted", "gone", time.time() - 50)]
    assert sources(pieced_together(path, executed)) == ["edited later"]


@pytest.mark.parametrize("cell_id", [None, "vscode-notebook-cell:/nb.ipynb#W2sZmlsZQ%3D%3D"])
def test_without_a_usable_id_the_cell_most_alike_is_meant(tmp_path: Path, cell_id: str | None) -> None:
    path = saved(tmp_path, {"a": "import os", "b": "model.fit(X, y, depth=6)"}, minor=4)
    now = time.time()
    snapshot = pieced_together(
        path, [Executed(cell_id, "model.fit(X, y, depth=8)", now), Executed(None, "import os", now)]
    )
    assert sources(snapshot) == ["import os", "model.fit(X, y, depth=8)"]


@pytest.mark.parametrize("content", [None, "{", "[]", '{"nbformat": 3}', '{"nbformat": 4, "cells": 5, "metadata": {}}'])
def test_without_a_readable_file_what_was_executed_is_all(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "nb.ipynb"
    if content is not None:
        path.write_text(content)
    executed = [Executed("a", "x = 1", 1.0), Executed(None, "y = 2", 2.0), Executed("a", "x = 3", 3.0)]
    snapshot = pieced_together(str(path), executed)
    assert sources(snapshot) == ["x = 3", "y = 2"]
    assert snapshot.fidelity == "executed only"


def test_two_cells_with_the_same_id_stay_two(tmp_path: Path) -> None:
    notebook: dict[str, Any] = exact([("a", "code"), ("a", "code")], {"a": "x"}, None).notebook
    assert len({cell["id"] for cell in notebook["cells"]}) == 2


def test_cells_are_masked() -> None:
    notebook = exact([("a", "code")], {"a": "secret"}, None).notebook
    assert masked(notebook, lambda text: text.replace("secret", "-"))["cells"][0]["source"] == "-"
