"""What stands behind the calls that `rewriting` puts into loops."""

from __future__ import annotations

import inspect
import itertools
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FrameType
from typing import Any

from jupyter_tracker.capture.functions import FunctionPlan, FunctionWatch
from jupyter_tracker.capture.loops.series import LoopState, reader

PAUSE = 0.01
"""Seconds between two looks at a fast loop."""
STRETCH = 10_000
"""Rounds of a fast loop at most between two calls of ours."""


class Clock:
    """One thread that only sleeps and, every 10 ms, ends the stretches of the fast loops that are running."""

    def __init__(self) -> None:
        self._rows: dict[int, list[bool]] = {}
        self._thread: threading.Thread | None = None

    def run(self, row: list[bool]) -> None:
        """End this stretch again and again until `forget`."""
        self._rows[id(row)] = row
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._tick, name="jupyter_tracker-loops", daemon=True)
            self._thread.start()

    def forget(self, row: list[bool]) -> None:
        """The loop has ended."""
        self._rows.pop(id(row), None)

    def forget_all(self) -> None:
        """The cell has ended."""
        self._rows.clear()

    def _tick(self) -> None:
        while self._rows:
            time.sleep(PAUSE)
            for row in list(self._rows.values()):
                row.clear()


class Hook:
    """One loop's hook: `over` goes around what a `for` goes over, `tick` begins a round of other loops, `end` ends
    the last one; `renew` is called then, to put a new `tick` in place. A fault of ours is kept in `fault`, and the loop
    is left alone."""

    def __init__(self, state: LoopState, cell: Callable[[str], Any], clock: Clock, renew: Callable[[], None]) -> None:
        self.state = state
        self.renew = renew
        self.fault: Exception | None = None
        self._cell = cell
        self._clock = clock
        self._row: list[bool] = []
        self._open = False

    def over(self, iterable: Iterable[Any]) -> Iterable[Any]:
        """The same items, each taken when the loop asks for it; between two of them the round before is looked at."""
        if self.fault is not None or self.state.idle:
            return iter(iterable)
        return itertools.compress(iterable, itertools.chain.from_iterable(self._stretches()))

    def tick(self) -> Callable[[], object]:
        """What a `while` or `async for` is to call at the beginning of each round: no Python code of ours runs in it
        while the loop is not looked at."""
        return itertools.chain.from_iterable(self._stretches()).__next__

    def end(self) -> None:
        """The loop ends here by itself."""
        self._leave(sys._getframe(1), cut=False)

    def cut(self) -> None:
        """The loop is left here, by a `break` or a `return`, in the middle of a round."""
        self._leave(sys._getframe(1), cut=True)

    def _leave(self, frame: FrameType, *, cut: bool) -> None:
        if self._open:
            self._look(frame, cut=cut)
        self._open = False
        self._clock.forget(self._row)
        self.renew()

    def finish(self) -> None:
        """The cell has ended, the loop perhaps not by itself: take what its names hold."""
        if self._open and self.fault is None:
            self.state.round(self._cell, final=True)

    def _stretches(self) -> Iterator[Iterable[bool]]:
        """Stretches of rounds to go unseen, one round long at first; what runs in here runs between two rounds."""
        home = sys._getframe(1).f_code
        try:
            while True:
                self._open = True
                yield (True,)
                if self._look(sys._getframe(1)):
                    self.state.sampled = True
                    self._clock.run(self._row)
                    yield from self._unseen()
                    self._look(sys._getframe(1))
        except GeneratorExit:
            # An exception leaves a `for`: its frame lets go of us, with the variables as they are.
            try:
                frame = sys._getframe(1)
                if self._open and frame.f_code is home:
                    self._leave(frame, cut=True)
            except RecursionError:  # that is what leaves it
                pass
            raise

    def _unseen(self) -> Iterator[Iterable[bool]]:
        """Rounds until the clock has ended a stretch."""
        until = time.perf_counter() + PAUSE / 2
        while time.perf_counter() < until:
            self._row[:] = _TRUES
            yield iter(self._row)

    def _look(self, frame: FrameType, *, cut: bool = False) -> bool:
        try:
            if self.fault is None and not self.state.idle:
                return self.state.round(self._variables(frame), cut=cut)
        except RecursionError:  # the user's, with no room left for us
            pass
        except Exception as error:
            self.fault = error
        return False

    def _variables(self, frame: FrameType) -> Callable[[str], Any]:
        code = frame.f_code
        if not code.co_flags & inspect.CO_OPTIMIZED:
            return self._cell
        found = frame.f_locals
        copy = {name: found.get(name) for name in self.state.needed}
        found.clear()  # the frame would hold on to the values in here for as long as it lives
        return reader(copy)


class Exit:
    """Stands at the returns of one function, and hands on what it gives back. `release` is called once with the code of
    a function that is to be left alone."""

    def __init__(self, plan: FunctionPlan, functions: FunctionWatch, release: Callable[[CodeType], None]) -> None:
        self._plan = plan
        self._functions = functions
        self._release = release
        self._done = False

    def __call__(self, result: Any = None) -> Any:
        """What was given. No fault of ours leaves this."""
        if not self._done:
            try:
                frame = sys._getframe(1)
                found = frame.f_locals
                variables = dict(found)
                found.clear()  # the frame would hold on to the values in here for as long as it lives
                if not self._functions.exit(self._plan, variables, frame.f_globals, result):
                    self._done = True
                    self._release(frame.f_code)
            except Exception:  # RecursionError too: the user's, with no room left for us
                self._done = True
        return result


_TRUES = [True] * STRETCH
