"""What a comparison found, in words: one sentence, one line for each section, and Markdown to paste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.formats import UNKNOWN, plural

Comparison = Mapping[str, Any]

SHOWN = 3
"""How many metrics or params are named before the rest is only counted."""

LONGEST_NAME = 40
"""Letters of a run's name in a sentence."""


def sections(
    comparison: Comparison, *, code_known: bool, same_inputs: bool | None, packages_unknown: int
) -> dict[str, str]:
    """The one-line answer of each section of a comparison that has its rows already.

    Args:
        code_known: whether the source of every cell is there.
        same_inputs: whether all runs read the same bytes; None where it cannot be told.
        packages_unknown: of how many runs the packages are not known.
    """
    return {
        "params": _params_answer(comparison),
        "metrics": _metrics_answer(comparison),
        "code": _code_answer(comparison, code_known),
        "inputs": _inputs_answer(comparison, same_inputs),
        "environment": _environment_answer(comparison, packages_unknown),
        "outputs": _outputs_answer(comparison),
        "files": _files_answer(comparison),
    }


def sentence(comparison: Comparison) -> str:
    """The finding in one sentence: `acc +0.004; depth 6 → 8, 2 lines of code; same data and packages`."""
    count = len(comparison["runs"])
    found = _single(comparison) if count == 1 else _two(comparison) if count == 2 else _many(comparison)
    return "; ".join(part for part in found if part)


def markdown(comparison: Comparison) -> str:
    """The finding and a table of metrics and differing params, to be pasted where Markdown is read."""
    names = labels(comparison["runs"])
    head = [""] + [
        cell(name) + (" (baseline)" if run["id"] == comparison["baseline"] and len(names) > 1 else "")
        for name, run in zip(names, comparison["runs"], strict=True)
    ]
    lines = [comparison["sentence"] if "sentence" in comparison else sentence(comparison), "", row(head)]
    lines.append("|" + " --- |" * len(head))
    for metric in [row for row in comparison["metrics"] if row["name"] in comparison["foremost"]][:12]:
        values = metric_cells(metric)
        best = [f"**{cell(text)}**" if place in metric["best"] else cell(text) for place, text in enumerate(values)]
        lines.append(row([cell(metric["name"]), *best]))
    for param in comparison["params"]:
        if param["differs"]:
            lines.append(row([cell(param["name"]), *(cell(text) for text in value_cells(param["values"]))]))
    return "\n".join(lines) + "\n"


def labels(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    """A name for each run by which it can be told from the others: its own, with the id where two share it."""
    names = [formats.clean(run.get("name") or "") or run["id"] for run in runs]
    return [
        f"{name} ({run['id'][:6]})" if names.count(name) > 1 else name for name, run in zip(names, runs, strict=True)
    ]


def _told_names(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    """The same, no longer than a sentence bears."""
    return [formats.shortened(name, LONGEST_NAME) for name in labels(runs)]


def metric_cells(metric: Mapping[str, Any]) -> list[str]:
    """The values of a metric's row as text, each with its change against the baseline where there is one."""
    unit = f" {metric['unit']}" if metric.get("unit") else ""
    cells = []
    for value, change in zip(metric["values"], metric["deltas"], strict=True):
        shown = UNKNOWN if value is None else formats.text(value) + unit
        cells.append(f"{shown} ({formats.delta(change)})" if change else shown)
    return cells


def value_cells(values: Sequence[Any]) -> list[str]:
    """Values of a row as text, with digits enough to see what differs; a missing one is `–`."""
    return [UNKNOWN if value is None else _told(value, values) for value in values]


def _told(value: Any, others: Sequence[Any]) -> str:
    shown = formats.text(value)
    for other in others:
        if other is not None and other != value and formats.text(other) == shown:
            return formats.apart(value, other)[0]
    return shown


def cell(text: str) -> str:
    """`text` as one cell of a Markdown table, with nothing in it that Markdown or HTML would act on."""
    escaped = formats.clean(text).replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;")
    for mark in "|*_`[]$~":
        escaped = escaped.replace(mark, "\\" + mark)
    return escaped


def row(cells: Sequence[str]) -> str:
    """One line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def _single(comparison: Comparison) -> list[str]:
    run = comparison["runs"][0]
    first = [metric for metric in comparison["metrics"] if metric["name"] in comparison["foremost"]]
    values = [f"{m['name']} {formats.text(m['values'][0])}" for m in first[:SHOWN]]
    found = ", ".join(values) or "no metrics"
    state = "" if run["state"] == "finished" else f", {run['state']}"
    return [f"{found} after {formats.duration(run['duration'])}{state}" if run["duration"] else found + state]


def _two(comparison: Comparison) -> list[str]:
    base = 0 if comparison["runs"][0]["id"] == comparison["baseline"] else 1
    other = 1 - base
    outcome = _outcome(comparison, other) + _unfinished(comparison["runs"])
    changed = [_change(param, base, other) for param in comparison["params"] if param["differs"]]
    lines = comparison["code"][other]["lines"]
    differing = _listed(changed, "param") + ([f"{plural(lines, 'line')} of code"] if lines else [])
    return [", ".join(outcome), ", ".join(differing) or _nothing_changed(comparison), _surroundings(comparison)]


def _many(comparison: Comparison) -> list[str]:
    names = _told_names(comparison["runs"])
    base = next(place for place, run in enumerate(comparison["runs"]) if run["id"] == comparison["baseline"])
    outcome = [_winner(comparison, names, base)]
    varied = [param["name"] for param in comparison["params"] if param["differs"]]
    verb = "differs" if len(varied) == 1 else "differ"
    differing = [f"{', '.join(_listed(varied, 'param'))} {verb}"] if varied else []
    moved = sum(1 for code in comparison["code"] if not code["same"])
    if moved:
        differing.append(f"code differs in {moved} of {len(names) - 1}")
    outcome += _unfinished(comparison["runs"])
    return [", ".join(outcome), ", ".join(differing) or _nothing_changed(comparison), _surroundings(comparison)]


def _nothing_changed(comparison: Comparison) -> str:
    code = comparison["sections"]["code"]
    return "same params and code" if code == "same code" else f"same params, {code}"


def _winner(comparison: Comparison, names: Sequence[str], base: int) -> str:
    for metric in comparison["metrics"]:
        if metric["best"]:
            place = metric["best"][0]
            change = metric["deltas"][place]
            against = f" ({formats.delta(change)} on {names[base]})" if change else ""
            ties = f" and {len(metric['best']) - 1} more" if len(metric["best"]) > 1 else ""
            return f"{names[place]}{ties} best with {metric['name']} {formats.text(metric['values'][place])}{against}"
    return "no metric tells which run is best"


def _outcome(comparison: Comparison, other: int) -> list[str]:
    shared = [metric for metric in comparison["metrics"] if metric["deltas"][other] is not None]
    if not shared:
        return ["no metric in common"]
    worthy = [metric for metric in shared if metric["name"] in comparison["foremost"]] or shared
    judged = [metric for metric in worthy if metric["direction"] is not None] or worthy
    moved = [metric for metric in judged if metric["deltas"][other]]
    if not moved:
        return [f"{judged[0]['name']} the same ({formats.text(judged[0]['values'][other])})"]
    return [f"{metric['name']} {formats.delta(metric['deltas'][other])}" for metric in moved[:SHOWN]]


def _unfinished(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    names = _told_names(runs)
    verbs = {"running": "still running", "lost contact": "has lost contact"}
    told = [
        f"{name} {verbs.get(run['state'], run['state'])}"
        for name, run in zip(names, runs, strict=True)
        if run["state"] != "finished"
    ]
    return told if len(told) <= SHOWN else [f"{len(told)} runs not finished"]


def _change(param: Mapping[str, Any], base: int, other: int) -> str:
    before, after = param["values"][base], param["values"][other]
    if before is None or after is None:
        return f"{param['name']} {_or_unset(before)} → {_or_unset(after)}"
    old, new = formats.apart(before, after, 40)
    return f"{param['name']} {old} → {new}"


def _or_unset(value: Any) -> str:
    return UNKNOWN if value is None else formats.text(value, 40)


def _listed(items: Sequence[str], noun: str) -> list[str]:
    if len(items) <= SHOWN + 1:
        return list(items)
    return [*items[:SHOWN], f"{len(items) - SHOWN} more {noun}s"]


def _surroundings(comparison: Comparison) -> str:
    data, packages = comparison["sections"]["inputs"], comparison["sections"]["environment"]
    if data == "same data" and packages.startswith("same packages"):
        return "same data and packages"
    return ", ".join((data, packages.partition(";")[0]))


def _params_answer(comparison: Comparison) -> str:
    params = comparison["params"]
    different = [param["name"] for param in params if param["differs"]]
    if not params:
        return "no params seen"
    if len(comparison["runs"]) == 1:
        return plural(len(params), "param")
    same = len(params) - len(different)
    if not different:
        return f"all {plural(same, 'param')} the same"
    verb = "differs" if len(different) == 1 else "differ"
    return f"{', '.join(_listed(different, 'param'))} {verb}; {same} the same"


def _metrics_answer(comparison: Comparison) -> str:
    if not comparison["metrics"]:
        return "no metrics seen"
    names = _told_names(comparison["runs"])
    judged = [metric for metric in comparison["metrics"] if metric["best"]]
    told = [f"{metric['name']}: {names[metric['best'][0]]} best" for metric in judged[:SHOWN]]
    return "; ".join(told) or plural(len(comparison["metrics"]), "metric")


def _code_answer(comparison: Comparison, known: bool) -> str:
    others = [code for code in comparison["code"] if code["run"] != comparison["baseline"]]
    moved = [code for code in others if not code["same"]]
    if not known:
        return "code not kept"
    if not moved:
        return "same code" if others else "no other run"
    if len(others) == 1:
        verb = "differs" if moved[0]["lines"] == 1 else "differ"
        return f"{plural(moved[0]['lines'], 'line')} of code {verb}"
    return (
        f"code differs in {len(moved)} of {len(others)} runs, by up to {plural(max(c['lines'] for c in moved), 'line')}"
    )


def _inputs_answer(comparison: Comparison, known: bool | None) -> str:
    inputs = comparison["inputs"]
    if not inputs:
        return "no data files seen"
    if len(comparison["runs"]) == 1:
        return plural(len(inputs), "data file")
    if known is None:
        return "data not hashed yet"
    if known:
        return "same data"
    different = [row["path"].replace("\\", "/").rpartition("/")[2] for row in inputs if row["differs"]]
    return f"data differs ({', '.join(_listed(different, 'file'))})"


def _environment_answer(comparison: Comparison, unknown: int) -> str:
    rows = comparison["packages"]["differs"]
    if unknown == len(comparison["runs"]):
        found = "packages not known"
    elif rows:
        verb = "differs" if len(rows) == 1 else "differ"
        found = f"{plural(len(rows), 'package')} {verb} ({', '.join(_listed([r['name'] for r in rows], 'package'))})"
    elif unknown:
        found = f"packages of {plural(unknown, 'run')} not known"
    else:
        found = "same packages" if len(comparison["runs"]) > 1 else plural(comparison["packages"]["same"], "package")
    moved = [row["name"] for row in comparison["environment"] if row["differs"]]
    return f"{found}; {', '.join(_listed(moved, 'setting'))} differ" if moved else found


def _outputs_answer(comparison: Comparison) -> str:
    outputs = comparison["outputs"]
    having = sum(1 for one in outputs if one["parts"])
    if not having:
        return "no outputs kept"
    if len(outputs) == 1:
        return plural(outputs[0]["parts"], "cell") + " with outputs"
    if having < len(outputs):
        return f"{having} of {len(outputs)} runs have outputs"
    moved = sum(1 for one in outputs if not one["same"])
    if not moved:
        return "same outputs"
    return "outputs differ" if len(outputs) == 2 else f"outputs differ in {moved} of {len(outputs) - 1}"


def _files_answer(comparison: Comparison) -> str:
    files = comparison["files"]
    if not files:
        return "no files made"
    different = [row["path"].replace("\\", "/").rpartition("/")[2] for row in files if row["differs"]]
    if len(comparison["runs"]) == 1:
        return plural(len(files), "file")
    if not different:
        return "same file" if len(files) == 1 else f"same {len(files)} files"
    return f"{', '.join(_listed(different, 'file'))} {'differs' if len(different) == 1 else 'differ'}"
