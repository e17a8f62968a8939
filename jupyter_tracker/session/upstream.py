"""The data behind a cell: what earlier cells read to make the names that this one uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..capture.records import FileSeen
    from .cells import CellEntry


def files_of(entry: CellEntry, history: Iterable[CellEntry]) -> list[FileSeen]:
    """The files of a cell, and those that the cells it builds on have read before it.

    Args:
        entry: the cell.
        history: the cells of the session, oldest first; those from `entry` on are passed over.

    Goes back by the names that cells read and bind; what one changes in place without binding it is not followed.
    """
    earlier: list[CellEntry] = []
    for past in history:
        if past is entry:
            break
        earlier.append(past)
    wanted = set(entry.code.reads)
    found: list[FileSeen] = []
    known = {file.path for file in entry.files}
    for past in reversed(earlier):
        if wanted.isdisjoint(past.writes | past.code.writes):
            continue
        wanted |= past.code.reads
        for file in past.files:
            if file.mode == "read" and file.path not in known:
                known.add(file.path)
                found.append(replace(file, seen_by=f"{file.seen_by} in cell [{past.count or ' '}]"))
    return [*found, *entry.files]
