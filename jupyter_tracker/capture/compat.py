"""The only place that knows the insides of IPython and ipykernel (7.34 with 6.17, up to the newest), and what is left
of them in a plain terminal. Everything here gives a sensible nothing where a version lacks what is asked for.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

Message = Mapping[str, Any]
Frontend = Literal["jupyterlab", "vscode", "colab", "kaggle", "headless", "terminal", "script"]


def current_shell() -> Any | None:
    """The running InteractiveShell, or None; IPython is not imported for it."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None and hasattr(module, "get_ipython") else None


def kernel_of(shell: Any) -> Any | None:
    """The kernel that the shell belongs to; None in a terminal."""
    return getattr(shell, "kernel", None)


def parent(shell: Any) -> Message:
    """The request being answered (`header`, `metadata`, …), right for the calling thread; empty without a kernel."""
    get = getattr(shell, "get_parent", None)
    if get is None:
        return {}
    try:
        return get() or {}
    except LookupError:  # no request was ever handled
        return {}


def request_id(shell: Any) -> str | None:
    """The id of the request being answered: what its outputs carry as their parent."""
    found = parent(shell).get("header", {}).get("msg_id")
    return str(found) if found else None


def cell_metadata(shell: Any, info: Any = None) -> Mapping[str, Any]:
    """The metadata that the front end sent with the cell; empty where it sends none."""
    given = getattr(info, "cell_meta", None)
    if not given:
        given = parent(shell).get("metadata")
    return given if isinstance(given, Mapping) else {}


def cell_id(shell: Any, info: Any = None) -> str | None:
    """The cell's id as the front end calls it (in VS Code a URI), or None."""
    found = getattr(info, "cell_id", None) or cell_metadata(shell, info).get("cellId")
    return str(found) if found else None


def cell_tags(shell: Any, info: Any = None) -> list[str]:
    """The cell's tags."""
    tags = cell_metadata(shell, info).get("tags")
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def is_hidden(info: Any) -> bool:
    """Whether this is code that a front end runs for itself, not a cell of a person."""
    return bool(getattr(info, "silent", False)) or not getattr(info, "store_history", True)


def execution_count(shell: Any) -> int | None:
    """The number the cell in hand will bear (`In [n]`), asked for in `pre_run_cell`."""
    count = getattr(shell, "execution_count", None)
    inputs = getattr(getattr(shell, "history_manager", None), "input_hist_raw", None)
    if not isinstance(count, int):
        return None
    # IPython 9 counts before that event, IPython 7 and 8 after the cell; the input is stored after it in all of them.
    return min(count, len(inputs)) if isinstance(inputs, list) and inputs else count


def running_source(shell: Any) -> str | None:
    """The source of the cell whose execution is being answered right now, None where no cell of a person runs."""
    request = parent(shell)
    content = request.get("content") or {}
    if (request.get("header") or {}).get("msg_type") != "execute_request" or not content.get("store_history", True):
        return None
    source = content.get("code")
    return source if isinstance(source, str) and not content.get("silent") else None


def vscode_path(cell: str | None) -> str | None:
    """The notebook's path out of VS Code's cell URI, None for an id of another kind and for what was never saved."""
    if not cell or not cell.startswith("vscode-notebook-cell:"):
        return None
    path = unquote(urlsplit(cell).path)
    if not path.startswith("/"):
        return None
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path


def frontend(shell: Any, info: Any = None) -> Frontend:
    """What shows the notebook, as far as it can be told."""
    if shell is None:
        return "script"
    if kernel_of(shell) is None:
        return "terminal"
    if "google.colab" in sys.modules or "COLAB_RELEASE_TAG" in os.environ:
        return "colab"
    if "KAGGLE_KERNEL_RUN_TYPE" in os.environ:
        return "kaggle"
    found = cell_id(shell, info)
    if vscode_path(found) or "__vsc_ipynb_file__" in getattr(shell, "user_ns", {}):
        return "vscode"
    return "jupyterlab" if found else "headless"


def connection_file(shell: Any) -> str | None:
    """The path of the kernel's connection file."""
    application = getattr(kernel_of(shell), "parent", None)
    found = getattr(application, "abs_connection_file", None) or getattr(application, "connection_file", None)
    return str(found) if found else None


def add_transformer(shell: Any, transform: Callable[[list[str]], list[str]]) -> None:
    """Have `transform` see every cell's lines before IPython does; it must be pure, it is called more than once."""
    transformers = shell.input_transformers_cleanup
    if transform not in transformers:
        transformers.insert(0, transform)


def await_body(shell: Any, opens: Callable[[str], bool]) -> None:
    """Have a terminal wait for the lines below one that `opens` a cell, as it does below any cell magic: what it asks
    whether a cell is whole is asked before our transformer takes that line away."""
    from IPython.core import inputtransformer2

    manager_of: Any = inputtransformer2.TransformerManager
    plain = manager_of()
    manager = shell.input_transformer_manager
    ask = type(manager).check_complete

    def check_complete(cell: str) -> Any:
        return plain.check_complete(cell) if opens(cell) else ask(manager, cell)

    manager.check_complete = check_complete


def await_nothing(shell: Any) -> None:
    """Undo `await_body`."""
    vars(shell.input_transformer_manager).pop("check_complete", None)


def remove_transformer(shell: Any, transform: Callable[[list[str]], list[str]]) -> None:
    """Undo `add_transformer`."""
    transformers = shell.input_transformers_cleanup
    if transform in transformers:
        transformers.remove(transform)


def on(shell: Any, event: str, callback: Callable[[Any], None]) -> None:
    """Call `callback` at `pre_run_cell` (with the ExecutionInfo) or `post_run_cell` (with the ExecutionResult)."""
    shell.events.register(event, callback)


def off(shell: Any, event: str, callback: Callable[[Any], None]) -> None:
    """Undo `on`; a callback that is not there is no fault."""
    try:
        shell.events.unregister(event, callback)
    except ValueError:
        pass


def complete_alone(shell: Any, offers: Callable[[str, str], list[str]]) -> Callable[[], None]:
    """Where `offers` (of the line up to the cursor and the word at its end) has something, complete with that and with
    nothing else; gives what undoes it. Before IPython 8.6 this does nothing."""
    completions: Any = sys.modules.get("IPython.core.completer")
    matchers = getattr(getattr(shell, "Completer", None), "custom_matchers", None)
    if matchers is None or not hasattr(completions, "SimpleCompletion"):
        return lambda: None

    def matcher(context: Any) -> dict[str, Any]:
        line = context.line_with_cursor[: context.cursor_position]
        found = offers(line, context.token)
        return {"completions": [completions.SimpleCompletion(text) for text in found], "suppress": bool(found)}

    about: Any = matcher
    about.matcher_api_version, about.matcher_identifier, about.matcher_priority = 2, "jupyter_tracker", 1000
    matchers.append(matcher)
    return lambda: matchers.remove(matcher) if matcher in matchers else None


def flush_streams() -> None:
    """Have what was printed so far sent to the front end, as the kernel itself does at the end of a cell."""
    for stream in (sys.stdout, sys.stderr):
        # `_flush_pending` says that something was written since the last flush, which costs half a millisecond.
        if hasattr(stream, "pub_thread") and getattr(stream, "_flush_pending", True):
            try:
                stream.flush()
            except Exception:  # a closed or replaced stream has nothing to give
                continue


def software() -> dict[str, str]:
    """Versions of Python and of the Jupyter parts that are loaded in this process."""
    versions = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in ("IPython", "ipykernel", "ipywidgets"):
        version = getattr(sys.modules.get(name), "__version__", None)
        if isinstance(version, str):
            versions[name.lower()] = version
    return versions


class SendTap:
    """Sees every message that a kernel sends, after it was sent.

    `see` gets the message as the kernel built it and must not change it; what it raises is counted in `faults` and goes
    no further.
    """

    def __init__(self, shell: Any, see: Callable[[Message], None]) -> None:
        self._session = getattr(kernel_of(shell), "session", None)
        self._see: Callable[[Message], None] | None = see
        self._send: Any = None
        self._before: Any = None
        self.faults = 0

    def install(self) -> bool:
        """Begin to see; False where there is no kernel."""
        session = self._session
        if session is None or self._send is not None:
            return self._send is not None
        original = session.send
        self._before = session.__dict__.get("send")

        def send(stream: Any, msg_or_type: Any, *args: Any, **kwargs: Any) -> Any:
            message = original(stream, msg_or_type, *args, **kwargs)
            see = self._see
            if see is not None and message is not None:
                try:
                    see(message)
                except Exception:
                    self.faults += 1
            return message

        self._send = send
        session.send = send
        return True

    def remove(self) -> None:
        """See no more. Where someone else has wrapped `send` since, our part stays in the chain and does nothing."""
        self._see = None
        session = self._session
        if session is not None and self._send is not None and session.__dict__.get("send") is self._send:
            if self._before is None:
                del session.__dict__["send"]
            else:
                session.send = self._before
        self._send = None


class Comm:
    """A channel to the front end that the kernel has opened."""

    def __init__(self, comm: Any) -> None:
        self._comm = comm

    def send(self, data: Mapping[str, Any]) -> None:
        """Send `data` (JSON) to the other side."""
        self._comm.send(data=dict(data))

    def close(self) -> None:
        """Close the channel."""
        self._comm.close()


def open_comm(
    shell: Any,
    target: str,
    data: Mapping[str, Any],
    on_message: Callable[[Any], None],
    on_close: Callable[[], None],
) -> Comm | None:
    """Open a comm to the front end's `target`; None without a kernel. `on_message` gets the other side's data;
    a front end that does not know the target answers by closing."""
    if kernel_of(shell) is None:
        return None
    if "comm" in sys.modules:
        opened = import_module("comm").create_comm(target_name=target, data=dict(data))
    else:
        opened = import_module("ipykernel.comm").Comm(target_name=target, data=dict(data))
    opened.on_msg(lambda message: on_message(message.get("content", {}).get("data")))
    opened.on_close(lambda message: on_close())
    return Comm(opened)
