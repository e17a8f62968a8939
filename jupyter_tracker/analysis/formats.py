"""How numbers, captured values, times and sizes are written for a person: the same in every face of the tracker."""

from __future__ import annotations

import math
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from jupyter_tracker.store.events import decode_value

UNKNOWN = "–"
"""Stands for a value that is not known; never an empty cell that could be a zero."""

MINUS = "−"
DIGITS = 4
LARGEST_PLAIN = 10_000_000
SMALLEST_PLAIN = 1e-4
_ISOLATING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def number(value: float, digits: int = DIGITS) -> str:
    """`value` with so many significant digits; integers below ten million in full.

    >>> number(0.94099), number(12345678901), number(1e-300), number(20000), number(float("nan"))
    ('0.941', '1.235e10', '1e-300', '20000', 'NaN')
    """
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        if abs(value) < LARGEST_PLAIN:
            return str(value)
        if value.bit_length() > 1000:
            return f"about {'-' if value < 0 else ''}2^{value.bit_length() - 1}"
        value = float(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "inf" if value > 0 else "-inf"
    value += 0.0  # no minus before a zero
    size = abs(value)
    if size and not SMALLEST_PLAIN <= size < LARGEST_PLAIN:
        mantissa, _, exponent = _rounded(value, f".{digits - 1}e").lower().partition("e")
        return f"{_trimmed(mantissa)}e{int(exponent)}"
    before = math.floor(math.log10(size)) + 1 if size else 1
    return _trimmed(_rounded(value, f".{max(digits - before, 0)}f"))


def _rounded(value: float, form: str) -> str:
    """Halves away from zero, as browsers round: the same number must not read otherwise there."""
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        return format(Decimal(value), form)


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(value: Any) -> str:
    """The full value, for hover and copy."""
    plain = decode_value(value)
    if isinstance(plain, float):
        return repr(plain) if math.isfinite(plain) else number(plain)
    if isinstance(plain, int) and plain.bit_length() > 10_000:
        return number(plain)
    if isinstance(plain, dict) and "repr" in plain:
        return str(plain["repr"])
    return UNKNOWN if plain is None else str(plain)


def as_number(value: Any) -> float | None:
    """`value` as a float if it is a number (NaN and infinities included), else None; booleans are no numbers."""
    plain = decode_value(value)
    if isinstance(plain, bool) or not isinstance(plain, (int, float)):
        return None
    try:
        return float(plain)
    except OverflowError:
        return math.inf if plain > 0 else -math.inf


def text(value: Any, limit: int = 60, digits: int = DIGITS) -> str:
    """A captured value as one short line: numbers rounded, text cleaned and cut in its middle.

    Python's None is shown as `None`; use `UNKNOWN` where nothing was captured at all.
    """
    plain = decode_value(value)
    if isinstance(plain, (int, float)) and not isinstance(plain, bool):
        return number(plain, digits)
    if isinstance(plain, list):
        shown = ", ".join(text(item, limit, digits) for item in plain[:20])
        return shortened(f"[{shown}{', …' if len(plain) > 20 else ''}]", limit)
    if isinstance(plain, dict):
        plain = plain.get("repr", plain)
    return shortened(clean(str(plain)), limit)


def apart(first: Any, second: Any, limit: int = 60) -> tuple[str, str]:
    """Both values as `text` gives them, with as many digits as it takes to tell them apart."""
    pair = text(first, limit), text(second, limit)
    if pair[0] == pair[1] and isinstance(decode_value(first), int) and isinstance(decode_value(second), int):
        return exact(first), exact(second)
    for digits in (6, 9, 12, 17):
        if pair[0] != pair[1]:
            return pair
        pair = text(first, limit, digits), text(second, limit, digits)
    return pair if pair[0] != pair[1] else (exact(first)[:limit], exact(second)[:limit])


def clean(name: str) -> str:
    """`name` on one line, without control characters or marks that turn the direction of what follows.

    >>> clean("a\\nb\\x1b[31m c")
    'a b [31m c'
    """
    kept = [
        "" if char in _ISOLATING else " " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char
        for char in name
    ]
    return " ".join("".join(kept).split())


def shortened(text: str, limit: int) -> str:
    """`text`, cut in its middle when longer than `limit`: both ends of a name tell names apart."""
    if len(text) <= limit:
        return text
    tail = limit // 3
    return f"{text[: limit - tail - 1]}…{text[len(text) - tail :]}"


def delta(change: float) -> str:
    """A change with its sign: `+0.004`, `−12.5`, `±0`."""
    if not math.isfinite(change):
        return UNKNOWN
    if not change:
        return "±0"
    shown = number(abs(change), 2 if abs(change) < 1 else 3)
    return f"{'+' if change > 0 else MINUS}{shown}"


def duration(seconds: float | None) -> str:
    """Seconds as a person says them: `350 ms`, `4.2 s`, `2 m 05 s`, `1 h 04 m`, `3 d 04 h`."""
    if seconds is None or not math.isfinite(seconds) or seconds < 0:
        return UNKNOWN
    if seconds < 0.9995:
        return f"{number(seconds * 1000, 2) if seconds < 0.0095 else round(seconds * 1000)} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} m {whole % 60:02d} s"
    minutes = whole // 60
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02d} m"
    hours = minutes // 60
    return f"{hours // 24} d {hours % 24:02d} h"


def age(then: float | None, now: float) -> str:
    """How long ago `then` (unix seconds) was: `just now`, `3 min ago`, `2 days ago`."""
    if then is None:
        return UNKNOWN
    seconds = max(now - then, 0.0)
    if seconds < 10:
        return "just now"
    if seconds < 60:
        return f"{int(seconds)} s ago"
    for unit, plural, length in (("min", "min", 60), ("hour", "hours", 3600), ("day", "days", 86400)):
        limit = {"min": 60, "hour": 24, "day": 60}[unit]
        count = int(seconds // length)
        if count < limit:
            return f"{count} {unit if count == 1 else plural} ago"
    return f"{int(seconds // (30 * 86400))} months ago"


def size(count: int | None) -> str:
    """A number of bytes: `812 B`, `15.2 KB`, `2.1 GB` (powers of 1000)."""
    if count is None:
        return UNKNOWN
    amount = float(count)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 999.5:
            return f"{round(amount)} B" if unit == "B" else f"{number(amount, 3)} {unit}"
        amount /= 1000
    return f"{number(amount, 3)} TB"


def plural(count: int, noun: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
