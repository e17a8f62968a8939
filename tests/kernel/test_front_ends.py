"""The same notebook in each front end that a person may use: the run, its slice, its snapshot and its notebook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest

from jupyter_tracker.reproduce.load import of_run
from jupyter_tracker.store import Store
from tests.kernels import ROOT, Kernel

LOAD = "%load_ext jupyter_tracker"
CELLS = ["rate = 0.5", "spare = 1", "%%track fit\nscale = 3\nscore = rate * scale", "spare = 2"]
EDITED = "spare = 1  # not as it was saved"


@dataclass(frozen=True)
class Expected:
    """What is to be known of the run: how faithful the snapshot is, whether the notebook's path is known, the cells of
    the snapshot, the sources of the slice, the params."""

    fidelity: str
    path: bool
    cells: list[str]
    slice: list[str] = field(default_factory=lambda: [CELLS[0], CELLS[2]])
    params: dict[str, Any] = field(default_factory=lambda: {"scale": 3})
    score: float = 1.5


def notebook(folder: Path, name: str = "study.ipynb") -> Path:
    """The notebook as a file; the cell that is edited before it runs is saved as it was."""
    cells = [nbformat.v4.new_code_cell(source) for source in (LOAD, *CELLS)]
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    path = folder / name
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), path)
    return path


def in_kernel(folder: Path, cell_id: Callable[[int], str | None]) -> None:
    """A front end that sends cells to a kernel, with these ids; one cell was edited and not saved."""
    kernel = Kernel(folder)
    sources = [LOAD, CELLS[0], EDITED, *CELLS[2:]]
    try:
        for place, source in enumerate(sources):
            reply = kernel.run(source, cell_id=cell_id(place))
            assert reply.status == "ok", reply.error
    finally:
        kernel.close()


def vs_code(folder: Path) -> None:
    """VS Code: the ids of cells are addresses that begin with the notebook's."""
    path = notebook(folder).as_posix().replace(" ", "%20")
    in_kernel(folder, lambda place: f"vscode-notebook-cell:{path}#W{place}sZmlsZQ%3D%3D")


def vs_code_untitled(folder: Path) -> None:
    """VS Code with a notebook that was never saved."""
    in_kernel(folder, lambda place: f"vscode-notebook-cell:Untitled-1.ipynb?jupyter-notebook#W{place}sdW50aXRsZWQ%3D")


def vs_code_remote(folder: Path) -> None:
    """VS Code at another machine: its addresses name a host."""
    path = notebook(folder).as_posix()
    in_kernel(folder, lambda place: f"vscode-notebook-cell://ssh-remote%2Bhost{path}#X{place}sdnNjb2Rl")


def ids_alone(folder: Path) -> None:
    """A front end that sends the ids of cells and nothing else."""
    notebook(folder)
    in_kernel(folder, lambda place: f"cell-{place}")


def no_ids(folder: Path) -> None:
    """A front end that says nothing: a console, a script that talks to a kernel."""
    in_kernel(folder, lambda place: None)


def with_nbclient(folder: Path) -> None:
    """nbclient, as `jupyter execute` and `nbconvert --execute` use it."""
    nbclient = pytest.importorskip("nbclient")
    nbclient.NotebookClient(
        nbformat.read(notebook(folder), as_version=4),
        resources={"metadata": {"path": str(folder)}},
        kernel_name="python3",
        timeout=120,
    ).execute()


def with_papermill(folder: Path) -> None:
    """papermill: a cell with parameters is put in, and one of the notebook's is run with it."""
    pytest.importorskip("papermill")
    path = notebook(folder)
    content = nbformat.read(path, as_version=4)
    content.cells[1].metadata["tags"] = ["parameters"]
    nbformat.write(content, path)
    asked = ["papermill", str(path), str(folder / "out.ipynb"), *"-p rate 0.25 -k python3 --cwd".split(), str(folder)]
    done = subprocess.run([sys.executable, "-m", *asked], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def in_terminal(folder: Path) -> None:
    """IPython in a terminal."""
    cells = [LOAD, CELLS[0], EDITED, *CELLS[2:]]
    lines = "".join(f"{cell}\n\n\n" for cell in cells)  # a cell magic's body ends with an empty line
    subprocess.run(
        [sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=nocolor"],
        input=lines, text=True, check=True, capture_output=True, cwd=folder, timeout=120,
    )  # fmt: skip


SAVED = [LOAD, *CELLS]
OVERLAID = [LOAD, CELLS[0], EDITED, *CELLS[2:]]
RAN = OVERLAID[:4]
FRONT_ENDS: dict[Callable[[Path], None], Expected] = {
    vs_code: Expected("disk + executed", True, OVERLAID),
    vs_code_remote: Expected("disk + executed", True, OVERLAID),
    vs_code_untitled: Expected("executed only", False, RAN),
    ids_alone: Expected("executed only", False, RAN),
    no_ids: Expected("executed only", False, RAN),
    with_nbclient: Expected("executed only", False, SAVED[:4]),
    with_papermill: Expected(
        "executed only", False, [LOAD, CELLS[0], "# Parameters\nrate = 0.25\n", *CELLS[1:3]],
        slice=["# Parameters\nrate = 0.25\n", CELLS[2]], score=0.75,
    ),
    in_terminal: Expected("executed only", False, RAN[1:]),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose kernels find this code, and nothing of the person who runs the tests."""
    for name in [name for name in os.environ if name.startswith(("JUPYTER_TRACKER", "JPY_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / ".ipython"))
    monkeypatch.setenv("HOME", str(tmp_path))
    made = tmp_path / "a place"
    made.mkdir()
    return made


@pytest.mark.parametrize("front_end", FRONT_ENDS, ids=lambda one: one.__name__)
def test_a_run_made_in_it_is_whole(front_end: Callable[[Path], None], folder: Path) -> None:
    expected = FRONT_ENDS[front_end]
    front_end(folder)
    reader = Store.open(folder / ".tracker").reader()
    (summary,) = reader.runs()
    record = reader.run(summary["id"])
    assert (summary["name"], summary["state"]) == ("fit", "finished")
    assert {one["name"]: one["value"] for one in record["params"]}.items() >= expected.params.items()
    assert {one["name"]: one["value"] for one in record["metrics"]}["score"] == expected.score
    assert record["notebook"] == (str(folder / "study.ipynb") if expected.path else None)

    snapshot = record["parts"][0]["snapshot"]
    assert snapshot["fidelity"] == expected.fidelity
    cells = json.loads(reader.store.blobs.get(snapshot["blob"]))["cells"]
    assert [cell["source"].rstrip() for cell in cells] == [source.rstrip() for source in expected.cells]

    found = of_run(reader, summary["id"])
    assert [cell.entry.source.rstrip() for cell in found.cells] == [source.rstrip() for source in expected.slice]
    assert found.grade == "A", found.warnings


def test_who_runs_notebooks_without_a_screen_logs_nothing_about_us(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """nbclient warns of every conversation that nobody takes up."""
    with_nbclient(folder)
    assert "jupyter_tracker" not in caplog.text


def test_nbclient_inside_a_kernel_is_not_taken_for_its_notebook(start_kernel: Any, folder: Path) -> None:
    pytest.importorskip("nbclient")
    outer, inner = notebook(folder, "outer.ipynb"), notebook(folder, "inner.ipynb")
    kernel = start_kernel(folder, JPY_SESSION_NAME=str(outer))
    reply = kernel.run(
        "import nbclient, nbformat\n"
        f"inner = nbformat.read({str(inner)!r}, as_version=4)\n"
        "client = nbclient.NotebookClient(inner, resources={'metadata': {'path': '.'}})\n"
        "done = await client.async_execute()"
    )
    assert reply.status == "ok", reply.error
    reader = Store.open(folder / ".tracker").reader()
    (summary,) = reader.runs()
    assert summary["notebook"] is None
    assert [cell.entry.source for cell in of_run(reader, summary["id"]).cells] == [CELLS[0], CELLS[2]]


def test_two_cells_at_once_on_subshells(start_kernel: Any, folder: Path) -> None:
    kernel: Kernel = start_kernel(folder)
    assert kernel.run(f"{LOAD}\nimport threading, time\ngo = threading.Event()\nbase = 2").status == "ok"
    subshell = kernel.subshell()
    if subshell is None:
        pytest.skip("this kernel has no subshells")

    def beside() -> None:
        kernel.send("other = base * 5", subshell=subshell)
        kernel.send("go.set()", subshell=subshell)

    kernel.run("%%track long\nprint('begun', flush=True)\nreached = go.wait(60)\nscore = base * 4.0", during=beside)
    kernel.run("%%track after\ntotal = float(other + base)")
    reader = Store.open(folder / ".tracker").reader()
    runs = {summary["name"]: summary["id"] for summary in reader.runs()}
    assert set(runs) == {"long", "after"}
    metrics = {one["name"]: one["value"] for one in reader.run(runs["long"])["metrics"]}
    assert metrics["score"] == 8.0
    sources = [cell.entry.source for cell in of_run(reader, runs["after"]).cells]
    assert sources[0].startswith(LOAD) and "other = base * 5" in sources and sources[-1].startswith("%%track after")


def test_tasks_that_go_on_after_their_cell(start_kernel: Any, folder: Path) -> None:
    kernel: Kernel = start_kernel(folder)
    cells = [
        f"{LOAD}\nimport asyncio\nstate = []",
        "async def work():\n    await asyncio.sleep(0.01)\n    state.append(1)",
        "task = asyncio.create_task(work())",
        "spare = 1",
        "await asyncio.sleep(0.2)",
        "%%track waited\nawait task\nscore = float(len(state))",
    ]
    for cell in cells:
        assert kernel.run(cell).status == "ok"
    reader = Store.open(folder / ".tracker").reader()
    (summary,) = reader.runs()
    found = of_run(reader, summary["id"])
    sources = [cell.entry.source for cell in found.cells]
    assert set(sources) >= {*cells[:3], cells[5]}
    assert found.grade == "D" and any("thread or a task" in text for text in found.warnings), found.warnings
