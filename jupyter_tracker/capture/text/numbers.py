"""Numbers as they are printed, with units and spreads, told apart from dates, clock times and versions."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
TOKEN = re.compile(
    rf"""(?=[-+.\dniNIv()\[\]{{}}])(?:
      (?P<date>(?<![\w.])(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}})(?![\d.])
        (?:[T ,]+\d{{1,2}}:\d\d(?::\d\d(?:[.,]\d+)?)?Z?)?)
    | (?P<clock>(?<![\w.:-])\d{{1,3}}:\d\d(?::\d\d)?(?:\.\d+)?(?![\d:]))
    | (?P<span>(?<![\w.:-])(?:\d+\s?h(?:ours?|rs?)?,?\s?)?\d+\s?m(?:in(?:ute)?s?)?,?\s?(?:and\s)?
        \d+(?:\.\d+)?\s?s(?:ec(?:ond)?s?)?(?!\w))
    | (?P<version>(?<![\w.])v?\d+\.\d+\.[\d*][\w.+-]*)
    | (?P<ratio>(?<![\w.:/#@^-])\d[\d,]*\s?/\s?\d[\d,]*(?![\w./]|\s?/))
    | (?P<number>(?<![\w./\#@^'"\u2018\u2019-])(?:(?<![)\]\x02])[-+])?{_NUMBER}
        |(?<![\w.'"/-])[-+]?(?:nan|NaN|NAN|inf|Inf|infinity)(?![\w'"]))
    | (?P<bracket>[()\[\]{{}}]))
    """,
    re.VERBOSE,
)
_UNIT = re.compile(
    r"""\s?%
    | \s?(?:ms|µs|μs|us|ns|s|secs?|seconds?|mins?|minutes?|hrs?|hours?|h|days?|[KMGT]i?B|kB|bytes|fps|Hz|kHz|MHz|px|dB
        |bpd|bits?|it|samples?|tokens?|steps?|epochs?|batch(?:es)?|img|images|examples?|iters?|J|W|kW|kWh|GFLOPs|FLOPs)
      (?:/\s?(?:sec|second|s|it|iter|iteration|step|epoch|sample|batch|loop|min|hour|img|image|token|dim))?
      (?![\w(]|\s*[:=]|\s+[\d.]) | [kMxB](?![\w(])
    """,
    re.VERBOSE,
)
_NAMES = {
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("us", "μs"), "µs"),
}
_ONLY_RATES = ("it", "sample", "token", "step", "epoch", "batch", "img", "image", "example", "iter")
_SPREAD = re.compile(rf"\s*\(?\s*(?:±|\+/-|\+-|\+\\-)\s*({_NUMBER})\s*%?\s*\)?")
_BESIDE = re.compile(rf"\s*\(\s*[-+]?{_NUMBER}\s?%?(?:\s?/\s?\d+)?\s*\)")
_SHARE = re.compile(rf"\s*\(?\s*({_NUMBER})\s?%\s*\)?")
_PART = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class Number:
    """A number in a line: `end` is behind its unit and spread, `whole` says it was printed without decimals."""

    value: float
    start: int
    end: int
    digits: int = 0
    unit: str | None = None
    spread: float | None = None
    whole: bool = False
    glued: bool = False
    """Letters stand right behind it that are no unit."""
    ratio: bool = False
    literal: tuple[int, int] | None = None
    """Where the digits stand, if they are all there is to its value."""


def plain(line: str, match: re.Match[str]) -> Number:
    """The number of a `number` token with what belongs to it."""
    text = match["number"]
    whole = text.lstrip("+-").replace(",", "").isdigit()
    number = Number(
        float(text.replace(",", "")), match.start(), match.end(), decimals(text), whole=whole, literal=match.span()
    )
    _take_unit(line, number)
    _take_spread(line, number)
    number.glued = line[number.end : number.end + 1].isalpha() or line[number.end : number.end + 1] in ("_", "°")
    return number


def ratio(line: str, match: re.Match[str]) -> Number | None:
    """The share that `9812/10000 (98%)` stands for: in percent where that is printed, else from 0 to 1."""
    part, _, whole = match["ratio"].replace(",", "").partition("/")
    share = _SHARE.match(line, match.end())
    if float(whole) < max(float(part), 1.0):
        return None
    if share is not None:
        value = float(share[1].replace(",", ""))
        return Number(value, match.start(), share.end(), decimals(share[1]), "%", ratio=True)
    return Number(float(part) / float(whole), match.start(), match.end(), 12, ratio=True)


def duration(line: str, match: re.Match[str]) -> Number:
    """Seconds that a `clock` or `span` token stands for."""
    text = match[0]
    parts = [float(each) for each in _PART.findall(text)]
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + part
    behind = len(_PART.findall(text)[-1].partition(".")[2])
    return Number(seconds, match.start(), match.end(), behind, "s")


def _take_unit(line: str, number: Number) -> None:
    match = _UNIT.match(line, number.end)
    if match is None:
        return
    unit = match[0].strip()
    if unit.rstrip("es") in _ONLY_RATES or unit.removesuffix("s") in _ONLY_RATES:
        return
    number.unit = _NAMES.get(unit, unit)
    number.end = match.end()


def _take_spread(line: str, number: Number) -> None:
    match = _SPREAD.match(line, number.end)
    if match is not None:
        number.spread = float(match[1].replace(",", ""))
        number.literal = None
        number.end = match.end()
    elif (beside := _BESIDE.match(line, number.end)) is not None:
        number.end = beside.end()


def decimals(text: str) -> int:
    """Decimals of a printed number: those behind its point, moved by its exponent."""
    mantissa, _, exponent = text.lower().partition("e")
    behind = len(mantissa.partition(".")[2])
    return behind - int(exponent) if exponent else behind
