"""Run records as the store gives them, for the tests of what compares, draws and reports them."""

from __future__ import annotations

import json
import math
from types import SimpleNamespace
from typing import Any

from jupyter_tracker.analysis.learnt import NOTHING, Learnt

CELL = """%%track
depth = {depth}
model = RandomForestClassifier(max_depth=depth, n_estimators=100)
for epoch in range(20):
    loss = step(model, X, y)
acc = model.score(X_test, y_test)
"""
PACKAGES = {"numpy": "2.4.6", "pandas": "3.1.1", "scikit-learn": "1.9.1"}
BLOBS: dict[str, bytes] = {}


def blob(ref: str) -> bytes:
    """The bytes behind a reference, as a store gives them."""
    return BLOBS[ref]


def keep(data: str | bytes) -> str:
    """Keep bytes; their reference."""
    import hashlib

    raw = data.encode() if isinstance(data, str) else data
    ref = "b3:" + hashlib.sha256(raw).hexdigest()
    BLOBS[ref] = raw
    return ref


def param(name: str, value: Any, kind: str = "literal", **more: Any) -> dict[str, Any]:
    """One param of a record."""
    return {"name": name, "value": value, "kind": kind, "default": False, "conf": 1.0, "exec": "s.1", "cell_id": "c1",
            "line": 2, "fn": None, "text": f"{name} = {value}", **more}  # fmt: skip


def metric(name: str, value: Any, series: bool = False, **more: Any) -> dict[str, Any]:
    """One metric of a record."""
    return {"name": name, "value": value, "min": value, "max": value, "first": value, "count": 20 if series else 1,
            "series": series, "sampling": "every" if series else None, "kind": "loop" if series else "assigned",
            "unit": None, **more}  # fmt: skip


def record(run: str = "7f3k9q2mabcd", name: str = "rf depth=6", depth: Any = 6, **changed: Any) -> dict[str, Any]:
    """A whole run record; keyword arguments replace its keys."""
    made = {
        "id": run, "name": name, "named": False, "state": "finished", "state_reason": None, "experiment": "penguins",
        "tags": {"baseline": "", "stage": "final"}, "note": None, "parent": None, "children": [], "star": False,
        "baseline": False, "archived": False, "deleted": False, "made_by": "cell", "started": 1_790_000_000.0,
        "ended": 1_790_000_004.2, "duration": 4.2, "heard": 1_790_000_004.2, "host": "lab", "pid": 42,
        "session": "20260921T143320-abcdefgh", "notebook": "work/penguins.ipynb", "cell_id": "c1",
        "params": [param("depth", depth), param("n_estimators", 100, "keyword"),
            param("criterion", "gini", default=True)],
        "metrics": [metric("loss", 0.24 - 0.01 * (depth if isinstance(depth, int) else 0), series=True),
                    metric("acc", 0.925 + 0.002 * (depth if isinstance(depth, int) else 0))],
        "inputs": [{"path": "data/penguins.csv", "hash": "b3:" + "a3f1" * 16, "size": 15241, "seen_by": "audit",
                    "mtime": 1.0, "state": "hashed"}],
        "artifacts": [{"name": "model.pkl", "path": "model.pkl", "hash": "b3:" + "77" * 32, "size": 20480, "kept": True,
                       "media_type": None, "why": None}],
        "parts": [{"exec": "s.1", "session": "s", "cell_id": "c1", "notebook": "work/penguins.ipynb", "count": 7,
                   "source": keep(CELL.format(depth=depth)), "started": 1_790_000_000.0, "ended": 1_790_000_004.2,
                   "duration": 4.2, "cpu": 4.0, "outcome": "ok", "error": None, "outputs": None, "snapshot": None}],
        "environment": {"python": "3.13.1", "platform": "Linux-6.1", "packages": keep(json.dumps(PACKAGES)),
                        "git": {"commit": "0123456789abcdef0123456789abcdef01234567", "branch": "main", "dirty": False},
                        "seeds": {"random_state": 0}, "cwd": "/home/ada/work"},
        "resources": {"wall": 4.2, "cpu": 4.0, "rss_peak": 210_000_000}, "error": None, "pending": [], "warnings": [],
        "writers": [], "sessions": ["s"],
    }  # fmt: skip
    return {**made, **changed}


def curve(depth: int, count: int = 20) -> list[tuple[float, float]]:
    """A loss that falls."""
    return [(float(step), 0.2 + math.exp(-step / (2 + depth)) + 0.02 * math.sin(step * depth)) for step in range(count)]


class Source:
    """A ReportSource over records in memory."""

    def __init__(self, *records: dict[str, Any], points: int = 20) -> None:
        self.records = {item["id"]: item for item in records}
        self.points = points

    def run(self, run: str) -> dict[str, Any]:
        """One record."""
        return self.records[run]

    def series(self, run: str, name: str) -> SimpleNamespace:
        """A series of it."""
        points = curve(len(run) + len(name) + sum(map(ord, run)) % 7, self.points)
        step, value = [x for x, _ in points], [y for _, y in points]
        return SimpleNamespace(step=step, value=value, total=self.points * 3, sampling="every")

    def colors(self) -> dict[str, str]:
        return {}

    def learnt(self, notebook: str | None) -> Learnt:
        return NOTHING

    def blob(self, ref: str) -> bytes:
        """Bytes."""
        return blob(ref)
