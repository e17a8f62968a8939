"""The event kinds of a session log, and how values are written in them.

Every event is one JSON object with `n` (its number in the log), `t` (unix time in seconds), `k` (its kind), the keys
of its kind, and last `c` (checksum). Readers keep and skip kinds and keys that they do not know.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

FORMAT = 1
"""The log format written and understood here; a log with a greater one is read as far as possible and never changed."""

LARGEST_EXACT_INT = 2**53

SessionKind = Literal["kernel", "script", "child", "shell", "server", "replay"]
Outcome = Literal["ok", "error", "interrupted"]
EndState = Literal["finished", "failed", "interrupted"]
SEARCH = "search"
"""What made a run that is one configuration of a search, and no more than a part of its parent."""
REPLAY = "replay"
"""What made a run that does its parent once more, unchanged: it stands behind the verdict on its parent."""
VARIATION = "variation"
"""What made a run that does its parent once more with one thing changed: a run like any other."""
FOLDED = (SEARCH, REPLAY)
"""What makes runs that are in no list unless asked for, and in the trash with their parent."""
FOLDED_SQL = f"('{SEARCH}', '{REPLAY}')"
VERDICTS = ("identical", "equal", "noise", "different", "failed")
"""What a replay may find, the best first."""
GRADES = ("A", "B", "C", "D", "E")
"""How surely a run gives the same again, the surest first."""
STATES = ("running", "finished", "failed", "interrupted", "crashed", "lost contact")


class ProcessInfo(TypedDict):
    """Which process this is: enough to tell whether it still lives, and on which machine."""

    pid: int
    started: str | None
    host: str
    boot: str | None
    pidns: str | None
    user: str | None


class ErrorInfo(TypedDict):
    """What ended a cell or a run; `traceback` is a blob reference."""

    type: str
    message: str
    traceback: NotRequired[str | None]


class Session(TypedDict):
    """Kind `session`: the first line of every log."""

    format: int
    session: str
    kind: SessionKind
    process: ProcessInfo
    software: NotRequired[dict[str, str]]
    cwd: NotRequired[str]
    notebook: NotRequired[str]
    frontend: NotRequired[str]
    parent: NotRequired[str]


class Cell(TypedDict):
    """Kind `cell`: a cell began; `source` is a blob reference."""

    exec: str
    source: str
    tracked: bool
    cell_id: NotRequired[str]
    notebook: NotRequired[str]
    count: NotRequired[int]


class Param(TypedDict):
    """One param in a `seen` event."""

    name: str
    value: Any
    kind: str
    exec: NotRequired[str]
    line: NotRequired[int]
    fn: NotRequired[str]
    file: NotRequired[str]
    text: NotRequired[str]
    conf: NotRequired[float]
    rule: NotRequired[str]
    also: NotRequired[list[str]]
    default: NotRequired[bool]


class Metric(TypedDict):
    """One metric in a `seen` event; without `value` it only describes a series of that name. `later`: computed by a
    cell that is no part of the run, and only offered until somebody keeps it."""

    name: str
    kind: str
    value: NotRequired[Any]
    exec: NotRequired[str]
    line: NotRequired[int]
    fn: NotRequired[str]
    file: NotRequired[str]
    text: NotRequired[str]
    conf: NotRequired[float]
    rule: NotRequired[str]
    also: NotRequired[list[str]]
    later: NotRequired[bool]
    unit: NotRequired[str]
    sampling: NotRequired[Literal["every", "sampled"]]


class Table(TypedDict):
    """One small table in a `seen` event; the blob is JSON `{"columns": [...], "rows": [[...]]}`, `total` rows there
    were."""

    name: str
    what: Literal["table", "coefficients", "confusion", "report", "curve"]
    columns: list[str]
    total: int
    blob: str
    kind: NotRequired[str]
    exec: NotRequired[str]
    line: NotRequired[int]
    fn: NotRequired[str]
    file: NotRequired[str]
    text: NotRequired[str]


class Child(TypedDict):
    """One configuration that a search in an untracked cell tried: it becomes a run when the cell does."""

    key: str
    of: str
    params: dict[str, Any]
    metrics: dict[str, Any]
    state: Literal["finished", "failed", "running"]
    started: NotRequired[float]
    ended: NotRequired[float]


class Input(TypedDict):
    """One file that was read."""

    path: str
    seen_by: str
    hash: NotRequired[str]
    size: NotRequired[int]
    mtime: NotRequired[float]
    state: NotRequired[Literal["pending", "hashed", "vanished", "changed", "skipped"]]


class Artifact(TypedDict):
    """One file that was made; `kept` says whether the store has its bytes under `hash`."""

    name: str
    kept: bool
    path: NotRequired[str]
    hash: NotRequired[str]
    size: NotRequired[int]
    media_type: NotRequired[str]
    why: NotRequired[str]


class Written(TypedDict):
    """One name or pseudo-variable that a cell wrote: `bound` to what depends on nothing but what it read, or `changed`;
    `hash` is the same for the same content in any process, `steady` the same without what is
    another each time (`passing`: clock, address), `near` tells how near its numbers are."""

    name: str
    how: Literal["bound", "changed", "deleted"]
    hash: NotRequired[str]
    steady: NotRequired[str]
    passing: NotRequired[list[str]]
    near: NotRequired[str]
    summary: NotRequired[dict[str, Any]]
    sampled: NotRequired[bool]
    opaque: NotRequired[bool]


class Trace(TypedDict):
    """What a cell depended on and changed. `between`: names that changed before it, while no cell ran; `may`: names
    that functions of it would bind; `lasting`: it left a thread or task at work; `times`: when files it read were
    written; `modules`: local modules, their content as a blob; `generators`: the first states of random
    generators, blobs."""

    reads: list[str]
    writes: list[Written]
    between: NotRequired[list[str]]
    may: NotRequired[list[str]]
    lasting: NotRequired[bool]
    unseeded: NotRequired[list[str]]
    times: NotRequired[dict[str, float]]
    modules: NotRequired[list[dict[str, str]]]
    generators: NotRequired[dict[str, str]]


class Seen(TypedDict, total=False):
    """Kind `seen`: what was observed of an exec, a run, or both."""

    exec: str
    run: str
    params: list[Param]
    metrics: list[Metric]
    tables: list[Table]
    children: list[Child]
    inputs: list[Input]
    artifacts: list[Artifact]
    outputs: dict[str, Any]
    snapshot: dict[str, Any]
    env: dict[str, Any]
    resources: dict[str, Any]
    reads: list[str]
    writes: list[str]
    trace: Trace
    pending: list[str]
    warnings: list[str]


class CellEnd(TypedDict):
    """Kind `cell_end`: how the exec went; `wall` and `cpu` in seconds."""

    exec: str
    outcome: Outcome
    wall: float
    cpu: float
    error: NotRequired[ErrorInfo]


class Run(TypedDict):
    """Kind `run`: from now on this run is shown. One that a search made (`made_by` search) has no parts, goes into the
    trash with its `parent`, and names the `search` by its variable or class."""

    run: str
    made_by: str
    parts: list[str]
    name: NotRequired[str]
    auto_name: NotRequired[str]
    experiment: NotRequired[str]
    tags: NotRequired[dict[str, str]]
    note: NotRequired[str]
    parent: NotRequired[str]
    search: NotRequired[str]
    seed: NotRequired[int]
    started: NotRequired[float]


class End(TypedDict):
    """Kind `end`: the run ended so; `ended` is when, where that was before this was written."""

    run: str
    state: EndState
    error: NotRequired[ErrorInfo]
    wall: NotRequired[float]
    cpu: NotRequired[float]
    ended: NotRequired[float]


class Edit(TypedDict):
    """Kind `edit`: what a person said about a run afterwards; a tag of null is taken off. `keep` names offered metrics
    that are the run's own from now on."""

    run: str
    keep: NotRequired[list[str]]
    set: NotRequired[dict[str, Any]]
    tags: NotRequired[dict[str, str | None]]


class Divergence(TypedDict):
    """The first thing that came out otherwise: `recorded` and `replayed` are summaries of the variable's two values."""

    cell: str
    line: int | None
    variable: str
    recorded: Any
    replayed: Any


class Replayed(TypedDict):
    """Kind `replayed`: a replay of this run ended, and this is what it found; `report` is all of it, as a blob."""

    run: str
    verdict: Literal["identical", "equal", "noise", "different", "failed"]
    first_divergence: Divergence | None
    replayed_as: NotRequired[str]
    report: NotRequired[str]


class Graded(TypedDict):
    """Kind `graded`: how surely the run gives the same again, why no better, and what to mind about it."""

    run: str
    grade: Literal["A", "B", "C", "D", "E"]
    reasons: list[str]
    warnings: list[str]


def encode_value(value: Any) -> Any:
    """The JSON form of a value: scalars and lists of scalars as they are, all else by its `repr`.

    Non-finite floats become `{"float": "nan"}`, integers that JSON readers would round `{"int": "…"}`.
    """
    if value is None or type(value) in (bool, str):
        return value
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, int):
        number = int(value)
        if -LARGEST_EXACT_INT <= number <= LARGEST_EXACT_INT:
            return number
        # hex has no limit of digits in Python, decimal has
        return {"int": str(number) if number.bit_length() < 10_000 else hex(number)}
    if isinstance(value, float):
        real = float(value)
        return real if math.isfinite(real) else {"float": repr(real)}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (list, tuple)) and all(isinstance(x, (str, int, float, type(None))) for x in value):
        return [encode_value(item) for item in value]
    return {"repr": _safe_repr(value), "type": type(value).__name__}


def decode_value(value: Any) -> Any:
    """The value that `encode_value` was given; `{"repr": …}` stays the mapping that it is."""
    if isinstance(value, list):
        return [decode_value(item) for item in value]
    if isinstance(value, dict) and len(value) == 1:
        if "float" in value and value["float"] in ("nan", "inf", "-inf"):
            return float(value["float"])
        if "int" in value and isinstance(value["int"], str):
            try:
                return int(value["int"], 0)
            except ValueError:
                return value
    return value


def plain(value: Any) -> Any:
    """`value` with everything JSON cannot hold replaced by its encoded form, at any depth."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return encode_value(value)


def _safe_repr(value: Any) -> str:
    try:
        return repr(value)[:1000]
    except Exception as fault:  # a user's __repr__ may do anything
        return f"<{type(value).__name__}, whose repr fails: {type(fault).__name__}>"
