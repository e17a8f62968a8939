"""What a run stands in: software, environment, git. What takes long is worked out off the path of the cell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .capture import compat

if TYPE_CHECKING:
    from .record import OpenRun
    from .tracker import Tracker


def about(tracker: Tracker) -> dict[str, Any]:
    """What the first line of the session log says of this session."""
    from . import __version__

    body: dict[str, Any] = {
        "software": {**compat.software(), "jupyter_tracker": __version__},
        "cwd": tracker.masker.text(os.getcwd()),
        "frontend": compat.frontend(tracker.shell),
    }
    if tracker.notebook:
        body["notebook"] = tracker.notebook
    return body


def describe(tracker: Tracker, run: OpenRun) -> None:
    """Have the environment of a run written down, off the path of the cell."""
