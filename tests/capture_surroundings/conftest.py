"""Real kernels of the environment that runs the tests."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernels import ROOT, started


class Kernel:
    """A running kernel; `run` gives the messages of one cell, `ask` a value without leaving a trace in history."""

    def __init__(self, cwd: Path, env: dict[str, str]) -> None:
        self.manager, self.client = started(cwd, {**os.environ, "PYTHONPATH": str(ROOT), **env})

    def run(
        self, code: str, *, cell_id: str | None = None, hidden: bool = False, **metadata: Any
    ) -> list[dict[str, Any]]:
        """Execute a cell and give its messages up to idle, outputs and all."""
        content = {"code": textwrap.dedent(code), "silent": False, "store_history": not hidden}
        content |= {"user_expressions": {}, "allow_stdin": False, "stop_on_error": False}
        message = self.client.session.msg("execute_request", content)
        message["metadata"] = {**metadata, **({"cellId": cell_id} if cell_id else {})}
        self.client.shell_channel.send(message)
        found: list[dict[str, Any]] = []
        while True:
            each = self.client.get_iopub_msg(timeout=60)
            if each["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if each["msg_type"] == "status" and each["content"]["execution_state"] == "idle":
                break
            found.append(each)
        self.client.get_shell_msg(timeout=60)
        return found

    def ask(self, expression: str) -> Any:
        """The value of an expression, by way of JSON."""
        messages = self.run(f"print(__import__('json').dumps({expression}))", hidden=True)
        errors = [each["content"]["traceback"] for each in messages if each["msg_type"] == "error"]
        assert not errors, "\n".join(errors[0])
        return json.loads("".join(each["content"]["text"] for each in messages if each["msg_type"] == "stream"))

    def close(self) -> None:
        """Stop the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()


@pytest.fixture(scope="module")
def start_kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Kernel]]:
    kernels: list[Kernel] = []

    def start(cwd: Path | None = None, **env: str) -> Kernel:
        folder = tmp_path_factory.mktemp("kernel")
        kernels.append(Kernel(cwd or folder, {"IPYTHONDIR": str(folder / "ipython"), **env}))
        return kernels[-1]

    yield start
    for kernel in kernels:
        kernel.close()
