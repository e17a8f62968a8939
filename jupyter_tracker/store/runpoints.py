"""All points of a run, put together from its files: live ones, copies of them, damaged ones, and sealed ones."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from .pack import in_seconds
from .pointfile import Columns, ScanState, Stretch, scan
from .series import Ends, Series, Stats, take_in

if TYPE_CHECKING:
    from .sealed import SealedFile

Piece = tuple["array[float]", "array[float]", "array[float]"]
"""Steps, times and values."""


@dataclass(frozen=True)
class PointFile:
    """A file with points: `size` bytes of it were folded; `clean` if nothing in them was damaged or joined."""

    path: Path
    writer: str
    size: int
    clean: bool

    def read(self) -> bytes:
        """The folded bytes; fewer when the file has shrunk, none when it is gone."""
        try:
            with open(self.path, "rb") as file:
                return file.read(self.size)
        except OSError:
            return b""


@dataclass
class Group:
    """The frames of one key set: equally long columns. `ms` is unix time in milliseconds."""

    names: tuple[str, ...]
    step: array[float] = field(default_factory=lambda: array("d"))
    ms: array[int] = field(default_factory=lambda: array("q"))
    number: array[int] = field(default_factory=lambda: array("q"))
    values: list[array[float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make a column for each name."""
        if not self.values:
            self.values = [array("d") for _ in self.names]

    def take(self, places: Sequence[int]) -> Group:
        """The frames at `places`."""
        return Group(
            self.names,
            array("d", [self.step[i] for i in places]),
            array("q", [self.ms[i] for i in places]),
            array("q", [self.number[i] for i in places]),
            [array("d", [column[i] for i in places]) for column in self.values],
        )

    def extend(self, more: Group) -> None:
        """Append further frames of the same key set."""
        self.step.extend(more.step)
        self.ms.extend(more.ms)
        self.number.extend(more.number)
        for column, values in zip(self.values, more.values, strict=True):
            column.extend(values)


@dataclass
class WriterPoints:
    """All points of one writer of a run; `last` is the highest frame number of its `frames`."""

    writer: str
    session: str | None = None
    frames: int = 0
    last: int = 0
    groups: dict[tuple[str, ...], Group] = field(default_factory=dict)

    def add(self, more: Group) -> None:
        """Take in frames that are not here yet."""
        if more.names in self.groups:
            self.groups[more.names].extend(more)
        else:
            self.groups[more.names] = more
        self.frames += len(more.number)
        self.last = max(self.last, max(more.number, default=0))

    def stats(self) -> dict[str, Stats]:
        """For each series what the index keeps of it."""
        found: dict[str, Stats] = {}
        for group in self.groups.values():
            if not group.number:
                continue
            ends = Ends.of(group.step, in_seconds(group.ms), group.number)
            for name, values in zip(group.names, group.values, strict=True):
                take_in(found, name, values, ends)
        return found

    def series(self, name: str) -> list[Piece]:
        """Steps, times and values of one series in the order of the frame numbers."""
        having = [group for group in self.groups.values() if name in group.names and len(group.number)]
        return in_order([(*_piece(group, name), group.number) for group in having])


def _piece(group: Group, name: str) -> Piece:
    return group.step, in_seconds(group.ms), group.values[group.names.index(name)]


def in_order(pieces: Sequence[tuple[array[float], array[float], array[float], array[int]]]) -> list[Piece]:
    """Pieces with frame numbers as pieces in their order."""
    if len(pieces) <= 1 and all(_rising(number) for *_, number in pieces):
        return [piece[:3] for piece in pieces]
    rows = sorted(
        ((number[i], step[i], time[i], value[i]) for step, time, value, number in pieces for i in range(len(number))),
        key=lambda row: row[0],
    )
    return [(array("d", [r[1] for r in rows]), array("d", [r[2] for r in rows]), array("d", [r[3] for r in rows]))]


def _rising(number: array[int]) -> bool:
    return len(number) < 2 or number[-1] - number[0] == len(number) - 1 or all(a < b for a, b in pairwise(number))


def stretches(data: bytes, *, trusted: bool) -> tuple[list[Stretch], ScanState]:
    """The stretches of a whole file and what its text frames said."""
    state = ScanState()
    return scan(data, state, trusted=trusted)[0], state


def load_writer(files: Iterable[bytes]) -> WriterPoints:
    """One writer's points out of the bytes of its file and of copies of it, each frame once, by number."""
    pieces = [(data, *stretches(data, trusted=False)) for data in files]
    keys: dict[int, list[str]] = {}
    for _, _, state in pieces:
        keys.update(state.keys)
    first = next((state for _, _, state in pieces if state.writer is not None), ScanState())
    result = WriterPoints(first.writer or "", first.session)
    seen: set[int] = set()
    alone = len(pieces) == 1 and not pieces[0][2].damaged
    for data, found, _ in pieces:
        for stretch in found:
            names = keys.get(stretch.key_set)
            if names is not None and len(names) == stretch.values:
                _take(result, data, stretch, tuple(names), None if alone else seen)
    return result


def _take(result: WriterPoints, data: bytes, stretch: Stretch, names: tuple[str, ...], seen: set[int] | None) -> None:
    columns = Columns(data, stretch)
    base = round(stretch.base * 1000)
    ms = array("q", [base + milli for milli in columns.ms()])
    numbers = array("q", columns.number())
    group = Group(names, columns.step(), ms, numbers, [columns.value(place) for place in range(len(names))])
    if seen is not None:
        group = group.take([place for place, number in enumerate(numbers) if number not in seen])
        seen.update(numbers)
    result.add(group)


def series_of_file(file: PointFile, name: str) -> Iterator[Piece]:
    """Steps, times and values of a series in one clean file, stretch by stretch."""
    data = file.read()
    found, state = stretches(data, trusted=True)
    for stretch in found:
        names = state.keys.get(stretch.key_set, [])
        if name in names and len(names) == stretch.values:
            columns = Columns(data, stretch)
            yield columns.step(), columns.time(), columns.value(names.index(name))


def read_series(live: Sequence[PointFile], sealed: Sequence[Path], name: str) -> Series:
    """A series out of all files of a run, the writer that began first at the beginning. Whoever seals a run takes its
    files away: what has gone since they were listed is in the sealed file that stands beside them by now."""
    found = _read_series(live, sealed, name)
    gone = [path for path in (*(file.path for file in live), *sealed) if not path.exists()]
    if gone:
        beside = {there for path in gone for there in path.parent.glob(f"{path.name.partition('.')[0]}.*col")}
        found = _read_series(live, sorted({*sealed, *beside}), name)
    return found


def _read_series(live: Sequence[PointFile], sealed: Sequence[Path], name: str) -> Series:
    from .sealed import SealedFile

    by_writer: dict[str, list[PointFile]] = {}
    for file in live:
        by_writer.setdefault(file.writer, []).append(file)
    found: list[list[Piece]] = []
    for writer, column_file in best_sealed(SealedFile.open_all(sealed)).items():
        later = _later(by_writer.pop(writer, []), column_file.last(writer))
        found.append(column_file.series(writer, name) + later.series(name))
    for files in by_writer.values():
        if len(files) == 1 and files[0].clean:
            found.append(list(series_of_file(files[0], name)))
        else:
            found.append(_later(files, 0).series(name))
    series = Series()
    begun = [[piece for piece in pieces if len(piece[0])] for pieces in found]
    for writer_number, pieces in enumerate(
        sorted(filter(None, begun), key=lambda pieces: (pieces[0][1][0], pieces[0][0][0]))
    ):
        for step, time, value in pieces:
            series.extend(step, time, value, writer_number)
    return series


def best_sealed(files: Iterable[SealedFile]) -> dict[str, SealedFile]:
    """For each sealed writer the file that has most of it (there may be copies)."""
    best: dict[str, SealedFile] = {}
    for file in files:
        for writer in file.writers():
            if writer not in best or best[writer].frames(writer) < file.frames(writer):
                best[writer] = file
    return best


def _later(files: Sequence[PointFile], after: int) -> WriterPoints:
    """What files that are copies of each other or damaged hold above a frame number."""
    if not files:
        return WriterPoints("")
    return only_after(load_writer(file.read() for file in files), after)


def only_after(points: WriterPoints, number: int) -> WriterPoints:
    """The frames with a number above `number`."""
    if number <= 0:
        return points
    rest = WriterPoints(points.writer, points.session)
    for group in points.groups.values():
        places = [place for place, own in enumerate(group.number) if own > number]
        if places:
            rest.add(group.take(places))
    return rest
