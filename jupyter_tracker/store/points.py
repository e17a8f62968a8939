"""Live points: what `log()` writes. One call is one `os.write`, and survives the death of this process."""

from __future__ import annotations

import itertools
import math
import os
import struct
import time as clock
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from zlib import crc32

from .appendfile import AppendFile
from .frames import (
    BASE,
    CLOSED,
    FORMAT,
    HEADER,
    KEYS,
    LONGEST_MS,
    MAGIC,
    MOST_KEY_SETS,
    MOST_VALUES,
    Packer,
    point_packer,
    text_frame,
)
from .identifiers import new_writer_id

REPEAT_KEYS_EVERY = 4096
"""Frames after which the key sets are written again, so that damage to one of them loses no later point."""


class Session(Protocol):
    """The session that a writer belongs to: its log is made by `touch` where there is none yet."""

    @property
    def id(self) -> str:
        """The session's id."""

    def touch(self) -> None:
        """Make sure of the log."""


class KeySet:
    """The names that one call logs together: written once, then referred to by number.

    While no other key set shares a name with it (`shared` false) one counter does for all its series.
    """

    __slots__ = ("counter", "last", "names", "number", "pack", "shared", "size", "stale")

    def __init__(self, number: int, names: tuple[str, ...]) -> None:
        self.number = number
        self.names = names
        self.size = len(names)
        self.pack: Packer = point_packer(len(names))
        self.shared = False
        self.counter: Iterator[int] = itertools.count()
        self.last = -1.0
        self.stale = False

    def count_from(self, step: int) -> None:
        """Let the next point without a step be at `step`."""
        self.counter = itertools.count(step)
        self.stale = False

    def give_back(self, step: float) -> None:
        """Count `step` again, which nothing was written for, unless another thread has counted on meanwhile."""
        if next(self.counter) == step + 1:
            self.counter = itertools.count(int(step))

    def next_step(self) -> int:
        """The step of the next point that comes without one."""
        if self.stale:
            self.count_from(_after(self.last))
        return next(self.counter)


class PointWriter:
    """Appends the points of one run; the file is made at the first of them.

    `log` may be called from any thread. A forked child writes to a file of its own, as another writer of the run.
    """

    def __init__(
        self,
        run: str,
        folder: Callable[[], Path],
        *,
        session: Session | None = None,
        starts: Mapping[str, int] | None = None,
        on_fault: Callable[[str], None] | None = None,
    ) -> None:
        """Write points of `run` into `folder()`; `starts` gives the step with which a series goes on (else 0)."""
        self.run = run
        self.points = 0
        """Values written by this writer in this process."""
        self._folder = folder
        self._session = session
        self._starts = dict(starts or {})
        self._sets: dict[tuple[str, ...], KeySet] = {}
        self._file = AppendFile(self._path, self._preamble, on_fault=on_fault, after_fork=self._in_child)
        self._begin()

    @property
    def lost(self) -> int:
        """Calls given up because the store could not be written for too long."""
        return self._file.lost

    def log(self, values: Mapping[str, float], step: float | None = None, time: float | None = None) -> None:
        """Append one point for each name. Without `step` each series goes on one after its last.

        `time` is unix time in seconds, now by default. Raises TypeError for a value or step that is no number, and has
        then written and counted nothing; never OSError.
        """
        keys = self._sets.get(tuple(values))
        if keys is None or keys.shared:
            return self._log_apart(values, step, time)
        if step is None:
            at: float = keys.next_step() if keys.stale else next(keys.counter)
        else:
            at = step
        ms = int(((clock.time() if time is None else time) - self._base) * 1000)
        number = next(self._numbers)
        try:
            body = keys.pack(MAGIC, keys.size, keys.number, number, at, *values.values(), ms)
        except Exception:  # whatever the __float__ of another library's values raises
            return self._log_unusual(keys, values, at, step is None, time)
        if step is not None:
            keys.last = step
            keys.stale = True
        entry = body + crc32(body).to_bytes(4, "little")
        try:
            done = os.write(self._file.fd, entry)
        except OSError as fault:
            self._file.recover(entry, 0, fault)
        else:
            if done != len(entry):
                self._file.recover(entry, done, None)
        self.points += keys.size
        if not number % REPEAT_KEYS_EVERY:
            self._repeat_keys()

    def log_rows(self, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        """Append points of these names in one entry: each row is the step (None: the series go on), the unix time in
        seconds, and a float for each name."""
        with self._file.lock:
            keys = self._sets.get(names) or self._intern(names)
        if keys.shared and any(row[0] is None for row in rows):
            for step, time, *values in rows:
                self.log(dict(zip(names, values, strict=True)), step, time)
            return
        pack, numbers, base = keys.pack, self._numbers, self._base
        frames: list[bytes] = []
        number = 0
        for at, time, *values in rows:
            if at is not None:
                keys.last, keys.stale = at, True
            step = keys.next_step() if at is None else at
            number = next(numbers)
            try:
                body = pack(MAGIC, keys.size, keys.number, number, step, *values, int((time - base) * 1000))
            except struct.error:  # a time far from now
                frames.append(self._frame(keys, step, values, time))
            else:
                frames += (body, crc32(body).to_bytes(4, "little"))
        if keys.shared:
            self._starts.update(dict.fromkeys(names, _after(keys.last)))
        self._file.append(b"".join(frames))
        self.points += keys.size * len(rows)
        if number % REPEAT_KEYS_EVERY < len(rows):
            self._repeat_keys()

    def next_steps(self) -> dict[str, int]:
        """For each series the step that its next point without a step would have."""
        steps = dict(self._starts)
        for keys in self._sets.values():
            if not keys.shared:
                following = keys.next_step()
                keys.count_from(following)
                steps.update(dict.fromkeys(keys.names, following))
        return steps

    def close(self) -> None:
        """Say that this writer is done and close its file; a later `log` begins another."""
        if self._file.fd >= 0 or self._file.waiting:
            self._file.append(text_frame(CLOSED, 0, next(self._numbers), {}))
        self._file.close()

    def _begin(self) -> None:
        self.writer = new_writer_id()
        self._numbers = itertools.count(1)
        self._base = math.floor(clock.time())

    def _log_unusual(
        self, keys: KeySet, values: Mapping[str, float], at: float, counted: bool, time: float | None
    ) -> None:
        """The way for values, steps and times that do not fit the usual frame, and for what is no number at all."""
        try:
            numbers, step = [_number(value) for value in values.values()], _number(at)
        except TypeError:
            if counted:
                keys.give_back(at)
            raise
        if not counted:
            keys.last = step
            keys.stale = True
        self._write(keys, step, numbers, time)

    def _log_apart(self, values: Mapping[str, float], step: float | None, time: float | None) -> None:
        """The way for new names, for names that calls combine differently, and for very many at once."""
        if not values:
            return
        values = {name: _number(value) for name, value in values.items()}
        step = None if step is None else _number(step)
        names = tuple(values)
        if len(names) > MOST_VALUES:
            for batch in _batches(names):
                self.log({name: values[name] for name in batch}, step, time)
            return
        with self._file.lock:
            keys = self._sets.get(names) or self._intern(names)
        if not keys.shared:
            return self.log(values, step, time)
        if step is not None:
            self._starts.update(dict.fromkeys(names, _after(step)))
            return self._write(keys, step, list(values.values()), time)
        with self._file.lock:
            at = {name: self._starts.get(name, 0) for name in names}
            self._starts.update({name: value + 1 for name, value in at.items()})
            for following in sorted(set(at.values())):
                together = tuple(name for name in names if at[name] == following)
                part = self._sets.get(together) or self._intern(together)
                self._write(part, following, [values[name] for name in together], time)

    def _intern(self, names: tuple[str, ...]) -> KeySet:
        """Give the names a number and write it down; a key set that overlaps another no longer counts for itself."""
        if len(self._sets) >= MOST_KEY_SETS:
            self.close()
            self._starts = self.next_steps()
            self._sets = {}
        keys = KeySet(len(self._sets), names)
        others = [other for other in self._sets.values() if not set(names).isdisjoint(other.names)]
        for other in others:
            if not other.shared:
                self._starts.update(dict.fromkeys(other.names, other.next_step()))
                other.shared = True
        known = {self._starts.get(name, 0) for name in names}
        keys.shared = bool(others) or len(known) > 1
        if not keys.shared:
            keys.count_from(known.pop())
        frame = self._keys_frames(keys)
        if self._file.fd >= 0 or self._file.waiting:
            self._file.append(frame)
        self._sets[names] = keys
        return keys

    def _write(self, keys: KeySet, step: float, values: list[float], time: float | None) -> None:
        self._file.append(self._frame(keys, step, values, time))
        self.points += keys.size

    def _frame(self, keys: KeySet, step: float, values: list[float], time: float | None) -> bytes:
        """One frame of numbers whatever its time is; one far from now stands between two bases of time."""
        moment = clock.time() if time is None else time
        base = self._base if 0 <= moment - self._base < LONGEST_MS // 1000 else math.floor(moment)
        ms = int((moment - base) * 1000)
        body = keys.pack(MAGIC, keys.size, keys.number, next(self._numbers), step, *values, ms)
        frame = body + crc32(body).to_bytes(4, "little")
        if base != self._base:
            frame = self._base_frame(base) + frame + self._base_frame(self._base)
        return frame

    def _base_frame(self, base: int) -> bytes:
        return text_frame(BASE, 0, next(self._numbers), {"base": base})

    def _keys_frames(self, keys: KeySet) -> bytes:
        """The names of a key set, twice: without them no point of the set could be read."""
        return text_frame(KEYS, keys.number, next(self._numbers), keys.names) * 2

    def _repeat_keys(self) -> None:
        """Write base and key sets again, in one entry."""
        frames = [self._base_frame(self._base)]
        frames += [self._keys_frames(keys) for keys in self._sets.values()]
        self._file.append(b"".join(frames[:64]))

    def _path(self) -> Path:
        path = self._folder() / f"{self.run}.{self.writer}.pts"
        if path.exists():  # the file before went away or was closed: go on as another writer
            self.writer = new_writer_id()
            path = path.with_name(f"{self.run}.{self.writer}.pts")
        return path

    def _preamble(self) -> bytes:
        if self._session is not None:
            self._session.touch()
        about = {
            "format": FORMAT,
            "run": self.run,
            "writer": self.writer,
            "session": None if self._session is None else self._session.id,
            "base": self._base,
        }
        frames = [text_frame(HEADER, 0, 0, about), self._base_frame(self._base)]
        frames += [self._keys_frames(keys) for keys in self._sets.values()]
        return b"".join(frames)

    def _in_child(self) -> None:
        self._begin()
        self.points = 0


def _after(step: float) -> int:
    step = _number(step)
    return math.floor(step) + 1 if math.isfinite(step) else 0


def _number(value: float) -> float:
    """A float for anything that is a number; one too large for a float is infinite."""
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{value!r} is not a number")
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    except Exception as fault:
        raise TypeError(f"a {type(value).__name__} is not a number") from fault


def _batches(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(names), MOST_VALUES):
        yield names[start : start + MOST_VALUES]
