"""The run in hand: what `with jt.track("name") as run:` gives, and what a tracked cell writes through."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import emit

OUTCOMES = {"finished": "ok", "failed": "error", "interrupted": "interrupted"}

if TYPE_CHECKING:
    from ..capture.records import Row
    from ..store import PointWriter
    from ..store.query import Reader
    from .tracker import Tracker
    from .watching import RunFiles


class OpenRun:
    """One run while it is being made, in the process that makes it.

    It may be handed to other processes: there it stands for the same run, with a writer of its own.
    """

    def __init__(self, tracker: Tracker, run_id: str, name: str | None = None, parent: str | None = None) -> None:
        """Take the run in hand. Nothing is written: `Tracker.begin_run` writes the event."""
        self._tracker = tracker
        self._pid = os.getpid()
        self._began = time.perf_counter()
        self._cpu = time.process_time()
        self.id = run_id
        self.name = name
        self.auto_name: str | None = None
        self.parent = parent
        self.exec: str | None = None
        """The exec that is a part of this run right now."""
        self.owns_exec = False
        """Whether `exec` begins and ends with this run (a block, a script) and not with a cell."""
        self.started = time.time()
        self.ended: str | None = None
        """The state it ended with; None while it is open."""
        self.starts: dict[str, int] | None = None
        """For a run that goes on: the step after the last of each of its series."""
        self.params: dict[str, Any] = {}
        self.write_points: Callable[..., None] = self._open_points
        """The hot path: writes `(values, step)` as one point for each name."""
        self._explicit: PointWriter | None = None
        self._before: dict[str, int] = {}
        """The steps at which the explicit series began."""
        self._loop_writer: PointWriter | None = None
        self.loop_names: set[str] = set()
        """The series that loops gave points to."""
        self.owners: dict[str, str] = {}
        """Names of metrics that fitted objects have told, each with the variable that holds the object."""
        self.files: RunFiles | None = None
        """Watches the files of a block or a script."""
        self.explicit_files: dict[str, tuple[int, float]] = {}
        """Files that were kept by a call, with the size and time they had then."""

    def __repr__(self) -> str:
        """Name and id."""
        return f"<run {self.label} {self.id} {self.ended or 'running'}>"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str, str, str | None]]:
        """Only the store's folder and the id travel to another process."""
        return _elsewhere, (str(self._tracker.store.root), self.id, self.name)

    def __copy__(self) -> OpenRun:
        """The same run."""
        return self

    def __deepcopy__(self, memo: object) -> OpenRun:
        """The same run."""
        return self

    def log(self, mapping: Mapping[str, Any] | None = None, /, *, step: float | None = None, **metrics: Any) -> None:
        """Add one point to each named series; without `step` each series counts for itself."""
        values = {**mapping, **metrics} if mapping is not None else metrics
        try:
            self.write_points(values, step)
        except (TypeError, ValueError, OverflowError, AttributeError):
            self.log_carefully(values, step)

    def log_carefully(self, values: Mapping[str, Any], step: Any) -> None:
        """`log` for what the hot path refused: numbers of other libraries are taken, all else is named once."""
        numbers, refused = emit.numbers(values)
        number = emit.number(step) if step is not None else None
        if step is not None and number is None:
            self._tracker.say_once("step", f"jt.log: step {step!r} is no number; counting instead")
        for name, kind in refused:
            self._tracker.say_once(
                f"log:{name}", f"jt.log takes numbers and {name!r} is a {kind}: not logged (jt.param takes it)"
            )
        if numbers:
            self.write_points(numbers, number)

    def loop_points(self, names: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Add what a loop showed, apart from the names that are logged explicitly."""
        known = self.explicit_names
        if not known.isdisjoint(names):
            left = [at for at, name in enumerate(names) if name not in known]
            names = tuple(names[at] for at in left)
            rows = [(*row[:2], *(row[2 + at] for at in left)) for row in rows]  # type: ignore[misc]
        if not names:
            return
        if self._loop_writer is None:
            self._loop_writer = self._tracker.store.points(self.id, starts=self.next_steps)
        self.loop_names.update(names)
        self._loop_writer.log_rows(names, rows)

    def param(self, mapping: Mapping[str, Any] | None = None, /, **params: Any) -> None:
        """Set params of this run; mappings are flattened to dotted names, a later value replaces an earlier one."""
        seen = emit.explicit_params({**mapping, **params} if mapping is not None else params)
        self.params.update({item.name: item.value for item in seen})
        self._tracker.write("seen", **self.subject, params=emit.values(seen, self._tracker.masker, self.exec))

    def artifact(self, thing: Any, name: str | None = None) -> str:
        """Keep a file, a figure or a frame with this run; gives the name it is kept under.

        Raises FileNotFoundError for a path that is not there and TypeError for what cannot become a file.
        """
        from . import artifacts

        kept = artifacts.keep(self._tracker, thing, name)
        self._tracker.write("seen", **self.subject, artifacts=kept)
        self.explicit_files.update(artifacts.stamps(thing))
        return str(kept[0]["name"])

    def tag(self, *names: str, **named: Any) -> None:
        """Put tags on this run: bare ones by name, others as name=text."""
        clean = self._tracker.masker.text
        tags = {clean(str(name)): "" for name in names} | {name: clean(str(text)) for name, text in named.items()}
        if tags:
            self._tracker.write("edit", run=self.id, tags=tags)

    def note(self, text: str) -> None:
        """Set the note of this run."""
        self._tracker.write("edit", run=self.id, set={"note": self._tracker.masker.text(text)})

    def end(self, state: str = "finished", error: Mapping[str, Any] | None = None) -> None:
        """End the run; in a process that only takes part in it this does nothing."""
        if self.ended is not None or os.getpid() != self._pid:
            return
        self.ended = state
        self._finish_files()
        body: dict[str, Any] = {"run": self.id, "state": state}
        if error:
            body["error"] = dict(error)
        took = {
            "wall": round(time.perf_counter() - self._began, 6),
            "cpu": round(time.process_time() - self._cpu, 6),
        }
        if self.owns_exec and self.exec:
            self._tracker.write("cell_end", exec=self.exec, outcome=OUTCOMES[state], **took)
        self._tracker.write("end", **body, **took)
        self._tracker.run_ended(self)

    def watch_files(self, *, everywhere: bool = False) -> None:
        """Watch what is read and written until the run ends; see `RunFiles`."""
        from .watching import RunFiles

        try:
            self.files = RunFiles(self._tracker, self, everywhere=everywhere)
        except Exception as fault:
            self._tracker.fault("while watching files", fault)

    def _finish_files(self) -> None:
        files, self.files = self.files, None
        try:
            if files is not None:
                files.finish()
        except Exception as fault:
            self._tracker.fault("while keeping files", fault)

    @property
    def label(self) -> str:
        """What to call it to a person."""
        return self.name or self.auto_name or self.id[:6]

    @property
    def point_files(self) -> list[Path]:
        """The files that this process has written its points to."""
        writers = [self._explicit, self._loop_writer]
        return [self._tracker.store.root / "points" / f"{self.id}.{one.writer}.pts" for one in writers if one]

    @property
    def loop_steps(self) -> Mapping[str, float]:
        """The steps at which the series of loops go on."""
        return self.next_steps

    def let_go_of_files(self) -> None:
        """Close the files of a run that has ended; what still comes begins others."""
        for writer in (self._explicit, self._loop_writer):
            if writer is not None and self.ended is not None:
                writer.close()

    @property
    def next_steps(self) -> dict[str, int]:
        """The step at which each series goes on, whoever wrote it."""
        steps = dict(self.starts or {})
        for writer in (self._loop_writer, self._explicit):
            for name, step in (writer.next_steps() if writer is not None else {}).items():
                steps[name] = max(step, steps.get(name, step))
        return steps

    @property
    def explicit_names(self) -> set[str]:
        """The series that were logged by a call in this process."""
        if self._explicit is None:
            return set()
        before = self._before
        return {name for name, step in self._explicit.next_steps().items() if step != before.get(name, 0)}

    def reopen(self, exec_id: str | None) -> None:
        """Let the run go on with another part; its series go on where they were."""
        self.ended = None
        self.exec = exec_id
        self._began, self._cpu = time.perf_counter(), time.process_time()

    def belongs_elsewhere(self) -> None:
        """Mark it as the run of another process, which this one does not end."""
        self._pid = -1

    @property
    def subject(self) -> dict[str, str]:
        """What events about this run name."""
        return {"run": self.id, "exec": self.exec} if self.exec else {"run": self.id}

    def _open_points(self, values: Mapping[str, Any], step: float | None = None) -> None:
        self._before = self.next_steps
        self._explicit = self._tracker.store.points(self.id, starts=self._before)
        self.write_points = self._explicit.log
        self.write_points(values, step)


def next_steps(reader: Reader, record: Mapping[str, Any]) -> dict[str, int]:
    """For each series of a run the step after its last."""
    steps = {}
    for metric in record["metrics"]:
        if metric.get("series"):
            last = reader.series(record["id"], metric["name"], points=2).step[-1:]
            steps[metric["name"]] = math.floor(last[0]) + 1 if last and math.isfinite(last[0]) else metric["count"]
    return steps


def _elsewhere(root: str, run_id: str, name: str | None) -> OpenRun:
    """The run in another process: found again, or taken in hand there."""
    from .tracker import tracker

    return tracker().take_part(Path(root), run_id, name)


class NoRun:
    """What explicit calls get while tracking is switched off: it takes everything and does nothing."""

    id = ""
    name: str | None = None
    ended: str | None = None

    def write_points(self, values: Mapping[str, Any], step: float | None = None) -> None:
        """Nothing."""

    def log(self, mapping: Mapping[str, Any] | None = None, /, *, step: float | None = None, **metrics: Any) -> None:
        """Nothing."""

    def log_carefully(self, values: Mapping[str, Any], step: Any) -> None:
        """Nothing."""

    def param(self, mapping: Mapping[str, Any] | None = None, /, **params: Any) -> None:
        """Nothing."""

    def artifact(self, thing: Any, name: str | None = None) -> str:
        """Nothing."""
        return name or ""

    def tag(self, *names: str, **named: Any) -> None:
        """Nothing."""

    def note(self, text: str) -> None:
        """Nothing."""

    def end(self, state: str = "finished", error: Mapping[str, Any] | None = None) -> None:
        """Nothing."""
