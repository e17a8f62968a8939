"""The cells a run depends on, its notebook as it was, what differs between two, its packages: what the panel gets."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

SOURCES = {"lr": "lr = 0.1", "spare": "spare = 1", "fit": "%%track\nfit = lr * 2"}


def wrote(name: str) -> dict[str, Any]:
    """A name that a cell bound."""
    return {"name": name, "how": "bound", "hash": "0" * 32, "summary": {"type": "float"}}


def notebook(*sources: str) -> dict[str, Any]:
    """A notebook with these cells."""
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
        for n, text in enumerate(sources)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def study(lab: Any) -> Any:
    """Makes a run of three cells, of which it needs two."""

    def make(name: str, lr: str = "0.1", fidelity: str = "exact") -> str:
        first = SOURCES["lr"].replace("0.1", lr)
        lab.cell(first, cell_id="lr", trace={"reads": [], "writes": [wrote("lr")]})
        lab.cell(SOURCES["spare"], cell_id="spare", trace={"reads": [], "writes": [wrote("spare")]})
        packages = {"numpy": "2.1.0", "scipy": "1.14.0", "pytest": "8.0"}
        imports = {"modules": {"numpy": "numpy", "scipy": "scipy"}, "needs": {"scipy": ["numpy"]}, "sources": {}}
        keep = lab.store.blobs.put
        kept = keep(json.dumps(notebook(first, "import scipy.stats", SOURCES["fit"])).encode())
        lab.cell("import scipy.stats", cell_id="scipy", trace={"reads": [], "writes": [wrote("scipy")]})
        return lab.run(
            name,
            source=SOURCES["fit"],
            cell_id="fit",
            trace={"reads": ["lr", "scipy"], "writes": [wrote("fit")]},
            snapshot={"blob": kept, "fidelity": fidelity, "path": "studies/nb.ipynb"},
            env={"packages": keep(json.dumps(packages).encode()), "imports": keep(json.dumps(imports).encode())},
        )

    return make


async def test_a_slice_says_why_each_cell_is_there(api, study):
    run = study("first")
    told = await api(f"runs/{run}/slice", "Slice")
    assert [(cell["source"], cell["why"]) for cell in told["cells"]] == [
        (SOURCES["lr"], "makes `lr`"), ("import scipy.stats", "makes `scipy`"), (SOURCES["fit"], "is the run"),
    ]  # fmt: skip
    assert told["of"] == 4 and told["grade"]["grade"] in "ABCDE" and told["grade"]["means"]


async def test_a_grade_that_is_found_here_stands_in_the_list(api, study):
    run = study("first")
    assert (await api("runs", "RunList"))["runs"][0]["grade"] is None
    told = await api(f"runs/{run}/slice", "Slice")
    (listed,) = (await api("runs", "RunList"))["runs"]
    assert listed["grade"] == told["grade"]["grade"] and listed["reasons"] == told["grade"]["reasons"]
    record = await api(f"runs/{run}", "RunRecord")
    assert record["graded"]["warnings"] == told["warnings"]


async def test_a_run_that_no_kernel_could_grade_is_graded_by_the_server(api, lab):
    run = lab.run("left open", end=None, source="x = 1", trace={"reads": [], "writes": [wrote("x")]})
    assert (await api("runs", "RunList"))["runs"][0]["state"] == "running"
    await asyncio.sleep(3)  # it was seen to run
    lab.log.write("end", run=run, state="failed")
    deadline = time.monotonic() + 30
    while (grade := (await api(f"runs/{run}", "RunRecord"))["grade"]) is None and time.monotonic() < deadline:
        await asyncio.sleep(0.2)
    assert grade == "A"


async def test_a_snapshot_is_the_notebook_as_it_was(api, refused, lab, study):
    run = study("first", fidelity="disk + executed")
    kept = await api(f"runs/{run}/snapshot", "Snapshot")
    assert kept["fidelity"] == "disk + executed" and kept["name"] == "first"
    assert [cell["source"] for cell in kept["notebook"]["cells"]][-1] == SOURCES["fit"]
    code, problem = await refused(f"runs/{lab.run('without')}/snapshot")
    assert code == 409 and "no notebook of without" in problem["message"]


async def test_two_runs_are_compared_cell_by_cell(api, refused, study):
    pytest.importorskip("nbdime")
    first, second = study("first"), study("second", lr="0.2")
    for what in ("slice", "notebook"):
        found = await api(f"runs/{first}/diff", "CodeDifference", to=second, of=what)
        (moved,) = [cell for cell in found["cells"] if cell["change"] != "same"]
        assert [line["text"] for line in moved["diff"]] == ["lr = 0.1", "lr = 0.2"]
        assert [run["name"] for run in found["runs"]] == ["first", "second"]
    assert (await refused(f"runs/{first}/diff", to=second, of="outputs"))[0] == 400
    assert (await refused(f"runs/{first}/diff"))[0] == 400


async def test_packages_are_told_apart_by_why_they_are_there(api, refused, lab, study):
    told = await api(f"runs/{study('first')}/packages", "Packages")
    names = {key: [one["name"] for one in told[key]] for key in ("direct", "through", "installed")}
    assert names == {"direct": ["scipy"], "through": ["numpy"], "installed": ["pytest"]}
    code, problem = await refused(f"runs/{lab.run('without')}/packages")
    assert code == 409 and "not in the store" in problem["message"]


@pytest.mark.parametrize(
    ("what", "form", "held"),
    [
        ("slice", "ipynb", '"lr = 0.1"'),
        ("slice", "py", "lr = 0.1\n"),
        ("snapshot", "ipynb", '"lr = 0.1"'),
        ("requirements", "txt", "scipy==1.14.0\n"),
    ],
)
async def test_what_is_known_is_saved_beside_the_notebook(api, study, jp_root_dir, what, form, held):
    run = study("first try/2")
    (jp_root_dir / "sub").mkdir()
    body = {"what": what, "format": form}
    paths = []
    for _ in range(2):
        answer = await api(f"runs/{run}/save", "SaveAnswer", method="POST", body=body, path="sub/nb.ipynb")
        paths.append(answer["path"])
    assert len(set(paths)) == 2 and all(path.startswith("sub/") and path.endswith(f".{form}") for path in paths)
    for path in paths:
        assert held in (jp_root_dir / path).read_text()


async def test_a_form_that_it_has_not_is_refused_and_nothing_is_left(api, refused, lab, study, jp_root_dir):
    run = study("first")
    code, problem = await refused(f"runs/{run}/save", method="POST", body={"what": "snapshot", "format": "py"})
    assert code == 400 and problem["names"] == ["ipynb"]
    without = lab.run("without")
    before = sorted(path.name for path in jp_root_dir.iterdir())
    code, _ = await refused(f"runs/{without}/save", method="POST", body={"what": "snapshot", "format": "ipynb"})
    assert code == 409 and sorted(path.name for path in jp_root_dir.iterdir()) == before


async def test_packages_that_a_slice_imports_stand_first_in_a_comparison(api, lab, study):
    first, second = study("first"), study("second")
    other = {"numpy": "2.2.0", "scipy": "1.15.0", "pytest": "9.0"}
    lab.log.write("seen", run=second, env={"packages": lab.store.blobs.put(json.dumps(other).encode())})
    found = await api("compare", "Comparison", method="POST", body={"runs": [first, second]})
    assert [(one["name"], one["imported"]) for one in found["packages"]["differs"]] == [
        ("scipy", True), ("numpy", False), ("pytest", False),
    ]  # fmt: skip
