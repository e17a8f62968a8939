"""What a command answers, in both of its forms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_tracker.store.events import plain


class UsageError(Exception):
    """A command cannot be carried out as typed; the message says what to type instead."""


@dataclass(frozen=True)
class Answer:
    """What a command found or did."""

    body: Mapping[str, Any]
    """What `--json` prints: one object, described in `docs/cli.md`."""
    text: str
    """The same for a person."""
    code: int = 0
    """The exit status: 0, or 1 where something was found that needs a person."""

    def printed(self, as_json: bool) -> str:
        """The answer in the form that was asked for."""
        return as_json_text(self.body) if as_json else self.text


def as_json_text(body: Mapping[str, Any]) -> str:
    """`body` as JSON that every parser takes: what JSON cannot hold is written as in the session logs."""
    return json.dumps(plain(body), ensure_ascii=False, indent=2, allow_nan=False)
