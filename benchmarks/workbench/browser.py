"""A server of JupyterLab for a folder, and a browser that a script drives through it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECONDS = 900


def measured(script: str, folder: Path, **about: Any) -> dict[str, float]:
    """What a script beside this file measured in a browser: JSON on its last line. `folder` is what the server shows.

    The script is given the server's address, and `about` as JSON.
    """
    chromium = subprocess.run([str(ROOT / ".ci" / "chromium")], capture_output=True, text=True, check=True, cwd=ROOT)
    with _server(folder) as url:
        command = ["node", str(HERE / script), url, json.dumps(about)]
        told = os.environ | {"CHROMIUM": chromium.stdout.strip().splitlines()[-1]}
        done = subprocess.run(command, capture_output=True, text=True, env=told, timeout=SECONDS, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"{script} failed:\n{done.stdout}{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """JupyterLab over `folder`, as the browser tests start it; its address."""
    home = folder.parent / f"{folder.name}-home"
    (home / "settings").mkdir(parents=True, exist_ok=True)
    if not (home / "notebooks").exists():
        (home / "notebooks").symlink_to(folder.resolve(), target_is_directory=True)
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    told = os.environ | {
        "JUPYTER_TRACKER_TEST_HOME": str(home),
        "JUPYTER_TRACKER_TEST_PORT": str(port),
        "JUPYTER_TRACKER_STORE": "",
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
    }
    config = ROOT / "labextension" / "ui-tests" / "jupyter_config.py"
    command = [sys.executable, "-m", "jupyter", "lab", "--config", str(config)]
    with open(home / "server.log", "w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=told, cwd=ROOT)
    url = f"http://localhost:{port}"
    try:
        _wait(url, server, home / "server.log")
        yield url
    finally:
        server.terminate()
        server.wait(30)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{url}/api/status", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")
