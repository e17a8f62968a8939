"""Printed text to pairs of a name and a number, the way a person reads them. Pure: text in, plain records out.

`pairs` reads one line; `Columns` reads the rows of a table that began with a line of headings ("epoch  loss  acc").
"""

from __future__ import annotations

from jupyter_tracker.capture.text.columns import Columns
from jupyter_tracker.capture.text.pair import Line, Pair
from jupyter_tracker.capture.text.scan import pairs, read

__all__ = ["Columns", "Line", "Pair", "pairs", "read"]
