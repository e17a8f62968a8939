"""What git knows of the code, from real repositories, hostile ones included."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from jupyter_tracker.capture import git
from jupyter_tracker.masking import Masker

mask = Masker().text


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    folder = tmp_path / "repo"
    folder.mkdir()
    run(folder, "init", "-q", "-b", "main")
    (folder / "train.py").write_text("lr = 0.1\n")
    (folder / "nb.ipynb").write_text("{}\n")
    commit(folder)
    return folder


def run(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    run(folder, "add", "-A")
    run(folder, "commit", "-q", "-m", "x")


def found(folder: Path) -> git.GitState:
    state = git.state(str(folder), mask)
    assert state is not None
    return state


def test_a_clean_repository(repository: Path) -> None:
    state = found(repository)
    assert (state.branch, state.dirty, state.diff, state.remote) == ("main", False, "", None)
    assert state.commit is not None and len(state.commit) == 40
    assert Path(state.root).resolve() == repository.resolve()


def test_what_is_not_committed_is_told_from_below_as_well(repository: Path) -> None:
    (repository / "sub").mkdir()
    (repository / "train.py").write_text("lr = 0.2\n")
    (repository / "nb.ipynb").write_text("{1}\n")
    (repository / "sub" / "new file.py").write_text("password = 'hunter2-x'\n")
    (repository / "big.bin").write_bytes(b"0" * 10)
    state = found(repository / "sub")
    assert state.dirty
    assert sorted(state.changed) == ["nb.ipynb", "train.py"]
    assert sorted(state.untracked) == ["big.bin", "sub/"] or sorted(state.untracked) == ["big.bin", "sub/new file.py"]
    assert "-lr = 0.1\n+lr = 0.2\n" in state.diff
    assert "ipynb" not in state.diff
    assert state.about()["dirty"] is True and "diff" not in state.about()


def test_small_untracked_sources_are_part_of_the_diff_and_masked(repository: Path) -> None:
    (repository / "new.py").write_text("password = 'hunter2-x'\ny = 1\n")
    state = found(repository)
    assert "+++ b/new.py\n@@ -0,0 +1,2 @@\n+password = '<redacted:" in state.diff
    assert "hunter2" not in state.diff


def test_a_long_diff_is_cut(repository: Path) -> None:
    (repository / "train.py").write_text("x = 1\n" * 10_000)
    state = git.state(str(repository), mask, diff_limit=1_000)
    assert state is not None and state.truncated and len(state.diff) == 1_000


def test_credentials_in_the_remote_are_not_kept(repository: Path) -> None:
    run(repository, "remote", "add", "origin", "https://me:s3cret@example.org/a/b.git")
    assert found(repository).remote == "https://example.org/a/b.git"


def test_detached_renamed_and_before_the_first_commit(repository: Path, tmp_path: Path) -> None:
    run(repository, "mv", "train.py", "renamed.py")
    run(repository, "checkout", "-q", "--detach")
    state = found(repository)
    assert state.branch is None and state.changed == ["renamed.py"]
    empty = tmp_path / "empty"
    empty.mkdir()
    run(empty, "init", "-q", "-b", "main")
    assert (found(empty).commit, found(empty).branch, found(empty).dirty) == (None, "main", False)


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Path) -> None:
    assert git.state(str(tmp_path), mask) is None
    assert git.state(str(tmp_path / "missing"), mask) is None
    monkeypatch.setenv("PATH", "")
    assert git.state(str(repository), mask) is None


@pytest.mark.parametrize(
    "setting",
    [
        "core.fsmonitor",
        "diff.external",
        "filter.x.clean",
        "filter.x.process",
        "filter.a=b.clean",
        "diff.y.command",
        "diff.y.textconv",
    ],
)
def test_a_hostile_configuration_executes_nothing(repository: Path, tmp_path: Path, setting: str) -> None:
    proof = tmp_path / "executed"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch '{proof}'\ncat\n")
    script.chmod(0o755)
    (repository / ".gitattributes").write_text("*.py filter=x diff=y\n*.txt filter=a=b\n")
    (repository / "a.txt").write_text("1\n")
    commit(repository)
    section, _, name = setting.rpartition(".")
    top, _, sub = section.partition(".")
    heading = f'[{top} "{sub}"]' if sub else f"[{top}]"
    with open(repository / ".git" / "config", "a") as file:
        file.write(f"{heading}\n\t{name} = {script}\n")
    (repository / "train.py").write_text("lr = 0.3\n")
    (repository / "a.txt").write_text("2\n")
    git.state(str(repository), mask)
    assert not proof.exists()


def test_nothing_in_the_repository_is_written(repository: Path) -> None:
    os.utime(repository / "train.py", (1, 1))
    before = (repository / ".git" / "index").read_bytes()
    found(repository)
    assert (repository / ".git" / "index").read_bytes() == before
