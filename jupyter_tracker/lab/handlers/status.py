"""How the store is: where, how much is in it, and what is wrong with it."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jupyter_tracker
from jupyter_tracker.schema import REST_VERSION

from ..care import OPEN
from ..desk import Desk, NoStore
from ..places import for_people
from .base import AUTH_RESOURCE, TrackerHandler, may

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler

PACKAGES = ("jupyter_server", "jupyterlab")


def versions() -> dict[str, str]:
    """What is installed on the server's side, by name."""
    found = {"jupyter_tracker": jupyter_tracker.__version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


@dataclass(frozen=True)
class Rights:
    """What the user of a request may do: change what is written of runs, run code."""

    write: bool
    execute: bool


async def rights(handler: JupyterHandler) -> Rights:
    """What the user may do, as the server's authorizer says."""
    return Rights(await may(handler, "write", AUTH_RESOURCE), await may(handler, "execute", "kernels"))


def status(desk: Desk, root: Path, user: Rights) -> dict[str, Any]:
    """The Status of the contract; `root` is the contents root, below which the store is named."""
    location = desk.store.location
    problems: list[str] = []
    if location.instead_of is not None:
        problems.append(
            f"{for_people(location.instead_of, root)} cannot be written, so runs go to {for_people(desk.root, root)}."
        )
    elif not location.writable:
        problems.append("The store can only be read: its folder is not writable.")
    try:
        reader = desk.reader
        runs, running = reader.count(), reader.count(OPEN)
        problems += reader.problems()
    except NoStore:
        runs = running = 0
    return {
        "store": for_people(desk.root, root),
        "root": str(desk.root),
        "exists": desk.exists,
        "versions": versions(),
        "schema": REST_VERSION,
        "writable": location.writable and user.write,
        "executes": user.execute,
        "runs": runs,
        "running": running,
        "problems": problems,
        "cursor": desk.cursor,
    }


class StatusHandler(TrackerHandler):
    """`status`."""

    async def get(self) -> None:
        """Answer how the store is."""
        self.reply(await self.ask(status, self.stores.root, await rights(self)))
