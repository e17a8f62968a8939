"""Commands that only look: runs, show, why, config, compare, report."""

from __future__ import annotations

import os
import shutil
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from jupyter_tracker.analysis.foremost import foremost
from jupyter_tracker.analysis.learnt import PREFIX, key, lines, of_reader, of_view
from jupyter_tracker.cli.answer import Answer, UsageError
from jupyter_tracker.cli.place import curves, open_store
from jupyter_tracker.store import RefError

if TYPE_CHECKING:
    from jupyter_tracker.store.query import Reader


def runs(args: Namespace) -> Answer:
    """The runs that match a filter, newest first or sorted by a column."""
    from jupyter_tracker.render import text

    store = open_store(args)
    reader = store.reader()
    chosen = {"notebook": args.notebook, "experiment": args.experiment, "deleted": args.deleted}
    sort = ((args.sort, not args.ascending),)
    found = _with_foremost(reader, reader.runs(args.filter, sort=sort, limit=args.limit or None, **chosen))
    total = reader.count(args.filter, **chosen)
    tried = {run: reader.tried(run) for run in reader.searched([row["id"] for row in found])}
    problems = reader.problems()
    body = {"runs": found, "total": total, "store": str(store.root), "problems": problems}
    if found:
        columns = shutil.get_terminal_size((100, 24)).columns
        said = text.table(found, total=total, limit=columns, children=tried)
    else:
        said = "No run matches this filter." if args.filter else f"No runs in {store.root} yet."
    return Answer(body, "\n".join([said, *(f"⚠ {problem}" for problem in problems)]))


def show(args: Namespace) -> Answer:
    """Everything that is known of one run."""
    from jupyter_tracker.render import show as render

    reader = open_store(args).reader()
    try:
        run = reader.resolve(args.run)
    except RefError as fault:
        try:
            run = reader.resolve(args.run, deleted=True)
        except RefError:
            raise fault from None
    record = reader.run(run)
    ruled = of_reader(reader, record["notebook"])
    said = render.text(record, curves(reader, record), learnt=ruled, children=reader.tried(run))
    return Answer({**record, "foremost": foremost(record, ruled)}, said)


def why(args: Namespace) -> Answer:
    """Where a value came from, and what made it a param or a metric."""
    from jupyter_tracker.analysis import why as analysis

    reader = open_store(args).reader()
    record = reader.run(reader.resolve(args.run))
    found = analysis.why(record, args.name, of_reader(reader, record["notebook"]))
    return Answer(found, analysis.text(found), 0 if found["found"] else 1)


def config(args: Namespace) -> Answer:
    """What people have ruled about names, by notebook."""
    reader = open_store(args).reader()
    views = reader.views().items()
    ruled = {name.removeprefix(PREFIX): of_view(value) for name, value in views if name.startswith(PREFIX)}
    if args.notebook:
        wanted = key(os.path.abspath(args.notebook), reader.store.root).removeprefix(PREFIX)
        ruled = {notebook: learnt for notebook, learnt in ruled.items() if notebook == wanted}
    told = {notebook: learnt.as_view() for notebook, learnt in ruled.items() if learnt}
    blocks = ["\n".join([f"notebook  {name or 'not known'}", *lines(ruled[name])]) for name in told]
    return Answer({"notebooks": told}, "\n\n".join(blocks) or "Nothing was ruled about any name yet.")


def _with_foremost(reader: Reader, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The summaries, each with what stands first in it by the rulings of its notebook."""
    ruled = {notebook: of_reader(reader, notebook) for notebook in {row["notebook"] for row in rows}}
    return [{**row, "foremost": foremost(row, ruled[row["notebook"]])} for row in rows]


def compare(args: Namespace) -> Answer:
    """What differs between runs; the first one is the baseline."""
    from jupyter_tracker.analysis import comparison
    from jupyter_tracker.render import compare as render

    if len(args.runs) < 2:
        raise UsageError("compare needs two runs or more, for example: jupyter tracker compare @2 @1")
    store = open_store(args)
    reader = store.reader()
    records = [reader.run(reader.resolve(ref)) for ref in args.runs]
    ruled = of_reader(reader, records[0]["notebook"])
    found = comparison.compare(records, blobs=store.blobs.get, learnt=ruled)
    return Answer(found, render.text(found))


def report(args: Namespace) -> Answer:
    """Write a report on runs, as a notebook or as one HTML file."""
    from pathlib import Path

    from jupyter_tracker.reports import files, source

    if bool(args.runs) == bool(args.filter):
        raise UsageError("report needs runs or --filter, for example: jupyter tracker report @1 @2 -o report.html")
    path = Path(args.output)
    if path.suffix not in (".ipynb", ".html"):
        raise UsageError(f"a report is a .ipynb or a .html file, not {path.name!r}")
    store = open_store(args)
    reader = store.reader()
    if args.filter:
        ids = [run["id"] for run in reader.runs(args.filter, sort=(("started", False),))]
        if not ids:
            raise UsageError("no run matches this filter, so there is nothing to report on")
    else:
        ids = [reader.resolve(ref) for ref in args.runs]
    total = reader.count()
    runs_of = source.StoreSource(reader, store.blobs.get)
    try:
        written = files.write(path, runs_of, ids, chosen_from=total, title=args.title, force=args.force)
    except FileExistsError:
        raise UsageError(f"{path} is there already and is no report; --force replaces it") from None
    body = {"path": str(written), "shown": len(ids), "chosen_from": total}
    return Answer(body, f"{written}: {len(ids)} of {total} runs")
