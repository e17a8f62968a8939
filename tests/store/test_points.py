"""Points: every call is kept, in its order, whatever the names, steps, times, threads, forks and damage."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import PointWriter, Series, Store, upkeep
from jupyter_tracker.store.decimate import decimate
from jupyter_tracker.store.query import Reader
from jupyter_tracker.store.runpoints import load_writer

RUN = "0123456789ab"


def file_of(store: Store) -> Path:
    return next((store.root / "points").glob("*.pts"))


def read(reader: Reader, name: str) -> list[tuple[float, float]]:
    reader.refresh()
    series = reader.series(RUN, name)
    return list(zip(series.step, series.value, strict=True))


def test_points_come_back(store: Store, reader: Reader) -> None:
    points = store.points(RUN)
    before = time.time()
    for n in range(100):
        points.log({"loss": 1 / (n + 1), "acc": n})
    series = reader.series(RUN, "loss")
    assert list(series.value) == [1 / (n + 1) for n in range(100)]
    assert list(series.step) == list(range(100))
    assert all(before - 0.01 <= t <= time.time() + 0.01 for t in series.time)
    assert series.total == len(series) == 100


@pytest.mark.parametrize(
    "calls, expected",
    [
        ([({"a": 1}, None), ({"a": 2}, None)], {"a": [(0, 1), (1, 2)]}),
        (
            [({"a": 1}, None), ({"b": 2}, None), ({"a": 3, "b": 4}, None)],
            {"a": [(0, 1), (1, 3)], "b": [(0, 2), (1, 4)]},
        ),
        (
            [({"a": 1}, None), ({"a": 2, "b": 3}, None), ({"b": 4}, None)],
            {"a": [(0, 1), (1, 2)], "b": [(0, 3), (1, 4)]},
        ),
        ([({"a": 1}, 10), ({"a": 2}, 10), ({"a": 3}, 5), ({"a": 4}, None)], {"a": [(10, 1), (10, 2), (5, 3), (6, 4)]}),
        ([({"a": 1}, 0.5), ({"a": 2}, None)], {"a": [(0.5, 1), (1, 2)]}),
        ([({"a": 1}, -3), ({"a": 2}, None), ({"a": 3}, 2**70)], {"a": [(-3, 1), (-2, 2), (2.0**70, 3)]}),
        ([({"a": 1}, math.inf), ({"a": 2}, None)], {"a": [(math.inf, 1), (0, 2)]}),
        ([({}, None)], {"a": []}),
    ],
)
def test_steps(store: Store, reader: Reader, calls: Any, expected: Any) -> None:
    points = store.points(RUN)
    for values, step in calls:
        points.log(values, step)
    assert {name: read(reader, name) for name in expected} == expected


def test_a_resumed_series_goes_on(store: Store, reader: Reader) -> None:
    first = store.points(RUN)
    for n in range(3):
        first.log({"a": n})
    steps = first.next_steps()
    first.close()
    second = store.points(RUN, starts=steps)
    second.log({"a": 3})
    second.log({"a": 4, "new": 1})
    assert [step for step, _ in read(reader, "a")] == [0, 1, 2, 3, 4]
    assert read(reader, "new") == [(0, 1)]
    assert reader.series(RUN, "a").writer == [0, 0, 0, 1, 1]


def test_awkward_values(store: Store, reader: Reader) -> None:
    points = store.points(RUN)
    values = [math.nan, math.inf, -0.0, 10**400, -(10**400), True, 5e-324]
    for value in values:
        points.log({"a": value})
    found = [value for _, value in read(reader, "a")]
    assert math.isnan(found[0])
    assert found[1:] == [math.inf, 0.0, math.inf, -math.inf, 1.0, 5e-324]
    with pytest.raises(TypeError):
        points.log({"a": "text"})  # type: ignore[dict-item]
    points.log({"a": 1.0})
    assert len(read(reader, "a")) == len(values) + 1


class Vector:
    """What a tensor of several elements does when it is taken for a number."""

    def __float__(self) -> float:
        raise RuntimeError("only one element can be a number")


@pytest.mark.parametrize("refused", ["x", None, 1j, [1], Vector()])
def test_a_refused_call_changes_nothing(store: Store, reader: Reader, refused: Any) -> None:
    points = store.points(RUN)
    for n in range(4):
        points.log({"a": n})
        points.log({"b": n, "c": n})
        points.log({"c": n, "d": n})
        for values, step in [
            ({"a": refused}, None),
            ({"new": 1, "other": refused}, None),
            ({"b": n, "c": refused}, None),
            ({"c": n, "d": refused}, 70),
            ({"a": refused}, 70),
            *([({"a": 1}, refused), ({"b": 1, "c": 1}, refused)] if refused is not None else []),
        ]:
            with pytest.raises(TypeError):
                points.log(values, step)
    assert [step for step, _ in read(reader, "a")] == [0, 1, 2, 3]
    assert [step for step, _ in read(reader, "b")] == [0, 1, 2, 3]
    assert [step for step, _ in read(reader, "c")] == list(range(8))
    assert read(reader, "new") == read(reader, "other") == []


def test_a_step_too_large_for_a_float(store: Store, reader: Reader) -> None:
    points = store.points(RUN)
    points.log({"a": 1})
    points.log({"a": 2}, step=10**400)
    points.log({"a": 3})
    assert read(reader, "a") == [(0, 1), (math.inf, 2), (0, 3)]


def test_awkward_names_and_many_at_once(store: Store, reader: Reader) -> None:
    points = store.points(RUN)
    names = ["", "val/loss", "é\n\0", "__proto__", "x" * 5000, *(f"layer.{n}" for n in range(1000))]
    points.log(dict.fromkeys(names, 1.0))
    points.log(dict.fromkeys(names, 2.0))
    for name in names[:10] + names[-5:]:
        assert read(reader, name) == [(0, 1), (1, 2)]


def test_given_times_are_kept(store: Store, reader: Reader) -> None:
    points = store.points(RUN)
    times = [0.0, 1e9, time.time(), 4e9, time.time()]
    for moment in times:
        points.log({"a": 1.0}, time=moment)
    reader.refresh()
    assert list(reader.series(RUN, "a").time) == pytest.approx(times, abs=0.002)


def test_five_metrics_take_at_most_14_bytes_a_point(store: Store) -> None:
    points = store.points(RUN)
    for n in range(10_000):
        points.log({"a": n, "b": n, "c": n, "d": n, "e": n})
    assert file_of(store).stat().st_size / 50_000 <= 14


def test_threads_drop_nothing(store: Store, reader: Reader) -> None:
    points = store.points(RUN)

    def work(thread: int) -> None:
        for n in range(500):
            points.log({"shared": n, f"own{thread}": n})

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(step for step, _ in read(reader, "shared")) == list(range(4000))
    assert all([value for _, value in read(reader, f"own{n}")] == list(range(500)) for n in range(8))


def test_forked_children_are_writers_of_their_own(store: Store, reader: Reader) -> None:
    session = store.session("kernel")
    points = store.points(RUN)
    points.log({"a": 0.0})
    children = []
    for child in range(4):
        pid = os.fork()
        if pid == 0:
            for n in range(50):
                points.log({"a": 100.0 * child + n})
            os._exit(0)
        children.append(pid)
    for n in range(50):
        points.log({"a": -float(n)})
    for pid in children:
        assert os.waitpid(pid, 0)[1] == 0
    reader.refresh()
    series = reader.series(RUN, "a")
    assert len(series) == 251
    assert len(set(series.writer)) == 5
    sessions = dict(reader.connection().execute("SELECT session, kind FROM sessions").fetchall())
    assert sorted(sessions.values()) == ["child"] * 4 + ["kernel"]
    assert session.id in sessions


STORM = """
import signal, sys
from jupyter_tracker.store import Store
points = Store.open(sys.argv[1]).points(sys.argv[2])
armed = False
def interrupt(*_):
    global armed
    if armed:
        armed = False
        raise KeyboardInterrupt
signal.signal(signal.SIGALRM, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.001)
acknowledged, interrupts, n = [], 0, 0
def work():  # a handler around a loop in the same code does not hold for its jump back on 3.13
    global armed, n
    armed = True
    while n < 100_000:
        n += 1
        points.log({"a": n}, step=n)
        acknowledged.append(n)
    armed = False
while n < 100_000:
    try:
        work()
    except KeyboardInterrupt:
        interrupts += 1
signal.setitimer(signal.ITIMER_REAL, 0)
print(interrupts, *sorted(set(range(1, n + 1)) - set(acknowledged)))
"""


def test_interrupts_lose_and_repeat_nothing(store: Store, reader: Reader, other_process: Callable[..., Any]) -> None:
    interrupts, *unsure = map(int, other_process(STORM, store.root, RUN).communicate(timeout=60)[0].split())
    steps = [int(step) for step, _ in read(reader, "a")]
    assert interrupts > 5
    assert len(steps) == len(set(steps))
    assert set(range(1, 100_001)) - set(steps) <= set(unsure)


def frames(store: Store) -> bytes:
    points = store.points(RUN)
    for n in range(4):
        points.log({"a": n})
        points.log({"b": n, "c": -n})
    return file_of(store).read_bytes()


def whole(data: bytes) -> list[tuple[str, float]]:
    writer = load_writer([data])
    return [
        (name, v)
        for group in writer.groups.values()
        for name, col in zip(group.names, group.values, strict=True)
        for v in col
    ]


def test_a_tail_torn_at_any_byte_costs_that_frame_only(store: Store) -> None:
    data = frames(store)
    everything = whole(data)
    for cut in range(len(data) - 150, len(data)):
        kept = whole(data[:cut])
        assert set(kept) <= set(everything)
        assert len(kept) >= len(everything) - 8
    assert len(everything) == 12


def test_damage_anywhere_costs_one_call(store: Store) -> None:
    data = frames(store)
    everything = set(whole(data))
    names_end = data.rindex(b'["b","c"]') + 16
    for place in range(len(data)):
        damaged = data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :]
        assert len(everything - set(whole(damaged))) <= 2
    for inserted in (b"x", b"\0" * 13, b"\xb5\x01\x00\x00"):
        assert set(whole(data[:names_end] + inserted + data[names_end:])) >= everything - {("b", 0.0), ("c", 0.0)}


def test_damaged_files_are_counted_right(store: Store, reader: Reader) -> None:
    data = bytearray(frames(store))
    data[-20] ^= 0xFF
    file_of(store).write_bytes(data)
    reader.refresh()
    assert [len(reader.series(RUN, name)) for name in "abc"] == [4, 3, 3]
    reader.rebuild()
    assert [len(reader.series(RUN, name)) for name in "abc"] == [4, 3, 3]


def test_decimation_keeps_ends_and_extremes() -> None:
    series = Series()
    for n in range(50_000):
        series.step.append(n)
        series.time.append(n)
        series.value.append(math.sin(n / 5000))
        series.writer.append(0)
    series.total = 50_000
    series.value[31_415], series.value[27_182] = 99.0, -99.0
    series.value[40_000] = math.nan
    thin = decimate(series, 600)
    assert len(thin) <= 602
    assert thin.total == 50_000
    assert (thin.step[0], thin.step[-1]) == (0, 49_999)
    assert {99.0, -99.0} <= set(thin.value)
    assert list(thin.step) == sorted(thin.step)


def test_a_window_of_steps(store: Store, reader: Reader) -> None:
    points: PointWriter = store.points(RUN)
    for n in range(1000):
        points.log({"a": n})
    assert list(reader.series(RUN, "a", lo=10, hi=12).step) == [10, 11, 12]
    assert len(reader.series(RUN, "a", points=50)) <= 52


@pytest.mark.parametrize("seal", [False, True])
def test_long_series_are_the_same_without_numpy(
    store: Store, reader: Reader, monkeypatch: pytest.MonkeyPatch, seal: bool
) -> None:
    writer = store.points(RUN)
    for step in range(30_000):
        writer.log({"loss": step * 37 % 1001 if step % 500 else float("nan")}, time=1.7e9 + step / 8)
    writer.close()
    reader.refresh()
    if seal:
        upkeep.seal_ended(reader)

    def ask() -> list[str]:
        windows: list[dict[str, Any]] = [{}, {"points": 300}, {"points": 300, "lo": 77, "hi": 25_000.5}]
        return [repr(reader.series(RUN, "loss", **window)) for window in windows]

    with_numpy = ask()
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert ask() == with_numpy
