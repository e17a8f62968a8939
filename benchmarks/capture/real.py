"""Real files without their log calls, run with the tracker: what it holds of what their authors logged by hand."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.capture import scoring
from benchmarks.capture.kernel import Kernel, TimeUp
from benchmarks.capture.removal import without_log_calls
from benchmarks.capture.scoring import Entry, Score
from benchmarks.capture.sources import File
from benchmarks.capture.truth import SECONDS, begin, labels, truth


@dataclass(slots=True)
class Result:
    """One file's result; `trouble` says why it has no score, `errors` what its cells raised."""

    file: File
    score: Score | None = None
    trouble: str = ""
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Held:
    """What a run holds, and the names that it shows first."""

    entries: list[Entry] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


Run = Callable[[File, Path, str], Held]
"""Runs a file's cells with a tracker and tells what that holds."""


def result(file: File, sources: Path, python: str, name: str, run: Run | None) -> Result:
    """Run one file with the recorder and then, without its log calls, with a tracker; a fault is told, not raised. What
    the tracker held is kept under `name`; without `run` what was kept is scored again."""
    trouble = file.skip or file.trouble(sources)
    if trouble:
        return Result(file, trouble=trouble)
    try:
        known = truth(file, sources, python)
        told = labels(file, known)
        if not told:
            return Result(file, trouble=f"nothing was logged: {'; '.join(known.errors)[:200]}", errors=known.errors)
        held = keep(file, sources, name, run(file, sources, python)) if run else kept(file, sources, name)
    except (TimeUp, OSError, ValueError, SyntaxError) as fault:
        return Result(file, trouble=f"{type(fault).__name__}: {fault}")
    score = scoring.score(told, held.entries, file.fine, held.first)
    before = {_said(error) for error in known.errors}
    return Result(file, score, errors=[error for error in held.errors if _said(error) not in before])


def _said(error: str) -> str:
    """Without the number of the cell, which is another where cells were nothing but log calls."""
    return error.partition(": ")[2]


def keep(file: File, sources: Path, name: str, held: Held) -> Held:
    """Write down what a tracker held, to be scored again when labels or judgement have changed."""
    path = _place(file, sources, name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(asdict(held)))
    return held


def kept(file: File, sources: Path, name: str) -> Held:
    """What it held the last time; OSError if it was never run."""
    known = json.loads(_place(file, sources, name).read_text())
    entries = [Entry(**{**entry, "values": tuple(entry["values"])}) for entry in known["entries"]]
    return Held(entries, known["first"], known["errors"])


def _place(file: File, sources: Path, name: str) -> Path:
    return sources / ".held" / (hashlib.sha256(f"{name} {file.title}".encode()).hexdigest()[:24] + ".json")


def quiet_cells(file: File, sources: Path) -> list[str]:
    """The file's cells without log calls, those that hold nothing else left out."""
    return [cell for cell in without_log_calls(file.cells(sources), file.also) if cell.strip()]


def tracked(file: File, sources: Path, python: str) -> Held:
    """All cells as one run: a script as one `%%track` cell, a notebook's between begin and end."""
    cells = quiet_cells(file, sources)
    held = Held()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        folder = file.lay(sources, root, logging=False)
        with Kernel(python, folder, SECONDS) as kernel:
            kernel.make_ready("\n".join(cells), [Path(file.path).name, *file.args])
            begin(kernel, file, folder)
            kernel.run("%load_ext jupyter_tracker", hidden=True)
            if file.split == "script":
                cells = ["%%track bench\n" + "\n".join(cells)]
            else:
                kernel.run("%track begin bench")
            for number, cell in enumerate(cells):
                if error := kernel.run(cell):
                    held.errors.append(f"cell {number}: {error}")
            if file.split != "script":
                kernel.run("%track end")
        _read(held, folder / ".tracker")
    return held


def _read(held: Held, store_path: Path) -> None:
    from jupyter_tracker.store import Store

    store = Store.open(store_path)
    reader = store.reader()
    runs = [run for run in reader.runs(children=True) if run.get("name") == "bench"]
    if not runs:
        raise TimeUp("no run was made")
    record = reader.run(runs[0]["id"])

    def table(found: Mapping[str, Any]) -> Mapping[str, Any]:
        content: Mapping[str, Any] = json.loads(store.blobs.get(found["blob"]))
        return content

    children = [reader.run(child) for child in record["children"]]
    held.entries = scoring.entries(record, lambda name: list(reader.series(record["id"], name).value), children, table)
    held.first = _first(record)


def _first(record: Mapping[str, Any]) -> list[str]:
    """The names on the card: those that `analysis.foremost` chooses, else the surest."""
    try:
        from jupyter_tracker.analysis.foremost import foremost
    except ImportError:
        seen = [one for one in [*record["metrics"], *record["params"]] if not one.get("default")]
        return [one["name"] for one in sorted(seen, key=lambda one: -float(one.get("conf") or 1))[:6]]
    return list(foremost(record))


def report(columns: Mapping[str, Sequence[Result]]) -> str:
    """The tables, as Markdown: recall and precision of each tracker, misses by cause, and each file's misses."""
    ours = next(iter(columns.values()))
    ran = [one for one in ours if one.score]
    scores = {name: [one.score for one in results if one.score] for name, results in columns.items()}
    lost = sum(match.label.lost for score in next(iter(scores.values())) for match in score.matches)
    lines = [
        f"{len(ours)} files labelled, {len(ran)} ran here; {lost} values that only the log calls held are left out.",
        "",
        scoring.table(scores),
        "",
        scoring.causes_table(next(iter(scores.values()))),
        "",
        *(line for one in ran for line in _misses(one)),
        "",
        *(f"- did not run: {one.file.title}: {one.trouble}" for one in ours if not one.score),
    ]
    return "\n".join(lines)


def _misses(one: Result) -> list[str]:
    assert one.score is not None
    lines = []
    for match in one.score.matches:
        if not match.found and not match.label.lost:
            near = f", held as {match.entry.name}" if match.entry else ""
            source = re.sub(r"\s+", " ", match.label.source)[:80]
            last = str(match.label.values[-1])[:40]
            lines.append(f"  - {match.label.kind} {match.label.name} = {last} ({source}; {match.label.place}{near})")
    wrong = ", ".join(sorted(f"{entry.name}={str(entry.values[-1])[:20]}" for entry in one.score.wrong))
    odd = ", ".join(name for name, right in one.score.first if not right)
    lines += [f"  - not to be logged: {wrong}"] if wrong else []
    lines += [f"  - shown first, wrongly: {odd}"] if odd else []
    lines += [f"  - raised: {error}" for error in one.errors]
    return [f"- {one.file.title}", *lines] if lines else []
