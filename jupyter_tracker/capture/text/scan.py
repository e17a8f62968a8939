"""One line to its pairs: from number to number, each looking back at the words before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_tracker.capture.text import names, numbers
from jupyter_tracker.capture.text.clean import BLANK, blanked, is_code, shown
from jupyter_tracker.capture.text.counters import MARK, Counter, counted
from jupyter_tracker.capture.text.names import Name
from jupyter_tracker.capture.text.numbers import Number
from jupyter_tracker.capture.text.pair import How, Line, Pair
from jupyter_tracker.capture.text.repeated import Repeated
from jupyter_tracker.capture.text.whole import whole_line

LONGEST = 2000
"""Characters; longer lines hold data, not findings."""
REACH = 160
"""So far back from a number its name is looked for."""

_BOUNDARY = re.compile(
    r"""[|,;\t\x00•▪·…]+ | \s+(?:[-–—]+>?|=+>|>>)\s+ | :+ | \s{2,} | [{}\[\]<>=]+ | (?<=\w{6})\.\s+(?=[A-Z]) | [!?]\s
    | \s+and\s+ | \((?![^()]*\))""",
    re.VERBOSE,
)
_SIGN = re.compile(r"(?:\s*(?:(?<![<>=!~+*/-])=|:=|:|-+>|=>|>>|→|≈))+\s*$")
_DONE = re.compile(
    r"\b(?:took|takes|done|complete\w*|finish\w*|ran|(?:train|fit|evaluat|test|predict|tun|search)\w*)\b", re.I
)
_VERBS = frozenset("is was are equals of at reached scored".split())
_KEY = re.compile(r"""(['"])([^'"]{1,80})\1\s*$""")
_TUPLE = re.compile(r"""(['"])([^'"]{1,80})\1\s*,\s*$""")
_GAPS = re.compile(r"(?<=\sof|\son|for)\s{2,}|\s{2,}(?=\()")
"""Blanks of a width that was asked for, not between columns."""
_AREA = re.compile(r"@\s*\[([^\]]{0,60})\]")
_DECIMAL = re.compile(r".*\d\.\d\S*\s(?:\([^()]*\))?")
_TOOK = frozenset("took takes in within".split())
_CALLEE = re.compile(r"[\w.]+$")
_WRAPPER = re.compile(
    r"(?:[\w.]*\.)?(?:float|int|uint|bfloat|double|longdouble)\d*|(?:[\w.]*\.)?(?:[Tt]ensor|[Aa]rray|Array|Decimal|asarray)"
)
_RESULT = re.compile(r"\w*(?:Result|Output|Metrics|Scores?|Report|Summary|Stats)$")
_TABLE_ROW = re.compile(r"[ \t]+[-+]?\.?\d(?![\d.]*\s*[/%a-z])")
_TAIL = re.compile(r"[-/:]\d|\.\d|/|,\d")
_KEYED = re.compile(r"\s*:(?!\d)(?=\s)")
_STOPS = re.compile(r"\s*(?:$|[|,;)\]}\t\x00\x02(.!]|[-–—+±])")
_GOES_ON = re.compile(r"\s+\D{1,40}?\d")
_NOT_BARE = re.compile(
    r"\b(?:from|to|until|than|below|above|over|least|within|between|code|errno|table|figure|line)\b", re.I
)
_LABEL = re.compile(r"\s*[\[(]\s*([A-Za-z][^\[\]()=:]{0,40})[\])]\s*$")
_SLASHED = re.compile(r"(?<![\w/])([A-Za-z]+)/([A-Za-z]+)(?![\w/])")
_SECOND = re.compile(r"\s*[/|]\s*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w/.])")
_INTRODUCES = re.compile(r"(?::|\s[-–—|])\s*$")
_TIMES = frozenset("elapsed took duration runtime time".split())
_QUANTITIES = _TIMES | {"memory", "mem", "lr", "latency"}
"""Words after which a number with decimals or a unit needs no sign either."""
_SECONDS = frozenset(("s", "ms", "µs", "ns", "min", "h"))
_SOMETHING = re.compile(r"\d|\bnan\b|\binf\b", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z²]")


SHAPES = 512
"""Shapes of lines that are remembered."""
MANY_PAIRS = 32
_ALIKE = str.maketrans("123456789", "000000000")
_REPEATED: dict[tuple[bool, str], Repeated] = {}


def pairs(line: str) -> list[Pair]:
    """The pairs of a name and a number in a printed line; colours, carriage returns and backspaces may be in it."""
    return read(line).pairs


def read(line: str, inside: bool = False) -> Line:
    """The pairs of a line and where it stands; `inside`: the line before it ended within the brackets of a call."""
    text = shown(line)
    if len(text) > LONGEST or not _LETTERS.search(text) or is_code(text):
        return Line()
    if not _SOMETHING.search(text):
        return Line(open=inside or text.rstrip().endswith("("))
    shape = (inside, text.translate(_ALIKE))
    repeated = _REPEATED.get(shape)
    filled = repeated.fill(text) if repeated is not None else None
    if filled is not None:
        return filled
    found = whole_line(text)
    return Line(found) if found is not None else _scanned(text, inside, shape)


def _scanned(text: str, inside: bool, shape: tuple[bool, str]) -> Line:
    area = _AREA.search(text) if "@" in text else None
    marked, place = counted(blanked(_AREA.sub(lambda match: " " * len(match[0]), text) if area is not None else text))
    scan = _Scan(marked, place.read(text), inside)
    scan.run(area[1] if area is not None else "")
    line = Line(scan.found, scan.counter, scan.calls > 0)
    if area is None and None not in scan.literals and len(line.pairs) <= MANY_PAIRS:
        if len(_REPEATED) >= SHAPES:
            _REPEATED.clear()
        _REPEATED[shape] = Repeated.of(text, line, place, [span for span in scan.literals if span is not None])
    return line


@dataclass(slots=True)
class _Scope:
    bracket: str
    kind: str
    """call: no number in it counts; value: around one number; dict, list, group."""
    prefix: str = ""
    heading: str = ""


class _Scan:
    """One pass over a line. `edge` is the end of what has been understood."""

    def __init__(self, text: str, counter: Counter, inside: bool) -> None:
        self.text = text
        self.counter = counter
        self.found: list[Pair] = []
        self.literals: list[tuple[int, int] | None] = []
        """Where the numbers of `found` stand; None for one that is more than its digits."""
        self.calls = int(inside)
        self.edge = 0
        self._heading = ""
        self._setting = ""
        self._quantity = False
        self._before = -1
        self._last: Name | None = None
        self._scopes: list[_Scope] = []
        self._opened: tuple[int, int] | None = None

    def run(self, area: str) -> None:
        """Find all pairs; `area` is what "AP @[IoU=0.5 | all]" says of them all."""
        self._heading = re.sub(r"[\s|]+", " ", area).strip()
        for match in numbers.TOKEN.finditer(self.text):
            kind = match.lastgroup
            if kind == "bracket":
                self._bracket(match[0], match.start())
            elif kind in ("date", "version"):
                self.edge = match.end()
            elif match.start() >= self.edge:
                self._number(kind or "", match)

    def _bracket(self, sign: str, at: int) -> None:
        if sign in ")]}":
            self._close(sign)
            return
        start = at
        scope = _Scope(sign, {"(": "group", "[": "list", "{": "dict"}[sign], heading=self._heading)
        if sign == "(":
            callee = _CALLEE.search(self.text, max(0, at - 60), at)
            if callee is not None:
                name = callee[0]
                scope.kind = "value" if _WRAPPER.fullmatch(name) else "group" if _RESULT.match(name) else "call"
                start = callee.start()
                self.calls += scope.kind == "call"
        elif sign == "{":
            self._open_dict(scope, at)
        if self._opened is not None and not self.text[self._opened[0] : start].strip():
            start = self._opened[1]
        self._opened = (at + 1, start) if scope.kind in ("list", "value") else None
        self._scopes.append(scope)

    def _open_dict(self, scope: _Scope, at: int) -> None:
        left = _SIGN.sub("", self.text[max(self.edge, at - REACH) : at])
        scope.prefix = self._prefix
        key = _KEY.search(left)
        if key is not None:
            scope.prefix += written.text + "." if (written := names.quoted(key[2])) is not None else ""
        else:
            said = names.heading(_BOUNDARY.split(left)[-1].replace(MARK, " "))
            if names.is_settings(said):
                scope.prefix += names.written(said) + "."
            self._heading = said or self._heading
        self.edge = at + 1

    def _close(self, sign: str) -> None:
        opener = {")": "(", "]": "[", "}": "{"}[sign]
        self._opened = None
        if all(scope.bracket != opener for scope in self._scopes):
            if sign == ")":  # the end of a call that began on a line before: its arguments are no findings
                self.calls = max(0, self.calls - 1)
                self.found = [pair for pair in self.found if pair.how != "equals"]
                self.literals.append(None)
            return
        while self._scopes:
            scope = self._scopes.pop()
            self.calls -= scope.kind == "call"
            if scope.bracket == opener:
                self._heading = scope.heading if scope.kind == "dict" else self._heading
                return

    @property
    def _prefix(self) -> str:
        return next((scope.prefix for scope in reversed(self._scopes) if scope.kind == "dict"), "")

    def _number(self, kind: str, match: re.Match[str]) -> None:
        opened, self._opened = self._opened, None
        start = match.start()
        before, self._before = self._before, match.end()
        if self.calls or self._follows_a_number(start, before):
            return
        wrapped = opened is not None and not self.text[opened[0] : start].strip()
        if self._scopes and self._scopes[-1].kind == "value" and not wrapped:
            return
        if kind == "number":
            number: Number | None = numbers.plain(self.text, match)
        else:
            number = numbers.ratio(self.text, match) if kind == "ratio" else numbers.duration(self.text, match)
        if number is None:
            self.literals.append(None)  # with other digits it could be one
            return
        if wrapped and opened is not None:
            start = opened[1]
            if self._scopes[-1].bracket == "[" and not self.text[number.end :].lstrip(" .").startswith("]"):
                return
        left = self.text[max(self.edge, start - REACH) : start]
        self._judge(kind, left, start, number)

    def _follows_a_number(self, start: int, before: int) -> bool:
        """Whether a number is one of a row or list: the quick way out of lines that hold data."""
        at = start - 1
        while at >= 0 and self.text[at] in " \t":
            at -= 1
        if at < 0 or at + 1 == before or self.text[at] in ";|":
            return True
        return self.text[at] == "," and self.text[at - 1] not in "'\""

    def _judge(self, kind: str, left: str, start: int, number: Number) -> None:
        how, phrase = self._link(left)
        if how is None:
            return
        key = _TUPLE.search(left) if how == "tuple" else _KEY.search(phrase)
        *heads, last = _BOUNDARY.split(_GAPS.sub(" ", phrase.rstrip()))
        last = _DECIMAL.sub("", last)
        said = self._said(phrase, heads) if key is None else ""
        name = names.quoted(key[2]) if key is not None else names.time_of(last) if how == "took" else self._named(last)
        if name is None and not last.strip(MARK + " ") and self._setting and how == "colon":
            name = Name(self._setting, False, frozenset())
        if name is None or not self._fits(kind, how, name, last, number):
            if how in ("colon", "equals"):
                self.edge = number.end
            elif said:
                self._heading = said
            return
        if said:
            self._heading = said
            self._quantity = _INTRODUCES.search(phrase[: len(phrase) - len(last)]) is not None
        if how in ("colon", "equals") and number.whole and _KEYED.match(self.text, number.end):
            self._setting = self._heading = f"{name.text}={number.value:g}"
            self.edge = number.end
            return
        if key is not None and self._prefix is not None and how != "tuple":
            how = "dict"
        where = self.text.rfind(last.strip(), 0, start) if last.strip() else start
        self._add(how, name, key is None, number, max(where, 0))
        self._add_second(how, last, number)

    def _link(self, left: str) -> tuple[How | None, str]:
        """How the words before a number are joined to it, and those words."""
        bare = left.rstrip().rstrip("$€£~<≈").rstrip() if left else left
        if not bare:
            return None, ""
        if bare[-1] in ":=>→≈":
            sign = _SIGN.search(bare)
            if sign is None:
                return None, ""
            return ("equals" if "=" in sign[0] and ":" not in sign[0] else "colon"), bare[: sign.start()]
        if bare[-1] == "," and self._scopes and _TUPLE.search(bare):
            return "tuple", bare[:-1]
        spaced = left[-1].isspace() or left[-1] in "$~"
        words, _, last = bare.rpartition(" ")
        if spaced and last in _TOOK:
            return "took", f"{words} {last}"
        if spaced and words and last in _VERBS:
            return "is", words
        return ("bare" if spaced and (bare[-1].isalnum() or bare[-1] in ")].²%'") else None), bare

    def _said(self, phrase: str, heads: list[str]) -> str:
        """The heading nearest before a name; nothing beyond a progress bar is one."""
        if not any(heads):
            return ""
        if BLANK in phrase:
            heads = _BOUNDARY.split(phrase.rpartition(BLANK)[2])[:-1]
        return next((said for head in reversed(heads) if (said := names.heading(head.replace(MARK, " ")))), "")

    def _named(self, phrase: str) -> Name | None:
        """The name in the words before a number: behind a counter, or before it ("cost after iteration 100: 1")."""
        if MARK not in phrase:
            return names.named(phrase)
        parts = [part for part in phrase.split(MARK) if part.strip(" .:()-#")]
        if not parts:
            return None
        behind = phrase.rpartition(MARK)[2]
        name = names.named(behind) if behind.strip(" .:()-#") else names.named(parts[-1])
        if len(parts) > 1 and name is not None:
            self._heading = names.heading(parts[-2]) or self._heading
        elif len(parts) == 1 and not behind.strip(" .:()-#") and name is not None and not name.measured:
            return None
        return name

    def _fits(self, kind: str, how: How, name: Name, phrase: str, number: Number) -> bool:
        right = self.text[number.end : number.end + 64]
        if how == "took":
            return number.unit in _SECONDS and bool(_DONE.search(phrase) and _STOPS.match(right))
        if kind in ("clock", "span"):
            return bool(name.words & _TIMES) and (kind == "span" or len(name.words) > 1 or "time" not in name.words)
        if number.ratio:
            return name.measured
        if _TAIL.match(right) and not (how in ("colon", "equals") and _SLASHED.search(phrase) and _SECOND.match(right)):
            return False
        if number.glued and (how not in ("colon", "equals") or number.whole):
            return False
        if how in ("colon", "equals"):
            return not _TABLE_ROW.match(right) or bool(MARK in right[:2])
        if how == "tuple":
            return name.measured and right.lstrip()[:1] in (")", "]", ",")
        quantity = how == "bare" and bool(name.words & _QUANTITIES) and not (number.whole and number.unit is None)
        if not (name.measured or quantity) or _KEYED.match(right):
            return False
        if how == "is":
            return not number.whole or number.unit is not None or not right.strip(" .\n")
        return self._fits_bare(name, phrase, number, right)

    def _fits_bare(self, name: Name, phrase: str, number: Number, right: str) -> bool:
        """Whether "loss 0.3" is meant: prose, rows of tables and "error 404" are not."""
        if len(phrase.split()) > 5 or _NOT_BARE.search(phrase) or right[:1] in ("'", '"'):
            return False
        if not (_STOPS.match(right) or (_GOES_ON.match(right) and not _TABLE_ROW.match(right))):
            return False
        if not number.whole or number.unit == "%":
            return True
        spread_out = self.text[max(0, number.start - 2) : number.start].endswith(("  ", "\t"))
        return (
            bool(_STOPS.match(right)) and not spread_out and not name.words & {"error", "err", "errors", "map", "maps"}
        )

    def _add(self, how: How, name: Name, free: bool, number: Number, start: int) -> None:
        if free and name.only_qualifies and self._last is not None and self._last.measured:
            name = names.beside(name, self._last)
        elif free or name.only_qualifies or not self._prefix:
            name = names.with_heading(name, self._heading if self._heading != self._setting else "", self._quantity)
        label = _LABEL.match(self.text, number.end) if number.end < len(self.text) else None
        at = self.counter
        self.found.append(
            Pair(
                self._prefix + name.text, number.value, number.unit or name.unit, number.digits, name.measured,
                at.step, at.total, at.outer, label[1].strip() if label else self._heading, number.spread, how,
                start, number.end,
            )
        )  # fmt: skip
        self.literals.append(number.literal)
        self._last = name
        self.edge = number.end

    def _add_second(self, how: How, phrase: str, number: Number) -> None:
        """The second of two: "train/test error: 0.1/0.2"."""
        both = _SLASHED.search(phrase)
        second = _SECOND.match(self.text, number.end) if both is not None else None
        if both is None or second is None:
            return
        self.found.pop()
        self.literals.append(None)
        for which, value, end in ((both[1], None, number.end), (both[2], second[1], second.end())):
            name = names.named(phrase[: both.start()] + which + phrase[both.end() :])
            if name is not None:
                each = number if value is None else Number(float(value), second.start(1), end, numbers.decimals(value))
                self._add(how, name, True, each, second.start())
