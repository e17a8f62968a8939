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


def test_figures_that_were_shown_are_there_to_be_had(kernel: Kernel) -> None:
    plotly = "display({'application/vnd.plotly.v1+json': {'data': []}, 'text/html': 'x'}, raw=True)"
    kernel.run(f"%%track shown\n{PLOT}\n{plotly}")
    runs = Runs(kernel)
    record = runs.newest()
    assert [(one["name"], one["kept"]) for one in record["artifacts"]] == [
        ("figure-1.png", True),
        ("figure-2.plotly.json", True),
    ]
    kernel.run("%%track --to shown\n" + PLOT)
    assert [one["name"] for one in runs.record(record["id"])["artifacts"]][2:] == ["figure-3.png"]
    reply = kernel.run("import jupyter_tracker as jt\njt.run('shown').open('figure-1.png').read()[1:4]")
    assert reply.plain == ["b'PNG'"]


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
