"""Environment, resources and seeds tell the truth and leave the process as it was."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from jupyter_tracker.capture import environment, installed, seeds
from jupyter_tracker.capture.resources import Meter


def test_the_environment_is_plain_json_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_TOKEN", "not-for-anyone")
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    about = environment.describe()
    assert about["python"] == ".".join(map(str, sys.version_info[:3]))
    assert about["cpus"] >= 1
    assert about["variables"]["OMP_NUM_THREADS"] == "2"
    assert "not-for-anyone" not in json.dumps(about)


def test_packages_are_those_that_are_installed() -> None:
    packages = installed.packages()
    for name in ("numpy", "ipykernel", "pytest", "scikit-learn", "python-dateutil"):
        assert packages[name] == metadata.version(name)


def test_an_import_leads_to_what_has_to_be_installed() -> None:
    found = installed.imports()
    assert found["modules"]["sklearn"] == "scikit-learn" and found["modules"]["dateutil"] == "python-dateutil"
    assert {"numpy", "scipy", "joblib"} <= set(found["needs"]["scikit-learn"])
    assert "matplotlib" not in found["needs"]["scikit-learn"], "an extra is not needed"


def test_what_came_from_no_index_says_where_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "own_lib-1.2.dist-info"
    folder.mkdir()
    (folder / "RECORD").write_text("own/__init__.py,,\nown_lib-1.2.dist-info/METADATA,,\n")
    origin = {"url": "https://git.example/own", "vcs_info": {"vcs": "git", "commit_id": "abc123"}}
    (folder / "direct_url.json").write_text(json.dumps(origin))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    found = installed.imports()
    assert found["modules"]["own"] == "own-lib" and found["sources"]["own-lib"] == "git+https://git.example/own@abc123"


def test_threads_are_those_that_loaded_libraries_compute_with() -> None:
    code = (
        "import json, sklearn, threadpoolctl; from jupyter_tracker.capture import environment\n"
        "threadpoolctl.threadpool_limits(1); print(json.dumps(environment.threads()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    told = json.loads(done.stdout)
    assert told and set(told.values()) == {1}


def test_the_peak_of_memory_is_the_cells_own() -> None:
    code = """
from jupyter_tracker.capture.resources import Meter
big = bytearray(300_000_000); big[::4096] = b"x" * len(big[::4096]); del big
meter = Meter(); meter.start()
small = bytearray(50_000_000); small[::4096] = b"x" * len(small[::4096])
sum(range(2_000_000))
used = meter.stop()
print(used["wall"] > 0, used["cpu"] > 0, 50e6 < used.get("rss_peak", 60e6) < 250e6)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout.split() == ["True", "True", "True"], done.stdout + done.stderr


def test_the_time_of_finished_children_counts() -> None:
    meter = Meter()
    meter.start()
    subprocess.run([sys.executable, "-c", "sum(range(3_000_000))"], check=True)
    assert meter.stop()["cpu"] > 0


def test_generators_are_looked_at_without_being_changed() -> None:
    before = random.getstate(), np.random.get_state()[1].tolist()
    first, second = seeds.states(), seeds.states()
    assert first == second and {"random", "numpy"} <= set(first)
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before


@pytest.mark.parametrize(
    ("use", "expected"), [(random.random, ["random"]), (np.random.rand, ["numpy"]), (lambda: 1, [])]
)
def test_the_generators_that_a_cell_used_are_known(use: object, expected: list[str]) -> None:
    watch = seeds.SeedWatch()
    watch.start()
    assert callable(use) and use() is not None
    assert watch.stop("").used == expected


def test_equal_seeds_give_equal_states() -> None:
    seeds.Seeding(42).stop()
    first, drawn = seeds.states(), (random.random(), np.random.rand())
    seeds.Seeding(42).stop()
    assert seeds.states() == first
    assert (random.random(), np.random.rand()) == drawn
    seeds.Seeding(2**40).stop()


def test_seed_calls_and_keywords_are_found_in_the_source() -> None:
    source = """
random.seed(1); np.random.seed(seed_value)
rng = np.random.default_rng(7)
model = RandomForestClassifier(random_state=3)
train_test_split(X, y, random_state=None)
"""
    assert seeds.seeded_in(source) == {
        "random.seed": 1,
        "np.random.seed": "seed_value",
        "np.random.default_rng": 7,
        "RandomForestClassifier(random_state)": 3,
        "train_test_split(random_state)": None,
    }
    assert seeds.seeded_in("not python at all (") == {}


def test_nothing_is_imported_to_look() -> None:
    code = (
        "import sys; from jupyter_tracker.capture import seeds, environment; seeds.states(); environment.describe(); "
        "print([name for name in ('numpy', 'torch', 'pandas', 'IPython') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]", done.stderr
