"""Tables printed row by row: a line of headings that begins with a counter, then a row each round.

fastai, skorch, spaCy, YOLO and scikit-learn's gradient boosting print so, and people by hand.
"""

from __future__ import annotations

import re

from jupyter_tracker.capture.text import numbers
from jupyter_tracker.capture.text.clean import shown
from jupyter_tracker.capture.text.names import Name, named
from jupyter_tracker.capture.text.pair import Pair

_COUNTERS = frozenset(
    "epoch epochs iter iters iteration step steps round e # trial gen it ep episode tree n_iter".split()
)
_GAP = re.compile(r"\s*\|\s*|\t+\s*|\s{2,}")
_CELL = re.compile(r"\s*([-+]?(?:\d[\d,]*(?:\.\d*)?|\.\d+|nan|inf)(?:[eE][-+]?\d+)?)\s*([A-Za-z%]{0,5})\s*$")
_STEP = re.compile(r"\s*(\d+)\s*(?:/\s*(\d+))?\s*$")
_COUNT = re.compile(r"(?<![\w@-])\d")
_RULE = re.compile(r"[\s|+=:-]*$")
PATIENCE = 3
"""Lines that are no row before a table counts as ended."""


class Columns:
    """Reads the lines of one stream in order, and knows under which headings it is."""

    def __init__(self) -> None:
        self._names: list[Name | None] = []
        self._others = 0

    def read(self, line: str) -> list[Pair] | None:
        """The pairs of a row; [] for headings and rules; None for a line that belongs to no table."""
        cells = _cells(line)
        if len(cells) > 1 and cells[0].lower() in _COUNTERS and not any(map(_COUNT.search, cells[1:])):
            names = [None, *(named(cell) for cell in cells[1:])]
            if any(name is not None and name.measured for name in names):
                self._names, self._others = names, 0
                return []
        if not self._names:
            return None
        if _RULE.match(shown(line)):
            return []
        row = self._row(cells)
        self._others = 0 if row is not None else self._others + 1
        if self._others >= PATIENCE:
            self._names = []
        return row

    def _row(self, cells: list[str]) -> list[Pair] | None:
        step = _STEP.match(cells[0]) if cells else None
        if step is None or not 1 < len(cells) <= len(self._names):
            return None
        total = float(step[2]) if step[2] else None
        found: list[Pair] = []
        for name, cell in zip(self._names[1:], cells[1:], strict=False):
            number = _CELL.match(cell)
            if name is None or number is None:
                continue
            text = number[1].replace(",", "")
            found.append(
                Pair(
                    name.text, float(text), number[2] or name.unit, numbers.decimals(text), name.measured,
                    float(step[1]), total, how="column",
                )
            )  # fmt: skip
        return found


def _cells(line: str) -> list[str]:
    text = shown(line).strip().strip("|│┃").strip().replace("│", "|").replace("┃", "|")
    return _GAP.split(text) if text else []
