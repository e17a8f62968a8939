"""The benchmarks still run; what they measure is nobody's business here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", NAMES)
def test_it_runs(name: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", name, "--scale", "0.002"], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.strip().splitlines()
    assert lines[0].startswith("what") and len(lines) > 3


def test_nothing_is_lost() -> None:
    """The figures that are no times: kills and four writers lose no acknowledged call."""
    for name, line in (("kills", "lost in"), ("writers", "calls lost")):
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks", name, "--scale", "0.02"], cwd=ROOT, capture_output=True, text=True
        )
        rows = [row for row in ran.stdout.splitlines() if line in row]
        assert rows and all(row.split(line)[1].split(" of ")[0].split()[-1] == "0" for row in rows), ran.stdout
