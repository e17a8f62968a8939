"""When two names mean the same to a person: `learning_rate`, `lr`, `optimizer.lr`, `LearningRate`."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_EMPTY = frozenset(
    "of the a an in on at to for by is self np torch item float int str round len config cfg args".split()
)
"""Words that join no two names."""
_SHORT = {"r_?squared": "r2", "llf": "log_likelihood", "nobs": "n_obs"}
"""What statistical libraries write in one word."""


def plain(text: str) -> str:
    """Without spaces and quotes, so that the same expression written otherwise is the same."""
    return re.sub(r"[\s'\"]", "", text)


def parts(name: str) -> list[str]:
    """The parts between dots and slashes."""
    return [part for part in re.split(r"[./]", name) if part] or [name]


def words(name: str) -> list[str]:
    """Its words in lower case, in order, each once: camelCase and digits cut too."""
    for short, long in _SHORT.items():
        name = re.sub(rf"(?<![a-z]){short}(?![a-z])", long, name)
    return list(dict.fromkeys(word.lower() for word in _WORD.findall(name)))


def alike(one: str, other: str) -> bool:
    """The same name but for case, joints and what stands before the last dot."""
    return bool({_joined(one), _joined(parts(one)[-1])} & {_joined(other), _joined(parts(other)[-1])} - {""})


def _joined(name: str) -> str:
    return "".join(words(name))


def akin(one: str, other: str) -> bool:
    """Whether they share a word, one word being another's beginning (`acc`, `accuracy`) or initials (`lr`)."""
    ours = [word for word in words(one) if word not in _EMPTY]
    theirs = [word for word in words(other) if word not in _EMPTY]
    if any(_same_word(a, b) for a in ours for b in theirs):
        return True
    return any(word in _initials(theirs) for word in ours) or any(word in _initials(ours) for word in theirs)


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return len(one) > 1 and not one.isdigit()
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and long.startswith(short)


def _initials(of: list[str]) -> set[str]:
    """Those of every row of two words or more."""
    letters = "".join(word[0] for word in of)
    return {letters[a:b] for a in range(len(letters)) for b in range(a + 2, len(letters) + 1)}
