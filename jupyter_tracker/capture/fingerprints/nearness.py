"""How near two values are whose numbers differ in their last digits: a few sums that change with every one of them.

Each number x counts as asinh(x / c), with c a billionth of the root mean square of its array: so a relative difference
counts the same for great and small ones, and what is nothing beside the others counts as nothing. The values are
multiplied by weights between 1 and 2, which tell an order from another, and added up in eight parts (random projections
after Johnson and Lindenstrauss, with fixed weights). Of large arrays numbers of one column are added up before.
"""

from __future__ import annotations

import base64
import marshal
import math
import struct
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

PARTS = 8
_SMALL = 1e-9
_GOLDEN = (math.sqrt(5) - 1) / 2
_WIDE = 2**13
"""So many values of an array are weighed one by one."""
_LEAST = 1e-250
_PLAIN = 4096
"""So many numbers are summed up without NumPy."""
_TOGETHER = 2**20
"""So many numbers of small arrays are summed up at a time."""
Stretch = tuple[int, int, bytes, Any]


class Numbers:
    """The floating-point numbers that a walk met, and where in its output they stand."""

    def __init__(self) -> None:
        self._met: list[Stretch] = []
        self._waiting: list[Stretch] = []
        self._waits = 0

    def single(self, begins: int, ends: int, value: float) -> None:
        """One number."""
        self._met.append((begins, ends, b"", value))

    def entries(self, begins: int, ends: int, items: Sequence[Any]) -> None:
        """Those among plain values, or rows of such, that stand there together."""
        flat = items
        if type(items[0]) in (list, tuple):
            flat = list(chain.from_iterable(items))
        found = [one for one in flat if type(one) is float]
        if found:
            rest = marshal.dumps([None if type(one) is float else one for one in flat], 2)
            shape = marshal.dumps(list(map(len, items)), 2) if flat is not items else b""
            self._add(begins, ends, shape + rest, found)

    def array(self, begins: int, ends: int, array: Any) -> None:
        """An array of NumPy, as its memory goes."""
        self._add(begins, ends, b"%d" % array.size, array)

    def told(self, out: Sequence[bytes], passing: Sequence[tuple[int, int, str]]) -> str:
        """A hash of all that is no number in `out`, and the sums, as one text; empty where there are no numbers, or too
        many. What is in `passing` is left out of both."""
        self._sum_up()
        left: list[bytes] = []
        singles: list[float] = []
        sums: list[Sequence[float]] = []
        reached = 0
        for begins, ends, rest, held in sorted(
            [*((begins, ends, b"", None) for begins, ends, _ in passing), *self._met], key=lambda one: one[:2]
        ):
            if begins < reached:
                continue
            left += [*out[reached:begins], rest]
            reached = ends
            if type(held) is float:
                singles.append(held)
            elif held is not None:
                sums.append(held)
        if singles and (last := _sums(singles)) is not None:
            sums.append(last[1])
            left.append(last[0])
        if not sums:
            return ""
        left += out[reached:]
        from blake3 import blake3

        total = [math.fsum(column) for column in zip(*map(_turned, range(len(sums)), sums), strict=True)]
        others = blake3(b"".join(left)).hexdigest(length=16)
        return f"{others}:{base64.b64encode(struct.pack(f'<{PARTS}d', *total)).decode()}"

    def _add(self, begins: int, ends: int, rest: bytes, found: Any) -> None:
        """Numbers of which sums are wanted: of small arrays, of which a model may hold hundreds, later and together."""
        numpy = _numpy()
        if numpy is not None and 0 < (size := len(found) if type(found) is list else found.size) <= _WIDE:
            self._waiting.append((begins, ends, rest, found))
            self._waits += size
            if self._waits > _TOGETHER:
                self._sum_up()
            return
        sums = _sums(found)
        if sums is not None:
            self._met.append((begins, ends, rest + sums[0], sums[1]))

    def _sum_up(self) -> None:
        if not self._waiting:
            return
        found = _together(sys.modules["numpy"], [held for _, _, _, held in self._waiting])
        for (begins, ends, rest, _), (odd, sums) in zip(self._waiting, found, strict=True):
            self._met.append((begins, ends, rest + odd, sums))
        self._waiting, self._waits = [], 0


def near(one: str, other: str, tolerance: float) -> bool:
    """Whether two values of which this was told differ in nothing but numbers, and these, in each part, by no more than
    the tolerance in the root mean square."""
    left, _, mine = one.partition(":")
    right, _, theirs = other.partition(":")
    if not mine or left != right:
        return False
    pairs = zip(_unpacked(mine), _unpacked(theirs), strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)


def _unpacked(text: str) -> tuple[float, ...]:
    return struct.unpack(f"<{PARTS}d", base64.b64decode(text))


def _turned(number: int, sums: Sequence[float]) -> Iterator[float]:
    """The sums of one of several arrays, so that it matters which one it is."""
    weight, by = 1 + (number * _GOLDEN) % 1, number % PARTS
    return (weight * one for one in (*sums[by:], *sums[:by]))


def _numpy() -> Any:
    """NumPy, where it is loaded to its end."""
    numpy = sys.modules.get("numpy")
    return numpy if hasattr(numpy, "einsum") else None


def _sums(found: Any) -> tuple[bytes, Sequence[float]] | None:
    """Where numbers are not finite, and the sums of all others; None where they are too many to be summed up here."""
    numpy = _numpy()
    if numpy is not None:
        return _summed(numpy, found)
    if len(found) > _PLAIN:
        return None
    odd = b"".join(b"%d%r" % (place, one) for place, one in enumerate(found) if not math.isfinite(one))
    values = [one if math.isfinite(one) else 0.0 for one in found]
    scale = _SMALL * (math.hypot(*values) / math.sqrt(max(len(values), 1))) or 1.0
    told = [math.asinh(one / scale) * (1 + (place * _GOLDEN) % 1) for place, one in enumerate(values)]
    size = math.sqrt(max(1, -(-len(told) // PARTS)))
    return odd, [math.fsum(told[part::PARTS]) / size + math.log(scale) for part in range(PARTS)]


def _together(numpy: Any, arrays: Sequence[Any]) -> list[tuple[bytes, Sequence[float]]]:
    """What `_summed` gives for each of several arrays of which none is empty or large."""
    with numpy.errstate(all="ignore"):
        each = [_real(numpy, one).reshape(-1) for one in arrays]
        flat = numpy.concatenate(each)
        sizes = numpy.array([one.size for one in each])
        starts = sizes.cumsum() - sizes
        squares = numpy.add.reduceat(flat * flat, starts)
        usual = (squares > _LEAST) & (squares < math.inf)
        scales = _SMALL * numpy.sqrt(numpy.where(usual, squares, 1.0) / sizes)
        which = numpy.repeat(numpy.arange(len(each)), sizes)
        places = numpy.arange(flat.size) - starts[which]
        values = numpy.arcsinh(flat / scales[which]) * (1 + (places * _GOLDEN) % 1)
        sums = numpy.bincount(which * PARTS + places % PARTS, values, len(each) * PARTS).reshape(-1, PARTS)
        sums /= numpy.sqrt(-(-sizes // PARTS))[:, None]
        sums += numpy.log(scales)[:, None]
    return [
        (b"", told) if fine else _summed(numpy, one)
        for one, fine, told in zip(each, usual.tolist(), sums.tolist(), strict=True)
    ]


def _real(numpy: Any, found: Any) -> Any:
    """Numbers as such of double precision, complex ones as two each."""
    array = numpy.asarray(found)
    if array.dtype.kind == "c":
        array = numpy.ascontiguousarray(array).view(array.real.dtype)
    return array.astype(numpy.float64, copy=False)


def _summed(numpy: Any, found: Any) -> tuple[bytes, Sequence[float]]:
    from blake3 import blake3

    with numpy.errstate(all="ignore"):
        flat = _real(numpy, found)
        odd, greatest = b"", 1.0
        square = float(numpy.einsum("i,i->", *[flat.reshape(-1)] * 2))
        if not _LEAST < square < math.inf:  # what is not finite, or too great or small to be squared
            wrong = ~numpy.isfinite(flat)
            if wrong.any():
                odd = blake3(numpy.packbits(wrong).tobytes() + flat[wrong].astype(str).tobytes()).digest(length=16)
                flat = numpy.where(wrong, 0.0, flat)
            greatest = float(numpy.abs(flat).max()) or 1.0
            flat = flat / greatest
            square = float((flat * flat).sum())
        scale = _SMALL * math.sqrt(square / max(flat.size, 1)) or 1.0
        values = numpy.arcsinh(_folded(numpy, flat) / scale)
        values *= _weights(numpy, values.size)
    values = numpy.concatenate([values, numpy.zeros(-values.size % PARTS)]).reshape(-1, PARTS)
    return odd, (values.sum(axis=0) / math.sqrt(max(1, len(values))) + math.log(scale) + math.log(greatest)).tolist()


def _folded(numpy: Any, array: Any) -> Any:
    """The numbers of an array, or sums of as many as it takes, of one column where it has columns."""
    if array.size <= _WIDE:
        return array.reshape(-1)
    last = array.shape[-1]
    rows = array.reshape(-1, last)
    if last > _WIDE // 2:
        return numpy.concatenate([_column(numpy, row, max(64, _WIDE // len(rows))) for row in rows])
    width = _WIDE // last * last
    return _column(numpy, rows.reshape(-1), width)


def _column(numpy: Any, flat: Any, width: int) -> Any:
    """Every `width`-th number of a flat array added up, each with a weight of its own."""
    whole = len(flat) // width
    rows = flat[: whole * width].reshape(whole, width)
    found = numpy.einsum("i,ij->j", _weights(numpy, whole), rows)
    found[: len(flat) - whole * width] += flat[whole * width :] * 1.5
    return found


def _weights(numpy: Any, size: int) -> Any:
    return 1 + (numpy.arange(size) * _GOLDEN) % 1
