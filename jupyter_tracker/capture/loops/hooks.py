"""What stands behind the calls that `rewriting` puts into loops."""

from __future__ import annotations

import inspect
import itertools
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FrameType
from typing import Any

from jupyter_tracker.capture.functions import FunctionPlan, FunctionWatch
from jupyter_tracker.capture.loops.pace import PAUSE, Clock
from jupyter_tracker.capture.loops.series import reader
from jupyter_tracker.capture.loops.state import LoopState

LEAST_STRETCH, STRETCH = 16, 16_384
"""Rounds of a fast loop between two calls of ours, as many as fit between two looks."""
LONGEST = 0.05
"""Seconds after which a look is due where the rounds have become slow since they were counted."""


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
        self._stretch = LEAST_STRETCH
        self._each = 0.0
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
        self._rest()
        self.renew()

    def finish(self) -> None:
        """The cell has ended, the loop perhaps not by itself: take what the names of a loop of the cell's own hold."""
        self._rest()
        if self._open and self.fault is None and self.state.plan.fn is None:
            self.state.round(self._cell, final=True)

    def _rest(self) -> None:
        self._clock.forget(self._row.clear)
        try:
            self.state.pending.end()
        except Exception as error:
            self._failed(error)

    def _stretches(self) -> Iterator[Iterable[bool]]:
        """Stretches of rounds to go unseen, one round long at first; what runs in here runs between two rounds."""
        here = sys._getframe(0)  # asked for once: to ask for a frame is an event that hooks are told of
        home = sys._getframe(1).f_code
        state, in_cell = self.state, not home.co_flags & inspect.CO_OPTIMIZED
        try:
            while True:
                self._open = True
                yield _ONE
                unseen = None
                if (quick := state.quick) is not None and self.fault is None:
                    try:
                        if in_cell:
                            unseen = quick.take(self._cell)
                        else:
                            variables = here.f_back.f_locals  # type: ignore[union-attr]
                            unseen = quick.take(variables.get)
                            variables.clear()  # the frame would hold on to the values in here for as long as it lives
                    except Exception as error:
                        self._failed(error)
                if unseen is None:
                    unseen = self._look(here.f_back)
                while unseen:
                    self.state.sampled = True
                    self._clock.run(self._row.clear)
                    yield from self._unseen()
                    state.passed(self._each)
                    unseen = self._look(here.f_back)
        except GeneratorExit:
            # An exception leaves a `for`: its frame lets go of us, with the variables as they are.
            try:
                frame = here.f_back
                if self._open and frame is not None and frame.f_code is home:
                    self._leave(frame, cut=True)
            except RecursionError:  # that is what leaves it
                pass
            raise
        finally:
            del here

    def _unseen(self) -> Iterator[Iterable[bool]]:
        """Rounds until the next look is due."""
        row, began = self._row, time.perf_counter()
        until = began + PAUSE
        while began < until:
            if len(row) != self._stretch:
                row[:] = _TRUES[: self._stretch]
            yield iter(row)
            began, before = time.perf_counter(), began
            self._each = (began - before) / (self._stretch if row else 1)  # cleared: they have become slow
            if began - before < PAUSE / 2:
                self._stretch = min(2 * self._stretch, STRETCH)
            elif began - before > PAUSE:
                self._stretch = max(self._stretch // 2, LEAST_STRETCH)

    def _look(self, frame: FrameType | None, *, cut: bool = False) -> bool:
        state = self.state
        try:
            if self.fault is not None or frame is None or state.idle:
                return False
            if not frame.f_code.co_flags & inspect.CO_OPTIMIZED:
                return state.round(self._cell, cut=cut)
            found = frame.f_locals
            try:
                return state.round(reader(found) if state.dotted else found.get, cut=cut)
            finally:
                found.clear()  # the frame would hold on to the values in here for as long as it lives
        except Exception as error:
            self._failed(error)
        return False

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, RecursionError):  # that is the user's, with no room left for us
            self.fault = error


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


_ONE = (True,)
_TRUES = [True] * STRETCH
