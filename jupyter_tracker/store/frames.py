"""The binary form of live points (`.pts`): what `points` writes and `pointfile` reads.

Everything is little-endian and a multiple of 8 bytes long, so that columns of equal frames can be cut out of a file
without looking at each frame:

    text frame   u8 0xB5 · u8 kind ≥ 0xF0 · u16 key set · u32 number · u32 length · text · zeros · u32 crc
    point frame  u8 0xB5 · u8 n ≤ 0xEF · u16 key set · u32 number · f64 step · n × f64 value · u32 ms · u32 crc

The number counts the frames of one writer. `crc` is the CRC-32 of all before it. `ms` is milliseconds since the base
that the last BASE frame, or else the HEADER, gives.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .jsontext import dumps

MAGIC = 0xB5
MOST_VALUES = 0xEF
HEADER = 0xF0
"""Text: `{"format", "run", "writer", "session", "base"}`."""
KEYS = 0xF1
"""Text: the list of names of a key set."""
BASE = 0xF2
"""Text: `{"base"}`, the unix time from which `ms` counts from here on."""
CLOSED = 0xF3
"""Text: `{}`; the writer wrote all it wanted to."""

FORMAT = 1
MOST_KEY_SETS = 0xFFFF
TEXT_HEAD = struct.Struct("<BBHII")
CRC = struct.Struct("<I")
LONGEST_MS = 2**32 - 1

Packer = Callable[..., bytes]


def point_size(values: int) -> int:
    """Bytes of a frame with so many values."""
    return 24 + 8 * values


def point_packer(values: int) -> Packer:
    """A function that packs (MAGIC, n, key set, number, step, *values, ms) without the checksum."""
    return struct.Struct(f"<BBHId{values}dI").pack


def text_frame(kind: int, key_set: int, number: int, value: Mapping[str, Any] | Sequence[str]) -> bytes:
    """A whole text frame, checksum included."""
    text = dumps(value, separators=(",", ":")).encode("ascii")
    body = TEXT_HEAD.pack(MAGIC, kind, key_set, number & 0xFFFFFFFF, len(text)) + text
    body += bytes(-(len(body) + 4) % 8)
    return body + CRC.pack(zlib.crc32(body))


def text_size(length: int) -> int:
    """Bytes of a text frame whose text is so long."""
    size = TEXT_HEAD.size + length + 4
    return size + -size % 8
