"""Conditions written as text of the filter language, from what people point at: a range of numbers, some values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from .columns import STATS


def column(family: str, name: str, stat: str = "last") -> str:
    """The column of a param, metric or tag as a filter names it: `params.lr`, `metrics["val/loss"].min`."""
    plain = all(part.isidentifier() for part in name.split("."))
    ends_like_one = family == "metrics" and "." in name and name.rpartition(".")[2] in STATS
    written = f"{family}.{name}" if plain and not ends_like_one else f"{family}[{quoted(name)}]"
    return written if stat == "last" else f"{written}.{stat}"


def between(column: str, low: float | None, high: float | None, *, below: bool = False) -> str:
    """Numbers from `low` to `high`, both of them in it; `below` leaves `high` itself out. None is no end.

    Raises ValueError without any end, or for one that is no number.
    """
    if any(end is not None and math.isnan(end) for end in (low, high)) or (low is None and high is None):
        raise ValueError("a range has at least one end, and its ends are numbers")
    under = "<" if below else "<="
    if low is None:
        return f"{column} {under} {number(high)}"
    if high is None:
        return f"{column} >= {number(low)}"
    return f"{column} == {number(low)}" if low == high else f"{number(low)} <= {column} {under} {number(high)}"


def among(column: str, values: Sequence[float | str], *, missing: bool = False) -> str:
    """One of these values; with `missing` runs that have none as well. Raises ValueError where nothing is left."""
    parts = []
    if len(values) == 1:
        parts.append(f"{column} == {_literal(values[0])}")
    elif values:
        parts.append(f"{column} in ({', '.join(map(_literal, values))})")
    if missing:
        parts.append(f"not {column} == {column}")
    if not parts:
        raise ValueError("at least one value, or those without any")
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def all_of(filters: Iterable[str]) -> str:
    """One filter that asks for all of these; empty ones ask for nothing."""
    given = [text.strip() for text in filters if text.strip()]
    if len(given) < 2:
        return given[0] if given else ""
    return " and ".join(text if _closed(text) else f"({text})" for text in given)


def quoted(text: str) -> str:
    """`text` between quotes, as the filter language reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _closed(text: str) -> bool:
    """Whether a condition can stand beside `and` as it is."""
    from .parser import parse
    from .tree import Both

    condition = parse(text).condition
    return not (isinstance(condition, Both) and condition.word == "or") or _in_brackets(text)


def _in_brackets(text: str) -> bool:
    if not (text.startswith("(") and text.endswith(")")):
        return False
    from ..errors import FilterError
    from .parser import parse

    try:
        parse(text[1:-1])
    except FilterError:
        return False
    return True


def _literal(value: float | str) -> str:
    return quoted(value) if isinstance(value, str) else number(value)


def number(value: float | None) -> str:
    """A number as the filter language reads it back, the infinite ones too."""
    assert value is not None
    if math.isinf(value):
        return "1e999" if value > 0 else "-1e999"
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
