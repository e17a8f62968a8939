"""Where in the user's code something was called: its line, its function, and the source of the call."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Iterator
from dataclasses import dataclass
from opcode import opname
from types import CodeType, FrameType

from jupyter_tracker.capture.records import Kind, Where

MAX_TEXT = 120


@dataclass(frozen=True, slots=True)
class Site:
    """A place in a cell or in a local module. `line` counts from 1 in its file (for a cell: in its source as it was
    compiled); `text` is the source of the call, "" where it cannot be had. `bound` is the name that the code puts what
    the call gives under, "" where there is none; `parts` are those it takes it apart to (`t, p = …`)."""

    filename: str
    line: int
    fn: str | None
    text: str
    bound: str = ""
    parts: tuple[str, ...] = ()

    @staticmethod
    def of(frame: FrameType) -> Site:
        """Where a frame is right now."""
        global _last
        code, instruction = frame.f_code, frame.f_lasti
        last = _last
        if last is None or last[0] is not code or last[1] != instruction:  # the points of a curve come from one place
            last = _last = code, instruction, Site._found(frame)
        return last[2]

    @staticmethod
    def _found(frame: FrameType) -> Site:
        code = frame.f_code
        function = bool(code.co_flags & inspect.CO_OPTIMIZED)
        line, text = _source(code, frame.f_lasti, frame.f_lineno or 1)
        name = code.co_qualname.replace(".<locals>", "") if function else None
        return Site(code.co_filename, line, name, text, *_names(code, frame.f_lasti))

    @staticmethod
    def where(site: Site | None, kind: Kind) -> Where:
        """The same as a record says it."""
        if site is None:
            return Where(kind)
        file = site.filename if site.filename.endswith(".py") and linecache.cache.get(site.filename) is None else None
        return Where(kind, site.line, site.fn, site.text[:MAX_TEXT] or None, None, file)

    @property
    def call(self) -> ast.Call | None:
        """The call as a tree."""
        try:
            tree = ast.parse(self.text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError):
            return None
        return tree if isinstance(tree, ast.Call) else None


_last: tuple[CodeType, int, Site] | None = None


def _names(code: CodeType, at: int) -> tuple[str, tuple[str, ...]]:
    """The name that the instructions after one put its result under, and those that they take it apart to."""
    following = _instructions(code.co_code, at + 2)
    name, argument = next(following, ("", 0))
    if name != "UNPACK_SEQUENCE":
        return (_stored(code, name, argument) or [""])[0], ()
    wanted, found = argument, []
    for name, argument in following:
        stored = _stored(code, name, argument)
        found += stored
        if not stored or len(found) >= wanted:
            break
    return "", tuple(found[:wanted])


def _instructions(raw: bytes, at: int) -> Iterator[tuple[str, int]]:
    """Names and arguments of the instructions from a place on."""
    more = 0
    for place in range(at, len(raw) - 1, 2):
        operation, argument = opname[raw[place]], raw[place + 1] | more << 8
        if operation == "EXTENDED_ARG":
            more = argument
        elif operation != "CACHE":
            more = 0
            yield operation, argument


def _stored(code: CodeType, operation: str, argument: int) -> list[str]:
    """The names that an instruction binds."""
    match operation:
        case "STORE_NAME" | "STORE_GLOBAL":
            return [code.co_names[argument]]
        case "STORE_FAST" | "STORE_DEREF":
            return [code._varname_from_oparg(argument)]  # type: ignore[attr-defined]
        case "STORE_FAST_STORE_FAST":
            return [code._varname_from_oparg(part) for part in (argument >> 4, argument & 15)]  # type: ignore[attr-defined]
        case "STORE_FAST_LOAD_FAST":
            return [code._varname_from_oparg(argument >> 4)]  # type: ignore[attr-defined]
    return []


def _source(code: CodeType, instruction: int, line: int) -> tuple[int, str]:
    places = list(code.co_positions())
    at = places[instruction // 2] if 0 <= instruction // 2 < len(places) else (None, None, None, None)
    first, last, start, end = at
    if first is None or last is None or start is None or end is None or last - first > 20:
        return line, ""
    rows = [linecache.getline(code.co_filename, number).rstrip("\n").encode() for number in range(first, last + 1)]
    rows[-1] = rows[-1][:end]
    rows[0] = rows[0][start:]
    return first, " ".join(row.decode(errors="replace").strip() for row in rows)
