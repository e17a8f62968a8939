"""Reports as files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jupyter_tracker.reports.source import ReportSource


def write(
    path: str | Path,
    source: ReportSource,
    ids: Sequence[str],
    *,
    chosen_from: int | None = None,
    title: str | None = None,
    force: bool = False,
) -> Path:
    """Write a report to `path`, whose ending (`.ipynb` or `.html`) says which kind; the path of the file.

    The file appears whole or not at all. Raises ValueError for another ending or without runs, FileExistsError where
    there is such a file already and `force` does not say to replace it, OSError where it cannot be written.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in (".ipynb", ".html", ".htm"):
        raise ValueError(
            f"A report is a notebook or a page: give it a name that ends in .ipynb or .html, not {target.name}."
        )
    if target.exists() and not force:
        raise FileExistsError(f"{target} is there already; say so to replace it, or choose another name.")
    _replace(target, _text(kind, source, ids, chosen_from, title))
    return target


def _text(kind: str, source: ReportSource, ids: Sequence[str], chosen_from: int | None, title: str | None) -> str:
    if kind == ".ipynb":
        import nbformat

        from jupyter_tracker.reports import notebook

        book = notebook.build(source, ids, chosen_from=chosen_from, title=title)
        dump: Callable[[Any], str] = nbformat.writes
        return dump(book) + "\n"
    from jupyter_tracker.reports import html

    return html.build(source, ids, chosen_from=chosen_from, title=title)


def _replace(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        beside.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
