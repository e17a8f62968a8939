"""Reading live points: whole frames out of bytes, before and after damage, as stretches of equal frames."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from .arrays import every, from_numpy, numbers, numpy_for, words
from .frames import BASE, CLOSED, HEADER, KEYS, MAGIC, MOST_VALUES, TEXT_HEAD, point_size, text_size
from .jsontext import dumps, loads


@dataclass(frozen=True)
class Stretch:
    """Equal frames in a row: `count` frames of `size` bytes from byte `start`, each with `values` values."""

    start: int
    count: int
    size: int
    values: int
    key_set: int
    base: float


@dataclass
class ScanState:
    """What a reader has to know to go on reading a file from the middle."""

    run: str | None = None
    writer: str | None = None
    session: str | None = None
    format: int = 1
    base: float = 0.0
    closed: bool = False
    damaged: int = 0
    keys: dict[int, list[str]] = field(default_factory=dict)

    def to_json(self) -> str:
        """As text, for the index."""
        return dumps(vars(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> ScanState:
        """The state that `to_json` wrote."""
        state = cls(**loads(text))
        state.keys = {int(number): names for number, names in state.keys.items()}
        return state


def scan(data: bytes, state: ScanState, *, trusted: bool = False) -> tuple[list[Stretch], int]:
    """The stretches of whole frames in `data` and how far they reach; `state` is brought up to date.

    `trusted` bytes were checked when they were folded: their checksums are not looked at again.
    """
    scanner = _Scanner(data, state, trusted)
    return list(scanner.stretches()), scanner.position


class _Scanner:
    def __init__(self, data: bytes, state: ScanState, trusted: bool) -> None:
        self.data = data
        self.view = memoryview(data)
        self.state = state
        self.position = 0
        self.trusted = trusted

    def stretches(self) -> Iterator[Stretch]:
        end = len(self.data)
        while self.position < end:
            kind = self._frame_at(self.position)
            if kind is None:
                following = self._next_whole(self.position + 1)
                if following is None:
                    return  # the tail is not all there yet, or will never be
                self.state.damaged += 1
                self.position = following
            elif kind <= MOST_VALUES:
                yield self._stretch(kind)
            else:
                self._text(kind)

    def _frame_at(self, position: int) -> int | None:
        """The kind of the whole frame at `position`, or None."""
        data = self.data
        if position + 16 > len(data) or data[position] != MAGIC:
            return None
        kind = data[position + 1]
        if kind <= MOST_VALUES:
            size = point_size(kind)
        else:
            size = text_size(TEXT_HEAD.unpack_from(data, position)[4])
        if position + size > len(data):
            return None
        if not self.trusted and not self._sound(position, size):
            return None
        return kind

    def _sound(self, position: int, size: int) -> bool:
        end = position + size - 4
        return crc32(self.view[position:end]) == int.from_bytes(self.view[end : end + 4], "little")

    def _next_whole(self, position: int) -> int | None:
        position = self.data.find(MAGIC, position)
        while position >= 0:
            if self._frame_at(position) is not None:
                return position
            position = self.data.find(MAGIC, position + 1)
        return None

    def _stretch(self, values: int) -> Stretch:
        start, size = self.position, point_size(values)
        key_set = int.from_bytes(self.view[start + 2 : start + 4], "little")
        count = self._count_trusted(start, size) if self.trusted else self._count_checked(start, size)
        self.position = start + count * size
        return Stretch(start, count, size, values, key_set, self.state.base)

    def _count_checked(self, start: int, size: int) -> int:
        view, data, last = self.view, self.data, len(self.data) - size
        head = data[start : start + 4]
        position = start + size
        while position <= last and data[position : position + 4] == head:
            end = position + size - 4
            if crc32(view[position:end]) != int.from_bytes(view[end : end + 4], "little"):
                break
            position += size
        return (position - start) // size

    def _count_trusted(self, start: int, size: int) -> int:
        """How many frames with the same first four bytes follow each other, found in whole slices."""
        most = (len(self.data) - start) // size
        head = words(self.data[start : start + 4], "I")
        known, batch = 1, 64
        while known < most:
            batch = min(batch, most - known)
            begin = start + known * size
            heads = every(numbers(self.view[begin : begin + batch * size], "I", batch), "I", 0, size // 4)
            if heads != head * batch:
                return known + next(place for place, one in enumerate(heads) if one != head[0])
            known += batch
            batch *= 2
        return known

    def _text(self, kind: int) -> None:
        start = self.position
        _, _, key_set, _, length = TEXT_HEAD.unpack_from(self.data, start)
        text = bytes(self.view[start + TEXT_HEAD.size : start + TEXT_HEAD.size + length])
        self.position = start + text_size(length)
        state = self.state
        try:
            value = loads(text)
            if kind == KEYS:
                state.keys[key_set] = [str(name) for name in value]
            elif kind == BASE:
                state.base = float(value["base"])
            elif kind == CLOSED:
                state.closed = True
            elif kind == HEADER:
                self._header(value)
        except (ValueError, TypeError, KeyError):
            state.damaged += 1

    def _header(self, value: dict[str, Any]) -> None:
        state = self.state
        if state.writer is not None:
            state.damaged += 1  # two files were joined: their frames have to be told apart by number
        state.run, state.writer, state.session = str(value["run"]), str(value["writer"]), value.get("session")
        state.format, state.base = int(value["format"]), float(value["base"])


class Columns:
    """The columns of one stretch: `step`, `number`, `ms` and each value, cut out without looking at single frames."""

    def __init__(self, data: bytes, stretch: Stretch) -> None:
        """Look at `stretch` of `data`."""
        piece = memoryview(data)[stretch.start : stretch.start + stretch.count * stretch.size]
        self._stretch = stretch
        self._doubles = numbers(piece, "d", stretch.count)
        self._integers = numbers(piece, "I", stretch.count)
        self._stride = stretch.size // 8

    def step(self) -> array[float]:
        """The step of each frame."""
        return every(self._doubles, "d", 1, self._stride)  # type: ignore[no-any-return]

    def value(self, place: int) -> array[float]:
        """The value of each frame at `place` of its key set."""
        return every(self._doubles, "d", 2 + place, self._stride)  # type: ignore[no-any-return]

    def number(self) -> array[int]:
        """The number of each frame."""
        return every(self._integers, "I", 1, 2 * self._stride)  # type: ignore[no-any-return]

    def ms(self) -> array[int]:
        """Milliseconds of each frame since the stretch's base."""
        return every(self._integers, "I", 2 * (self._stretch.values + 2), 2 * self._stride)  # type: ignore[no-any-return]

    def time(self) -> array[float]:
        """Unix time of each frame in seconds."""
        return seconds(self._stretch.base, self.ms())


def seconds(base: float, ms: array[int]) -> array[float]:
    """Unix times from milliseconds since `base`."""
    numpy = numpy_for(len(ms))
    if numpy is None:
        return array("d", [base + milli * 0.001 for milli in ms])
    return from_numpy(numpy.frombuffer(ms, numpy.uint32) * 0.001 + base, "d")  # type: ignore[no-any-return]
