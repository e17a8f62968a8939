"""What differs between the code and the environments of two runs, and what a run imports, with a real kernel."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import Store
from tests.kernels import PATIENCE, ROOT, Kernel

pytest.importorskip("nbdime")
FIRST = ["colour = 7", "import math, numpy as np", "depth = 4\nroot = np.sqrt(depth)"]
RUN = "%%track {name}\nimport helper\ntotal = helper.double(root) + math.pi\nprint(total)"


@pytest.fixture(scope="module")
def two(kernel: Kernel) -> Kernel:
    """A kernel with a run, and one more after a cell was edited, another came between, and a module changed."""
    (kernel.folder / "helper.py").write_text("def double(v):\n    return 2 * v\n")
    kernel.run("%load_ext autoreload\n%autoreload 2")
    for number, cell in enumerate(FIRST):
        assert kernel.run(cell, cell_id=f"cell{number}").status == "ok"
    assert kernel.run(RUN.format(name="before"), cell_id="run").status == "ok"
    (kernel.folder / "helper.py").write_text("def double(v):\n    return 2 * v  # twice, on purpose\n")
    kernel.run("spare = 3", cell_id="spare")
    kernel.run("depth = 9\nroot = np.sqrt(depth)", cell_id="cell2")
    kernel.run("root = root + 1", cell_id="new")
    assert kernel.run(RUN.format(name="after"), cell_id="run").status == "ok"
    settle(kernel)
    return kernel


def settle(kernel: Kernel) -> None:
    """Wait until nothing is pending any more: packages and notebooks are noted off a cell's path."""
    reader = Store.open(kernel.store_path, create=False).reader()
    deadline = time.monotonic() + PATIENCE
    while any(reader.run(run["id"])["pending"] for run in reader.runs()) and time.monotonic() < deadline:
        time.sleep(0.1)
        reader.refresh()


def shell(two: Kernel, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the shell."""
    command = [sys.executable, "-m", "jupyter_tracker.cli", *words, "--store", str(two.store_path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def told(two: Kernel, *words: str) -> Any:
    """What a command answers as JSON."""
    done = shell(two, *words, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_slices_are_compared_cell_by_cell_and_module_by_module(two: Kernel) -> None:
    found = told(two, "diff", "before", "after")
    cells = {(cell["change"], cell["kind"]): cell for cell in found["cells"]}
    changed = [line["text"] for line in cells["changed", "code"]["diff"] if line["op"] != " "]
    assert changed == ["depth = 4", "depth = 9"]
    assert cells["added", "code"]["diff"] == [{"op": "+", "text": "root = root + 1"}]
    assert cells["changed", "module"]["after"] == "helper" and cells["changed", "module"]["lines"] == 1
    assert not any("spare" in line["text"] for cell in found["cells"] for line in cell["diff"])
    moved = [cell for cell in found["cells"] if cell["change"] != "same"]
    assert (found["same"], found["lines"], len(moved)) == (False, 3, 3), moved


def test_notebooks_are_compared_as_they_were(two: Kernel) -> None:
    found = told(two, "diff", "before", "after", "--notebook")
    added = [line["text"] for cell in found["cells"] if cell["change"] == "added" for line in cell["diff"]]
    assert "spare = 3" in added and "root = root + 1" in added
    assert found["mind"] == [f"{name}: its notebook is known as executed only" for name in ("before", "after")]


def test_a_run_and_itself_are_the_same(two: Kernel) -> None:
    assert told(two, "diff", "after", "after")["same"]
    assert "are the same" in shell(two, "diff", "after", "after", "--environment").stdout


def test_without_nbdime_it_says_what_to_install(two: Kernel) -> None:
    code = (
        "import sys; sys.modules['nbdime'] = None; from jupyter_tracker.cli.main import main; "
        f"sys.exit(main(['diff', 'before', 'after', '--store', {str(two.store_path)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and "pip install nbdime" in done.stderr


def test_the_magic_and_python_show_it(two: Kernel) -> None:
    reply = two.run("%track diff before after")
    assert "- depth = 4" in reply.plain[0] and "+ depth = 9" in reply.plain[0] and "depth = 9" in reply.html[0]
    reply = two.run("import jupyter_tracker as jt\nd = jt.run('before').diff('after')\nprint(d.same, len(d.cells))\nd")
    assert reply.text.startswith("False ") and "+ root = root + 1" in reply.plain[-1]


def test_what_a_run_imports_is_pinned(two: Kernel) -> None:
    from importlib.metadata import version

    found = told(two, "requirements", "after")
    assert [(one["name"], one["modules"]) for one in found["direct"]] == [("numpy", ["numpy"])]
    assert found["text"].splitlines()[-1] == f"numpy=={version('numpy')}" and found["unknown"] == []
    other = two.run("%%track forest\nfrom sklearn.ensemble import RandomForestClassifier as F\nf = F()")
    assert other.status == "ok"
    settle(two)
    text = two.run("%track requirements forest").plain[0]
    assert f"scikit-learn=={version('scikit-learn')}\n# what those need\n" in text and "\nscipy==" in text


def test_requirements_are_written_once(two: Kernel, tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    assert shell(two, "requirements", "after", "--to", str(path)).returncode == 0
    assert "numpy==" in path.read_text()
    again = shell(two, "requirements", "after", "--to", str(path))
    assert again.returncode == 2 and "--force replaces it" in again.stderr


def test_environments_differ_in_variables_but_never_tell_others(two: Kernel) -> None:
    two.run("import os; os.environ['OMP_NUM_THREADS'] = '3'; os.environ['MY_TOKEN'] = 'hunter2-and-more'")
    two.run("%%track threads\nx = 1")
    settle(two)
    done = shell(two, "diff", "after", "threads", "--environment")
    assert "variables.OMP_NUM_THREADS" in done.stdout and "3" in done.stdout
    assert "hunter2" not in done.stdout and "MY_TOKEN" not in done.stdout
    found = told(two, "show", "threads")["environment"]
    assert found["executable"] == sys.executable and found["variables"]["OMP_NUM_THREADS"] == "3"
