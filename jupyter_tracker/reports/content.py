"""What a report says, before it is a notebook or a page."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from jupyter_tracker.analysis import comparison, formats, sentence
from jupyter_tracker.analysis.formats import UNKNOWN
from jupyter_tracker.render import palette, svg
from jupyter_tracker.reports import again
from jupyter_tracker.reports.source import ReportSource

CURVES = 8
"""How many series are drawn; the names of the rest are listed."""

METRICS = 6
"""How many metrics stand beside the runs; the rest is folded away."""

POINTS = 100
"""Buckets a curve is thinned to, each with its first, last, least and greatest point."""


@dataclass(frozen=True)
class Table:
    """Plain text cells; the first row names the columns."""

    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Line:
    """One run's curve in a chart; `total` points were logged."""

    run: str
    label: str
    color: str
    points: list[svg.Point]
    total: int


@dataclass(frozen=True)
class Chart:
    """A metric's curves of all runs that have it."""

    metric: str
    lines: list[Line]

    @property
    def note(self) -> str:
        """Says so when not every logged point is drawn."""
        shown, total = sum(len(line.points) for line in self.lines), sum(line.total for line in self.lines)
        return f"{shown} of {total} points drawn, extremes kept" if total > shown else ""


@dataclass(frozen=True)
class CellText:
    """A cell that was executed, and the runs that it is part of."""

    title: str
    source: str
    runs: list[str]


@dataclass(frozen=True)
class Failure:
    """What ended a run: one line, and the traceback where it is kept."""

    run: str
    line: str
    traceback: str


@dataclass
class Content:
    """A report's content; every list may be empty."""

    title: str
    finding: str
    about: list[str]
    labels: dict[str, str]
    colors: dict[str, str]
    comparison: Mapping[str, Any]
    runs: Table
    also: Table
    charts: list[Chart]
    undrawn: list[str]
    bars: list[Mapping[str, Any]]
    differs: Table
    inputs: Table
    environment: Table
    packages: dict[str, str]
    cells: list[CellText]
    again: list[str]
    errors: list[Failure] = field(default_factory=list)
    patches: list[tuple[str, str]] = field(default_factory=list)


def gather(
    source: ReportSource, ids: Sequence[str], *, chosen_from: int | None = None, title: str | None = None
) -> Content:
    """All that a report about the runs `ids` says, the first one being the baseline.

    Args:
        source: where records, series and blobs come from.
        ids: run ids, at least one; raises ValueError without.
        chosen_from: from how many runs these were chosen.
        title: the report's title; by default it names the runs.
    """
    records = [source.run(run) for run in dict.fromkeys(ids)]
    learnt = source.learnt(records[0].get("notebook")) if records else None
    found = comparison.compare(records, blobs=source.blob, learnt=learnt)
    labels = dict(zip((run["id"] for run in found["runs"]), sentence.labels(found["runs"]), strict=True))
    colors = palette.assign(labels, source.colors())
    drawn, undrawn = _charts(source, found, labels, colors)
    return Content(
        title=formats.clean(title or "") or _title(found),
        finding=found["sentence"],
        about=_about(records, chosen_from),
        labels=labels,
        colors=colors,
        comparison=found,
        runs=_runs(found, labels),
        also=_also(found, labels),
        charts=drawn,
        undrawn=undrawn,
        bars=[row for row in _first(found) if row["best"]][:6] if len(records) > 1 else [],
        differs=_differs(found, labels),
        inputs=_inputs(found, labels),
        environment=_environment(found, labels),
        packages=_packages(source, records[0]),
        cells=_cells(source, records, labels),
        again=again.steps(records, labels),
        errors=_errors(source, records, labels),
        patches=_patches(source, records, labels),
    )


def _title(found: Mapping[str, Any]) -> str:
    experiments = {run["experiment"] for run in found["runs"]}
    names = sentence.labels(found["runs"])
    if len(names) == 1:
        return names[0]
    topic = f"{formats.clean(next(iter(experiments)))}: " if len(experiments) == 1 and None not in experiments else ""
    return f"{topic}{names[0]} and {names[1]}" if len(names) == 2 else f"{topic}{len(names)} runs"


def _about(records: Sequence[Mapping[str, Any]], chosen_from: int | None) -> list[str]:
    count = len(records)
    total = chosen_from if chosen_from is not None else count
    chosen = (
        f"{count} of {formats.plural(max(total, count), 'run')} shown" if chosen_from else formats.plural(count, "run")
    )
    about = [chosen]
    started = [record["started"] for record in records if record.get("started") is not None]
    if started:
        days = sorted({datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d") for moment in started})
        about.append(f"run on {days[0]}" if len(days) == 1 else f"run from {days[0]} to {days[-1]}")
    notebooks = sorted({formats.clean(record["notebook"]) for record in records if record.get("notebook")})
    about += [f"in {', '.join(notebooks[:3])}"] if notebooks else []
    return [*about, f"written {datetime.fromtimestamp(time.time(), UTC).strftime('%Y-%m-%d %H:%M UTC')}"]


def _charts(
    source: ReportSource, found: Mapping[str, Any], labels: Mapping[str, str], colors: Mapping[str, str]
) -> tuple[list[Chart], list[str]]:
    names = [row["name"] for row in found["metrics"] if row["series"]]
    charts: list[Chart] = []
    undrawn: list[str] = []
    for metric in sorted(names, key=lambda name: name not in found["foremost"]):
        if len(charts) == CURVES:
            undrawn.append(metric)
            continue
        lines = []
        for run in found["runs"]:
            if metric in run["series"]:
                series = source.series(run["id"], metric)
                points = svg.thinned(list(zip(series.step, series.value, strict=True)), POINTS)
                if svg.drawable(points):
                    lines.append(Line(run["id"], labels[run["id"]], colors[run["id"]], points, series.total))
        if lines:
            charts.append(Chart(metric, lines))
    return charts, undrawn


def _runs(found: Mapping[str, Any], labels: Mapping[str, str]) -> Table:
    metrics = _first(found)[:METRICS]
    replayed = any(run.get("verdict") for run in found["runs"])
    head = ["run", "id", "state", *(["replay"] if replayed else []), *(row["name"] for row in metrics), "took"]
    values = [sentence.metric_cells(row) for row in metrics]
    rows = [
        [
            labels[run["id"]],
            run["id"],
            run["state"],
            *([run.get("verdict") or UNKNOWN] if replayed else []),
            *(column[place] for column in values),
            formats.duration(run["duration"]),
        ]
        for place, run in enumerate(found["runs"])
    ]
    return Table(head, rows)


def _first(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The metrics that are worth showing at first."""
    return [row for row in found["metrics"] if row["name"] in found["foremost"]]


def _also(found: Mapping[str, Any], labels: Mapping[str, str]) -> Table:
    """All other metrics, a row each."""
    shown = [row["name"] for row in _first(found)[:METRICS]]
    rest = [row for row in found["metrics"] if row["name"] not in shown]
    return Table(["metric", *labels.values()], [[row["name"], *sentence.metric_cells(row)] for row in rest])


def _differs(found: Mapping[str, Any], labels: Mapping[str, str]) -> Table:
    rows = [[row["name"], *sentence.value_cells(row["values"])] for row in found["params"] if row["differs"]]
    rows += [[row["name"], *(value or UNKNOWN for value in row["values"])] for row in found["packages"]["differs"]]
    lines = [formats.plural(code["lines"], "line") if not code["same"] else "same" for code in found["code"]]
    if len(labels) > 1:
        rows.append(
            [
                "code, against the first",
                *("–" if run == found["baseline"] else said for run, said in zip(labels, lines, strict=True)),
            ]
        )
    return Table(["", *labels.values()], rows)


def _inputs(found: Mapping[str, Any], labels: Mapping[str, str]) -> Table:
    names = list(labels.values())
    rows = []
    for row in found["inputs"]:
        known = {ref for ref in row["hashes"] if ref} or {None}
        for ref in sorted(known, key=str):
            place = row["hashes"].index(ref)
            readers = [name for name, other in zip(names, row["hashes"], strict=True) if other == ref]
            who = "all runs" if len(readers) == len(names) else ", ".join(readers)
            rows.append([row["path"], ref or "not hashed", formats.size(row["sizes"][place]), who])
    return Table(["file", "content hash (BLAKE3)", "size", "read by"], rows)


def _environment(found: Mapping[str, Any], labels: Mapping[str, str]) -> Table:
    same = all(not row["differs"] for row in found["environment"])
    rows = []
    for row in found["environment"]:
        values = _sizes(row["values"]) if row["name"] == "memory" else sentence.value_cells(row["values"])
        rows.append([row["name"], *(values[:1] if same else values)])
    return Table(["", *(["all runs"] if same else labels.values())], rows)


def _sizes(values: Sequence[Any]) -> list[str]:
    return [formats.size(value if isinstance(value, int) else None) for value in values]


def _packages(source: ReportSource, record: Mapping[str, Any]) -> dict[str, str]:
    found = comparison.packages((record.get("environment") or {}).get("packages"), source.blob)
    return dict(sorted((found or {}).items()))


def _cells(source: ReportSource, records: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> list[CellText]:
    merged: dict[str, CellText] = {}
    for record in records:
        for cell in comparison.cells(record, source.blob):
            kept = merged.setdefault(cell.source, CellText(cell.title, cell.source, []))
            if labels[record["id"]] not in kept.runs:
                kept.runs.append(labels[record["id"]])
    return list(merged.values())


def _patches(
    source: ReportSource, records: Sequence[Mapping[str, Any]], labels: Mapping[str, str]
) -> list[tuple[str, str]]:
    patches: dict[str, list[str]] = {}
    for record in records:
        ref = ((record.get("environment") or {}).get("git") or {}).get("diff")
        if isinstance(ref, str):
            patches.setdefault(ref, []).append(labels[record["id"]])
    found = []
    for ref, names in patches.items():
        try:
            found.append((", ".join(names), source.blob(ref).decode("utf-8", "replace")))
        except Exception:  # the diff is not kept: the commit is still named
            continue
    return [(names, text) for names, text in found if text.strip()]


def _errors(source: ReportSource, records: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> list[Failure]:
    found = []
    for record in records:
        error = record.get("error")
        if error:
            line = formats.clean(f"{error.get('type') or 'error'}: {error.get('message') or ''}").removesuffix(": ")
            found.append(Failure(labels[record["id"]], line, _text(source, error.get("traceback"))))
    return found


def _text(source: ReportSource, ref: Any) -> str:
    """The text behind a reference, or what stands there already; empty where it is not kept."""
    if not isinstance(ref, str) or not ref.startswith("b3:"):
        return str(ref or "")
    try:
        return source.blob(ref).decode("utf-8", "replace")
    except Exception:  # not kept: type and message are still told
        return ""
