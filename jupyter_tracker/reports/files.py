"""Reports as files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jupyter_tracker.reports.source import ReportSource

MARK = "jupyter_tracker"
"""Key of a report's notebook metadata that says that it is one of ours."""
GENERATOR = '<meta name="generator" content="jupyter_tracker report">'
"""Says the same in the head of a page."""
HEAD = 4096
"""Characters at the beginning of a page that hold its mark."""


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

    The file appears whole or not at all. A report that was written before is replaced. Raises ValueError for another
    ending or without runs, FileExistsError where another file is there and `force` does not say to replace it,
    OSError where it cannot be written.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in (".ipynb", ".html", ".htm"):
        raise ValueError(
            f"A report is a notebook or a page: give it a name that ends in .ipynb or .html, not {target.name}."
        )
    if target.exists() and not force and not is_report(target):
        raise FileExistsError(
            f"{target} is there already and is no report: --force (in Python force=True) replaces it, "
            "or choose another name."
        )
    _replace(target, _text(kind, source, ids, chosen_from, title))
    return target


def is_report(path: Path) -> bool:
    """Whether a file is a report that we wrote; what cannot be read is none."""
    try:
        with path.open(encoding="utf-8") as file:
            if path.suffix.lower() != ".ipynb":
                return GENERATOR in file.read(HEAD)
            return MARK in json.load(file)["metadata"]
    except (OSError, ValueError, LookupError, TypeError):
        return False


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
