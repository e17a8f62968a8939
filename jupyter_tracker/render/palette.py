"""One colour a run, from colours that colour-blind people can tell apart on light and on dark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

COLORS = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
    "#5b6fd6", "#b0413e", "#6b8e23", "#9467bd", "#a07c2c", "#3f8f9f",
)  # fmt: skip
"""Okabe-Ito without its black and yellow, which vanish on one of the two backgrounds; then steps between them."""


def assign(ids: Iterable[str], taken: Mapping[str, str] | None = None) -> dict[str, str]:
    """A colour for each run: the one it has in `taken`, else the least used one of `COLORS`."""
    chosen: dict[str, str] = {}
    wanted = list(dict.fromkeys(ids))
    known = taken or {}
    used = Counter(known[run] for run in wanted if run in known)
    for run in wanted:
        if run in known:
            chosen[run] = known[run]
        else:
            chosen[run] = min(COLORS, key=lambda color: used[color])
            used[chosen[run]] += 1
    return chosen
