"""The few HTML parts that all faces share; they read well in light and dark, and with every style taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from jupyter_tracker.analysis import formats, verdicts
from jupyter_tracker.analysis.formats import UNKNOWN

SHAPES = {
    "running": "●",
    "finished": "✓",
    "failed": "✕",
    "interrupted": "◼",
    "crashed": "⚠",
    "lost contact": "◌",
}
"""What tells a run's state apart without any colour."""

_HUES = {
    "running": "#2f7fd1",
    "finished": "#0f9d58",
    "failed": "#d93025",
    "interrupted": "#8a8f98",
    "crashed": "#d98c00",
    "lost contact": "#8a8f98",
}
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_TEXT_STYLE = "\ufe0e"  # asks for the plain glyph where a font would draw an emoji
FONT = "font-family:var(--jp-ui-font-family,system-ui,-apple-system,'Segoe UI',Roboto,sans-serif)"
MONO = "font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace)"
LINE = "rgba(128,128,128,.3)"
NUMERIC = "font-variant-numeric:tabular-nums"
GOOD, BAD, WARN = "#0f9d58", "#d93025", "#d98c00"


def esc(text: Any) -> str:
    """Text as HTML, quotes included, on one line and without characters that steer what is around it."""
    return escape(formats.clean(str(text)), quote=True)


def toned(color: str) -> str:
    """A `color` style that leans towards the text's own colour, so that it reads on light and on dark."""
    return f"color:{color};color:color-mix(in srgb,{color} 74%,currentColor)"


def span(text: str, style: str = "", title: str = "") -> str:
    """Already escaped `text` in a span; `title` is plain text."""
    hover = f' title="{esc(title)}"' if title else ""
    return f'<span style="{style}"{hover}>{text}</span>' if style else f"<span{hover}>{text}</span>"


def muted(text: str, title: str = "") -> str:
    """Escaped text that stands back."""
    return span(text, "opacity:.68", title)


def name(text: str, limit: int = 80, style: str = "") -> str:
    """A name somebody chose, kept from turning its neighbours round; the whole of it on hover."""
    shown = formats.shortened(formats.clean(text), limit)
    hover = f' title="{esc(text)}"' if shown != text else ""
    css = f"{_wrapping(shown)};{style}".rstrip(";")
    return f'<bdi style="{css}"{hover}>{escape(shown, quote=True)}</bdi>'


def _wrapping(shown: str) -> str:
    """Short texts stay whole in narrow columns, long ones break rather than push the rest out of sight."""
    return "white-space:nowrap" if len(shown) <= 28 else "overflow-wrap:break-word"


def state(word: str, words: bool = True) -> str:
    """A run's state as shape and colour, with its word for all who see neither."""
    shape = SHAPES.get(word, "◌") + _TEXT_STYLE
    glyph = span(shape, f"{toned(_HUES.get(word, '#8a8f98'))};font-weight:700", word)
    return f'<span style="white-space:nowrap">{glyph}&nbsp;{esc(word)}</span>' if words else glyph


def verdict(word: str | None, first: Mapping[str, Any] | None = None) -> str:
    """What a replay of the run found, as mark, colour and word; nothing where there was none. `first` is where it first
    went another way, for the hover."""
    if word not in verdicts.MARKS:
        return ""
    color = {"identical": GOOD, "equal": GOOD, "noise": WARN}.get(word, BAD)
    title = f"replayed: {verdicts.divergence(first) if first else verdicts.MEANING[word]}"
    return span(f"{verdicts.MARKS[word]}&nbsp;{esc(word)}", f"{toned(color)};white-space:nowrap", title)


def swatch(color: str | None) -> str:
    """A small square in the run's colour; nothing without one."""
    if not color or not _COLOR.match(color):
        return ""
    return f'<span style="color:{color}" aria-hidden="true">■</span> '


def value(found: Any, shown: str | None = None, unit: str | None = None) -> str:
    """A captured value, rounded, with the full one on hover; `–` where there is none."""
    if found is None:
        return muted(UNKNOWN, "not captured")
    text, full = shown if shown is not None else formats.text(found), formats.exact(found)
    measure = f"&nbsp;{esc(unit)}" if unit else ""
    numeric = formats.as_number(found) is not None
    inside = escape(text, quote=True) if numeric else f"<bdi>{escape(formats.clean(text), quote=True)}</bdi>"
    return span(
        inside + measure, f"{NUMERIC};white-space:nowrap" if numeric else _wrapping(text), full if full != text else ""
    )


def change(delta: float | None, direction: str | None) -> str:
    """A change against what it is measured by: its sign, ▲ for better and ▼ for worse; nothing for no change."""
    if not delta:
        return ""
    shown = escape(formats.delta(delta))
    if direction is None:
        return muted(shown, "whether more is better is not known")
    better = (delta > 0) == (direction == "up")
    rule = "higher is better" if direction == "up" else "lower is better"
    return span(
        f"{shown}&nbsp;{'▲' if better else '▼'}",
        f"{toned(GOOD if better else BAD)};{NUMERIC};white-space:nowrap",
        f"{'better' if better else 'worse'} by {formats.delta(delta)} ({rule})",
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of already escaped cells, scrolling sideways by itself; the first column names the row."""
    cell = "padding:3px 14px 3px 0;text-align:left;vertical-align:top"
    dim = "font-weight:600;color:color-mix(in srgb,currentColor 68%,transparent)"  # leaves swatches their colour
    tops = "".join(f'<th scope="col" style="{cell};{dim}">{text}</th>' for text in head)
    lines = "".join(
        f'<tr style="border-top:1px solid {LINE};background:none">'
        + "".join(f'<td style="{cell}">{text}</td>' for text in cells)
        + "</tr>"
        for cells in rows
    )
    top = f'<thead><tr style="border:0">{tops}</tr></thead>' if any(head) else ""
    style = "border-collapse:collapse;border:0;margin:2px 0;font-size:inherit;color:inherit"
    return f'<div style="overflow-x:auto"><table style="{style}">{top}<tbody>{lines}</tbody></table></div>'


def fold(summary: str, body: str, opened: bool = False) -> str:
    """A part that unfolds without any script."""
    mark = " open" if opened else ""
    return (
        f'<details{mark} style="margin:6px 0"><summary style="cursor:pointer">{summary}</summary>'
        f'<div style="padding:2px 0 4px 1.1em">{body}</div></details>'
    )


def heading(text: str, answer: str = "") -> str:
    """A section's escaped title with its one-line answer."""
    tail = f" {muted(answer)}" if answer else ""
    return f"<b>{text}</b>{tail}"


def page(body: str) -> str:
    """What surrounds everything we show: the interface's font, the theme's own text colour, no background."""
    return f'<div style="{FONT};font-size:13px;line-height:1.5;color:inherit;max-width:1100px">{body}</div>'
