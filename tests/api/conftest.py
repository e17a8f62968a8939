"""Scripts as real processes, each in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_tracker.store import Store
from jupyter_tracker.store.query import Reader

ROOT = Path(__file__).parents[2]
Script = Callable[..., subprocess.CompletedProcess[str]]


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that tracks, without what this one has of ours."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER_TRACKER")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Runs Python source as a script in this test's folder."""

    def run(source: str, name: str = "train.py", **environ: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / name).write_text(source)
        return subprocess.run(
            [sys.executable, name], cwd=tmp_path, env=environment(**environ),
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    return run


@pytest.fixture
def reader(tmp_path: Path) -> Callable[[], Reader]:
    """Gives an up-to-date reader of the store in this test's folder."""

    def open_reader() -> Reader:
        found = Store.open(tmp_path / ".tracker").reader()
        found.refresh()
        return found

    return open_reader
