"""Where a replay goes when its code goes to a folder by its whole path: to the copy of that folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any


def keep_within(copy: str, protected: Sequence[str]) -> None:
    """Have `os.chdir`, and with it `%cd`, lead to what stands for a folder below `copy`: where there is one, and for
    every folder of those that are protected. What is read or written from there by a relative path is then a copy, too.
    """
    original = os.chdir
    homes = tuple(os.path.join(os.path.realpath(folder), "") for folder in protected)

    def chdir(path: Any) -> None:
        original(path if isinstance(path, int) else _copy_of(os.fsdecode(path), copy, homes))

    os.chdir = chdir


def _copy_of(path: str, copy: str, homes: tuple[str, ...]) -> str:
    there = os.path.abspath(path)
    if os.path.join(there, "").startswith(os.path.join(copy, "")):
        return path
    found = copy + os.path.splitdrive(there)[1]
    of_homes = os.path.join(os.path.realpath(there), "").startswith(homes)
    if of_homes and os.path.isdir(there):
        os.makedirs(found, exist_ok=True)
    return found if os.path.isdir(found) else path
