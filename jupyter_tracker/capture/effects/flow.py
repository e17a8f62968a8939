"""What the source of a cell says it takes from outside it and what it binds."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from jupyter_tracker.capture.effects.uses import Use
from jupyter_tracker.capture.fingerprints.programs import ASKED


@dataclass(slots=True)
class Flow:
    """What a cell's source says.

    Attributes:
        loads: names that it takes from before it, each with the names that it had bound itself when it first did.
        bound: names bound whatever happens, unless the cell ends early; `perhaps`: those bound on some ways.
        stored: names of what it changes a part of (`x[0] = …`, `x.a = …`, `x += …`); `paths` say which part.
        deleted: names that it deletes.
        uses: how names are used.
        passed: names that parts of what a name holds were given to; `again` those that were bound more than once.
        later: globals that functions defined here would bind.
        words: names in texts that may be evaluated.
        everything: any name may be read or bound.
        calls: callees, dotted, in the order in which they are called; `dropped` those whose result is not used,
            `sure` the places in `calls` of those that are called whatever happens.
        numbers: whole numbers that stand in it.
        seeds: libraries whose generator it seeds whatever happens, with whether that was the first thing it did.
        seeded_by: the names that they are seeded with, where it is a name.
        unseeded: generators that it makes without a seed; `bare`: all that is called without an argument.
        ordered: expressions whose parts it takes one after the other.
        imports: names that it imports; `modules` the modules that it imports them from, dotted.
        shell: it runs commands of the system; `magic`: the magics that it uses.
        subclasses: it makes classes that are built on others.
        looked: paths, written out, of which it asks whether they are there; `searched`: it asks so of others.
        goes_to: the folder, written out, that it makes the working folder before it does anything else.
        attributes: all that it takes attributes by.
        unparsed: nothing is known of it.
    """

    loads: dict[str, frozenset[str]] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    perhaps: set[str] = field(default_factory=set)
    stored: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    uses: dict[str, list[Use]] = field(default_factory=dict)
    passed: dict[str, set[str]] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    everything: bool = False
    calls: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    sure: set[int] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    seeds: dict[str, bool] = field(default_factory=dict)
    seeded_by: dict[str, str] = field(default_factory=dict)
    bare: set[str] = field(default_factory=set)
    ordered: list[ast.expr] = field(default_factory=list)
    unseeded: set[str] = field(default_factory=set)
    shell: bool = False
    magic: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    subclasses: bool = False
    looked: set[str] = field(default_factory=set)
    searched: bool = False
    goes_to: str = ""
    attributes: set[str] = field(default_factory=set)
    unparsed: bool = False

    @property
    def asks(self) -> set[str]:
        """Pseudo-variables that it asks for by what it calls."""
        called = {call.rpartition(".")[2] for call in self.calls}
        return {asked for asked, names in ASKED.items() if names & called}
