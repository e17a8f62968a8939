"""Arguments of line magics."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from contextlib import suppress

from ..session.tracker import Tracker
from ..store import RefError


class Misused(ValueError):
    """The arguments make no sense; the message says which and why, the usage is added to it."""


def split(text: str) -> list[str]:
    """Words, with quotes as in a shell; an apostrophe inside a word is a letter."""
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def options(text: str, known: Mapping[str, str], *, raw: bool = False) -> tuple[dict[str, list[str]], list[str]]:
    """The values of leading options and the words that are left.

    `known` maps an option to the key of its values; an option that ends in `!` takes no value. With `raw` what follows
    the options is one word, as it was typed. Raises Misused.
    """
    found: dict[str, list[str]] = {}
    while match := re.match(r"(--?[A-Za-z][\w-]*)(?:=|\s+|$)", text):
        option = match[1]
        if option + "!" in known:
            found[known[option + "!"]] = []
            text = text[match.end() :]
            continue
        if option not in known:
            there = ", ".join(name.rstrip("!") for name in known)
            raise Misused(f"there is no option {option}" + (f" (there is {there})" if there else ""))
        value = re.match(r'"([^"]*)"\s*|\'([^\']*)\'\s*|(\S+)\s*', text[match.end() :])
        if value is None:
            raise Misused(f"{option} wants something after it")
        found.setdefault(known[option], []).append(next(group for group in value.groups() if group is not None))
        text = text[match.end() + value.end() :]
    return found, [text] if raw and text else split(text)


def options_first(text: str, known: Mapping[str, str]) -> str:
    """The arguments with their options in front, wherever they were typed; `known` as for `options`."""
    taken: list[str] = []

    def take(match: re.Match[str]) -> str:
        taken.append(match[0].strip())
        return " "

    valued = "|".join(option for option in known if not option.endswith("!"))
    flags = "|".join(option.rstrip("!") for option in known if option.endswith("!"))
    value = r"""(?:"[^"]*"|'[^']*'|\S+)"""
    rest = re.sub(rf"(?:^|(?<=\s))(?:(?:{valued})(?:=|\s+){value}|{flags})(?=\s|$)", take, text)
    return " ".join([*taken, *split(rest)])


def unquoted(text: str) -> str:
    """A text without the one pair of quotes around it, where it stands in one."""
    text = text.strip()
    enclosed = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]
    return text[1:-1] if enclosed else text


def new_name(text: str) -> str:
    """A name for a run. Raises Misused for one that would be taken for a reference."""
    if re.match(r"@\d", text):
        raise Misused(f"a name cannot begin as {text.split()[0]} does, which means a run")
    return text


def first_word(text: str) -> tuple[str, str]:
    """The first word of a text, which may stand in quotes, and the rest as it was typed; both may be empty."""
    match = re.match(r'\s*(?:"([^"]*)"|\'([^\']*)\'|(\S+))(?:\s+|$)', text)
    if match is None:
        return "", text.strip()
    return next(group for group in match.groups() if group is not None), text[match.end() :]


def leading_run(tracker: Tracker, text: str) -> tuple[str, str]:
    """The id of the run that a text begins with, else of the newest here, and the rest of the text.

    The first word is a run where it is `@` and a number, or where it names one and more words follow. Raises RefError.
    """
    word, rest = first_word(text)
    if re.fullmatch(r"@\d+", word):
        return tracker.resolve(word), rest
    if rest:
        with suppress(RefError):
            return tracker.resolve(word), rest
    return one_run(tracker), text


def whole(text: str, option: str) -> int:
    """A whole number above 0. Raises Misused."""
    if not text.isdigit() or not int(text):
        raise Misused(f"{option} wants a whole number above 0, not {text}")
    return int(text)


def one_run(tracker: Tracker) -> str:
    """The id of the newest run here. Raises RefError."""
    return tracker.runs[-1].id if tracker.runs else tracker.resolve("@1")
