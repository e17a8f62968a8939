"""A run knows the data that earlier cells read for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def inputs(kernel: Any, ref: str) -> dict[str, str]:
    kernel.run("from jupyter_tracker.session.tracker import tracker; tracker().worker.wait(20)")
    told = f"{{i['path']: i['seen_by'] for i in jt.run({ref!r}).inputs}}"
    answer = kernel.run(f"import json, jupyter_tracker as jt; print(json.dumps({told}))")
    found: dict[str, str] = json.loads(answer.text)
    return found


def test_data_read_by_earlier_cells_is_an_input_of_the_run(kernel: Any, tmp_path: Path) -> None:
    for name in ("used.csv", "other.csv"):
        (tmp_path / name).write_text("a\n1\n")
    kernel.run(f"import os; os.chdir({str(tmp_path)!r})")
    kernel.run("used = open('used.csv').read()")
    kernel.run("other = open('other.csv').read()")
    kernel.run("size = len(used)")
    assert kernel.run("%%track behind\nscore = size / 7").status == "ok"
    found = inputs(kernel, "behind")
    assert list(found) == ["used.csv"]
    assert found["used.csv"].startswith("open in cell [")
