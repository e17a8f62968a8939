"""Where the store is, and blobs in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_tracker.store import Store, StoreError, locate


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    (home / "project" / "deep" / "er").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("JUPYTER_TRACKER_STORE", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    return home


def test_the_rule(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = home / "project" / "deep" / "er"
    notebook = deep / "a.ipynb"
    notebook.touch()
    (home.parent / ".tracker").mkdir()
    assert locate(near=notebook).root == deep / ".tracker", "beside the notebook; nothing above home counts"
    (home / "project" / ".git").mkdir()
    assert locate(near=notebook).root == home / "project" / ".tracker", "beside .git"
    (home / ".tracker").mkdir()
    assert locate(near=notebook).root == home / ".tracker", "an existing one, up to home"
    (home / "project" / "deep" / ".tracker").mkdir()
    assert locate(near=deep).root == home / "project" / "deep" / ".tracker", "the nearest"
    monkeypatch.chdir(deep)
    assert locate().root == home / "project" / "deep" / ".tracker"
    monkeypatch.setenv("JUPYTER_TRACKER_STORE", "~/elsewhere")
    assert locate(near=notebook).root == home / "elsewhere"


def test_a_mount_is_a_bound(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "project" / ".tracker").mkdir()
    mount = str(home / "project" / "deep")
    monkeypatch.setattr(os.path, "ismount", lambda path: str(path) == mount)
    assert locate(near=home / "project" / "deep" / "er").root == home / "project" / "deep" / "er" / ".tracker"


def test_what_cannot_be_written_goes_to_the_users_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = home / "project"
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: False if Path(path) == project else real(path, mode))
    location = locate(near=project)
    assert location.instead_of == project / ".tracker"
    assert home in location.root.parents
    assert locate(near=project) == location, "the same for everyone who asks"
    store = Store.open(near=project)
    store.session("kernel").touch()
    assert store.root == location.root
    assert Store.open(near=project, create=False).root == location.root


def test_opening_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        Store.open(tmp_path / ".tracker", create=False)
    Store.open(tmp_path / ".tracker").session("kernel").touch()
    assert Store.open(tmp_path, create=False).root == tmp_path / ".tracker"


def test_a_project_named_as_the_store_keeps_its_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = home / "project"
    (project / ".tracker").mkdir()
    monkeypatch.setenv("JUPYTER_TRACKER_STORE", str(project))
    before = sorted(project.iterdir())
    store = Store.open()
    assert store.root == Store.open(project).root == project / ".tracker"
    store.session("kernel").touch()
    assert sorted(project.iterdir()) == before
    assert (store.root / ".gitignore").read_text() == "*\n"


def test_git_goes_on_seeing_what_was_in_the_folder_before(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, ignored in (("project", False), ("new", True)):
        monkeypatch.setenv("JUPYTER_TRACKER_STORE", str(home / name))
        for _ in range(2):
            Store.open().session("kernel").touch()
            assert (home / name / ".gitignore").exists() == ignored


def test_blobs(store: Store, tmp_path: Path) -> None:
    ref = store.blobs.put(b"hello")
    assert ref == "b3:ea8f163db38682925e4491c5e58d4bb3506ef8c14eb78a86e908c5624a67200f"
    assert store.blobs.put(b"hello") == ref
    with store.blobs.open(ref) as opened:
        assert store.blobs.get(ref) == opened.read() == b"hello"
    assert store.blobs.path(ref).stat().st_mode & 0o777 == 0o600
    assert [found for found, _ in store.blobs.all()] == [ref]
    file = tmp_path / "data.bin"
    file.write_bytes(b"hello")
    assert store.blobs.put_file(file) == (ref, ref, 5)
    assert store.blobs.put_file(file, limit=4) == (None, ref, 5)
    file.write_bytes(b"x" * 3_000_000)
    big = store.blobs.put_file(file)
    assert big[0] is not None and store.blobs.get(big[0]) == b"x" * 3_000_000
    file.write_bytes(b"")
    assert store.blobs.put_file(file)[2] == 0
    assert not [path for path in store.blobs.root.iterdir() if path.name.startswith(".")]


def test_blobs_refuse(store: Store, tmp_path: Path) -> None:
    ref = store.blobs.put(b"hello")
    store.blobs.path(ref).write_bytes(b"hellO")
    with pytest.raises(StoreError, match="damaged"):
        store.blobs.get(ref)
    for wrong in ("b3:../../etc/passwd", "b3:" + "A" * 64, "", "x" * 67, "b3:" + "0" * 63 + "/"):
        with pytest.raises(StoreError):
            store.blobs.path(wrong)
    with pytest.raises(StoreError):
        store.blobs.get("b3:" + "0" * 64)
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises((StoreError, OSError)):
            store.blobs.put_file(path)
