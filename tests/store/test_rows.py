"""Rows that are written together are the points that single calls would have written."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tracker.store import Store

ONE, OTHER = "0123456789ab", "ba9876543210"
NAMES = ["loss", "acc", "lr"]
NOW = 1_790_000_000.0
names = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(tuple)
steps = st.none() | st.integers(0, 50).map(float) | st.floats(allow_nan=False, width=32)
times = st.floats(NOW, NOW + 1e5) | st.sampled_from([0.0, 1.0, NOW + 1e10])
numbers = st.floats(width=64)


def _rows(of: tuple[str, ...]) -> st.SearchStrategy[tuple[tuple[str, ...], list[Any]]]:
    row = st.tuples(steps, times, *(numbers for _ in of))
    return st.tuples(st.just(of), st.lists(row, min_size=1, max_size=6))


@settings(max_examples=60, deadline=None)
@given(batches=st.lists(names.flatmap(_rows), min_size=1, max_size=6))
def test_rows_are_the_points_of_single_calls(batches: list[tuple[tuple[str, ...], list[Any]]]) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / ".tracker")
        together, singly = store.points(ONE), store.points(OTHER)
        for of, rows in batches:
            together.log_rows(of, rows)
            for step, time, *values in rows:
                singly.log(dict(zip(of, values, strict=True)), step, time)
        assert together.points == singly.points
        assert together.next_steps() == singly.next_steps()
        written = {name for of, _ in batches for name in of}
        with closing(store.reader()) as reader:
            for name in written:
                found = [reader.series(run, name) for run in (ONE, OTHER)]
                told = [
                    [(step, time, repr(value)) for step, time, value in zip(one.step, one.time, one.value, strict=True)]
                    for one in found
                ]
                assert told[0] == told[1]
