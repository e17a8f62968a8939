"""What differs between the code of two runs: their notebooks as they were, or the slices that they depend on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..analysis import celldiff, comparison, sentence
from ..analysis.codediff import Cell
from ..store.errors import StoreError
from . import imported, load, snapshots

if TYPE_CHECKING:
    from ..store.query import Reader

What = Literal["slice", "notebook"]


def of_runs(reader: Reader, first: str, second: str, what: What) -> dict[str, Any]:
    """The difference from the first run to the second as plain data (CodeDifference in `schema/rest.schema.json`).

    Raises StoreError where one of them has no such code, or nbdime is not there.
    """
    runs = [{"id": run, "name": reader.run(run)["name"]} for run in (first, second)]
    names = sentence.labels(runs)
    take = _slice if what == "slice" else _notebook
    (before, modules, mind), (after, other_modules, other_mind) = take(reader, first), take(reader, second)
    cells = [*celldiff.compare(before, after), *celldiff.compare_modules(modules, other_modules)]
    return {
        "what": what,
        "runs": runs,
        "same": all(cell["change"] == "same" for cell in cells),
        "lines": sum(cell["lines"] for cell in cells),
        "cells": cells,
        "mind": [f"{name}: {text}" for name, text in zip(names, (mind, other_mind), strict=True) if text],
    }


def of_environments(reader: Reader, first: str, second: str) -> dict[str, Any]:
    """What differs between the environments of two runs: settings, and packages, those in front that either of the
    two slices imports (EnvironmentDifference in `schema/rest.schema.json`)."""
    records = [reader.run(run) for run in (first, second)]
    packages, unknown = comparison.package_rows(records, reader.store.blobs.get)
    rows = [row for row in comparison.environment_rows(records) if row["differs"]]
    used = set().union(*(imports(reader, run) for run in (first, second))) if packages["differs"] else set()
    return {
        "what": "environment",
        "runs": [{"id": record["id"], "name": record["name"]} for record in records],
        "same": not rows and not packages["differs"] and not unknown,
        "settings": rows,
        "packages": imported_first(packages, used),
        "mind": [f"the packages of {unknown} of the two runs are not known"] if unknown else [],
    }


def imported_first(packages: dict[str, Any], used: Collection[str]) -> dict[str, Any]:
    """The packages that differ, each with whether it is among those `used`, which stand in front."""
    rows = [{**row, "imported": row["name"] in used} for row in packages["differs"]]
    return {**packages, "differs": sorted(rows, key=lambda row: not row["imported"])}


def imports(reader: Reader, run: str) -> set[str]:
    """The packages that the slice of a run imports, none where that is not known."""
    try:
        return set(imported.of_run(reader, run).direct)
    except StoreError:
        return set()


Told = tuple[Sequence[Cell], Sequence[Cell], str]
"""Cells, local modules, and what to mind."""


def _slice(reader: Reader, run: str) -> Told:
    found = load.of_run(reader, run)
    text = load.texts(reader)
    cells = [Cell(cell.entry.source, cell.entry.label) for cell in found.cells]
    mind = "" if cells else f"no slice: {', '.join(found.reasons)}"
    return cells, [Cell(text(module.blob), module.name) for module in found.modules], mind


def _notebook(reader: Reader, run: str) -> Told:
    kept = snapshots.of_run(reader, run)
    cells = []
    for place, cell in enumerate(kept.notebook["cells"], 1):
        kind = cell.get("cell_type")
        source = cell.get("source", "")
        text = source if isinstance(source, str) else "".join(source)
        cells.append(Cell(text, f"cell {place}", cell.get("id"), kind if kind in ("markdown", "raw") else "code"))
    mind = "" if kept.fidelity == "exact" else f"its notebook is known as {kept.fidelity}"
    return cells, [], mind
