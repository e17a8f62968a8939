"""Text of a filter as tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import FilterError

LONGEST = 4000
"""Characters a filter may have."""

WORDS = frozenset(("and", "or", "not", "in", "True", "False"))

TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>==|!=|<=|>=|<|>|[()\[\],.\-+])""",
    re.VERBOSE | re.DOTALL,
)

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


@dataclass(frozen=True)
class Token:
    """One piece of a filter: `kind` is number, string, name, word, sign or end; `value` what it stands for."""

    kind: str
    text: str
    start: int
    end: int
    value: str | float | int = ""


def tokens(text: str) -> list[Token]:
    """The tokens of a filter, an `end` last. Raises FilterError."""
    if len(text) > LONGEST:
        raise FilterError(f"a filter may have {LONGEST} characters, this one has {len(text)}")
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise _wrong(text, position)
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(_token(kind, match[0], match.start(), match.end(), text))
        position = match.end()
    found.append(Token("end", "", len(text), len(text)))
    return found


def _token(kind: str, piece: str, start: int, end: int, text: str) -> Token:
    if kind == "number":
        try:
            number = int(piece) if piece.replace("_", "").isdigit() and len(piece) < 400 else float(piece)
        except ValueError:
            raise FilterError(f"{piece} is not a number", start, text=text) from None
        return Token(kind, piece, start, end, number)
    if kind == "string":
        return Token(kind, piece, start, end, re.sub(r"\\(.)", _unescape, piece[1:-1], flags=re.DOTALL))
    if kind == "name" and piece in WORDS:
        return Token("word", piece, start, end)
    return Token(kind, piece, start, end, piece)


def _unescape(match: re.Match[str]) -> str:
    return ESCAPES.get(match[1], match[1])


def _wrong(text: str, position: int) -> FilterError:
    char = text[position]
    if char in "\"'":
        return FilterError("this text has no closing quote", position, text=text)
    hints = {
        "=": "compare with ==",
        "&": "write `and`",
        "|": "write `or`",
        "!": "write `not`, or != to compare",
        "“": 'write "',
        "”": 'write "',
        "‘": "write '",
        "’": "write '",
    }
    hint = hints.get(char)
    return FilterError(f"{char!r} means nothing here" + (f"; {hint}" if hint else ""), position, text=text)
