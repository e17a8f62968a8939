"""The configurations that a search has tried, as the events that make runs of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .events import SEARCH

Body = dict[str, Any]
Child = Mapping[str, Any]
"""A configuration as a `seen` event has it: key, of, params, metrics, state, and perhaps started and ended."""

ENDS = ("finished", "failed")


def events(child: Child, run: str, parent: str, name: str) -> Iterator[tuple[str, Body]]:
    """Kind and body of all events of one configuration, which becomes the run `run` under the run `parent`."""
    yield "run", began(child, run, parent, name)
    yield from more(child, run)
    if child["state"] not in ENDS:
        yield "end", {"run": run, "state": "interrupted"}


def more(child: Child, run: str) -> Iterator[tuple[str, Body]]:
    """Kind and body of the events that say what is known of a configuration by now, and how it ended if it has."""
    if child["params"] or child["metrics"]:
        yield "seen", found(child, run)
    if child["state"] in ENDS:
        yield "end", ended(child, run)


def began(child: Child, run: str, parent: str, name: str) -> Body:
    """The body of the `run` event."""
    body: Body = {"run": run, "made_by": SEARCH, "parent": parent, "parts": [], "auto_name": name}
    return body | _known({"search": child.get("of") or None, "started": child.get("started")})


def found(child: Child, run: str) -> Body:
    """The body of the `seen` event: its params, and its metrics as far as it has them."""
    body: Body = {"run": run}
    for role in ("params", "metrics"):
        if child[role]:
            body[role] = [{"name": name, "value": value, "kind": "fitted"} for name, value in child[role].items()]
    return body


def ended(child: Child, run: str) -> Body:
    """The body of the `end` event."""
    started, over = child.get("started"), child.get("ended")
    wall = max(0.0, over - started) if started is not None and over is not None else None
    return {"run": run, "state": child["state"]} | _known({"ended": over, "wall": wall})


def _known(body: Body) -> Body:
    return {key: value for key, value in body.items() if value is not None}
