"""Makes a file's labels from one run with the recorder, to be looked over by a person: `python -m
benchmarks.capture.labelling OWNER/NAME PATH --sources DIR`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.capture import sources as labelled
from benchmarks.capture.places import constants, lookup
from benchmarks.capture.real import quiet_cells
from benchmarks.capture.sources import File
from benchmarks.capture.truth import LONGEST_TEXT, Truth, truth

COUNTERS = ("epoch", "step", "iteration", "global_step", "batch", "iter", "example_ct")
CURVE = 3
"""So many points of one name in a run make a curve."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--args", default="[]", help="the script's own arguments, as JSON")
    parser.add_argument("--edit", default="[]", help="pairs of old and new text, as JSON")
    parser.add_argument("--data", default="[]", help="stand-in files, as JSON")
    parser.add_argument("--modules", default="")
    parser.add_argument("--percent", action="store_true")
    parser.add_argument("--twice", action="store_true", help="run it again, to see which values change")
    told = parser.parse_args()
    for path in told.paths:
        file = _file(told, path)
        made = label(file, told.sources, told.python, twice=told.twice)
        kinds = Counter(one["kind"] for one in file.labels)
        print(f"{file.title}: {len(file.labels)} labels {dict(kinds)}", *made.errors, sep="\n   ", flush=True)
        if file.labels:
            _keep(file)


def _keep(file: File) -> None:
    """Into the labels, in the place of what they said of this file; what was judged by reading stays."""
    known = {one.title: one for one in labelled.read()} if labelled.LABELS.exists() else {}
    if file.title in known:
        file.also_fine, file.also = known[file.title].also_fine, known[file.title].also
    known[file.title] = file
    labelled.write(sorted(known.values(), key=lambda one: one.title))


def _file(told: argparse.Namespace, path: str) -> File:
    head = subprocess.run(
        ["git", "-C", str(told.sources / told.repository), "rev-parse", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    split = "ipynb" if path.endswith(".ipynb") else "percent" if told.percent else "script"
    given = {name: json.loads(getattr(told, name)) for name in ("args", "edit", "data")}
    return File(told.repository, head, path, split, modules=told.modules, **given)


def label(file: File, sources: Path, python: str, *, twice: bool = False) -> Truth:
    """Fill in `file.labels`: what was logged, from where; what is not the same in a second run is marked so."""
    found = truth(file, sources, python)
    again = truth(file, sources, python, fresh=True) if twice else found
    cells = file.cells(sources)
    try:
        held = constants(quiet_cells(file, sources))
    except SyntaxError as fault:
        found.errors.append(f"log calls cannot be taken out: {fault}")
        return found
    names = dict.fromkeys((point["name"], point["kind"]) for point in found.points)
    for name, kind in names:
        points = [point for point in found.points if (point["name"], point["kind"]) == (name, kind)]
        values = [point["value"] for point in points]
        seen = [point["value"] for point in again.points if (point["name"], point["kind"]) == (name, kind)]
        if not _plain(values[-1]):
            continue
        most = max(Counter(point["run"] for point in points).values())
        about: dict[str, Any] = {"name": name, "kind": "curve" if kind == "metric" and most >= CURVE else kind}
        about |= _where(points[-1], cells, name, sources, file)
        if about.get("place") == "literal in the log call" and str(values[-1]) not in held:
            about["lost"] = True
        if values != seen or "time()" in about.get("source", ""):
            about["free"] = "not the same twice"
        elif kind == "metric" and name.lower().rpartition("/")[2] in COUNTERS:
            about["free"] = "counter"
        file.labels.append(about)
    return found


def _plain(value: Any) -> bool:
    return not isinstance(value, str) or len(value) <= LONGEST_TEXT


def _where(point: dict[str, Any], cells: list[str], name: str, sources: Path, file: File) -> dict[str, Any]:
    """The cell or module, the line, and the expression that stands there."""
    where = {key: point[key] for key in ("cell", "file") if key in point} | {"line": point["at"][0]}
    if "cell" in point:
        source, place = lookup(cells, point["cell"], point["at"], name)
    else:
        root = file.checkout(sources) / (file.modules or Path(file.path).parent)
        module = root / point["file"]
        source, place = lookup([module.read_text()], 0, point["at"], name) if module.is_file() else ("", "")
    return where | {key: value for key, value in (("source", source), ("place", place)) if value}


if __name__ == "__main__":
    main()
