"""Whatever is done to a store, in any order: what was acknowledged is readable, a rebuilt index is the same."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from jupyter_tracker.store import PointWriter, SessionLog, Store, new_run_id
from jupyter_tracker.store.query import Reader
from jupyter_tracker.store.upkeep import seal_ended

NAMES = st.sampled_from(["loss", "acc", "val/loss"])
TABLES = ("sessions", "events", "parts", "reserved", "params", "metrics", "tags", "series", "summaries")


def rows_of(reader: Reader) -> dict[str, list[Any]]:
    reader.refresh()
    rows = {name: sorted(reader.connection().execute(f"SELECT * FROM {name}"), key=repr) for name in TABLES}
    runs = reader.connection().execute("SELECT id, name, state, started, ended, duration, heard, deleted FROM runs")
    return {**rows, "runs": sorted(runs, key=repr)}


class StoreMachine(RuleBasedStateMachine):
    """A model of what was acknowledged beside the real store."""

    runs = Bundle("runs")

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder / ".tracker")
        self.reader = self.store.reader()
        self.writers: dict[str, PointWriter] = {}
        self.points: dict[tuple[str, str], list[float]] = {}
        self.params: dict[str, dict[str, int]] = {}
        self.copies = 0
        self.session()

    def session(self) -> None:
        self.log: SessionLog = self.store.session("kernel")
        self.count = 0

    @rule(target=runs)
    def begin(self) -> str:
        run, self.count = new_run_id(), self.count + 1
        exec_id = f"{self.log.id}.{self.count}"
        self.log.write("cell", exec=exec_id, source="b3:" + "0" * 64, tracked=True)
        self.log.write("run", run=run, made_by="cell", parts=[exec_id])
        self.params[run] = {}
        return run

    @rule(run=runs, values=st.dictionaries(NAMES, st.floats(-1e6, 1e6), min_size=1))
    def log_points(self, run: str, values: dict[str, float]) -> None:
        writer = self.writers.setdefault(run, self.store.points(run))
        writer.log(values)
        for name, value in values.items():
            self.points.setdefault((run, name), []).append(value)

    @rule(run=runs, name=st.sampled_from("ab"), value=st.integers(-5, 5))
    def param(self, run: str, name: str, value: int) -> None:
        self.log.write("seen", run=run, params=[{"name": name, "value": value, "kind": "explicit"}])
        self.params[run][name] = value

    @rule(run=runs, state=st.sampled_from(["finished", "failed"]))
    def end(self, run: str, state: str) -> None:
        if run in self.writers:
            self.writers.pop(run).close()
        self.log.write("end", run=run, state=state)

    @rule()
    def kill(self) -> None:
        """The kernel goes without a word, in the midst of writing; another begins."""
        for path in (*self.store.root.glob("sessions/*.jsonl"), *self.store.root.glob("points/*.pts")):
            if any(path.stem.startswith(name) for name in (self.log.id, *self.writers)) and " " not in path.name:
                with path.open("ab") as file:
                    file.write(b'\xb5\x02\0\0{"n":7,"torn')
        self.writers.clear()
        self.session()

    @rule()
    def zeros(self) -> None:
        """A network file system shows a tail that is not there yet."""
        for path in self.store.root.glob("points/*.pts"):
            if path.name.split(".")[0] not in self.writers:
                with path.open("ab") as file:
                    file.write(bytes(40))

    @rule(which=st.integers(0, 1000), share=st.floats(0, 1))
    def duplicate(self, which: int, share: float) -> None:
        """A tool that keeps folders alike leaves a copy of some file as it once was."""
        files = sorted(path for kind in ("*.jsonl", "*.pts", "*.col") for path in self.store.root.rglob(kind))
        if files and self.copies < 6:
            path = files[which % len(files)]
            self.copies += 1
            keep = int(share * path.stat().st_size)
            copy = path.with_name(f"{path.stem} (copy {self.copies}){path.suffix}")
            copy.write_bytes(path.read_bytes()[:keep])

    @rule()
    def drop_index(self) -> None:
        (self.store.root / "index.db").unlink(missing_ok=True)

    @rule()
    def seal(self) -> None:
        self.reader.refresh()
        seal_ended(self.reader, least=0)

    @rule()
    def another_reader(self) -> None:
        self.reader.close()
        self.reader = self.store.reader()

    @invariant()
    def everything_acknowledged_is_there_once(self) -> None:
        if not hasattr(self, "reader"):
            return
        self.reader.refresh()
        assert self.reader.count() == len(self.params)
        for run, params in self.params.items():
            assert self.reader.summary(run)["params"] == params
        for (run, name), values in self.points.items():
            assert sorted(self.reader.series(run, name).value) == sorted(values)
            metric = next(m for m in self.reader.run(run)["metrics"] if m["name"] == name)
            assert (metric["count"], metric["min"], metric["max"]) == (len(values), min(values), max(values))

    def teardown(self) -> None:
        if not hasattr(self, "reader"):
            return
        before = rows_of(self.reader)
        self.reader.rebuild()
        assert rows_of(self.reader) == before
        self.reader.close()
        shutil.rmtree(self.folder)


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=25, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
