"""Environments of their own, as a stranger has them, and building what is put into them."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Environment:
    """A virtual environment whose programs find nothing else on the path: no Node, no other Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder, with_pip=True, symlinks=True)
        self.variables: dict[str, str] = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("JUPYTER", "PYTHON", "VIRTUAL"))
            },
            "PATH": str(folder / "bin"),
            "HOME": str(folder / "home"),
            "IPYTHONDIR": str(folder / "home" / "ipython"),
        }
        (folder / "home").mkdir()

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def run(self, *command: str, code: int = 0, env: Mapping[str, str] | None = None) -> str:
        """What a program of this environment prints, on both streams; it must end with `code`."""
        program = self.folder / "bin" / command[0]
        ran = subprocess.run(
            [program, *command[1:]],
            env={**self.variables, **(env or {})},
            cwd=self.folder / "home",
            capture_output=True,
            text=True,
        )
        assert ran.returncode == code, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    def install(self, *what: str) -> None:
        """`pip install`, with the caches of the person who runs the tests."""
        self.run("python", "-m", "pip", "install", "--quiet", *what, env={"HOME": os.environ["HOME"]})


def build(what: list[str], into: Path, tree: Path, env: Mapping[str, str] | None = None) -> Path:
    """Build as people do it, in an isolated environment; the one file that comes of it."""
    command = [sys.executable, "-m", "build", *what, "--outdir", str(into), str(tree)]
    ran = subprocess.run(command, env=env, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (made,) = into.iterdir()
    return made
