"""What the README tells a stranger to type does what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
CELLS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)

RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in json.load(sys.stdin):
    done = shell.run_cell(cell, store_history=True)
    if not done.success:
        sys.exit("failed: " + cell)
frame = done.result
print(json.dumps({"depth": list(frame["params.depth"]), "acc": list(frame["metrics.acc"])}))
"""


def test_the_twenty_lines(tmp_path: Path) -> None:
    """Its cells, the second one twice with another depth, as the text says."""
    import json

    pytest.importorskip("sklearn")
    load, train, *rest = CELLS
    cells = [load, train, train.replace("depth = 6", "depth = 8"), *rest]
    env = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"}
    env.pop("JUPYTER_TRACKER_STORE", None)
    ran = subprocess.run(
        [sys.executable, "-c", RUN], input=json.dumps(cells), env=env, cwd=tmp_path, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["depth"] == [8, 6]
    assert all(0.9 < acc <= 1 for acc in found["acc"])
    assert (tmp_path / ".tracker").is_dir()


def test_the_files_it_points_to_exist() -> None:
    texts = [README, *(path.read_text() for path in (ROOT / "docs").glob("*.md"))]
    links = {link for text in texts for link in re.findall(r"\]\(([\w./-]+\.\w+)\)", text)}
    assert links and [link for link in links if not any((ROOT / base / link).is_file() for base in ("", "docs"))] == []


def test_every_command_is_described() -> None:
    """The shell's commands in the README and in docs/cli.md are those that there are."""
    shown = subprocess.run(
        [sys.executable, "-m", "jupyter_tracker.cli", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    there = set(re.findall(r"^    (\w+)(?:  |$)", shown, re.MULTILINE))
    assert there == set(re.findall(r"^\| `(\w+)", (ROOT / "docs/cli.md").read_text(), re.MULTILINE))
    listed = re.search(r"`jupyter tracker (runs \| [\w |]+)`", README)
    assert listed is not None and there == set(listed[1].split(" | "))
