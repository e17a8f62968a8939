"""A result as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...store.events import decode_value
from .verdicts import Divergence, Result

MEANING = {
    "identical": "the metrics and whole curves came out bit for bit, and no variable is known to differ",
    "equal": "all numbers came out within the tolerance",
    "noise": "what differs lies within what repeats of this run differ by",
    "different": "something came out otherwise",
    "failed": "it could not be run to its end",
}
_MARKS = {"identical": "✓", "equal": "≈", "noise": "~", "different": "✗", "failed": "✗"}
_WIDTH = 76
_MOST = 20


def text(result: Result) -> str:
    """The verdict, where it first went another way, the steps, the metrics, and what to mind."""
    verdict = f"{_MARKS[result.verdict]} {result.verdict}: {MEANING[result.verdict]}"
    if result.verdict == "equal":
        verdict += f" (relative {result.tolerance:g}, or in times alone)"
    lines = [f"replay of {result.name}", verdict]
    if result.first_divergence is not None:
        lines.append(divergence(result.first_divergence))
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


def divergence(first: Divergence | Mapping[str, Any]) -> str:
    """The first divergence in a line."""
    told = first.as_dict() if isinstance(first, Divergence) else first
    where = f"{told['cell']} line {told['line']}" if told["line"] else told["cell"]
    return f"first differs: `{told['variable']}` in {where}: {shown(told['recorded'])} → {shown(told['replayed'])}"


def shown(value: Any) -> str:
    """A recorded value, or the summary of one, as short as it can be told apart."""
    value = decode_value(value)
    if value is None:
        return "nothing"
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else repr(value)
    if "repr" in value:
        return str(value["repr"])
    if "value" in value:
        return repr(decode_value(value["value"]))
    kind = str(value.get("type", ""))
    told = [
        f"{key} {_plain(value[key])}"
        for key in ("shape", "length", "rows", "min", "max", "mean", "first", "name")
        if key in value
    ]
    return f"{kind} ({', '.join(told)})" if told else kind


def _plain(value: Any) -> str:
    value = decode_value(value)
    if isinstance(value, list):
        return "[" + ", ".join(_plain(one) for one in value) + "]"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _steps(result: Result) -> Iterable[str]:
    width = max(len(step.cell) for step in result.steps)
    for step in result.steps:
        took = f"  {step.seconds:.1f} s" if step.seconds is not None else ""
        line = step.first_line if len(step.first_line) <= _WIDTH else step.first_line[: _WIDTH - 1] + "…"
        yield f"{_MARKS[step.verdict]} {step.cell.rjust(width)}  {line}{took}"
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
        yield f"{_MARKS[one.verdict]} {one.name.ljust(width)}  {told}"


def _changed(changed: Mapping[str, Any]) -> Iterable[str]:
    for one in changed.get("environment", ()):
        yield f"{one['name']} was {one['recorded']} and is {one['now']}"
    packages = changed.get("packages", ())
    used = [one for one in packages if one["imported"]] or list(packages)[:5]
    for one in used:
        yield f"package {one['name']} was {one['recorded'] or 'not there'} and is {one['now'] or 'not there'}"
    if len(packages) > len(used):
        yield f"{len(packages) - len(used)} more packages differ"
