"""Notebooks put together by chance: what their last cell makes, its slice makes in an empty namespace."""

from __future__ import annotations

import ast
import os
import random
import re
from typing import Any

import pytest

from jupyter_tracker.capture.effects import Effects, Trace
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.reproduce.entries import Entry, Write
from jupyter_tracker.reproduce.slicing import slice_of
from tests.reproduce.cases import FOLDER

NAMES = "abcd"
NOTEBOOKS = int(os.environ.get("JUPYTER_TRACKER_NOTEBOOKS", "150"))
START = int(os.environ.get("JUPYTER_TRACKER_FIRST_NOTEBOOK", "0"))
STATEMENTS = (FOLDER / "statements.txt").read_text().rstrip("\n").split("\n---\n")


def notebook(chance: random.Random) -> list[str]:
    """Cells of one or two statements."""

    def cell() -> str:
        x, y = chance.sample(NAMES, 2)
        return chance.choice(STATEMENTS).format(x=x, y=y, n=chance.randrange(2, 9))

    cells = ["import numpy as np\nfrom contextlib import suppress", *(f"{name} = [{name!r}]" for name in NAMES)]
    for _ in range(chance.randrange(5, 25)):
        cells.append("\n".join(cell() for _ in range(chance.choice((1, 1, 2)))))
    return [*cells, f"out = repr({chance.choice([*NAMES, 'o.v', 'm', 'pair', 's'])})"]


def entry(place: int, source: str, trace: Trace, ended: bool) -> Entry:
    """An executed cell as the journal would give it."""
    writes = tuple(Write(one.name, one.how) for one in trace.writes)
    return Entry(
        f"s.{place}", source, count=place, started=place, ended=place + 0.5, outcome="ok" if ended else "error",
        reads=tuple(trace.reads), writes=writes, between=frozenset(trace.between), may=frozenset(trace.may),
        lasting=trace.lasting,
    )  # fmt: skip


def execute(source: str, names: dict[str, Any]) -> bool:
    """Run a cell; whether it came to its end."""
    try:
        exec(compile(source, "<cell>", "exec"), names)
    except Exception:
        return False
    return True


def recorded(cells: list[str]) -> tuple[list[Entry], str]:
    """Run a notebook under watch; what the journal has of it, and what it made."""
    names: dict[str, Any] = {"__name__": "__main__"}
    effects = Effects(names, OwnCode(names))
    entries = []
    random.seed(12345)
    for place, source in enumerate(cells):
        effects.before(ast.parse(source), str)
        ended = execute(source, names)
        entries.append(entry(place, source, effects.after(ended=ended), ended))
    return entries, shown(names)


def shown(names: dict[str, Any]) -> str:
    """What was made, without addresses."""
    return re.sub(r"0x[0-9a-f]+", "", str(names.get("out", "nothing")))


@pytest.mark.parametrize("number", range(START, START + NOTEBOOKS))
def test_a_slice_makes_the_same(number: int) -> None:
    cells = notebook(random.Random(number))
    entries, out = recorded(cells)
    found = slice_of(entries, {entries[-1].exec})
    names: dict[str, Any] = {"__name__": "__main__"}
    random.seed(12345)
    for cell in found.cells:
        execute(cell.entry.source, names)
    assert shown(names) == out, "\n---\n".join(f"{c.entry.count}: {c.entry.source}" for c in found.cells)
