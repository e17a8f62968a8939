"""What replays found, in words: what each verdict means, and values that came out otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..store.events import decode_value

MEANING = {
    "identical": "the metrics and whole curves came out bit for bit, and no variable is known to differ",
    "equal": "all numbers came out within the tolerance",
    "noise": "what differs lies within what repeats of this run differ by",
    "different": "something came out otherwise",
    "failed": "it could not be run to its end",
}
MARKS = {"identical": "≡", "equal": "≈", "noise": "∿", "different": "≠", "failed": "✕"}
"""What tells verdicts apart without any colour."""
_FIGURES = ("shape", "length", "rows", "columns", "min", "max", "mean", "first", "name")


def divergence(told: Mapping[str, Any]) -> str:
    """The first divergence in a line."""
    where = f"{told['cell']} line {told['line']}" if told["line"] else str(told["cell"])
    return f"first differs: `{told['variable']}` in {where}: {shown(told['recorded'])} → {shown(told['replayed'])}"


def shown(value: Any) -> str:
    """A value, or what fingerprints tell of one, as short as it can be told apart."""
    value = decode_value(value)
    if value is None:
        return "nothing"
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else repr(value)
    if "repr" in value:
        return str(value["repr"])
    if "value" in value:
        return repr(decode_value(value["value"]))
    kind = str(value.get("type", ""))
    told = [f"{key} {_plain(value[key])}" for key in _FIGURES if key in value]
    return f"{kind} ({', '.join(told)})" if told else kind


def _plain(value: Any) -> str:
    value = decode_value(value)
    if isinstance(value, list):
        return "[" + ", ".join(_plain(one) for one in value) + "]"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
