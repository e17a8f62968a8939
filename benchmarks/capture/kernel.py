"""A real kernel in a folder of its own, that ends when its time is up."""

from __future__ import annotations

import os
import queue
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

HERE = Path(__file__).parent
LIBRARIES = ("numpy", "torch", "torchvision", "keras", "sklearn")
"""Those that `setting.py` has something for."""


class TimeUp(Exception):
    """The kernel's time is up, or it died."""


def surroundings(folder: Path) -> dict[str, str]:
    """The environment variables of a kernel whose home lies in `folder`."""
    home = folder / ".home"
    home.mkdir(exist_ok=True)
    found = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER_TRACKER")}
    return found | {
        "HYPEROPT_FMIN_SEED": "0",
        "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]),
        "HOME": str(home),
        "IPYTHONDIR": str(home),
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
        "KERAS_BACKEND": "torch",
        "CUDA_VISIBLE_DEVICES": "",
    }


class Kernel:
    """A kernel of `python` that runs in `folder` for `seconds` at most."""

    def __init__(self, python: str, folder: Path, seconds: float) -> None:
        environment = surroundings(folder)
        self._deadline = time.monotonic() + seconds
        self._manager = KernelManager(kernel_name="python3")
        spec = self._manager.kernel_spec
        assert spec is not None
        spec.argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        self._manager.start_kernel(
            cwd=str(folder), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._client: BlockingKernelClient = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.stop_channels()
        if self._manager.is_alive():
            self._manager.shutdown_kernel(now=time.monotonic() > self._deadline)
        self._manager.cleanup_resources()

    def make_ready(self, code: str, argv: Sequence[str]) -> None:
        """Seeds, and stand-in data for the libraries that `code` names."""
        libraries = [name for name in LIBRARIES if name in code or name == "numpy"]
        if "torchvision" in libraries and "torch" not in libraries:
            libraries.append("torch")
        given = {"ARGV": list(argv), "LIBRARIES": libraries, "__name__": "setting"}
        self._must(f"exec(compile(open({str(HERE / 'setting.py')!r}).read(), 'setting', 'exec'), {given!r})")

    def _must(self, code: str) -> None:
        error = self.run(code, hidden=True)
        if error:
            raise TimeUp(f"the kernel could not be made ready: {error}")

    def run(self, code: str, *, hidden: bool = False) -> str:
        """Execute a cell; gives what its error was, empty if there was none."""
        message = self._client.execute(code, store_history=not hidden, allow_stdin=False, stop_on_error=False)
        error = ""
        while True:
            if time.monotonic() > self._deadline:
                raise TimeUp("time is up")
            try:
                heard: dict[str, Any] = self._client.get_iopub_msg(timeout=1)
            except queue.Empty:
                if not self._manager.is_alive():
                    raise TimeUp("the kernel died") from None
                continue
            if heard["parent_header"].get("msg_id") != message:
                continue
            if heard["msg_type"] == "error":
                error = f"{heard['content']['ename']}: {heard['content']['evalue']}"[:300]
            if heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle":
                return error
