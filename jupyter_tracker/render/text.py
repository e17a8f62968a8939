"""Tables of runs for a terminal."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.analysis.verdicts import MARKS
from jupyter_tracker.render import findings
from jupyter_tracker.render import table as columns
from jupyter_tracker.render.markup import SHAPES
from jupyter_tracker.render.table import NO_MATCH

CELL = 32


def width(text: str) -> int:
    """How many columns a terminal gives `text`: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) or char in "\u200d\ufe0e\ufe0f" else 2 if _wide(char) else 1 for char in text
    )


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns under each other, two spaces apart."""
    lines = [[formats.shortened(formats.clean(cell), CELL) for cell in line] for line in (head, *rows)]
    widths = [max(width(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def table(
    rows: Sequence[Mapping[str, Any]],
    *,
    total: int | None = None,
    now: float | None = None,
    limit: int = 100,
    filtered: bool = False,
    learnt: Learnt | None = None,
    children: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> str:
    """Run summaries as an aligned table, in their order.

    Args:
        rows: run summaries.
        total: how many runs there are; said when these are not all.
        now: the time that ages are told from, in unix seconds.
        limit: columns of the terminal; whole columns are left out, and said to be, rather than lines broken.
        filtered: whether they were chosen by a filter, which no run may match.
        learnt: what people have ruled in the notebook of these runs.
        children: for runs that have searched, the summaries of the configurations: a line below the run.
    """
    if not rows:
        return NO_MATCH if filtered else "No runs here yet. Put %%track on the first line of a cell and run it."
    told = columns.columns(rows, learnt)
    metrics, params = told.metrics, told.params
    moment = time.time() if now is None else now
    graded = any(row.get("grade") for row in rows)
    fixed = [["run", "id", "state", *(["grade"] if graded else []), "took", "started"]]
    for row in rows:
        fixed.append([
            formats.shortened(formats.clean(row.get("name") or row["id"]), CELL),
            row["id"][:6],
            f"{SHAPES.get(row['state'], '◌')} {row['state']}{_verdict(row)}",
            *([row.get("grade") or formats.UNKNOWN] if graded else []),
            formats.duration(row.get("duration")),
            formats.age(row.get("started"), moment),
        ])  # fmt: skip
    added = [(metric, [(row.get("metrics") or {}).get(metric) for row in rows]) for metric in metrics]
    chosen = [(param, [(row.get("params") or {}).get(param) for row in rows]) for param in params]
    added = added[:2] + chosen + added[2:]
    lines, left = _with(fixed, added, limit, 4 if graded else 3)
    said = [f"{len(rows)} of {formats.plural(total, 'run')}"] if total is not None and total > len(rows) else []
    said += [f"not shown for lack of room: {', '.join(formats.clean(name) for name in left[:8])}"] if left else []
    said += [f"+{told.also} also seen"] if told.also else []
    shown = aligned(lines[0], lines[1:]).split("\n")
    below = [findings.search_line((children or {}).get(row["id"], ()), learnt) for row in rows]
    for place in reversed(range(len(rows))):
        if below[place]:
            shown.insert(place + 2, f"  └ {below[place]}")
    return "\n".join([*shown, *said])


def _verdict(row: Mapping[str, Any]) -> str:
    word = row.get("verdict")
    return f" {MARKS[word]} {word}" if word in MARKS else ""


def _with(
    lines: list[list[str]], added: Sequence[tuple[str, Sequence[Any]]], limit: int, place: int
) -> tuple[list[list[str]], list[str]]:
    """`lines` with as many of the added columns as fit, from `place` on, and the names of those that do not."""
    room = limit - sum(max(width(line[place]) for line in lines) + 2 for place in range(len(lines[0])))
    left = []
    for name, values in added:
        cells = [formats.shortened(formats.clean(name), CELL)]
        cells += [formats.UNKNOWN if value is None else formats.text(value, 24) for value in values]
        needed = max(map(width, cells)) + 2
        if needed > room:
            left.append(name)
            continue
        room -= needed
        for line, cell in zip(lines, cells, strict=True):
            line.insert(place, cell)
        place += 1
    return lines, left
