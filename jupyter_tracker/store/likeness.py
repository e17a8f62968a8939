"""Which runs did the same: what went into a run as one short text, to fold re-runs by. Knows no file and no SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from .events import plain
from .jsontext import dumps

Record = Mapping[str, Any]
Execs = Mapping[str, Sequence[Mapping[str, Any]]]


def work_of(record: Record, execs: Execs) -> str | None:
    """The same text for runs of equal source (cells and local modules), params that were set, inputs and seeds; None
    where that cannot be told: a run without cells, an input that was neither hashed nor measured.

    `execs` are the events of the run's parts, which name the local modules.
    """
    sources = [part.get("source") for part in record["parts"]]
    inputs = [_content(item) for item in record["inputs"]]
    if not sources or None in sources or None in inputs:
        return None
    params = {item["name"]: plain(item["value"]) for item in record["params"] if not item["default"]}
    seed = seed_of(record)
    return _digest([sources, _modules(execs), params, sorted(set(map(str, inputs))), seed])


def seed_of(record: Record) -> str | None:
    """What a run was seeded with (said by a person, or by calls of its code) as text; None where nothing is known."""
    seeds = (record.get("environment") or {}).get("seeds")
    seeded = seeds.get("seeded") if isinstance(seeds, Mapping) else None
    if record.get("seed") is None and not seeded:
        return None
    return dumps([record.get("seed"), seeded or None], sort_keys=True, default=str)


def _content(item: Mapping[str, Any]) -> str | None:
    """What an input held: its hash, else its path, size and age where it was too large to be hashed."""
    if item.get("hash"):
        return str(item["hash"])
    if item.get("size") is None or item.get("mtime") is None:
        return None
    return f"{item.get('path')} {item['size']} {item['mtime']}"


def _modules(execs: Execs) -> list[str]:
    found = set()
    for events in execs.values():
        for event in events:
            trace = event.get("trace")
            modules = trace.get("modules") if isinstance(trace, Mapping) else None
            for module in modules if isinstance(modules, list) else ():
                if isinstance(module, Mapping):
                    found.add(f"{module.get('name')} {module.get('blob')}")
    return sorted(found)


def _digest(parts: list[Any]) -> str:
    text = dumps(parts, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
