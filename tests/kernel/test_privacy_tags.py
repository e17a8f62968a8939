"""What the tags of a cell keep out of the store."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.kernel.test_runs import Runs
from tests.kernels import Kernel

PLOT = (
    "from IPython.display import display\n"
    "display({'image/png': 'iVBORw0KGgo=', 'text/plain': 'a plot'}, raw=True)\nprint('said aloud')"
)


def outputs(runs: Runs, record: dict[str, Any]) -> list[dict[str, Any]]:
    kept = record["parts"][0]["outputs"]
    return json.loads(runs.store.blobs.get(kept["blob"])) if kept else []


def test_outputs_off(kernel: Kernel) -> None:
    kernel.run(f"%%track silent\n{PLOT}", tags=["track:outputs=off"])
    runs = Runs(kernel)
    record = runs.newest()
    assert record["name"] == "silent" and outputs(runs, record) == [] and record["artifacts"] == []


def test_outputs_figures(kernel: Kernel) -> None:
    kernel.run(f"%%track drawn\n{PLOT}", tags=["track:outputs=figures"])
    runs = Runs(kernel)
    (only,) = outputs(runs, runs.newest())
    assert set(only["data"]) == {"image/png"}


def test_inputs_hash(kernel: Kernel) -> None:
    for name, tags in (("open", []), ("closed", ["track:inputs=hash"])):
        kernel.folder.joinpath(f"{name}.csv").write_text(f"patient,{name}\n")
        kernel.run(f"%%track {name}\nlines = open('{name}.csv').read()", tags=tags)
        runs = Runs(kernel)
        (read,) = runs.newest()["inputs"]
        assert read["state"] == "hashed" and runs.store.blobs.has(read["hash"]) == (name == "open")


@pytest.mark.parametrize("tag", ["track:outputs=none"])
def test_a_tag_that_makes_no_sense_is_named(kernel: Kernel, tag: str) -> None:
    assert "all, figures, off" in kernel.run("%%track\n1", tags=[tag]).card
