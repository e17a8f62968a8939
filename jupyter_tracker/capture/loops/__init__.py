"""Curves from plain loops: points come while a loop runs, with no log call in it.

`watcher(shell, emit)` gives the engine that this Python offers; `.engine` says which it is.
"""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Collection, Iterable, Mapping
from types import FunctionType, TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.loops.recorder import OnRound
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.records import Emit, Seen, SeriesInfo

if TYPE_CHECKING:
    from jupyter_tracker.capture.functions import FunctionWatch
    from jupyter_tracker.capture.loops.bare import Claim, Known


class LoopWatch(Protocol):
    """Watches the loops of one cell at a time. `fault` is what went wrong inside, after which loops are left alone."""

    engine: str
    fault: Exception | None

    def start(
        self,
        code: CellCode,
        *,
        ignore: Collection[str] = (),
        metric: Collection[str] = (),
        starts: Mapping[str, float] | None = None,
    ) -> None:
        """Watch the cell that is about to run. `ignore` and `metric` are names that are no series, and that are one
        whatever the rules say; `starts` gives the step at which a series goes on that its run has already."""

    def failed(self, trace: TracebackType) -> None:
        """The cell has ended with this traceback: what its functions had is in there."""

    def stop(self) -> list[SeriesInfo]:
        """The cell has ended: its series."""

    def numbers(self) -> list[Seen]:
        """What the cell that has ended worked out a few times and bound to no name: metrics."""

    def unwatched(self) -> list[str]:
        """The functions that the cell which has ended could run, and that had to be left as they are."""

    def claim(self, name: str, owner: object, fn: str | None) -> str:
        """A name for a series of the cell that no other has; `fn` is the function it is made in."""

    def known(self, values: Iterable[float]) -> bool:
        """Whether a series of a loop has one of these values as its last."""

    def flush(self) -> None:
        """Hand over the points of loops that wait: those of fast rounds do, for 50 ms."""

    def meet(self, functions: Iterable[FunctionType]) -> None:
        """The cell has imported these: they are watched too."""

    def abandon(self) -> None:
        """Hand over nothing any longer: this is a process that the cell has forked, and the points are its parent's."""

    def close(self) -> None:
        """Leave no trace in the interpreter and the shell."""


_WATCHES: weakref.WeakSet[LoopWatch] = weakref.WeakSet()


def _abandon_all() -> None:
    for watch in list(_WATCHES):
        watch.abandon()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon_all)


def watcher(
    shell: Any,
    emit: Emit,
    own: OwnCode,
    functions: FunctionWatch,
    on_round: OnRound = lambda *round: None,
) -> LoopWatch:
    """A watch for the cells of an IPython shell. `emit` and `on_round` are called during the loop, in the thread that
    runs it; `functions` is told of each return of a function of the user's."""
    watch = _engine(shell, emit, own, functions, on_round)
    _WATCHES.add(watch)
    return watch


def _engine(shell: Any, emit: Emit, own: OwnCode, functions: FunctionWatch, on_round: OnRound) -> LoopWatch:
    from jupyter_tracker.capture.loops.rewriting import RewritingWatch

    if sys.version_info >= (3, 12):
        from jupyter_tracker.capture.loops import monitoring

        tool = monitoring.claim()
        if tool is not None:

            def taps(beside: tuple[Claim, Known]) -> RewritingWatch:
                return RewritingWatch(shell, emit, own, functions, on_round, beside)

            return monitoring.MonitoringWatch(tool, shell.user_ns, emit, own, functions, on_round, taps)
    return RewritingWatch(shell, emit, own, functions, on_round)
