"""Chunks of printed text to lines, as they come to stand on screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_tracker.capture.text import Columns, Line, read
from jupyter_tracker.capture.text.clean import blanked, shown
from jupyter_tracker.capture.text.counters import NONE, Counter, counted
from jupyter_tracker.capture.text.scan import LONGEST

_TRACEBACK = re.compile(r"\s*Traceback \(most recent call last\)")
MANY_OPEN = 60
"""Lines that brackets of a call may span."""


class Lines:
    """One stream: what is unfinished on it, and where its lines stand (in a table, a traceback, the repr of a call)."""

    def __init__(self) -> None:
        self._rest = ""
        self._skip = False
        self._columns = Columns()
        self._open = 0
        self._traceback = False

    def add(self, text: str) -> Iterator[tuple[str, bool]]:
        """Lines in order, and whether each is one that a carriage return has begun to overwrite."""
        if self._skip:
            text = text.partition("\n")[2]
            self._skip = not text
        text, begin = (self._rest + text).replace("\r\n", "\n"), 0
        while (end := text.find("\n", begin)) >= 0:
            line, begin = text[begin:end], end + 1
            *states, last = line.split("\r") if "\r" in line else ("", line)
            yield from ((state, True) for state in states if state)
            yield last, False
        self._rest = text[begin:]
        if "\r" in self._rest:
            *states, self._rest = self._rest.split("\r")
            if not self._rest:  # what stands on screen until something is written over it
                self._rest = states.pop() + "\r" if states else ""
            yield from ((state, True) for state in states if state)
        if len(self._rest) > 2 * LONGEST:
            self._rest, self._skip = "", True

    def lose(self) -> None:
        """Text is missing here: what remains of its line is no line."""
        self._rest, self._skip = "", True

    def rest(self) -> str:
        """The unfinished line, which is finished now."""
        line, self._rest, self._skip = self._rest.rstrip("\r"), "", False
        return line

    def read(self, line: str) -> Line:
        """The pairs of a line, and its counter."""
        indented = line[:1].isspace()
        if self._traceback or _TRACEBACK.match(line):
            self._traceback = indented or _TRACEBACK.match(line) is not None
            return Line()
        row = self._columns.read(line)
        if row is not None:
            return Line(row)
        found = read(line, inside=0 < self._open < MANY_OPEN and indented)
        self._open = self._open + 1 if found.open else 0
        return found

    def counter(self, line: str) -> Counter:
        """The counter of a line."""
        if len(line) > LONGEST:
            return NONE
        text = shown(line)
        return counted(blanked(text))[1].read(text)
