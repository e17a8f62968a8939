"""A replay in a process of its own, led from a kernel: nothing of it is in its way or in its names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .options import TOLERANCE, Bare, Options, ReplayError

Progress = Callable[[Mapping[str, Any]], None]
_FOREIGN = ("JUPYTER_TRACKER_RUN", "JUPYTER_TRACKER_SESSION")


def replay(store: Path, run: str, options: Options, progress: Progress) -> dict[str, Any]:
    """What `jupyter tracker replay RUN --json` answers; `progress` hears of each step. Raises ReplayError."""
    command = [
        sys.executable,
        "-m",
        "jupyter_tracker.cli",
        "replay",
        run,
        "--json",
        "--progress",
        "--store",
        str(store),
    ]
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    environment["PYTHONPATH"] = os.pathsep.join([_home(), *filter(None, [os.environ.get("PYTHONPATH")])])
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*command, *_words(options)], env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            process.stdin.write("".join(f"{value}\n" for value in options.secrets.values()))
            process.stdin.close()
            complaints = [line for line in process.stderr if not _heard(line, progress)]
            answer = process.stdout.read()
        except BaseException:
            process.terminate()
            raise
    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError:
        raise ReplayError(f"the replay ended without an answer: {''.join(complaints[-3:]).strip()}") from None
    if "error" in found:
        raise ReplayError(found["error"]["message"], found["error"].get("needs_yes", ()))
    return found


def _home() -> str:
    """The folder that this very package is imported from."""
    return str(Path(__file__).resolve().parents[3])


def _words(options: Options) -> list[str]:
    words = [f"--{name}" for name in ("yes", "restore", "anyway", "now", "keep") if getattr(options, name)]
    words += [
        f"--param={name}={source.given if isinstance(source, Bare) else source}"
        for name, source in options.params.items()
    ]
    words += [word for name in options.secrets for word in ("--secret", name)]
    return words + ([f"--tolerance={options.tolerance}"] if options.tolerance != TOLERANCE else [])


def _heard(line: str, progress: Progress) -> bool:
    try:
        about = json.loads(line)
    except ValueError:
        return False
    if not isinstance(about, dict):
        return False
    progress(about)
    return True
