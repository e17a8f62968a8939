"""Small tables as they can be kept: plain scalars, cut to what a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import TableKind
from jupyter_tracker.capture.records import MAX_COLUMNS, MAX_ROWS, Scalar, Table, Where
from jupyter_tracker.capture.values import MISSING


def table_of(
    name: str, columns: Sequence[Any], rows: Sequence[Sequence[Any]], where: Where, what: TableKind = "table"
) -> Table | None:
    """A table of what a library or a cell holds, at most `MAX_ROWS` by `MAX_COLUMNS`; None for an empty one. What is no
    plain value stands as None."""
    if not len(columns) or not len(rows):
        return None
    heads = [text if isinstance(text := _plain(head), str) else str(text) for head in columns[:MAX_COLUMNS]]
    kept = [[_plain(item) for item in row[:MAX_COLUMNS]] for row in rows[:MAX_ROWS]]
    return Table(name, heads, kept, where, len(rows), what)


def _plain(item: Any) -> Scalar:
    found: Any = values.scalar(item)
    return None if found is MISSING else found
