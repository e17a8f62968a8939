"""What a file's author logged when it is run here: the file as it is, its trackers replaced by a recorder."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.capture.kernel import Kernel, TimeUp
from benchmarks.capture.scoring import Label
from benchmarks.capture.sources import File

SECONDS = 120.0
LONGEST_TEXT = 200
VERSION = 1
"""To be raised when `recorder.py` or `setting.py` change what is written down."""


@dataclass(slots=True)
class Truth:
    """The points logged in order, the values of labels that are expressions, and what went wrong, by cell."""

    points: list[dict[str, Any]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def truth(file: File, sources: Path, python: str, *, fresh: bool = False) -> Truth:
    """Run it once with the recorder; the answer is kept in the sources' folder until anything of it changes."""
    cells = file.cells(sources)
    kept = sources / ".truth" / f"{_digest(file, cells)}.json"
    if kept.exists() and not fresh:
        return Truth(**json.loads(kept.read_text()))
    found = _run(file, cells, sources, python)
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps({"points": found.points, "values": found.values, "errors": found.errors}))
    return found


def _digest(file: File, cells: Sequence[str]) -> str:
    about = [file.path, file.commit, list(cells), file.args, file.data, file.modules, _expressions(file)]
    return hashlib.sha256(json.dumps([about, VERSION]).encode()).hexdigest()[:24]


def _expressions(file: File) -> list[str]:
    return [label["source"] for label in file.labels if label.get("at") == "end"]


def _run(file: File, cells: Sequence[str], sources: Path, python: str) -> Truth:
    found = Truth()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        folder = file.lay(sources, root, logging=True)
        try:
            with Kernel(python, folder, SECONDS) as kernel:
                kernel.make_ready("\n".join(cells), [Path(file.path).name, *file.args])
                kernel.run(_recorder("install()"), hidden=True)
                begin(kernel, file, folder)
                for number, cell in enumerate(cells):
                    if error := kernel.run(cell):
                        found.errors.append(f"cell {number}: {error}")
                kernel.run(_recorder(f"write({str(root / 'points.json')!r}, {_expressions(file)!r})"), hidden=True)
            found.values = json.loads((root / "points.json").read_text())["values"]
            found.points = json.loads((root / "points.json").read_text())["points"]
        except (TimeUp, OSError) as fault:
            found.errors.append(str(fault))
        for point in found.points:
            _settle(point, cells, root)
    return found


def begin(kernel: Kernel, file: File, folder: Path) -> None:
    """A script knows its own path, and finds the modules beside it and at its project's root."""
    if file.split == "script":
        kernel.run(f"__file__ = {str(folder / Path(file.path).name)!r}", hidden=True)
    if file.modules:
        root = folder.parents[len(Path(file.path).relative_to(file.modules).parent.parts) - 1]
        kernel.run(f"__import__('sys').path.insert(0, {str(root)!r})", hidden=True)


def _recorder(call: str) -> str:
    module = "__import__('importlib').import_module('benchmarks.capture.recorder')"
    return f"{module}.{call}"


def _settle(point: dict[str, Any], cells: Sequence[str], root: Path) -> None:
    """The call's cell by number, or its module by path; its text is not kept."""
    source, path = point.pop("source").strip(), point.pop("file")
    numbers = [number for number, cell in enumerate(cells) if cell.strip() == source]
    if numbers:
        point["cell"] = numbers[0]
    elif path.startswith(str(root)):
        point["file"] = path.removeprefix(f"{root}/")


def labels(file: File, found: Truth) -> list[Label]:
    """The file's labels with the values that were logged; those that were not logged here, or never are the same
    twice, left out."""
    made = []
    for about in file.labels:
        if about.get("free"):
            continue
        values = _values(about, found)
        if values:
            made.append(
                Label(
                    about["name"],
                    about["kind"],
                    values,
                    about.get("source", ""),
                    about.get("place", ""),
                    about.get("lost", False),
                )
            )
    return made


def _values(about: dict[str, Any], found: Truth) -> tuple[Any, ...]:
    if about.get("at") == "end":
        value = found.values.get(about["source"])
        several = about["kind"] == "curve" and isinstance(value, list)
        return () if value is None else tuple(value) if several else (value,)
    kind = "param" if about.get("logged", about["kind"]) == "param" else "metric"
    values = [point["value"] for point in found.points if point["name"] == about["name"] and point["kind"] == kind]
    return tuple(values) if about["kind"] == "curve" else _distinct(values)


def _distinct(values: Sequence[Any]) -> tuple[Any, ...]:
    """Each once, the newest last."""
    newest = {json.dumps(value): value for value in reversed(values)}
    return tuple(reversed(newest.values()))
