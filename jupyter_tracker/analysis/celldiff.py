"""What differs between two lists of cells, of a notebook or of a slice: cells matched by nbdime, told line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal, TypedDict

from ..store.errors import StoreError
from . import codediff
from .codediff import Cell, DiffLine

Change = Literal["same", "changed", "added", "removed"]


class NotInstalled(StoreError):
    """nbdime is not there."""


class CellDiff(TypedDict):
    """One cell, or one local module: `before` and `after` are what it is called in each run, null where it is not."""

    change: Change
    kind: Literal["code", "markdown", "raw", "module"]
    before: str | None
    after: str | None
    lines: int
    diff: list[DiffLine]


def compare(before: Sequence[Cell], after: Sequence[Cell]) -> list[CellDiff]:
    """The cells of both lists in order, each with what differs. Outputs and metadata are no part of it.

    Raises NotInstalled without nbdime.
    """
    return [_told(old, new, (new or old).kind) for old, new in _matched(before, after) if new or old]  # type: ignore[union-attr]


def compare_modules(before: Sequence[Cell], after: Sequence[Cell]) -> list[CellDiff]:
    """The same of local modules, which are matched by their names (`title`)."""
    old, new = ({module.title: module for module in some} for some in (before, after))
    return [_told(old.get(name), new.get(name), "module") for name in dict.fromkeys([*old, *new])]


def _told(old: Cell | None, new: Cell | None, kind: Literal["code", "markdown", "raw", "module"]) -> CellDiff:
    before, after = codediff.lines_of(old), codediff.lines_of(new)
    diff: list[DiffLine] = []
    lines = codediff.extend(diff, before, after) if before != after else 0
    change: Change = "added" if old is None else "removed" if new is None else "changed" if lines else "same"
    return {
        "change": change,
        "kind": kind,
        "before": old.title if old else None,
        "after": new.title if new else None,
        "lines": lines,
        "diff": diff,
    }


def _matched(before: Sequence[Cell], after: Sequence[Cell]) -> Iterator[tuple[Cell | None, Cell | None]]:
    """Each cell with the one that it has become, or with none.

    nbdime looks at what stands between cells that are the same in both: it compares each cell with each.
    """
    old, new = ([(cell.kind, *codediff.lines_of(cell)) for cell in some] for some in (before, after))
    for op, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if op == "replace":
            yield from _alike(before[a:b], after[c:d])
        else:  # equal, or on one side only
            yield from zip_longest(before[a:b], after[c:d])


def _alike(before: Sequence[Cell], after: Sequence[Cell]) -> Iterator[tuple[Cell | None, Cell | None]]:
    here = there = 0
    for step in _steps(before, after):
        while here < step["key"]:
            yield before[here], after[there]
            here, there = here + 1, there + 1
        if step["op"] == "addrange":
            for _ in step["valuelist"]:
                yield None, after[there]
                there += 1
        elif step["op"] == "removerange":
            for _ in range(step["length"]):
                yield before[here], None
                here += 1
        else:
            yield before[here], after[there]
            here, there = here + 1, there + 1
    yield from zip(before[here:], after[there:], strict=True)


def _steps(before: Sequence[Cell], after: Sequence[Cell]) -> list[Any]:
    try:
        from nbdime.diffing.notebooks import diff_notebooks
    except ImportError:
        raise NotInstalled("comparing code cell by cell takes nbdime: pip install nbdime") from None
    found = diff_notebooks(_notebook(before), _notebook(after))
    return next((step["diff"] for step in found if step["key"] == "cells"), [])


def _notebook(cells: Sequence[Cell]) -> dict[str, Any]:
    """Sources alone: what else a notebook holds would count as a difference."""
    sources: list[dict[str, Any]] = []
    for cell in cells:
        text = "\n".join(codediff.lines_of(cell))
        outputs: dict[str, Any] = {"outputs": [], "execution_count": None} if cell.kind == "code" else {}
        sources.append({"cell_type": cell.kind, "source": text, "metadata": {}, **outputs})
    return {"cells": sources, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
