"""Figures that a cell has shown, as artifacts of its run."""

from __future__ import annotations

import base64
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..store.jsontext import dumps
from . import artifacts

if TYPE_CHECKING:
    from ..capture.outputs import CellOutputs
    from .tracker import Tracker

ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}


class Figures:
    """Keeps what was shown, numbered through the cells of a run."""

    def __init__(self, tracker: Tracker) -> None:
        """No figure was shown yet."""
        self._tracker = tracker
        self._counts: Counter[str] = Counter()

    def goes_on(self, run: str, record: dict[str, Any]) -> None:
        """A run of an earlier session has these artifacts already."""
        self._counts[run] = sum(item["name"].startswith("figure-") for item in record["artifacts"])

    def keep(self, run: str, outputs: CellOutputs) -> list[dict[str, Any]]:
        """The figures among a cell's outputs as artifacts `figure-1.png`, …"""
        kept = []
        for figure in outputs.figures:
            self._counts[run] += 1
            name = f"figure-{self._counts[run]}.{_ending(figure.media_type)}"
            data = _bytes(outputs.outputs[figure.output]["data"][figure.media_type], figure.media_type)
            (about,) = artifacts.keep(self._tracker, data, name)
            kept.append({**about, "media_type": figure.media_type})
        return kept


def _ending(media_type: str) -> str:
    """`plotly.json` for `application/vnd.plotly.v1+json`."""
    return ENDINGS.get(media_type) or media_type.partition("vnd.")[2].partition(".")[0].partition("+")[0] + ".json"


def _bytes(shown: Any, media_type: str) -> bytes:
    if isinstance(shown, str) and ENDINGS.get(media_type, "svg") != "svg":
        try:
            return base64.b64decode(shown)
        except ValueError:
            return shown.encode("utf-8", "replace")
    text = shown if isinstance(shown, str) else dumps(shown, ensure_ascii=False)
    return text.encode("utf-8", "replace")
