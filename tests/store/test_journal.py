"""A session log keeps every whole event, whatever happened to the rest of the file."""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import Store
from jupyter_tracker.store.events import decode_value, encode_value
from jupyter_tracker.store.journal import encode_entry, read_entries

EVENTS = [{"n": n, "t": 1000.0 + n, "k": "seen", "text": f'é{n}\n"x'} for n in range(6)]
LINES = [encode_entry(event) for event in EVENTS]


def numbers(data: bytes) -> list[int]:
    return [entry["n"] for entry in read_entries(data).entries]


def log_of(store: Store) -> Path:
    return next((store.root / "sessions").glob("*.jsonl"))


def test_a_line_is_json_with_the_crc_of_what_is_before_it() -> None:
    line = LINES[0]
    body, _, checksum = line.rstrip(b"\n").rpartition(b',"c":"')
    assert json.loads(line)["text"] == EVENTS[0]["text"]
    assert checksum == b'%08x"}' % zlib.crc32(body)


def test_an_unfinished_tail_is_not_yet_at_every_byte() -> None:
    data = b"".join(LINES)
    for cut in range(len(data)):
        whole = data[:cut].count(b"\n")
        read = read_entries(data[:cut])
        assert [entry["n"] for entry in read.entries] == list(range(whole))
        assert read.consumed == sum(map(len, LINES[:whole]))
        assert numbers(data[read.consumed :]) == list(range(whole, 6))


def test_one_damaged_byte_costs_one_event_at_most_two() -> None:
    data = b"".join(LINES)
    for place in range(len(data)):
        damaged = data[:place] + bytes([data[place] ^ 0x15]) + data[place + 1 :]
        kept = numbers(damaged)
        hit = data[:place].count(b"\n")
        lost = set(range(6)) - set(kept)
        assert lost <= ({hit, hit + 1} if data[place : place + 1] == b"\n" else {hit})


@pytest.mark.parametrize("garbage", [b"\0" * 40, b"\xff\xfe garbage", LINES[2][:30]])
def test_events_behind_garbage_are_read(garbage: bytes) -> None:
    data = b"".join(LINES[:3]) + garbage + b"".join(LINES[3:])
    assert numbers(data) == list(range(6))
    assert read_entries(data).damaged == 1


def test_a_tail_of_zeros_is_not_yet() -> None:
    data = b"".join(LINES[:3])
    read = read_entries(data + b"\0" * 500)
    assert len(read.entries) == 3
    assert read.consumed == len(data)
    assert read.damaged == 0


def test_the_file_is_private_and_made_at_the_first_event(store: Store) -> None:
    log = store.session("kernel")
    assert not store.root.exists()
    log.write("notebook", path="a.ipynb")
    path = log_of(store)
    assert path.stem == log.id
    assert path.stat().st_mode & 0o777 == 0o600
    assert store.root.stat().st_mode & 0o777 == 0o700
    assert (store.root / ".gitignore").read_text() == "*\n"
    kinds = [entry["k"] for entry in read_entries(path.read_bytes()).entries]
    assert kinds == ["session", "notebook"]


def test_a_session_that_wrote_nothing_leaves_nothing(store: Store) -> None:
    store.session("shell").close()
    assert not store.root.exists()


def test_what_json_cannot_hold_is_still_written(store: Store) -> None:
    class Hostile:
        def __repr__(self) -> str:
            raise RuntimeError

    log = store.session("kernel")
    deep: list[Any] = []
    deep.append([float("nan"), Hostile(), 2**2000, "\ud800", {1: b"x"}])
    log.write("seen", params=deep)
    assert read_entries(log_of(store).read_bytes()).entries[-1]["k"] == "seen"


@pytest.mark.parametrize(
    "value",
    [None, True, 3, 2**53 + 1, -(10**5000), 1.5, "x", [1, "a", None], float("inf")],
    ids=lambda value: type(value).__name__,
)
def test_values_come_back(value: Any) -> None:
    assert decode_value(json.loads(json.dumps(encode_value(value)))) == value


def test_time_never_goes_back_within_a_session(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    log = store.session("kernel")
    for now in (1000.0, 900.0, 1100.0):
        monkeypatch.setattr("time.time", lambda now=now: now)
        log.write("seen")
    times = [entry["t"] for entry in read_entries(log_of(store).read_bytes()).entries]
    assert times == sorted(times)


def test_threads_write_whole_events(store: Store) -> None:
    log = store.session("kernel")
    threads = [threading.Thread(target=lambda: [log.write("seen") for _ in range(200)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read = read_entries(log_of(store).read_bytes())
    assert sorted(entry["n"] for entry in read.entries) == list(range(1601))
    assert read.damaged == 0


def test_threads_that_write_first_at_once_make_one_file(store: Store) -> None:
    logs = [store.session("kernel") for _ in range(50)]
    together = threading.Barrier(4)

    def write() -> None:
        for log in logs:
            together.wait()
            log.write("seen")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list((store.root / "sessions").iterdir())) == 50


def test_a_forked_child_has_a_log_of_its_own(store: Store) -> None:
    log = store.session("kernel")
    log.write("seen", who="parent")
    child = os.fork()
    if child == 0:
        log.write("seen", who="child")
        os._exit(0)
    os.waitpid(child, 0)
    log.write("seen", who="parent")
    logs = {path.stem: read_entries(path.read_bytes()).entries for path in (store.root / "sessions").iterdir()}
    assert len(logs) == 2
    own = logs.pop(log.id)
    assert [entry.get("who") for entry in own[1:]] == ["parent", "parent"]
    first, entry = next(iter(logs.values()))
    assert (first["kind"], first["parent"], entry["who"]) == ("child", log.id, "child")
    assert first["process"]["pid"] == child


FULL_DISK = """
import resource, signal, sys
from jupyter_tracker.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
said = []
store = Store.open(sys.argv[1])
store.on_fault = said.append
log, points = store.session("kernel"), store.points("r" * 12)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
for n in range(20):
    log.write("seen", number=n); points.log({"loss": n})
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
for n in range(20, 200):
    log.write("seen", number=n); points.log({"loss": n})
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
for n in range(200, 220):
    log.write("seen", number=n); points.log({"loss": n})
print(len(said), log.lost, points.lost)
"""


def test_a_full_disk_loses_nothing_once_there_is_room_again(store: Store, other_process: Callable[..., Any]) -> None:
    process = other_process(FULL_DISK, store.root)
    said, *lost = process.communicate(timeout=60)[0].split()
    assert int(said) == 2, "the log and the points each say it once"
    assert lost == ["0", "0"]
    found = [entry["number"] for entry in read_entries(log_of(store).read_bytes()).entries if "number" in entry]
    assert found == list(range(220))
    reader = store.reader()
    assert list(reader.series("r" * 12, "loss").value) == list(map(float, range(220)))
    reader.close()


def test_closed_descriptors_begin_a_new_file(store: Store) -> None:
    log, points = store.session("kernel"), store.points("r" * 12)
    log.write("seen", number=1)
    points.log({"loss": 1.0})
    os.closerange(200, 260)
    log.write("seen", number=2)
    points.log({"loss": 2.0})
    entries = [e for path in (store.root / "sessions").iterdir() for e in read_entries(path.read_bytes()).entries]
    assert sorted(entry["number"] for entry in entries if "number" in entry) == [1, 2]
    reader = store.reader()
    assert sorted(reader.series("r" * 12, "loss").value) == [1.0, 2.0]
    reader.close()
