"""Loops whose rounds are fast: all of their first rounds are points, which wait together and never long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from itertools import pairwise
from typing import Any

import pytest

from jupyter_tracker.capture.loops.pending import Pending
from jupyter_tracker.capture.loops.plan import Candidate
from jupyter_tracker.capture.loops.quick import Quick
from jupyter_tracker.capture.loops.series import Series
from jupyter_tracker.capture.records import Where
from tests.capture_values.conftest import Notebook

AT_CELL = "for step in range({rounds}):\n    loss = 1 / (step + 1)\n{more}"
IN_FUNCTION = "def train():\n    for step in range({rounds}):\n        loss = 1 / (step + 1)\n{more}\nend = train()"


def _cell(where: str, rounds: int, more: str = "") -> str:
    return where.format(rounds=rounds, more=" " * (4 if where is AT_CELL else 8) + (more or "pass"))


@pytest.mark.parametrize("where", [AT_CELL, IN_FUNCTION], ids=["in the cell", "in a function"])
def test_each_of_the_first_rounds_is_a_point(notebook: Notebook, where: str) -> None:
    ran = notebook.run(_cell(where, 1900))
    assert ran.values("loss") == [1 / (step + 1) for step in range(1900)]
    assert ran.steps("loss") == list(range(1900))
    info = ran.series["loss"]
    assert (info.points, info.rounds, info.last, info.sampling) == (1900, 1900, 1 / 1900, "every")


@pytest.mark.parametrize("where", [AT_CELL, IN_FUNCTION], ids=["in the cell", "in a function"])
def test_points_are_handed_over_though_the_next_round_never_ends(notebook: Notebook, where: str) -> None:
    """A person sees where the loop stands while it does."""
    told: list[float] = []

    def stuck(step: int) -> None:
        if step == 700:
            deadline = time.monotonic() + 20
            while len(notebook.told("loss")) < 700 and time.monotonic() < deadline:
                time.sleep(0.01)
            told.extend(value for _, value in notebook.told("loss"))

    notebook.shell.user_ns["stuck"] = stuck
    notebook.run(_cell(where, 701, "stuck(step)"))
    assert told == [1 / (step + 1) for step in range(700)]


def test_points_that_wait_belong_to_what_is_open_around_their_loop(notebook: Notebook) -> None:
    """A run that is opened with `with` is known to the thread of the loop alone."""
    around: ContextVar[str] = ContextVar("around")
    seen: set[tuple[str, str]] = set()
    emit: Callable[..., Any] = notebook.watch_emit

    def watch(names: tuple[str, ...], rows: Any, where: Any) -> None:
        seen.add((names[0], around.get("nothing")))
        emit(names, rows, where)

    notebook.watch_emit = watch
    notebook.shell.user_ns["around"] = around
    notebook.run("""
        import time
        for name in "ab":
            mark = around.set(name)
            for step in range(600):
                loss = 1 / (step + 1)
                if step == 590:
                    time.sleep(0.2)
            around.reset(mark)
    """)
    assert seen == {("loss", "a"), ("loss", "b")}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there each look is a line that is told of")
@pytest.mark.parametrize("where", [AT_CELL, IN_FUNCTION], ids=["in the cell", "in a function"])
def test_later_ones_are_looked_at_one_at_a_time_and_handed_over_together(notebook: Notebook, where: str) -> None:
    handed: list[int] = []
    emit: Callable[..., Any] = notebook.watch_emit

    def watch(names: tuple[str, ...], rows: Any, where: Any) -> None:
        handed.append(len(rows))
        emit(names, rows, where)

    notebook.watch_emit = watch
    notebook.shell.user_ns["block"] = [0.5] * 10_000
    steps = notebook.run(_cell(where, 12_000, "sum(block)")).steps("loss")
    later = [step for step in steps if 2100 < step < 11_999]
    beside = sum(two - one == 1 for one, two in pairwise(later))
    assert beside < len(later) / 3, (beside, len(later))
    assert len(handed) < len(later)


def test_a_loop_that_is_entered_again_goes_on(notebook: Notebook) -> None:
    ran = notebook.run("""
        for epoch in range(4):
            for batch in range(120):
                loss = 1 / (120 * epoch + batch + 1)
    """)
    assert ran.values("loss") == [1 / (n + 1) for n in range(480)]
    assert ran.steps("loss") == list(range(480))


def test_a_fast_round_that_breaks_off_tells_only_what_it_made(notebook: Notebook) -> None:
    ran = notebook.run("""
        for step in range(900):
            if step == 500:
                break
            loss = 1 / (step + 1)
            acc = 1 - loss
    """)
    for name in ("loss", "acc"):
        assert ran.steps(name) == list(range(500)), name


def test_a_name_that_holds_no_number_for_a_while(notebook: Notebook) -> None:
    ran = notebook.run("""
        for step in range(900):
            loss = None if 300 <= step < 310 else 1 / (step + 1)
    """)
    assert ran.steps("loss") == [*range(300), *range(310, 900)]
    assert ran.series["loss"].points == 890


def test_nothing_that_a_loop_made_is_kept_alive(notebook: Notebook) -> None:
    """A tensor would keep all that it was computed from."""
    ran = notebook.run("""
        import numpy, weakref
        made, kept = None, 0
        for step in range(300):
            loss = numpy.array(1 / (step + 1))
            kept += made is not None and made() is not None
            made = weakref.ref(loss)
    """)
    assert ran.values("loss") == [1 / (step + 1) for step in range(300)]
    assert notebook.shell.user_ns["kept"] == 0


@pytest.mark.parametrize(("takes", "seen"), [(1e-4, 501), (0.0, 2001)], ids=["long", "hardly any time"])
def test_fewer_rounds_are_seen_one_by_one_where_a_look_takes_long(takes: float, seen: int) -> None:
    """As it does at tensors, which are to be asked for their numbers."""

    def get(path: str) -> float:
        until = time.perf_counter() + takes
        while time.perf_counter() < until:
            pass
        return 0.5

    series = Series(Candidate("loss", "loss"))
    quick = Quick([series], None, Pending(lambda *given: None, Where("loop", 1, None, "for", None, None)), 0.0)
    quick.begin(0, 0.0, None, time.perf_counter())
    rounds = next(count for count in range(1, 10_000) if quick.take(get))
    assert rounds >= seen if takes == 0.0 else seen <= rounds < 2000
