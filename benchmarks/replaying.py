"""Runs made of notebooks that nobody here wrote, each replayed: how many run again, and how many come out the same.

`python -m benchmarks replaying --sources DIR`: DIR holds the checkouts that `capture/README.md` tells of. Each notebook
runs in a kernel of its own with `%track on`, so that every cell that trains becomes a run (a script becomes one), with
no seed but its own. Then `jupyter tracker replay RUN --yes` is asked for each run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.capture.kernel import HERE, LIBRARIES, Kernel, TimeUp, surroundings
from benchmarks.capture.real import quiet_cells
from benchmarks.capture.sources import File, read

SECONDS = 150.0
MOST_RUNS = 12
"""Runs of one notebook that are replayed, spread over all that it made."""
STARTUP = """\
import os as _os, sys as _sys
def _ready():
    given = {{"__name__": "setting"}}
    exec(compile(open({setting!r}).read(), "setting", "exec"), given)
    _sys.argv = {argv!r}
    __import__("warnings").filterwarnings("ignore")
    for name, stand in given["DATA"].items():
        if name in {libraries!r}:
            stand()
    for folder in {roots!r}:
        _sys.path.insert(0, _os.path.abspath(folder))
    if {script!r}:
        get_ipython().user_ns["__file__"] = _os.path.abspath({argv!r}[0])
_ready()
del _ready, _os, _sys
"""
"""What each kernel begins with, those of replays too: stand-ins for data that a library would download."""


@dataclass(slots=True)
class Replayed:
    """One run and its replay: `seeded` unless chance without a seed had a part in it."""

    name: str
    seeded: bool
    verdict: str
    why: str = ""


@dataclass(slots=True)
class Notebook:
    """One notebook: its runs, or why there are none."""

    title: str
    runs: list[Replayed] = field(default_factory=list)
    trouble: str = ""


def main(sources: Path, python: str, only: str, kinds: Sequence[str], out: Path | None) -> None:
    """Run and replay all labelled files, telling of each as it is done."""
    done = []
    for file in read():
        if only not in file.title or file.split not in kinds or file.trouble(sources):
            continue
        began = time.monotonic()
        one = notebook(file, sources, python)
        done.append(one)
        print(f"{time.monotonic() - began:.0f} s", *_told(one), sep="\n", flush=True)
        if out is not None:
            out.write_text(report(done))
    print(report(done))


def notebook(file: File, sources: Path, python: str) -> Notebook:
    """Run a file's cells, and replay the runs that came of them."""
    found = Notebook(file.title)
    try:
        cells = quiet_cells(file, sources)
        with tempfile.TemporaryDirectory() as name:
            root = Path(name).resolve()
            folder = file.lay(sources, root, logging=False)
            _startup(file, folder, "\n".join(cells))
            with Kernel(python, folder, SECONDS) as kernel:
                kernel.run("%load_ext jupyter_tracker", hidden=True)
                kernel.run("%track on", hidden=True)
                for cell in ["%%track script\n" + "\n".join(cells)] if file.split == "script" else cells:
                    kernel.run(cell)
            found.runs = list(_replays(folder, python))
    except (TimeUp, OSError, ValueError, SyntaxError) as fault:
        found.trouble = f"{type(fault).__name__}: {fault}"
    return found


def _startup(file: File, folder: Path, code: str) -> None:
    libraries = [name for name in LIBRARIES if name in code]
    depth = len(Path(file.path).relative_to(file.modules).parent.parts) if file.modules else 0
    place = folder / ".home" / "profile_default" / "startup"
    place.mkdir(parents=True)
    text = STARTUP.format(
        setting=str(HERE / "setting.py"), argv=[Path(file.path).name, *file.args], libraries=libraries,
        roots=[os.path.join(*[os.pardir] * depth)] if depth else [], script=file.split == "script",
    )  # fmt: skip
    (place / "00-setting.py").write_text(text)


def _replays(folder: Path, python: str) -> Iterator[Replayed]:
    from jupyter_tracker.store import Store

    reader = Store.open(folder / ".tracker").reader()
    runs = [one for one in reversed(reader.runs(children=False)) if one["state"] != "crashed"]
    step = max(1, -(-len(runs) // MOST_RUNS))
    for run in runs[::step]:
        slice_ = _asked(folder, python, "slice", run["id"])
        warnings = slice_.get("warnings", [])
        answer = _asked(folder, python, "replay", run["id"], "--yes")
        seeded = not any("seed" in text for text in warnings)
        yield Replayed(run["name"], seeded, answer.get("verdict", "not done"), _why(answer))


def _asked(folder: Path, python: str, *words: str) -> dict[str, Any]:
    command = [python, "-m", "jupyter_tracker.cli", *words, "--json", "--store", str(folder / ".tracker")]
    try:
        done = subprocess.run(
            command, cwd=folder, env=surroundings(folder), capture_output=True, text=True, timeout=2 * SECONDS
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"error": {"message": "time is up"}}
    except ValueError:
        return {"error": {"message": done.stderr.strip().rpartition("\n")[2][:200]}}
    return answer


def _why(answer: dict[str, Any]) -> str:
    """What stands in the way of identical, in a line."""
    if "error" in answer:
        return str(answer["error"]["message"])[:200]
    first = answer.get("first_divergence")
    if first is None:
        return ""
    where = f"{first['variable']} in {first['cell']} line {first['line']}"
    values = f"{json.dumps(first['recorded'])[:90]} → {json.dumps(first['replayed'])[:90]}"
    return f"{where}: {values}"


def report(done: Sequence[Notebook]) -> str:
    """The table, and below it every run that did not come out identical, with its reason."""
    runs = [run for one in done for run in one.runs]
    rows = [("all", runs), ("seeded", [run for run in runs if run.seeded])]
    rows.append(("without a seed", [run for run in runs if not run.seeded]))
    lines = [
        "| runs | replayed | identical | equal | noise | different | failed | identical or equal |",
        "|" + " --- |" * 8,
    ]
    for name, some in rows:
        counts = Counter(run.verdict for run in some)
        ran = sum(counts[kind] for kind in ("identical", "equal", "noise", "different"))
        good = counts["identical"] + counts["equal"]
        share = f"{good}/{len(some)} {good / len(some):.0%}" if some else "0/0"
        failed = len(some) - ran
        lines.append(
            f"| {name}: {len(some)} | {ran} | {counts['identical']} | {counts['equal']} | {counts['noise']} | "
            f"{counts['different']} | {failed} | {share} |"
        )
    made = sum(1 for one in done if one.runs)
    lines += ["", f"{len(done)} files ran, {made} of them made runs.", ""]
    return "\n".join([*lines, *(line for one in done for line in _told(one))])


def _told(one: Notebook) -> list[str]:
    counts = Counter(run.verdict for run in one.runs)
    head = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or one.trouble or "made no run"
    lines = [f"- {one.title}: {head}"]
    for run in one.runs:
        if run.verdict != "identical":
            lines.append(f"  - {run.name} ({'seeded' if run.seeded else 'no seed'}): {run.verdict}: {run.why}")
    return lines


def arguments(argv: Sequence[str]) -> None:
    """`--sources DIR [--python PYTHON] [--only TEXT] [--kinds KIND …] [--out FILE]`."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m benchmarks replaying", description=__doc__)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--kinds", nargs="+", default=["ipynb", "percent"], help="of ipynb, percent and script")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args(argv)
    main(args.sources, args.python, args.only, args.kinds, args.out)
