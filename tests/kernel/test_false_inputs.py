"""What the tracker itself reads is no cell's input."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.kernel.test_runs import Runs
from tests.kernels import Kernel

WAIT = "import time\nfor beat in range(12):\n    time.sleep(0.1)"


def inputs(kernel: Kernel) -> list[str]:
    return [one["path"] for one in Runs(kernel).newest()["inputs"]]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what other processes open")
def test_what_git_reads_meanwhile(kernel: Kernel) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b.example")
        subprocess.run(["git", *identity, *arguments], cwd=kernel.folder, check=True, capture_output=True)

    data = kernel.folder / "table.csv"
    data.write_text("a,b\n")
    git("init")
    git("add", "table.csv")
    git("commit", "-m", "data")
    time.sleep(0.05)
    data.write_text("a,b\n1,2\n")
    kernel.run("%%track first\npass")  # git looks at this folder while the next cell runs
    kernel.run(f"%%track second\n{WAIT}")
    assert inputs(kernel) == []


def test_what_is_kept_of_the_cell_before(kernel: Kernel) -> None:
    kernel.run("%%track writer\nwith open('large.bin', 'wb') as file:\n    done = file.write(bytes(200_000_000))")
    kernel.run(f"%%track after\n{WAIT}")
    assert inputs(kernel) == []


def test_our_own_files(kernel: Kernel) -> None:
    kernel.run("%%track own\nimport jupyter_tracker.masking as m\ntext = open(m.__file__).read()")
    assert inputs(kernel) == []
