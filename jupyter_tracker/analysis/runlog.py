"""The events of a run in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.formats import plural

Event = Mapping[str, Any]

LONGEST = 400
MADE = {
    "cell": "made by %%track",
    "last": "made by %track last",
    "begin": "begun by %track begin",
    "script": "made by a script",
    "block": "made by jt.track",
    "decorator": "made by a tracked function",
    "log": "made by jt.log",
    "promote": "made of a cell in the panel",
    "search": "made by a search",
    "replay": "made by a replay",
    "variation": "made by a replay with something changed",
}
SEEN = {
    "params": "param",
    "metrics": "metric",
    "tables": "table",
    "children": "configuration",
    "inputs": "input",
    "artifacts": "file",
}


def told(events: Iterable[Event]) -> list[dict[str, Any]]:
    """The entries of a run's log (see `schema/rest.schema.json`); kinds that are not known are named as they are."""
    return [
        {"time": event["t"], "kind": str(event["k"]), "text": text(event)[:LONGEST], "by": event.get("session")}
        for event in events
    ]


def text(event: Event) -> str:
    """One event in words."""
    word = _WORDS.get(event["k"])
    return word(event) if word else str(event["k"])


def _cell(event: Event) -> str:
    count = event.get("count")
    return f"cell [{count}] began" if count is not None else "cell began"


def _cell_end(event: Event) -> str:
    after = f" after {formats.duration(event['wall'])}" if isinstance(event.get("wall"), (int, float)) else ""
    return (
        {"ok": "cell ended", "error": "cell failed", "interrupted": "cell was interrupted"}.get(
            event.get("outcome", ""), "cell ended"
        )
        + after
        + _fault(event)
    )


def _end(event: Event) -> str:
    return f"{event.get('state', 'ended')}{_fault(event)}"


def _fault(event: Event) -> str:
    error = event.get("error")
    return f": {error.get('type')}: {error.get('message')}" if isinstance(error, Mapping) else ""


def _seen(event: Event) -> str:
    counted = [
        plural(len(event[key]), word)
        + (f" ({_names(event[key])})" if key in ("metrics", "artifacts", "tables") else "")
        for key, word in SEEN.items()
        if isinstance(event.get(key), list) and event[key]
    ]
    kept = [
        word
        for key, word in (
            ("outputs", "outputs"),
            ("snapshot", "the notebook"),
            ("env", "environment"),
            ("resources", "time and memory"),
            ("trace", "what it depends on"),
        )
        if event.get(key)
    ]
    pending = event.get("pending")
    waits = [f"still to come: {', '.join(map(str, pending))}"] if isinstance(pending, list) and pending else []
    return "seen: " + (", ".join([*counted, *kept, *waits]) or "nothing more")


def _names(items: Iterable[Any]) -> str:
    names = [str(item.get("name")) for item in items if isinstance(item, Mapping)]
    return ", ".join(names[:4]) + (", …" if len(names) > 4 else "")


def _edit(event: Event) -> str:
    parts = []
    changed = event.get("set")
    for key, value in (changed if isinstance(changed, Mapping) else {}).items():
        parts.append(f"{key} {formats.text(value, 80)}" if value not in (None, "") else f"{key} taken away")
    tags = event.get("tags")
    for tag, value in (tags if isinstance(tags, Mapping) else {}).items():
        parts.append(f"tag {tag} taken off" if value is None else f"tag {tag}" + (f"={value}" if value else ""))
    kept = event.get("keep")
    parts += [f"kept {', '.join(map(str, kept))}"] if isinstance(kept, list) else []
    return "changed: " + ("; ".join(parts) or "nothing")


def _replayed(event: Event) -> str:
    at = event.get("first_divergence")
    where = f", first in cell {at.get('cell')}: {at.get('variable')}" if isinstance(at, Mapping) else ""
    return f"replayed: {event.get('verdict')}{where}"


_WORDS: dict[str, Callable[[Event], str]] = {
    "run": lambda event: MADE.get(str(event.get("made_by")), "made"),
    "name": lambda event: f"named {event.get('auto_name')}",
    "part": lambda event: "goes on with another cell",
    "resume": lambda event: "goes on in another session",
    "cell": _cell,
    "seen": _seen,
    "cell_end": _cell_end,
    "end": _end,
    "edit": _edit,
    "replayed": _replayed,
    "graded": lambda event: f"grade {event.get('grade')}",
    "delete": lambda event: "put into the trash",
    "undelete": lambda event: "taken out of the trash",
}
