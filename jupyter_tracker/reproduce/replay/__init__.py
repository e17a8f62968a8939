"""A run once more: its slice in a fresh kernel and in a copy of the folders, compared with what was recorded."""

from __future__ import annotations

from .options import Options, ReplayError, param

__all__ = ["Options", "ReplayError", "param"]
