"""The inspector that the guide shows works as it stands there."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from jupyter_tracker.capture.inspectors import registry
from jupyter_tracker.capture.inspectors.base import Inspector
from tests.inspectors.conftest import Bench

GUIDE = Path(__file__).parents[2] / "docs" / "inspectors.md"
OVENS = """
class Oven:
    def __init__(self, heat=220):
        self.heat = heat
    def bake(self, rounds):
        self.browning_ = [self.turn(at) for at in range(rounds)]
        self.burnt_ = 0.25
        return self
    def turn(self, round):
        return self.heat / 220 + round
"""
TASTING = """
def crispness(truth, loaf):
    return sum(a == b for a, b in zip(truth, loaf)) / len(truth)
"""


def shown(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_is_short_and_tells_what_it_says(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "bakery"
    package.mkdir()
    for name, source in {"__init__": "", "ovens": OVENS, "tasting": TASTING}.items():
        (package / f"{name}.py").write_text(source, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    made: dict[str, type[Inspector]] = {}
    exec(shown("python"), made)
    monkeypatch.setattr(registry, "_points", {"bakery": []})
    monkeypatch.setattr(registry, "_loaded", {"bakery": [made["BakeryInspector"]()]})

    told = bench.run("""
        from bakery.ovens import Oven
        from bakery.tasting import crispness
        oven = Oven(230).bake(3)
        print(crispness([1, 0], [1, 1]))
    """)
    assert told.metrics == {"crispness": 0.5}
    assert told.points["crust"] == [(at, 230 / 220 + at) for at in (0.0, 1.0, 2.0)]
    facts = told.facts("oven")
    assert facts.params == {"heat": (230, False)} and facts.metrics == {"burnt": 0.25}
    assert facts.series["browning"] == told.names["oven"].browning_
    lines = [line for line in shown("python").splitlines() if line.strip()]
    assert len(lines) <= 20
    for name in [name for name in sys.modules if name.partition(".")[0] == "bakery"]:
        del sys.modules[name]


def test_the_entry_point_is_of_the_group_that_is_looked_at() -> None:
    points = tomllib.loads(shown("toml"))["project"]["entry-points"]["jupyter_tracker.inspectors"]
    assert points == {"bakery": "bakery_tracking:BakeryInspector"}
