"""From the server path of a notebook to folders on disk, by the rule that also gives its kernel a working folder."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from .errors import Refused


def on_disk(root: Path, path: str) -> Path:
    """Where the server path `path` lies below the contents root; nothing outside of it can be named.

    Links below the root are followed, as the file browser follows them. Raises Refused for what is no such path.
    """
    parts = [part for part in path.split("/") if part not in ("", ".")]
    for part in parts:
        # One part must be one plain name here: no "..", no drive, and on Windows no backslash.
        if part == ".." or "\0" in part or PurePath(part).parts != (part,):
            raise Refused(404, "This path does not lie in the folder that the server shows.")
    place = Path(os.path.normpath(root.joinpath(*parts)))
    if not place.is_relative_to(root):
        raise Refused(404, "This path does not lie in the folder that the server shows.")
    return place


def folder_of(root: Path, path: str) -> Path:
    """The folder in which a kernel of the notebook at server path `path` works.

    As the server starts kernels: the notebook's folder, or the nearest one above it that exists on this machine. Links
    are not resolved, since a kernel hears of its notebook by the same unresolved path.
    """
    place = on_disk(root, path)
    try:
        while place != root and not place.is_dir():
            place = place.parent
        return place
    except (OSError, ValueError):
        raise Refused(404, "This path cannot be looked at on the server's disk.") from None


def server_path(root: Path, place: Path) -> str:
    """The server path of a file below the contents root. Raises ValueError for one that is not."""
    return place.relative_to(root).as_posix()


def for_people(place: Path, root: Path) -> str:
    """A folder as a person would name it: below the server's root, else from home, else as it is."""
    for base, prefix in ((root, ""), (Path.home(), "~/")):
        if place.is_relative_to(base):
            return prefix + place.relative_to(base).as_posix()
    return str(place)
