"""How a request is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tornado import web


class Refused(web.HTTPError):
    """A request that gets no answer: the message says what to do, `position` and `names` where and what instead."""

    def __init__(self, status: int, message: str, *, position: int | None = None, names: Iterable[str] = ()) -> None:
        super().__init__(status, message)
        self.problem: dict[str, Any] = {"message": message}
        if position is not None:
            self.problem["position"] = position
        if listed := list(names):
            self.problem["names"] = listed
