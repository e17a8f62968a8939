"""`python -m benchmarks.capture.small [CHANNEL …] [--cell TEXT] [--python PATH]`: our own small cells, run and scored.

Each cell runs in a real kernel with the extension loaded, tracked by a bare `%%track`; what it gave is read from the
store, and compared with what the cell is expected to give.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.capture import scoring
from benchmarks.capture.cells import CHANNELS
from benchmarks.capture.cells.base import Cell
from benchmarks.capture.cells.check import Got, Verdict, expressions, verdict
from benchmarks.capture.scoring import Entry, decoded
from jupyter_tracker.store import Store
from tests.kernels import ROOT, Kernel

ENVIRON = {
    "KERAS_BACKEND": "torch",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_NUM_THREADS": "1",
}
RESOURCES = ("system/cpu", "system/memory")
FAULT = "jupyter_tracker: fault"
HEAD = "channel, cells, exact, params, metrics, curves, precision, first six, tables and children missed".split(", ")
MARK = "\x1eexpected:"
EVALUATE = """
import json as _json
def _plain(v):
    if hasattr(v, "tolist"):
        v = v.tolist()
    if isinstance(v, dict):
        return {str(k): _plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)):
        return [_plain(x) for x in v]
    return v
_given = {}
for _one in EXPRESSIONS:
    try:
        _given[_one] = _plain(eval(_one, globals()))
    except Exception as _error:
        _given[_one] = {"error": f"{type(_error).__name__}: {_error}"}
print(MARK + _json.dumps(_given, default=repr))
"""


class Notebooks:
    """Small cells one after the other, in one kernel as long as it lives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kernel: Kernel | None = None
        self._known: set[str] = set()

    def run(self, cell: Cell) -> Verdict:
        """Run a cell from an empty namespace and judge what its run holds."""
        return verdict(cell, self._got(cell))

    def close(self) -> None:
        """End the kernel."""
        if self._kernel is not None:
            self._kernel.close()
            self._kernel = None

    def _got(self, cell: Cell) -> Got:
        for name, source in cell.files.items():
            (self.folder / name).write_text(source, "utf-8")
        kernel = self._ready()
        try:
            return self._watched(kernel, cell)
        except AssertionError as gone:
            self.close()
            return Got(trouble=f"the kernel: {gone}")

    def _ready(self) -> Kernel:
        if self._kernel is None:
            self._kernel = Kernel(self.folder, **ENVIRON)
            loaded = self._kernel.run("%load_ext jupyter_tracker")
            if loaded.status != "ok" or loaded.text:
                raise RuntimeError(f"the extension does not load: {loaded.text or loaded.error}")
        else:
            self._kernel.run("%reset -f", hidden=True)
        return self._kernel

    def _watched(self, kernel: Kernel, cell: Cell) -> Got:
        *before, tracked = [textwrap.dedent(source).strip("\n") for source in cell.cells]
        after = [textwrap.dedent(source).strip("\n") for source in cell.later]
        tracked = "%%track\n" + tracked
        for source in [*before, tracked, *after]:
            reply = kernel.run(source)
            if reply.error.partition(":")[0] != (cell.error if source is tracked else ""):
                return Got(trouble=f"the cell ended with {reply.error or 'no error'}")
            if FAULT in reply.text:
                return Got(trouble=FAULT + reply.text.partition(FAULT)[2].splitlines()[0])
        values = self._values(kernel, expressions(cell))
        for one, value in values.items():
            if isinstance(value, dict) and "error" in value:
                return Got(trouble=f"{one} cannot be evaluated: {value['error']}")
        got = self._read(kernel.store_path)
        got.values = values
        return got

    @staticmethod
    def _values(kernel: Kernel, wanted: Sequence[str]) -> dict[str, Any]:
        reply = kernel.run(EVALUATE.replace("EXPRESSIONS", repr(list(wanted))).replace("MARK", repr(MARK)), hidden=True)
        if MARK not in reply.text:
            raise AssertionError(f"no expectation came back: {reply.error}")
        values: dict[str, Any] = json.loads(reply.text.partition(MARK)[2].splitlines()[0])
        return values

    def _read(self, path: Path) -> Got:
        store = Store.open(path, create=False)
        reader = store.reader()
        new = [run for run in reader.runs(limit=50, children=False) if run["id"] not in self._known]
        if not new:
            return Got(trouble="there is no run")
        run = new[0]["id"]
        record = _settled(reader, run)
        self._known |= {run, *record["children"]}
        got = Got(first=_first(record))
        for metric in record["metrics"]:
            if metric["series"]:
                got.steps[metric["name"]] = list(reader.series(run, metric["name"]).step)

        def content(table: Any) -> Any:
            return json.loads(store.blobs.get(table["blob"]))

        record["metrics"] += [{**offered, "series": False} for offered in record.get("offers", [])]
        held = scoring.entries(record, lambda name: list(reader.series(run, name).value), (), content)
        defaults = {param["name"] for param in record["params"] if param.get("default")}
        got.entries = [entry for entry in held if entry.role != "param" or entry.name not in defaults]
        got.defaults = [entry for entry in held if entry.role == "param" and entry.name in defaults]
        for name in RESOURCES:
            if (points := reader.series(run, name)).total:
                got.steps[name] = list(points.step)
                got.entries.append(Entry(name, "metric", tuple(points.value), kind="resource", counts=False))
        got.tables = [
            [[decoded(value) for value in row] for row in content(table)["rows"]] for table in record.get("tables", [])
        ]
        got.children = [scoring.entries(reader.run(child), lambda _: [], ()) for child in record["children"]]
        return got


def _settled(reader: Any, run: str) -> Any:
    """The record once nothing of it is pending."""
    deadline = time.monotonic() + 20
    while True:
        reader.refresh()
        record = reader.run(run)
        if not record["pending"] or time.monotonic() > deadline:
            return record
        time.sleep(0.02)


def _first(record: Any) -> list[str]:
    """What a card shows first, in a tree that has it."""
    if importlib.util.find_spec("jupyter_tracker.analysis.foremost") is None:
        return []
    from importlib import import_module

    names: list[str] = import_module("jupyter_tracker.analysis.foremost").foremost(record)
    return names


def lacking(cell: Cell) -> str:
    """The libraries that a cell needs and that are not installed."""
    return ", ".join(name for name in cell.needs if importlib.util.find_spec(name) is None)


@contextmanager
def notebooks() -> Iterator[Notebooks]:
    """A kernel in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        one = Notebooks(Path(folder))
        try:
            yield one
        finally:
            one.close()


def channel(name: str, part: str, say: bool, show: bool) -> tuple[dict[str, Verdict], int]:
    """The verdicts of a channel's cells whose name holds `part`, and how many were left out for lack of a library."""
    verdicts, skipped = {}, 0
    with notebooks() as kernels:
        for cell in CHANNELS[name]:
            if part not in cell.name:
                continue
            if lacking(cell):
                skipped += 1
                continue
            verdicts[cell.name] = kernels.run(cell)
            if say:
                _tell(name, cell.name, verdicts[cell.name], show)
    return verdicts, skipped


def _tell(channel: str, name: str, found: Verdict, show: bool) -> None:
    print("MISS" if found.misses else "more" if found.score.wrong else "ok  ", f"{channel}: {name}")
    for miss in found.misses:
        print("       -", miss)
    for entry in found.score.right if show else ():
        print(f"         {entry.role} {entry.name} = {_short(entry)} ({entry.kind}, {entry.conf:g})")
    for entry in found.score.wrong:
        print(f"       + {entry.role} {entry.name} = {_short(entry)} ({entry.kind}, {entry.conf:g})")
    for shown, right in found.score.first:
        if not right:
            print("       ! shown first:", shown)
    sys.stdout.flush()


def _short(entry: Entry) -> str:
    return f"{len(entry.values)} points" if len(entry.values) > 1 else str(entry.values[0])[:60]


def table(results: dict[str, tuple[dict[str, Verdict], int]]) -> str:
    """Recall and precision by channel, as Markdown. Recall counts what stands under the name that was expected."""
    lines = ["| " + " | ".join(HEAD) + " |", "| --- |" + " --- |" * (len(HEAD) - 1)]
    for name, (verdicts, skipped) in results.items():
        lines.append(_row(name, list(verdicts.values()), skipped))
    everything = [one for verdicts, _ in results.values() for one in verdicts.values()]
    lines.append(_row("all", everything, sum(skipped for _, skipped in results.values())))
    return "\n".join(lines)


def _row(name: str, verdicts: Sequence[Verdict], skipped: int) -> str:
    scores = [one.score for one in verdicts]
    shares = [scoring.recall(scores, kind, ("name",)) for kind in ("param", "metric", "curve")]
    shares += [scoring.precision(scores), scoring.first_precision(scores)]
    others = Counter(miss.split()[0] for one in verdicts for miss in one.misses)
    cells = f"{len(verdicts)}" + (f" (+{skipped} not run)" if skipped else "")
    exact = sum(one.exact for one in verdicts)
    missed = f"{others['table']} and {others['child']}"
    return f"| {name} | {cells} | {exact} | " + " | ".join(map(str, shares)) + f" | {missed} |"


def main(argv: Sequence[str] | None = None) -> None:
    """Run the cells and print what they gave."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capture.small", description=__doc__)
    parser.add_argument("channels", nargs="*", metavar="CHANNEL", help=f"of {', '.join(CHANNELS)}; all by default")
    parser.add_argument("--cell", default="", metavar="TEXT", help="only cells whose name holds this")
    parser.add_argument("--quiet", action="store_true", help="the table alone")
    parser.add_argument("--show", action="store_true", help="what was found and is right, too")
    parser.add_argument("--python", metavar="PATH", help="another interpreter that has the package installed")
    args = parser.parse_args(argv)
    if unknown := set(args.channels) - set(CHANNELS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(CHANNELS)}")
    if args.python:
        told = ["--cell", args.cell] + ["--quiet"] * args.quiet + ["--show"] * args.show + args.channels
        raise SystemExit(subprocess.run([args.python, "-m", "benchmarks.capture.small", *told], cwd=ROOT).returncode)
    results = {name: channel(name, args.cell, not args.quiet, args.show) for name in args.channels or CHANNELS}
    print(f"\nPython {platform.python_version()}\n\n{table(results)}")


if __name__ == "__main__":
    main()
