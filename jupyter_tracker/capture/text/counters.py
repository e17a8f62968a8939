"""Counters in a line: "Epoch 3/10", "[Epoch 3]", "Epoch [1][20/500]", "after 100 steps", xgboost's "[3]"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

MARK = "\x02"
"""Stands in the line for a counter, character by character."""

WORDS = (
    r"global[ _]?step|num[ _]?steps?|epoch|step|iteration|iter|minibatch|mini-batch|batch|round|episode|trial|fold"
    r"|generation|update|rollout|timestep|cycle|game|tree|seed|repeat|split|run|ep|gen|it|cv"
)
_LEVELS = {
    **dict.fromkeys(("seed", "repeat", "run"), 0),
    **dict.fromkeys(("fold", "split", "cv"), 1),
    "trial": 2,
    **dict.fromkeys(("epoch", "ep", "episode", "generation", "gen", "cycle", "game"), 3),
}
"""What goes on inside what, from the outside; all others go on inside these."""
_INSIDE, _INMOST = 4, 5
SHORT = ("ep", "gen", "it", "game", "update", "tree", "round", "cycle", "cv", "seed", "repeat", "split", "run")
"""Words of ordinary English: a counter only with a sign ("it: 3"), a bracket, or at the line's beginning."""

_WHOLE = r"\d{1,12}(?:,\d{3})*"
_NAMED = re.compile(
    rf"""(?<![\w.])(?P<quote>['"]?)(?P<word>{WORDS})(?P<many>s?)(?P=quote)
    (?P<link>\s*(?:[:=\#]|[ ]no\.?|[ ]number|\.\s)?\s*|-)(?P<open>[\[(]\s*)?
    (?P<n>{_WHOLE}(?:\.\d+)?)(?:\s*(?:/|of|out\ of)\s*(?P<total>\d[\d,]*))?(?(open)\s*[\])]?)
    (?![\w%]|[.:]\d|-\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\b(?:after|at|on)\s+(?P<n>\d[\d,]{{0,11}})(?:(?:st|nd|rd|th)?\s+(?P<word>{WORDS})s?\b|(?=\s*:\s))",
    re.IGNORECASE,
)
_INNER = re.compile(r"[\s,:]*\[\s*(?P<n>\d+)\s*(?:/\s*(?P<total>\d+)\s*(?:\([^()]{0,12}\)\s*)?)?\]")
_LEADING = re.compile(
    r"""\s*(?:
     \[\s*(?P<outer>\d+)\s*(?:/\s*\d+\s*\]\s*\[|,\s*)\s*          # [1, 2000]  [0/5][50/900]
       (?P<inner>\d+)\s*(?:/\s*(?P<size>\d+)\s*)?\]
    |\[\s*(?P<n>\d+)\s*(?:/\s*(?P<total>\d+)\s*)?\](?=[\s:]*[A-Za-z])          # [3]\ttrain-rmse:0.3
    |(?P<plain>\d+):\s+(?=[A-Za-z]))""",
    re.VERBOSE,
)
_NO_COUNTER = re.compile(
    r"\b(?:num|nb|n|total|max|min|best|number\s+of|no\.?\s+of|per|every|each|last|stopped?|warmup|optimization)[\s_-]*"
    r"(?:at\s+)?$",
    re.IGNORECASE,
)
_HAS_WORD = re.compile(rf"(?:{WORDS})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a line stands: the step, out of how many, and the outer counter where there are two."""

    step: float | None = None
    total: float | None = None
    outer: float | None = None


NONE = Counter()
Span = tuple[int, int]


class Place(NamedTuple):
    """Where in a line its counter is written."""

    step: Span | None = None
    total: Span | None = None
    outer: Span | None = None

    def read(self, line: str) -> Counter:
        """What the counter says in this line."""
        if self.step is None:
            return NONE
        return Counter(*(None if span is None else _number(line[slice(*span)]) for span in self))


class _Found(NamedTuple):
    whole: Span
    level: int
    n: Span
    total: Span | None = None


def counted(line: str) -> tuple[str, Place]:
    """The line with its counters blanked out by `MARK`, and where they are."""
    found: list[_Found] = []
    head = _LEADING.match(line)
    if head is not None:
        found += _leading(head)
    if _HAS_WORD.search(line):
        for match in _NAMED.finditer(line):
            if _is_counter(line, match):
                found.append(_counter(match, "total"))
                found += _inner(line, match.end())
    if "fter " in line or " at " in line or " on " in line:
        found += [_counter(m) for m in _COUNTED.finditer(line) if not _NO_COUNTER.search(line[: m.start()])]
    for start, end in (each.whole for each in found):
        line = line[:start] + MARK * (end - start) + line[end:]
    return line, _together(found)


def _leading(match: re.Match[str]) -> list[_Found]:
    whole = match.span()
    if match["outer"] is not None:
        inner = _Found(whole, _INMOST, match.span("inner"), _span(match, "size"))
        return [_Found(whole, _LEVELS["epoch"], match.span("outer")), inner]
    return [_Found(whole, _INSIDE, match.span("n" if match["n"] else "plain"), _span(match, "total"))]


def _counter(match: re.Match[str], total: str | None = None) -> _Found:
    level = _LEVELS.get((match["word"] or "").lower(), _INSIDE)
    return _Found(match.span(), level, match.span("n"), _span(match, total) if total else None)


def _inner(line: str, at: int) -> list[_Found]:
    match = _INNER.match(line, at)
    return [] if match is None else [_Found(match.span(), _INMOST, match.span("n"), _span(match, "total"))]


def _span(match: re.Match[str], group: str) -> Span | None:
    return match.span(group) if match[group] else None


def _is_counter(line: str, match: re.Match[str]) -> bool:
    before = line[max(0, match.start() - 24) : match.start()]
    if "." in match["n"] and match["word"].lower() not in ("epoch", "ep"):
        return False
    word, sure = match["word"].lower(), bool(match["total"] or match["open"])
    if not sure and _NO_COUNTER.search(before):
        return False
    if match["many"] and not match["total"]:
        return not before.strip() and line[match.end() :].lstrip()[:1] in ("|", ",")
    if word == "cv":
        return bool(match["total"])
    if word in SHORT and not sure:
        return bool(match["link"].strip()) or not before.strip(" \t[(|#*-")
    return True


def _together(found: list[_Found]) -> Place:
    """The inmost counter and the one around it; of several of a level the first one counts."""
    levels = {each.level: each for each in reversed(found)}
    if not levels:
        return Place()
    *around, inner = (levels[level] for level in sorted(levels))
    return Place(inner.n, inner.total, around[-1].n if around else None)


def _number(text: str) -> float:
    return float(text.replace(",", ""))
