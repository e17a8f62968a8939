"""Processor, memory and GPU of a process and of all that it has started, read from outside of it.

It is imported by a small program of its own (`session.sampler`), so it needs nothing but the standard library.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass

MOST_OF_A_CORE = 0.02
"""Which part of the time may go into asking for GPUs."""
EVERY = 1.0
"""Seconds between two points of a young run."""
STRETCH = 250.0
"""A run's points lie this part of its age apart: some 1,700 of them after a day, 2,200 after a week."""
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Usage:
    """What a tree of processes uses: seconds of processor time so far, bytes in memory, and which processes it is."""

    cpu: float
    memory: int
    pids: frozenset[int]


def can_sample() -> bool:
    """Whether this system tells of processes what is needed."""
    return sys.platform == "linux" or shutil.which("ps") is not None


def pause(age: float) -> float:
    """Seconds from one point to the next of a run that is `age` seconds old."""
    return max(EVERY, age / STRETCH)


def usage(pid: int) -> Usage | None:
    """What the process and all below it use now; None if it is gone. Shared memory counts in each that shares it."""
    return _by_proc(pid) if sys.platform == "linux" else _by_ps(pid, _ask_ps())


def _by_proc(pid: int) -> Usage | None:
    cpu = pages = 0
    seen: set[int] = set()
    waiting = [pid]
    while waiting:
        process = waiting.pop()
        fields = _stat(process)
        if process in seen or fields is None:
            continue
        seen.add(process)
        # utime, stime, and those of children that were waited for: what has ended stays counted, once.
        cpu += sum(map(int, fields[11:15]))
        pages += int(fields[21])
        waiting += _children(process)
    if pid not in seen:
        return None
    return Usage(cpu / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE"), frozenset(seen))


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat from the state on; None for a process that is gone."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if not fields or fields[0] in "ZX" else fields


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                found += map(int, file.read().split())
    except OSError:  # gone meanwhile, or a kernel that does not list them
        pass
    return found


def _ask_ps() -> str:
    import subprocess

    asked = ["ps", "-axo", "pid=,ppid=,rss=,time="]
    try:
        return subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _by_ps(pid: int, listed: str) -> Usage | None:
    """Out of what `ps` lists: pid, parent, KiB in memory, processor time."""
    rows: dict[int, tuple[int, float]] = {}
    below: dict[int, list[int]] = {}
    for line in listed.splitlines():
        fields = line.split()
        if len(fields) == 4:
            rows[int(fields[0])] = int(fields[2]) * 1024, _seconds(fields[3])
            below.setdefault(int(fields[1]), []).append(int(fields[0]))
    if pid not in rows:
        return None
    tree, waiting = set[int](), [pid]
    while waiting:
        process = waiting.pop()
        if process not in tree:
            tree.add(process)
            waiting += below.get(process, [])
    return Usage(sum(rows[one][1] for one in tree), sum(rows[one][0] for one in tree), frozenset(tree))


def _seconds(text: str) -> float:
    """`[days-][hours:]minutes:seconds` as seconds."""
    days, _, clock = text.rpartition("-")
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total + 86400 * int(days or 0)


class Gpus:
    """The GPUs that `nvidia-smi` tells of, asked so seldom that it takes next to nothing."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self._command = shutil.which("nvidia-smi")
        self._not_before = 0.0

    def read(self, pids: Collection[int]) -> dict[str, float] | None:
        """Percent and bytes of each device, by the names of their series; `pids` are the processes that count.

        `gpu<N>_memory` is all that is used of the device, `gpu<N>_memory_own` what these processes use, where that can
        be told. A device is left out on which all processes are known and none of them counts. None: not this time.
        """
        if self._command is None or time.monotonic() < self._not_before:
            return None
        began = time.monotonic()
        devices = self._ask("--query-gpu=index,uuid,utilization.gpu,memory.used")
        processes = self._ask("--query-compute-apps=pid,gpu_uuid,used_memory")
        if devices is None:
            self._command = None
            return None
        ended = time.monotonic()
        self._not_before = ended + (ended - began) / MOST_OF_A_CORE
        return gpu_values(devices, processes or [], pids)

    def _ask(self, query: str) -> list[list[str]] | None:
        import subprocess

        asked = [str(self._command), query, "--format=csv,noheader,nounits"]
        try:
            done = subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
        except (OSError, subprocess.SubprocessError):
            return None
        if done.returncode:
            return None
        return [[field.strip() for field in line.split(",")] for line in done.stdout.splitlines() if line.strip()]


def gpu_values(devices: Iterable[list[str]], processes: Iterable[list[str]], pids: Collection[int]) -> dict[str, float]:
    """The values of series out of rows (index, uuid, percent, MiB) of devices and (pid, uuid, MiB) of processes."""
    values: dict[str, float] = {}
    users: dict[str, list[list[str]]] = {}
    for row in processes:
        if len(row) == 3 and row[0].isdigit():
            users.setdefault(row[1], []).append(row)
    for row in devices:
        if len(row) != 4 or not row[0].isdigit():
            continue
        index, uuid, percent, used = row
        here = users.get(uuid, [])
        own = [one for one in here if int(one[0]) in pids]
        if here and not own and all(os.path.exists(f"/proc/{one[0]}") for one in here):
            continue
        numbers = {
            f"system/gpu{index}": _number(percent),
            f"system/gpu{index}_memory": _number(used, MIB),
            f"system/gpu{index}_memory_own": sum((_number(one[2], MIB) or 0.0) for one in own) or None,
        }
        values.update({name: number for name, number in numbers.items() if number is not None})
    return values


def _number(text: str, unit: float = 1.0) -> float | None:
    """A number; None for `[N/A]` and `[Not Supported]`."""
    try:
        return float(text) * unit
    except ValueError:
        return None
