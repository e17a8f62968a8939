"""What an execution of a cell depended on and what it changed: names, random states, settings, files, modules.

Where it is in doubt, it says more: a slice made of this may hold a cell too many, never one too few.
"""

from __future__ import annotations

from jupyter_tracker.capture.effects.records import Trace, Written
from jupyter_tracker.capture.effects.trace import Effects

__all__ = ["Effects", "Trace", "Written"]
