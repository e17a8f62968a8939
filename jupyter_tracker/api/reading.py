"""Looking at runs from Python: references, comparisons and reports over the store of this process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..capture.files import own_work
from ..session.tracker import tracker

if TYPE_CHECKING:
    from ..store.query import Reader


def reader() -> Reader:
    """A reader of this process's store, up to date."""
    return tracker().reader()


def resolve(ref: Any) -> str:
    """The id that a reference, a run in hand or a `jt.run(…)` means. Raises RefError."""
    me = tracker()
    return me.reader().resolve(str(getattr(ref, "id", ref)), notebook=me.notebook)


def records(refs: Iterable[Any]) -> list[dict[str, Any]]:
    """The run records that references mean, in their order and each once."""
    found = reader()
    return [found.run(run_id) for run_id in dict.fromkeys(resolve(ref) for ref in refs)]


def compare(refs: Sequence[Any]) -> dict[str, Any]:
    """The Comparison of two runs or more; the first is the baseline. Raises RefError."""
    from ..analysis import comparison
    from ..analysis.learnt import of_reader

    given = records(refs)
    if len(given) < 2:
        from ..store import RefError

        raise RefError("a comparison takes two different runs or more: compare('@2', '@1')")
    ruled = of_reader(reader(), given[0]["notebook"])
    return comparison.compare(given, blobs=tracker().store.blobs.get, learnt=ruled)


def report(
    refs: Sequence[Any],
    *,
    filter: str | None = None,
    output: Any = None,
    title: str | None = None,
    force: bool = False,
) -> Path:
    """Write runs up; see `jt.report`. Raises RefError where there is nothing to write about."""
    from ..reports import files
    from ..reports.source import StoreSource

    found = reader()
    notebook = tracker().notebook
    if refs:
        ids = list(dict.fromkeys(resolve(ref) for ref in refs))
    else:
        oldest_first = (("started", False),)
        ids = [one["id"] for one in found.runs(filter, sort=oldest_first, notebook=notebook, children=False)]
    if not ids:
        from ..store import RefError

        raise RefError("there are no runs to report on" + (f" that match {filter}" if filter else ""))
    chosen_from = max(found.count(notebook=notebook, children=False), len(ids))
    path = Path(output) if output is not None else unused(Path("report.ipynb"))
    source = StoreSource(found, tracker().store.blobs.get)
    with own_work(str(path)):
        return files.write(path, source, ids, chosen_from=chosen_from, title=title, force=force)


def unused(path: Path) -> Path:
    """`path`, or the same with a number where there is such a file."""
    number = 1
    wanted = path
    while wanted.exists():
        number += 1
        wanted = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return wanted
