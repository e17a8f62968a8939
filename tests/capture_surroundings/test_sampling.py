"""What processes and GPUs use, as it is read from outside of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_tracker.capture import resources, sampling

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
HOLD = "held = bytearray(64 * 2**20)\nprint('ready', flush=True)\ninput()"
BURN = "import time\nwhile time.process_time() < 0.3: pass"
PS = """
    1     0   1000       0:01.00
  100     1   2000       0:02.50
  101   100   3000    1:00:00.00
  102   101   4000 2-00:00:10.00
  103     1   9000       9:09.09
a line of another kind
"""
MIB = 2**20


@pytest.fixture
def holder() -> Iterator[subprocess.Popen[str]]:
    """A child process that holds 64 MiB."""
    child = subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        yield child
        child.communicate("\n")


@linux
def test_memory_and_processes_of_children_count(holder: subprocess.Popen[str]) -> None:
    mine, of_child = sampling.usage(os.getpid()), sampling.usage(holder.pid)
    assert mine is not None and of_child is not None
    assert of_child.memory > 64 * MIB and mine.memory > of_child.memory + 10 * MIB
    assert {os.getpid(), holder.pid} <= mine.pids and os.getppid() not in mine.pids


@linux
def test_processor_time_of_a_child_that_has_ended_stays_counted() -> None:
    before = sampling.usage(os.getpid())
    subprocess.run([sys.executable, "-c", BURN], check=True)
    after = sampling.usage(os.getpid())
    assert before is not None and after is not None and after.cpu - before.cpu > 0.25


@linux
def test_a_process_that_is_gone(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    os.waitid(os.P_PID, holder.pid, os.WEXITED | os.WNOWAIT)
    assert sampling.usage(holder.pid) is None, "a zombie uses nothing"
    holder.wait()
    assert sampling.usage(holder.pid) is None


def test_what_ps_lists() -> None:
    found = sampling._by_ps(100, PS)
    assert found is not None and found.pids == {100, 101, 102}
    assert found.memory == 9000 * 1024
    assert found.cpu == pytest.approx(2.5 + 3600 + 2 * 86400 + 10)
    assert sampling._by_ps(104, PS) is None and sampling._by_ps(100, "") is None


@pytest.mark.parametrize(("days", "points"), [(1 / 24, 1000), (1, 2000), (7, 2300)])
def test_long_runs_have_no_more_points(days: float, points: int) -> None:
    age, count = 0.0, 0
    while age < days * 86400:
        age += sampling.pause(age)
        count += 1
    assert count <= points and sampling.pause(0) == 1.0


def test_gpus_of_which_all_processes_are_known() -> None:
    mine, other, nobody = str(os.getpid()), "1", "99999999"
    devices = [[str(number), f"GPU-{number}", "37", "1000"] for number in range(4)]
    processes = [
        [mine, "GPU-0", "600"],
        [other, "GPU-0", "300"],
        [other, "GPU-1", "300"],
        [nobody, "GPU-2", "300"],
        ["[N/A]", "GPU-2", "[N/A]"],
    ]
    found = sampling.gpu_values(devices, processes, {os.getpid()})
    assert found == {
        "system/gpu0": 37,
        "system/gpu0_memory": 1000 * MIB,
        "system/gpu0_memory_own": 600 * MIB,
        "system/gpu2": 37,
        "system/gpu2_memory": 1000 * MIB,
        "system/gpu3": 37,
        "system/gpu3_memory": 1000 * MIB,
    }


def test_what_a_gpu_does_not_tell() -> None:
    assert sampling.gpu_values([["0", "GPU-0", "[N/A]", "12"], ["no", "device"]], [], set()) == {
        "system/gpu0_memory": 12 * MIB
    }


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for the program")
def test_the_program_is_asked_seldom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "nvidia-smi"
    program.write_text(
        f"#!/bin/sh\necho x >> {tmp_path}/asked\n"
        f'case "$1" in *gpu=*) echo "0, GPU-a, 50, 2048";; *) echo "{os.getpid()}, GPU-a, 1024";; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    gpus = sampling.Gpus()
    expected = {"system/gpu0": 50, "system/gpu0_memory": 2048 * MIB, "system/gpu0_memory_own": 1024 * MIB}
    assert gpus.read({os.getpid()}) == expected
    assert gpus.read({os.getpid()}) is None, "asking took longer than a fiftieth of the time since"
    assert (tmp_path / "asked").read_text() == "x\nx\n"


def test_no_program_and_a_driver_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sampling.Gpus().read({1}) is None
    (tmp_path / "nvidia-smi").write_text("#!/bin/sh\necho 'has failed because it could not communicate'\nexit 9\n")
    (tmp_path / "nvidia-smi").chmod(0o755)
    gpus = sampling.Gpus()
    assert gpus.read({1}) is None and gpus._command is None, "it is not asked again"


class Cuda:
    """What PyTorch tells of two devices."""

    held = (100, 50)

    def is_initialized(self) -> bool:
        return True

    def device_count(self) -> int:
        return len(self.held)

    def max_memory_allocated(self, number: int) -> int:
        return self.held[number]


def test_the_peak_that_pytorch_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda = Cuda()
    monkeypatch.setitem(sys.modules, "torch", type("torch", (), {"cuda": cuda}))
    meter = resources.Meter()
    meter.start()
    assert "gpu_memory_peak" not in meter.stop(), "an earlier cell's"
    cuda.held = (100, 80)
    assert meter.stop()["gpu_memory_peak"] == 180
