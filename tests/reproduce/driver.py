"""Runs cases: `python -m tests.reproduce.driver FOLDER` reads JSON from stdin, writes JSON to stdout. Each shell is a
forked child, so that nothing is loaded in it that its own cells have not loaded. It saves minutes that modules of ours
stand ready for those that record, and large libraries for those that run written slices."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import IPython.core.interactiveshell  # noqa: F401 (before the fork: it takes half a second)

Told = dict[str, Any]
LARGE = ("numpy", "pandas", "sklearn.linear_model", "matplotlib.pyplot", "torch")


def new_shell(folder: Path) -> Any:
    """A shell at work in a folder."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    os.chdir(folder)
    sys.path.insert(0, str(folder))
    quiet: Any = Config()
    quiet.HistoryManager.enabled = False
    return InteractiveShell.instance(config=quiet)


def run_case(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Run a case with the extension; its slice, what came out, and the notebook it is written to."""
    made = make_folder(folder / "recorded", case["files"])
    os.environ["JUPYTER_TRACKER_STORE"] = str(folder / ".tracker")
    shell = new_shell(made)
    shell.run_line_magic("load_ext", "jupyter_tracker")
    shell.run_line_magic("track", "quiet")
    for place, cell in enumerate(case["cells"]):
        shell.run_cell(f"%%track case\n{cell}" if place + 1 == len(case["cells"]) else cell, store_history=True)
    out = repr(shell.user_ns.get("out", "nothing"))
    import jupyter_tracker as jt

    found = jt.run("@1").slice()
    found.write(folder / "slice.ipynb")
    found.write(folder / "slice.py")
    return {"out": out, "slice": found.as_dict(), "package": os.path.dirname(jt.__file__)}


def run_again(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Run the cells of a written slice in a shell without the extension, where only the files of the beginning are."""
    made = make_folder(folder / "again", case["files"])
    shell = new_shell(made)
    for cell in json.loads((folder / "slice.ipynb").read_text())["cells"]:
        if cell["cell_type"] == "code":
            shell.run_cell(cell["source"], store_history=True)
    assert "jupyter_tracker" not in sys.modules
    return {"out": repr(shell.user_ns.get("out", "nothing"))}


def own_modules(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The modules of ours that a case loads."""
    run_case(case, folder)
    return {"modules": [name for name in sys.modules if name.partition(".")[0] == "jupyter_tracker"]}


def make_folder(folder: Path, files: dict[str, str]) -> Path:
    """A folder with files in it."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def forked(does: Callable[[Told, Path], Told], case: Told, folder: Path) -> Told:
    """What a child says of a case."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        os.environ["IPYTHONDIR"] = str(folder / ".ipython")
        screen = io.StringIO()
        try:
            with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
                answer = does(case, folder)
        except BaseException:
            answer = {"fault": traceback.format_exc()}
        answer["screen"] = screen.getvalue()
        with os.fdopen(writing, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(text) if text else {"fault": "the child died"}


def main() -> None:
    """Run what stdin holds."""
    root = Path(sys.argv[1])
    cases = {root / str(number): case for number, case in enumerate(json.load(sys.stdin))}
    told = {}
    ours = forked(own_modules, {"files": {}, "cells": ["x = 1", "out = x"]}, root / "first")["modules"]
    for name in ours:
        importlib.import_module(name)
    for folder, case in cases.items():
        folder.mkdir(parents=True)
        told[case["name"]] = forked(run_case, case, folder)
    for name in ours:
        del sys.modules[name]
    for name in LARGE:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for folder, case in cases.items():
        recorded = told[case["name"]]
        recorded["again"] = forked(run_again, case, folder) if "fault" not in recorded else {}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
