"""Runs beside each other: what went in, what came out, and what of it differs."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import codediff, direction, foremost, sentence
from jupyter_tracker.analysis.formats import as_number
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.store.events import decode_value, plain

Record = Mapping[str, Any]
Blobs = Callable[[str], bytes]

_NOT_ENVIRONMENT = frozenset(("packages", "imports", "pending"))
_THREADS = "threads."
"""Of a library that was not loaded (yet) nobody knows how many it would have used: that is no difference."""
_SEED_STATES = "seeds.states"
"""Where a generator stands differs from cell to cell of one kernel: a fingerprint, nothing that a person set."""


def compare(
    records: Sequence[Record], *, blobs: Blobs, baseline: int = 0, learnt: Learnt | None = None
) -> dict[str, Any]:
    """The Comparison (see `schema/rest.schema.json`) of run records, in their order.

    Args:
        records: one run or more; a missing, odd or mixed value in any of them makes a gap, never an error.
        blobs: the bytes behind a reference; it may raise for what the store no longer has.
        baseline: the place of the run that the others are measured against.
        learnt: what people have ruled in the notebook of these runs.

    Raises ValueError without records, IndexError for a baseline that is not among them.
    """
    if not records:
        raise ValueError("Nothing to compare: name at least one run.")
    base = records[baseline]
    packages, unknown = package_rows(records, blobs)
    first = _foremost(records, learnt)
    answer: dict[str, Any] = {
        "runs": [summary(record) for record in records],
        "baseline": base["id"],
        "params": sorted(_params(records), key=lambda row: (not row["differs"], row["name"] not in first)),
        "metrics": _metrics(records, baseline, learnt),
        "foremost": first,
        "code": _code(records, base, blobs),
        "inputs": _inputs(records),
        "packages": packages,
        "environment": environment_rows(records),
        "outputs": [_output_count(record, base) for record in records],
        "files": _files(records),
        "models": sum(
            table.get("what") == "coefficients" for record in records for table in record.get("tables") or ()
        ),
    }
    kept = all(0 < len(record.get("parts") or ()) == len(cells(record, blobs)) for record in records)
    answer["sections"] = sentence.sections(
        answer, code_known=kept, same_inputs=_same_inputs(records), packages_unknown=unknown
    )
    answer["sentence"] = sentence.sentence(answer)
    answer["markdown"] = sentence.markdown(answer)
    return answer


def summary(record: Record) -> dict[str, Any]:
    """A run record cut down to what lists show of a run (the params that were set, the metrics' last values)."""
    kept = (
        "id",
        "name",
        "experiment",
        "note",
        "started",
        "ended",
        "duration",
        "heard",
        "notebook",
        "cell_id",
        "parent",
        "verdict",
        "grade",
    )
    answer = {key: record.get(key) for key in kept}
    answer["name"] = answer["name"] or record["id"]
    answer["state"] = record.get("state") or "lost contact"
    answer["tags"] = dict(record.get("tags") or {})
    for flag in ("star", "baseline", "archived"):
        answer[flag] = bool(record.get(flag))
    answer["params"] = {
        item["name"]: plain(item.get("value")) for item in record.get("params") or () if not item.get("default")
    }
    answer["metrics"] = {item["name"]: plain(item.get("value")) for item in record.get("metrics") or ()}
    answer["series"] = [item["name"] for item in record.get("metrics") or () if item.get("series")]
    told = (*(record.get("params") or ()), *(record.get("metrics") or ()))
    answer["reasons"] = list((record.get("graded") or {}).get("reasons") or ())
    answer["conf"] = {item["name"]: item["conf"] for item in told if item.get("conf") is not None}
    return answer


def _foremost(records: Sequence[Record], learnt: Learnt | None) -> list[str]:
    """The metrics and params of any of the runs that are worth showing at first."""
    both = [foremost.worthy(record, learnt) for record in records]
    return _union([*(metrics for metrics, _ in both), *(params for _, params in both)])


def same_value(first: Any, second: Any) -> bool:
    """Whether two captured values are the same to a person: 1 and 1.0 are, NaN and NaN are, 1 and True are not."""
    first, second = decode_value(first), decode_value(second)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same_value, first, second))
    if isinstance(first, bool) != isinstance(second, bool):
        return False
    if isinstance(first, float) and isinstance(second, float) and math.isnan(first):
        return math.isnan(second)
    return bool(first == second)


def _named(items: Iterable[Mapping[str, Any]] | None) -> dict[str, Mapping[str, Any]]:
    return {item["name"]: item for item in items or ()}


def _union(names: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for some in names for name in some))


def _row(name: str, columns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found = [column[name] for column in columns if name in column]
    differs = len(found) < len(columns) or not all(same_value(found[0], value) for value in found)
    values = [_told(column[name]) if name in column else None for column in columns]
    return {"name": name, "values": values, "differs": differs}


def _told(value: Any) -> Any:
    """The encoded value; Python's None by its repr, as null says that a run has no such value."""
    return {"repr": "None", "type": "NoneType"} if value is None else plain(value)


def _params(records: Sequence[Record]) -> list[dict[str, Any]]:
    items = [_named(record.get("params")) for record in records]
    columns = [{name: item.get("value") for name, item in some.items()} for some in items]
    rows = [_row(name, columns) for name in _union(columns)]
    for row in rows:
        found = [some[row["name"]] for some in items if row["name"] in some]
        if len(found) < len(items) and all(item.get("default") for item in found):
            # another class of estimator brings its own defaults along: nobody chose that difference
            row["differs"] = not all(same_value(found[0].get("value"), item.get("value")) for item in found)
    return rows


def _metrics(records: Sequence[Record], baseline: int, learnt: Learnt | None) -> list[dict[str, Any]]:
    columns = [_named(record.get("metrics")) for record in records]
    names = sorted(_union(columns), key=lambda name: direction.importance(name, learnt))
    return [
        _metric(name, [column.get(name) for column in columns], baseline, direction.of(name, learnt)) for name in names
    ]


def _metric(
    name: str, items: Sequence[Mapping[str, Any] | None], baseline: int, good: direction.Direction | None
) -> dict[str, Any]:
    values = [None if item is None else plain(item.get("value")) for item in items]
    numbers = [as_number(value) for value in values]
    base = numbers[baseline]
    return {
        "name": name,
        "values": values,
        "deltas": [_finite(number, base, lambda a, b: a - b) for number in numbers],
        "ratios": [_finite(number, base, lambda a, b: a / b) if base else None for number in numbers],
        "best": _best(numbers, good),
        "direction": good,
        "series": any(item is not None and bool(item.get("series")) for item in items),
        "unit": next((item["unit"] for item in items if item is not None and item.get("unit")), None),
    }


def _finite(number: float | None, base: float | None, combine: Callable[[float, float], float]) -> float | None:
    if number is None or base is None or not (math.isfinite(number) and math.isfinite(base)):
        return None
    result = combine(number, base)
    return result if math.isfinite(result) else None


def _best(numbers: Sequence[float | None], good: direction.Direction | None) -> list[int]:
    known = [number for number in numbers if number is not None and math.isfinite(number)]
    if good is None or len(known) < 2 or min(known) == max(known):
        return []
    best = max(known) if good == "up" else min(known)
    return [place for place, number in enumerate(numbers) if number == best]


def cells(record: Record, blobs: Blobs) -> list[codediff.Cell]:
    """The cells that made a run, in the order they ran; those whose source is gone are left out."""
    found = []
    for place, part in enumerate(record.get("parts") or (), 1):
        source = _source(part.get("source"), blobs)
        if source is not None:
            count = part.get("count")
            title = f"cell [{count}]" if count is not None else f"part {place}"
            found.append(codediff.Cell(source, title, part.get("cell_id")))
    return found


def _source(ref: Any, blobs: Blobs) -> str | None:
    if not isinstance(ref, str):
        return None
    try:
        return blobs(ref).decode("utf-8", "replace")
    except Exception:  # whatever a store says of a blob that it lacks
        return None


def _code(records: Sequence[Record], base: Record, blobs: Blobs) -> list[dict[str, Any]]:
    against = cells(base, blobs)
    answer = []
    for record in records:
        found = codediff.CodeDiff() if record is base else codediff.compare(against, cells(record, blobs))
        answer.append(
            {"run": record["id"], "same": found.same, "lines": found.lines, "diff": found.diff, "cells": found.cells}
        )
    return answer


def _inputs(records: Sequence[Record]) -> list[dict[str, Any]]:
    columns = [{item["path"]: item for item in record.get("inputs") or ()} for record in records]
    rows = []
    for path in _union(columns):
        items = [column.get(path) for column in columns]
        hashes = [None if item is None else item.get("hash") for item in items]
        sizes = [None if item is None else item.get("size") for item in items]
        known = {value for value in hashes if value}
        differs = len(known) > 1 or None in items or len({value for value in sizes if value is not None}) > 1
        rows.append({"path": path, "hashes": hashes, "sizes": sizes, "differs": differs})
    return sorted(rows, key=lambda row: not row["differs"])


def _same_inputs(records: Sequence[Record]) -> bool | None:
    """Whether all runs read the same bytes, wherever they lay; None where that cannot be told (yet)."""
    hashes = [{item.get("hash") for item in record.get("inputs") or ()} for record in records]
    if any(None in some for some in hashes):
        return None
    return all(some == hashes[0] for some in hashes)


def package_rows(records: Sequence[Record], blobs: Blobs) -> tuple[dict[str, Any], int]:
    """The packages' part of a Comparison, and of how many runs the packages are not known."""
    loaded: dict[str, Mapping[str, str] | None] = {}
    columns = []
    for record in records:
        ref = (record.get("environment") or {}).get("packages")
        if isinstance(ref, str) and ref not in loaded:
            loaded[ref] = packages(ref, blobs)
        columns.append(loaded.get(ref) if isinstance(ref, str) else ref if isinstance(ref, Mapping) else None)
    known = [column for column in columns if column is not None]
    names = sorted(_union(known))
    different = [name for name in names if len({column.get(name) for column in known}) > 1]
    rows = [
        {"name": name, "values": [None if column is None else column.get(name) for column in columns]}
        for name in different
    ]
    return {"differs": rows, "same": len(names) - len(different)}, columns.count(None)


def packages(ref: Any, blobs: Blobs | None) -> Mapping[str, str] | None:
    """Name and version of the packages that a record's environment refers to; None where they are not known."""
    text = _source(ref, blobs) if blobs is not None else None
    try:
        found = json.loads(text) if text is not None else None
    except ValueError:
        return None
    return {str(name): str(version) for name, version in found.items()} if isinstance(found, dict) else None


def environment_rows(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Python, machine, threads, variables, git and seeds of the runs, what differs first."""
    columns = []
    for record in records:
        flat: dict[str, Any] = {}
        about = record.get("environment") or {}
        _flatten("", {key: value for key, value in about.items() if key not in _NOT_ENVIRONMENT}, flat)
        if record.get("host"):
            flat["host"] = record["host"]
        columns.append({key: value for key, value in flat.items() if not key.startswith(_SEED_STATES)})
    rows = [_row(name, columns) for name in _union(columns)]
    for row in rows:
        if row["name"].startswith(_THREADS):
            known = [value for value in row["values"] if value is not None]
            row["differs"] = any(value != known[0] for value in known)
    return sorted(rows, key=lambda row: not row["differs"])


def _flatten(prefix: str, value: Any, flat: dict[str, Any]) -> None:
    if isinstance(value, Mapping) and not set(value) <= {"float", "int", "repr", "type"}:
        for key, item in value.items():
            _flatten(f"{prefix}.{key}" if prefix else str(key), item, flat)
    elif not (isinstance(value, (Mapping, list)) and not value):
        flat[prefix] = value


def _output_count(record: Record, base: Record) -> dict[str, Any]:
    cells = [
        {"place": place, "count": part.get("count")}
        for place, part in enumerate(record.get("parts") or ())
        if part.get("outputs")
    ]
    return {"run": record["id"], "parts": len(cells), "cells": cells, "same": _shown(record) == _shown(base)}


def _shown(record: Record) -> list[Any]:
    """What stood below each cell, by content."""
    return [(part.get("outputs") or {}).get("blob") for part in record.get("parts") or ()]


def _files(records: Sequence[Record]) -> list[dict[str, Any]]:
    columns = [
        {item.get("path") or item["name"]: (place, item) for place, item in enumerate(record.get("artifacts") or ())}
        for record in records
    ]
    rows = []
    for path in _union(columns):
        found: list[tuple[int | None, Mapping[str, Any]]] = [column.get(path, (None, {})) for column in columns]
        hashes = [item.get("hash") for _, item in found]
        rows.append(
            {
                "path": path,
                "hashes": hashes,
                "sizes": [item.get("size") for _, item in found],
                "places": [place if item.get("kept") else None for place, item in found],
                "differs": len(set(hashes)) > 1 or None in hashes,
            }
        )
    return sorted(rows, key=lambda row: not row["differs"])
