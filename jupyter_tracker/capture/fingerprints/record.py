"""The fingerprint of one value, and how much may be looked at for the fingerprints of one cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

identity = object.__hash__
"""Tells objects apart by where they lie, as `id` does, which calls every audit hook of the process."""
BYTES = 16 * 2**20
"""So many bytes of arrays, texts and flat lists of one cell are hashed whole; what goes beyond is sampled."""
NODES = 2_500
"""So many parts of one value are looked at."""
FLAT = 100_000
"""So many entries a list of plain values may have that is looked at whole."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What one value was.

    Attributes:
        hash: 32 hex digits; the same for the same content in any process.
        steady: the same without times and identities of objects, empty where there are none in it; `passing` says which
            of them there are (`clock`, `address`).
        whole: all of the content went into the hash; otherwise only samples of it did.
        opaque: something in it does not show what it holds (an iterator, an open file, an object of a C library).
        cut: more parts than could be looked at: what it shares with other values is not fully known.
        atomic: it can't be changed in place, and neither can anything in it.
        marks: what tells two states of opaque parts apart within this process.
        reach: identities of what can be changed in it.
        globals, rebinds: names of the notebook that functions in it read, and that they bind.
        patches: names on which they set an attribute.
        strings: names that stand in texts which such functions may evaluate.
        modules: local modules whose code is in it.
        summary: what to show of it.
        near: tells a value apart whose numbers differ in their last digits alone (`nearness`); empty where it has none,
            or where the summary is all of it.
    """

    hash: str
    steady: str = ""
    passing: frozenset[str] = frozenset()
    whole: bool = True
    opaque: bool = False
    cut: bool = False
    atomic: bool = False
    marks: tuple[Any, ...] = ()
    reach: frozenset[int] = frozenset()
    globals: frozenset[str] = frozenset()
    rebinds: frozenset[str] = frozenset()
    patches: frozenset[str] = frozenset()
    strings: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    summary: Mapping[str, Any] = field(default_factory=dict)
    near: str = ""

    @property
    def blind(self) -> bool:
        """Whether it may hold, and change, what does not show."""
        return self.opaque or self.cut

    def same(self, other: Fingerprint) -> bool:
        """Whether nothing is seen to have changed between two moments of this process."""
        return self.hash == other.hash and self.marks == other.marks


@dataclass(slots=True)
class Room:
    """What is left to be looked at. `whole` overrides the budget of bytes: as it was before."""

    bytes: int = BYTES
    nodes: int = NODES
    whole: bool | None = None

    def takes(self, size: int) -> bool:
        """Whether `size` bytes are to be hashed whole; takes them off the budget."""
        if self.whole is not None:
            return self.whole or size <= 4096
        if size > self.bytes:
            return False
        self.bytes -= size
        return True
