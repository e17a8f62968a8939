"""The stores this server has open, and which of them a notebook selects."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from jupyter_tracker.store import Store
from jupyter_tracker.store.location import VARIABLE, locate

from .changes import Pace, Watch
from .desk import Desk, answered
from .places import folder_of, on_disk
from .replays import Replays

THREADS = 4

T = TypeVar("T")
P = ParamSpec("P")


class Stores:
    """Gives each notebook's server path its store. What blocks runs in threads, never on the event loop."""

    def __init__(self, root: Path, pace: Pace, log: logging.Logger, about: dict[str, Any]) -> None:
        """`root` is the contents root; `about` what the session logs of this server say of themselves."""
        self.root = Path(os.path.abspath(root))
        self.replays = Replays()
        self._pace = pace
        self._log = log
        self._about = about
        self._lock = threading.Lock()
        self._desks: dict[Path, Desk] = {}
        self._watches: dict[Path, Watch] = {}
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="jupyter-tracker")

    async def ask(self, path: str, question: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `question` answers about the store that `path` selects. Raises Refused."""
        desk = await self.desk(path)
        self.watch(desk).look_after()
        return await desk.ask(question, *args, **kwargs)

    async def work(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a blocking job that needs no reader. Raises Refused for what the store refuses."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: answered(job, *args, **kwargs))

    async def desk(self, path: str) -> Desk:
        """The open store of the notebook at server path `path`, by the rule that its kernel follows."""
        return await self.work(self._desk, path)

    def watch(self, desk: Desk) -> Watch:
        """The watch over an open store."""
        if desk.root not in self._watches:
            self._watches[desk.root] = Watch(desk, self._pace, self._log)
        return self._watches[desk.root]

    def notebook(self, path: str) -> Path | None:
        """Where the notebook at server path `path` lies, or None for an empty path. Raises Refused."""
        return on_disk(self.root, path) if path.strip("/") else None

    async def close(self) -> None:
        """End all replays and watches, close all stores, end the threads."""
        await self.replays.close()
        while self._watches:
            await self._watches.popitem()[1].stop()
        while self._desks:
            await self._desks.popitem()[1].close()
        self._pool.shutdown(cancel_futures=True)

    def _desk(self, path: str) -> Desk:
        location = locate(near=folder_of(self.root, path))
        with self._lock:
            if location.root not in self._desks:
                self._desks[location.root] = Desk(Store(location), self._about)
            return self._desks[location.root]


def share_store_with_kernels(configured: str) -> None:
    """Let kernels that this server starts find the store that it is told to use.

    They inherit the server's environment but not its working folder, so a relative path must become absolute.
    """
    chosen = configured or os.environ.get(VARIABLE, "")
    if chosen:
        os.environ[VARIABLE] = str(Path(chosen).expanduser().absolute())
