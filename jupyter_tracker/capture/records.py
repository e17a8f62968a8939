"""What the observers hand over: small immutable records, free of any reference to the user's objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
"""One plain value; floats may be nan or infinite."""

Value: TypeAlias = Scalar | list[Scalar]
"""What a param or a metric may hold once mappings are flattened to dotted names."""

Kind: TypeAlias = Literal[
    "literal", "name", "keyword", "default", "loop", "assigned", "expression", "estimator", "explicit", "printed",
    "local", "argument", "returned", "called", "fitted", "callback", "progress", "dropin", "resource",
]  # fmt: skip
"""How a value was seen: docs/architecture.md says what each stands for."""
Role: TypeAlias = Literal["param", "metric"]
Sampling: TypeAlias = Literal["every", "sampled"]


@dataclass(frozen=True, slots=True)
class Where:
    """Where a value came from: `kind` says how it was seen, `line` counts from 1 in the cell (or file) that
    holds it, `fn` is the function it stands in (None at cell level), `text` the source it was taken from,
    `exec` the execution that holds it where that is an earlier one than the one in hand, `file` the local module
    that holds it (None: a cell)."""

    kind: Kind
    line: int | None = None
    fn: str | None = None
    text: str | None = None
    exec: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One captured value. `conf` runs from 0 (a guess) to 1 (certain); `default` marks a param nobody set, `rule` is
    the rule of `judgement` that decided, `later` marks what another cell computed of the run's results, `also` says in
    words how the same thing was seen besides ("printed as acc", "returned by evaluate()")."""

    name: str
    value: Value
    role: Role
    where: Where
    conf: float = 1.0
    default: bool = False
    unit: str | None = None
    rule: str = ""
    later: bool = False
    also: tuple[str, ...] = ()


MAX_ROWS = 200
MAX_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: plain scalars, at most `MAX_ROWS` by `MAX_COLUMNS`; `total` rows there were. `what` it is: a
    table, the coefficients of a fitted model, a confusion matrix, a report by class, or a curve (first column x)."""

    name: str
    columns: list[str]
    rows: list[list[Scalar]]
    where: Where
    total: int
    what: Literal["table", "coefficients", "confusion", "report", "curve"] = "table"


@dataclass(frozen=True, slots=True)
class Child:
    """One configuration that a search tried: `key` tells it from the others of the search `of` (the name of its
    variable or class). `started` and `ended` are unix times in seconds."""

    key: str
    params: dict[str, Value]
    metrics: dict[str, float]
    state: Literal["finished", "failed", "running"] = "finished"
    started: float | None = None
    ended: float | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file that was opened. `seen_by` says how it was noticed; `size` in bytes and `mtime` in unix seconds
    are None where the file was gone before it could be asked, `anew` says that nothing of what was in it is left."""

    path: str
    mode: Literal["read", "written"]
    seen_by: str
    size: int | None = None
    mtime: float | None = None
    anew: bool = False


Row = tuple[float | None, float, float, *tuple[float, ...]]
"""One point of one or several series: the step (None: each series counts for itself), unix time in seconds, values."""

Emit = Callable[[tuple[str, ...], Sequence[Row], Where], None]
"""`emit(names, rows, where)`: points of the series of these names, while the cell runs."""


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """What a loop's series was in the end: `sampling` is "sampled" where rounds were too fast to see each one,
    `points` were handed over of `rounds` that the loop is known to have made, `last` is the newest value."""

    name: str
    where: Where
    points: int
    rounds: int
    last: float
    sampling: Sampling = "every"
    conf: float = 1.0


@dataclass(frozen=True, slots=True)
class CellSeen:
    """All that one cell's code and values told: its params and metrics, and the names it read and wrote."""

    params: list[Seen] = field(default_factory=list)
    metrics: list[Seen] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    estimator: str | None = None
    """Class or function name the run may be called by (`RandomForestClassifier`), None if the cell has none."""
