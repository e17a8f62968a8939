"""How sealed columns are packed: 8-byte numbers, byte planes apart, each plane compressed where that helps."""

from __future__ import annotations

import zlib
from array import array
from itertools import accumulate
from typing import Any

from .arrays import from_numpy, numpy_for, words

ROWS = 1_048_576
"""Rows of one chunk."""

WORTH = 0.9
"""What a plane must shrink to: bytes of hardly any order take longest to unpack."""

Chunk = list[Any]
"""[offset in the file, rows, crc32 of the packed bytes, [bytes of each of the 8 planes]]

A plane as long as there are rows is not compressed, one of length 0 is all zeros.
"""


def pack(values: array[Any]) -> tuple[bytes, int, list[int]]:
    """The packed bytes of 8-byte numbers, their checksum, and how long each plane of them is."""
    data = little(values)
    planes = []
    for place in range(8):
        plane = data[place::8]
        if not plane.strip(b"\0"):
            planes.append(b"")
            continue
        smaller = zlib.compress(plane, 4)
        planes.append(smaller if len(smaller) < WORTH * len(plane) else plane)
    packed = b"".join(planes)
    return packed, zlib.crc32(packed), [len(plane) for plane in planes]


def unpack(packed: bytes, rows: int, lengths: list[int], code: str) -> Any:
    """The numbers, as an array of type code `code` (`d` or `q`). Raises ValueError or zlib.error when damaged."""
    data = bytearray(8 * rows)
    start = 0
    for place, length in enumerate(lengths):
        if not length:
            continue
        plane = packed[start : start + length]
        data[place::8] = plane if length == rows else zlib.decompress(plane, bufsize=rows)
        start += length
    return words(memoryview(data), code)


def little(values: array[Any]) -> bytes:
    """The bytes of an array, little-endian."""
    import sys

    if sys.byteorder == "little":
        return values.tobytes()
    swapped = array(values.typecode, values)
    swapped.byteswap()
    return swapped.tobytes()


def differences(values: array[int]) -> array[int]:
    """Each number less the one before it; the first stays."""
    numpy = numpy_for(len(values))
    if numpy is None:
        return array("q", [now - before for before, now in zip(array("q", [0]) + values[:-1], values, strict=True)])
    return from_numpy(numpy.diff(numpy.frombuffer(values, numpy.int64), prepend=numpy.int64(0)), "q")  # type: ignore[no-any-return]


def running_sums(values: array[int]) -> array[int]:
    """What `differences` was made of."""
    numpy = numpy_for(len(values))
    if numpy is None:
        return array("q", accumulate(values))
    return from_numpy(numpy.cumsum(numpy.frombuffer(values, numpy.int64)), "q")  # type: ignore[no-any-return]


def in_seconds(ms: array[int]) -> array[float]:
    """Milliseconds as seconds."""
    numpy = numpy_for(len(ms))
    if numpy is None:
        return array("d", [milli / 1000 for milli in ms])
    return from_numpy(numpy.frombuffer(ms, numpy.int64) / 1000, "d")  # type: ignore[no-any-return]


def linear(values: array[float]) -> list[float] | None:
    """[first, increment] when the numbers are whole and evenly spaced (steps mostly are), else None."""
    if not values or not values[0].is_integer() or abs(values[0]) > 2**52:
        return None
    by = values[1] - values[0] if len(values) > 1 else 1.0
    if not by.is_integer() or abs(by) > 2**31 or abs(values[0] + by * len(values)) > 2**52:
        return None
    return [values[0], by] if values == spread(values[0], by, len(values)) else None


def spread(first: float, by: float, rows: int) -> array[float]:
    """The numbers that `linear` described."""
    start, increment = int(first), int(by)
    if increment == 0:
        return array("d", [first]) * rows
    numpy = numpy_for(rows)
    if numpy is None:
        return array("d", range(start, start + increment * rows, increment))
    return from_numpy(numpy.arange(start, start + increment * rows, increment), "d")  # type: ignore[no-any-return]
