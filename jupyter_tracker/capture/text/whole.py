"""Shapes that are told by the line as a whole."""

from __future__ import annotations

import re

from jupyter_tracker.capture.text import names, numbers
from jupyter_tracker.capture.text.pair import Pair

_NUMBER = r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?"
_REPORT = re.compile(
    r"\s*(?P<what>accuracy|(?:micro|macro|weighted|samples) avg|avg / total)\s+"
    rf"(?P<numbers>(?:{_NUMBER}\s+){{1,3}})\d+\s*$"
)
_CELL = re.compile(rf"\s*[|│┃]\s*([A-Za-z][^|│┃]{{0,60}}?)\s*[|│┃]\s*({_NUMBER})\s*(%?)\s*[|│┃]?\s*$")
_REVERSED = re.compile(rf"\s*({_NUMBER})\s*(%?)\s+=\s+([A-Z][\w ()-]{{2,60}}?)\s*$")
_COLUMNS = ("precision", "recall", "f1")


def whole_line(line: str) -> list[Pair] | None:
    """The pairs of a line of a classification report, of a table of two columns, or of "0.93 = Accuracy"."""
    if (row := _REPORT.match(line)) is not None:
        return _report(row)
    for shape, key, value, unit in ((_CELL, 1, 2, 3), (_REVERSED, 3, 1, 2)):
        match = shape.match(line)
        name = names.named(match[key]) if match is not None else None
        if match is not None and name is not None:
            number = match[value]
            digits = numbers.decimals(number)
            return [
                Pair(
                    name.text, float(number), match[unit] or name.unit, digits, name.measured, how="cell",
                    start=min(match.start(1), match.start(key)), end=max(match.end(value), match.end(key)),
                )
            ]  # fmt: skip
    return None


def _report(row: re.Match[str]) -> list[Pair]:
    what = re.sub(r"\W+", "_", row["what"])
    found = row["numbers"].split()
    columns = [""] if what == "accuracy" else [f"_{each}" for each in _COLUMNS]
    if len(found) != len(columns):
        return []
    return [
        Pair(
            what + column, float(number), None, numbers.decimals(number), True, how="report",
            start=row.start("what"), end=row.end("numbers"),
        )
        for column, number in zip(columns, found, strict=True)
    ]  # fmt: skip
