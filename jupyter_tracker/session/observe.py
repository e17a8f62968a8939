"""The observers of a shell together: started before a cell, asked after it. One cell at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..capture import compat
from ..capture.files import FileWatch
from ..capture.filing import Filed
from ..capture.notebook import NotebookWatch
from ..capture.outputs import REMEMBERED, CellOutputs, OutputTap
from ..capture.printed import prepare
from ..capture.records import CellSeen, Child, FileSeen, Row, SeriesInfo, Where
from ..capture.resources import Meter
from ..capture.seeds import SeedsSeen, SeedWatch
from ..capture.values import MISSING
from ..capture.watch import Rules, ValueWatch
from ..store.jsontext import dumps
from . import artifacts, emit, state
from .effects import Executions
from .growing import Growing
from .keeping import seen_input
from .learnt import learn_ignored, learnt
from .printing import Printing
from .watching import file_watch, written

if TYPE_CHECKING:
    from ..capture.snapshot import Held
    from .cells import CellEntry
    from .tracker import Tracker

SHOWN_NAMES = 5
CARD = "jupyter_tracker"
"""Marks our own card in the metadata of the output."""


@dataclass
class Observed:
    """What the observers saw of one cell."""

    cell: CellSeen = field(default_factory=CellSeen)
    series: list[SeriesInfo] = field(default_factory=list)
    kept: dict[str, Any] | None = None
    """The outputs as the event refers to them."""
    figures: list[dict[str, Any]] = field(default_factory=list)
    """Those among the outputs, as artifacts."""
    files: list[FileSeen] = field(default_factory=list)
    resources: dict[str, float | int] = field(default_factory=dict)
    seeds: SeedsSeen | None = None
    trace: dict[str, Any] | None = None
    """What the cell depended on and changed."""
    warnings: list[str] = field(default_factory=list)

    def body(self, entry: CellEntry, tracker: Tracker) -> dict[str, Any]:
        """The body of the `seen` event, masked."""
        masker = tracker.masker
        run = entry.run or entry.reserved
        explicit = run.explicit_names if run is not None else set()
        looped = run.loop_names - explicit if run is not None else set()
        metrics = emit.values((item for item in self.cell.metrics if item.name not in explicit), masker, entry.exec)
        metrics += emit.series((info for info in self.series if info.name in looped), masker, entry.exec)
        body: dict[str, Any] = {
            "params": emit.values(self.cell.params, masker, entry.exec),
            "metrics": metrics,
            "tables": emit.tables(self.cell.tables, tracker, entry.exec),
            "children": emit.children(self.cell.children, masker),
            "reads": self.cell.reads,
            "writes": self.cell.writes,
            "inputs": [seen_input(file, tracker) for file in self.files if file.mode == "read"],
            "artifacts": [written(file, tracker) for file in self.files if file.mode == "written"] + self.figures,
            "resources": self.resources,
            "warnings": [masker.text(text) for text in self.warnings],
        }
        if self.kept is not None:
            body["outputs"] = self.kept
        if self.trace is not None:
            body["trace"] = self.trace
        if self.seeds is not None and (self.seeds.used or self.seeds.seeded):
            seeds = {"used": self.seeds.used, "seeded": masker.value("seeds", self.seeds.seeded)}
            body["env"] = {"seeds": {**seeds, "states": self.seeds.states}}
        return {key: value for key, value in body.items() if value}


def _left_alone(names: list[str]) -> str:
    """What a run says of functions that could not be watched from inside."""
    more = len(names) - SHOWN_NAMES
    why = "are handed on rather than called" if sys.version_info < (3, 12) else "look at their own variables"
    shown = ", ".join(names[:SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")
    return (
        f"not watched inside: {shown}. On Python {sys.version_info.major}.{sys.version_info.minor} functions that "
        f"{why} are left as they are; 3.13 sees them all"
    )


def newest(tried: Iterable[Child]) -> list[Child]:
    """Of each configuration what was said last."""
    return list({(child.of, child.key): child for child in tried}.values())


def kept_outputs(outputs: CellOutputs, tracker: Tracker) -> dict[str, Any]:
    """Outputs as an event refers to them; the tap has masked them. Beyond the budget only hash and size are kept."""
    from blake3 import blake3

    data = dumps(outputs.outputs, ensure_ascii=False).encode("utf-8", "replace")
    over = tracker.over_budget()
    ref = f"b3:{blake3(data).hexdigest()}" if over else tracker.store.blobs.put(data)
    return {"blob": ref, "bytes": len(data), "truncated": outputs.truncated}


class Observers:
    """All observers of one shell."""

    def __init__(self, tracker: Tracker, shell: Any) -> None:
        """Put the tap on the kernel's messages; everything else waits for a cell."""
        self._tracker = tracker
        self._shell = shell
        self._entry: CellEntry | None = None
        self.tap = OutputTap(shell, tracker.masker.text)
        self.tap.install()
        self._values: ValueWatch | None = None
        self._executions: Executions | None = None
        self._printing: Printing | None = None
        self._growing = Growing(tracker.worker.submit, lambda: None)
        tracker.worker.submit(prepare, patient=True)
        self._notebook = NotebookWatch(shell)
        self._meet_front_end(None)
        self.snapshot: Held | None = None
        self._files: FileWatch | None = None
        self._meter = Meter()
        self._seeds: SeedWatch | None = None
        self._ended: dict[str, tuple[str, str | None]] = {}

    def start(self, entry: CellEntry) -> bool:
        """Begin to watch a cell; false where another cell is being watched (on a subshell), which goes on alone."""
        settings = entry.settings
        limit = settings.output_limit if entry.run is not None else settings.untracked_output_limit
        if self._entry is not None:
            self.tap.begin(str(entry.request), limit, settings.outputs)
            return False
        self._entry = entry
        self._printing = Printing(self._tracker.worker, self._on_printed)
        self._growing = growing = Growing(self._tracker.worker.submit, lambda: self._keep_so_far(entry))
        self.tap.begin(str(entry.request), limit, settings.outputs, self._printing.hear, growing.heard)
        if self._values is None:
            self._values = ValueWatch(self._shell, self._on_points, self._on_child)
            self._executions = Executions(self._tracker, self._shell, self._values.own)
        self._values.start(
            entry.code,
            self._rules(entry),
            starts=entry.run.loop_steps if entry.run is not None else {},
            roots=self._roots(),
        )
        if self._executions is not None:
            self._executions.start(entry)
        if self._files is None:
            self._files = self._file_watch()
        self._seeds = None
        if entry.run is not None:
            self._seeds = SeedWatch()
            self._seeds.start()
        self._files.start()
        self._meter.start()
        return True

    def stop(self, entry: CellEntry, result: Any) -> Observed:
        """What was seen of the cell that has just run."""
        seen = Observed(resources=self._meter.stop())
        files = self._files.stop(entry.raw) if self._files is not None else []
        seen.files = artifacts.beyond(files, entry.run)
        if self._seeds is not None:
            seen.seeds = self._seeds.stop(entry.code.source)
        self._write_late()
        self._growing.end()
        outputs = self.tap.end(str(entry.request))
        if outputs.outputs:
            seen.kept = kept_outputs(outputs, self._tracker)
        if outputs.figures and entry.run is not None:
            seen.figures = self._tracker.figures.keep(entry.run.id, outputs)
        self._ended[str(entry.request)] = (entry.exec, seen.kept["blob"] if seen.kept else None)
        value = result.result if result is not None and result.success else MISSING
        if self._values is not None:
            self._values.flush()
            printed, curves = self._printing.end() if self._printing is not None else ([], [])
            self._printing = None
            owners = entry.run.owners if entry.run is not None else None
            fault = result.error_in_exec if result is not None else None
            told = self._values.stop(
                result=value,
                origin=entry.exec,
                printed=printed,
                curves=curves,
                owners=owners,
                trace=getattr(fault, "__traceback__", None),
            )
            seen.cell, seen.series = replace(told.cell, children=newest(entry.tried)), told.series
            if told.unwatched and entry.run is not None:
                seen.warnings.append(_left_alone(told.unwatched))
            for where, fault in told.faults.items():
                self._tracker.say_once(f"watch:{where}", f"{where} is not watched as it should be: {fault}")
        if self._executions is not None:
            filed = self._files.filed if self._files is not None else Filed()
            seen.trace = self._executions.stop(files, filed, ended=result is not None and bool(result.success))
        self._entry = None  # only now: objects and loops that were left tell points as they are asked last
        return seen

    def let_go(self, entry: CellEntry) -> None:
        """Be free for the next cell, also where a fault of ours kept `stop` from being reached."""
        if self._entry is entry:
            self._growing.end()
            self._entry = None

    def notice(self, entry: CellEntry, info: Any) -> None:
        """Take note of a cell that is about to run, and of the notebook it is in."""
        self._meet_front_end(info)
        self._notebook.executed(entry.cell_id, entry.raw)
        if state.peek("replaying") is None:
            self._tracker.use_notebook(self._notebook.path(info))
        self.snapshot = self._notebook.take(info)

    @contextmanager
    def unheard(self, entry: CellEntry) -> Iterator[None]:
        """Inside, what is displayed below the cell is ours and no output of it."""
        heard, request = self.tap._privacy, str(entry.request)
        before = heard.get(request)
        heard[request] = "off"
        try:
            yield
        finally:
            if before is None:
                heard.pop(request, None)
            else:
                heard[request] = before

    def close(self) -> None:
        """Take everything off the shell and the interpreter."""
        self.tap.remove()
        self._notebook.close()
        if self._files is not None:
            self._files.close()
        if self._values is not None:
            self._values.close()
            self._values = None

    def _meet_front_end(self, info: Any) -> None:
        """Open the conversation where there is somebody: who runs a notebook without a screen (nbclient) names no
        cells, and would log that it knows no such thing."""
        if compat.cell_id(self._shell, info) is not None:
            self._notebook.connect()

    def _file_watch(self) -> FileWatch:
        watch = file_watch(self._tracker)
        self._tracker.worker.submit(watch.prepare)
        return watch

    def _write_late(self) -> None:
        """What threads have printed since their cell ended."""
        for request, outputs in self.tap.late().items():
            exec_id, before = self._ended.get(request, (None, None))
            kept = kept_outputs(outputs, self._tracker)
            if exec_id is not None and kept["blob"] != before:
                self._ended[request] = (exec_id, kept["blob"])
                self._tracker.write("seen", exec=exec_id, outputs=kept)
        for old in list(self._ended)[:-REMEMBERED]:
            del self._ended[old]

    def _keep_so_far(self, entry: CellEntry) -> None:
        """What a cell that still runs has shown, if it is a run by now; in a thread."""
        outputs = self.tap.so_far(str(entry.request)) if entry.run is not None else None
        if outputs is not None and outputs.outputs:
            self._tracker.write("seen", exec=entry.exec, outputs=kept_outputs(outputs, self._tracker))

    def _rules(self, entry: CellEntry) -> Rules:
        """What was ruled of names: for this notebook, and by the cell. What a cell silences is silent for good."""
        known, said = learnt(self._tracker, self._tracker.notebook), entry.directive
        if said is None:
            return Rules(known.ignore, known.params, known.metrics)
        learn_ignored(self._tracker, self._tracker.notebook, said.ignore)
        return Rules((*known.ignore, *said.ignore), (*known.params, *said.param), (*known.metrics, *said.metric))

    def _roots(self) -> list[str]:
        """Folders whose modules are the user's: the notebook's, and the one that the store lies in."""
        replay = state.peek("replaying")
        if replay is not None:
            return list(replay.said.roots)
        notebook = self._tracker.notebook
        return [*([os.path.dirname(notebook)] if notebook else []), str(self._tracker.store.root.parent)]

    def _on_child(self, child: Child) -> None:
        if self._entry is not None:
            self._entry.child(child)

    def _on_points(self, names: tuple[str, ...], rows: Sequence[Row], where: Where) -> None:
        if self._entry is not None:
            if self._printing is not None:
                self._printing.told.add(names, rows)
            self._entry.points(names, rows)

    def _on_printed(self, values: dict[str, float], step: float, time: float) -> None:
        if self._entry is not None:
            self._entry.points(tuple(values), [(step, time, *values.values())])  # type: ignore[list-item]
