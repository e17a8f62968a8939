"""The tap's outputs are those that a front end shows, from real kernels; the kernel's own output stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ipykernel
import pytest

SETUP = """
import sys
sys.modules["_probe"] = type(sys)("_probe")
exec('''
from jupyter_tracker.capture import compat
from jupyter_tracker.capture.outputs import OutputTap
from jupyter_tracker.masking import Masker
shell = compat.current_shell()
tap = OutputTap(shell, Masker().text)
tap.install()
limit, privacy, ended = 1_000_000, "all", []
def before(info):
    if not compat.is_hidden(info):
        tap.begin(compat.request_id(shell), limit, privacy)
def after(result):
    if not compat.is_hidden(result.info):
        ended.append(tap.end(compat.request_id(shell)))
compat.on(shell, "pre_run_cell", before)
compat.on(shell, "post_run_cell", after)
def newest():
    found = ended[-1]
    figures = [[figure.name, figure.media_type, figure.output] for figure in found.figures]
    return [found.outputs, found.size, found.truncated, figures]
''', vars(sys.modules["_probe"]))
del sys
"""
PROBE = "__import__('sys').modules['_probe']"

AWKWARD = {
    "nothing": "x = 1",
    "print and result": "print('a'); print('b'); 1 + 1",
    "stderr": "import sys\nprint('a'); print('oops', file=sys.stderr); print('c')",
    "carriage returns": "for i in range(5): print(f'\\r{i}', end='')\nprint('\\r\\nnext')",
    "displays": "from IPython.display import *\ndisplay(HTML('<b>x</b>')); display(1, {'a': [1, 2]})",
    "json": "from IPython.display import JSON, display\ndisplay(JSON({'a': [1, None, 'x']}))",
    "png": "from IPython.display import Image\nImage(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 40, format='png')",
    "updates": "from IPython.display import display\nh = display('one', display_id=True); print('x'); h.update('two')",
    "clear": "from IPython.display import clear_output\nprint('gone'); clear_output(); print('stays')",
    "clear and wait": "from IPython.display import *\nfor i in '012':\n    clear_output(wait=True); print(i)",
    "clear at the end": "from IPython.display import clear_output\nprint('stays'); clear_output(wait=True)",
    "error": "print('before'); 1 / 0",
    "syntax error": "print('a'",
    "shell": "!echo from a process",
    "thread": "import threading\nt = threading.Thread(target=print, args=('thread',)); t.start(); t.join()",
    "await": "import asyncio\nawait asyncio.sleep(0.01); print('after'); 'result'",
    "captured": "%%capture\nprint('not shown')",
    "timed": "%time x = 5",
    "system write": "import os\nos.write(1, b'raw\\n'); None",
}


@pytest.fixture(scope="module")
def started(start_kernel: Callable[..., Any]) -> Any:
    kernel = start_kernel()
    kernel.run(SETUP, hidden=True)
    return kernel


@pytest.fixture
def kernel(started: Any) -> Any:
    started.run(f"{PROBE}.limit, {PROBE}.privacy = 1_000_000, 'all'", hidden=True)
    return started


def shown(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outputs as nbclient builds them, but streams that follow each other made one."""
    found: list[dict[str, Any]] = []
    displays: dict[str, list[dict[str, Any]]] = {}
    wait = False
    for message in messages:
        kind, content = message["msg_type"], message["content"]
        display = (content.get("transient") or {}).get("display_id")
        if kind == "clear_output":
            wait = content["wait"]
            found = found if wait else []
            continue
        for output in displays.get(display, []) if display else ():
            output |= {"data": content["data"], "metadata": content["metadata"]}
        if kind not in ("stream", "display_data", "execute_result", "error"):
            continue
        found, wait = ([] if wait else found), False
        output = {"output_type": kind, **{key: value for key, value in content.items() if key != "transient"}}
        if display:
            displays.setdefault(display, []).append(output)
        if kind == "stream":
            output["text"] = output["text"].replace("\r\n", "\n")
        if kind == "stream" and found and found[-1].get("name") == content["name"]:
            found[-1]["text"] += output["text"]
        else:
            found.append(output)
    return found


@pytest.mark.parametrize("name", AWKWARD)
def test_outputs_are_what_the_front_end_shows(kernel: Any, name: str) -> None:
    messages = kernel.run(AWKWARD[name])
    outputs, *_ = kernel.ask(f"{PROBE}.newest()")
    expected = shown(messages)
    if name == "carriage returns":
        assert outputs == [{"output_type": "stream", "name": "stdout", "text": "4\nnext\n"}]
    elif name == "system write":  # arrives by way of another thread of the kernel, perhaps after the cell
        late = kernel.ask(f"[each.outputs for each in {PROBE}.tap.late().values()]")
        assert (late[-1] if late else outputs) == expected
    else:
        assert outputs == expected


def test_an_update_from_a_later_cell_reaches_the_display_of_an_earlier_one(kernel: Any) -> None:
    kernel.run("from IPython.display import display\nhandle = display('first', display_id=True)")
    kernel.run("handle.update('second')")
    (late,) = kernel.ask(f"[each.outputs for each in {PROBE}.tap.late().values()]")
    assert late[0]["data"] == {"text/plain": "'second'"}
    assert kernel.ask(f"len({PROBE}.tap.late())") == 0


def test_what_a_task_prints_after_its_cell_belongs_to_that_cell(kernel: Any) -> None:
    if int(ipykernel.__version__.split(".")[0]) < 7:
        pytest.skip("this ipykernel itself gives a task's output to whatever cell runs then")
    kernel.run(
        """
        import asyncio
        go = asyncio.Event()
        async def late():
            await go.wait()
            print("late")
        task = asyncio.ensure_future(late())
        """
    )
    kernel.run("go.set(); await task; print('other')")
    late = kernel.ask(f"[each.outputs for each in {PROBE}.tap.late().values()]")
    assert late == [[{"output_type": "stream", "name": "stdout", "text": "late\n"}]]
    assert kernel.ask(f"{PROBE}.newest()")[0] == [{"output_type": "stream", "name": "stdout", "text": "other\n"}]


def test_long_output_keeps_its_head_and_tail(kernel: Any) -> None:
    kernel.run(f"{PROBE}.limit = 10_000", hidden=True)
    kernel.run("for i in range(200_000): print(i)")
    outputs, size, truncated, _ = kernel.ask(f"{PROBE}.newest()")
    text = "".join(output["text"] for output in outputs)
    assert text.startswith("0\n1\n2\n") and text.endswith("199998\n199999\n")
    assert truncated and "of output not kept" in text
    assert size < 10_200


def test_a_display_beyond_the_budget_is_named_not_kept(kernel: Any) -> None:
    kernel.run(f"{PROBE}.limit = 10_000", hidden=True)
    kernel.run("from IPython.display import HTML, display\ndisplay(HTML('x' * 50_000)); print('after')")
    outputs, _, truncated, _ = kernel.ask(f"{PROBE}.newest()")
    assert truncated and "text/html" not in outputs[0]["data"] and outputs[1]["text"] == "after\n"


FIGURES = """
from IPython.display import display
print("secret table")
display({"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}, raw=True)
display({"application/vnd.plotly.v1+json": {"data": [], "layout": {}}, "text/html": "<div>"}, raw=True)
"words"
"""


@pytest.mark.parametrize(("privacy", "expected"), [("all", 4), ("figures", 2), ("off", 0)])
def test_privacy_is_applied_before_anything_is_kept(kernel: Any, privacy: str, expected: int) -> None:
    kernel.run(f"{PROBE}.privacy = {privacy!r}", hidden=True)
    kernel.run(FIGURES)
    outputs, _, _, figures = kernel.ask(f"{PROBE}.newest()")
    assert len(outputs) == expected
    assert [media for _, media, _ in figures] == (["image/png", "application/vnd.plotly.v1+json"] if expected else [])
    if privacy == "figures":
        assert [list(output["data"]) for output in outputs] == [["image/png"], ["application/vnd.plotly.v1+json"]]
        assert outputs[1]["data"]["application/vnd.plotly.v1+json"] == {"data": [], "layout": {}}


def test_secrets_in_outputs_are_masked(kernel: Any) -> None:
    messages = kernel.run("password = 'hunter2-x'\nprint('password=' + repr(password)); {'api_key': 'abcd-1234-efgh'}")
    assert "hunter2-x" in json.dumps([each["content"] for each in messages])
    outputs = json.dumps(kernel.ask(f"{PROBE}.newest()")[0])
    assert "hunter2-x" not in outputs and "abcd-1234" not in outputs and "<redacted:" in outputs


def test_nothing_of_the_users_is_held(kernel: Any) -> None:
    kernel.run(
        """
        import gc, weakref
        class Big(dict): pass
        from IPython.display import display
        big = Big(a=1)
        display({"application/json": big}, raw=True)
        alive = weakref.ref(big)
        del big
        """
    )
    kernel.run("gc.collect(); gone = alive() is None")
    assert kernel.ask("gone")


def test_a_removed_tap_keeps_nothing(start_kernel: Callable[..., Any]) -> None:
    kernel = start_kernel()
    kernel.run(SETUP, hidden=True)
    kernel.run(f"{PROBE}.tap.remove()", hidden=True)
    assert kernel.run("print('as ever')")[-1]["content"]["text"] == "as ever\n"
    assert kernel.ask(f"{PROBE}.newest()")[0] == []
