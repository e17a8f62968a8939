"""Real kernels for tests: cells go in, outputs come out as a front end gets them."""

from __future__ import annotations

import os
import queue
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).parents[1]
PATIENCE = 60
"""Seconds until a kernel that says nothing is given up."""


@dataclass
class Reply:
    """What one cell gave: its status, its outputs in order (as messages of `output_type`), and what its error was."""

    status: str = ""
    outputs: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""

    @property
    def text(self) -> str:
        """All that was printed to stdout and stderr."""
        return "".join(one["text"] for one in self.outputs if one["type"] == "stream")

    @property
    def card(self) -> str:
        """The plain text of our card, empty where there is none."""
        return "\n".join(
            one["data"]["text/plain"] for one in self.outputs if "jupyter_tracker" in one.get("metadata", {})
        )

    @property
    def html(self) -> list[str]:
        """The HTML displays, cards among them."""
        return [one["data"]["text/html"] for one in self.outputs if "text/html" in one.get("data", {})]

    @property
    def plain(self) -> list[str]:
        """The plain text of displays and results."""
        return [one["data"]["text/plain"] for one in self.outputs if "text/plain" in one.get("data", {})]

    @property
    def bare(self) -> list[dict[str, Any]]:
        """The outputs without our card, neighbouring pieces of a stream joined (where they break is chance)."""
        joined: list[dict[str, Any]] = []
        for one in self.outputs:
            if "jupyter_tracker" in one.get("metadata", {}):
                continue
            if joined and one["type"] == "stream" == joined[-1]["type"] and one["name"] == joined[-1]["name"]:
                joined[-1] = {**joined[-1], "text": joined[-1]["text"] + one["text"]}
            else:
                joined.append(one)
        return joined


def started(folder: Path, environment: dict[str, str], attempts: int = 3) -> tuple[KernelManager, BlockingKernelClient]:
    """A kernel of this very Python, ready. Its ports are chosen before it takes them: where another process was
    quicker, it is begun once more."""
    manager = KernelManager(kernel_name="python3")
    assert manager.kernel_spec is not None
    manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager.start_kernel(cwd=str(folder), env=environment)
    client: BlockingKernelClient = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
    except RuntimeError:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        if attempts == 1:
            raise
        return started(folder, environment, attempts - 1)
    return manager, client


class Kernel:
    """A running kernel in a folder of its own, with a store in it."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder = folder
        self.store_path = folder / ".tracker"
        environment = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER_TRACKER")}
        environment |= {
            "PYTHONPATH": str(ROOT),
            "IPYTHONDIR": str(folder / ".ipython"),
            "HOME": str(folder),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            **environ,
        }
        self.manager, self.client = started(folder, environment)

    def run(
        self,
        code: str,
        *,
        during: Callable[[], None] | None = None,
        cell_id: str | None = None,
        tags: list[str] | None = None,
        hidden: bool = False,
    ) -> Reply:
        """Execute a cell. `during` is called as soon as the cell shows a sign of life (its first output)."""
        metadata = {"cellId": cell_id, "tags": tags or []} if cell_id or tags else {}
        content = {
            "code": code, "silent": False, "store_history": not hidden, "user_expressions": {},
            "allow_stdin": False, "stop_on_error": False,  # else older kernels abort what comes right after an error
        }  # fmt: skip
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return self._collect(message["header"]["msg_id"], during)

    def subshell(self) -> str | None:
        """Open a subshell; None where the kernel has none."""
        request = self.client.session.msg("create_subshell_request", {})
        self.client.control_channel.send(request)
        while True:
            try:
                reply = self.client.get_control_msg(timeout=5)
            except queue.Empty:
                return None
            if reply["parent_header"].get("msg_id") == request["header"]["msg_id"]:
                return str(reply["content"]["subshell_id"]) if "subshell_id" in reply["content"] else None

    def send(self, code: str, *, subshell: str) -> None:
        """Have a cell executed on a subshell, without waiting for it."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        message = self.client.session.msg("execute_request", content)
        message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)

    def complete(self, code: str) -> list[str]:
        """What the tab key offers at the end of `code`."""
        request = self.client.complete(code, len(code))
        reply = self.client.get_shell_msg(timeout=PATIENCE)
        while reply["parent_header"].get("msg_id") != request:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
        return list(reply["content"]["matches"])

    def interrupt(self) -> None:
        """What the stop button does."""
        self.manager.interrupt_kernel()

    def kill(self) -> None:
        """End the kernel without a word."""
        pid = self.manager.provisioner.pid  # type: ignore[union-attr]
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while self.manager.is_alive() and time.monotonic() < deadline:
            time.sleep(0.05)

    def close(self) -> None:
        """Shut the kernel down as a front end does."""
        self.client.stop_channels()
        if self.manager.is_alive():
            self.manager.shutdown_kernel()
        self.manager.cleanup_resources()

    def _collect(self, request: str, during: Callable[[], None] | None) -> Reply:
        reply = Reply()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                assert self.manager.is_alive(), "the kernel died"
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                break
            if during is not None and kind not in ("status", "execute_input"):
                call, during = during, None
                call()
            _add(reply, kind, content)
        shell = self.client.get_shell_msg(timeout=PATIENCE)
        while shell["parent_header"].get("msg_id") != request:
            shell = self.client.get_shell_msg(timeout=PATIENCE)
        reply.status = shell["content"]["status"]
        reply.error = f"{shell['content'].get('ename', '')}: {shell['content'].get('evalue', '')}".strip(": ")
        return reply


def _add(reply: Reply, kind: str, content: dict[str, Any]) -> None:
    if kind == "stream":
        reply.outputs.append({"type": kind, "name": content["name"], "text": content["text"]})
    elif kind in ("display_data", "execute_result", "update_display_data"):
        reply.outputs.append({"type": kind, "data": content["data"], "metadata": content["metadata"]})
    elif kind == "error":
        reply.outputs.append({"type": kind, "error": content["ename"], "traceback": content["traceback"]})
    elif kind == "clear_output":
        reply.outputs.append({"type": kind, "wait": content["wait"]})
