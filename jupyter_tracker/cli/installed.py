"""What is installed where: the kernel's side, the server's side, the front end, and servers that run now."""

from __future__ import annotations

import json
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from jupyter_tracker.cli.startup import startup_file

EXTENSION = "jupyter_tracker"
FRONT_END = "jupyter-tracker"
NEEDED = ("blake3", "pandas", "plotly", "matplotlib", "nbformat")
"""Packages without which something that a kernel offers is missing."""
SERVER_PATIENCE = 3.0
"""Seconds given to a running server to answer."""


def version_of(package: str) -> str | None:
    """The installed version of a package in this environment, or None."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def kernel_side() -> dict[str, Any]:
    """What a kernel of this environment has."""
    return {
        "jupyter_tracker": version_of("jupyter_tracker"),
        "python": platform.python_version(),
        "prefix": sys.prefix,
        "ipython": version_of("ipython"),
        "ipykernel": version_of("ipykernel"),
        "loaded_by_itself": startup_file().is_file(),
        "switched_off": os.environ.get("JUPYTER_TRACKER") == "0",
        "missing": [
            name for name in ("blake3", "pandas", "plotly", "matplotlib", "nbformat") if version_of(name) is None
        ],
    }


def server_side() -> dict[str, Any] | None:
    """What a Jupyter server of this environment has; None where there is no server in it."""
    server = version_of("jupyter_server")
    if server is None:
        return None
    return {"jupyter_server": server, "jupyterlab": version_of("jupyterlab"), "enabled": _enabled()}


def _enabled() -> bool:
    """Whether a server started here would load our extension."""
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager

    manager = ExtensionConfigManager(read_config_path=jupyter_config_path())
    found = manager.get_jpserver_extensions()  # type: ignore[no-untyped-call]
    return bool(found.get(EXTENSION))


def front_ends() -> list[dict[str, Any]]:
    """Every copy of the front end that a JupyterLab of this environment would find, the one it takes first."""
    try:
        from jupyter_core.paths import jupyter_path
    except ImportError:
        return []
    found = []
    for folder in jupyter_path("labextensions"):
        package = Path(folder) / FRONT_END / "package.json"
        try:
            about = json.loads(package.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        entry = about.get("jupyterlab", {}).get("_build", {}).get("load")
        built = bool(entry) and (package.parent / entry).is_file()
        found.append({"path": str(package.parent), "version": about.get("version"), "built": built})
    return found


def running_servers() -> list[dict[str, Any]]:
    """The Jupyter servers that this user has running, and which version of us each of them has loaded."""
    try:
        from jupyter_server.serverapp import list_running_servers
    except ImportError:
        return []
    return [_asked(server) for server in list_running_servers()]


def _asked(server: dict[str, Any]) -> dict[str, Any]:
    shown = {"url": server["url"], "root": server["root_dir"], "jupyter_tracker": None, "answer": "has us"}
    query = urlencode({"path": ""})
    request = Request(f"{server['url']}jupyter-tracker/api/status?{query}")
    if server.get("token"):
        request.add_header("Authorization", f"token {server['token']}")
    try:
        # The server is on this machine, whatever proxy the environment names.
        with build_opener(ProxyHandler({})).open(request, timeout=SERVER_PATIENCE) as reply:
            shown["jupyter_tracker"] = json.load(reply)["versions"].get("jupyter_tracker")
    except HTTPError as fault:
        with fault:
            shown["answer"] = "lacks us" if fault.code == 404 else f"refused ({fault.code})"
    except (URLError, OSError, ValueError, KeyError, AttributeError):
        shown["answer"] = "no answer"
    return shown
