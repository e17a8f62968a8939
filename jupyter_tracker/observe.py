"""The observers of a shell together: started before a cell, asked after it. One cell at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import emit, state
from .capture import loops
from .capture.namespace import Names
from .capture.notebook import NotebookWatch
from .capture.outputs import CellOutputs, OutputTap
from .capture.records import CellSeen, LoopPoint, SeriesInfo, Where
from .capture.values import MISSING

if TYPE_CHECKING:
    from .capture.snapshot import Snapshot
    from .cells import CellEntry
    from .tracker import Tracker

TRAINING_CALLS = ("fit", "fit_transform", "fit_predict", "train", "partial_fit")


@dataclass
class Observed:
    """What the observers saw of one cell."""

    cell: CellSeen = field(default_factory=CellSeen)
    series: list[SeriesInfo] = field(default_factory=list)
    outputs: CellOutputs | None = None
    trains: bool = False
    warnings: list[str] = field(default_factory=list)

    def body(self, entry: CellEntry, tracker: Tracker) -> dict[str, Any]:
        """The body of the `seen` event, masked."""
        masker = tracker.masker
        explicit = entry.run.explicit_names if entry.run is not None else set()
        metrics = emit.values((item for item in self.cell.metrics if item.name not in explicit), masker, entry.exec)
        metrics += emit.series((info for info in self.series if info.name not in explicit), masker, entry.exec)
        body: dict[str, Any] = {
            "params": emit.values(self.cell.params, masker, entry.exec),
            "metrics": metrics,
            "reads": self.cell.reads,
            "writes": self.cell.writes,
            "warnings": [masker.text(text) for text in self.warnings],
        }
        if self.outputs is not None and self.outputs.outputs:
            body["outputs"] = kept_outputs(self.outputs, tracker)
        return {key: value for key, value in body.items() if value}


def kept_outputs(outputs: CellOutputs, tracker: Tracker) -> dict[str, Any]:
    """Outputs as an event refers to them; the tap has masked them."""
    data = json.dumps(outputs.outputs, ensure_ascii=False).encode("utf-8", "replace")
    return {"blob": tracker.store.blobs.put(data), "bytes": len(data), "truncated": outputs.truncated}


class Observers:
    """All observers of one shell."""

    def __init__(self, tracker: Tracker, shell: Any) -> None:
        """Put the tap on the kernel's messages; everything else waits for a cell."""
        self._tracker = tracker
        self._shell = shell
        self._entry: CellEntry | None = None
        self.names = Names(shell.user_ns)
        self.tap = OutputTap(shell, tracker.masker.text)
        self.tap.install()
        self._loops: loops.LoopWatch | None = None
        self._notebook = NotebookWatch(shell)
        self._notebook.connect()
        self._take_snapshot: Callable[[], Snapshot] | None = None

    def start(self, entry: CellEntry) -> bool:
        """Begin to watch a cell; false where another cell is being watched (on a subshell), which goes on alone."""
        settings = entry.settings
        limit = settings.output_limit if entry.run is not None else settings.untracked_output_limit
        self.tap.begin(str(entry.request), limit, settings.outputs)
        if self._entry is not None:
            return False
        self._entry = entry
        self.names.before()
        if self._loops is None:
            self._loops = loops.watcher(self._shell, self._on_loop)
        self._loops.start(entry.code)
        return True

    def stop(self, entry: CellEntry, result: Any) -> Observed:
        """What was seen of the cell that has just run."""
        self._entry = None
        seen = Observed()
        if self._loops is not None:
            seen.series = self._loops.stop()
            if self._loops.fault is not None:
                self._tracker.say_once("loops", f"loops are not watched any more: {self._loops.fault}")
        seen.outputs = self.tap.end(str(entry.request))
        directive = entry.directive
        value = result.result if result is not None and result.success else MISSING
        seen.cell = self.names.after(
            entry.code,
            result=value,
            series=[info.name for info in seen.series],
            ignore=directive.ignore if directive is not None else (),
            param=directive.param if directive is not None else (),
            metric=directive.metric if directive is not None else (),
            origin=entry.exec,
        )
        seen.trains = bool(seen.series) or any(
            call.callee.rpartition(".")[2] in TRAINING_CALLS for call in entry.code.calls
        )
        return seen

    def notice(self, entry: CellEntry, info: Any) -> None:
        """Take note of a cell that is about to run, and of the notebook it is in."""
        self._notebook.executed(entry.cell_id, entry.raw)
        self._tracker.use_notebook(self._notebook.path(info))
        self._take_snapshot = self._notebook.take(info)

    def close(self) -> None:
        """Take everything off the shell and the interpreter."""
        self.tap.remove()
        self._notebook.close()
        if self._loops is not None:
            self._loops.close()
            self._loops = None

    def _on_loop(self, values: dict[str, float], step: float | None, time: float, where: Where) -> None:
        if self._entry is not None:
            self._entry.loop_point(LoopPoint(values, step, time, where))
