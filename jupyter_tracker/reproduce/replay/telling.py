"""A result as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...analysis.verdicts import MARKS, MEANING, divergence, shown
from .verdicts import Divergence, Metric, Noise, Result, StepVerdict, Variable

_WIDTH = 76
_MOST = 20


def text(result: Result) -> str:
    """The verdict, where it first went another way, the steps, the metrics, and what to mind."""
    verdict = f"{MARKS[result.verdict]} {result.verdict}: {MEANING[result.verdict]}"
    if result.verdict == "equal":
        verdict += f" (relative {result.tolerance:g}, or in times alone)"
    lines = [f"replay of {result.name}", verdict]
    if result.first_divergence is not None:
        lines.append(divergence(result.first_divergence.as_dict()))
    lines += ["", *_steps(result)] if result.steps else []
    lines += ["", *_metrics(result)] if result.metrics else []
    changed = list(_changed(result.changed))
    lines += ["", *changed] if changed else []
    lines += ["", *(f"⚠ {said}" for said in result.said)] if result.said else []
    if result.replayed_as:
        lines += ["", f"replayed as {result.replayed_as}"]
    if result.kept:
        lines.append(f"the copy of the folders is {result.kept}")
    return "\n".join(lines)


def result(found: Mapping[str, Any]) -> Result:
    """A result from what its `as_dict` gave."""
    about = {key: found[key] for key in ("run", "name", "verdict", "replayed_as", "changed", "tolerance", "kept")}
    steps = [
        StepVerdict(**{**one, "variables": tuple(Variable(**each) for each in one["variables"])})
        for one in found["steps"]
    ]
    metrics = [Metric(**{**one, "noise": Noise(**one["noise"]) if one["noise"] else None}) for one in found["metrics"]]
    first = found["first_divergence"]
    return Result(
        **about, first_divergence=Divergence(**first) if first else None, steps=tuple(steps), metrics=tuple(metrics),
        said=tuple(found["said"]),
    )  # fmt: skip


def _steps(result: Result) -> Iterable[str]:
    width = max(len(step.cell) for step in result.steps)
    for step in result.steps:
        took = f"  {step.seconds:.1f} s" if step.seconds is not None else ""
        line = step.first_line if len(step.first_line) <= _WIDTH else step.first_line[: _WIDTH - 1] + "…"
        yield f"{MARKS[step.verdict]} {step.cell.rjust(width)}  {line}{took}"
        if step.error:
            yield f"  {' ' * width}  {step.error}"
        for one in step.variables[:_MOST]:
            why = f" ({one.volatile}: does not count)" if one.volatile else ""
            at = f" line {one.line}" if one.line else ""
            yield f"  {' ' * width}    {one.name}{at}: {shown(one.recorded)} → {shown(one.replayed)}{why}"


def _metrics(result: Result) -> Iterable[str]:
    width = max(len(one.name) for one in result.metrics)
    for one in result.metrics:
        if one.verdict == "identical":
            told = f"{shown(one.recorded)}" + (f"  ({one.compared} points)" if one.compared is not None else "")
        else:
            told = f"{shown(one.recorded)} → {shown(one.replayed)}"
            told += f"  at step {one.step:g}" if one.step is not None else ""
            told += f"  ({one.volatile}: does not count)" if one.volatile else ""
            if one.noise is not None:
                told += f"  ({one.noise.repeats} repeats: {one.noise.low:.6g} … {one.noise.high:.6g})"
        mark = "·" if one.volatile else MARKS[one.verdict]
        yield f"{mark} {one.name.ljust(width)}  {told}"


def _changed(changed: Mapping[str, Any]) -> Iterable[str]:
    for one in changed.get("environment", ()):
        yield f"{one['name']} was {one['recorded']} and is {one['now']}"
    packages = changed.get("packages", ())
    used = [one for one in packages if one["imported"]] or list(packages)[:5]
    for one in used:
        yield f"package {one['name']} was {one['recorded'] or 'not there'} and is {one['now'] or 'not there'}"
    if len(packages) > len(used):
        yield f"{len(packages) - len(used)} more packages differ"
