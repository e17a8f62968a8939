"""What scripts and their blocks read and write, and how the process ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_tracker.store.query import Reader
from tests.api.conftest import Script

IMPORT = "import jupyter_tracker as jt\n"
Readers = Callable[[], Reader]


def test_a_script_knows_its_files(script: Script, reader: Readers, tmp_path: Path) -> None:
    for name in ("early", "data", "inner", "own"):
        (tmp_path / f"{name}.csv").write_text(name)
    (tmp_path / "helper.py").write_text("x = 1")
    done = script(
        "open('early.csv').read()\n" + IMPORT + "jt.param(a=1)\nimport helper\nopen('data.csv').read()\n"
        "with jt.track('inside'):\n    open('inner.csv').read()\n    open('result.txt', 'w').write('good')\n"
        "    jt.artifact('own.csv', name='mine')\nopen('last.txt', 'w').write('end')"
    )
    assert (done.stderr, done.returncode) == ("", 0)
    found = reader()
    by_name = {one["name"]: found.run(one["id"]) for one in found.runs()}
    inputs = {item["path"]: item for item in by_name["train"]["inputs"]}
    assert {"data.csv", "helper.py"} <= set(inputs) and not {"early.csv", "own.csv", "train.py"} & set(inputs)
    assert found.store.blobs.get(inputs["data.csv"]["hash"]) == b"data"
    assert "last.txt" in {item["path"] for item in by_name["train"]["artifacts"] if item["kept"]}
    inside = by_name["inside"]
    assert "inner.csv" in {item["path"] for item in inside["inputs"]}
    assert not {"data.csv", "own.csv"} & {item["path"] for item in inside["inputs"]}
    kept = {item["name"]: item for item in inside["artifacts"]}
    assert set(kept) == {"mine", "result.txt"} and all(item["kept"] and not item["why"] for item in kept.values())
    assert found.store.blobs.get(kept["result.txt"]["hash"]) == b"good"


@pytest.mark.parametrize(
    ("leave", "code", "state"),
    [("sys.exit()", 0, "finished"), ("sys.exit(0)", 0, "finished"), ("sys.exit(3)", 3, "failed"),
     ("sys.exit('no data')", 1, "failed"),
     ("def main():\n    with open('x', 'w'):\n        sys.exit(3)\nmain()", 3, "failed"),
     ("try:\n    sys.exit(3)\nexcept SystemExit:\n    pass", 0, "finished"),
     ("with jt.track('block'):\n    sys.exit(0)", 0, "finished"),
     ("with jt.track('block'):\n    sys.exit(3)", 3, "failed")],
)  # fmt: skip
def test_how_a_script_leaves(script: Script, reader: Readers, leave: str, code: int, state: str) -> None:
    done = script(IMPORT + f"import sys\njt.log(a=1)\n{leave}")
    assert done.returncode == code
    assert {one["state"] for one in reader().runs()} == {state}
