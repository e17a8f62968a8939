"""What a replay found, put together: a verdict on each step and metric and on the run, and the first divergence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..entries import entries
from . import measures, variables
from .plan import Plan, Step
from .running import Outcome, Ran
from .verdicts import Divergence, Metric, StepVerdict, Variable, Verdict, worst
from .volatile import Known, Volatiles, by_value

if TYPE_CHECKING:
    from ...store.query import Reader


@dataclass(frozen=True)
class Judged:
    """The steps, the metrics, the run that the replay was, and the verdict on all of it."""

    steps: tuple[StepVerdict, ...]
    metrics: tuple[Metric, ...]
    replayed_as: str | None
    verdict: Verdict
    first_divergence: Divergence | None


def judge(reader: Reader, plan: Plan, outcome: Outcome, tolerance: float) -> Judged:
    """Compare what a replay did with what was recorded."""
    reader.refresh()
    executions = _executions(reader, outcome)
    replayed_as = _replayed_as(reader, plan, executions) or outcome.run
    volatiles, known = Volatiles(), {}
    for path, text in plan.modules.items():
        volatiles.module(path, text)
    steps: list[StepVerdict] = []
    for number, step in enumerate(plan.steps):
        known[step.entry.exec] = volatiles.cell(step.source)
        again = executions[number] if number < len(executions) else None
        ran = outcome.ran[number] if number < len(outcome.ran) else None
        steps.append(_step(step, again, ran, known[step.entry.exec], tolerance))
    metrics = measures.compare(reader, plan.record, replayed_as, _with_blocks(plan, known), tolerance)
    steps = [_with_metrics(step, metrics) for step in steps]
    verdict = worst([*(step.verdict for step in steps), *(one.verdict for one in metrics if not one.volatile)])
    if verdict == "different" and _is_noise(steps, metrics):
        verdict = "noise"
    return Judged(tuple(steps), tuple(metrics), replayed_as, verdict, _first(plan, steps, metrics, outcome))


def _executions(reader: Reader, outcome: Outcome) -> list[Mapping[str, Any]]:
    """What the journal has of the steps that were executed, in order."""
    if outcome.session is None:
        return []
    found = {each["exec"]: each for each in reader.executions(outcome.session)}
    whole = entries(found.values(), lambda ref: ref)
    return [found[one.exec] for one in whole]


def _replayed_as(reader: Reader, plan: Plan, executions: Sequence[Mapping[str, Any]]) -> str | None:
    """The run that stands for the recorded one where that was made by a block within a cell: the one that the same
    block of the same cell made."""
    first = plan.record["parts"][0]["exec"]
    session, _, place = first.rpartition(".")
    for number, step in enumerate(plan.steps):
        home, _, at = step.entry.exec.rpartition(".")
        if step.part and home == session and place != at and number < len(executions):
            beyond = int(place) - int(at)
            again, _, now = executions[number]["exec"].rpartition(".")
            runs = reader.exec(f"{again}.{int(now) + beyond}")["runs"]
            return str(runs[0]) if runs else None
    return None


def _with_blocks(plan: Plan, known: Mapping[str, Known]) -> dict[str, Known]:
    """What is volatile, by the execs of cells and of blocks within them that are parts of the run."""
    found = dict(known)
    last = next((known[step.entry.exec] for step in reversed(plan.steps) if step.part), Known())
    for part in plan.record["parts"]:
        found.setdefault(part["exec"], last)
    return found


def _step(step: Step, again: Mapping[str, Any] | None, ran: Ran | None, known: Known, tolerance: float) -> StepVerdict:
    about = (step.label, step.entry.exec, step.entry.cell_id, step.first_line)
    if ran is None:
        return StepVerdict(*about, "failed", error="it was not reached")
    recorded = f"{step.error['type']}: {step.error['message']}" if step.error else None
    raised = f"{ran.error[0]}: {ran.error[1]}" if ran.error else None
    if raised is not None and recorded is None and step.entry.outcome != "error":
        return StepVerdict(*about, "failed", ran.seconds, raised)
    if step.entry.outcome == "interrupted":
        return StepVerdict(*about, "identical", ran.seconds, "it was interrupted when it was recorded")
    found = variables.compare(step, (again or {}).get("trace"), known, tolerance)
    verdict = worst(one.verdict for one in found.away if one.volatile is None)
    if not _same_error(recorded, raised):
        verdict = "different"
    return StepVerdict(
        *about, verdict, ran.seconds, raised, found.same, tuple(found.away), tuple(found.sampled), tuple(found.unknown)
    )


def _same_error(recorded: str | None, raised: str | None) -> bool:
    """Whether a cell ended alike; masked and volatile parts of the message are no difference."""
    if recorded is None or raised is None:
        return recorded is raised
    return recorded == raised or "<redacted:" in recorded or by_value(recorded, raised) is not None


def _with_metrics(step: StepVerdict, metrics: Iterable[Metric]) -> StepVerdict:
    own = [one.verdict for one in metrics if one.exec == step.exec and not one.volatile]
    return replace(step, verdict=worst([step.verdict, *own]))


def _is_noise(steps: Iterable[StepVerdict], metrics: Iterable[Metric]) -> bool:
    """Whether what differs is explained by the noise that the metrics have: they lie within it, and no cell ended
    otherwise."""
    decided = worst(one.verdict for one in metrics if not one.volatile)
    return decided == "noise" and all(step.variables or step.verdict != "different" for step in steps)


def _first(plan: Plan, steps: Sequence[StepVerdict], metrics: Sequence[Metric], outcome: Outcome) -> Divergence | None:
    """The first cell, and in it the first line, at which something came out otherwise."""
    for number, step in enumerate(steps):
        found: list[tuple[int, Divergence]] = []
        ran = outcome.ran[number] if number < len(outcome.ran) else None
        recorded = plan.steps[number].error
        told = f"{recorded['type']}: {recorded['message']}" if recorded else None
        if ran is None or (step.verdict == "failed") or not _same_error(told, step.error if ran.error else None):
            line = ran.error[2] if ran is not None and ran.error else None
            name = ran.error[0] if ran is not None and ran.error else (recorded or {}).get("type", "the kernel")
            raised = step.error or outcome.died
            if plan.steps[number].entry.outcome != "interrupted":
                found.append((line or 10**6, Divergence(step.cell, line, str(name), told, raised)))
        found += [(one.line or 10**6, _of(step.cell, one)) for one in step.variables if _away(one)]
        found += [
            (one.line or 10**6, Divergence(step.cell, one.line, one.name, one.recorded, one.replayed))
            for one in metrics
            if one.exec == step.exec and _away(one)
        ]
        if found:
            return min(found, key=lambda one: one[0])[1]
    for one in metrics:
        if _away(one):
            cell = next((step.cell for step in reversed(steps)), "")
            return Divergence(cell, one.line, one.name, one.recorded, one.replayed)
    return None


def _away(one: Variable | Metric) -> bool:
    return one.verdict != "identical" and one.volatile is None


def _of(cell: str, one: Variable) -> Divergence:
    return Divergence(cell, one.line, one.name, one.recorded, one.replayed)
