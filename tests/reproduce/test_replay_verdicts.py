"""What a verdict rests on: values, and not what they are called or how they look from afar."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_tracker.analysis.verdicts import shown
from tests.kernels import ROOT
from tests.reproduce.recording import record

CLOCKS = """\
import time
from time import perf_counter as tick
import helper
def fit(n):
    began = tick()
    return n / 3, tick() - began
def cost():
    return time.time()"""
TIMED = """\
%%track timed
score, spent = fit(4)
when = cost()
parts = [tick() for _ in range(3)]
other = helper.now()
print(f"took {spent}")
took = %timeit -o -n1 -r1 -q fit(2)"""


def test_a_name_is_no_proof_of_a_clock(tmp_path: Path) -> None:
    """Values under names of times that come of something else are told apart."""
    lines = ["%%track named", "b = float(os.environ['OTHER'])", "eta, t1, runtime = b / 3, b + 0.5, b * 2",
             "latency = [b, 1.0]", "kept = {'time': b, 'n': 1}", "print(f'elapsed: {eta}')"]  # fmt: skip
    recorded = record(tmp_path, ["import os", "\n".join(lines)], OTHER="1")
    told = recorded.replay("named", environ={"OTHER": "2"})
    assert told["verdict"] == "different" and told.first["variable"] == "b"
    shown = {one["name"]: (one["verdict"], one["volatile"]) for one in told["steps"][-1]["variables"]}
    assert shown == dict.fromkeys(["b", "eta", "t1", "runtime", "latency", "kept"], ("different", None))
    assert {one["volatile"] for one in told["metrics"]} == {None}


def test_what_comes_of_a_clock_is_one_by_any_name_and_way(tmp_path: Path) -> None:
    recorded = record(tmp_path, [CLOCKS, TIMED], {"helper.py": "import time\ndef now():\n    return time.time()\n"})
    told = recorded.replay("timed")
    assert told["verdict"] == "identical", told.body
    shown = {one["name"]: one["volatile"] for one in told["steps"][-1]["variables"]}
    assert {name: shown[name] for name in ("spent", "when", "parts", "other")} == dict.fromkeys(
        ["spent", "when", "parts", "other"], "clock"
    )


def test_what_a_library_draws_comes_again_though_another_draws_while_it_is_loaded(tmp_path: Path) -> None:
    pytest.importorskip("rich.style")
    installed = tmp_path / "installed" / "site-packages"
    installed.mkdir(parents=True)
    (installed / "weights.py").write_text("import random\ndef first():\n    return random.random()\n")
    cells = ["import rich.style, weights\nw = weights.first()", "%%track fit\nscore = w * 2"]
    recorded = record(tmp_path / "project", cells, PYTHONPATH=f"{ROOT}{os.pathsep}{installed}")
    told = recorded.replay("fit")
    assert told["verdict"] == "identical", told.body


@pytest.mark.parametrize("size", [10, 1000])
def test_arrays_that_look_alike_from_afar_are_different(tmp_path: Path, size: int) -> None:
    """Those with the same least, greatest and mean value, and the same first ones."""
    lines = ["%%track arrays", f"a = np.arange({size})", "if os.environ['OTHER'] == '2':",
             "    a[[5, 6]] = a[[6, 5]]", "score = 3 / 2"]  # fmt: skip
    recorded = record(tmp_path, ["import os\nimport numpy as np", "\n".join(lines)], OTHER="1")
    told = recorded.replay("arrays", environ={"OTHER": "2"})
    assert told["verdict"] == "different" and told.first["variable"] == "a"
    assert shown(told.first["recorded"]) != shown(told.first["replayed"])


def test_arrays_and_lists_are_equal_where_their_elements_are(tmp_path: Path) -> None:
    lines = ["%%track near", "away = float(os.environ['AWAY'])", "a = np.linspace(1, 2, 12)", "a[7] += away",
             "b = [1.5, 2.5, 1.5 + away]", "kept = {'w': np.linspace(1, 2, 50_000) + away, 'n': 3}",
             "table = pd.DataFrame({'x': np.linspace(1, 2, 300) + away, 'y': 'ab'})",
             "del away", "score = 3 / 2"]  # fmt: skip
    imports = "import os\nimport numpy as np, pandas as pd"
    recorded = record(tmp_path, [imports, "\n".join(lines)], AWAY="0")
    near = recorded.replay("near", environ={"AWAY": "1e-9"})
    names = ["a", "b", "kept", "table"]
    assert {one["name"]: one["verdict"] for one in near["steps"][-1]["variables"]} == dict.fromkeys(names, "equal")
    far = recorded.replay("near", environ={"AWAY": "1e-3"})
    assert {one["name"]: one["verdict"] for one in far["steps"][-1]["variables"]} == dict.fromkeys(names, "different")
