"""What the logs say of one run, as it was written: for a person who wants to know what happened when."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from .assemble import Event
from .errors import RefError
from .runrows import RunRows

if TYPE_CHECKING:
    from .query import Reader


def events_of(reader: Reader, id: str) -> list[Event]:
    """The events of a run and of its parts, each with its `session`, oldest first. Raises RefError."""
    facts = RunRows(reader.connection()).facts(id)
    if facts is None:
        raise RefError(f"there is no run {id}")
    found = {(event["session"], event["n"]): event for event in chain(facts.events, *facts.execs.values())}
    return sorted(found.values(), key=lambda event: (event["t"], event["session"], event["n"]))
