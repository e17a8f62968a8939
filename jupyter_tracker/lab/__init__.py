"""The Jupyter server extension: answers the panel from the store, with no kernel and no port of its own."""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """What jupyter_server loads when this module is enabled as an extension."""
    from .app import TrackerApp

    return [{"module": "jupyter_tracker.lab", "app": TrackerApp}]
