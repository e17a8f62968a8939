"""The fitted statistical models of some runs, side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..analysis.modelling import COEFFICIENTS, Model, models_of, side_by_side
from ..store import StoreError
from .bench import Bench

MOST = 24
"""Models in one table."""


class NoModels(StoreError):
    """None of the runs has a table of coefficients."""

    def __init__(self) -> None:
        super().__init__("none of these runs has a fitted statistical model with a table of its coefficients")


def models(bench: Bench, runs: Sequence[str]) -> dict[str, Any]:
    """The models of these runs (ids), in their order, as `analysis.modelling` puts them side by side; `more` is how
    many there were beyond 24. Raises NoModels."""
    found = [model for run in runs for model in _of(bench, run)]
    if not found:
        raise NoModels
    return {**side_by_side(found[:MOST]), "more": max(0, len(found) - MOST)}


def _of(bench: Bench, run: str) -> list[Model]:
    record = bench.reader.run(run)
    content = {}
    for table in record["tables"]:
        if table["what"] != COEFFICIENTS:
            continue
        try:
            held = json.loads(bench.reader.store.blobs.get(table["blob"]))
        except (StoreError, ValueError):
            continue  # what the store has lost is no table
        if isinstance(held, dict) and isinstance(held.get("columns"), list) and isinstance(held.get("rows"), list):
            content[table["name"]] = held
    return models_of(record, content)
