"""Why a name is what it is: where its value came from, which rule made it a param or a metric, what people ruled."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from jupyter_tracker.analysis import direction, formats
from jupyter_tracker.analysis.foremost import foremost
from jupyter_tracker.analysis.learnt import NOTHING, Learnt

Record = Mapping[str, Any]

ROLES = {"params": "param", "metrics": "metric", "offers": "offered metric", "tables": "table", "system": "resource"}
"""Where a name may stand in a run record, and what it is then."""

WAYS = {
    "literal": "written out", "name": "a name that the code reads", "keyword": "an argument of a call",
    "default": "a default that nobody set", "loop": "seen in each round of a loop", "assigned": "assigned",
    "expression": "the cell's last expression", "estimator": "a setting of an object", "explicit": "logged by a call",
    "printed": "printed", "local": "a name inside a function", "argument": "an argument of a function of yours",
    "returned": "given back by a function of yours", "called": "the result of a library's function",
    "fitted": "read from a fitted object", "callback": "told by a library while it trained",
    "progress": "shown by a progress bar", "dropin": "logged through another tracker's call",
    "resource": "measured on the machine",
}  # fmt: skip
"""What the kinds of capture mean, in words."""


def why(record: Record, name: str, learnt: Learnt | None = None) -> dict[str, Any]:
    """All that is known of why `name` is in a run: `name`, `run`, `found` (an entry for each role it has), `learnt`
    (what people ruled, in words), `shown` (whether it is among those shown first), and `near` (names like it)."""
    ruled = learnt or NOTHING
    found = [_entry(record, role, item, ruled) for role in ROLES for item in record.get(role) or () if _is(item, name)]
    there = [item["name"] for role in ROLES for item in record.get(role) or ()]
    return {
        "name": name,
        "run": {"id": record["id"], "name": record.get("name") or record["id"]},
        "found": found,
        "learnt": ruled.about(name),
        "shown": name in foremost(record, ruled),
        "near": [] if found else difflib.get_close_matches(name, there, 5, 0.5),
    }


def _is(item: Mapping[str, Any], name: str) -> bool:
    return bool(item["name"] == name)


def _entry(record: Record, role: str, item: Mapping[str, Any], ruled: Learnt) -> dict[str, Any]:
    conf = item.get("conf")
    entry = {
        "role": ROLES[role],
        "value": item.get("value"),
        "kind": item.get("kind"),
        "conf": 1.0 if conf is None else conf,
        **{key: item.get(key) for key in ("rule", "exec", "line", "fn", "file", "text")},
        "also": list(item.get("also") or ()),
        "cell": _count(record, item.get("exec")),
    }
    if role in ("metrics", "offers"):
        entry["direction"] = direction.of(item["name"], ruled)
    return entry


def _count(record: Record, exec_id: str | None) -> int | None:
    parts = record.get("parts") or ()
    return next((part.get("count") for part in parts if exec_id and part.get("exec") == exec_id), None)


def text(found: Mapping[str, Any]) -> str:
    """The same for a person, a few lines."""
    run, name = found["run"], formats.clean(found["name"])
    lines = [line for entry in found["found"] for line in _lines(name, entry, run)]
    if not found["found"]:
        near = f"; there is {', '.join(map(formats.clean, found['near']))}" if found["near"] else ""
        lines = [f"{run['name']} ({run['id'][:6]}) has no {name}{near}"]
    elif found["found"][0]["role"] in ("param", "metric"):
        first = "among the values shown first" if found["shown"] else "under also seen"
        lines.append(f"shown      {first}")
    lines.append(f"learnt     {'; '.join(found['learnt']) or 'nothing was ruled about it in this notebook'}")
    return "\n".join(lines)


def _lines(name: str, entry: Mapping[str, Any], run: Mapping[str, Any]) -> list[str]:
    value = "" if entry["value"] is None else f" = {formats.text(entry['value'])}"
    article = "an" if entry["role"][0] in "aeiou" else "a"
    lines = [f"{name}{value} is {article} {entry['role']} of {formats.clean(run['name'])} ({run['id'][:6]})"]
    lines.append(f"seen       {WAYS.get(entry['kind'], entry['kind'] or 'not known how')}{_where(entry)}")
    if entry["text"]:
        lines.append(f"source     {formats.shortened(formats.clean(entry['text']), 120)}")
    rule = entry["rule"] or ("said by a call" if entry["kind"] in ("explicit", "dropin") else "no rule was noted")
    lines.append(f"rule       {rule}, confidence {entry['conf']:.2f}".rstrip("0").rstrip("."))
    if entry["also"]:
        lines.append(f"also as    {'; '.join(map(formats.clean, entry['also']))}")
    if "direction" in entry:
        good = {"up": "more is better", "down": "less is better", None: "neither more nor less is better"}
        lines.append(f"direction  {good[entry['direction']]}")
    return lines


def _where(entry: Mapping[str, Any]) -> str:
    place = [f"in {entry['fn']}()"] if entry["fn"] else []
    if entry["file"]:
        place.append(str(entry["file"]))
    elif entry["cell"] is not None:
        place.append(f"cell [{entry['cell']}]")
    place += [f"line {entry['line']}"] if entry["line"] is not None else []
    return f": {', '.join(place)}" if place else ""
