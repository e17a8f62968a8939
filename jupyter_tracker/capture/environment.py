"""What the code runs in: Python, the machine, threads. Nothing here imports a library or starts a process."""

from __future__ import annotations

import os
import platform
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

VARIABLES = (
    "PYTHONHASHSEED",
    "PYTHONOPTIMIZE",
    "TZ",
    "OMP_NUM_THREADS",
    "OMP_DYNAMIC",
    "MKL_NUM_THREADS",
    "MKL_DYNAMIC",
    "OPENBLAS_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "CUDA_VISIBLE_DEVICES",
    "CUDA_DEVICE_ORDER",
    "CUDA_LAUNCH_BLOCKING",
    "CUBLAS_WORKSPACE_CONFIG",
    "NVIDIA_TF32_OVERRIDE",
    "PYTORCH_CUDA_ALLOC_CONF",
    "TF_DETERMINISTIC_OPS",
    "TF_ENABLE_ONEDNN_OPTS",
    "KERAS_BACKEND",
    "XLA_FLAGS",
    "JAX_PLATFORMS",
    "TOKENIZERS_PARALLELISM",
)
"""The only environment variables that are written down: they change results and hold no secrets."""


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
        "gpu_driver": driver(),
        "executable": sys.executable,
        "threads": threads(),
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


def driver() -> str | None:
    """Version of the graphics driver (NVIDIA on Linux), None where there is none."""
    try:
        found = re.search(r"\b\d{3,}\.\d+(?:\.\d+)?\b", Path("/proc/driver/nvidia/version").read_text())
    except OSError:
        return None
    return found[0] if found else None


def threads() -> dict[str, int]:
    """How many threads the libraries that are loaded compute with, by library; none is imported."""
    found: dict[str, int] = {}
    with suppress(Exception):  # half imported, or another thing of that name
        found["torch"] = int(sys.modules["torch"].get_num_threads())
    with suppress(Exception):
        for pool in sys.modules["threadpoolctl"].threadpool_info():
            found[str(pool["internal_api"])] = int(pool["num_threads"])
    return found


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
