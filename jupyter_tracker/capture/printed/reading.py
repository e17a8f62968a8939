"""Text in order, to what was printed under each name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_tracker.capture.printed import judged
from jupyter_tracker.capture.printed.judged import PrintedValue
from jupyter_tracker.capture.printed.lines import Lines
from jupyter_tracker.capture.printed.series import Point, Series
from jupyter_tracker.capture.printed.told import Told
from jupyter_tracker.capture.records import SeriesInfo, Where
from jupyter_tracker.capture.text import Pair, names
from jupyter_tracker.capture.text.counters import NONE, Counter

if TYPE_CHECKING:
    from jupyter_tracker.capture.printed import Emit

MANY_NAMES = 1000
"""Names that are taken; at most half of them may be such as do not say that they are measured."""
MANY_CONTEXTS = 20
MANY_CHARACTERS = 200
"""Of a line, told as the place of a value."""
FRAME_EVERY = 1.0
"""Seconds between two states of a line that is being overwritten while its counter stands still."""


class _Name:
    """All that is known of one printed name: the newest pair of each context, and its curve."""

    __slots__ = ("constant", "contexts", "last", "series", "text", "times")

    def __init__(self, pair: Pair) -> None:
        self.contexts: dict[str, tuple[Pair, str]] = {}
        self.last = pair
        self.text = ""
        self.times = 0
        self.constant = True
        self.series = Series(pair.name, pair.measured)

    def add(self, pair: Pair, text: str) -> None:
        self.constant = self.constant and pair.value == self.last.value
        self.last, self.text = pair, text
        self.times += 1
        if pair.context in self.contexts or len(self.contexts) < MANY_CONTEXTS:
            self.contexts[pair.context] = (pair, text)


class Reader:
    """All that one cell has printed so far. `characters` of it were read as lines."""

    def __init__(self, emit: Emit | None, told: Told | None) -> None:
        self.characters = 0
        self._emit = emit
        self._told = told
        self._others = 0
        self._streams: dict[str, Lines] = {}
        self._names: dict[str, _Name] = {}
        self._standing: Counter = NONE
        self._frame: tuple[Counter, float] = (NONE, 0.0)

    def take(self, text: str, time: float, stream: str, *, gap: bool) -> None:
        """Read what was printed at `time`; with `gap`, text before it was left out."""
        lines = self._streams.setdefault(stream, Lines())
        for each in self._streams.values() if gap else ():
            each.lose()
        for line, overwritten in lines.add(text):
            if overwritten:
                self._state(stream, line, time)
            else:
                self._line(stream, line, time)

    def finish(self, time: float) -> None:
        """There is no more: read unfinished lines, and give the points that waited."""
        for stream, lines in self._streams.items():
            self._line(stream, lines.rest(), time)
        rest = (self._given(name, name.series.live, name.series.flush()) for name in self._names.values())
        self._hand_over([point for points in rest for point in points])

    def metrics(self) -> list[PrintedValue]:
        """The last value of each name, surest first; under a name for each context, where it came in several.

        What other channels have told as a series is left out.
        """
        found = [value for name in self._names.values() if not name.series.told for value in _metrics(name)]
        return sorted(found, key=lambda value: -value.conf)

    def params(self) -> list[PrintedValue]:
        """Settings that were printed, and always the same."""
        named = [name for name in self._names.values() if name.constant and not name.series.live]
        return [
            PrintedValue(
                pair.name, pair.value if pair.digits else int(pair.value), pair.digits, pair.unit, name.times, *ruled,
                text=name.text.strip()[:MANY_CHARACTERS],
            )
            for name in named
            if (pair := name.last) and (ruled := judged.param(pair)) is not None
        ]  # fmt: skip

    def infos(self) -> list[SeriesInfo]:
        """The series whose points were handed over."""
        live = [name for name in self._names.values() if name.series.live]
        return [
            SeriesInfo(
                name.series.name, Where("printed", text=name.text.strip()[:MANY_CHARACTERS]), name.series.given,
                name.series.given, name.series.last, conf=judged.metric(name.last, live=True).conf,
            )
            for name in live
        ]  # fmt: skip

    def _line(self, stream: str, line: str, time: float) -> None:
        """Take the pairs of a finished line, and its counter as the one that lines below it share."""
        if not line:
            return
        self.characters += len(line)
        read = self._streams[stream].read(line)
        if read.counter.step is not None and not read.pairs:
            self._standing = read.counter
        self._take(read.pairs, line, time, final=True)

    def _state(self, stream: str, line: str, time: float) -> None:
        """Take a state of a line that was overwritten, if it has a counter of its own: "\\rEpoch 3 loss 0.3"."""
        counter = self._streams[stream].counter(line)
        before, then = self._frame
        if counter.step is None or (counter == before and time - then < FRAME_EVERY):
            return
        self._frame = (counter, time)
        if counter != before:
            self.characters += len(line)
        self._take(self._streams[stream].read(line).pairs, line, time, final=False)

    def _take(self, pairs: list[Pair], line: str, time: float, *, final: bool) -> None:
        points: list[Point] = []
        for pair in {pair.name: pair for pair in pairs}.values():
            name = self._names.get(pair.name)
            if name is None:
                if len(self._names) >= MANY_NAMES or (not pair.measured and self._others >= MANY_NAMES // 2):
                    continue
                self._others += not pair.measured
                name = self._names[pair.name] = _Name(pair)
            name.add(pair, line)
            counter = Counter(pair.step, pair.total, pair.outer)
            at = self._standing if counter.step is None else counter
            if counter.outer is None and counter.step is not None and self._standing.step is not None:
                at = Counter(counter.step, counter.total, self._standing.step)
            if at.step is not None:
                points += self._given(name, name.series.live, name.series.add(pair, at, time, final))
        self._hand_over(points)

    def _given(self, name: _Name, live: bool, points: list[Point]) -> list[Point]:
        """The points that a series gives, unless it is a new one (not `live` before) that another channel has told."""
        if points and not live and self._told is not None:
            if self._told.has(points):
                name.series.drop()
                return []
            if self._told.names(name.series.name):
                points = name.series.rename(f"{name.series.name}_2", points)
        if points:
            name.series.given += len(points)
            name.series.last = points[-1].value
        return points

    def _hand_over(self, points: list[Point]) -> None:
        if self._emit is None:
            return
        rounds: dict[tuple[float, float], dict[str, float]] = {}
        for point in points:
            rounds.setdefault((point.step, point.time), {})[point.name] = point.value
        for (step, time), values in sorted(rounds.items()):
            self._emit(values, step, time)


def _metrics(name: _Name) -> list[PrintedValue]:
    live = name.series.live
    if live or len(name.contexts) < 2:
        return _described(name.last, name.last.name, name.text, name.times, live)
    found: list[PrintedValue] = []
    for context, (pair, text) in name.contexts.items():
        called = f"{names.written(context)}_{pair.name}" if context else pair.name
        found += _described(pair, called[: names.MOST_CHARACTERS], text, 1, False)
    return found


def _described(pair: Pair, name: str, text: str, times: int, live: bool) -> list[PrintedValue]:
    conf, rule = judged.metric(pair, live)
    line = text.strip()[:MANY_CHARACTERS]
    found = [PrintedValue(name, pair.value, pair.digits, pair.unit, times, conf, rule, line, live)]
    if pair.spread is not None:
        found.append(PrintedValue(f"{name}_std", pair.spread, pair.digits, pair.unit, times, conf, rule, line))
    return found
