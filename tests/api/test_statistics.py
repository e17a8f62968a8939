"""Many runs together, as pandas sees them: groups, pivots, configurations, tests, what moved a metric, what matters."""

from __future__ import annotations

from tests.api.conftest import Script

MAKE = """
import warnings
import pandas as pd
import jupyter_tracker as jt
for seed in range(3):
    for depth in (2, 4):
        with jt.track(f"d{depth}"):
            jt.param(depth=depth, model="rf", seed=seed, data_dir=f"d{seed}")
            jt.tag(stage="a" if seed else "b")
            for step in range(3):
                jt.log(loss=1 / (depth + step), acc=depth / 10 + seed ** 2 / 100 + depth * seed / 1000)
"""


def test_groups_and_pivots_are_frames(script: Script) -> None:
    done = script(
        MAKE
        + r"""
frame = jt.groups("depth", metrics=["acc"])
assert sorted(frame["params.depth"]) == [2, 4] and list(frame["n"]) == [3, 3], frame
row = frame[frame["params.depth"] == 4].iloc[0]
assert row["differing"]["seed"] == "0–2" and row["acc.low"] < row["acc.mean"] < row["acc.best"] < 0.5
assert len(jt.groups("configuration")) == 2 and len(jt.groups("tags.stage", "day")) == 2
assert list(jt.groups("state", filter="params.depth == 4")["runs"]) == [3]
table = jt.pivot("depth", "model", "acc")
assert list(table.index) == [2, 4] and list(table.columns) == ["rf"] and table.attrs["n"] == [[3], [3]]
assert r"\toprule" in table.attrs["latex"] and "**" in table.attrs["markdown"] and table.attrs["best"] == [[1, 0]]
assert jt.pivot("params.depth", "tags.stage", "metrics.loss.min").shape == (2, 2)
try:
    jt.pivot("depth", "model", "ac")
except Exception as fault:
    print(type(fault).__name__, fault)
"""
    )
    assert done.returncode == 0, done.stderr
    assert "FilterError" in done.stdout and "did you mean acc?" in done.stdout


def test_configurations_tests_and_what_moved_are_frames(script: Script) -> None:
    done = script(
        MAKE
        + """
frame = jt.configurations("acc")
assert sorted(frame.index) == ["depth=2", "depth=4"] and set(frame["n"]) == {3} and frame["low"].notna().all(), frame
tests = jt.differences("acc", baseline="d2")
row = tests.iloc[0]
assert (row["first"], row["second"], row["test"], row["pairs"]) == ("depth=2", "depth=4", "paired t", 3), row
assert row["p"] < 0.05 and row["low"] < row["difference"] < row["high"] and "Holm" in tests.attrs["corrected"]
assert jt.differences("acc", method="bootstrap")["test"][0] == "paired bootstrap"
moved = jt.why_moved()
assert moved.attrs["metric"] == "metrics.acc" and moved.iloc[0]["name"] == "depth", moved
# of which runs the packages are known by now is a matter of moments, and what is not known is no evidence
assert moved.iloc[0]["way"] == "alone" and moved.iloc[0]["n"] in (1, 2) and moved.attrs["sentence"].startswith("+0.2")
matters = jt.importance("acc")
assert matters.index[0] == "depth" and matters.iloc[0]["correlation"] > 0.5
"""
    )
    assert done.returncode == 0, done.stderr


def test_models_are_columns(script: Script) -> None:
    done = script(
        """
import jupyter_tracker as jt
with jt.track("none"):
    jt.param(depth=1)
try:
    jt.models("@1")
except Exception as fault:
    print(type(fault).__name__, fault)
"""
    )
    assert done.returncode == 0, done.stderr
    assert "no" in done.stdout and "model" in done.stdout
