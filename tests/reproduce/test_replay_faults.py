"""One thing is another than it was: a replay names precisely that."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.kernels import ROOT
from tests.reproduce.recording import Recorded, record

CELLS = [
    "import numpy as np\nimport pandas as pd\nimport scaling\nfrom model import helper",
    "np.random.seed(7)",
    "df = pd.read_csv('../data/x.csv')\nscale = 3",
    "%%track fit\nwidth = scaling.width(2)\nw = np.random.rand(5) * scale\n"
    "total = helper.double(df.a.sum() + w.sum())\nacc = float(total) / width",
]  # fmt: skip
HELPER = "FACTOR = 2\n\n\ndef double(v):\n    return FACTOR * v\n"
DATA = "a,b\n1,2\n3,4\n"


def package(folder: Path, version: str, width: str) -> None:
    """Install a package of one module in a folder of its own."""
    about = folder / f"scaling-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: scaling\nVersion: {version}\n")
    (about / "top_level.txt").write_text("scaling\n")
    (folder / "scaling.py").write_text(f"def width(n):\n    return {width}\n")


@pytest.fixture
def recorded(tmp_path: Path) -> Recorded:
    """A project with a notebook, a package of its own, data beside it, and one run."""
    installed = tmp_path / "installed" / "site-packages"
    package(installed, "1.0", "n * 2")
    project = tmp_path / "project"
    (project / "notebooks").mkdir(parents=True)
    save(project / "notebooks" / "fit.ipynb", CELLS)
    files = {"model/__init__.py": "", "model/helper.py": HELPER, "../data/x.csv": DATA}
    environ = {"PYTHONPATH": f"{ROOT}{os.pathsep}{installed}", "HOME": str(tmp_path)}
    environ["JPY_SESSION_NAME"] = str(project / "notebooks" / "fit.ipynb")
    return record(project / "notebooks", CELLS, files, **environ)


def save(path: Path, cells: list[str]) -> None:
    """Save the notebook as it stands now."""
    about = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    content = [{**about, "id": f"c{number}", "source": cell} for number, cell in enumerate(cells, 1)]
    path.write_text(json.dumps({"cells": content, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def where(first: dict[str, Any]) -> tuple[str, int, str]:
    """Cell, line and variable."""
    return first["cell"], first["line"], first["variable"]


def test_nothing_changed(recorded: Recorded) -> None:
    told = recorded.replay("fit")
    assert told["verdict"] == "identical" and not any(told["changed"].values()), told.body


def test_one_byte_of_an_input(recorded: Recorded) -> None:
    path = recorded.folder.parent / "data" / "x.csv"
    path.write_text(DATA.replace("3,4", "5,4"))
    stopped = recorded.replay("fit")
    assert (stopped.code, stopped["verdict"], stopped["steps"]) == (1, "failed", [])
    assert where(stopped.first) == ("[4]", 1, str(path))
    (changed,) = stopped["changed"]["inputs"]
    assert changed["state"] == "changed" and changed["recorded"] != changed["now"]
    assert "the store has kept a copy" in changed["restore"]
    told = recorded.replay("fit", "--anyway")
    assert told["verdict"] == "different" and where(told.first) == ("[4]", 1, "df")
    assert (told.first["recorded"]["mean"], told.first["replayed"]["mean"]) == (2.0, 3.0)
    assert any(str(path) in said for said in told["said"])
    assert recorded.replay("fit", "--restore")["verdict"] == "identical"
    assert "5,4" in path.read_text()


def test_one_line_of_a_local_module(recorded: Recorded) -> None:
    path = recorded.folder / "model" / "helper.py"
    path.write_text(HELPER.replace("FACTOR * v", "FACTOR * v + 1"))
    told = recorded.replay("fit")
    assert told["verdict"] == "identical", told.body
    expected = {"path": str(path), "line": 5, "recorded": "    return FACTOR * v", "now": "    return FACTOR * v + 1"}
    assert told["changed"]["modules"] == [expected]
    now = recorded.replay("fit", "--now")
    assert now["verdict"] == "different" and now["changed"]["modules"] == [expected]
    assert now.first["cell"] == "[2]" and where(now.first)[2] == "helper"


def test_one_line_of_a_cell(recorded: Recorded) -> None:
    cells = [*CELLS[:2], CELLS[2].replace("scale = 3", "scale = 4"), CELLS[3]]
    save(recorded.folder / "fit.ipynb", cells)
    told = recorded.replay("fit")
    assert told["verdict"] == "identical"
    assert told["changed"]["cells"] == [{"cell": "[4]", "line": 2, "recorded": "scale = 3", "now": "scale = 4"}]
    now = recorded.replay("fit", "--now")
    assert now["verdict"] == "different" and where(now.first) == ("[4]", 2, "scale")
    assert (now.first["recorded"]["value"], now.first["replayed"]["value"]) == (3, 4)


def test_one_seed(recorded: Recorded) -> None:
    seeded = [*CELLS[:1], CELLS[1].replace("7", "8"), *CELLS[2:]]
    save(recorded.folder / "fit.ipynb", seeded)
    now = recorded.replay("fit", "--now")
    assert now["verdict"] == "different" and where(now.first) == ("[5]", 3, "w")
    changed = {"cell": "[3]", "line": 1, "recorded": "np.random.seed(7)", "now": "np.random.seed(8)"}
    assert now["changed"]["cells"] == [changed]
    assert any("np.random.seed(7) → np.random.seed(8)" in said for said in now["said"])


def test_one_version_of_a_package(recorded: Recorded) -> None:
    installed = recorded.folder.parents[1] / "installed" / "site-packages"
    (installed / "scaling-1.0.dist-info" / "METADATA").unlink()
    (installed / "scaling-1.0.dist-info" / "top_level.txt").unlink()
    (installed / "scaling-1.0.dist-info").rmdir()
    package(installed, "2.0", "n * 2 + 1")
    told = recorded.replay("fit")
    assert told["verdict"] == "different" and where(told.first) == ("[5]", 2, "width")
    assert (told.first["recorded"]["value"], told.first["replayed"]["value"]) == (4, 5)
    expected = {"name": "scaling", "recorded": "1.0", "now": "2.0", "imported": True}
    assert told["changed"]["packages"] == [expected]


def test_what_leaves_the_copy_is_listed_first_and_wants_a_yes(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "project" / "work"
    cell = [
        "%%track out",
        "score = 3 / 2",
        f"open('{outside}/result.txt', 'w').write(str(score))",
        "!echo done > /dev/null",
        "import urllib.request",
        "if score > 5:",
        "    urllib.request.urlopen('https://example.org/x.csv')",
    ]
    recorded = record(folder, ["\n".join(cell)])
    (outside / "result.txt").write_text("precious")
    told = recorded.replay("out")
    assert told.code == 2 and (outside / "result.txt").read_text() == "precious"
    needs = {(one["what"], one["cell"], one["line"]) for one in told["error"]["needs_yes"]}
    assert needs == {("absolute path", "[2]", 3), ("shell", "[2]", 4), ("network", "[2]", 7)}
    assert "--yes" in told["error"]["message"] and recorded.run("out")["verdict"] is None
    assert recorded.replay("out", "--yes")["verdict"] == "identical"
    assert (outside / "result.txt").read_text() == "1.5"


def test_what_nobody_could_foresee_is_refused(tmp_path: Path) -> None:
    cells = [
        "import os\nplace = os.environ['HOME'] + os.sep + 'kept.txt'",
        "%%track hidden\nscore = 3 / 2\nopen(place, 'w').write('new')",
    ]
    recorded = record(tmp_path, cells)
    (tmp_path / "kept.txt").write_text("precious")
    told = recorded.replay("hidden")
    assert told["verdict"] == "failed" and (tmp_path / "kept.txt").read_text() == "precious"
    assert where(told.first) == ("[3]", 3, "PermissionError")
    assert any(str(tmp_path / "kept.txt") in said and "stays in the copy" in said for said in told["said"])


def test_a_cell_that_fails_now(tmp_path: Path) -> None:
    (tmp_path / "limit.py").write_text("LIMIT = 5\n")
    cells = ["import limit", "%%track under\nif limit.LIMIT > 6:\n    raise OSError('too much')\nscore = 1"]
    save(tmp_path / "limits.ipynb", cells)
    recorded = record(tmp_path, cells, JPY_SESSION_NAME=str(tmp_path / "limits.ipynb"))
    (tmp_path / "limit.py").write_text("LIMIT = 7\n")
    told = recorded.replay("under", "--now")
    assert (told.code, told["verdict"]) == (1, "failed")
    assert where(told.first) == ("[2]", 1, "limit")
    assert told["steps"][-1]["verdict"] == "failed" and told["steps"][-1]["error"] == "OSError: too much"


def test_what_cannot_be_replayed_says_why(tmp_path: Path) -> None:
    recorded = record(tmp_path, ["%%track one\nscore = 1.5"])
    told = recorded.replay("one")
    twice = recorded.replay(told["replayed_as"])
    assert twice.code == 2 and recorded.run("one")["id"] in twice["error"]["message"]
    assert recorded.replay("none").code == 2
    assert "NAME=VALUE" in recorded.replay("one", "--param", "score")["error"]["message"]
    assert "notebook" in recorded.replay("one", "--now")["error"]["message"]
    for tolerance in ("-1", "nan", "inf"):
        refused = recorded.replay("one", f"--tolerance={tolerance}")
        assert refused.code == 2 and "tolerance" in refused["error"]["message"]
    assert "NAME alone" in recorded.replay("one", "--secret", "a=b")["error"]["message"]
