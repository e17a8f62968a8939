"""exptrack and MLflow autolog on the same cells, counted generously: all that they keep anywhere counts as found."""

from __future__ import annotations

import ast
import contextlib
import json
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.capture.kernel import Kernel, TimeUp
from benchmarks.capture.real import Held, Run, quiet_cells
from benchmarks.capture.scoring import Entry
from benchmarks.capture.sources import File
from benchmarks.capture.truth import SECONDS, begin


class Peer:
    """How a peer is begun, what it needs at the end, and how to read what it kept."""

    name = ""

    def first(self) -> str:
        """The cell before the others."""
        raise NotImplementedError

    def last(self) -> str:
        """The cell after them."""
        raise NotImplementedError

    def entries(self, folder: Path) -> list[Entry]:
        """All that it kept."""
        raise NotImplementedError


class Exptrack(Peer):
    """Its notebook extension: params, metrics, and the variables of its timeline."""

    name = "exptrack 2.1"

    def first(self) -> str:
        return "%load_ext exptrack"

    def last(self) -> str:
        return "%exp_done"

    def entries(self, folder: Path) -> list[Entry]:
        base = sqlite3.connect(folder / ".exptrack" / "experiments.db")
        with contextlib.closing(base):
            held = [
                Entry(key, "param", (_read(value),), counts=not key.startswith("_"))
                for key, value in base.execute("select key, value from params")
            ]
            held += _series(base.execute("select key, value from metrics order by id").fetchall())
            seen = base.execute("select key, value from timeline where event_type like 'var%'").fetchall()
            held += [Entry(key, "metric", (_read(value),), counts=False) for key, value in seen if key]
        return held


class Autolog(Peer):
    """MLflow's autologging of whatever libraries it knows, into a SQLite file."""

    name = "MLflow autolog"

    def first(self) -> str:
        return (
            "import mlflow as _m, logging as _l\n_l.getLogger('mlflow').setLevel(50)\n"
            "_m.set_tracking_uri('sqlite:///mlflow.db')\n_m.autolog(log_models=False, silent=True)\n_ = _m.start_run()"
        )

    def last(self) -> str:
        return "_m.end_run()"

    def entries(self, folder: Path) -> list[Entry]:
        base = sqlite3.connect(folder / "mlflow.db")
        with contextlib.closing(base):
            held = [
                Entry(key, "param", (_read(value),)) for key, value in base.execute("select key, value from params")
            ]
            asked = "select key, value from metrics order by run_uuid, step, timestamp"
            held += _series(base.execute(asked).fetchall())
        return held


PEERS: list[Peer] = [Exptrack(), Autolog()]


def _series(rows: Sequence[tuple[str, Any]]) -> list[Entry]:
    points: dict[str, list[Any]] = {}
    for key, value in rows:
        points.setdefault(key, []).append(value)
    return [Entry(key, "metric", tuple(values)) for key, values in points.items()]


def _read(text: Any) -> Any:
    """The value that a text stands for."""
    if not isinstance(text, str):
        return text
    for way in (json.loads, ast.literal_eval):
        with contextlib.suppress(ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            value = way(text)
            return value if not isinstance(value, dict) else text
    return text


def run(peer: Peer) -> Run:
    """How a file is run with a peer; one that fails with it counts with nothing found."""

    def once(file: File, sources: Path, python: str) -> Held:
        try:
            entries = _run(peer, file, sources, python)
        except (TimeUp, OSError, sqlite3.Error) as fault:
            return Held(errors=[f"{peer.name}: {fault}"])
        return Held(entries, [entry.name for entry in entries if entry.counts][:6])

    return once


def _run(peer: Peer, file: File, sources: Path, python: str) -> list[Entry]:
    cells = quiet_cells(file, sources)
    with tempfile.TemporaryDirectory() as name:
        folder = file.lay(sources, Path(name).resolve(), logging=False)
        with contextlib.suppress(TimeUp), Kernel(python, folder, SECONDS) as kernel:
            kernel.make_ready("\n".join(cells), [Path(file.path).name, *file.args])
            begin(kernel, file, folder)
            kernel.run(peer.first())
            for cell in cells:
                kernel.run(cell)
            kernel.run(peer.last())
        return peer.entries(folder)
