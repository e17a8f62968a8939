"""All loops of one tracked cell: their states, and the names that their series get."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from jupyter_tracker.capture.loops.plan import Candidate, LoopPlan
from jupyter_tracker.capture.loops.state import LoopState
from jupyter_tracker.capture.records import Emit, SeriesInfo

OnRound = Callable[[LoopPlan, dict[str, Any], dict[str, float], float, float], None]
"""`on_round(plan, settings, metrics, started, ended)`: a loop over configurations has tried one."""


class Recorder:
    """All loops of one tracked cell. `outer` are series that the cell's own loops give: a loop in a function that
    gives the same name is inside them, and its series are called `name/step`. `starts` are the steps at which series
    go on that the run has already."""

    def __init__(
        self,
        emit: Emit,
        plans: Iterable[LoopPlan] = (),
        ignore: Collection[str] = (),
        starts: Mapping[str, float] | None = None,
        on_round: OnRound = lambda *round: None,
    ) -> None:
        self.emit = emit
        self.on_round = on_round
        self.starts = starts or {}
        self._ignored = frozenset(ignore)
        self._outer = frozenset(c.name for p in plans if p.fn is None for c in p.candidates)
        self._owners: dict[str, object] = {}
        self._states: dict[int, LoopState] = {}

    def state(self, plan: LoopPlan, offset: int = 0) -> LoopState:
        """The state of a loop; `offset` lines of the cell stand above what was parsed."""
        found = self._states.get(id(plan))
        if found is None:
            found = self._states[id(plan)] = LoopState(plan, self, offset)
        return found

    def ignores(self, candidate: Candidate) -> bool:
        """Whether the user wants no series of it."""
        path = candidate.path
        return not self._ignored.isdisjoint((path, path.partition(".")[0], path.rpartition(".")[2]))

    def claim(self, name: str, owner: object, fn: str | None) -> str:
        """The name that a series of a loop, a function or a library gets: its own, or one that no other has. `fn` is
        the function that it is made in."""
        if fn is not None and name in self._outer:
            name = f"{name}/step"
        tried, n = name, 1
        while self._owners.setdefault(tried, owner) is not owner:
            n += 1
            tried = f"{fn.rpartition('.')[2]}.{name}" if fn and n == 2 else f"{name}_{n}"
        return tried

    def known(self, values: Iterable[float]) -> bool:
        """Whether a series has one of these values as its last."""
        return not set[float]().union(*(state.lasts() for state in self._states.values())).isdisjoint(values)

    def infos(self) -> list[SeriesInfo]:
        """All series so far."""
        return [info for state in self._states.values() for info in state.infos()]

    def flush(self) -> None:
        """Hand over the points that wait."""
        for state in self._states.values():
            state.pending.flush()

    def abandon(self) -> None:
        """Hand over nothing any longer: this is a process that the cell has forked."""
        for state in self._states.values():
            state.abandon()
