"""From rounds of loops to points of series: which values are one, at what step, and when they are handed over."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_tracker.capture import judgement, values
from jupyter_tracker.capture.loops.pending import Pending
from jupyter_tracker.capture.loops.plan import LoopPlan
from jupyter_tracker.capture.loops.quick import ALL, EACH, Quick
from jupyter_tracker.capture.loops.series import Series
from jupyter_tracker.capture.records import Sampling, SeriesInfo, Where

if TYPE_CHECKING:
    from jupyter_tracker.capture.loops.recorder import Recorder

FAST = 1e-4
"""Seconds a round; in a faster loop only what is surely a curve is taken for one."""
TRIAL = 50
"""Rounds after which a loop must have shown whether it is fast, and a name whether it holds numbers."""
SURE = 0.01
"""Seconds that a loop must have run before it may count as slow: single rounds are often held up."""
LEAST_ROUNDS = 3


class LoopState:
    """A loop while it runs, over all the times it is entered: its axis goes on where it was."""

    def __init__(self, plan: LoopPlan, recorder: Recorder, offset: int) -> None:
        self.plan = plan
        self.where = Where("loop", plan.node.lineno + offset, plan.fn, plan.text)
        self.series = [Series(c) for c in plan.candidates if not recorder.ignores(c)]
        paths = [plan.counter or "", *plan.tries, *(s.path for s in self.series)]
        self.needed = {path.partition(".")[0] for path in paths}
        self.dotted = any("." in path for path in paths)
        """Whether something is to be looked for inside what the names hold."""
        self.open = False
        """Whether rounds were seen and the loop's end was not."""
        self.rounds = 0
        self.sampled = False
        self.pending = Pending(recorder.emit, self.where)
        self._recorder = recorder
        self._watched = list(self.series)
        self._started = self._before = time.perf_counter()
        self._epoch = time.time() - self._started
        self._base = 0.0
        self._start = max((recorder.starts.get(s.name, 0) for s in self.series), default=0)
        self._raw: float | None = None
        self._step: float | None = None
        self._first: float | None = None
        self._settled: Quick | None = None
        """There once all series are live and hold nothing but numbers."""
        self.quick: Quick | None = None
        """The same while it takes the rounds."""

    def round(self, lookup: Callable[[str], Any], *, final: bool = False, cut: bool = False) -> bool:
        """Take the values at the end of a round. Answers whether the round was so fast that the next ones need not be
        seen.

        `final`: the loop or its scope has ended; only values that nothing can have changed since are taken, and
        only if they are new. `cut`: the loop is being left in the middle of a round, so that some of its values may
        still be those of the round before.
        """
        quick = self.quick
        if quick is not None:
            unseen = quick.take(lookup) if not (final or cut) else None
            if unseen is not None:
                return unseen
            self._take_over(quick)
        now = time.perf_counter()
        took, self._before = now - self._before, now
        self._take(lookup, now, took, final=final, cut=cut)
        if final or cut:
            self.pending.end()
        elif self._settled is not None and self._settled.begin(self.rounds, self._base, self._raw, now):
            self.quick = self._settled
        return took < EACH and self.rounds > ALL and not final and not cut

    def passed(self, each: float) -> None:
        """Rounds have gone unseen, of `each` seconds: the one that is taken next is not as long as all of them."""
        before = time.perf_counter() - each
        if self.quick is not None:
            self.quick.before = before
        self._before = before

    def _take(
        self, lookup: Callable[[str], Any], now: float, took: float, *, final: bool = False, cut: bool = False
    ) -> None:
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
            same = series.plain and series.is_seen(raw)
            value = raw if series.plain and type(raw) is float else series.value(raw)
            if value is None:
                continue
            if (final or (cut and same)) and (value == series.last or value != value):
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
            self.pending.add(tuple(ready), (step, wall, *ready.values()), took < EACH)  # type: ignore[arg-type]
        if tried:
            self._tried(lookup, wall, took)
        if self.rounds >= TRIAL and self._settled is None:
            self._settle(now)

    def _take_over(self, quick: Quick) -> None:
        """Go on where the quick rounds end."""
        quick.end()
        self.quick = None
        self.rounds, self._before, self._raw = quick.rounds, quick.before, quick.raw
        if quick.raw is not None:
            self._step = quick.base + quick.raw

    @property
    def idle(self) -> bool:
        """Whether there is nothing to look at in this loop."""
        return not self.series and not self.plan.tries

    def abandon(self) -> None:
        """Hand over nothing any longer: this is a process that the cell has forked."""
        self.pending.drop()
        self.series = []
        self._settled = self.quick = None

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
        first = series.backlog[0][2]
        if value == first and all(row[2] == first for row in series.backlog[-3:]):
            return
        if judgement.is_count_name(series.name) and all(float(row[2]).is_integer() for row in series.backlog):
            return
        slow = now - self._started >= max(FAST * self.rounds, SURE)
        if (series.candidate.conf if slow else series.candidate.fast_conf) < judgement.LEAST:
            return
        series.name = self._recorder.claim(series.candidate.name, self.plan, self.plan.fn)
        series.live = True
        self._recorder.emit((series.name,), series.backlog, self.where)
        series.backlog = []

    def _settle(self, now: float) -> None:
        """After some rounds: forget what holds no numbers, and in a fast loop what is likely a by-product."""
        if self.rounds == TRIAL:
            fast = now - self._started < FAST * self.rounds
            sure = [s for s in self.series if s.live or not fast or s.candidate.fast_conf >= judgement.LEAST]
            self.series = [s for s in sure if s.count or s.candidate.conditional or s.candidate.grows]
        simple = not self.plan.tries and not self.plan.swept and not self.dotted
        if simple and self.series and all(s.live and s.plain for s in self.series):
            self._settled = Quick(self.series, self.plan.counter, self.pending, self._epoch)

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

    def lasts(self) -> set[float]:
        """What its series had last."""
        if self.quick is not None:
            self.quick.end()
        return {series.last for series in self.series if series.live}

    def infos(self) -> list[SeriesInfo]:
        """What the loop's series were."""
        if self.quick is not None:
            self._take_over(self.quick)
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
