"""Which notebook a kernel serves, and the conversation with the front end, on real kernels."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import kernels

SETUP = """
from jupyter_tracker.capture import compat
from jupyter_tracker.capture.notebook import NotebookWatch
shell = compat.current_shell()
watch = NotebookWatch(shell)
snapshots, paths = [], []
def note(info):
    if not compat.is_hidden(info):
        watch.executed(compat.cell_id(shell, info), info.raw_cell)
        paths.append(watch.path(info))
        snapshots.append(watch.take(info)())
compat.on(shell, "pre_run_cell", note)
watch.connect()
"""


class Front:
    """What our labextension does: answer on the comm that the kernel opened."""

    def __init__(self, kernel: Any, opened: list[dict[str, Any]]) -> None:
        content = next(each["content"] for each in opened if each["msg_type"] == "comm_open")
        assert (content["target_name"], content["data"]) == ("jupyter_tracker", {"version": 1})
        self.kernel, self.comm = kernel, content["comm_id"]

    def send(self, **data: Any) -> None:
        message = self.kernel.client.session.msg("comm_msg", {"comm_id": self.comm, "data": data})
        self.kernel.client.shell_channel.send(message)

    def schedule(self, path: str, cells: dict[str, str], *known: str) -> None:
        order = [[cell, "code", hashlib.sha256(text.encode()).hexdigest()] for cell, text in cells.items()]
        sources = {cell: text for cell, text in cells.items() if cell not in known}
        self.send(type="scheduled", path=path, order=order, sources=sources)


def kernel_with_front(start_kernel: Callable[..., Any], folder: Path, **env: str) -> tuple[Any, Front]:
    kernel = start_kernel(folder, **env)
    return kernel, Front(kernel, kernel.run(SETUP, hidden=True))


NEWEST = "[[c['source'] for c in snapshots[-1].notebook['cells']], snapshots[-1].fidelity, snapshots[-1].path]"


def test_the_notebook_on_screen_is_known_exactly_before_its_cell_runs(start_kernel: Any, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    path = tmp_path / "sub" / "nb.ipynb"
    path.write_text("{}")
    kernel, front = kernel_with_front(start_kernel, tmp_path / "sub")
    cells = {"a": "x = 1", "b": "y = 2  # unsaved é"}
    front.schedule("sub/nb.ipynb", cells)
    kernel.run(cells["b"], cell_id="b")
    assert kernel.ask(NEWEST) == [list(cells.values()), "exact", str(path)]

    front.schedule("sub/nb.ipynb", {**cells, "c": "z = 3"}, "a", "b")
    kernel.run("z = 3", cell_id="c")
    assert kernel.ask(NEWEST)[:2] == [["x = 1", "y = 2  # unsaved é", "z = 3"], "exact"]

    front.schedule("sub/nb.ipynb", {"c": "z = 3"}, "c")
    kernel.run("z = 3", cell_id="c")
    assert kernel.ask(NEWEST)[:2] == [["z = 3"], "exact"]


def test_cells_that_go_to_another_folder_do_not_lead_to_its_notebook(start_kernel: Any, tmp_path: Path) -> None:
    for path in ("study.ipynb", "other/study.ipynb", "a: b.ipynb"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("{}")
    kernel, front = kernel_with_front(start_kernel, tmp_path)
    kernel.run("import os; os.chdir('other')", hidden=True)
    for named, found in (("study.ipynb", "study.ipynb"), ("RTC:study.ipynb", "study.ipynb"), ("a: b.ipynb",) * 2):
        front.schedule(named, {"a": "x = 1"})
        kernel.run("x = 1", cell_id="a")
        assert kernel.ask(NEWEST)[1:] == ["exact", str(tmp_path / found)]


def test_a_missing_source_is_asked_for_and_the_snapshot_is_not_called_exact(start_kernel: Any, tmp_path: Path) -> None:
    kernel, front = kernel_with_front(start_kernel, tmp_path)
    cells = {"a": "x = 1", "b": "y = 2"}
    front.schedule("nb.ipynb", cells, "a")
    messages = kernel.run("y = 2", cell_id="b")
    assert kernel.ask(NEWEST)[:2] == [["y = 2"], "executed only"]
    assert messages
    front.send(type="sources", sources={"a": "x = 1"})
    kernel.run("y = 2", cell_id="b")
    assert kernel.ask(NEWEST)[:2] == [["x = 1", "y = 2"], "exact"]


def test_messages_of_another_form_change_nothing(start_kernel: Any, tmp_path: Path) -> None:
    kernel, front = kernel_with_front(start_kernel, tmp_path)
    front.schedule("nb.ipynb", {"a": "x = 1"})
    for data in (
        {},
        {"type": "scheduled"},
        {"type": "scheduled", "order": 5, "path": "x"},
        {"type": 1, "sources": [1]},
    ):
        front.send(**data)
    kernel.run("x = 1", cell_id="a")
    assert kernel.ask(NEWEST)[:2] == [["x = 1"], "exact"]


def test_a_cell_that_the_front_end_did_not_tell_of_makes_it_not_exact(start_kernel: Any, tmp_path: Path) -> None:
    kernel, front = kernel_with_front(start_kernel, tmp_path)
    front.schedule("nb.ipynb", {"a": "x = 1"})
    kernel.run("x = 2", cell_id="a")
    assert kernel.ask(NEWEST)[1] == "executed only"
    kernel.run("watch.close(); watch.close()")
    kernel.run("1", cell_id="a")
    assert kernel.ask(NEWEST)[1] == "executed only"


def test_the_path_comes_from_vs_codes_cell_id(start_kernel: Any, tmp_path: Path) -> None:
    kernel, _ = kernel_with_front(start_kernel, tmp_path)
    kernel.run("1", cell_id="vscode-notebook-cell:/home/me/a%20b.ipynb#W0")
    kernel.run("1")
    assert kernel.ask("paths") == ["/home/me/a b.ipynb", None]


SESSION = "__import__('jupyter_tracker.capture.notebook', fromlist=['x']).session_name(get_ipython())"


def test_the_servers_session_name_is_believed_of_a_server(start_kernel: Any, tmp_path: Path) -> None:
    runtime = tmp_path / "runtime"
    runtime.mkdir()
    notebook = str(tmp_path / "nb.ipynb")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(runtime)
    try:
        kernel = start_kernel(tmp_path, JPY_SESSION_NAME=notebook)
    finally:
        del os.environ["JUPYTER_RUNTIME_DIR"]
    (runtime / f"jpserver-{os.getpid()}.json").write_text("{}")
    assert kernel.ask(SESSION) == notebook


def test_a_session_name_that_a_kernel_inherited_is_not_its_own(
    start_kernel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = start_kernel(tmp_path, JPY_SESSION_NAME=str(tmp_path / "outer.ipynb"))
    outer.run(
        f"""
        import sys
        sys.path.insert(0, {str(Path(kernels.__file__).parent)!r})
        from kernels import Kernel
        from pathlib import Path
        inner = Kernel(Path({str(tmp_path)!r}))
        found = inner.run({f"print({SESSION})"!r})
        inner.close()
        """
    )
    assert outer.ask("found.text") == "None\n"
    assert json.dumps(outer.ask(SESSION)) == json.dumps(str(tmp_path / "outer.ipynb"))


def test_a_console_has_no_notebook(start_kernel: Any, tmp_path: Path) -> None:
    kernel = start_kernel(tmp_path, JPY_SESSION_NAME=str(tmp_path / "console-1"))
    assert kernel.ask(SESSION) is None
