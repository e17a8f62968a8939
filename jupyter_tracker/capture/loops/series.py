"""From rounds of loops to points of series: which values are one, at what step, and when they are handed over."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from jupyter_tracker.capture import judgement, values
from jupyter_tracker.capture.loops.plan import Candidate, LoopPlan
from jupyter_tracker.capture.objects import resolve
from jupyter_tracker.capture.records import Sampling, SeriesInfo, Where
from jupyter_tracker.capture.values import MISSING

Emit = Callable[[dict[str, float], "float | None", float, Where], None]
"""`emit(values, step, time, where)`: called while the loop runs, in the thread that runs it."""

OnRound = Callable[[LoopPlan, dict[str, Any], dict[str, float], float, float], None]
"""`on_round(plan, settings, metrics, started, ended)`: a loop over configurations has tried one."""

FAST = 1e-4
"""Seconds a round; in a faster loop only what is surely a curve is taken for one."""
EACH = 1e-3
"""Seconds a round from which on each one is seen, however many there are: a look takes about a hundredth of it."""
ALL = 2000
TRIAL = 50
"""Rounds after which a loop must have shown whether it is fast, and a name whether it holds numbers."""
SURE = 0.01
"""Seconds that a loop must have run before it may count as slow: single rounds are often held up."""
LEAST_ROUNDS = 3
BACKLOG = 1000
OWN_LOCALS = frozenset(["locals", "vars", "eval", "exec", "dir"])
"""A function that names one of these may look at its own variables, and is to find them as it left them."""


class Series:
    """One name of one loop. Points wait in a backlog until there are three rounds and the value has changed."""

    __slots__ = (
        "backlog",
        "candidate",
        "count",
        "last",
        "live",
        "name",
        "path",
        "plain",
        "seen_id",
        "seen_len",
        "thinned",
    )

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.name = candidate.name
        self.path = candidate.path
        self.plain = not candidate.grows and not candidate.conditional and not candidate.filled
        self.backlog: list[tuple[float, float | None, float]] = []
        self.live = False
        self.thinned = False
        self.count = 0
        self.last = 0.0
        self.seen_id = 0
        self.seen_len = -1

    def value(self, raw: Any) -> float | None:
        """The number of this round, or None: not there, no number, or the one of an earlier round."""
        if self.candidate.grows:
            raw = self._newest(raw)
        elif self.candidate.conditional:
            if id(raw) == self.seen_id:
                return None
            self.seen_id = id(raw)
        number = values.number(raw)
        return None if number is None else float(number)

    def _newest(self, raw: Any) -> Any:
        if not issubclass(type(raw), list):
            return None
        length = list.__len__(raw)
        grown = length > self.seen_len and length > 0
        self.seen_len = length
        return self.newest(raw) if grown else None

    def newest(self, raw: Any) -> Any:
        """The newest item of a list, or what it holds under the key."""
        item: Any = list.__getitem__(raw, -1) if issubclass(type(raw), list) and list.__len__(raw) else None
        if self.candidate.key is None:
            return item
        return dict.get(item, self.candidate.key) if issubclass(type(item), dict) else None

    def wait(self, value: float, step: float | None, now: float) -> None:
        """Keep a point until the series proves to be one; of a long wait every second point goes."""
        self.backlog.append((value, step, now))
        if len(self.backlog) > BACKLOG:
            del self.backlog[1:-1:2]
            self.thinned = True


class LoopState:
    """A loop while it runs, over all the times it is entered: its axis goes on where it was."""

    def __init__(self, plan: LoopPlan, recorder: Recorder, offset: int) -> None:
        self.plan = plan
        self.where = Where("loop", plan.node.lineno + offset, plan.fn, plan.text)
        self.series = [Series(c) for c in plan.candidates if not recorder.ignores(c)]
        paths = [plan.counter or "", *plan.tries, *(s.path for s in self.series)]
        self.needed = {path.partition(".")[0] for path in paths}
        self.open = False
        """Whether rounds were seen and the loop's end was not."""
        self.rounds = 0
        self.sampled = False
        self._recorder = recorder
        self._watched = list(self.series)
        self._emit = recorder.emit
        self._started = self._before = time.perf_counter()
        self._epoch = time.time() - self._started
        self._base = 0.0
        self._start = max((recorder.starts.get(s.name, 0) for s in self.series), default=0)
        self._raw: float | None = None
        self._step: float | None = None
        self._first: float | None = None

    def round(self, lookup: Callable[[str], Any], *, final: bool = False, cut: bool = False) -> bool:
        """Take the values at the end of a round. Answers whether the round was so fast that the next ones need not be
        seen.

        `final`: the loop or its scope has ended; only values that nothing can have changed since are taken, and
        only if they are new. `cut`: the loop is being left in the middle of a round, so that some of its values may
        still be those of the round before.
        """
        now = time.perf_counter()
        took, self._before = now - self._before, now
        before, self.rounds = self.rounds, self.rounds + (not final and not cut)
        tried = self.plan.tries and not final and (self.open or not cut)
        self.open = not final and not cut
        step = self._counted(lookup)
        ready: dict[str, float] = {}
        wall = self._epoch + now
        for series in self.series:
            if final and not series.candidate.final:
                continue
            raw = lookup(series.path)
            if series.candidate.filled:
                raw = values.item(raw, lookup(self.plan.counter or ""))
            value = raw if series.plain and type(raw) is float else series.value(raw)
            if series.plain:
                same, series.seen_id = id(raw) == series.seen_id, id(raw)
            if value is None:
                continue
            if (final or (cut and series.plain and same)) and (value == series.last or value != value):
                continue
            self.rounds = max(self.rounds, before + 1)
            series.last = value
            series.count += 1
            if series.live:
                ready[series.name] = value
            else:
                self._wait(series, value, step, wall, now)
        if step is not None:
            self._step = step
            self._first = step if self._first is None else self._first
        if ready:
            self._emit(ready, step, wall, self.where)
        if tried:
            self._tried(lookup, wall, took)
        if self.rounds == TRIAL:
            self._settle(now)
        return took < EACH and self.rounds > ALL

    @property
    def idle(self) -> bool:
        """Whether there is nothing to look at in this loop."""
        return not self.series and not self.plan.tries

    def _tried(self, lookup: Callable[[str], Any], now: float, took: float) -> None:
        """A round that tried a configuration: its settings, and the numbers that it came to."""
        settings = {name: lookup(name) for name in self.plan.tries}
        raw = {s: lookup(s.path) for s in self._watched}
        numbers = {s.candidate.name: values.number(s.newest(v) if s.candidate.grows else v) for s, v in raw.items()}
        found = {name: float(number) for name, number in numbers.items() if number is not None}
        self._recorder.on_round(self.plan, settings, found, now - took, now)

    def _wait(self, series: Series, value: float, step: float | None, wall: float, now: float) -> None:
        series.wait(value, step, wall)
        if self.rounds < LEAST_ROUNDS or len(series.backlog) < 2:
            return
        first = series.backlog[0][0]
        if value == first and all(point[0] == first for point in series.backlog[-3:]):
            return
        if judgement.is_count_name(series.name) and all(float(point[0]).is_integer() for point in series.backlog):
            return
        slow = now - self._started >= max(FAST * self.rounds, SURE)
        if (series.candidate.conf if slow else series.candidate.fast_conf) < judgement.LEAST:
            return
        series.name = self._recorder.claim(series.candidate.name, self.plan, self.plan.fn)
        series.live = True
        for one, at, then in series.backlog:
            self._emit({series.name: one}, at, then, self.where)
        series.backlog.clear()

    def _settle(self, now: float) -> None:
        """After some rounds: forget what holds no numbers, and in a fast loop what is likely a by-product."""
        fast = now - self._started < FAST * self.rounds
        sure = [s for s in self.series if s.live or not fast or s.candidate.fast_conf >= judgement.LEAST]
        self.series = [s for s in sure if s.count or s.candidate.conditional or s.candidate.grows]

    def _counted(self, lookup: Callable[[str], Any]) -> float | None:
        """The step: the loop's counter, going on where the loop was left when it is entered again."""
        if self.plan.counter is None:
            return None
        raw = values.number(lookup(self.plan.counter))
        if raw is None:
            return None
        if self.plan.swept:
            return float(raw)
        if self._raw is None and raw < self._start:
            self._base = self._start - raw
        if self._raw is not None and self._step is not None and raw < self._raw:
            self._base = self._step + 1 - raw
        self._raw = raw
        return self._base + raw

    def infos(self) -> list[SeriesInfo]:
        """What the loop's series were."""
        sampling: Sampling = "sampled" if self.sampled else "every"
        rounds = self.rounds
        if self.sampled and not self.plan.swept and self._step is not None and self._first is not None:
            rounds = max(rounds, int(self._step - self._first) + 1)
        return [
            SeriesInfo(
                s.name, self.where, s.count, rounds, s.last, "sampled" if s.thinned else sampling, s.candidate.conf
            )
            for s in self.series
            if s.live
        ]


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
        last = {s.last for state in self._states.values() for s in state.series if s.live}
        return not last.isdisjoint(values)

    def infos(self) -> list[SeriesInfo]:
        """All series so far."""
        return [info for state in self._states.values() for info in state.infos()]


def reader(namespace: Any) -> Callable[[str], Any]:
    """How to look names up in the variables of a cell or function; dotted ones without running code."""

    get = namespace.get

    def lookup(path: str) -> Any:
        if "." not in path:
            return get(path)
        found = resolve(namespace, path)
        return None if found is MISSING else found

    return lookup
