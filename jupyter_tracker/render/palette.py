"""One colour a run, from colours that colour-blind people can tell apart on light and on dark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

COLORS = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
    "#5b6fd6", "#b0413e", "#6b8e23", "#9467bd", "#a07c2c", "#3f8f9f",
)  # fmt: skip
"""Okabe-Ito without its black and yellow, which vanish on one of the two backgrounds; then steps between them. The
panel has the same ones in the same order (`models/colours.ts`)."""

VIEW = "colours"
"""The key of the store's view that says which place in the palette a run was given."""


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


def kept(views: Mapping[str, Any]) -> dict[str, str]:
    """The colours that runs have on screen, from what the store keeps of its views."""
    places = views.get(VIEW)
    if not isinstance(places, Mapping):
        return {}
    return {str(run): COLORS[place % len(COLORS)] for run, place in places.items() if isinstance(place, int)}
