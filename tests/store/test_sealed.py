"""Sealing keeps every point through a crash between any two steps, copies, latecomers and rivals."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import Series, Store, StoreError
from jupyter_tracker.store.query import Reader
from jupyter_tracker.store.sealed import SealedFile, seal
from jupyter_tracker.store.upkeep import seal_ended

RUN = "0123456789ab"


def fill(store: Store, calls: int = 300, close: bool = True) -> None:
    points = store.points(RUN)
    for n in range(calls):
        points.log({"loss": 1 / (n + 1), "acc": n / 7})
        if not n % 10:
            points.log({"loss": -n, "val/loss": math.nan if n % 20 else n}, step=n * 0.3)
    if close:
        points.close()


def everything(reader: Reader) -> dict[str, Any]:
    reader.refresh()
    found = {}
    for name in ("loss", "acc", "val/loss"):
        series: Series = reader.series(RUN, name)
        found[name] = (series.step.tobytes(), series.value.tobytes(), [round(t, 3) for t in series.time], series.writer)
    stats = reader.connection().execute("SELECT * FROM series WHERE run = ? ORDER BY writer, name", (RUN,)).fetchall()
    return {**found, "stats": [tuple(round(v, 3) if isinstance(v, float) else v for v in row) for row in stats]}


def files(store: Store, kind: str) -> list[Path]:
    return sorted((store.root / "points").glob(f"*.{kind}"))


def test_sealed_points_are_the_same(store: Store, reader: Reader) -> None:
    fill(store)
    fill(store, 20)
    before = everything(reader)
    assert seal_ended(reader, least=0) == [RUN]
    assert files(store, "pts") == []
    assert len(files(store, "col")) == 1
    assert everything(reader) == before
    reader.rebuild()
    assert everything(reader) == before
    assert seal_ended(reader, least=0) == []


def test_who_has_not_heard_of_a_seal_reads_the_same(store: Store, reader: Reader) -> None:
    fill(store)
    reader.refresh()
    before = reader.series(RUN, "loss").value
    seal(store.root / "points", RUN, files(store, "pts"), [])
    assert before and reader.series(RUN, "loss").value == before
    reader.refresh()
    seal(store.root / "points", RUN, [], files(store, "col"))
    assert reader.series(RUN, "loss").value == before


def test_at_most_10_bytes_a_point(store: Store) -> None:
    import random

    chance = random.Random(3)
    points = store.points(RUN)
    for _ in range(20_000):
        points.log({"loss": chance.random()})
    points.close()
    assert seal(store.root / "points", RUN, files(store, "pts"), []).stat().st_size / 20_000 <= 10


def test_a_run_that_goes_on_is_sealed_again(store: Store, reader: Reader) -> None:
    fill(store)
    seal_ended(reader, least=0)
    fill(store, 50)
    before = everything(reader)
    assert seal_ended(reader, least=0) == [RUN]
    assert len(files(store, "col")) == 1
    assert everything(reader) == before


def test_a_writer_that_is_not_done_is_left_alone(store: Store, reader: Reader) -> None:
    store.session("kernel").touch()
    fill(store, close=False)
    reader.refresh()
    assert seal_ended(reader, least=0) == []


def test_a_latecomer_is_read_beside_the_seal(store: Store, reader: Reader) -> None:
    points = store.points(RUN)
    for n in range(50):
        points.log({"loss": n})
    path = files(store, "pts")[0]
    early = path.read_bytes()
    for n in range(50, 60):
        points.log({"loss": n})
    late = path.read_bytes()
    path.write_bytes(early)
    seal(store.root / "points", RUN, [path], [])
    path.write_bytes(late)
    reader.refresh()
    assert list(reader.series(RUN, "loss").value) == list(range(60))
    assert reader.connection().execute("SELECT count FROM series").fetchone() == (60,)


CRASH = """
import os, sys
from pathlib import Path
from jupyter_tracker.store.sealed import seal
left = int(sys.argv[2])
def dying(function):
    def call(*arguments, **named):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        result = function(*arguments, **named)
        left -= 1
        if left < 0:
            os._exit(9)
        return result
    return call
for name in ("fsync", "link", "replace", "unlink", "open"):
    setattr(os, name, dying(getattr(os, name)))
folder = Path(sys.argv[1])
seal(folder, "0123456789ab", sorted(folder.glob("*.pts")), sorted(folder.glob("*.col")))
"""


@pytest.mark.parametrize("before_that", ["live only", "sealed and live"])
def test_a_crash_at_any_step_loses_and_repeats_nothing(
    store: Store, reader: Reader, other_process: Callable[..., Any], before_that: str
) -> None:
    fill(store)
    if before_that == "sealed and live":
        seal_ended(reader, least=0)
        fill(store, 40)
    before = everything(reader)
    for step in range(60):
        process = other_process(CRASH, store.root / "points", step)
        process.communicate(timeout=60)
        assert everything(reader) == before, f"crash at step {step}"
        if process.returncode == 0:
            break
    else:
        raise AssertionError("it never came to its end")
    assert step > 5
    assert files(store, "pts") == []
    assert not list((store.root / "points").glob("*.new")) or process.returncode == 0


def test_two_at_once_and_copies(store: Store, reader: Reader) -> None:
    fill(store)
    before = everything(reader)
    live = files(store, "pts")
    data = live[0].read_bytes()
    folder = store.root / "points"
    first = seal(folder, RUN, live, [])
    live[0].write_bytes(data)
    second = seal(folder, RUN, live, [])
    assert first != second
    first.with_name(f"{RUN} (copy).col").write_bytes(first.read_bytes()[:-30])
    assert everything(reader) == before
    seal_ended(reader, least=0)
    assert everything(reader) == before


def test_a_damaged_seal_is_found_out(store: Store) -> None:
    fill(store)
    path = seal(store.root / "points", RUN, files(store, "pts"), [])
    data = path.read_bytes()
    writer = SealedFile(path).writers()[0]
    for place in (20, len(data) // 2, len(data) - 30, len(data) - 3):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises((StoreError, ValueError)):
            SealedFile(path).load(writer)


def test_nothing_goes_when_it_does_not_read_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    live = files(store, "pts")
    monkeypatch.setattr("jupyter_tracker.store.sealed.pack", lambda values: (b"\0" * 8, 1, [0] * 8))
    with pytest.raises(StoreError):
        seal(store.root / "points", RUN, live, [])
    assert files(store, "pts") == live
    assert files(store, "col") == []
    assert os.listdir(store.root / "points") == [live[0].name]
