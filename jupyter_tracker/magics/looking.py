"""Magics that look: runs, show, compare, report, status."""

from __future__ import annotations

import re
from typing import Any

from ..api import reading
from ..session.tracker import Tracker
from ..store import FilterError, RefError
from .answer import Answer
from .words import Misused, options, split, unquoted, whole

__all__ = ["Misused", "compare", "report", "runs", "show", "status"]

ROWS = 20
SPARK_POINTS = 40
CURVE_POINTS = 300

Curve = list[tuple[float, float]]


def runs(tracker: Tracker, text: str) -> Answer:
    """The newest runs that match."""
    from ..analysis.learnt import of_reader
    from ..render import markup, table
    from ..render import text as plain

    given, rest = options(text, {"-n": "n", "--all!": "all"}, raw=True)
    limit = whole(given["n"][-1], "-n") if "n" in given else ROWS
    notebook = None if "all" in given else tracker.notebook
    reader = tracker.reader()
    filter = unquoted(rest[0]) if rest else None
    rows = reader.runs(filter, notebook=notebook, limit=limit)
    total = reader.count(filter, notebook=notebook)
    sparks = {row["id"]: _spark(reader, row) for row in rows}
    chosen = filter is not None
    about: dict[str, Any] = {
        "learnt": of_reader(reader, tracker.notebook),
        "children": {run: reader.tried(run) for run in reader.searched([row["id"] for row in rows])},
    }
    page = table.html(rows, total=total, sparks=sparks, filtered=chosen, **about)
    said = [f"⚠ {problem}" for problem in reader.problems()]
    below = "".join(markup.page(markup.muted(markup.esc(line))) for line in said)
    return Answer("\n".join([plain.table(rows, total=total, filtered=chosen, **about), *said]), page + below)


def show(tracker: Tracker, text: str) -> Answer:
    """One run."""
    from ..api.runview import RunView

    refs = split(text) or ["@1"]
    if len(refs) > 1:
        refs = [text]
    view = RunView(tracker.reader(), reading.resolve(refs[0]))
    return Answer(repr(view), view._repr_html_())


def compare(tracker: Tracker, text: str) -> Answer:
    """Runs beside each other."""
    from ..render import compare as page

    refs = split(text) or ["@2", "@1"]
    if len(refs) == 1:
        raise Misused("a comparison takes two runs or more")
    compared = reading.compare(refs)
    reader = tracker.reader()
    curves: dict[str, dict[str, Curve]] = {}
    for run in compared["runs"]:
        for name in run["series"]:
            curves.setdefault(name, {})[run["id"]] = _curve(reader, run["id"], name, CURVE_POINTS)
    return Answer(page.text(compared), page.html(compared, curves))


def report(tracker: Tracker, text: str) -> Answer:
    """Write runs up."""
    forced = re.sub(r"(^|\s)--force(?=\s|$)", r"\1", text)
    words, output = _with_output(forced)
    refs, filter = _refs_or_filter(words)
    path = reading.report(refs, filter=filter, output=output, force=forced != text)
    return Answer(f"wrote {path}")


def status(tracker: Tracker, text: str) -> Answer:
    """Where things are."""
    reader = tracker.reader()
    mode = (
        "every cell that fits, tests, trains, scores or searches becomes a run (%track off)"
        if tracker.mode_on
        else "cells with %%track become runs"
    )
    lines = [
        f"store     {tracker.store.root}",
        f"notebook  {tracker.notebook or 'not known'}",
        f"session   {tracker.log.id}, {len(tracker.history)} cells, {len(tracker.runs)} runs",
        f"runs      {reader.count()} in the store",
        f"mode      {mode}{'; no cards (%track quiet off)' if tracker.quiet else ''}",
    ]
    if tracker.span is not None:
        lines.append(f"begun     {tracker.span.label}: takes every cell until %track end")
    if tracker.worker.busy:
        lines.append("pending   work that was put off the cells' path")
    lines += [f"⚠ {problem}" for problem in [*tracker.settings.warnings, *tracker.notices(), *reader.problems()]]
    return Answer("\n".join(lines))


def _with_output(text: str) -> tuple[str, str | None]:
    """The arguments without `-o FILE`, and FILE."""
    words = text.split()
    for option in ("-o", "--output"):
        if option in words:
            at = words.index(option)
            if at + 1 == len(words):
                raise Misused(f"{option} wants a file after it")
            head, _, tail = text.partition(f"{option} ")
            file = split(tail)[0]
            rest = tail.strip().removeprefix(file).removeprefix(f'"{file}"').removeprefix(f"'{file}'")
            return f"{head.strip()} {rest.strip()}".strip(), file
    return text, None


def _refs_or_filter(text: str) -> tuple[list[str], str | None]:
    """Either all words name runs, or the whole is a filter. Raises the error that is more to the point."""
    refs = split(text)
    try:
        for ref in refs:
            reading.resolve(ref)
    except RefError:
        from ..store import filters

        text = unquoted(text)
        try:
            filters.parse(text)
        except FilterError:
            if any(sign in text for sign in "<>=() "):
                raise
            reading.resolve(refs[0])
        return [], text
    return refs, None


def _spark(reader: Any, row: dict[str, Any]) -> list[float]:
    from ..analysis import direction

    if not row["series"]:
        return []
    name = min(row["series"], key=lambda one: (direction.importance(one), one))
    return [value for _, value in _curve(reader, row["id"], name, SPARK_POINTS)]


def _curve(reader: Any, run_id: str, name: str, points: int) -> Curve:
    found = reader.series(run_id, name, points=points)
    return list(zip(found.step, found.value, strict=True))
