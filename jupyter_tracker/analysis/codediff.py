"""What differs between the cells that made two runs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypedDict

CONTEXT = 3
"""Unchanged lines shown around a change."""

LARGE = 2000
"""Lines beyond which frequent lines are not looked at one by one: an exact diff takes quadratic time."""

GAP = "⋯"
"""Stands for the unchanged lines left out between two changes."""

_DIRECTIVE = re.compile(r"\s*(%%track\b|#\s*track:)")


class DiffLine(TypedDict):
    """One line of a diff: `op` is " " (both), "-" (only the first) or "+" (only the second)."""

    op: Literal[" ", "+", "-"]
    text: str


@dataclass(frozen=True)
class Cell:
    """A part of a run: what was executed, and what the cell is called on screen."""

    source: str
    title: str
    cell_id: str | None = None
    kind: Literal["code", "markdown", "raw"] = "code"


@dataclass
class CodeDiff:
    """`lines` counts changed lines, a replaced line once; `cells` are the titles of the cells that differ."""

    lines: int = 0
    diff: list[DiffLine] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """True when not a line differs."""
        return not self.lines


def compare(first: Sequence[Cell], second: Sequence[Cell]) -> CodeDiff:
    """The difference between two lists of cells, paired by cell id and else by their order.

    The `%%track` line itself is left out: it says how a run is called, not what was computed.
    """
    result = CodeDiff()
    changed = []
    for old, new in _pairs(first, second):
        before, after = lines_of(old), lines_of(new)
        if before != after:
            shown = new or old
            changed.append((shown.title if shown else "", before, after))
    for title, before, after in changed:
        if len(changed) > 1:
            result.diff.append({"op": " ", "text": f"── {title} ──"})
        result.lines += extend(result.diff, before, after)
        result.cells.append(title)
    return result


def lines_of(cell: Cell | None) -> list[str]:
    """The lines of a cell that count: without its `%%track` line, blank ends and spaces at the end of lines."""
    if cell is None:
        return []
    lines = [line.rstrip() for line in cell.source.splitlines()]
    lines = [line for line in lines if not _DIRECTIVE.match(line)]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def _pairs(first: Sequence[Cell], second: Sequence[Cell]) -> Iterator[tuple[Cell | None, Cell | None]]:
    known = {cell.cell_id: place for place, cell in enumerate(first) if cell.cell_id}
    partner: dict[int, int] = {}
    for place, cell in enumerate(second):
        mate = known.pop(cell.cell_id, None) if cell.cell_id else None
        if mate is not None:
            partner[place] = mate
    taken = set(partner.values())
    left = [place for place in range(len(first)) if place not in taken]
    for place, cell in enumerate(second):
        mate = partner.get(place)
        if mate is None and left:
            mate = left.pop(0)
        yield (None if mate is None else first[mate]), cell
    for mate in left:
        yield first[mate], None


def extend(diff: list[DiffLine], before: list[str], after: list[str]) -> int:
    """Append the grouped differences of two texts; how many lines changed."""
    count = 0
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > LARGE)
    for number, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
        if number:
            diff.append({"op": " ", "text": GAP})
        for op, a, b, c, d in group:
            if op == "equal":
                diff.extend({"op": " ", "text": line} for line in before[a:b])
                continue
            count += max(b - a, d - c)
            diff.extend({"op": "-", "text": line} for line in before[a:b])
            diff.extend({"op": "+", "text": line} for line in after[c:d])
    return count
