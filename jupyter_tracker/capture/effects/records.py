"""What one execution of a cell depended on and changed, as plain records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from jupyter_tracker.capture.fingerprints import Fingerprint

How = Literal["bound", "changed", "deleted"]


@dataclass(frozen=True, slots=True)
class Written:
    """A name, or pseudo-variable, that a cell wrote: `bound` to something that only depends on what the cell read,
    `changed` (what it was before still counts), or `deleted`."""

    name: str
    how: How
    found: Fingerprint | None = None


@dataclass(slots=True)
class Trace:
    """One execution.

    Attributes:
        reads: names and pseudo-variables that it depended on.
        writes: what it wrote.
        between: names that changed since the cell before had ended: by a thread, a task, a widget.
        may: globals that functions it defines would bind.
        lasting: it left a thread or a task at work.
        unseeded: generators that it made without a seed.
        modules: local modules whose code it used or loaded.
        looked: paths of which it asked whether they are there; `searched`: it asked so of others as well.
    """

    reads: list[str] = field(default_factory=list)
    writes: list[Written] = field(default_factory=list)
    between: list[str] = field(default_factory=list)
    may: list[str] = field(default_factory=list)
    lasting: bool = False
    unseeded: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    looked: list[str] = field(default_factory=list)
    searched: bool = False
