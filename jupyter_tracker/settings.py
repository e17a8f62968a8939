"""What people can set: in `[tool.jupyter-tracker]` of the nearest pyproject.toml, by JUPYTER_TRACKER_* variables, and
by tags of a cell (`track:outputs=off`, `track:inputs=hash`, `track:quiet`); the later of these wins.

A value that makes no sense is left at its default and told in `Settings.warnings`; nothing here raises.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

Outputs = Literal["all", "figures", "off"]
Inputs = Literal["bytes", "hash"]

_UNITS = {
    "": 1,
    "b": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "tb": 10**12,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
    "tib": 2**40,
}
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
TABLE = "jupyter-tracker"
PREFIX = "JUPYTER_TRACKER_"


@dataclass(frozen=True, slots=True)
class Settings:
    """One set of settings; sizes are in bytes."""

    outputs: Outputs = "all"
    """What is kept of a cell's outputs: all, figures alone, or nothing."""
    inputs: Inputs = "bytes"
    """Whether small data files are kept by their bytes, or known by their hashes alone."""
    quiet: bool = False
    """No card after a tracked cell."""
    store_budget: int = 2 * 10**9
    """Beyond this the store keeps only hashes of files."""
    kept_file_limit: int = 256 * 2**20
    """Files that a run wrote are kept up to this size; larger ones by path and hash."""
    output_limit: int = 10 * 10**6
    """Outputs of a tracked cell beyond this keep their head and tail."""
    untracked_output_limit: int = 64 * 10**3
    """The same for a cell that is not tracked."""
    git_diff_limit: int = 2 * 10**6
    """Uncommitted changes beyond this are cut."""
    warnings: tuple[str, ...] = ()
    """What could not be understood, in words for the person who wrote it."""

    @classmethod
    def load(cls, near: str | os.PathLike[str], environ: Mapping[str, str] | None = None) -> Settings:
        """The settings for work in the folder `near`, from the project's file and the environment."""
        settings = cls()
        path = _nearest_project(Path(near))
        if path is not None:
            settings = _from_project(settings, path)
        variables = os.environ if environ is None else environ
        for name in NAMES:
            variable = PREFIX + name.upper()
            if variable in variables:
                settings = _set(settings, name, variables[variable], variable)
        return settings

    def for_cell(self, tags: Iterable[str]) -> Settings:
        """These settings with what a cell's tags say; tags that are not ours are left alone."""
        settings = self
        for tag in map(str, tags):
            name, equals, value = tag.removeprefix("track:").partition("=")
            if not tag.startswith("track:"):
                continue
            if name in ("outputs", "inputs") and equals:
                settings = _set(settings, name, value, f"cell tag {tag!r}")
            elif name == "quiet":
                settings = replace(settings, quiet=True)
        return settings


def _choice(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value in allowed:
            return str(value)
        raise ValueError("must be one of " + ", ".join(allowed))

    return read


def _flag(value: Any) -> bool:
    text = str(value).strip().lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise ValueError("must be true or false")


def _size(value: Any) -> int:
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*", str(value)) if not isinstance(value, bool) else None
    if found is None or found[2].lower() not in _UNITS:
        raise ValueError("must be a size such as 500000, '64 KB' or '256 MiB'")
    return int(float(found[1]) * _UNITS[found[2].lower()])


_READERS: dict[str, Callable[[Any], Any]] = {
    "outputs": _choice("all", "figures", "off"),
    "inputs": _choice("bytes", "hash"),
    "quiet": _flag,
    "store_budget": _size,
    "kept_file_limit": _size,
    "output_limit": _size,
    "untracked_output_limit": _size,
    "git_diff_limit": _size,
}
NAMES = tuple(_READERS)
"""The names that can be set; in pyproject.toml a hyphen may stand for the underscore."""


def _set(settings: Settings, name: str, value: Any, source: str) -> Settings:
    try:
        return replace(settings, **{name: _READERS[name](value)})
    except ValueError as fault:
        return _warn(settings, f"{source}: {name} {fault}, not {value!r}; using {getattr(settings, name)!r}")


def _warn(settings: Settings, text: str) -> Settings:
    return replace(settings, warnings=(*settings.warnings, text))


def _nearest_project(folder: Path) -> Path | None:
    try:
        folder = folder.resolve()
        return next((path for each in (folder, *folder.parents) if (path := each / "pyproject.toml").is_file()), None)
    except OSError:
        return None


def _from_project(settings: Settings, path: Path) -> Settings:
    try:
        text = path.read_text(encoding="utf-8")
        if TABLE not in text:
            return settings
        import tomllib

        table = tomllib.loads(text).get("tool", {}).get(TABLE, {})
    except (OSError, ValueError) as fault:
        return _warn(settings, f"{path.name} could not be read: {fault}")
    if not isinstance(table, dict):
        return _warn(settings, f"{path.name}: [tool.{TABLE}] must be a table")
    for key, value in table.items():
        name = key.replace("-", "_")
        if name in _READERS:
            settings = _set(settings, name, value, path.name)
        else:
            near = get_close_matches(name, NAMES, 1)
            hint = f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(NAMES)
            settings = _warn(settings, f"{path.name}: [tool.{TABLE}] has no setting {key!r}; {hint}")
    return settings
