"""The outputs of cells as shown, out of the kernel's own messages: those of threads and tasks as well.

One tap on the kernel's message send; the user's output is not touched. In a terminal there are no messages: nothing is
kept then, and `OutputTap.reason` says so.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import compat
from .screen import Output, Screen, as_text

Privacy = Literal["all", "figures", "off"]

Hear = Callable[[str, float, str], None]
"""Takes printed text, the time (unix seconds) and the name of the stream, in whatever thread prints: to be cheap."""

REMEMBERED = 16
"""So many ended cells are still listened to: threads go on printing after their cell."""

_FIGURE = re.compile(
    r"image/(?:png|jpeg|gif|webp|svg\+xml)|application/(?:pdf|vnd\.(?:plotly|vega|vegalite|bokehjs)[\w.+-]*)"
)
_TEXT = re.compile(r"text/.*|image/svg\+xml|application/(?:json|javascript|xml|.*\+json|.*\+xml)")
_JSON = re.compile(r"application/(?:json|.*\+json)")
_FIELDS = {"stream": ("name", "text"), "error": ("ename", "evalue", "traceback")}
_KEPT = frozenset((*_FIELDS, "display_data", "update_display_data", "clear_output", "execute_result"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure among the outputs: `output` is its place there, `media_type` its richest format."""

    name: str
    media_type: str
    output: int


@dataclass(frozen=True, slots=True)
class CellOutputs:
    """A cell's outputs as nbformat writes them; `size` is what the kept ones hold, in characters."""

    outputs: list[Output]
    size: int
    truncated: bool
    figures: list[Figure]


class OutputTap:
    """Collects outputs of the cells that were announced with `begin`, by the request that each belongs to.

    Args:
        shell: the running InteractiveShell.
        mask: takes secrets out of text.
    """

    def __init__(self, shell: Any, mask: Callable[[str], str]) -> None:
        self._mask = mask
        self._tap = compat.SendTap(shell, self._see)
        self._open: dict[str, Screen] = {}
        self._ended: OrderedDict[str, tuple[Screen, int]] = OrderedDict()
        self._privacy: dict[str, Privacy] = {}
        self._hear: dict[str, Hear] = {}
        self._moved: dict[str, Callable[[], None]] = {}
        self._queue: deque[tuple[str, str, dict[str, Any], str | None]] = deque()
        self._draining = threading.Lock()
        self._pid = os.getpid()
        self.reason = "" if compat.kernel_of(shell) is not None else "outputs are not kept: no Jupyter kernel here"

    @property
    def faults(self) -> int:
        """How many messages could not be understood."""
        return self._tap.faults

    def install(self) -> bool:
        """Begin to listen; False (and `reason`) where there is no kernel."""
        return self._tap.install()

    def remove(self) -> None:
        """Listen no more and forget what was heard."""
        self._tap.remove()
        self._open.clear()
        self._ended.clear()
        self._privacy.clear()
        self._hear.clear()
        self._moved.clear()

    def begin(
        self,
        request: str,
        limit: int,
        privacy: Privacy = "all",
        hear: Hear | None = None,
        moved: Callable[[], None] | None = None,
    ) -> None:
        """Collect the outputs of this request, at most about `limit` characters of them; until its end `hear` is given
        all that is printed, and `moved` is called whenever there is more to show, in whatever thread that is."""
        if request not in self._open:
            self._open[request] = Screen(limit)
            self._privacy[request] = privacy
            if hear is not None:
                self._hear[request] = hear
            if moved is not None:
                self._moved[request] = moved

    def so_far(self, request: str) -> CellOutputs | None:
        """The outputs of a cell that still runs; None for another one."""
        self._drain()
        screen = self._open.get(request)
        if screen is None:
            return None
        with self._draining:  # what comes meanwhile waits in the queue
            found = self._collect(request, screen)
        self._drain()
        return found

    def end(self, request: str) -> CellOutputs:
        """The outputs so far. What comes later (from threads) is still heard: see `late`."""
        compat.flush_streams()
        self._drain()
        self._hear.pop(request, None)
        self._moved.pop(request, None)
        screen = self._open.pop(request, None)
        if screen is None:
            return CellOutputs([], 0, False, [])
        self._ended[request] = (screen, screen.changes)
        while len(self._ended) > REMEMBERED:
            self._privacy.pop(self._ended.popitem(last=False)[0], None)
        return self._collect(request, screen)

    def late(self) -> dict[str, CellOutputs]:
        """The whole outputs of those ended cells that have changed since they were last asked for."""
        self._drain()
        changed: dict[str, CellOutputs] = {}
        for request, (screen, seen) in list(self._ended.items()):
            if screen.changes != seen:
                self._ended[request] = (screen, screen.changes)
                changed[request] = self._collect(request, screen)
        return changed

    def _see(self, message: compat.Message) -> None:
        """Queue what concerns us, as text. Screens are changed by one thread at a time, and nobody waits for it."""
        kind = message["header"]["msg_type"]
        if kind not in _KEPT or os.getpid() != self._pid:
            return
        content = message["content"]
        display = (content.get("transient") or {}).get("display_id")
        request = message["parent_header"].get("msg_id")
        if kind == "stream" and request in self._hear and self._privacy.get(request) != "off":
            self._hear[request](str(content["text"]), time.time(), str(content["name"]))
        if kind == "update_display_data":
            for known in (*self._open, *self._ended):
                self._queue.append((known, kind, self._wanted(known, kind, content), display))
        elif request in self._open or request in self._ended:
            self._queue.append((request, kind, self._wanted(request, kind, content), display))
            if request in self._moved:
                self._moved[request]()
        self._drain()

    def _wanted(self, request: str, kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """The part of a message that may be kept; empty for none of it."""
        privacy = self._privacy.get(request, "off")
        if kind == "clear_output":
            return {"wait": bool(content.get("wait"))}
        if "data" in content:
            data = as_text(_allowed(content["data"], privacy))
            count = {"execution_count": content["execution_count"]} if kind == "execute_result" else {}
            return {"data": data, "metadata": dict(content.get("metadata") or {}), **count} if data else {}
        return {key: content[key] for key in _FIELDS[kind]} if privacy == "all" else {}

    def _drain(self) -> None:
        while self._queue and self._draining.acquire(blocking=False):
            try:
                while self._queue:
                    self._put(*self._queue.popleft())
            finally:
                self._draining.release()

    def _put(self, request: str, kind: str, content: dict[str, Any], display: str | None) -> None:
        screen = self._open.get(request) or self._ended.get(request, (None,))[0]
        if screen is None or not content:
            return
        if kind == "clear_output":
            screen.clear(content["wait"])
        elif kind == "stream":
            screen.stream(content["name"], content["text"])
        elif kind == "update_display_data":
            if display:
                screen.update(display, content["data"], content["metadata"])
        else:
            screen.show({"output_type": kind, **content}, display)

    def _collect(self, request: str, screen: Screen) -> CellOutputs:
        outputs = [self._clean(output) for output in screen.outputs()]
        size = sum(len(text) for output in outputs for text in _texts(output))
        return CellOutputs([_parsed(output) for output in outputs], size, screen.truncated, _figures(outputs))

    def _clean(self, output: Output) -> Output:
        mask = self._mask
        if output["output_type"] == "stream":
            return {**output, "text": mask(output["text"])}
        if output["output_type"] == "error":
            traceback = [mask(line) for line in output["traceback"]]
            return {**output, "evalue": mask(output["evalue"]), "traceback": traceback}
        data = {mime: mask(text) if _TEXT.fullmatch(mime) else text for mime, text in output["data"].items()}
        return {**output, "data": data}


def _allowed(data: Any, privacy: Privacy) -> dict[str, Any]:
    if privacy == "off":
        return {}
    return {mime: value for mime, value in data.items() if privacy == "all" or _FIGURE.fullmatch(mime)}


def _texts(output: Output) -> Iterable[str]:
    if output["output_type"] == "stream":
        return (output["text"],)
    texts: Iterable[str] = output["data"].values() if "data" in output else output["traceback"]
    return texts


def _parsed(output: Output) -> Output:
    """JSON formats as JSON again, as nbformat wants them; what masking has made unreadable stays text."""
    if "data" not in output:
        return output
    data = {mime: _json(text) if _JSON.fullmatch(mime) else text for mime, text in output["data"].items()}
    return {**output, "data": data}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _figures(outputs: list[Output]) -> list[Figure]:
    figures: list[Figure] = []
    for place, output in enumerate(outputs):
        formats = [mime for mime in output.get("data", ()) if _FIGURE.fullmatch(mime)]
        if formats:
            figures.append(Figure(f"figure-{len(figures) + 1}", min(formats, key=_rank), place))
    return figures


def _rank(mime: str) -> tuple[bool, bool, str]:
    return not mime.startswith("application/vnd"), mime != "image/svg+xml", mime
