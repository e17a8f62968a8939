"""What stands below one cell: messages in, nbformat outputs out, within a budget of bytes."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

Output = dict[str, Any]

_OVERWRITTEN = re.compile(r"[^\n]*\r(?=[^\n\r])")
_RUBBED_OUT = re.compile(r"[^\n\x08]\x08")
_LONG_LINE = 64 * 1024


class Stream:
    """Text written to stdout or stderr; carriage returns and backspaces act as on a terminal."""

    def __init__(self, name: str, text: str = "") -> None:
        self.name = name
        self.size = 0
        self._done: list[str] = []
        self._line = ""
        self.append(text)

    def append(self, text: str) -> None:
        """Add what was written."""
        line = self._line + text
        if "\r" in line or "\b" in line:
            line = _settle(line)
        long = len(line) > _LONG_LINE and not line.endswith("\r")
        end = len(line) if long else line.rfind("\n") + 1
        if end:
            self._done.append(line[:end])
        self.size += len(line) - len(self._line)
        self._line = line[end:]

    def text(self) -> str:
        """What stands on screen."""
        return "".join(self._done) + self._line

    def head(self, size: int) -> Stream:
        """Its first `size` characters."""
        return Stream(self.name, self.text()[:size])

    def tail(self, size: int) -> Stream:
        """Its last `size` characters."""
        return Stream(self.name, self.text()[-size:] if size else "")

    def output(self) -> Output:
        """As nbformat writes it."""
        return {"output_type": "stream", "name": self.name, "text": self.text()}


class Shown:
    """A displayed object, a result or an error: its output with every value as text."""

    def __init__(self, output: Output) -> None:
        self.replace(output)

    def replace(self, output: Output) -> None:
        """Show this instead."""
        self._output = output
        values = output["data"].values() if "data" in output else output.get("traceback", ())
        self.size = sum(map(len, values)) + 64

    def output(self) -> Output:
        """As nbformat writes it; `application/json` and its kin are still text."""
        return self._output


Item = Stream | Shown


class Screen:
    """The outputs of one cell in order. Beyond `limit` characters the first and the last half of it are kept.

    Nothing of the messages is held but text; `limit` 0 keeps nothing but counts.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.truncated = False
        self.changes = 0
        self._head: list[Item] = []
        self._items: list[Item] = []
        self._size = 0
        self._dropped = 0
        self._displays: dict[str, list[Shown]] = {}
        self._clear_first = False

    def stream(self, name: str, text: str) -> None:
        """Something was printed."""
        self._begin()
        last = self._items[-1] if self._items else None
        if isinstance(last, Stream) and last.name == name:
            self._size -= last.size
            last.append(text)
            self._size += last.size
        else:
            self._add(Stream(name, text))
        self._fit()

    def show(self, output: Output, display_id: str | None = None) -> None:
        """Something was displayed, or an error shown."""
        self._begin()
        shown = Shown(self._affordable(output))
        self._add(shown)
        if display_id:
            self._displays.setdefault(display_id, []).append(shown)
        self._fit()

    def update(self, display_id: str, data: dict[str, str], metadata: dict[str, Any]) -> bool:
        """A display was updated; whether it stands here."""
        found = self._displays.get(display_id, ())
        for shown in found:
            before = shown.size
            shown.replace(self._affordable({**shown.output(), "data": data, "metadata": metadata}))
            self._size += shown.size - before if shown in self._items else 0
        self.changes += bool(found)
        return bool(found)

    def clear(self, wait: bool) -> None:
        """The outputs are cleared: now, or when the next one comes."""
        self._clear_first = wait
        if not wait:
            self._head, self._items, self._size, self._dropped = [], [], 0, 0
            self._displays = {}
            self.truncated = False
            self.changes += 1

    def outputs(self) -> list[Output]:
        """The outputs as nbformat has them; where something was left out a line of stderr says how much."""
        if not self._dropped:
            return [item.output() for item in self._items]
        tail, lost = _last(self._items, self.limit // 2)
        gap = Stream("stderr", f"\n[… {_size(self._dropped + lost)} of output not kept …]\n")
        return [item.output() for item in (*self._head, gap, *tail)]

    def _begin(self) -> None:
        if self._clear_first:
            self.clear(wait=False)
        self.changes += 1

    def _add(self, item: Item) -> None:
        self._items.append(item)
        self._size += item.size

    def _affordable(self, output: Output) -> Output:
        data = output.get("data")
        if data is None:
            return output
        kept = {mime: text for mime, text in data.items() if len(text) <= self.limit // 2}
        if len(kept) < len(data):
            self.truncated = True
            lost = ", ".join(f"{mime} of {_size(len(text))}" for mime, text in data.items() if mime not in kept)
            kept.setdefault("text/plain", f"[{lost} not kept]")
        return {**output, "data": kept}

    def _fit(self) -> None:
        half = self.limit // 2
        if not self._dropped and self._size > self.limit:
            self._head, rest = _first(self._items, half)
            self._items, lost = _last(rest, half)
        elif self._dropped and self._size > self.limit:
            self._items, lost = _last(self._items, half)
        else:
            return
        self._dropped += lost
        self._size = sum(item.size for item in self._items)
        self.truncated = self.truncated or lost > 0


def _first(items: list[Item], size: int) -> tuple[list[Item], list[Item]]:
    """The items that fill the first `size` characters, and the rest; a stream on the border is cut."""
    kept: list[Item] = []
    for place, item in enumerate(items):
        if item.size <= size:
            kept.append(item)
            size -= item.size
        elif isinstance(item, Stream):
            return [*kept, item.head(size)], [item.tail(item.size - size), *items[place + 1 :]]
        else:
            return kept, items[place:]
    return kept, []


def _last(items: list[Item], size: int) -> tuple[list[Item], int]:
    """The items that fill the last `size` characters, and how many characters were left out before them."""
    kept: list[Item] = []
    total = sum(item.size for item in items)
    for item in reversed(items):
        if item.size <= size:
            kept.append(item)
            size -= item.size
            continue
        if isinstance(item, Stream) and size:
            kept.append(item.tail(size))
        break
    kept.reverse()
    return kept, total - sum(item.size for item in kept)


def _settle(text: str) -> str:
    """What a terminal would show: text before a carriage return is overwritten, backspaces rub out."""
    text = text.replace("\r\n", "\n")
    while "\b" in text:
        text, changed = _RUBBED_OUT.subn("", text)
        text = text if changed else text.replace("\b", "")
    return _OVERWRITTEN.sub("", text)


def as_text(data: Mapping[str, Any]) -> dict[str, str]:
    """A MIME bundle with every value as text: bytes as base64, JSON as its text. Nothing of the user's is held."""
    return {str(mime): _text(value) for mime, value in data.items()}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return json.dumps(value, default=str)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 0.1):.1f} KB"
