"""Loading jupyter_tracker in every notebook of an environment: one IPython startup file, and its removal."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from jupyter_tracker.cli.answer import Answer, UsageError

NAME = "50-jupyter_tracker.py"

# IPython runs this in the user's own namespace, so it must leave no name there.
CONTENT = """\
# Loads jupyter_tracker in every notebook of this environment. `jupyter tracker disable` takes this file away;
# JUPYTER_TRACKER=0 in the environment switches it off.
if hasattr(get_ipython(), "kernel") and __import__("os").environ.get("JUPYTER_TRACKER") != "0":
    try:
        get_ipython().extension_manager.load_extension("jupyter_tracker")
    except ImportError:
        pass  # it was uninstalled
"""


def startup_file(prefix: str | os.PathLike[str] | None = None) -> Path:
    """Where the file of the environment at `prefix` (this one by default) is, or would be."""
    return Path(prefix or sys.prefix) / "etc" / "ipython" / "startup" / NAME


def enable(args: Namespace) -> Answer:
    """Write the startup file."""
    path = startup_file(args.prefix)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CONTENT, encoding="utf-8")
    except OSError as fault:
        raise UsageError(
            f"{path} cannot be written ({fault.strerror}); put `%load_ext jupyter_tracker` into a notebook instead, "
            "or use an environment of your own"
        ) from None
    return Answer(
        {"path": str(path), "enabled": True},
        f"jupyter_tracker is now loaded in every notebook of this environment, from its next kernel on.\n{path}",
    )


def disable(args: Namespace) -> Answer:
    """Take the startup file away."""
    path = startup_file(args.prefix)
    was = path.exists()
    try:
        path.unlink(missing_ok=True)
    except OSError as fault:
        raise UsageError(f"{path} cannot be removed: {fault.strerror}") from None
    said = "jupyter_tracker is no longer loaded by itself" if was else "It was not loaded by itself; nothing to do"
    return Answer({"path": str(path), "enabled": False, "changed": was}, f"{said}.\n{path}")
