"""Why a metric moved between two runs, by what the store knows of others."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import Any

from ..analysis import codediff, direction, foremost, formats, moved
from ..analysis.comparison import cells, packages
from ..analysis.configurations import irrelevant
from ..analysis.learnt import Learnt
from ..analysis.written import without_values
from ..store import StoreError
from ..store.events import plain
from ..store.likeness import seed_of
from ..store.selecting import Selection
from .bench import Bench, Measure

MOST_HISTORY = 400
"""Runs that are looked at, the newest: each is read whole."""

Record = dict[str, Any]
Blobs = Callable[[str], bytes]


def why_moved(
    bench: Bench, first: str, second: str, metric: str | None = None, learnt: Learnt | None = None
) -> dict[str, Any]:
    """What changed from one run to another (ids), ranked by what it did to a metric (the one that decides, if none is
    named). See `analysis.moved`; besides the `metric`, its `direction`, the values, how many runs of the same cell or
    else of the notebook were looked at (`history`), and for params, packages and inputs what they were `before` and
    `after`.

    Raises StoreError where the two runs have no such metric in common, FilterError for one that no run has.
    """
    pair = [bench.reader.run(run) for run in (first, second)]
    name = metric or _decides(pair, learnt)
    measure = Measure(name, bench.names()["metrics"], learnt)
    blobs = bench.reader.store.blobs.get
    records = [*pair, *(bench.reader.run(id) for id in _history(bench, pair) if id not in (first, second))]
    held = [_run(record, measure, blobs, learnt) for record in records]
    ends = held[0], held[1]
    if ends[0] is None or ends[1] is None:
        raise StoreError(f"these two runs do not both have a number for {measure.name}")
    history = [run for run, record in zip(held[2:], records[2:], strict=True) if run and record["state"] == "finished"]
    found = moved.ranked(ends[0], ends[1], history, measure.direction)
    for change in found["changes"]:
        change.update(_sides(change, pair, blobs))
    return {
        "metric": measure.column,
        "direction": measure.direction,
        "first": first,
        "second": second,
        "values": [ends[0].value, ends[1].value],
        "history": len(history),
        **found,
    }


def _decides(pair: Sequence[Record], learnt: Learnt | None) -> str:
    common = [
        item["name"]
        for item in pair[0]["metrics"]
        if any(item["name"] == other["name"] for other in pair[1]["metrics"])
    ]
    name = direction.primary(common, learnt) or next(iter(common), None)
    if name is None:
        raise StoreError("these two runs have no metric in common")
    return name


def _history(bench: Bench, pair: Sequence[Record]) -> list[str]:
    """The newest runs of the notebooks of both."""
    found: list[str] = []
    for notebook in dict.fromkeys(record["notebook"] for record in pair):
        found += bench.ids(Selection(notebook=notebook) if notebook else Selection())[:MOST_HISTORY]
    return list(dict.fromkeys(found))[:MOST_HISTORY]


def _run(record: Record, metric: Measure, blobs: Blobs, learnt: Learnt | None) -> moved.Run | None:
    item = next((item for item in record["metrics"] if item["name"] == metric.name), None)
    stat = metric.column.rpartition(".")[2] if metric.column.endswith((".min", ".max", ".first")) else "value"
    value = formats.as_number(item.get(stat)) if item is not None else None
    if value is None or not math.isfinite(value):
        return None
    aspects: dict[str, str | None] = {}
    seeds = []
    for param in record["params"]:
        if foremost.is_seed(param["name"]):
            seeds.append((param["name"], plain(param["value"])))
        elif not param["default"] and not irrelevant(param["name"], learnt):
            aspects[f"param:{param['name']}"] = json.dumps(plain(param["value"]), sort_keys=True)
    told = seed_of(record)
    aspects[moved.SEED] = json.dumps([sorted(seeds), told], default=str) if seeds or told else None
    aspects[moved.CODE] = _code(record, blobs)
    hashes = [item.get("hash") for item in record["inputs"]]
    aspects[moved.DATA] = None if None in hashes else ",".join(sorted(set(hashes)))
    ref = record["environment"].get("packages")
    aspects[moved.PACKAGES] = ref if isinstance(ref, str) else None
    return moved.Run(record["id"], value, aspects)


def _code(record: Record, blobs: Blobs) -> str | None:
    """The run's cells but for their `%%track` lines and the values of params in them, which are told by themselves."""
    parts = cells(record, blobs)
    if not parts or len(parts) < len(record["parts"]):
        return None
    sources = ["\n".join(codediff.lines_of(cell)) for cell in parts]
    return without_values(sources, [param["name"] for param in record["params"] if not param["default"]])


def _sides(change: Record, pair: Sequence[Record], blobs: Blobs) -> Record:
    """What changed, as it was in both runs (`before`, `after`, of params and seeds), and `details` in words."""
    if change["aspect"] == "param":
        before, after = (_param(record, change["name"]) for record in pair)
        return {"before": before, "after": after, "details": []}
    details: list[str] = []
    if change["aspect"] == moved.PACKAGES:
        known = [packages(record["environment"].get("packages"), blobs) or {} for record in pair]
        for name in sorted({*known[0], *known[1]}):
            old, new = (one.get(name, formats.UNKNOWN) for one in known)
            details += [f"{name} {old} → {new}"] if old != new else []
    elif change["aspect"] == moved.DATA:
        held = [{item["path"]: item.get("hash") for item in record["inputs"]} for record in pair]
        details = [path for path in {**held[0], **held[1]} if held[0].get(path) != held[1].get(path)]
    elif change["aspect"] == moved.CODE:
        diff = codediff.compare(cells(pair[0], blobs), cells(pair[1], blobs))
        details = [f"{formats.plural(diff.lines, 'line')} in {', '.join(diff.cells)}"] if diff.lines else []
    else:
        details = [" → ".join(_seeds(record) for record in pair)]
    return {"before": None, "after": None, "details": details}


def _param(record: Record, name: str) -> str | None:
    return next((formats.text(param["value"]) for param in record["params"] if param["name"] == name), None)


def _seeds(record: Record) -> str:
    told = [f"{p['name']} {formats.text(p['value'])}" for p in record["params"] if foremost.is_seed(p["name"])]
    told += [f"seed {record['seed']}"] if record.get("seed") is not None else []
    return ", ".join(told) or formats.UNKNOWN
