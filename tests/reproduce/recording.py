"""Runs recorded in real kernels, and replayed by the command that people use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_tracker.store import Store
from jupyter_tracker.store.query import Reader
from tests.kernels import PATIENCE, ROOT, Kernel


@dataclass
class Recorded:
    """A folder in which runs were recorded; `environ` are variables of its kernel and of replays."""

    folder: Path
    environ: Mapping[str, str]

    @property
    def reader(self) -> Reader:
        """The store, up to date."""
        return Store.open(self.folder / ".tracker", create=False).reader()

    def run(self, name: str) -> dict[str, Any]:
        """The record of a run."""
        reader = self.reader
        return reader.run(reader.resolve(name))

    def replay(self, *words: str, stdin: str = "", environ: Mapping[str, str] | None = None) -> Answer:
        """`jupyter tracker replay WORDS --json`."""
        with self.start(*words, environ=environ) as process:
            said, errors = process.communicate(stdin, timeout=300)
        assert said.strip(), errors
        return Answer(process.returncode, json.loads(said), errors)

    def start(self, *words: str, environ: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """The same, still at work."""
        command = [sys.executable, "-m", "jupyter_tracker.cli", "replay", *words, "--json"]
        command += ["--store", str(self.folder / ".tracker")]
        given = _environment(self.folder, {**self.environ, **(environ or {})})
        pipes: Any = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
        return subprocess.Popen(command, cwd=self.folder, env=given, text=True, **pipes)


@dataclass
class Answer:
    """What the command answered."""

    code: int
    body: dict[str, Any]
    errors: str

    def __getitem__(self, key: str) -> Any:
        return self.body[key]

    @property
    def first(self) -> dict[str, Any]:
        """The first divergence."""
        assert self.body["first_divergence"] is not None, self.body
        found: dict[str, Any] = self.body["first_divergence"]
        return found

    def metric(self, name: str) -> dict[str, Any]:
        """One metric."""
        return next(one for one in self.body["metrics"] if one["name"] == name)


Files = Mapping[str, str]


def record(
    folder: Path,
    cells: Sequence[str],
    files: Files | None = None,
    edits: Mapping[int, Files] | None = None,
    **environ: str,
) -> Recorded:
    """Run cells in a kernel in `folder`, in which `files` are; their ids are c1, c2 … `edits` are files that somebody
    saves right before the cell of that number."""
    _save(folder, files or {})
    kernel = Kernel(folder, **environ)
    try:
        kernel.run("%load_ext jupyter_tracker\n%track quiet")
        for number, cell in enumerate(cells, 1):
            _save(folder, (edits or {}).get(number, {}))
            kernel.run(cell, cell_id=f"c{number}")
    finally:
        kernel.close()
    recorded = Recorded(folder, environ)
    _settle(recorded)
    return recorded


def _save(folder: Path, files: Files) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat().st_mtime if path.exists() else time.time() - 2
        path.write_text(text)
        os.utime(path, (before + 2, before + 2))  # some clocks of files are too coarse to tell two edits apart


def _settle(recorded: Recorded) -> None:
    """Wait until nothing of the runs is pending, which is found out beside the cells."""
    reader = recorded.reader
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        reader.refresh()
        if not any(reader.run(one["id"])["pending"] for one in reader.runs()):
            return
        time.sleep(0.1)


def _environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER_TRACKER")}
    home = {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder / ".ipython"), "HOME": str(folder)}
    return {**kept, **home, "MPLBACKEND": "module://matplotlib_inline.backend_inline", **more}
