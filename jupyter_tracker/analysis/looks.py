"""Colours and dashes by the value that runs have in a column: the same on screen, in a figure and in its legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from jupyter_tracker.analysis import formats
from jupyter_tracker.store.values import Values

GREY = "#808080"
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
"""Dashes by their names in Plotly; more values than that share the last one."""

SCALE = ((0x44, 0x77, 0xCC), (0x33, 0xA0, 0x9A), (0xD9, 0xA4, 0x2B), (0xCC, 0x55, 0x33))
"""From low to high: apart for colour-blind people, and seen on light and on dark."""

MOST_IN_LEGEND = 12


@dataclass(frozen=True)
class Looks:
    """How each of some runs looks, and what that means: (label, look) pairs."""

    of: list[str]
    legend: list[tuple[str, str]] = field(default_factory=list)


def coloured(values: Values, palette: Sequence[str]) -> Looks:
    """Colours by value: along a scale for numbers, from the palette for texts, grey without a value."""
    shown = [values.at(place) for place in range(len(values))]
    numbers = sorted({value for value in shown if isinstance(value, float)})
    texts = list(dict.fromkeys(value for value in shown if isinstance(value, str)))
    colours: dict[float | str | None, str] = {text: palette[at % len(palette)] for at, text in enumerate(texts)}
    colours |= {number: on_scale(place) for number, place in _placed(numbers)}
    told: list[float | str] = [*_few(numbers), *texts[:MOST_IN_LEGEND]]
    legend = [(formats.text(value), colours[value]) for value in told]
    if None in shown:
        legend.append((formats.UNKNOWN, GREY))
    return Looks([colours.get(value, GREY) for value in shown], legend)


def dashed(values: Values) -> Looks:
    """Dashes by value, in the order in which values first appear."""
    shown = [values.at(place) for place in range(len(values))]
    distinct = sorted(set(shown), key=lambda value: (value is None, isinstance(value, str), value or 0))
    dashes = {value: DASHES[min(at, len(DASHES) - 1)] for at, value in enumerate(distinct)}
    named = [(formats.UNKNOWN if value is None else formats.text(value), dashes[value]) for value in distinct]
    return Looks([dashes[value] for value in shown], named[:MOST_IN_LEGEND])


def shared(looks: Looks, sizes: Sequence[int], otherwise: str) -> Looks:
    """How groups look whose runs stand one after the other: as all of their runs do, `otherwise` where these differ."""
    found: list[str] = []
    first = 0
    for size in sizes:
        distinct = set(looks.of[first : first + size])
        found.append(distinct.pop() if len(distinct) == 1 else otherwise)
        first += size
    return Looks(found, looks.legend)


def on_scale(place: float) -> str:
    """The colour at a place (0 to 1) of the scale."""
    at = min(max(place, 0.0), 1.0) * (len(SCALE) - 1)
    first = min(int(at), len(SCALE) - 2)
    mixed = (a + (b - a) * (at - first) for a, b in zip(SCALE[first], SCALE[first + 1], strict=True))
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


def _placed(numbers: Sequence[float]) -> list[tuple[float, float]]:
    """Where numbers stand on the scale: by their logarithm where they span three powers of ten or more."""
    finite = [number for number in numbers if math.isfinite(number)]
    if not finite:
        return []
    wide = finite[0] > 0 and finite[-1] / finite[0] >= 1000
    of = [math.log(number) if wide else number for number in finite]
    span = of[-1] - of[0]
    return [(number, (at - of[0]) / span if span else 0.5) for number, at in zip(finite, of, strict=True)]


def _few(numbers: Sequence[float]) -> list[float]:
    """All of some numbers, or as many as a legend takes, the ends among them."""
    finite = [number for number in numbers if math.isfinite(number)]
    if len(finite) <= MOST_IN_LEGEND:
        return finite
    last = MOST_IN_LEGEND // 2 - 1
    return [finite[round(at * (len(finite) - 1) / last)] for at in range(last + 1)]
