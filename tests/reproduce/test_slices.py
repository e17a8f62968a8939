"""Slices of real sessions: no needed cell is missing, and what they make again is what the run had made."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.kernels import ROOT
from tests.reproduce.cases import CASES, Case, cases

Told = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What became of each case."""
    given = [{**asdict(case), "needed": sorted(case.needed), "spare": sorted(case.spare)} for case in CASES]
    done = subprocess.run(
        [sys.executable, "-m", "tests.reproduce.driver", str(tmp_path_factory.mktemp("cases"))],
        input=json.dumps(given), capture_output=True, text=True, cwd=ROOT, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: Told = json.loads(done.stdout)
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_needed_cell_is_missing(case: Case, told: Told) -> None:
    found = told[case.name]
    assert "fault" not in found, found["fault"]
    assert Path(found["package"]).parent == ROOT
    assert "not fully traced" not in found["screen"], found["screen"]
    numbers = {cell["executed"] for cell in found["slice"]["cells"]}
    assert case.needed - numbers == set(), found["screen"]
    assert numbers - {len(case.cells)} - case.needed - case.spare == set()
    sources = [cell["source"] for cell in found["slice"]["cells"]]
    assert sources[-1] == f"%%track case\n{case.cells[-1]}"
    assert all(cell["why"] for cell in found["slice"]["cells"])


@pytest.mark.parametrize("case", [case for case in CASES if case.again], ids=lambda case: case.name)
def test_the_slice_makes_the_same_again(case: Case, told: Told) -> None:
    found = told[case.name]
    assert found["out"] != repr("nothing"), found["screen"]
    assert found["again"]["out"] == found["out"], found["again"]["screen"]


@pytest.mark.parametrize("case", cases("seeds"), ids=lambda case: case.name)
def test_what_was_seeded_in_whichever_way_is_no_chance(case: Case, told: Told) -> None:
    assert told[case.name]["slice"]["grade"]["grade"] == "A", told[case.name]["slice"]["warnings"]


@pytest.mark.parametrize("case", cases("chance"), ids=lambda case: case.name)
def test_what_chance_has_made_is_said(case: Case, told: Told) -> None:
    grade = told[case.name]["slice"]["grade"]
    assert grade["grade"] == "D" and any(word in grade["reasons"][0] for word in ("no seed", "hashes", "a seed"))


def test_slices_are_smaller_than_all_that_ran(told: Told) -> None:
    kept = sum(len(one["slice"]["cells"]) for one in told.values())
    ran = sum(one["slice"]["of"] for one in told.values())
    unsound = [case.name for case in CASES if case.again and told[case.name]["again"]["out"] != told[case.name]["out"]]
    print(f"{len(told)} cases, {len(unsound)} unsound, slices hold {kept} of {ran} cells ({kept / ran:.0%})")
    assert kept < 0.85 * ran and not unsound
