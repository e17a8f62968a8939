"""Executed cells as slices are made of them: plain records, from what the journal says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

How = Literal["bound", "changed", "deleted"]
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Write:
    """A name or pseudo-variable (`<random:numpy>`, `file:PATH`) that a cell wrote: `bound` to something that depends on
    nothing but what the cell read, `changed` otherwise; `kind` is the type of what it held then."""

    name: str
    how: How
    kind: str = ""
    hash: str | None = None
    sampled: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One executed cell.

    Attributes:
        exec, cell_id, count, source, started, ended, outcome: as in the journal.
        reads, writes: names and pseudo-variables.
        between: names that changed after the cell before it had ended and before this one began.
        may: globals that functions of it would bind; `lasting`: it left a thread or a task at work.
        unseeded: generators made without a seed.
        modules: local modules as (name, path, blob reference).
        times: of files that it read, when they were written.
        traced: whether all this was observed; otherwise it is a guess that says too much.
    """

    exec: str
    source: str
    cell_id: str | None = None
    count: int | None = None
    started: float = 0.0
    ended: float | None = None
    outcome: str | None = "ok"
    tracked: bool = False
    reads: tuple[str, ...] = ()
    writes: tuple[Write, ...] = ()
    between: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    lasting: bool = False
    unseeded: tuple[str, ...] = ()
    modules: tuple[tuple[str, str, str], ...] = ()
    times: Mapping[str, float] = field(default_factory=dict)
    traced: bool = True

    @property
    def label(self) -> str:
        """The cell as people find it: by its number."""
        return f"[{self.count}]" if self.count is not None else f"[{self.exec.rpartition('.')[2]}]"


def entries(executions: Iterable[Mapping[str, Any]], text: Callable[[str], str]) -> list[Entry]:
    """Entries of a session in order, from the journal's plain dicts; `text` gives the text that a blob reference
    means. Blocks inside a cell are left out: they are parts of it."""
    found: list[Entry] = []
    for each in executions:
        entry = _entry(each, text)
        around = found[-1] if found else None
        inside = around is not None and around.ended is not None and entry.started < around.ended
        if not (inside and around is not None and around.source == entry.source):
            found.append(entry)
    return found


def around(executions: Iterable[Mapping[str, Any]], wanted: Iterable[str]) -> list[str]:
    """The execs of whole cells that hold these execs, which may be blocks inside cells."""
    listed = list(executions)
    found = []
    for exec_id in wanted:
        one = next((each for each in listed if each["exec"] == exec_id), None)
        if one is None:
            continue
        outer = [
            each for each in listed
            if each["source"] == one["source"] and each["started"] <= one["started"] and each["ended"] is not None
            and one["started"] < each["ended"]
        ]  # fmt: skip
        found.append((outer[0] if outer else one)["exec"])
    return list(dict.fromkeys(found))


def _entry(each: Mapping[str, Any], text: Callable[[str], str]) -> Entry:
    trace = each.get("trace")
    source = text(each["source"]) if each.get("source") else ""
    about: dict[str, Any] = {
        key: each.get(key) for key in ("exec", "cell_id", "count", "started", "ended", "outcome", "tracked")
    }
    if not isinstance(trace, dict):
        return _guessed(each, source, about)
    return Entry(
        **about,
        source=source,
        reads=tuple(trace.get("reads") or ()),
        writes=tuple(_write(one) for one in trace.get("writes") or ()),
        between=frozenset(trace.get("between") or ()),
        may=frozenset(trace.get("may") or ()),
        lasting=bool(trace.get("lasting")),
        unseeded=tuple(trace.get("unseeded") or ()),
        modules=tuple((one["name"], one["path"], one["blob"]) for one in trace.get("modules") or ()),
        times=trace.get("times") or {},
    )


def _write(one: Mapping[str, Any]) -> Write:
    how = one.get("how")
    summary = one.get("summary")
    kind = summary.get("type", "") if isinstance(summary, dict) else ""
    return Write(
        one["name"],
        how if how in ("bound", "deleted") else "changed",
        str(kind),
        one.get("hash"),
        bool(one.get("sampled")),
    )


def _guessed(each: Mapping[str, Any], source: str, about: dict[str, Any]) -> Entry:
    """A cell that nobody traced: it may have read and changed whatever it names."""
    times = {f"file:{one['path']}": one["mtime"] for one in each["inputs"] if one.get("path") and one.get("mtime")}
    words = dict.fromkeys([*each["reads"], *each["writes"], *_WORD.findall(source)])
    files = [f"file:{one.get('path') or one.get('name')}" for one in each["artifacts"]]
    writes = [
        Write(name, "changed") for name in (*words, *files, "<random:python>", "<random:numpy>", "<random:torch>")
    ]
    return Entry(**about, source=source, reads=(*words, *times), writes=tuple(writes), times=times, traced=False)
