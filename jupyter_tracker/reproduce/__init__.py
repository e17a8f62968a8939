"""The cells that a run depends on: as a slice of the session, as a file that runs on its own, with what to mind."""

from __future__ import annotations

from .slicing import Slice, SliceCell

__all__ = ["Slice", "SliceCell"]
