"""Moments and durations as people write them."""

from __future__ import annotations

import re
from datetime import datetime

UNITS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_557_600}
DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)")


def as_seconds(text: str) -> float:
    """`7d`, `90s`, `1h 30m` in seconds. Raises ValueError, which says what can be written."""
    total, position = 0.0, 0
    while match := DURATION.match(text, position):
        if match[2] not in UNITS:
            break
        total += float(match[1]) * UNITS[match[2]]
        position = match.end()
    if not position or text[position:].strip():
        raise ValueError(f"{text!r} is no duration; write a number and one of {', '.join(UNITS)}, as in 7d or 1h 30m")
    return total


def as_moment(text: str) -> float:
    """A date, with or without a time, as unix time; local where it names no zone. Raises ValueError."""
    try:
        return datetime.fromisoformat(text.strip()).timestamp()
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{text!r} is no date; write 2025-01-31 or 2025-01-31 14:30") from None
