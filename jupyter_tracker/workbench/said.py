"""What was done to make a chart, as codes with values: whoever shows it says it in the language of the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Said = tuple[str, list[str | float]]
"""Which of the things that schema `Said` lists, and the values that stand in it."""


def some(count: int) -> Said:
    """So many runs are in it."""
    return "runs", [count]


def cut(what: str, shown: int, count: int) -> list[Said]:
    """Only the first of them (`first_runs`, `first_groups`) are in it; nothing where all are."""
    return [(what, [shown, count])] if shown < count else []


def left_out(counts: Mapping[str, int]) -> list[Said]:
    """How many don't count: `unfinished`, `again`, `without`."""
    return [(why, [count]) for why, count in counts.items() if count]


def as_list(said: list[Said]) -> list[dict[str, Any]]:
    """As plain data."""
    return [{"what": what, "values": values} for what, values in said]
