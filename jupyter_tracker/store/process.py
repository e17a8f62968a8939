"""Which process this is, and whether one written down earlier still lives."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any, Literal

from .events import ProcessInfo

Liveness = Literal["alive", "gone", "elsewhere"]


def identify() -> ProcessInfo:
    """This process: pid, its start time, host, boot, PID namespace and user, as far as the system tells."""
    pid = os.getpid()
    return {
        "pid": pid,
        "started": start_time(pid),
        "host": host(),
        "boot": boot(),
        "pidns": pid_namespace(),
        "user": user(),
    }


def liveness(process: Mapping[str, Any]) -> Liveness:
    """Whether the process written down is alive or gone on this machine, or somewhere we cannot look."""
    if process.get("host") != host():
        return "elsewhere"
    if process.get("boot") != boot():
        return "gone"
    if process.get("pidns") != pid_namespace():
        return "elsewhere"
    pid = process.get("pid")
    if not isinstance(pid, int) or pid <= 0:
        return "elsewhere"
    return "alive" if _exists(pid) and start_time(pid) == process.get("started") else "gone"


def host() -> str:
    """This machine's name."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    return os.environ.get("COMPUTERNAME", "")


def boot() -> str | None:
    """An id of this boot of this machine, or None where none can be had."""
    if sys.platform == "linux":
        return _read("/proc/sys/kernel/random/boot_id")
    psutil = _psutil()
    return None if psutil is None else str(round(psutil.boot_time() / 10))


def pid_namespace() -> str | None:
    """The PID namespace we are in (containers have their own), or None where there are none."""
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return None


def start_time(pid: int) -> str | None:
    """When the process began, in the system's own unit: with the pid it names one process of this boot."""
    if sys.platform == "linux":
        stat = _read(f"/proc/{pid}/stat")
        if stat is None:
            return None
        fields = stat.rpartition(")")[2].split()
        return None if fields[0] in ("Z", "X") else fields[19]
    psutil = _psutil()
    if psutil is None:
        return None
    try:
        return repr(psutil.Process(pid).create_time())
    except Exception:  # psutil's errors have no common base that is safe to name here
        return None


def user() -> str | None:
    """The user's login name, or None."""
    for name in ("USER", "LOGNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    return str(os.getuid()) if hasattr(os, "getuid") else None


def _exists(pid: int) -> bool:
    if sys.platform == "win32":
        psutil = _psutil()
        return psutil is None or bool(psutil.pid_exists(pid))
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _read(path: str) -> str | None:
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return None


def _psutil() -> Any:
    try:
        import psutil  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return None
    return psutil
