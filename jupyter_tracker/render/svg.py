"""Curves as SVG and as block characters: no script, no font, the theme's own text colour for axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from jupyter_tracker.analysis import formats
from jupyter_tracker.render.markup import LINE

Point = tuple[float, float]
BLOCKS = "▁▂▃▄▅▆▇█"
LOG_RATIO = 1000
"""A positive range wider than this is drawn on a logarithmic axis."""


@dataclass(frozen=True)
class Curve:
    """One line of a chart; points need not be finite: what is not leaves a gap."""

    label: str
    points: Sequence[Point]
    color: str = "currentColor"


@dataclass(frozen=True)
class Scale:
    """From values to 0…1, safe for every finite range."""

    low: float
    high: float
    log: bool = False

    @classmethod
    def over(cls, values: Sequence[float], *, log: bool = False) -> Scale:
        """The scale that holds all finite `values`; logarithmic if asked and of use."""
        low, high = min(values, default=0.0), max(values, default=1.0)
        return cls(low, high, log and low > 0 and high / low > LOG_RATIO)

    def at(self, value: float) -> float:
        """Where `value` lies between low (0) and high (1); the middle when there is no between."""
        low, high = self._inner(self.low), self._inner(self.high)
        return (self._inner(value) - low) / (high - low) if high > low else 0.5

    def _inner(self, value: float) -> float:
        return math.log10(value) if self.log else value / 4  # a quarter, so that no difference overflows

    def ticks(self, count: int = 4) -> list[float]:
        """About so many round values on the scale; its ends where there is nothing round between."""
        if self.high <= self.low:
            return [self.low]
        if self.log:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
            stride = max(1, math.ceil((last - first + 1) / count))
            return [10.0**power for power in range(first, last + 1, stride)] or [self.low, self.high]
        rough = (self.high / count) - (self.low / count)
        if not math.isfinite(rough) or rough < 1e-300:
            return [self.low, self.high]
        power = 10.0 ** math.floor(math.log10(rough))
        step = next((n * power for n in (1, 2, 5, 10) if n * power >= 0.7 * rough), rough)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        found = [n * step for n in range(first, min(last, first + 12) + 1)]
        return found if len(set(found)) > 1 else [self.low, self.high]


def sparkline(values: Iterable[float | None], *, color: str = "currentColor", width: int = 72, height: int = 15) -> str:
    """A curve the size of a word; an empty string without a finite value."""
    given = [math.nan if value is None else float(value) for value in values]
    points = thinned([(float(place), value) for place, value in enumerate(given)], width // 4)
    finite = [y for _, y in points if math.isfinite(y)]
    if not finite:
        return ""
    across, up = Scale.over([x for x, _ in points]), Scale.over(finite)
    label = f"{len(given)} values from {formats.number(given[0])} to {formats.number(given[-1])}"
    drawn = _drawn(points, across, up, (2, 2, width - 4, height - 4), color, 1.4)
    return (
        f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-label="{label}" '
        f'style="vertical-align:-2px">{drawn}</svg>'
    )


def blocks(values: Iterable[float | None], width: int = 12) -> str:
    """The same for a terminal: `▇▅▃▁`; an empty string without a finite value."""
    points = [(float(n), v) for n, v in enumerate(values) if v is not None and math.isfinite(v)]
    if not points:
        return ""
    if len(points) > width:
        points = [points[round(n * (len(points) - 1) / (width - 1))] for n in range(width)]
    up = Scale.over([y for _, y in points])
    return "".join(BLOCKS[min(int(up.at(y) * len(BLOCKS)), len(BLOCKS) - 1)] for _, y in points)


def curves(lines: Sequence[Curve], *, width: int = 420, height: int = 190, title: str = "") -> str:
    """Curves over each other with axes; says so where there is nothing to draw or the axis is logarithmic."""
    given = [(line, thinned(line.points, width // 4)) for line in lines]
    points = [(x, y) for _, some in given for x, y in some if math.isfinite(x) and math.isfinite(y)]
    if not points:
        return '<span style="opacity:.68">no finite value to draw</span>'
    across, up = Scale.over([x for x, _ in points]), Scale.over([y for _, y in points], log=True)
    marks, names = up.ticks(5), _labels(up.ticks(5))
    left = 10 + 6.4 * max(len(name) for name in names)
    box = (left, 10.0, width - left - 12, height - 34.0)
    parts = [_horizontal(mark, text, up, box) for mark, text in zip(marks, names, strict=True)]
    foot = [tick for tick in across.ticks(5)]
    parts += [_vertical(tick, text, across, box, height) for tick, text in zip(foot, _labels(foot), strict=True)]
    parts += [_drawn(some, across, up, box, line.color, 1.6, line.label) for line, some in given]
    if up.log:
        parts.append(f'<text x="{width - 12}" y="9" text-anchor="end" opacity=".68">log scale</text>')
    said = escape(formats.clean(title or ", ".join(line.label for line in lines)), quote=True)
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{said}" '
        f'fill="currentColor" font-size="11" style="max-width:100%;height:auto">{"".join(parts)}</svg>'
    )


def drawable(points: Sequence[Point]) -> bool:
    """Whether there is a curve to draw: one point says no more than the table beside it."""
    return len({x for x, y in points if math.isfinite(x) and math.isfinite(y)}) > 1


def thinned(points: Sequence[Point], buckets: int) -> list[Point]:
    """At most about four points a bucket, the extremes among them: a curve looks the same and weighs little."""
    count = len(points)
    if count <= 4 * buckets:
        return [(float(x), float(y)) for x, y in points]
    kept: set[int] = set()
    for bucket in range(buckets):
        places = range(bucket * count // buckets, (bucket + 1) * count // buckets)
        finite = [place for place in places if math.isfinite(points[place][1])]
        kept.update((places[0], places[-1]))
        if finite:
            kept.add(min(finite, key=lambda place: points[place][1]))
            kept.add(max(finite, key=lambda place: points[place][1]))
    return [(float(points[place][0]), float(points[place][1])) for place in sorted(kept)]


Box = tuple[float, float, float, float]
"""Left, top, width and height of the plotting area."""


def _drawn(
    points: Sequence[Point], across: Scale, up: Scale, box: Box, color: str, stroke: float, label: str = ""
) -> str:
    left, top, width, height = box
    runs: list[list[str]] = [[]]
    for x, y in points:
        if math.isfinite(x) and math.isfinite(y):
            runs[-1].append(f"{left + across.at(x) * width:.1f} {top + (1 - up.at(y)) * height:.1f}")
        elif runs[-1]:
            runs.append([])
    path = "".join("M" + "L".join(run) for run in runs if len(run) > 1)
    dots = [run[0].split(" ") for run in runs if len(run) == 1]
    shown = escape(color, quote=True)
    hover = f"<title>{escape(formats.clean(label))}</title>" if label else ""
    line = (
        f'<path d="{path}" fill="none" stroke="{shown}" stroke-width="{stroke}" stroke-linejoin="round">{hover}</path>'
        if path
        else ""
    )
    return line + "".join(f'<circle cx="{x}" cy="{y}" r="2" fill="{shown}"/>' for x, y in dots)


def _labels(ticks: Sequence[float]) -> list[str]:
    for digits in (4, 7, 10, 13):
        shown = [formats.number(float(tick), digits) for tick in ticks]
        if len(set(shown)) == len(ticks):
            break
    return shown


def _horizontal(mark: float, text: str, up: Scale, box: Box) -> str:
    left, top, width, height = box
    y = f"{top + (1 - up.at(mark)) * height:.1f}"
    return (
        f'<path d="M{left:.1f} {y}h{width:.1f}" stroke="{LINE}"/>'
        f'<text x="{left - 6:.1f}" y="{y}" dy=".32em" text-anchor="end" opacity=".75">{text}</text>'
    )


def _vertical(tick: float, text: str, across: Scale, box: Box, height: int) -> str:
    x = f"{box[0] + across.at(tick) * box[2]:.1f}"
    return f'<text x="{x}" y="{height - 8}" text-anchor="middle" opacity=".75">{text}</text>'
