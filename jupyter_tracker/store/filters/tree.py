"""A filter as a tree, and the tree as SQL with everything that came from the text bound.

Conditions are true or false, never unknown: a comparison with a missing value is false, and its negation true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .columns import Column

OPPOSITE = {"==": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
TURNED = {"==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Literal:
    """A number, truth value or text that was written out."""

    value: float | str
    position: int = 0


@dataclass(frozen=True)
class Ago:
    """The moment so many seconds before the question is asked."""

    seconds: float
    position: int = 0


Operand = Column | Literal | Ago


@dataclass(frozen=True)
class Compare:
    """`left` stands to `right` as `sign` says."""

    left: Operand
    sign: str
    right: Operand


@dataclass(frozen=True)
class Among:
    """`left` is one of `values`; negated: it is there and none of them."""

    left: Operand
    values: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True)
class Contains:
    """`part` occurs in the text of `column`, or is one of the tags; negated: it does not (text: and there is some)."""

    part: Operand
    column: Column
    negated: bool


@dataclass(frozen=True)
class Flag:
    """A column that is true or false by itself."""

    column: Column


@dataclass(frozen=True)
class Always:
    """True or False, written out."""

    value: bool


@dataclass(frozen=True)
class Not:
    """The opposite of `inner`."""

    inner: Condition


@dataclass(frozen=True)
class Both:
    """All of `parts` (`word` and) or one of them (`word` or)."""

    word: str
    parts: tuple[Condition, ...]


Condition = Compare | Among | Contains | Flag | Always | Not | Both


@dataclass(frozen=True)
class Filter:
    """A filter that was understood; `text` as it was written."""

    text: str
    condition: Condition

    def columns(self) -> list[Column]:
        """The columns that it uses."""
        return list(_columns(self.condition))

    def sql(self, now: float) -> Sql:
        """A condition on `runs AS r` and the values to bind; `now` is the unix time that `ago` counts from."""
        return _sql(self.condition, now)


def _columns(node: Condition | Operand) -> Iterator[Column]:
    match node:
        case Column():
            yield node
        case Compare(left, _, right):
            yield from (column for side in (left, right) for column in _columns(side))
        case Among(left, _, _):
            yield from _columns(left)
        case Contains(part, column, _):
            yield from _columns(part)
            yield column
        case Flag(column):
            yield column
        case Not(inner):
            yield from _columns(inner)
        case Both(_, parts):
            yield from (column for part in parts for column in _columns(part))


def _sql(node: Condition, now: float) -> Sql:
    match node:
        case Compare(Column() as left, sign, (Literal() | Ago()) as right) if left.table and sign in OPPOSITE:
            return _among_values(left, sign, _bound(right, now))
        case Compare((Literal() | Ago()) as left, sign, Column() as right) if right.table and sign in OPPOSITE:
            return _among_values(right, TURNED[sign], _bound(left, now))
        case Compare(left, sign, right):
            return _compare(_bound(left, now), sign, _bound(right, now))
        case Among(left, values, negated):
            equal = [_compare(_bound(left, now), "==", _bound(value, now)) for value in values]
            found = _join("OR", equal) if equal else ("0", [])
            return _and_not(_present(_bound(left, now)), found) if negated else found
        case Contains(part, column, negated):
            return _contains(_bound(part, now), column, negated)
        case Flag(column):
            return f"coalesce({column.bound()[0]}, 0) <> 0", []
        case Always(value):
            return str(int(value)), []
        case Not(inner):
            sql, bound = _sql(inner, now)
            return f"NOT ({sql})", bound
        case Both(word, parts):
            return _join(word.upper(), [_sql(part, now) for part in parts])


@dataclass(frozen=True)
class _Bound:
    """SQL of an operand's number and of its text, each with what is bound in it."""

    number: Sql | None
    text: Sql | None


def _bound(operand: Operand, now: float) -> _Bound:
    match operand:
        case Literal(value) if isinstance(value, str):
            return _Bound(None, ("?", [value]))
        case Literal(value):
            return _Bound(("?", [float(value)]), None)
        case Ago(seconds):
            return _Bound(("?", [now - seconds]), None)
    number, text, values = operand.bound()
    return _Bound(
        None if number is None else (number, list(values)),
        None if text is None else (text, list(values)),
    )


def _compare(left: _Bound, sign: str, right: _Bound) -> Sql:
    if sign == "!=":
        both = _join("AND", [_present(left), _present(right)])
        return _and_not(both, _compare(left, "==", right))
    pairs = [
        (f"{one[0]} {OPPOSITE[sign]} {other[0]}", [*one[1], *other[1]])
        for one, other in ((left.number, right.number), (left.text, right.text))
        if one is not None and other is not None
    ]
    if not pairs:
        return "0", []
    return _known(_join("OR", [_known(pair) for pair in pairs]))


def _among_values(column: Column, sign: str, other: _Bound) -> Sql:
    """A param, metric or tag beside something written out: its values lie side by side and are looked through in one
    go, where each run's own would be looked up."""
    terms = [
        (f"{term} {OPPOSITE[sign]} {bound[0]}", bound[1])
        for term, bound in zip(column.terms, (other.number, other.text), strict=True)
        if term is not None and bound is not None
    ]
    if not terms:
        return "0", []
    sql, bound = _join("OR", terms)
    return f"r.id IN (SELECT run FROM {column.table} WHERE name = ? AND {sql})", [column.name, *bound]


def _contains(part: _Bound, column: Column, negated: bool) -> Sql:
    if column.root == "tags" and column.name is None:
        if part.text is None:
            return str(int(negated)), []
        sql = f"EXISTS (SELECT 1 FROM tags WHERE run = r.id AND name = {part.text[0]})"
        return (f"NOT {sql}" if negated else sql), part.text[1]
    _, text, values = column.bound()
    if part.text is None or text is None:
        return "0", []
    found = _known((f"instr({text}, {part.text[0]}) > 0", [*values, *part.text[1]]))
    return _and_not((f"{text} IS NOT NULL", list(values)), found) if negated else found


def _present(side: _Bound) -> Sql:
    return _join("OR", [(f"{sql} IS NOT NULL", values) for sql, values in filter(None, (side.number, side.text))])


def _and_not(one: Sql, other: Sql) -> Sql:
    return f"(({one[0]}) AND NOT ({other[0]}))", [*one[1], *other[1]]


def _known(condition: Sql) -> Sql:
    return f"coalesce({condition[0]}, 0)", condition[1]


def _join(word: str, parts: Sequence[Sql]) -> Sql:
    if len(parts) == 1:
        return parts[0]
    return "(" + f" {word} ".join(sql for sql, _ in parts) + ")", [value for _, values in parts for value in values]
