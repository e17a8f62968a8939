"""Events of a run, put together: the run record and the summary, as plain dicts. Knows no file and no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import measured
from .events import GRADES, SEARCH, VERDICTS
from .series import Stats

Event = dict[str, Any]
Record = dict[str, Any]

MADE = ("made_by", "name", "auto_name", "experiment", "note", "parent", "search", "seed", "started", "notebook")
EDITABLE = ("name", "note", "experiment", "star", "pinned", "baseline", "archived")
OPENING = ("run", "part", "resume")
AFTERWARDS = ("last", "promote")
"""Ways to make a run of cells that are over: such a run ended as its last cell did."""
OUTCOMES = {"ok": "finished", "error": "failed", "interrupted": "interrupted"}


@dataclass
class RunFacts:
    """All that is known of one run, events in the order (t, session, n), each with its `session` and `n`."""

    id: str
    events: list[Event]
    """Events that name the run (`points` events apart)."""
    execs: dict[str, list[Event]] = field(default_factory=dict)
    """For each part its `cell`, `seen` and `cell_end` events, as far as they concern this run."""
    sessions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    stats: dict[str, Stats] = field(default_factory=dict)
    writers: list[dict[str, Any]] = field(default_factory=list)


def part_ids(events: Iterable[Event]) -> list[str]:
    """The execs that a run's events make its parts, in order."""
    parts: dict[str, None] = {}
    for event in events:
        if event["k"] == "run" and isinstance(event.get("parts"), list):
            parts.update(dict.fromkeys(str(part) for part in event["parts"]))
        elif event["k"] == "part" and isinstance(event.get("exec"), str):
            parts[event["exec"]] = None
    return list(parts)


def assemble(facts: RunFacts) -> Record:
    """The run record, `state` apart from what only a look at processes can tell: see `open_session`."""
    made = [event for event in facts.events if event["k"] == "run"]
    run = _merged(made, MADE)
    edits = _edited(facts.events)
    parts = [_part(exec_id, facts.execs.get(exec_id, ())) for exec_id in part_ids(facts.events)]
    seen = _in_order(facts, ("seen",))
    numbers = measured.measured(_in_order(facts, ("seen", "edit")), facts.stats)
    cells = {exec_id: _part(exec_id, events)["cell_id"] for exec_id, events in facts.execs.items()}
    auto = [event["auto_name"] for event in facts.events if event["k"] in ("run", "name") and event.get("auto_name")]
    record: Record = {
        "id": facts.id,
        "name": edits.get("name") or run.get("name") or (auto[-1] if auto else facts.id),
        "named": bool(edits.get("name") or run.get("name")),
        "experiment": edits.get("experiment", run.get("experiment")),
        "tags": _tags(facts.events),
        "note": edits.get("note", run.get("note")) or "",
        "parent": run.get("parent"),
        "children": [],
        "star": bool(edits.get("star")),
        "baseline": bool(edits.get("baseline")),
        "pinned": bool(edits.get("pinned")),
        "archived": bool(edits.get("archived")),
        "deleted": _deleted(facts.events),
        "made_by": run.get("made_by"),
        "search": run.get("search"),
        "seed": run.get("seed"),
        **_when(facts, run, parts),
        **_replay(facts.events),
        **_grade(facts.events),
        "params": measured.params(seen, cells),
        "metrics": numbers.metrics,
        "offers": numbers.offered,
        "tables": measured.tables(seen),
        "system": numbers.system,
        "inputs": measured.by_key(seen, "inputs", ("path",)),
        "artifacts": measured.by_key(seen, "artifacts", ("path", "name")),
        "parts": parts,
        "environment": _environment(seen, facts, parts),
        "resources": _resources(seen, facts, parts),
        "error": _error(facts, parts),
        "pending": _pending(seen),
        "warnings": _all(seen, "warnings"),
        "writers": facts.writers,
        "sessions": list(dict.fromkeys(event["session"] for event in facts.events if event["k"] in (*OPENING, "end"))),
    }
    return record


def summarise(record: Record) -> Record:
    """The summary that lists show; params that were not set are left out."""
    keys = (
        "id name state experiment tags note started ended duration heard notebook cell_id star baseline archived parent"
        " verdict grade pinned"
    )
    return {
        **{key: record.get(key) for key in keys.split()},
        "params": {param["name"]: param["value"] for param in record["params"] if not param["default"]},
        "metrics": {metric["name"]: metric["value"] for metric in record["metrics"]},
        "series": [metric["name"] for metric in record["metrics"] if metric["series"]],
        "conf": _doubts(record),
        "reasons": list((record.get("graded") or {}).get("reasons") or ()),
    }


def _doubts(record: Record) -> dict[str, float]:
    """How sure we are of each param and metric of a summary that is not certain."""
    told = [*(param for param in record["params"] if not param["default"]), *record["metrics"]]
    return {item["name"]: item["conf"] for item in told if item.get("conf") is not None}


def _merged(events: Iterable[Event], keys: Sequence[str]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for event in events:
        merged.update({key: event[key] for key in keys if event.get(key) is not None})
    return merged


def _edited(events: Iterable[Event]) -> dict[str, Any]:
    edits: dict[str, Any] = {}
    for event in events:
        if event["k"] == "edit" and isinstance(event.get("set"), dict):
            edits.update({key: value for key, value in event["set"].items() if key in EDITABLE})
    return edits


def _tags(events: Iterable[Event]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for event in events:
        if event["k"] in ("run", "edit") and isinstance(event.get("tags"), dict):
            for name, text in event["tags"].items():
                if text is None:
                    tags.pop(name, None)
                else:
                    tags[name] = str(text)
    return tags


def _deleted(events: Iterable[Event]) -> bool:
    newest = [event["k"] for event in events if event["k"] in ("delete", "undelete")]
    return bool(newest) and newest[-1] == "delete"


def _replay(events: Iterable[Event]) -> dict[str, Any]:
    """What the newest replay of the run found."""
    found = [event for event in events if event["k"] == "replayed" and event.get("verdict") in VERDICTS]
    if not found:
        return {"verdict": None, "replay": None}
    newest = found[-1]
    keys = ("verdict", "first_divergence", "replayed_as", "report")
    return {"verdict": newest["verdict"], "replay": {"when": newest["t"], **{key: newest.get(key) for key in keys}}}


def _grade(events: Iterable[Event]) -> dict[str, Any]:
    """How surely the run gives the same again, as it was last worked out."""
    found = [event for event in events if event["k"] == "graded" and event.get("grade") in GRADES]
    if not found:
        return {"grade": None, "graded": None}
    newest = found[-1]
    texts = {key: [str(text) for text in newest.get(key) or ()] for key in ("reasons", "warnings")}
    return {"grade": newest["grade"], "graded": {"when": newest["t"], "grade": newest["grade"], **texts}}


def _part(exec_id: str, events: Sequence[Event]) -> dict[str, Any]:
    cell = next((event for event in events if event["k"] == "cell"), {})
    end = next((event for event in events if event["k"] == "cell_end"), {})
    merged = _merged((event for event in events if event["k"] == "seen"), ("outputs", "snapshot"))
    return {
        "exec": exec_id,
        "session": exec_id.rpartition(".")[0],
        "cell_id": cell.get("cell_id"),
        "notebook": cell.get("notebook"),
        "count": cell.get("count"),
        "source": cell.get("source"),
        "started": cell.get("t"),
        "ended": end.get("t"),
        "duration": end.get("wall"),
        "cpu": end.get("cpu"),
        "outcome": end.get("outcome"),
        "error": end.get("error"),
        "outputs": merged.get("outputs"),
        "snapshot": merged.get("snapshot"),
    }


def _in_order(facts: RunFacts, kinds: Sequence[str]) -> list[Event]:
    """All events of these kinds that concern the run, once each, in order."""
    found = {(event["session"], event["n"]): event for event in facts.events if event["k"] in kinds}
    for events in facts.execs.values():
        found.update({(event["session"], event["n"]): event for event in events if event["k"] in kinds})
    return sorted(found.values(), key=lambda event: (event["t"], event["session"], event["n"]))


def state_of(facts: RunFacts, parts: Sequence[Mapping[str, Any]]) -> tuple[str | None, str]:
    """The state that the events tell, or None and the session to ask: (state, session)."""
    deciding = [event for event in facts.events if event["k"] in (*OPENING, "end")]
    if not deciding:
        return "finished", ""
    newest = deciding[-1]
    if newest["k"] == "end":
        return str(newest.get("state")), newest["session"]
    if newest["k"] == "run" and newest.get("made_by") in AFTERWARDS:
        if all(part["outcome"] for part in parts):
            return OUTCOMES.get(parts[-1]["outcome"] if parts else "ok", "finished"), _session_of(newest, parts)
        return None, next(part["session"] for part in parts if not part["outcome"])
    return None, newest["session"]


def _session_of(made: Event, parts: Sequence[Mapping[str, Any]]) -> str:
    """Where the cells ran, of which a run was made afterwards, perhaps by the server."""
    return str(parts[-1]["session"] if parts else made["session"])


def _when(facts: RunFacts, run: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    state, session_id = state_of(facts, parts)
    deciding = [event for event in facts.events if event["k"] in (*OPENING, "end")]
    began = [part["started"] for part in parts if part["started"] is not None]
    started = run.get("started") or min(began, default=deciding[0]["t"] if deciding else None)
    last_points = [one.last_time for one in facts.stats.values() if one.count]
    moments = [event["t"] for event in facts.events if event["k"] in (*OPENING, "end", "seen", "name")]
    moments += [event["t"] for events in facts.execs.values() for event in events]
    heard = max(moments + last_points, default=started)
    session = facts.sessions.get(session_id, {})
    ends = [event for event in deciding if event["k"] == "end"]
    ended = None
    if state is not None:
        over = [part["ended"] for part in parts if part["ended"] is not None]
        closing = deciding[-1] if deciding and deciding[-1]["k"] == "end" else None
        ended = (closing.get("ended") or closing["t"]) if closing is not None else max(over, default=heard)
    first = parts[0] if parts else {}
    return {
        "state": state,
        "state_reason": None,
        "started": started,
        "ended": ended,
        "duration": _duration(state, ends, parts, started, ended) if _timed(run, ends) else None,
        "heard": heard,
        "host": session.get("host"),
        "pid": session.get("pid"),
        "session": session_id or None,
        "notebook": first.get("notebook") or run.get("notebook") or session.get("notebook"),
        "cell_id": first.get("cell_id"),
    }


def _timed(run: Mapping[str, Any], ends: Sequence[Event]) -> bool:
    """Whether its times are those of the work: a search that has ended may tell of its configurations without them."""
    return run.get("made_by") != SEARCH or run.get("started") is not None or any("wall" in event for event in ends)


def _duration(
    state: str | None,
    ends: Sequence[Event],
    parts: Sequence[Mapping[str, Any]],
    started: float | None,
    ended: float | None,
) -> float | None:
    """Seconds of work: what the parts took together, else what the end says, else from start to end."""
    if state is None:
        return None
    walls = [part["duration"] for part in parts]
    if walls and None not in walls:
        return float(sum(walls))
    if len(ends) == 1 and ends[0].get("wall") is not None:
        return float(ends[0]["wall"])
    return None if started is None or ended is None else max(0.0, ended - started)


def _environment(seen: Iterable[Event], facts: RunFacts, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    environment: dict[str, Any] = {}
    opening = [event for event in facts.events if event["k"] in OPENING]
    afterwards = bool(parts) and opening[0].get("made_by") in AFTERWARDS
    for session in [parts[0]["session"]] if afterwards else [event["session"] for event in opening]:
        if facts.sessions.get(session, {}).get("cwd"):
            environment.setdefault("cwd", facts.sessions[session]["cwd"])
    for event in seen:
        if isinstance(event.get("env"), dict):
            environment.update(event["env"])
    return environment


def _resources(seen: Iterable[Event], facts: RunFacts, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    resources: dict[str, Any] = {"wall": None, "cpu": None, "rss_peak": None}
    for event in seen:
        if isinstance(event.get("resources"), dict):
            resources.update(event["resources"])
    ends = [event for event in facts.events if event["k"] == "end"]
    for key, of_part in (("wall", "duration"), ("cpu", "cpu")):
        known = [part[of_part] for part in parts if part[of_part] is not None]
        if known:
            resources[key] = sum(known)
        elif ends and ends[-1].get(key) is not None:
            resources[key] = ends[-1][key]
    own = [one.max for name, one in facts.stats.items() if name.startswith("system/gpu") and name.endswith("_own")]
    if own and "gpu_memory_peak" not in resources:
        resources["gpu_memory_peak"] = sum(most or 0 for most in own)
    return resources


def _error(facts: RunFacts, parts: Sequence[Mapping[str, Any]]) -> Any:
    ends = [event for event in facts.events if event["k"] == "end"]
    if ends and ends[-1].get("error"):
        return ends[-1]["error"]
    return parts[-1]["error"] if parts else None


def _pending(seen: Iterable[Event]) -> list[str]:
    by_subject: dict[Any, list[str]] = {}
    for event in seen:
        if isinstance(event.get("pending"), list):
            if event.get("exec") is None:
                by_subject.clear()  # said of the run as a whole
            by_subject[event.get("exec")] = event["pending"]
    return list(dict.fromkeys(item for items in by_subject.values() for item in items))


def _all(seen: Iterable[Event], what: str) -> list[str]:
    return list(dict.fromkeys(str(item) for event in seen for item in event.get(what) or ()))
