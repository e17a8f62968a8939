"""A store in a temporary folder, written as kernels write it, and a bench over it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import SessionLog, Store, new_run_id
from jupyter_tracker.workbench.bench import Bench

pytest.importorskip("numpy")


class Notebook:
    """Runs of one notebook, one after the other, an hour apart."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.log: SessionLog = store.session("kernel", cwd="/home/me", notebook="/home/me/a.ipynb")
        self._numbers = itertools.count(1)

    def cell(self, source: str, *, cell_id: str = "c1", trace: Any = None, **seen: Any) -> str:
        """An executed cell; what was seen of it by keyword."""
        number = next(self._numbers)
        exec_id = f"{self.log.id}.{number}"
        ref = self.store.blobs.put(source.encode())
        self.log.write("cell", exec=exec_id, source=ref, tracked=True, cell_id=cell_id, count=number)
        if trace or seen:
            self.log.write("seen", exec=exec_id, **seen, **({"trace": trace} if trace else {}))
        self.log.write("cell_end", exec=exec_id, outcome="ok", wall=1.0, cpu=1.0)
        return exec_id

    def run(
        self,
        params: Any = None,
        metrics: Any = None,
        *,
        source: str = "%%track\ntrain()",
        state: str | None = "finished",
        defaults: Any = None,
        tables: Any = None,
        inputs: Any = (),
        env: Any = None,
        trace: Any = None,
        cell_id: str = "c1",
        curve: Any = (),
        **about: Any,
    ) -> str:
        """A run of one cell; its id."""
        run = new_run_id()
        if curve:
            writer = self.store.points(run)
            for step, value in enumerate(curve):
                writer.log({"loss": value}, step, None)
            writer.close()
        listed = [
            {"name": name, "value": value, "kind": "literal", **({"default": True} if default else {})}
            for default, some in ((False, params), (True, defaults))
            for name, value in (some or {}).items()
        ]
        measured = [{"name": name, "value": value, "kind": "assigned"} for name, value in (metrics or {}).items()]
        seen = {"params": listed, "metrics": measured, "inputs": list(inputs)}
        more = {key: value for key, value in (("tables", tables), ("env", env)) if value}
        exec_id = self.cell(source, cell_id=cell_id, trace=trace, **seen, **more)
        started = 1.7e9 + 3600 * int(exec_id.rpartition(".")[2])
        self.log.write("run", **{"run": run, "made_by": "cell", "parts": [exec_id], "started": started, **about})
        if state:
            self.log.write("end", run=run, state=state)
        return run

    def table(self, columns: list[str], rows: list[Any], name: str = "coefficients") -> dict[str, Any]:
        """A table of coefficients as an inspector tells it."""
        import json

        blob = self.store.blobs.put(json.dumps({"columns": columns, "rows": rows}).encode())
        return {"name": name, "what": "coefficients", "columns": columns, "total": len(rows), "blob": blob}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / ".tracker")


@pytest.fixture
def notebook(store: Store) -> Iterator[Notebook]:
    begun = Notebook(store)
    yield begun
    begun.log.close()


@pytest.fixture
def bench(store: Store) -> Iterator[Bench]:
    reader = store.reader()
    yield Bench(reader)
    reader.close()
