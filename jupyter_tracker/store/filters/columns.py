"""The columns that filters and sorting use, and what each is in SQL."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import FilterError
from ..events import STATES

TEXTS = {
    "id": "r.id",
    "name": "r.name",
    "state": "r.state",
    "experiment": "r.experiment",
    "note": "r.note",
    "notebook": "r.notebook",
    "cell": "r.cell",
    "host": "r.host",
    "parent": "r.parent",
    "made_by": "r.made_by",
    "verdict": "r.verdict",
    "grade": "r.grade",
}
NUMBERS = {"duration": "r.duration"}
TIMES = {"started": "r.started", "ended": "r.ended"}
FLAGS = {"star": "r.star", "pinned": "r.pinned", "baseline": "r.baseline", "archived": "r.archived"}
FAMILIES = ("params", "metrics", "tags")
ROOTS = (*TEXTS, *NUMBERS, *TIMES, *FLAGS, *FAMILIES)
STATS = ("last", "min", "max", "first", "count")
AT_BEST = {"at_min": "min", "at_max": "max"}

Bound = tuple[str | None, str | None, list[str]]


@dataclass(frozen=True)
class Column:
    """A column: `root`, the `name` under params, metrics or tags, and for metrics which number (`stat`).

    With `stat` at_min or at_max it is the value at the step where the metric `other` is least or greatest.
    """

    root: str
    name: str | None = None
    stat: str = "last"
    other: str | None = None
    position: int = 0

    @property
    def is_text(self) -> bool:
        """Whether its values are always text."""
        return self.root in TEXTS or self.root == "tags"

    @property
    def is_time(self) -> bool:
        """Whether its values are moments."""
        return self.root in TIMES

    @property
    def is_flag(self) -> bool:
        """Whether it can stand alone as a condition."""
        return self.root in FLAGS

    def names(self) -> list[tuple[str, str]]:
        """The names it uses: (params, metrics or tags; name)."""
        found = [(self.root, self.name)] if self.root in FAMILIES and self.name is not None else []
        return [*found, ("metrics", self.other)] if self.other is not None else found

    @property
    def table(self) -> str | None:
        """The table of names and runs where its values stand, if they stand in one."""
        return self.root if self.root in FAMILIES and self.name is not None and self.other is None else None

    @property
    def terms(self) -> tuple[str | None, str | None]:
        """What its number and its text are called in that table; None where it has no such."""
        if self.root == "metrics":
            return self.stat, "text" if self.stat == "last" else None
        return {"params": "num"}.get(self.root), "text"

    def bound(self) -> Bound:
        """SQL of its number, SQL of its text (None where it has no such), and for each what is bound in it."""
        if self.root in TEXTS:
            return None, TEXTS[self.root], []
        for family in (NUMBERS, TIMES, FLAGS):
            if self.root in family:
                return family[self.root], None, []
        if self.other is not None:
            return f"at_best(r.id, ?, ?, '{AT_BEST[self.stat]}')", None, [str(self.name), self.other]
        where = f"FROM {self.root} WHERE name = ? AND run = r.id)"
        number, text = (None if term is None else f"(SELECT {term} {where}" for term in self.terms)
        return number, text, [str(self.name)]

    def order_sql(self, descending: bool) -> tuple[str, list[str]]:
        """What follows ORDER BY: numbers, then text, missing values last whichever the direction."""
        number, text, values = self.bound()
        way = "DESC" if descending else "ASC"
        terms = [f"{sql} {way} NULLS LAST" for sql in (number, text) if sql is not None]
        return ", ".join(terms), values * len(terms)


def unknown_column(word: str, position: int, text: str) -> FilterError:
    """The error for a word that is no column."""
    return FilterError(f"there is no column {word}{_meant(word, ROOTS)}", position, list(ROOTS), text)


def unknown_state(word: str, position: int, text: str) -> FilterError:
    """The error for a state that no run can have."""
    return FilterError(f"there is no state {word!r}{_meant(word, STATES)}", position, list(STATES), text)


def no_such_name(family: str, name: str, names: Sequence[str], column: Column, text: str) -> FilterError:
    """The error for a param, metric or tag that no run has."""
    if not names:
        return FilterError(f"no run has any {family}", column.position, [], text)
    kind = family.removesuffix("s")
    return FilterError(f"no run has a {kind} called {name!r}{_meant(name, names)}", column.position, list(names), text)


def _meant(word: str, names: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, names, n=1) or [
        name for name in names if name.rpartition(".")[2] == word or name.rpartition("/")[2] == word
    ]
    if close:
        return f"; did you mean {close[0]}?"
    return "; there are " + ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
