"""`%track slice`, `jupyter tracker slice` and `jt.run(…).slice()`, with a real kernel."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from jupyter_tracker.store import Store
from tests.kernels import ROOT, Kernel

CELLS = ["import math", "spare = 1", "root = math.sqrt(16)", "%%track sliced\ntotal = root + 1\nprint(total)"]


@pytest.fixture(scope="module")
def sliced(kernel: Kernel) -> Kernel:
    """A kernel in which a run was made."""
    (kernel.folder / "helper.py").write_text("def double(v):\n    return 2 * v\n")
    for number, cell in enumerate(CELLS):
        assert kernel.run(cell, cell_id=f"cell{number}").status == "ok"
    return kernel


def test_the_magic_shows_it(sliced: Kernel) -> None:
    (told,) = sliced.run("%track slice sliced").plain
    assert told.startswith("slice of sliced: 3 of ")
    assert "imports `math`" in told and "makes `root`" in told and "spare" not in told
    assert "grade A" in told
    assert "<pre>" in sliced.run("%track slice").html[0]


def test_the_magic_writes_it(sliced: Kernel) -> None:
    assert "wrote" in sliced.run("%track slice sliced --to part.py").plain[0]
    done = subprocess.run([sys.executable, "part.py"], cwd=sliced.folder, capture_output=True, text=True, check=True)
    assert done.stdout == "5.0\n"
    assert "is there already" in sliced.run("%track slice --to part.py sliced").text
    assert "wrote" in sliced.run("%track slice --force --to=part.py").plain[0]
    assert "not .txt" in sliced.run("%track slice --to part.txt").text


def test_the_magic_gives_json(sliced: Kernel) -> None:
    told = json.loads(sliced.run("%track slice --json sliced").plain[0])
    assert [one["source"] for one in told["cells"]] == [CELLS[0], CELLS[2], CELLS[3]]
    assert told["cells"][0]["cell_id"] == "cell0" and told["modules"] == [] and told["grade"]["grade"] == "A"


def shell(sliced: Kernel, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the shell."""
    command = [sys.executable, "-m", "jupyter_tracker.cli", *words, "--store", str(sliced.store_path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_shell_shows_and_writes_it(sliced: Kernel) -> None:
    told = json.loads(shell(sliced, "slice", "sliced", "--json").stdout)
    assert [one["executed"] for one in told["cells"]] == sorted(one["executed"] for one in told["cells"])
    assert set(told) == {"cells", "modules", "warnings", "grade", "of"}
    path = sliced.folder / "part.ipynb"
    done = shell(sliced, "slice", "sliced", "--to", str(path))
    assert done.returncode == 0 and path.exists(), done.stderr
    again = shell(sliced, "slice", "sliced", "--to", str(path))
    assert again.returncode == 2 and "--force replaces it" in again.stderr


def test_python_gives_it(sliced: Kernel) -> None:
    reply = sliced.run(
        "import jupyter_tracker as jt\nfound = jt.run('sliced').slice()\nprint(len(found), found.grade)\nfound"
    )
    assert reply.text.startswith("3 A") and reply.plain[-1].startswith("slice of sliced")


def test_local_modules_are_kept_by_content(sliced: Kernel) -> None:
    sliced.run("import helper")
    sliced.run("%%track doubled\nx = helper.double(4)")
    (sliced.folder / "helper.py").unlink()
    told = json.loads(sliced.run("%track slice doubled --json").plain[0])
    assert [one["name"] for one in told["modules"]] == ["helper"]
    sliced.run("%track slice doubled --to sub/part.ipynb") if (sliced.folder / "sub").mkdir() is None else None
    assert (sliced.folder / "sub" / "helper.py").read_text() == "def double(v):\n    return 2 * v\n"


def test_the_journal_says_what_each_cell_wrote(sliced: Kernel) -> None:
    secret = sliced.run("password = 'hunter2-and-more'\nlogin = {'api_key': 'hunter2-and-less'}\nnumbers = [1, 2, 3]")
    assert secret.status == "ok"
    reader = Store.open(sliced.store_path, create=False).reader()
    session = reader.execs(limit=1)[0]["session"]
    written: dict[str, Any] = {one["name"]: one for one in reader.executions(session)[-1]["trace"]["writes"]}
    assert written["numbers"]["how"] == "bound" and len(written["numbers"]["hash"]) == 32
    assert written["numbers"]["summary"] == {"type": "list", "length": 3, "first": [1, 2, 3]}
    assert "hash" not in written["password"] and "hash" not in written["login"]
    assert "hunter2" not in json.dumps(written)


def test_numbers_that_nobody_seeded_are_told(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker\nimport numpy as np\nfrom sklearn.model_selection import train_test_split")
    kernel.run("%%track split\nparts = train_test_split(list(range(10)))\nscore = 1.5")
    kernel.run("%%track apart\nscore = float(np.arange(3.0).sum())")
    split, apart = (json.loads(kernel.run(f"%track slice --json {run}").plain[0]) for run in ("split", "apart"))
    assert apart["grade"]["grade"] == "A"
    assert split["grade"] == {"grade": "D", "reasons": ["random numbers of numpy are used without a seed, in [2]"]}
