"""What a slice imports, with the versions it ran with: as a list, and as a requirements file."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..store.errors import StoreError
from . import load

if TYPE_CHECKING:
    from ..store.query import Reader

_IMPORT = re.compile(r"(?m)^\s*(?:from\s+([A-Za-z_]\w*)[\w.]*\s+import\b|import\s+([A-Za-z_]\w*))")
_TRACKER = "jupyter-tracker"


@dataclass(frozen=True, slots=True)
class Imports:
    """The packages of a run.

    Attributes:
        run, python: its name; the version of Python, empty where it is not known.
        packages: version by package of all that was installed.
        direct: packages that the slice imports itself, and by which names.
        through: packages that those need.
        unknown: modules that the slice imports and that belong to no package of that time.
        sources: where packages came from that came from no index.
    """

    run: str
    python: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)
    direct: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    through: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""

        def listed(names: Iterable[str]) -> list[dict[str, Any]]:
            return [
                {"name": name, "version": self.packages[name], "modules": list(self.direct.get(name, ()))}
                for name in names
            ]

        rest = [name for name in self.packages if name not in self.direct and name not in self.through]
        return {
            "direct": listed(self.direct),
            "through": listed(self.through),
            "installed": listed(rest),
            "unknown": list(self.unknown),
        }

    def requirements(self) -> str:
        """As `pip install -r` takes it: what the slice imports and what that needs, each in its exact version."""
        head = [f"# What the run {self.run} imports, in the versions that it ran with."]
        if self.python:
            head.append(f"# It ran with Python {self.python}.")
        head += [f"# not found among the packages of that time: {name}" for name in self.unknown]
        lines = [*head, *(self._line(name) for name in self.direct)]
        if self.through:
            lines += ["# what those need", *(self._line(name) for name in self.through)]
        return "\n".join(lines) + "\n"

    def _line(self, name: str) -> str:
        pinned = f"{name}=={self.packages[name]}"
        source = self.sources.get(name)
        if source is None:
            return pinned
        if source.startswith("file:"):
            return f"# {pinned} was installed from a folder: {source}"
        return f"{name} @ {source}"


def of_run(reader: Reader, run: str) -> Imports:
    """What the slice of a run imports. Raises StoreError where the packages of that time are not in the store."""
    record = reader.run(run)
    about = record.get("environment") or {}
    packages = _json(reader, about.get("packages"))
    if not packages:
        raise StoreError(f"the packages of {record['name']} are not in the store: they are noted while a run is made")
    known = _json(reader, about.get("imports"))
    found = load.of_run(reader, run)
    text = load.texts(reader)
    local = {module.name.partition(".")[0] for module in found.modules}
    sources = [*(cell.entry.source for cell in found.cells), *(text(module.blob) for module in found.modules)]
    names = [name for name in imported_names(sources) if name not in local]
    return _resolved(record["name"], str(about.get("python") or ""), packages, known, names)


def imported_names(sources: Iterable[str]) -> list[str]:
    """The top-level modules that sources import, those of Python itself left out, in order."""
    found: dict[str, None] = {}
    for source in sources:
        found.update(dict.fromkeys(_names(source)))
    return [name for name in found if name not in sys.stdlib_module_names]


def _names(source: str) -> list[str]:
    try:
        tree = ast.parse("\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n")))
    except (SyntaxError, ValueError):  # magics and what else only IPython understands
        return [first or second for first, second in _IMPORT.findall(source)]
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module.partition(".")[0])
    return names


def _resolved(
    run: str, python: str, packages: Mapping[str, str], known: Mapping[str, Any], names: Iterable[str]
) -> Imports:
    modules: Mapping[str, str] = known.get("modules") or {}
    needs: Mapping[str, list[str]] = known.get("needs") or {}
    direct: dict[str, tuple[str, ...]] = {}
    unknown = []
    for name in names:
        package = modules.get(name) or re.sub(r"[-_.]+", "-", name).lower()
        if package == _TRACKER:
            continue
        if package in packages:
            direct[package] = (*direct.get(package, ()), name)
        elif known:
            unknown.append(name)
    through: dict[str, None] = {}
    waiting = list(direct)
    while waiting:
        for needed in needs.get(waiting.pop(), ()):
            if needed in packages and needed not in direct and needed not in through:
                through[needed] = None
                waiting.append(needed)
    ordered = {name: direct[name] for name in sorted(direct)}
    sources = {name: str(source) for name, source in (known.get("sources") or {}).items()}
    return Imports(run, python, packages, ordered, tuple(sorted(through)), tuple(unknown), sources)


def _json(reader: Reader, ref: Any) -> dict[str, Any]:
    if not isinstance(ref, str):
        return {}
    try:
        found = json.loads(reader.store.blobs.get(ref))
    except (StoreError, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
