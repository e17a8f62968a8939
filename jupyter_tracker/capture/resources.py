"""Time and memory that a cell took."""

from __future__ import annotations

import os
import re
import sys
import time

_PEAK = re.compile(rb"VmHWM:\s*(\d+) kB")


class Meter:
    """Measures from `start` to `stop`.

    On Linux the process's high-water mark of memory is set back at the start, so that the peak is the cell's own (and
    `ru_maxrss`, which is that mark, counts from there too). Elsewhere a peak is known only if it is the highest so far.
    """

    def __init__(self) -> None:
        self._wall = self._cpu = 0.0
        self._mark: int | None = None
        self._gpu_mark: int | None = None

    def start(self) -> None:
        """A cell begins."""
        self._mark = None if _reset_peak() else _peak()
        self._gpu_mark = _gpu_peak()
        self._cpu = _cpu()
        self._wall = time.perf_counter()

    def stop(self) -> dict[str, float | int]:
        """`wall` and `cpu` in seconds (`cpu` of all threads and of finished child processes), `rss_peak` and
        `gpu_memory_peak` in bytes where they are known."""
        used: dict[str, float | int] = {"wall": time.perf_counter() - self._wall, "cpu": _cpu() - self._cpu}
        peak = _peak()
        if peak is not None and (self._mark is None or peak > self._mark):
            used["rss_peak"] = peak
        on_gpus = _gpu_peak()
        if on_gpus and on_gpus > (self._gpu_mark or 0):
            used["gpu_memory_peak"] = on_gpus
        return used


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _reset_peak() -> bool:
    try:
        descriptor = os.open("/proc/self/clear_refs", os.O_WRONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        os.write(descriptor, b"5")
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _peak() -> int | None:
    """The process's high-water mark in bytes."""
    try:
        with open("/proc/self/status", "rb") as file:
            found = _PEAK.search(file.read())
        if found:
            return int(found[1]) * 1024
    except OSError:
        pass
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _gpu_peak() -> int | None:
    """The most memory on all GPUs that PyTorch has held in this process, by its own count: no device is asked."""
    cuda = getattr(sys.modules.get("torch"), "cuda", None)
    try:
        if cuda is None or not cuda.is_initialized():
            return None
        return sum(int(cuda.max_memory_allocated(number)) for number in range(cuda.device_count()))
    except Exception:  # half imported, or a device that is gone
        return None
