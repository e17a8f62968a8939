"""What is installed: packages with their versions, what they are imported as, what they need. Nothing is imported."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

_FOLDER = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+?)(?:-py[\d.]+)?\.(?:dist|egg)-info")
_IMPORTED = re.compile(r"(?m)^([A-Za-z_]\w*)(?:/|\.py,|\.[\w-]+\.(?:so|pyd),)")
_NEEDED = re.compile(r"(?m)^Requires-Dist:\s*([\w.-]+)(.*)$")
_RECORD_LIMIT = 2 * 10**6
_METADATA_LIMIT = 10**5


class Package(NamedTuple):
    """One installed package: its name as on the package index, its version, and the folder of its metadata."""

    name: str
    version: str
    folder: str


class About(NamedTuple):
    """What the metadata of a package say of it: the modules it brings, the packages it needs (extras apart), and
    where it was installed from if not from an index."""

    modules: tuple[str, ...]
    needs: tuple[str, ...]
    source: str | None


def packages() -> dict[str, str]:
    """All installed packages with their versions. Some milliseconds: reads folders."""
    return {package.name: package.version for package in _installed()}


def imports() -> dict[str, dict[str, Any]]:
    """How to get from an `import` to what has to be installed; reads files of each package: not for a cell's path.

    `modules` are the packages that bring each importable name, `needs` the installed packages that a package needs,
    `sources` where packages came from that came from no index.
    """
    found = {package.name: package for package in _installed()}
    about = {name: _about(package.folder) for name, package in found.items()}
    return {
        "modules": {module: name for name in found for module in about[name].modules},
        "needs": {
            name: needed for name in found if (needed := [one for one in about[name].needs if one in found])
        },
        "sources": {name: source for name in found if (source := about[name].source) is not None},
    }  # fmt: skip


def normal(name: str) -> str:
    """A package's name in the form in which two names are one package."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed() -> Iterator[Package]:
    """Packages sorted by name; what stands first on `sys.path` is what would be imported."""
    found: dict[str, Package] = {}
    for folder in reversed(sys.path):
        found.update((package.name, package) for package in _in_folder(folder))
    return iter(sorted(found.values()))


def _in_folder(folder: str) -> list[Package]:
    try:
        with os.scandir(folder or ".") as entries:
            matches = [(_FOLDER.fullmatch(each.name), each.path) for each in entries if each.name.endswith("-info")]
    except OSError:
        return []
    return [Package(normal(match["name"]), match["version"], path) for match, path in matches if match]


@lru_cache(maxsize=2000)
def _about(folder: str) -> About:
    modules = set(_text(folder, "top_level.txt", _RECORD_LIMIT).split())
    modules = modules or set(_IMPORTED.findall(_text(folder, "RECORD", _RECORD_LIMIT)))
    name = _FOLDER.fullmatch(os.path.basename(folder))
    modules = modules or ({name["name"].replace("-", "_")} if name else set())
    head = _text(folder, "METADATA", _METADATA_LIMIT).partition("\n\n")[0]
    needs = {normal(needed) for needed, mark in _NEEDED.findall(head) if "extra ==" not in mark}
    return About(tuple(sorted(modules)), tuple(sorted(needs)), _source(folder))


def _source(folder: str) -> str | None:
    """The address that a package was installed from, as `pip install` takes it; None for one from an index."""
    try:
        origin = json.loads(_text(folder, "direct_url.json", _METADATA_LIMIT) or "{}")
        url = origin.get("url")
        control = origin.get("vcs_info")
    except (ValueError, AttributeError):
        return None
    if not isinstance(url, str):
        return None
    if isinstance(control, dict):
        return f"{control.get('vcs', 'git')}+{url}@{control.get('commit_id', '')}".rstrip("@")
    return url


def _text(folder: str, name: str, limit: int) -> str:
    try:
        with open(Path(folder, name), encoding="utf-8", errors="replace") as file:
            return file.read(limit)
    except OSError:
        return ""
