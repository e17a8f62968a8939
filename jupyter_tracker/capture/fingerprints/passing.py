"""What is another in each process though the value is the same: times that objects keep, identities of objects."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

from jupyter_tracker.capture.fingerprints.record import FLAT

_TIMED = re.compile(
    r"(?:^|[_.\W])(?:run)?(?:time|elapsed|duration|timestamp|seconds|started|ended|created)(?:s|_s|_ms|_at|_sec|_seconds|_this_iter_s|_total_s)?(?:$|[_.\W])"
)
"""Names under which objects keep when something was, or how long it took."""
_STATIC, _ADDRESS = 2**20, 2**40
"""Numbers that 8 divides, and nothing but such in a set, are identities of objects, if one is greater than the second;
those of objects that are a part of Python itself may only be greater than the first."""
_NAMED = re.compile(r"\d{13,16}(?=_)")


@functools.lru_cache(4096)
def is_time(name: str) -> bool:
    """Whether a name is one of a time."""
    return _TIMED.search(name) is not None


def identities(found: Sequence[Any]) -> bool:
    """Whether these are addresses of objects, by which a library remembers them, or texts that begin with them."""
    if not found or len(found) > FLAT:
        return False
    numbers = list(map(_number, found)) if _number(found[0]) >= _STATIC else [0]
    return min(numbers) >= _STATIC and max(numbers) >= _ADDRESS and not any(one % 8 for one in numbers)


def _number(one: Any) -> int:
    if type(one) is str and (begins := _NAMED.match(one)) is not None:
        return int(begins[0])
    return one if type(one) is int else 0
