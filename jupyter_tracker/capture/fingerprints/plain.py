"""Values that cannot change: written into the hash as they are."""

from __future__ import annotations

import struct
from typing import Any

IMMUTABLE = frozenset([int, float, bool, type(None), str, bytes, complex])
"""Kinds of values of which nothing else can be a part."""
_LONG = 2**20
_MOVED: list[tuple[str, str]] = []


def move(here: str, there: str) -> None:
    """From now on texts that name the folder `here` count as if they named `there`: what a copy of a project makes of
    its own place is what the original makes of its."""
    _MOVED.append((here, there))


def placed(text: str) -> str:
    """A text as it counts."""
    for here, there in _MOVED:
        text = text.replace(here, there)
    return text


def _none(walk: Any, value: Any) -> None:
    walk.out.append(b"N")


def _bool(walk: Any, value: Any) -> None:
    walk.out.append(b"T" if value else b"F")


def _int(walk: Any, value: int) -> None:
    walk.out.append(b"i%d;" % value if value.bit_length() < 4000 else b"h%s;" % hex(value).encode())


def _float(walk: Any, value: float) -> None:
    walk.out.append(b"f" + struct.pack("<d", value))
    if walk.numbers is not None:
        walk.numbers.single(len(walk.out) - 1, len(walk.out), value)


def _complex(walk: Any, value: complex) -> None:
    walk.out.append(b"c" + struct.pack("<dd", value.real, value.imag))


def _str(walk: Any, value: str) -> None:
    if _MOVED:
        value = placed(value)
    _text(walk, "s", value.encode("utf-8", "surrogatepass"))


def _bytes(walk: Any, value: bytes) -> None:
    _text(walk, "y", value)


def _text(walk: Any, tag: str, data: bytes) -> None:
    if len(data) < _LONG or walk.room.takes(len(data)):
        walk.say(tag, data)
    else:
        walk.whole = False
        walk.say(tag + "~", b"%d" % len(data) + data[:4096] + data[-4096:] + data[:: len(data) // 4096])


def _named(name: bytes) -> Any:
    def say(walk: Any, value: Any) -> None:
        walk.out.append(name)

    return say


PLAIN = {
    type(None): _none,
    bool: _bool,
    int: _int,
    float: _float,
    complex: _complex,
    str: _str,
    bytes: _bytes,
    type(...): _named(b"E"),
    type(NotImplemented): _named(b"I"),
}
