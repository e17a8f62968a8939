"""Lines that are printed again and again with other digits: read once, filled in from then on."""

from __future__ import annotations

from typing import NamedTuple

from jupyter_tracker.capture.text import numbers
from jupyter_tracker.capture.text.counters import Place
from jupyter_tracker.capture.text.pair import Line, Pair


class Repeated(NamedTuple):
    """What is alike in all lines that differ by the values of digits only, never by how many there are."""

    pairs: list[Pair]
    literals: list[tuple[int, int]]
    place: Place
    open: bool
    fixed: list[tuple[int, str]]
    """Words with digits that names came from, and where: "top 5 accuracy"."""

    @classmethod
    def of(cls, text: str, line: Line, place: Place, literals: list[tuple[int, int]]) -> Repeated:
        """What a line has in common with those like it."""
        fixed: list[tuple[int, str]] = []
        for pair, (start, _) in zip(line.pairs, literals, strict=True):
            words = text[pair.start : start]
            if any(each.isdigit() and each not in words for each in pair.name + pair.context):
                fixed.append((0, text[:start]))
            elif any(each.isdigit() for each in pair.name):
                fixed.append((pair.start, words))
        return cls(line.pairs, literals, place, line.open, fixed)

    def fill(self, text: str) -> Line | None:
        """The pairs of another line of this shape; None where its words differ."""
        if any(not text.startswith(words, start) for start, words in self.fixed):
            return None
        counter = self.place.read(text)
        pairs: list[Pair] = []
        for old, (start, end) in zip(self.pairs, self.literals, strict=True):
            literal = text[start:end]
            pairs.append(
                Pair(
                    old.name, float(literal.replace(",", "")), old.unit, numbers.decimals(literal), old.measured,
                    counter.step, counter.total, counter.outer, old.context, old.spread, old.how, old.start, old.end,
                )
            )  # fmt: skip
        return Line(pairs, counter, self.open)
