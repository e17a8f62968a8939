"""What is done with files beside opening them: made, moved, removed, linked, listed."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

EVENTS = frozenset(
    "os.mkdir os.remove os.rmdir os.rename os.link os.symlink os.chmod os.truncate os.utime os.listdir os.scandir "
    "shutil.rmtree sqlite3.connect subprocess.Popen os.system os.fork os.forkpty os.posix_spawn".split()
)
"""Audit events of Python that say so."""
_STARTING = frozenset("subprocess.Popen os.system os.fork os.forkpty os.posix_spawn".split())
MOST = 5_000
"""So many are told of one cell."""
_IMPORTING = ("<frozen importlib", os.path.join(os.path.dirname(importlib.__file__), ""))
"""Who lists the folders that modules lie in only to look for modules and packages."""
_VERSIONS = os.path.join("importlib_metadata", "__init__.py")

Event = tuple[str, tuple[Any, ...]]


@dataclass(slots=True)
class Filed:
    """What was done, by absolute paths: `folders` made, files and folders `gone`, files `changed` without being opened,
    `moved` and `linked` from one to the other, folders `listed`, `databases` connected to; `commands`:
    other processes were started, which may have done anything."""

    folders: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    databases: set[str] = field(default_factory=set)
    commands: bool = False


def is_of_import(event: str) -> bool:
    """Whether this is Python looking for a module, or for the version of a package; asked two calls below the audit
    hook."""
    if event not in ("os.listdir", "os.scandir"):
        return False
    asking = sys._getframe(3).f_code.co_filename
    return asking.startswith(_IMPORTING) or asking.endswith(_VERSIONS)


def filed(events: Iterable[Event], is_noise: Callable[[str], bool]) -> Filed:
    """Put audit events together, leaving out files that nobody would name."""
    found = Filed()
    for event, args in events:
        if event in _STARTING:
            found.commands = True
            continue
        paths = [path for path in map(_path, args[:2]) if path is not None]
        if paths and not all(is_noise(path) or is_noise(path + os.sep) for path in paths):
            _add(found, event, paths)
    return found


def _add(to: Filed, event: str, paths: list[str]) -> None:
    match event, paths:
        case "os.mkdir", [path, *_]:
            to.folders.add(path)
        case "os.remove" | "os.rmdir" | "shutil.rmtree", [path, *_]:
            to.gone.add(path)
        case "os.chmod" | "os.truncate" | "os.utime", [path, *_]:
            to.changed.add(path)
        case "os.rename", [source, target]:
            to.moved[source] = target
        case "os.link" | "os.symlink", [source, target]:
            to.linked[target] = source
        case "os.listdir" | "os.scandir", [path, *_]:
            to.listed.add(path)
        case "sqlite3.connect", [path, *_] if os.path.isfile(path):
            to.databases.add(path)


def _path(given: object) -> str | None:
    """An absolute path, None for a descriptor and the like."""
    if isinstance(given, os.PathLike):
        given = os.fspath(given)
    if isinstance(given, bytes):
        given = os.fsdecode(given)
    return os.path.abspath(given or os.curdir) if isinstance(given, str) else None
