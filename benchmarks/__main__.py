"""`python -m benchmarks [NAME …] [--scale 0.1]`: measure and print. `python -m benchmarks replaying --sources DIR`
replays runs of notebooks that lie elsewhere."""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Size, table

APART = ["workbench"]
"""Measured only by name: they need a browser."""
NAMES = ["log_call", "starting", "cells", "cell_overhead", "overhead", "writers", "kills", "reading", "queries"]


def main(argv: Sequence[str] | None = None) -> None:
    """Each part in a process of its own, so that none inherits what another has loaded."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["replaying"]:
        from benchmarks import replaying

        replaying.arguments(words[1:])
        return
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join([*NAMES, *APART])}; all but the last by default"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the full size")
    args = parser.parse_args(words)
    known = [*NAMES, *APART]
    unknown = set(args.names) - set(known)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    names = args.names or NAMES
    if len(names) > 1:
        print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n", flush=True)
        for name in names:
            subprocess.run([sys.executable, "-m", "benchmarks", name, "--scale", str(args.scale)], check=True)
        return
    measure(names[0], Size(args.scale))


def measure(name: str, size: Size) -> None:
    """Measure one part in an empty folder and print its table."""
    from importlib import import_module

    with tempfile.TemporaryDirectory() as folder:
        print(table(import_module(f"benchmarks.{name}").figures(Path(folder), size)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
