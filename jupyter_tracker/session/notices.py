"""What the first card has to say: a store on a disk that vanishes, a server that cannot show what is tracked."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..capture import compat

if TYPE_CHECKING:
    from .tracker import Tracker

PATIENCE = 3.0
"""Seconds given to the server to answer, off the path of any cell."""


def of_store(tracker: Tracker) -> list[str]:
    """Whether the store is on a disk that goes away with the machine, and what to type against it."""
    front = compat.frontend(tracker.shell)
    root = str(tracker.store.root)
    if front == "colab" and not root.startswith("/content/drive"):
        return [
            "this store goes away with the Colab machine. To keep runs, mount your Drive "
            "(from google.colab import drive; drive.mount('/content/drive')) and, before %load_ext, type: "
            "%env JUPYTER_TRACKER_STORE=/content/drive/MyDrive/.tracker"
        ]
    if front == "kaggle" and not root.startswith("/kaggle/working"):
        return [
            "this store goes away with the Kaggle session. Before %load_ext, type: "
            "%env JUPYTER_TRACKER_STORE=/kaggle/working/.tracker (and save a version to keep its output)"
        ]
    return []


def of_budget(tracker: Tracker) -> list[str]:
    """Whether the store holds as much as it may, and what can be done."""
    if not tracker.over_budget():
        return []
    from ..analysis import formats

    return [
        f"the store is over its budget of {formats.size(tracker.settings.store_budget)}: of files and outputs only "
        "hashes are kept from now on. To keep more, type `jupyter tracker prune` in a terminal or raise store-budget "
        "in pyproject.toml"
    ]


def first(tracker: Tracker) -> list[str]:
    """What cards have not told yet of the place of the store, the server, and the budget."""
    found: list[str] = []
    if "place" not in tracker.noticed:
        found = [*of_store(tracker), *(tracker.about_server or [])]
        if found or tracker.about_server is not None:
            tracker.noticed.add("place")
    budget = [] if "budget" in tracker.noticed else of_budget(tracker)
    if budget:
        tracker.noticed.add("budget")
    return [*found, *budget]


def of_server(tracker: Tracker) -> list[str]:
    """What keeps the Jupyter server from showing this store. Asks it: not on a cell's path."""
    server = _server(compat.connection_file(tracker.shell))
    if server is None:
        return []
    status = _ask(server, tracker.notebook)
    if status is None:
        return []
    if status == "lacks us":
        return [f"JupyterLab's server lacks jupyter_tracker: {_install(server)} and restart it"]
    theirs = Path(str(status.get("root") or ""))
    ours = tracker.store.root
    if status.get("root") and os.path.realpath(theirs) != os.path.realpath(ours):
        return [
            f"JupyterLab's Runs panel looks at {theirs}, these runs go to {ours}: "
            f"start JupyterLab with JUPYTER_TRACKER_STORE={ours}"
        ]
    return []


def _server(connection: str | None) -> dict[str, Any] | None:
    """What the server that started this kernel wrote down of itself, as far as it is on this machine."""
    parent = os.environ.get("JPY_PARENT_PID")
    if connection is None or not parent:
        return None
    path = Path(connection).with_name(f"jpserver-{parent}.json")
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("url"), str) else None


def _ask(server: Mapping[str, Any], notebook: str | None) -> Any:
    """The server's status, "lacks us", or None where it gives no answer."""
    from urllib.error import HTTPError
    from urllib.parse import urlencode
    from urllib.request import ProxyHandler, Request, build_opener

    path = ""
    root = server.get("root_dir")
    if notebook and root and Path(notebook).is_relative_to(str(root)):
        path = Path(notebook).relative_to(str(root)).as_posix()
    request = Request(f"{server['url']}jupyter-tracker/api/status?{urlencode({'path': path})}")
    if server.get("token"):
        request.add_header("Authorization", f"token {server['token']}")
    try:
        # The server is on this machine, whatever proxy the environment names.
        with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE) as reply:
            return json.load(reply)
    except HTTPError as fault:
        with fault:
            return "lacks us" if fault.code == 404 else None
    except (OSError, ValueError):
        return None


def _install(server: Mapping[str, Any]) -> str:
    """The command that installs us where the server runs."""
    try:
        python = os.readlink(f"/proc/{server.get('pid')}/exe")
    except OSError:
        python = "python"
    return f"type `{python} -m pip install jupyter_tracker` in a terminal"
