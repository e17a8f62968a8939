"""What of a file that a run made can be looked at without saving it. Its bytes are nobody's: they are read as data and
never run, and what they are is told by themselves, not by their name alone."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Preview = dict[str, Any]

LARGEST_IMAGE = 8_000_000
LARGEST_JSON = 8_000_000
LONGEST_TEXT = 100_000
"""Characters of a text; a larger one is cut."""
MOST_ROWS = 200
MOST_COLUMNS = 60
LONGEST_CELL = 300
SNIFFED = 64_000

IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"BM": "image/bmp",
}
SEPARATED = {".csv": ",", ".tsv": "\t", ".tab": "\t", ".psv": "|"}
_EXACT = re.compile(r"\s*[+-]?(?=[\d.]{1,15}(?:[eE]|\s*$))(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?\s*")
"""Texts that are numbers and nothing else: a code with leading zeros stays what it is."""
COLUMNAR = {".parquet", ".pq", ".feather", ".arrow"}


def preview(path: Path, name: str) -> Preview:
    """A Preview (see `schema/rest.schema.json`) of the file at `path`, which a run called `name`.

    What cannot be shown makes a preview of the kind `none`, which says why.
    """
    with path.open("rb") as file:
        head = file.read(SNIFFED)
    size = path.stat().st_size
    suffix = Path(name.replace("\\", "/")).suffix.lower()
    media_type = image_type(head, suffix)
    if not size:
        found = _none("The file is empty.")
    elif media_type is not None:
        found = _image(path, size, media_type)
    elif suffix in COLUMNAR or head.startswith((b"PAR1", b"ARROW1")):
        found = _guarded(_columnar, path, head)
    elif b"\0" in head:
        found = _none("These are bytes that no preview knows: download the file.")
    elif suffix in SEPARATED:
        found = _guarded(_separated, path, SEPARATED[suffix])
    elif head.lstrip()[:1] == b"{" and size <= LARGEST_JSON:
        found = _json(path) or _text(path)
    else:
        found = _text(path)
    return {"name": name, **found}


def image_type(head: bytes, suffix: str) -> str | None:
    """The media type of an image by its first bytes, None of anything else."""
    for start, media_type in IMAGES.items():
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    is_svg = b"<svg" in head[:4096].lower() and suffix in (".svg", "")
    return "image/svg+xml" if is_svg else None


def _none(why: str) -> Preview:
    return {"kind": "none", "why": why}


def _guarded(read: Callable[..., Preview], *args: Any) -> Preview:
    """What `read` finds, or why it finds nothing: a broken file is no broken server."""
    try:
        return read(*args)
    except Exception as fault:  # whatever a library says of bytes that are not what they claim to be
        return _none(f"It cannot be read: {str(fault)[:LONGEST_CELL]}")


def _image(path: Path, size: int, media_type: str) -> Preview:
    if size > LARGEST_IMAGE:
        return _none(f"An image of {size / 1e6:.0f} MB is too large to be shown here: download it.")
    return {"kind": "image", "media_type": media_type, "data": base64.b64encode(path.read_bytes()).decode("ascii")}


def _text(path: Path) -> Preview:
    with path.open("rb") as file:
        data = file.read(4 * LONGEST_TEXT + 1)
    text = data.decode("utf-8", "replace")
    cut = len(data) > 4 * LONGEST_TEXT or len(text) > LONGEST_TEXT
    return {"kind": "text", "text": text[:LONGEST_TEXT], "cut": cut}


def _separated(path: Path, usual: str) -> Preview:
    with path.open("r", encoding="utf-8-sig", errors="replace", newline="") as file:
        start = file.read(SNIFFED)
        file.seek(0)
        try:
            dialect: Any = csv.Sniffer().sniff(start, delimiters=",;\t|")
        except csv.Error:
            dialect = type("Usual", (csv.excel,), {"delimiter": usual})
        lines = csv.reader(_Lines(file), dialect)
        columns = next(lines, [])
        rows = [row for row, _ in zip(lines, range(MOST_ROWS + 1), strict=False)]
    return _table(columns, rows[:MOST_ROWS], None if len(rows) > MOST_ROWS else len(rows))


class _Lines:
    """The lines of a file, of each no more than can be shown: a file without a line end is read in pieces."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(SNIFFED)
        if not line:
            raise StopIteration
        return line


def _columnar(path: Path, head: bytes) -> Preview:
    try:
        from pyarrow import ipc, parquet
    except ImportError:
        return _none("To look into it, install pyarrow where the Jupyter server runs.")
    if head.startswith(b"PAR1"):
        with parquet.ParquetFile(path) as file:
            columns, total = list(file.schema_arrow.names), file.metadata.num_rows
            batch = next(file.iter_batches(batch_size=MOST_ROWS, columns=columns[:MOST_COLUMNS]), None)
    else:
        with ipc.open_file(path) as held:
            columns, total = list(held.schema.names), None
            batch = held.get_batch(0).slice(0, MOST_ROWS) if held.num_record_batches else None
    held_columns = [] if batch is None else [column.to_pylist() for column in batch.columns[:MOST_COLUMNS]]
    return _table(columns, [list(row) for row in zip(*held_columns, strict=True)], total)


def _table(columns: list[str], rows: list[list[Any]], total: int | None) -> Preview:
    return {
        "kind": "table",
        "columns": [str(column)[:LONGEST_CELL] for column in columns[:MOST_COLUMNS]],
        "rows": [[_cell(value) for value in row[:MOST_COLUMNS]] for row in rows],
        "total": total,
        "cut": len(columns) > MOST_COLUMNS or total is None or total > len(rows),
    }


def _cell(value: Any) -> str | float | bool | None:
    if value is None or isinstance(value, (bool, int, float)):
        # beyond these a browser's numbers are not exact
        return str(value) if isinstance(value, int) and abs(value) > 2**53 else value
    if isinstance(value, str):
        return float(value) if _EXACT.fullmatch(value) else value[:LONGEST_CELL]
    return str(value)[:LONGEST_CELL]


def _json(path: Path) -> Preview | None:
    """A notebook or a Plotly figure; None where it is neither."""
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    if isinstance(content.get("cells"), list) and isinstance(content.get("nbformat"), int):
        return {"kind": "notebook", "content": content}
    if isinstance(content.get("data"), list) and isinstance(content.get("layout"), dict):
        return {"kind": "figure", "content": content}
    return None
