"""The five verdicts, and what is said of a variable, a metric, a step and a whole replay."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...store.events import VERDICTS, decode_value

Verdict = Literal["identical", "equal", "noise", "different", "failed"]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The one that decides; of none: identical."""
    return max(verdicts, key=VERDICTS.index, default="identical")


@dataclass(frozen=True)
class Noise:
    """Between what a metric lay in recorded repeats, with some room; `repeats` counts them."""

    low: float
    high: float
    repeats: int

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {"low": self.low, "high": self.high, "repeats": self.repeats}


@dataclass(frozen=True)
class Variable:
    """A variable that did not come out the same; `line` is where the cell first sets it."""

    name: str
    verdict: Verdict
    line: int | None
    recorded: Any
    replayed: Any
    volatile: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "name": self.name, "verdict": self.verdict, "line": self.line, "recorded": self.recorded,
            "replayed": self.replayed, "volatile": self.volatile,
        }  # fmt: skip


@dataclass(frozen=True)
class Metric:
    """A metric and what became of it; of a curve how many points were compared and at which step it first differs."""

    name: str
    verdict: Verdict
    recorded: Any
    replayed: Any
    exec: str | None = None
    line: int | None = None
    series: bool = False
    compared: int | None = None
    step: float | None = None
    noise: Noise | None = None
    volatile: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "name": self.name, "verdict": self.verdict, "recorded": self.recorded, "replayed": self.replayed,
            "exec": self.exec, "series": self.series, "compared": self.compared, "step": self.step,
            "noise": self.noise.as_dict() if self.noise else None, "volatile": self.volatile,
        }  # fmt: skip


@dataclass(frozen=True)
class StepVerdict:
    """What became of one cell; `same` counts the variables that came out the same. `sampled` names those that were
    compared by samples alone, `unknown` those of which too little is known to tell."""

    cell: str
    exec: str
    cell_id: str | None
    first_line: str
    verdict: Verdict
    seconds: float | None = None
    error: str | None = None
    same: int = 0
    variables: tuple[Variable, ...] = ()
    sampled: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "cell": self.cell, "exec": self.exec, "cell_id": self.cell_id, "first_line": self.first_line,
            "verdict": self.verdict, "seconds": None if self.seconds is None else round(self.seconds, 3),
            "error": self.error, "same": self.same, "variables": [one.as_dict() for one in self.variables],
            "sampled": list(self.sampled), "unknown": list(self.unknown),
        }  # fmt: skip


@dataclass(frozen=True)
class Divergence:
    """The first thing that came out otherwise."""

    cell: str
    line: int | None
    variable: str
    recorded: Any
    replayed: Any

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "cell": self.cell, "line": self.line, "variable": self.variable, "recorded": self.recorded,
            "replayed": self.replayed,
        }  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What a replay found.

    Attributes:
        run, name: of the run that was replayed.
        replayed_as: the run that the replay was, None where nothing was run.
        changed: what is not as it was recorded: inputs, modules, cells, packages, environment, params.
        said: what to mind, in words.
        kept: where the copy of the folders was left.
    """

    run: str
    name: str
    verdict: Verdict
    first_divergence: Divergence | None = None
    steps: tuple[StepVerdict, ...] = ()
    metrics: tuple[Metric, ...] = ()
    replayed_as: str | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    tolerance: float = 0.0
    kept: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it; see docs/replay.md."""
        first = self.first_divergence
        return {
            "verdict": self.verdict,
            "first_divergence": first.as_dict() if first is not None else None,
            "steps": [step.as_dict() for step in self.steps],
            "metrics": [metric.as_dict() for metric in self.metrics],
            "replayed_as": self.replayed_as,
            "run": self.run,
            "name": self.name,
            "said": list(self.said),
            "tolerance": self.tolerance,
            "changed": dict(self.changed),
            "kept": self.kept,
        }


def number(value: Any) -> float | None:
    """A value as a number, where it is one."""
    value = decode_value(value)
    return float(value) if isinstance(value, (int, float)) else None


def same_number(one: float, other: float) -> bool:
    """Bit for bit, where any NaN is as good as another."""
    return one == other or (math.isnan(one) and math.isnan(other))


def near(one: float, other: float, tolerance: float) -> bool:
    """Whether two numbers differ by no more than the tolerance."""
    if same_number(one, other):
        return True
    return math.isfinite(one) and math.isfinite(other) and abs(one - other) <= tolerance * max(abs(one), abs(other))
