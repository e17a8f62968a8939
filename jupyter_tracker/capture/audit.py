"""Hearing what Python audits: opened files, commands that are run, connections."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from typing import Any

Hear = Callable[[str, tuple[Any, ...]], None]


def listen(events: Collection[str], hear: Hear) -> None:
    """Have `hear(event, args)` called for these events, as long as the process lives: such hooks are never taken off.

    What is put on is a plain function, since Python asks each hook for its `__cantrace__` at each event (`id()` is
    one): a method has to look for it in three places, and that takes three times as long as all the rest.
    """
    heard = frozenset(events)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in heard:
            hear(event, args)

    sys.addaudithook(hook)
