"""Where the store is: the one rule that kernel, server and shell share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

VARIABLE = "JUPYTER_TRACKER_STORE"
FOLDER = ".tracker"


@dataclass(frozen=True)
class Location:
    """Where the store is; `instead_of` is where it would be if that could be written, which is worth saying once."""

    root: Path
    instead_of: Path | None = None
    writable: bool = True


def locate(
    path: str | os.PathLike[str] | None = None,
    *,
    near: str | os.PathLike[str] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Location:
    """The store's place, whether or not it is there yet.

    `path`: a store, or a folder that holds one. Without it: what the environment variable names, likewise; else the
    nearest `.tracker` from `near` (a notebook or a folder; the current folder by default) upward, not above the home
    folder or a mount; else beside the nearest `.git` within the same bounds; else beside `near`. What cannot be written
    there goes to a folder of the same name in the user's data folder.
    """
    environ = os.environ if environ is None else environ
    if path is not None:
        root = _given(Path(path))
        return Location(root, writable=_can_write(root))
    if environ.get(VARIABLE):
        return _usable(_given(Path(environ[VARIABLE])), environ)
    start = Path(near if near is not None else os.getcwd()).expanduser().absolute()
    if not start.is_dir():
        start = start.parent
    return _usable(_wanted(start), environ)


def user_folder(kind: str, environ: Mapping[str, str] | None = None) -> Path:
    """This user's folder of a kind, `data` or `cache`, for things of ours."""
    environ = os.environ if environ is None else environ
    home = Path(environ.get("HOME") or Path.home())
    if sys.platform == "darwin":
        base = home / "Library" / ("Application Support" if kind == "data" else "Caches")
    elif sys.platform == "win32":
        base = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif kind == "data":
        base = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    else:
        base = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "jupyter_tracker"


def named_after(path: Path) -> str:
    """A file name that stands for a path: readable, and never the same for two."""
    readable = "".join(char if char.isalnum() or char in "-_" else "-" for char in path.parent.name)[:40] or "root"
    return f"{readable}-{sha256(os.fsencode(path)).hexdigest()[:16]}"


def _given(path: Path) -> Path:
    """The store that a person names by its own folder or by the one that holds it."""
    path = path.expanduser().absolute()
    return path / FOLDER if path.name != FOLDER and (path / FOLDER).is_dir() else path


def _wanted(start: Path) -> Path:
    within = list(_upward(start))
    for folder in within:
        if (folder / FOLDER).is_dir():
            return folder / FOLDER
    for folder in within:
        if (folder / ".git").exists():
            return folder / FOLDER
    return start / FOLDER


def _upward(start: Path) -> Iterator[Path]:
    """`start` and the folders above it, up to and with the home folder or the root of the file system it is on."""
    try:
        home: Path | None = Path.home()
    except RuntimeError:
        home = None
    for folder in (start, *start.parents):
        yield folder
        if folder == home or os.path.ismount(folder):
            return


def _usable(wanted: Path, environ: Mapping[str, str]) -> Location:
    if _can_write(wanted):
        return Location(wanted)
    return Location(user_folder("data", environ) / named_after(wanted) / FOLDER, instead_of=wanted)


def _can_write(path: Path) -> bool:
    """Whether a store at `path` could be written, or made."""
    for folder in (path, *path.parents):
        if folder.exists():
            return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return False
