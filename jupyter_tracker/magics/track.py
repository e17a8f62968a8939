"""The magics themselves."""

from __future__ import annotations

from typing import Any

from ..tracker import Tracker


class Magics:
    """`%track` and `%%track` of one shell."""

    def __init__(self, tracker: Tracker, shell: Any) -> None:
        self._tracker = tracker
        self._shell = shell

    def line(self, line: str) -> Any:
        """x"""

    def cell(self, line: str, cell: str) -> Any:
        """x"""
