"""What a run lacks of what its cell is expected to give, and what it holds besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.capture import scoring
from benchmarks.capture.cells.base import Cell, Ends, Then, Within
from benchmarks.capture.names import alike
from benchmarks.capture.scoring import Entry, Kind, Label, Match, Score, same


@dataclass(slots=True)
class Got:
    """What one cell gave: its run as entries, the steps of its series, and what its expressions came to."""

    entries: list[Entry] = field(default_factory=list)
    defaults: list[Entry] = field(default_factory=list)
    steps: dict[str, list[float]] = field(default_factory=dict)
    tables: list[list[list[Any]]] = field(default_factory=list)
    children: list[list[Entry]] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""

    def value(self, told: Any) -> Any:
        """What is expected: an expression's value, or what was told."""
        return self.values[told] if isinstance(told, str) else told


@dataclass(slots=True)
class Verdict:
    """A cell's result: what is missing of what was expected, and the score."""

    misses: list[str]
    score: Score

    @property
    def exact(self) -> bool:
        """Whether all that was expected is there."""
        return not self.misses


def expressions(cell: Cell) -> list[str]:
    """All that must be evaluated in the notebook to know what is expected."""
    told: list[Any] = [*cell.metrics.values(), *cell.curves.values(), *cell.tables.values(), cell.children]
    told += [value.expression for value in cell.params.values() if isinstance(value, Then)]
    told = [one.last if isinstance(one, Ends) else one for one in told]
    return list(dict.fromkeys(one for one in told if isinstance(one, str) and one))


def verdict(cell: Cell, got: Got) -> Verdict:
    """The cell's misses and its score."""
    if got.trouble:
        return Verdict([got.trouble], Score(matches=[Match(label, "none") for label in _unmet(cell)]))
    matches = [_found(label, got) for label in _plain_labels(cell, got)]
    matches += [_curve(names, told, got) for names, told in cell.curves.items()]
    misses = [_miss(match) for match in matches if match.how != "name"]
    misses += _missing_defaults(cell, got) + _missing_tables(cell, got) + _missing_children(cell, got)
    score = Score(matches=matches)
    labels = [Label(name, m.label.kind, m.label.values) for m in matches for name in m.label.name.split("|")]
    for entry in got.entries:
        if entry.counts:
            right = _is_fine(entry.name, cell) or scoring.judge(entry, labels, ())
            (score.right if right else score.wrong).append(entry)
    score.first = [(name, _would_log(name, cell, got, labels)) for name in got.first[:6]]
    return Verdict(misses, score)


def _is_fine(name: str, cell: Cell) -> bool:
    return any(name == one or name.endswith(f".{one}") or one.endswith(f".{name}") for one in cell.fine)


def _would_log(shown: str, cell: Cell, got: Got, labels: Sequence[Label]) -> bool:
    if cell.first:
        return any(alike(name, shown) for told in cell.first for name in told.split("|"))
    return _is_fine(shown, cell) or any(
        entry.name == shown and scoring.judge(entry, labels, ()) for entry in got.entries
    )


def _plain_labels(cell: Cell, got: Got) -> list[Label]:
    """Params and metrics; the label's name holds its alternatives."""
    wanted = []
    for name, told in cell.params.items():
        wanted.append(Label(name, "param", (got.values[told.expression] if isinstance(told, Then) else told,)))
    return wanted + [Label(name, "metric", (got.value(told),)) for name, told in cell.metrics.items()]


def _unmet(cell: Cell) -> list[Label]:
    kinds: list[tuple[Kind, Mapping[str, Any]]]
    kinds = [("param", cell.params), ("metric", cell.metrics), ("curve", cell.curves)]
    return [Label(name, kind, (None,)) for kind, names in kinds for name in names]


def _found(label: Label, got: Got) -> Match:
    """By one of the names where the name, the value and the role are right; else as loosely as the score has it."""
    role = "param" if label.kind == "param" else "metric"
    for entry in got.entries:
        if entry.role == role and _named(label.name, entry) and scoring.holds(label, entry):
            return Match(label, "name", entry)
    return _loosely(label, got)


def _loosely(label: Label, got: Got) -> Match:
    best = Match(label, "none")
    for name in label.name.split("|"):
        match = scoring.match(Label(name, label.kind, label.values), got.entries)
        if match.how != "none" and best.how in ("none", "value"):
            best = Match(label, "word" if match.how == "name" else match.how, match.entry)
    return best


def _named(names: str, entry: Entry) -> bool:
    return any(name == "*" or alike(name, entry.name) for name in names.split("|"))


def _curve(names: str, told: str | Ends | Within, got: Got) -> Match:
    """Every point at its step, under one of the names."""
    series = [entry for entry in got.entries if entry.role == "metric" and entry.name in got.steps]
    named = [entry for entry in series if _named(names, entry)]
    if isinstance(told, Within):
        label = Label(names, "curve", (told.low, told.high))
        fits = [e for e in named if len(e.values) >= told.least and all(told.low <= v <= told.high for v in e.values)]
    elif isinstance(told, Ends):
        label = Label(names, "curve", (got.value(told.last),))
        fits = [e for e in named if len(e.values) == told.length and scoring.holds(label, e)]
    else:
        steps, values = _points(got.value(told))
        label = Label(names, "curve", tuple(values))
        fits = [entry for entry in named if _same_points(entry, values) and steps in (None, got.steps[entry.name])]
    if fits:
        return Match(label, "name", fits[0])
    return _loosely(label, got)


def _points(value: Any) -> tuple[list[float] | None, list[float]]:
    """(steps, values) or values alone."""
    if len(value) == 2 and isinstance(value[0], list):
        return [float(step) for step in value[0]], value[1]
    return None, value


def _same_points(entry: Entry, values: Sequence[float]) -> bool:
    printed = entry.kind in ("printed", "progress")
    return len(entry.values) == len(values) and all(
        same(told, held, printed=printed) for told, held in zip(values, entry.values, strict=True)
    )


def _missing_defaults(cell: Cell, got: Got) -> list[str]:
    return [
        f"default {name}: {told!r}"
        for name, told in cell.defaults.items()
        if not any(alike(name, entry.name) and same(told, entry.values[0]) for entry in got.defaults)
    ]


def _missing_tables(cell: Cell, got: Got) -> list[str]:
    return [
        f"table {name}: {len(got.value(told))} rows"
        for name, told in cell.tables.items()
        if not any(_is_table(got.value(told), rows) for rows in got.tables)
    ]


def _is_table(told: Sequence[Sequence[Any]], rows: Sequence[Sequence[Any]]) -> bool:
    """Whether each told row has a row of its own that holds its numbers."""
    left = [list(row) for row in rows]
    for row in told:
        place = next((i for i, held in enumerate(left) if _within(row, held)), None)
        if place is None:
            return False
        del left[place]
    return True


def _within(told: Sequence[Any], held: Sequence[Any]) -> bool:
    left = list(held)
    for one in told:
        place = next((i for i, other in enumerate(left) if _same_cell(one, other)), None)
        if place is None:
            return False
        del left[place]
    return True


def _same_cell(told: Any, held: Any) -> bool:
    """Equal, or to the digits of what was printed."""
    return same(told, held, printed=isinstance(held, float) and not held.is_integer())


def _missing_children(cell: Cell, got: Got) -> list[str]:
    if not cell.children:
        return []
    left, misses = list(got.children), []
    for told in got.value(cell.children):
        place = next((i for i, child in enumerate(left) if _is_child(told, child)), None)
        if place is None:
            misses.append(f"child {_pairs(told)} (of {len(got.children)} the first left has {_left(left)})")
        else:
            del left[place]
    misses += [f"{len(left)} children that nobody tried"] if left and not misses else []
    return misses


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{name}={f'{value:.6g}' if isinstance(value, float) else value}" for name, value in values.items()
    )


def _left(children: Sequence[Sequence[Entry]]) -> str:
    held = [entry for entry in children[0] if entry.counts] if children else []
    return _pairs({entry.name: entry.values[-1] for entry in held[:8]}) or "nothing"


def _is_child(told: Mapping[str, Any], child: Sequence[Entry]) -> bool:
    return all(
        any(_named(names, entry) and same(value, entry.values[-1]) for entry in child) for names, value in told.items()
    )


def _miss(match: Match) -> str:
    label, entry = match.label, match.entry
    values = label.values if len(label.values) < 4 else (*label.values[:2], "…", label.values[-1])
    shown = ", ".join(f"{value:.6g}" if isinstance(value, float) else str(value) for value in values)
    instead = f" (there is {entry.role} {entry.name} of {len(entry.values)})" if entry else ""
    return f"{label.kind} {label.name}: {shown}{instead}"
