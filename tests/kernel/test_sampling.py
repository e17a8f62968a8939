"""What long runs use is sampled by a process beside the kernel, which nothing of the user's notices."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel.test_runs import Runs
from tests.kernels import ROOT, Kernel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

UNTIL_SAMPLED = """
import glob, time
def until_sampled():
    sampled = lambda: [one for one in glob.glob(".tracker/points/*.pts") if b"system/cpu" in open(one, "rb").read()]
    before, until = set(sampled()), time.time() + 60
    while time.time() < until and not set(sampled()) - before:
        time.sleep(0.02)
    return time.time() < until
"""


class Samplers:
    """The samplers of a kernel's session, as the system lists them."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.pid = kernel.manager.provisioner.pid  # type: ignore[union-attr]

    @property
    def pids(self) -> list[int]:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().decode("utf-8", "replace").split("\0")
            except OSError:
                continue
            if words[0] == sys.executable and str(self.kernel.store_path) in words and str(self.pid) in words:
                found.append(int(path.parent.name))
        return found

    def wait_for(self, count: int) -> list[int]:
        until = time.monotonic() + 60
        while len(found := self.pids) != count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(found) == count
        return found


@pytest.fixture
def samplers(kernel: Kernel) -> Samplers:
    kernel.run(UNTIL_SAMPLED)
    return Samplers(kernel)


def test_a_short_cell_begins_no_process(kernel: Kernel, samplers: Samplers) -> None:
    kernel.run("%%track short\nx = 1")
    record = Runs(kernel).newest()
    assert record["system"] == [] and samplers.pids == []


def test_what_a_long_run_uses_stands_apart(kernel: Kernel, samplers: Samplers) -> None:
    kernel.run("%%track long\nheld = bytearray(64 * 2**20)\nassert until_sampled()\nacc = 0.5")
    runs = Runs(kernel)
    record = runs.newest()
    assert {one["name"] for one in record["system"]} == {"system/cpu", "system/memory"}
    assert {one["kind"] for one in record["system"]} == {"resource"}
    summary = runs.all()[0]
    assert not [name for name in (*summary["metrics"], *summary["series"]) if "system" in name]
    assert not [one for one in record["metrics"] if "system" in one["name"]]
    memory = runs.reader.series(record["id"], "system/memory")
    assert all(2 < step < record["duration"] + 2 for step in memory.step)
    assert min(memory.value) > 64 * 2**20
    session = record["session"]
    assert {one["session"] for one in record["writers"]} == {session}


def test_it_is_nobodys_child_and_holds_nothing(kernel: Kernel, samplers: Samplers) -> None:
    kernel.run("%%track long\nassert until_sampled()")
    (pid,) = samplers.wait_for(1)
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
    )
    assert int(status["PPid"]) != samplers.pid
    assert os.getsid(pid) == pid
    assert os.readlink(f"/proc/{pid}/cwd") == "/"
    held = {os.readlink(path) for path in Path(f"/proc/{pid}/fd").iterdir()}
    assert {path for path in held if not path.startswith(str(kernel.store_path))} == {os.devnull}


WAITING = """
import os, signal, sys, threading, time
from pathlib import Path
from jupyter_tracker.session.sampling import leave_behind

heard = []
signal.signal(signal.SIGCHLD, lambda number, frame: heard.append(number))
leave_behind("true")
print(len(heard), end=" ")
child = os.fork()
if not child:
    while not (os.path.exists("begun") and os.path.exists("returned")):
        time.sleep(0.01)
    os._exit(7)
def begin():
    leave_behind("touch begun")
    Path("returned").touch()
threading.Thread(target=begin).start()
found = os.wait()
try:
    os.waitpid(-1, os.WNOHANG)
    left = True
except ChildProcessError:
    left = False
print(found == (child, 7 << 8), len(heard), left)
"""


def test_whoever_waits_for_any_child_is_given_their_own(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-W", "ignore", "-c", WAITING]
    ran = subprocess.run(asked, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60)
    assert ran.stdout == "0 True 1 False\n", ran


def test_an_interrupt_is_the_cells_alone(kernel: Kernel, samplers: Samplers) -> None:
    reply = kernel.run(
        "%%track stopped\nassert until_sampled()\nprint('go', flush=True)\ntime.sleep(60)", during=kernel.interrupt
    )
    assert reply.error.startswith("KeyboardInterrupt") and reply.text == "go\n"
    (pid,) = samplers.wait_for(1)
    os.kill(pid, signal.SIGINT)
    kernel.run("%%track again\nassert until_sampled()")
    assert samplers.pids == [pid] and Runs(kernel).newest()["system"], "one process for all runs"


def test_killing_it_harms_nothing(kernel: Kernel, samplers: Samplers) -> None:
    def kill() -> None:
        for pid in samplers.wait_for(1):
            os.kill(pid, signal.SIGKILL)

    reply = kernel.run("%%track bereft\nassert until_sampled()\nprint('go', flush=True)\nx = 1", during=kill)
    assert reply.status == "ok" and reply.text == "go\n"
    record = Runs(kernel).newest()
    assert record["state"] == "finished" and record["system"]


def test_it_ends_with_the_kernel(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    kernel.run(UNTIL_SAMPLED)
    samplers = Samplers(kernel)
    code = "%%track doomed\nimport time\nassert until_sampled()\nprint('go', flush=True)\ntime.sleep(60)"
    with pytest.raises(AssertionError, match="died"):
        kernel.run(code, during=kernel.kill)
    samplers.wait_for(0)
    (summary,) = Runs(kernel).all()
    assert summary["state"] == "crashed"
