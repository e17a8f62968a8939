"""`jt.run(…).slice()`: the cells that a run depends on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..store.query import Reader


class SliceView:
    """The cells that a run depends on, in the order in which they ran.

    Attributes:
        cells: dicts with source (as it was typed), cell_id, executed (its number), exec and why.
        modules: local modules, dicts with name, path and blob.
        warnings: what to mind, as text.
        grade: A to E, and `reasons` for it.
        of: how many cells had run by then.
    """

    def __init__(self, reader: Reader, run_id: str) -> None:
        """Work out the slice of a run."""
        from ..reproduce import load

        self._blobs = reader.store.blobs
        self._slice = load.of_run(reader, run_id)
        told = self._slice.as_dict()
        self.cells: list[dict[str, Any]] = told["cells"]
        self.modules: list[dict[str, Any]] = told["modules"]
        self.warnings: list[str] = told["warnings"]
        self.grade: str = told["grade"]["grade"]
        self.reasons: list[str] = told["grade"]["reasons"]
        self.of: int = told["of"]

    def as_dict(self) -> dict[str, Any]:
        """All of it, as `jupyter tracker slice --json` prints it."""
        return self._slice.as_dict()

    def write(self, path: str | os.PathLike[str], *, force: bool = False) -> list[Path]:
        """Write it as a notebook (.ipynb) or script (.py) that runs on its own, with the local modules beside it.

        Gives the files written. Raises ValueError for another form, FileExistsError for a file that is there.
        """
        from ..capture.files import own_work
        from ..reproduce import writing

        with own_work(str(path)):
            return writing.write(self._slice, Path(path), self._blobs.get, force=force)[0]

    def __len__(self) -> int:
        """How many cells it has."""
        return len(self.cells)

    def __repr__(self) -> str:
        """The cells, each with why it is there."""
        from ..reproduce import telling

        return telling.text(self._slice)
