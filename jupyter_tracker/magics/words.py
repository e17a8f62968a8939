"""Arguments of line magics."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from ..session.tracker import Tracker


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


def whole(text: str, option: str) -> int:
    """A whole number above 0. Raises Misused."""
    if not text.isdigit() or not int(text):
        raise Misused(f"{option} wants a whole number above 0, not {text}")
    return int(text)


def one_run(tracker: Tracker, given: Mapping[str, list[str]]) -> str:
    """The id of the run given by `-r`, else of the newest here. Raises RefError."""
    if "run" in given:
        return tracker.resolve(given["run"][-1])
    return tracker.runs[-1].id if tracker.runs else tracker.resolve("@1")
