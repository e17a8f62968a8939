"""The index can be lost, broken, foreign or busy at any moment: the answers stay the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import Store, StoreError
from jupyter_tracker.store import index as index_module
from jupyter_tracker.store.journal import encode_entry
from jupyter_tracker.store.query import Reader


@pytest.fixture
def filled(store: Store, kernel: Any) -> Store:
    for n in range(5):
        run = kernel.run(params={"depth": n}, metrics={"acc": n / 10}, tags={"t": ""})
        points = store.points(run)
        for step in range(20):
            points.log({"loss": step * n})
        points.close()
    kernel.log.write("edit", run=run, set={"name": "best"}, tags={"t": None, "final": "yes"})
    return store


def test_folding_again_changes_nothing(filled: Store, dump: Any) -> None:
    reader = filled.reader()
    before = dump(reader)
    reader.connection().execute("UPDATE files SET offset = 0, state = NULL, size = 0")
    reader.connection().execute("DELETE FROM series")
    again = filled.reader()
    assert dump(again) == before
    assert again.rebuild() == 5
    assert dump(again) == before


@pytest.mark.parametrize("seed", range(3))
def test_files_in_any_order(filled: Store, tmp_path: Path, dump: Any, seed: int) -> None:
    import random

    expected = dump(filled.reader())
    other = Store.open(tmp_path / "other" / ".tracker")
    files = [path for folder in ("points", "sessions") for path in sorted((filled.root / folder).iterdir())]
    random.Random(seed).shuffle(files)
    reader = other.reader()
    for path in files:
        target = other.root / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        reader.refresh()
    assert dump(reader) == expected


@pytest.mark.parametrize("suffix", [" (conflicted copy)", "-1", ".sync-conflict-20250101"])
def test_copies_count_once(filled: Store, dump: Any, suffix: str) -> None:
    reader = filled.reader()
    before = dump(reader)
    for folder in ("sessions", "points"):
        for path in list((filled.root / folder).iterdir()):
            data = path.read_bytes()
            shorter = data[: len(data) * 2 // 3] if folder == "points" else data[: data.rindex(b'"n":9')]
            path.with_name(path.stem + suffix + path.suffix).write_bytes(shorter)
    assert dump(reader) == before
    reader.rebuild()
    assert dump(reader) == before


def test_two_halves_of_a_log_make_a_whole(filled: Store, dump: Any) -> None:
    reader = filled.reader()
    before = dump(reader)
    path = next((filled.root / "sessions").iterdir())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:10]))
    path.with_name(path.stem + " (copy).jsonl").write_bytes(b"".join(lines[:1] + lines[7:]))
    reader.rebuild()
    assert dump(reader) == before


@pytest.mark.parametrize("harm", ["delete", "garbage", "truncate", "foreign", "older", "empty", "not a database"])
def test_a_harmed_index_is_made_anew(filled: Store, dump: Any, harm: str) -> None:
    reader = filled.reader()
    before = dump(reader)
    path = filled.root / "index.db"
    reader.close()
    data = path.read_bytes()
    if harm == "delete":
        path.unlink()
    elif harm == "garbage":
        path.write_bytes(data[:4096] + os.urandom(len(data) - 4096))
    elif harm == "truncate":
        path.write_bytes(data[: len(data) // 2])
    elif harm == "empty":
        path.write_bytes(b"")
    elif harm == "not a database":
        path.write_bytes(b"hello " * 1000)
    else:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA application_id = 7" if harm == "foreign" else "PRAGMA user_version = 0")
        connection.execute("CREATE TABLE IF NOT EXISTS something (x)")
        connection.commit()
        connection.close()
    assert dump(filled.reader()) == before


def test_an_index_deleted_under_a_reader_is_made_anew(filled: Store, dump: Any) -> None:
    reader = filled.reader()
    before = dump(reader)
    (filled.root / "index.db").unlink()
    assert dump(reader) == before
    assert (filled.root / "index.db").exists()


def test_the_index_of_a_newer_version_is_left_alone(filled: Store, dump: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(filled.root.parent / "cache"))
    before = dump(filled.reader())
    path = filled.root / "index.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {index_module.SCHEMA + 1}")
    connection.close()
    bytes_before = path.read_bytes()
    reader = filled.reader()
    assert dump(reader) == before
    reader.connection().execute("DELETE FROM runs")
    reader.rebuild()
    assert dump(reader) == before
    assert path.read_bytes() == bytes_before


def test_a_busy_index_answers_with_what_is_new(filled: Store, kernel: Any) -> None:
    reader = filled.reader()
    reader.refresh()
    busy = sqlite3.connect(filled.root / "index.db", isolation_level=None)
    busy.execute("BEGIN IMMEDIATE")
    run = kernel.run(metrics={"acc": 1.0})
    assert run in reader.refresh()
    assert reader.runs()[0]["metrics"] == {"acc": 1.0}
    second = kernel.run(metrics={"acc": 2.0})
    assert second in reader.refresh()
    assert filled.reader().count() == 7
    busy.execute("ROLLBACK")
    busy.close()
    reader.refresh()
    assert reader.count() == 7
    assert (filled.root / "index.db").exists()


def test_a_store_that_cannot_be_written_is_read(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(filled.root.parent / "cache"))
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: False if Path(path) == filled.root else real(path, mode))
    assert filled.reader().count() == 5
    assert not (filled.root / "index.db").exists()


def test_a_log_that_goes_takes_its_runs_along(filled: Store) -> None:
    reader = filled.reader()
    assert reader.count() == 5
    for path in (filled.root / "sessions").iterdir():
        path.unlink()
    reader._access._disk.discovery.forget()  # type: ignore[union-attr]  # else within half a minute
    reader.refresh()
    assert reader.count() == 0


def test_a_log_of_a_newer_format_is_shown_with_what_to_install(filled: Store, reader: Reader) -> None:
    session = "20300101T000000-zzzzzzzz"
    first = {
        "n": 0, "t": 2e9, "k": "session", "format": 2, "session": session, "kind": "kernel",
        "software": {"jupyter_tracker": "9.1"}, "process": {},
    }  # fmt: skip
    events = [first, {"n": 1, "t": 2e9, "k": "run", "run": "future000000", "made_by": "magic", "parts": []}]
    path = filled.root / "sessions" / f"{session}.jsonl"
    path.write_bytes(b"".join(map(encode_entry, events)) + b"\x02 something new\n")
    before = path.read_bytes()
    assert "future000000" in {run["id"] for run in reader.runs()}
    assert any("jupyter_tracker>=9.1" in problem for problem in reader.problems())
    assert any("9.1" in warning for warning in reader.run("future000000")["warnings"])
    with pytest.raises(StoreError, match=r"cannot be changed; pip install -U 'jupyter_tracker>=9\.1'"):
        reader.check_changeable("future000000")
    assert path.read_bytes() == before


def test_unknown_kinds_and_odd_shapes_stop_nothing(filled: Store, kernel: Any) -> None:
    log = kernel.log
    log.write("hologram", run="x" * 12, depth=3)
    log.write("run", run="odd000000000", parts=7, tags=[1], made_by=None, name={"a": 1})
    log.write(
        "seen", run="odd000000000", params={"a": 1}, metrics=[3, {"name": 4}], inputs=[None], env=[1], pending="x"
    )
    log.write("end", run=5, state=None)
    log.write("edit", run="odd000000000", set=[], tags="x")
    log.write("run", run="\ud800\0", name="\udfff", parts=[], made_by="cell", tags={"\ud800": "\udfff"})
    last = kernel.run(metrics={"acc": 3.0})
    reader = filled.reader()
    assert reader.count() >= 6
    assert reader.summary(last)["metrics"] == {"acc": 3.0}


def test_a_file_that_cannot_be_read_stops_nothing(filled: Store, reader: Reader) -> None:
    (filled.root / "sessions" / "broken.jsonl").mkdir()
    (filled.root / "points" / "garbage.pts").write_bytes(os.urandom(5000))
    (filled.root / "points" / "garbage.col").write_bytes(b"JTCOL1\n\0" + os.urandom(500))
    assert reader.count() == 5
    assert any("garbage.col" in problem for problem in reader.problems())


def test_refresh_says_which_runs_changed(store: Store, kernel: Any, reader: Reader) -> None:
    first = kernel.run(end=None)
    assert reader.refresh() == {first}
    assert reader.refresh() == set()
    second = kernel.run()
    other = store.reader()
    assert other.refresh() == {first, second}
    assert reader.refresh() == {second}, "even when another reader folded it"
    store.points(first).log({"loss": 1.0})
    assert reader.refresh() == {first}
    cursor = reader.cursor
    kernel.log.write("edit", run=second, set={"star": True})
    reader.refresh()
    assert reader.cursor > cursor


def test_the_cursor_rises_with_cells_that_are_in_no_run(kernel: Any, reader: Reader) -> None:
    kernel.run()
    reader.refresh()
    before = reader.cursor
    exec_id = kernel.cell()
    assert reader.refresh() == set()
    assert reader.cursor > before
    before = reader.cursor
    kernel.log.write("view", key="colours", value=exec_id)
    reader.refresh()
    assert reader.cursor == before


def test_a_store_that_is_not_there_yet_is_empty_and_stays_unmade(store: Store, reader: Reader, kernel: Any) -> None:
    assert reader.runs() == []
    assert not store.root.exists()
    run = kernel.run()
    assert reader.refresh() == {run}
    assert (store.root / "index.db").exists()


def test_network_file_systems_keep_their_index_elsewhere(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.session("kernel").touch()
    assert index_module.index_path(store.root) == store.root / "index.db"
    monkeypatch.setattr(index_module, "on_network", lambda path: True)
    assert store.root not in index_module.index_path(store.root).parents
