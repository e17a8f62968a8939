"""New files below the contents root that stand in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path, PurePath

from .errors import Refused
from .places import on_disk

FORBIDDEN = frozenset('/\\:*?"<>|') | {chr(code) for code in range(32)}


def plain_name(name: str, ending: str) -> str:
    """The name of a file without its ending. Raises Refused for what is no plain, visible file name."""
    name = name.strip().removesuffix(f".{ending}")
    if not is_plain(name):
        raise Refused(400, "A report's name is a plain file name, without a folder.")
    return name


def is_plain(name: str) -> bool:
    """Whether this is the name of a visible file, without a folder."""
    return bool(name) and not name.startswith(".") and not set(name) & FORBIDDEN and PurePath(name).parts == (name,)


def made_plain(text: str, otherwise: str) -> str:
    """A file name like `text`, or `otherwise` where nothing of it can be one."""
    name = "".join("-" if char in FORBIDDEN or char.isspace() else char for char in text).strip("-.")[:80]
    return name if is_plain(name) else otherwise


def reserve(root: Path, folder: str, name: str, ending: str) -> Path:
    """A new empty file of that name, or of that name and a number, which nobody else can take any more."""
    for candidate in _names(name):
        place = on_disk(root, f"{folder}/{candidate}.{ending}")
        try:
            place.open("x").close()
        except FileExistsError:
            continue
        return place
    raise AssertionError("the names never end")


def _names(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(1))
