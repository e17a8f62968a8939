"""What the code runs in: Python, the machine, the packages. Nothing here imports a library or starts a process."""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path
from typing import Any

VARIABLES = (
    "PYTHONHASHSEED",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "CUDA_VISIBLE_DEVICES",
    "CUBLAS_WORKSPACE_CONFIG",
    "TF_DETERMINISTIC_OPS",
    "XLA_FLAGS",
    "JAX_PLATFORMS",
    "TOKENIZERS_PARALLELISM",
)
"""The only environment variables that are written down: they change results and hold no secrets."""

_DIST = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+?)(?:-py[\d.]+)?\.(?:dist|egg)-info")
_RECORD_LIMIT = 2 * 10**6


def describe() -> dict[str, Any]:
    """Python, platform and machine; quick enough for the first tracked cell."""
    about: dict[str, Any] = {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "cpu": _cpu_name(),
        "cpus": _usable_cpus(),
        "memory": _memory(),
        "gpus": gpus(),
        "variables": {name: os.environ[name] for name in VARIABLES if name in os.environ},
    }
    return {key: value for key, value in about.items() if value not in (None, "", [], {})}


def gpus() -> list[str]:
    """Names of the graphics cards that the driver tells of (NVIDIA on Linux); no library is asked."""
    names: list[str] = []
    try:
        for card in sorted(Path("/proc/driver/nvidia/gpus").iterdir()):
            found = re.search(r"^Model:\s*(.+)$", (card / "information").read_text(), re.MULTILINE)
            names += [found[1].strip()] if found else []
    except OSError:
        return names
    return names


def packages() -> dict[str, str]:
    """All installed packages with their versions, names as on the package index. Some milliseconds: reads folders."""
    found: dict[str, str] = {}
    for folder in reversed(sys.path):
        for name, version, _ in _distributions(folder):
            found[name] = version
    return dict(sorted(found.items()))


def packages_in_use() -> dict[str, str]:
    """The packages that loaded modules come from. Reads a file of each package: not for the path of a cell."""
    loaded = {name.partition(".")[0] for name in list(sys.modules)}
    found: dict[str, str] = {}
    for folder in reversed(sys.path):
        for name, version, path in _distributions(folder):
            if not loaded.isdisjoint(_top_level(name, path)):
                found[name] = version
    return dict(sorted(found.items()))


def _distributions(folder: str) -> list[tuple[str, str, str]]:
    """(name, version, path of the metadata) of what is installed in one folder of `sys.path`."""
    try:
        with os.scandir(folder or ".") as entries:
            matches = [(_DIST.fullmatch(each.name), each.path) for each in entries if each.name.endswith("-info")]
    except OSError:
        return []
    return [(_normal(match["name"]), match["version"], path) for match, path in matches if match]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _top_level(name: str, path: str) -> set[str]:
    """Names of the top-level modules that a package brings."""
    try:
        return set(Path(path, "top_level.txt").read_text(encoding="utf-8").split())
    except OSError:
        pass
    try:
        with open(os.path.join(path, "RECORD"), encoding="utf-8", errors="replace") as file:
            lines = file.read(_RECORD_LIMIT)
    except OSError:
        return {name.replace("-", "_")}
    return set(re.findall(r"(?m)^([A-Za-z_]\w*)(?:/|\.py,|\.[\w-]+\.(?:so|pyd),)", lines))


def _cpu_name() -> str | None:
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            found = re.search(r"^model name\s*:\s*(.+)$", file.read(8192), re.MULTILINE)
    except OSError:
        return platform.processor() or None
    return found[1].strip() if found else None


def _usable_cpus() -> int | None:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
