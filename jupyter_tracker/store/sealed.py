"""Sealed points (`.col`): all points of an ended run as packed columns in one file.

    "JTCOL1\\n\\0" · packed columns · footer (JSON) · u32 footer length · u32 crc of the footer · "JTCOLEND"

A sealed file is made under another name, read back, and given its own name, which no file has yet; only then do the
files go whose points it holds. A crash between any two steps, or two processes that seal at once, leave files that
together hold every point, and readers count none twice.
"""

from __future__ import annotations

import os
import struct
import zlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import StoreError
from .identifiers import random_text
from .jsontext import dumps, loads
from .pack import ROWS, differences, in_seconds, linear, pack, running_sums, spread, unpack
from .series import Stats

if TYPE_CHECKING:
    from .runpoints import Group, WriterPoints

HEAD = b"JTCOL1\n\0"
TAIL = b"JTCOLEND"
FORMAT = 1
END = struct.Struct("<II8s")

Piece = tuple["array[float]", "array[float]", "array[float]"]


class SealedFile:
    """A sealed file, opened by its footer; columns are read when asked for."""

    def __init__(self, path: Path) -> None:
        """Read the footer of `path`. Raises StoreError when it is not whole, OSError when it cannot be read."""
        self.path = path
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - END.size))
            end = file.read()
            length, crc, mark = END.unpack(end) if len(end) == END.size else (0, 0, b"")
            if mark != TAIL or length > size:
                raise StoreError(f"{path.name} is not whole")
            file.seek(size - END.size - length)
            footer = file.read(length)
        if zlib.crc32(footer) != crc:
            raise StoreError(f"{path.name} is damaged")
        self.footer: dict[str, Any] = loads(footer)
        self.run = str(self.footer["run"])
        self._writers: dict[str, dict[str, Any]] = {about["writer"]: about for about in self.footer["writers"]}

    @classmethod
    def open_all(cls, paths: Iterable[Path]) -> list[SealedFile]:
        """Those of the files that are whole."""
        files = []
        for path in paths:
            try:
                files.append(cls(path))
            except (StoreError, OSError, ValueError, KeyError):
                continue
        return files

    def writers(self) -> list[str]:
        """The writers whose points are here."""
        return list(self._writers)

    def session(self, writer: str) -> str | None:
        """The session of a writer."""
        session = self._writers[writer]["session"]
        return None if session is None else str(session)

    def frames(self, writer: str) -> int:
        """How many calls of a writer are here."""
        return int(self._writers[writer]["frames"])

    def last(self, writer: str) -> int:
        """The highest frame number of a writer that is here."""
        return int(self._writers[writer]["last"])

    def stats(self, writer: str) -> dict[str, Stats]:
        """What the index keeps of each series of a writer."""
        return {name: Stats(*map(_read_number, row)) for name, row in self._writers[writer]["stats"].items()}

    def series(self, writer: str, name: str) -> list[Piece]:
        """Steps, times and values of one series, in the order they were written."""
        from .runpoints import in_order

        groups = [group for group in self._writers[writer]["groups"] if name in group["names"]]
        pieces = []
        for group in groups:
            value = self._column(group["values"][group["names"].index(name)], "d")
            # Where one key set has it all, its numbers rise by themselves and need not be read.
            number = array("q") if len(groups) == 1 else self._number(group)
            pieces.append((self._step(group), in_seconds(self._ms(group)), value, number))
        return in_order(pieces)

    def load(self, writer: str) -> WriterPoints:
        """All points of a writer."""
        from .runpoints import Group, WriterPoints

        points = WriterPoints(writer, self.session(writer))
        for group in self._writers[writer]["groups"]:
            values = [self._column(chunks, "d") for chunks in group["values"]]
            names = tuple(group["names"])
            points.add(Group(names, self._step(group), self._ms(group), self._number(group), values))
        return points

    def _step(self, group: dict[str, Any]) -> array[float]:
        if group["linear"] is not None:
            first, by = group["linear"]
            return spread(first, by, group["rows"])
        steps: array[float] = self._column(group["step"], "d")
        return steps

    def _ms(self, group: dict[str, Any]) -> array[int]:
        return running_sums(self._column(group["ms"], "q"))

    def _number(self, group: dict[str, Any]) -> array[int]:
        return running_sums(self._column(group["number"], "q"))

    def _column(self, chunks: Sequence[Any], code: str) -> Any:
        values = array(code)
        with open(self.path, "rb") as file:
            for offset, rows, crc, lengths in chunks:
                file.seek(offset)
                packed = file.read(sum(lengths))
                if zlib.crc32(packed) != crc:
                    raise StoreError(f"{self.path.name} is damaged")
                part = unpack(packed, rows, lengths, code)
                if len(chunks) == 1:
                    return part
                values.extend(part)
        return values


def seal(folder: Path, run: str, live: Sequence[Path], sealed: Sequence[Path]) -> Path:
    """Put all points of `run` into one sealed file, then remove the files they came from. Gives its path.

    Only for runs whose writers are done. Raises StoreError when what was written cannot be read back the same; the
    live files are there then as before.
    """
    sizes = {path: path.stat().st_size for path in live}
    writers = gather(live, sealed)
    temporary = folder / f".{run}.{random_text(8)}.new"
    try:
        write(temporary, run, writers)
        _check(temporary, writers)
        target = _name(temporary, folder, run)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(folder)
    for path in sealed:
        path.unlink(missing_ok=True)
    for path, size in sizes.items():
        if path.exists() and path.stat().st_size == size:  # else its writer goes on
            path.unlink(missing_ok=True)
    return target


def _name(temporary: Path, folder: Path, run: str) -> Path:
    """Give the new file its name without taking that of another, which someone else may just have made."""
    try:
        os.link(temporary, folder / f"{run}.col")
    except OSError:  # there is one, or the file system has no links
        target = folder / f"{run}.{random_text(8)}.col"
        os.replace(temporary, target)
        return target
    return folder / f"{run}.col"


def gather(live: Sequence[Path], sealed: Sequence[Path]) -> list[WriterPoints]:
    """All points of a run, writer by writer, each frame once."""
    from .runpoints import best_sealed, load_writer, only_after, stretches

    writers = {writer: file.load(writer) for writer, file in best_sealed(SealedFile.open_all(sealed)).items()}
    by_writer: dict[str, list[bytes]] = {}
    for path in live:
        data = path.read_bytes()
        writer = stretches(data, trusted=False)[1].writer
        if writer is None:
            raise StoreError(f"{path.name} does not say whose points it holds")
        by_writer.setdefault(writer, []).append(data)
    for writer, files in by_writer.items():
        points = load_writer(files)
        if writer in writers:
            for group in only_after(points, writers[writer].last).groups.values():
                writers[writer].add(group)
        else:
            writers[writer] = points
    return list(writers.values())


def write(path: Path, run: str, writers: Sequence[WriterPoints]) -> None:
    """Write a sealed file and make it durable."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(HEAD)
        about = [_write_writer(points, file.write, file.tell) for points in writers]
        footer = dumps({"format": FORMAT, "run": run, "writers": about}, separators=(",", ":")).encode("ascii")
        file.write(footer + END.pack(len(footer), zlib.crc32(footer), TAIL))
        file.flush()
        os.fsync(file.fileno())


def _write_writer(points: WriterPoints, out: Callable[[bytes], Any], tell: Callable[[], int]) -> dict[str, Any]:
    def column(values: array[Any]) -> list[Any]:
        chunks = []
        for start in range(0, len(values), ROWS):
            part = values[start : start + ROWS]
            packed, crc, lengths = pack(part)
            chunks.append([tell(), len(part), crc, lengths])
            out(packed)
        return chunks

    groups = []
    for group in map(_by_number, points.groups.values()):
        even = linear(group.step)
        groups.append(
            {
                "names": group.names,
                "rows": len(group.step),
                "linear": even,
                "step": [] if even is not None else column(group.step),
                "ms": column(differences(group.ms)),
                "number": column(differences(group.number)),
                "values": [column(values) for values in group.values],
            }
        )
    stats = {name: [_write_number(number) for number in vars(one).values()] for name, one in points.stats().items()}
    about = {"writer": points.writer, "session": points.session, "frames": points.frames, "last": points.last}
    return {**about, "groups": groups, "stats": stats}


def _check(path: Path, writers: Sequence[WriterPoints]) -> None:
    """Read the file back and compare it, byte for byte, with what went in."""
    file = SealedFile(path)
    for points in writers:
        again = file.load(points.writer)
        if again.groups.keys() != points.groups.keys():
            raise StoreError(f"sealing {file.run} failed: not every series was written")
        for names, group in points.groups.items():
            if not _same(_by_number(group), again.groups[names]):
                raise StoreError(f"sealing {file.run} failed: it reads back differently")


def _by_number(group: Group) -> Group:
    if all(one < other for one, other in pairwise(group.number)):
        return group
    return group.take(sorted(range(len(group.number)), key=group.number.__getitem__))


def _same(one: Group, other: Group) -> bool:
    if one.step.tobytes() != other.step.tobytes() or one.ms != other.ms or one.number != other.number:
        return False
    return all(a.tobytes() == b.tobytes() for a, b in zip(one.values, other.values, strict=True))


def _write_number(number: float | None) -> float | str | None:
    if number is None or abs(number) < float("inf"):
        return number
    return repr(number)


def _read_number(number: float | str | None) -> Any:
    return float(number) if isinstance(number, str) else number


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
