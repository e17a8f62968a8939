"""The cells of a replay, executed one after another in a fresh kernel of this environment."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from .layout import Layout
from .options import ReplayError
from .plan import Plan

Progress = Callable[[Mapping[str, Any]], None]
_FOREIGN = ("JUPYTER_TRACKER_RUN", "JUPYTER_TRACKER_SESSION", "JUPYTER_TRACKER", "JPY_SESSION_NAME", "JPY_PARENT_PID")
"""Variables that belong to the process that leads the replay and not to its kernel."""
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
"""What a kernel itself says is for a log; what its cells print comes by its messages."""
_LONGEST = 100
"""Characters that the path of a socket may have; what is put behind it comes to a few more."""
_AT_LINE = re.compile(
    r"(?:Cell|Input) (?:In\s?)?(?:\[\d+\]|<[^>]*>)[^\n]*?line:?\s*(\d+)"
    r"|<ipython-input-[^\n]*(?:\n(?!-+>)[^\n]*)*\n-+> (\d+) "
)
"""Where a traceback speaks of a cell, as IPython does now and as it did before version 8: other arrows are at lines of
libraries."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Ran:
    """How one step went. `error` is (type, message, line of the cell), None where it came to its end."""

    seconds: float
    error: tuple[str, str, int | None] | None = None


@dataclass
class Outcome:
    """How the replay went.

    Attributes:
        ran: the steps that were executed.
        run, session: what it is in the store.
        refused: what the guard did not allow.
        died: why the kernel was gone before the end.
    """

    ran: list[Ran] = field(default_factory=list)
    run: str | None = None
    session: str | None = None
    refused: list[str] = field(default_factory=list)
    died: str | None = None


async def execute(plan: Plan, copy: Layout, store: str, begin: Mapping[str, Any], progress: Progress) -> Outcome:
    """Execute the plan in a kernel that works in `copy` and whose store is `store`; `begin` is what that
    kernel is told. It stops at the first error that was not recorded. Raises ReplayError where there is no kernel."""
    try:
        import nbformat
        from nbclient import NotebookClient
        from nbclient.exceptions import DeadKernelError
    except ImportError as fault:
        raise ReplayError(f"a replay needs {fault.name}: pip install nbclient") from None
    outcome = Outcome()
    forms: Any = nbformat.v4
    cells = [forms.new_code_cell(step.source) for step in plan.steps]
    manager, stopped = _manager(copy), asyncio.Event()
    client = NotebookClient(
        forms.new_notebook(cells=cells), km=manager, timeout=None, allow_errors=True, store_widget_state=False
    )
    try:
        folder = str(copy.of(plan.folder))
        async with client.async_setup_kernel(env=_environment(plan, store), cwd=folder, **_QUIET):
            stopped = _stop_on_signals()
            await _tell(client, _BEGIN.format(said=json.dumps(json.dumps(begin))))
            await _steps(client, plan, copy, progress, outcome)
    except DeadKernelError:
        if stopped.is_set():
            raise KeyboardInterrupt from None
        outcome.died = "the kernel died"
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    except RuntimeError as fault:  # so says jupyter_client of a kernel that did not come up
        if outcome.ran:
            raise
        raise ReplayError(f"no kernel could be started: {fault}; is ipykernel installed here?") from None
    finally:
        manager.cleanup_connection_file()
        manager.cleanup_ipc_files()
    return outcome


async def _steps(client: Any, plan: Plan, copy: Layout, progress: Progress, outcome: Outcome) -> None:
    """Execute cell after cell as long as they end as they did, and finish."""
    failed = False
    for number, step in enumerate(plan.steps):
        about = _about(number, plan)
        progress({**about, "state": "running"})
        for path, text in step.modules.items():
            copy.edit(path, text)
        if step.answers:
            await _tell(client, _ANSWERS.format(said=json.dumps(json.dumps(step.answers))))
        ran = await _run(client, client.nb.cells[number], number)
        outcome.ran.append(ran)
        ended = "ok" if ran.error is None else "error"
        progress({**about, "state": "done", "seconds": round(ran.seconds, 3), "outcome": ended})
        if ran.error is not None and step.entry.outcome != "error":
            failed = True
            break
        failed = ran.error is not None and step.part
    said = json.loads(ast.literal_eval(await _tell(client, "pass", _FINISH.format(failed=failed))))
    outcome.run, outcome.session, outcome.refused = said["run"], said["session"], said["refused"]


def _stop_on_signals() -> asyncio.Event:
    """Have whoever stops this process stop the replay, kernel and all, and say so by the event: nbclient would take a
    kernel that it has ended itself for a dead one."""
    task, loop, stopped = asyncio.current_task(), asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        stopped.set()
        if task is not None:
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(RuntimeError, ValueError):  # not in the main thread; not on this system
            loop.add_signal_handler(number, stop)
    return stopped


_MODULE = "__import__('jupyter_tracker.session.replaying', fromlist=['begin'])"
_BEGIN = (
    "get_ipython().extension_manager.load_extension('jupyter_tracker')\n"
    + _MODULE
    + ".begin(**__import__('json').loads({said}))"
)
_ANSWERS = _MODULE + ".answers(__import__('json').loads({said}))"
_FINISH = _MODULE + ".finish({failed})"


def _about(number: int, plan: Plan) -> dict[str, Any]:
    step = plan.steps[number]
    return {
        "event": "step", "step": number + 1, "of": len(plan.steps), "cell": step.label, "first_line": step.first_line,
    }  # fmt: skip


def _manager(copy: Layout) -> Any:
    """A kernel of this very Python, whatever kernel specs are installed. It is spoken to by sockets in the copy: ports,
    which Windows needs, are found free first and bound later, and may be taken in between."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]

    class Own(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(argv=argv, display_name="replay", language="python")

    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=Own())
    sockets = str(copy.root / ".kernel")
    if os.name == "posix" and len(sockets) < _LONGEST:
        manager.transport, manager.ip = "ipc", sockets
    return manager


def _environment(plan: Plan, store: str) -> dict[str, str]:
    """The environment of the kernel: this one, with what was recorded of those that change results."""
    found = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    recorded = plan.record["environment"].get("variables") or {}
    return {**found, **{str(name): str(value) for name, value in recorded.items()}, "JUPYTER_TRACKER_STORE": store}


async def _tell(client: Any, code: str, expression: str = "") -> str:
    """Have the kernel do something that is no cell; what `expression` is then. Raises ReplayError."""
    asked = {"said": expression} if expression else {}
    message = client.kc.execute(code, silent=True, store_history=False, user_expressions=asked)
    reply = (await client.async_wait_for_reply(message))["content"]
    said: Any = reply.get("user_expressions", {}).get("said", {}) if expression else {"status": "ok"}
    for answer in (reply, said):
        if answer.get("status") != "ok":
            raise ReplayError(f"the kernel cannot replay: {answer.get('ename')}: {answer.get('evalue')}")
    return str(said["data"]["text/plain"]) if expression else ""


async def _run(client: Any, cell: Any, number: int) -> Ran:
    began = time.perf_counter()
    await client.async_execute_cell(cell, number)
    seconds = time.perf_counter() - began
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "error":
            return Ran(seconds, (output["ename"], output["evalue"], _line(output.get("traceback") or ())))
    return Ran(seconds)


def _line(traceback: Any) -> int | None:
    """The line of the cell that an error came from, by its traceback."""
    text = _COLOUR.sub("", "\n".join(traceback))
    found = _AT_LINE.search(text)
    return int(found[1] or found[2]) if found else None
