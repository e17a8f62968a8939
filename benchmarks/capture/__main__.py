"""`python -m benchmarks.capture small|real [--sources DIR] [--python PYTHON] [--peers]`: run and print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> None:
    """Run the small cells, or the labelled files that lie in `--sources`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capture", description=__doc__)
    parser.add_argument("which", choices=("small", "real"))
    parser.add_argument("--sources", type=Path, help="the folder with OWNER/NAME checkouts")
    parser.add_argument("--python", default=sys.executable, help="the Python that runs the kernels")
    parser.add_argument("--peers", action="store_true", help="exptrack and MLflow autolog on the same cells too")
    parser.add_argument("--out", type=Path, help="write what is known so far here after each file")
    parser.add_argument("--again", action="store_true", help="run nothing: score again what the last runs held")
    parser.add_argument("--only", default="", help="only files (or cells) whose title holds this")
    args = parser.parse_args(argv)
    if args.which == "small":
        from benchmarks.capture import small

        small.main(["--python", args.python, "--cell", args.only])
        return
    if args.sources is None:
        parser.error("real needs --sources DIR")
    _real(args)


def _real(args: argparse.Namespace) -> None:
    from benchmarks.capture import peers, real, sources

    runs: dict[str, real.Run] = {"jupyter_tracker": real.tracked}
    if args.peers:
        runs |= {peer.name: peers.run(peer) for peer in peers.PEERS}
    columns: dict[str, list[real.Result]] = {name: [] for name in runs}
    for file in sources.read():
        if args.only in file.title:
            for name, run in runs.items():
                found = real.result(file, args.sources.resolve(), args.python, name, None if args.again else run)
                columns[name].append(found)
                said = found.trouble or "; ".join(found.errors) or "ran"
                print(f"{file.title}: {name}: {said}", file=sys.stderr, flush=True)
            if args.out:
                args.out.write_text(real.report(columns) + "\n")
    print(real.report(columns))


if __name__ == "__main__":
    main()
