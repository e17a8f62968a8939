"""What a printed number is: a metric, a setting, neither; and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_tracker.capture import judgement
from jupyter_tracker.capture.judgement import Verdict
from jupyter_tracker.capture.text import Pair, names

_SETTINGS = judgement.PARAM_WORDS | frozenset(
    "hidden depth estimators layers epochs learning units neighbors clusters components batch regularization".split()
)
_FOUND = frozenset("number num total of found best optimal estimated selected count mean average avg sum std".split())
_QUANTITY = re.compile(r"ms|µs|s|min|h|[KMGT]i?B|dB|fps|\w+/s|[GM]FLOPs")


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """The last number printed for a name.

    Attributes:
        digits: decimals printed; the value is right to half of the last one.
        times: how often it was printed.
        conf, rule: how likely it is what it is taken for, and by which rule.
        text: the line it stood in.
        series: its points were handed over as a series.
    """

    name: str
    value: float | int
    digits: int
    unit: str | None
    times: int
    conf: float
    rule: str
    text: str
    series: bool = False


def metric(pair: Pair, live: bool = False) -> Verdict:
    """How likely a printed number is a metric; `live`: it was printed round by round with a step."""
    words = frozenset(pair.name.lower().split("_"))
    if any(names.is_settings(part) for part in pair.name.split(".")[:-1]):
        return Verdict(0.2, "printed setting")
    if pair.measured:
        return Verdict(0.8 if pair.how in ("bare", "cell") else 0.9, "printed with a metric's name")
    if live:
        return Verdict(0.6, "printed every round")
    if words <= names.QUALIFIERS and words & names.SPLITS and pair.digits > 0:
        return Verdict(0.6, "printed for a part of the data")
    if words & judgement.TIME_WORDS and pair.unit is not None and _QUANTITY.fullmatch(pair.unit):
        return Verdict(0.6, "printed duration")
    if len(words) > 1 and pair.digits > 0 and pair.unit is not None and _QUANTITY.fullmatch(pair.unit):
        return Verdict(0.55, "printed with a unit")
    return Verdict(0.3, "printed number")


def param(pair: Pair) -> Verdict | None:
    """How likely a printed number is a setting; None for what is none."""
    words = frozenset(pair.name.lower().split("_"))
    if pair.measured or pair.unit is not None or pair.how not in ("colon", "equals", "dict") or "." in pair.name:
        return None
    return Verdict(0.6, "printed setting") if words & _SETTINGS and not words & _FOUND else None
