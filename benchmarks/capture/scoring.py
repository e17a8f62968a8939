"""When a label counts as found, how right a run's entries are, and the printed table. No source and no store needed.

A label is one value (or curve) that a person logged. It is found *by name* when the run holds an equal value under the
author's key or the variable's name, *by word* when the names have a word in common or the source expression is the
logged one (this is the headline), *by value* when an equal value stands under any name at all.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal, TypeAlias

from benchmarks.capture.names import akin, alike, parts, plain

Kind: TypeAlias = Literal["param", "metric", "curve"]
How: TypeAlias = Literal["name", "word", "value", "none"]

_FROM_TEXT = ("printed", "progress")
_TRIVIAL = (0, 1, "", None)
"""Equal values that prove nothing by themselves (True and False are among them)."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the author logged: under which key, which values in order (one for most), from which source expression.
    `place` says where the value lives (see `logging_calls.py`), `lost` that nothing in the code holds it any more."""

    name: str
    kind: Kind
    values: tuple[Any, ...]
    source: str = ""
    place: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a run holds. `values` are the points of a series in order, else one value."""

    name: str
    role: Literal["param", "metric"]
    values: tuple[Any, ...]
    conf: float = 1.0
    kind: str = ""
    text: str = ""
    unit: str = ""
    counts: bool = True
    """Whether it weighs on precision: defaults, cells of tables, child runs and resources do not."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a label was found, and in which entry."""

    label: Label
    how: How
    entry: Entry | None = None

    @property
    def found(self) -> bool:
        """The headline: by a name that a person would recognise."""
        return self.how in ("name", "word")


@dataclass(slots=True)
class Score:
    """One file's result: its labels matched, its entries judged, those shown first judged."""

    matches: list[Match] = field(default_factory=list)
    right: list[Entry] = field(default_factory=list)
    wrong: list[Entry] = field(default_factory=list)
    first: list[tuple[str, bool]] = field(default_factory=list)


def entries(
    record: Mapping[str, Any],
    series: Callable[[str], Sequence[float]],
    children: Iterable[Mapping[str, Any]] = (),
    table: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> list[Entry]:
    """All that a run record holds; `series(name)` gives a metric's points, `table(t)` a table's `{columns, rows}`."""
    held = [_entry(param, "param", (param["value"],)) for param in record["params"]]
    for metric in record["metrics"]:
        points = tuple(series(metric["name"])) if metric["series"] else ()
        held.append(_entry(metric, "metric", points or (metric["value"],)))
    for child in children:
        held += [_entry(param, "param", (param["value"],), counts=False) for param in child["params"]]
        held += [_entry(metric, "metric", (metric["value"],), counts=False) for metric in child["metrics"]]
    for found in record.get("tables", []) if table else []:
        assert table is not None
        held += _of_table(str(found["name"]), table(found))
    return held


def _entry(
    seen: Mapping[str, Any], role: Literal["param", "metric"], values: tuple[Any, ...], counts: bool = True
) -> Entry:
    kind = str(seen.get("kind") or "")
    return Entry(
        name=seen["name"],
        role=role,
        values=tuple(decoded(value) for value in values),
        conf=float(seen.get("conf") or 1.0),
        kind=kind,
        text=str(seen.get("text") or ""),
        unit=str(seen.get("unit") or ""),
        counts=counts and not seen.get("default") and kind != "resource",
    )


def _of_table(name: str, content: Mapping[str, Any]) -> list[Entry]:
    """Its cells by row (its first column) and column, and its columns as curves."""
    columns, rows = [str(column) for column in content["columns"]], content["rows"]
    held = []
    for place, column in enumerate(columns):
        cells = tuple(decoded(row[place]) for row in rows)
        held.append(Entry(f"{name}.{column}", "metric", cells, kind="table", counts=False))
        for row, cell in zip(rows, cells, strict=True):
            held.append(Entry(f"{name}.{row[0]}.{column}", "metric", (cell,), kind="table", counts=False))
    return held


def decoded(value: Any) -> Any:
    """A stored value as Python has it: `{"float": "nan"}` is a float, `{"repr": …}` its text."""
    if isinstance(value, Mapping):
        if "float" in value:
            return float(value["float"])
        return int(value["int"]) if "int" in value else value.get("repr")
    return value


def same(told: Any, held: Any, *, printed: bool = False) -> bool:
    """Equal: numbers to 1e-9 of their size, or to the digits printed; text, lists and truth values as such."""
    if isinstance(told, (list, tuple)) and isinstance(held, (list, tuple)):
        return len(told) == len(held) and all(same(a, b, printed=printed) for a, b in zip(told, held, strict=True))
    if isinstance(told, bool) or isinstance(held, bool):
        return str(told) == str(held)
    a, b = _number(told), _number(held)
    if a is None or b is None:
        return a is b and str(told).strip() == str(held).strip()
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) or (printed and abs(a - b) <= _half_digit(b))


def _number(value: Any) -> float | None:
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _half_digit(value: float) -> float:
    """Half of the last digit that `value` shows, a hair more; nothing for a whole number."""
    mantissa, _, exponent = repr(value).partition("e")
    digits = len(mantissa.partition(".")[2]) if not mantissa.endswith(".0") else 0
    return 0.5000001 * 10.0 ** (int(exponent or 0) - digits)


def holds(label: Label, entry: Entry) -> bool:
    """Whether the entry's values are the label's: the last, and of a curve at least half of its points in order."""
    printed = entry.kind in _FROM_TEXT
    held = entry.values
    if label.kind == "param" and len(held) > 1 and len(label.values) == 1:  # one round of a loop over settings
        return any(same(label.values[0], value, printed=printed) for value in held)
    if len(held) == 1 and isinstance(held[0], (list, tuple)) and not isinstance(label.values[-1], (list, tuple)):
        held = tuple(held[0])
    if entry.unit == "%":
        return _holds(label, held, printed) or _holds(label, tuple(_hundredth(value) for value in held), printed)
    return _holds(label, held, printed)


def _hundredth(value: Any) -> Any:
    return value / 100 if isinstance(value, (int, float)) else value


def _holds(label: Label, held: Sequence[Any], printed: bool) -> bool:
    """One value must be the last that is held. Of several the last must be among them: logged every tenth round, say,
    they are fewer than what the loop went through."""
    if not held or not label.values:
        return False
    last = label.values[-1]
    if len(label.values) == 1:
        return same(last, held[-1], printed=printed)
    if not any(same(last, value, printed=printed) for value in reversed(held)):
        return False
    return 2 * _in_order(label.values, held, printed) >= len(label.values)


def _in_order(told: Sequence[Any], held: Sequence[Any], printed: bool) -> int:
    """How many of the told points are met when the held ones are gone through once."""
    met = place = 0
    for value in told:
        for ahead in range(place, len(held)):
            if same(value, held[ahead], printed=printed):
                met, place = met + 1, ahead + 1
                break
    return met


def match(label: Label, held: Sequence[Entry]) -> Match:
    """The best way in which the run holds the label: by name before by word before by value; its own list first."""
    best = Match(label, "none")
    ranks = ("none", "value", "word", "name")
    for entry in sorted(held, key=lambda entry: _role(label) != entry.role):
        if holds(label, entry):
            how = _how(label, entry)
            if ranks.index(how) > ranks.index(best.how):
                best = Match(label, how, entry)
    return best if best.found or len(set(map(str, label.values))) < 2 else _scattered(label, held, best)


def _scattered(label: Label, held: Sequence[Entry], best: Match) -> Match:
    """Several values of one name that lie apart, as in child runs: the last and at least half of them must be there."""
    near = [entry for entry in held if _how(label, entry) != "value"]
    met = {str(value): entry for value in label.values for entry in near if _last_same(value, entry)}
    last = met.get(str(label.values[-1]))
    if label.kind == "curve" or last is None or 2 * len(met) < len(set(map(str, label.values))):
        return best
    return Match(label, _how(label, last), last)


def _last_same(value: Any, entry: Entry) -> bool:
    return same(value, entry.values[-1], printed=entry.kind in _FROM_TEXT)


def _role(label: Label) -> str:
    return "param" if label.kind == "param" else "metric"


def _how(label: Label, entry: Entry) -> How:
    variable = label.source if label.source.replace(".", "").replace("_", "").isalnum() else ""
    own = [name for name in (label.name, variable) if name]
    if any(alike(name, entry.name) for name in own):
        return "name"
    if label.source and plain(entry.text) == plain(label.source):
        return "word"
    return "word" if any(akin(name, entry.name) for name in (label.name, label.source)) else "value"


def judge(entry: Entry, labels: Sequence[Label], also_fine: Sequence[str]) -> bool:
    """Whether a person could well have logged it: it holds what a label holds, or was found reasonable by reading."""
    lower = entry.name.lower()
    if any(fnmatchcase(lower, fine.lower()) or fnmatchcase(parts(lower)[-1], fine.lower()) for fine in also_fine):
        return True
    return _names_class(entry) or any(_stands_for(entry, label) for label in labels)


def _names_class(entry: Entry) -> bool:
    """Which model, optimizer or loss was used: worth keeping in any file."""
    value = entry.values[-1]
    return entry.role == "param" and isinstance(value, str) and bool(re.fullmatch(r"[A-Z]+[a-z]\w*", value))


def _stands_for(entry: Entry, label: Label) -> bool:
    """The label's value; or one of several, under its name. What proves nothing by itself needs the name too."""
    if not holds(label, entry):
        several = len(label.values) > 1 and any(_last_same(value, entry) for value in label.values)
        return several and _how(label, entry) != "value"
    return entry.values[-1] not in _TRIVIAL or _how(label, entry) != "value"


def score(
    labels: Sequence[Label], held: Sequence[Entry], also_fine: Sequence[str] = (), first: Sequence[str] = ()
) -> Score:
    """One file's score; `first` are the names that the card shows, at most six."""
    result = Score(matches=[match(label, held) for label in labels])
    for entry in held:
        if entry.counts:
            (result.right if judge(entry, labels, also_fine) else result.wrong).append(entry)
    right = {entry.name for entry in result.right}
    result.first = [(name, name in right) for name in list(first)[:6]]
    return result


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}" + (f" {100 * self.part / self.whole:.0f} %" if self.whole else "")


def recall(scores: Iterable[Score], kind: Kind, hows: Sequence[How] = ("name", "word")) -> Share:
    """How many labels of a kind were found in one of the ways; those that the code no longer holds are left out."""
    of_kind = [
        match for score in scores for match in score.matches if match.label.kind == kind and not match.label.lost
    ]
    return Share(sum(match.how in hows for match in of_kind), len(of_kind))


def precision(scores: Iterable[Score]) -> Share:
    """How many of the entries that weigh are right."""
    scores = list(scores)
    right = sum(len(score.right) for score in scores)
    return Share(right, right + sum(len(score.wrong) for score in scores))


def first_precision(scores: Iterable[Score]) -> Share:
    """How many of those shown first are right."""
    shown = [right for score in scores for _, right in score.first]
    return Share(sum(shown), len(shown))


def causes(scores: Iterable[Score]) -> list[tuple[str, Share]]:
    """By kind and place of the value: how many labels were missed, of how many; most missed first."""
    all_of: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for score in scores:
        for match in score.matches:
            cause = f"{match.label.kind}: {match.label.place or 'unsaid'}" + (" (not in the code)" * match.label.lost)
            all_of[cause] += 1
            missed[cause] += not match.found
    return [(cause, Share(count, all_of[cause])) for cause, count in missed.most_common() if count]


def table(columns: Mapping[str, Sequence[Score]]) -> str:
    """The result as Markdown, a column for each tracker."""
    rows: list[tuple[str, Callable[[Sequence[Score]], Share]]] = []
    for kind in ("param", "metric", "curve"):
        rows.append((f"{kind}s", lambda scores, kind=kind: recall(scores, kind)))  # type: ignore[misc]
        rows.append((f"{kind}s, same name", lambda scores, kind=kind: recall(scores, kind, ("name",))))  # type: ignore[misc]
        rows.append((f"{kind}s, by value alone", lambda s, kind=kind: recall(s, kind, ("name", "word", "value"))))  # type: ignore[misc]
    rows += [("precision of all", precision), ("precision of the first six", first_precision)]
    lines = ["| | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
    lines += [f"| {title} | " + " | ".join(str(of(scores)) for scores in columns.values()) + " |" for title, of in rows]
    return "\n".join(lines)


def causes_table(scores: Iterable[Score]) -> str:
    """The misses by cause, as Markdown."""
    lines = ["| where the value lives | missed |", "| --- | --- |"]
    return "\n".join(lines + [f"| {cause} | {share} |" for cause, share in causes(scores)])
