"""The notebook of a run as it was, from the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..store.errors import StoreError

if TYPE_CHECKING:
    from ..store.query import Reader


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot: the notebook (nbformat 4.5, no outputs), how faithful it is (`exact`, `disk + executed`, `executed
    only`), and its path then, None where it is not known."""

    notebook: dict[str, Any]
    fidelity: str
    path: str | None


def of_run(reader: Reader, run: str) -> Kept:
    """The notebook as it stood when the run's newest part that has one was scheduled. Raises StoreError."""
    record = reader.run(run)
    for part in reversed(record["parts"]):
        kept = part.get("snapshot")
        if not kept:
            continue
        try:
            notebook = json.loads(reader.store.blobs.get(kept["blob"]))
        except ValueError:
            raise StoreError(f"the notebook of {record['name']} cannot be read") from None
        if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list):
            return Kept(notebook, str(kept.get("fidelity")), kept.get("path"))
    if "notebook" in record["pending"]:
        raise StoreError(f"the notebook of {record['name']} is still being written down")
    raise StoreError(f"the store has no notebook of {record['name']}: it was not made in one")
