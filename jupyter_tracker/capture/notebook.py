"""Which notebook this kernel serves, and the notebook as it is on screen.

The kernel opens a comm to the front end's target `jupyter_tracker` with the data `{"version": 1}`. Our labextension
answers on it, on the MAIN shell, each time that a cell is scheduled and before its execute request is sent:

    {"type": "scheduled", "path": "<server path of the notebook>",
     "order": [["<cell id>", "code" | "markdown" | "raw", "<sha256 of the source in UTF-8, hex>"], …],
     "sources": {"<cell id>": "<source>", …}}

`order` is the whole notebook; `sources` holds the cells whose source this comm has not carried yet (the first time all
of them). Where the kernel lacks a source it sends `{"type": "need", "cells": ["<cell id>", …]}`, answered by
`{"type": "sources", "sources": {…}}`. A front end without our labextension closes the comm: snapshots are pieced
together then.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import OrderedDict
from typing import Any

from . import compat
from .snapshot import Executed, Held, exact, pieced_together

COMM_TARGET = "jupyter_tracker"
REMEMBERED = 2000
"""So many executed cells are remembered for snapshots."""

Order = list[tuple[str, str, str]]


class NotebookWatch:
    """Follows the notebook of one shell.

    Args:
        shell: the running InteractiveShell.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._comm: compat.Comm | None = None
        self._asked = False
        self._order: Order = []
        self._sources: dict[str, tuple[str, str]] = {}
        self._server_path: str | None = None
        self._executed: OrderedDict[str, Executed] = OrderedDict()
        self._last: Executed | None = None

    def connect(self) -> None:
        """Open the comm to the front end, once; nothing happens where there is no kernel."""
        if not self._asked:
            self._asked = True
            self._comm = compat.open_comm(self._shell, COMM_TARGET, {"version": 1}, self._on_message, self._on_close)

    def close(self) -> None:
        """Close the comm and forget what was heard."""
        if self._comm is not None:
            self._comm.close()
        self._on_close()

    def executed(self, cell_id: str | None, source: str) -> None:
        """A cell begins to run with this source."""
        self._last = Executed(cell_id, source, time.time())
        self._executed[cell_id or source] = self._last
        if len(self._executed) > REMEMBERED:
            self._executed.popitem(last=False)

    def path(self, info: Any = None) -> str | None:
        """The notebook's absolute path, None where nothing trustworthy says it."""
        found = compat.vscode_path(compat.cell_id(self._shell, info)) or self._from_server_path()
        if found is None:
            found = getattr(self._shell, "user_ns", {}).get("__vsc_ipynb_file__") or session_name(self._shell)
        return os.path.abspath(found) if isinstance(found, str) and found else None

    def take(self, info: Any = None) -> Held:
        """Hold the notebook as it is at this moment. Cheap; calling what comes back makes the snapshot and may read
        the notebook's file, so do that off the cell's path."""
        path = self.path(info)
        if self._is_exact():
            order = [(cell_id, kind) for cell_id, kind, _ in self._order]
            sources = {cell_id: self._sources[cell_id][1] for cell_id, _ in order}
            code = {cell_id: sources[cell_id] for cell_id, kind in order if kind == "code"}
            return Held(lambda: exact(order, sources, path), code)
        executed = list(self._executed.values())
        return Held(lambda: pieced_together(path, executed))

    def _is_exact(self) -> bool:
        """Whether the front end's account is complete and agrees with the cell that runs."""
        if not self._order or self._missing():
            return False
        last = self._last
        if last is None or last.cell_id is None:
            return last is None
        return last.cell_id in self._sources and self._sources[last.cell_id][1] == last.source

    def _missing(self) -> list[str]:
        return [each for each, _, digest in self._order if self._sources.get(each, ("",))[0] != digest]

    def _on_message(self, data: Any) -> None:
        """Take in a message of the labextension; one that is not of its form is left alone."""
        try:
            kind, sources = data["type"], data.get("sources", {})
            taken = {str(cell): (_digest(source), source) for cell, source in sources.items()}
            if kind == "scheduled":
                order = [(str(cell), str(form), str(digest)) for cell, form, digest in data["order"]]
                self._server_path, self._order = str(data["path"]), order
        except (TypeError, KeyError, ValueError, AttributeError):
            return
        self._sources.update(taken)
        here = {cell for cell, _, _ in self._order}
        self._sources = {cell: source for cell, source in self._sources.items() if cell in here}
        missing = self._missing()
        if missing and kind == "scheduled" and self._comm is not None:
            self._comm.send({"type": "need", "cells": missing})

    def _on_close(self) -> None:
        self._comm = None
        self._order, self._sources, self._server_path = [], {}, None

    def _from_server_path(self) -> str | None:
        """The file that the front end's path means: below the folder that the kernel began in or one above it; else
        so of the working folder, to which cells may have gone since."""
        if self._server_path is None:
            return None
        begun = getattr(self._shell, "starting_dir", None) or os.getcwd()
        drive, _, rest = self._server_path.partition(":")  # a drive's name comes first; or a name holds a colon
        tails = [self._server_path, rest] if rest and "/" not in drive else [self._server_path]
        for folder in dict.fromkeys([begun, os.getcwd()]):
            for tail in tails:
                if (path := _below(folder, tail)) is not None:
                    return path
        beside = session_name(self._shell)
        paths = [os.path.join(os.path.dirname(beside), tail.rpartition("/")[2]) for tail in tails] if beside else []
        return next(filter(os.path.isfile, paths), None)


def _below(folder: str, tail: str) -> str | None:
    """The file that lies so below this folder or one above it."""
    for _ in range(64):
        path = os.path.join(folder, *tail.split("/"))
        if os.path.isfile(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return None


def session_name(shell: Any) -> str | None:
    """The notebook that the server started this kernel for, None where it is not this kernel's own.

    Kernels that a kernel starts (nbclient, papermill) inherit the variable of their parent, so it is believed only if
    the parent is a Jupyter server, or at least does not have the same value itself.
    """
    name = os.environ.get("JPY_SESSION_NAME", "")
    if not name.endswith((".ipynb", ".py", ".md", ".qmd", ".Rmd")):
        return None
    parent = os.environ.get("JPY_PARENT_PID", "")
    connection = compat.connection_file(shell)
    if connection and parent and os.path.exists(os.path.join(os.path.dirname(connection), f"jpserver-{parent}.json")):
        return name
    try:
        with open(f"/proc/{parent}/environ", "rb") as file:
            return None if f"JPY_SESSION_NAME={name}".encode() in file.read().split(b"\0") else name
    except OSError:
        return None


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
