"""What could be typed next in a filter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..events import STATES
from .columns import AT_BEST, FAMILIES, FLAGS, NUMBERS, STATS, TEXTS, TIMES
from .writing import column as access
from .writing import quoted

IN_FAMILY = re.compile(r"(params|metrics|tags)(?:\.([\w.]*)|\[\s*[\"']?([^\"'\]]*))$")
IN_STAT = re.compile(r"metrics(?:\.([\w.]+)|\[\s*[\"']([^\"']*)[\"']\s*\])\.(\w*)$")
IN_VALUE = re.compile(r"(state|experiment|notebook)\s*(?:==|!=)\s*[\"']?([^\"']*)$")
WORD = re.compile(r"[^\W\d]\w*$")
COMPLETE_SIDE = re.compile(r"(?:[\w\"'\])])\s+\w*$")


@dataclass(frozen=True)
class Completion:
    """Text to put in place of what is between `start` and `end`, a label to show, and what it is."""

    text: str
    label: str
    detail: str
    start: int
    end: int


def complete(text: str, cursor: int, names: Mapping[str, Sequence[str]]) -> list[Completion]:
    """What fits at `cursor`; `names` as `Reader.names` gives them."""
    before = text[:cursor]
    end = cursor
    if match := IN_VALUE.search(before):
        values = STATES if match[1] == "state" else names.get(match[1] + "s", ())
        start = match.end() - len(match[2]) - (1 if before[: match.start(2)].endswith(('"', "'")) else 0)
        return _fitting([(quoted(value), value, match[1]) for value in values], match[2], start, end)
    if match := IN_STAT.search(before):
        name = match[1] or match[2]
        if name in names.get("metrics", ()):
            stats = [(stat, stat, f"{stat} of {name}") for stat in STATS]
            stats += [(f'{at}("', at, f"{name} where another is best") for at in AT_BEST]
            return _fitting(stats, match[3], match.start(3), end)
    if match := IN_FAMILY.search(before):
        family = match[1]
        found = [(access(family, name), name, family.removesuffix("s")) for name in names.get(family, ())]
        return _fitting(found, match[2] or match[3] or "", match.start(), end)
    return _words(before, end, names)


def _words(before: str, end: int, names: Mapping[str, Sequence[str]]) -> list[Completion]:
    match = WORD.search(before)
    typed = match[0] if match else ""
    start = end - len(typed)
    if COMPLETE_SIDE.search(before) and not re.search(r"\b(and|or|not|in)\s+\w*$", before):
        return _fitting([(word + " ", word, "") for word in ("and", "or", "in", "not in")], typed, start, end)
    found = [(column, column, "text") for column in TEXTS]
    found += [(column, column, "number") for column in NUMBERS]
    found += [(column, column, "time") for column in TIMES]
    found += [(column, column, "yes or no") for column in FLAGS]
    found += [(f"{family}.", family, "") for family in FAMILIES]
    for family in ("params", "metrics"):
        found += [
            (access(family, name), f"{family}.{name}", family.removesuffix("s")) for name in names.get(family, ())
        ]
    found += [(f"{quoted(tag)} in tags", f"{tag} in tags", "tag") for tag in names.get("tags", ())]
    found += [('ago("', "ago", 'a moment, as in ago("7d")'), ("not ", "not", "")]
    if not typed:
        found = [item for item in found if not item[1].startswith(("params.", "metrics."))] + [
            item for item in found if item[1].startswith(("params.", "metrics."))
        ]
    return _fitting(found, typed, start, end)


def _fitting(found: Sequence[tuple[str, str, str]], typed: str, start: int, end: int) -> list[Completion]:
    """Those that begin with what was typed, or contain it; the former first."""
    low = typed.lower()
    first = [item for item in found if item[1].lower().startswith(low)]
    rest = [item for item in found if low and item not in first and low in item[1].lower()]
    return [Completion(text, label, detail, start, end) for text, label, detail in (*first, *rest)][:100]
