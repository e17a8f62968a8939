"""Arrays of numbers: done by numpy where that is worth it, and by the standard library everywhere else."""

from __future__ import annotations

import sys
from array import array
from typing import Any

LARGE = 20_000
"""From so many numbers on, numpy is worth its import."""

SEVERAL = 500
"""From so many on it is worth being called, when someone has imported it already."""

DTYPES = {"d": "<f8", "I": "<u4"}
"""What numpy calls the numbers on disk, by type code."""


def numpy_for(count: int) -> Any:
    """The numpy module if work on `count` numbers is faster with it, else None."""
    if count < (SEVERAL if "numpy" in sys.modules else LARGE):
        return None
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def words(data: bytes | memoryview, code: str) -> Any:
    """An array of type code `code` from little-endian bytes."""
    values = array(code)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def numbers(data: memoryview, code: str, count: int) -> Any:
    """The little-endian numbers in `data`, for `every`, which is to give columns of `count` of them."""
    numpy = numpy_for(count)
    return words(data, code) if numpy is None else numpy.frombuffer(data, DTYPES[code])


def every(values: Any, code: str, first: int, stride: int) -> Any:
    """Of these `numbers` each `stride`-th from the `first` on, as an array of type code `code`."""
    column = values[first::stride]
    return column if isinstance(column, array) else words(column.tobytes(), code)


def from_numpy(values: Any, code: str) -> Any:
    """An array of type code `code` from one of numpy, which is of this type or becomes it."""
    result = array(code)
    result.frombytes(values.astype(code, copy=False).tobytes())
    return result


def pick(values: array[float], places: Any) -> array[float]:
    """The numbers at `places`, a sequence or an array of numpy."""
    numpy = numpy_for(len(places))
    if numpy is None:
        return array("d", [values[place] for place in places])
    return from_numpy(numpy.frombuffer(values)[places], "d")  # type: ignore[no-any-return]
