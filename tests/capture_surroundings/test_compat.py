"""The contract with IPython and ipykernel, against a real kernel of the installed versions."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.capture import compat

SETUP = """
from jupyter_tracker.capture import compat
import sys
shell = compat.current_shell()
seen = []
def note(info):
    if not compat.is_hidden(info):
        seen.append({
            "cell": compat.cell_id(shell, info), "tags": compat.cell_tags(shell, info),
            "front": compat.frontend(shell, info),
            "request": compat.request_id(shell), "count": compat.execution_count(shell),
        })
compat.on(shell, "pre_run_cell", note)
"""


@pytest.fixture(scope="module")
def started(start_kernel: Callable[..., Any]) -> Any:
    return start_kernel()


@pytest.fixture
def kernel(started: Any) -> Any:
    started.run(SETUP, hidden=True)
    yield started
    started.run("compat.off(shell, 'pre_run_cell', note)", hidden=True)


def test_a_cell_is_known_by_id_tags_request_and_count(kernel: Any) -> None:
    messages = kernel.run("1", cell_id="abc-1", tags=["track", "x"])
    (seen,) = kernel.ask("seen")
    assert seen["cell"] == "abc-1"
    assert seen["tags"] == ["track", "x"]
    assert seen["front"] == "jupyterlab"
    assert seen["request"] == messages[-1]["parent_header"]["msg_id"]
    assert (
        seen["count"]
        == next(each for each in messages if each["msg_type"] == "execute_input")["content"]["execution_count"]
    )


def test_a_front_end_that_sends_no_metadata_is_headless(kernel: Any) -> None:
    kernel.run("1")
    (seen,) = kernel.ask("seen")
    assert (seen["cell"], seen["tags"], seen["front"]) == (None, [], "headless")


def test_the_path_stands_in_vs_codes_cell_ids(kernel: Any) -> None:
    uri = "vscode-notebook-cell:/home/me/my%20work/nb.ipynb#W2sZmlsZQ%3D%3D"
    kernel.run("1", cell_id=uri)
    assert kernel.ask("seen")[0]["front"] == "vscode"
    assert compat.vscode_path(uri) == "/home/me/my work/nb.ipynb"
    assert compat.vscode_path("vscode-notebook-cell:/c%3A/nb.ipynb#x") == "c:/nb.ipynb"
    assert compat.vscode_path("abc-1") is None


def test_code_that_a_front_end_runs_for_itself_is_hidden(kernel: Any) -> None:
    kernel.run("1", hidden=True)
    assert kernel.ask("seen") == []


def test_the_source_of_the_running_cell_is_known(kernel: Any) -> None:
    kernel.run("%time source = compat.running_source(shell)")
    assert kernel.ask("source") == "%time source = compat.running_source(shell)"
    assert kernel.ask("compat.running_source(shell)") is None


def test_callbacks_can_be_taken_off_again(kernel: Any) -> None:
    kernel.run("compat.off(shell, 'pre_run_cell', note); compat.off(shell, 'pre_run_cell', note); del seen[:]")
    kernel.run("1")
    assert kernel.ask("seen") == []


def test_a_transformer_sees_the_lines_first_and_goes_away(kernel: Any) -> None:
    kernel.run(
        """
        def shout(lines):
            return ["x = 'changed'\\n"] if lines and lines[0].startswith("%%nothing") else lines
        compat.add_transformer(shell, shout)
        compat.add_transformer(shell, shout)
        """
    )
    kernel.run("%%nothing at all\nx = 1")
    assert kernel.ask("x") == "changed"
    kernel.run("compat.remove_transformer(shell, shout); compat.remove_transformer(shell, shout)")
    assert any(each["msg_type"] in ("error", "stream") for each in kernel.run("%%nothing at all\nx = 1"))


def test_the_send_tap_sees_what_the_front_end_gets_and_its_faults_stay_inside(kernel: Any) -> None:
    kernel.run(
        """
        types = []
        def see(message):
            types.append((message["header"]["msg_type"], message["parent_header"].get("msg_id")))
            raise RuntimeError("a fault of ours")
        tap = compat.SendTap(shell, see)
        assert tap.install() and tap.install()
        """
    )
    got = kernel.run("print('a'); display('b'); 'c'")
    sent = kernel.ask("types")
    for each in got:
        assert [each["msg_type"], each["parent_header"]["msg_id"]] in sent
    assert kernel.ask("tap.faults") > 0
    kernel.run("tap.remove(); tap.remove(); 'send' in vars(shell.kernel.session)")
    assert kernel.ask("'send' in vars(shell.kernel.session)") is False


def test_a_tap_that_someone_wrapped_goes_silent_and_breaks_nothing(kernel: Any) -> None:
    kernel.run(
        """
        count = []
        tap = compat.SendTap(shell, lambda message: count.append(1)); tap.install()
        inner = shell.kernel.session.send
        shell.kernel.session.send = lambda *args, **kwargs: inner(*args, **kwargs)
        tap.remove(); del count[:]
        """
    )
    assert [each["msg_type"] for each in kernel.run("'still here'")][-1] == "execute_result"
    assert kernel.ask("count") == []


def test_a_comm_is_opened_by_the_kernel_and_hears_its_answers_and_its_end(kernel: Any) -> None:
    opened = kernel.run(
        """
        heard, closed = [], []
        comm = compat.open_comm(shell, "some_target", {"version": 1}, heard.append, lambda: closed.append(True))
        comm.send({"need": []})
        """
    )
    content = next(each["content"] for each in opened if each["msg_type"] == "comm_open")
    assert (content["target_name"], content["data"]) == ("some_target", {"version": 1})
    assert next(each["content"] for each in opened if each["msg_type"] == "comm_msg")["data"] == {"need": []}
    send = kernel.client.session.msg
    kernel.client.shell_channel.send(send("comm_msg", {"comm_id": content["comm_id"], "data": {"path": "a.ipynb"}}))
    kernel.client.shell_channel.send(send("comm_close", {"comm_id": content["comm_id"], "data": {}}))
    assert kernel.ask("[heard, closed]") == [[{"path": "a.ipynb"}], [True]]


def test_the_connection_file_and_versions_are_known(kernel: Any) -> None:
    assert Path(kernel.ask("compat.connection_file(shell)")).name == Path(kernel.manager.connection_file).name
    software = kernel.ask("compat.software()")
    assert software["python"] == ".".join(map(str, sys.version_info[:3]))
    assert {"ipython", "ipykernel"} <= set(software)


def test_a_terminal_has_a_shell_and_no_kernel(tmp_path: Path) -> None:
    code = (
        "from jupyter_tracker.capture import compat; s = compat.current_shell(); "
        "assert not compat.SendTap(s, print).install(); "
        "assert compat.open_comm(s, 't', {}, print, print) is None; "
        "print(compat.frontend(s), compat.request_id(s), compat.cell_id(s), compat.connection_file(s))"
    )
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "-c", code]
    env = {"IPYTHONDIR": str(tmp_path), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert done.stdout.strip().endswith("terminal None None None"), done.stdout + done.stderr


def test_without_ipython_there_is_nothing() -> None:
    code = (
        "import sys; from jupyter_tracker.capture import compat as c; "
        "print(c.current_shell(), c.frontend(None), 'IPython' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout.split() == ["None", "script", "False"], done.stderr
