"""Curves of many runs: no spike is missed at any zoom, smoothing and bands are what they are called."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_tracker.analysis.curves import Smoothing, smoothed, together
from jupyter_tracker.analysis.looks import GREY
from jupyter_tracker.store import FilterError, Store, new_run_id
from jupyter_tracker.store.selecting import Selection
from jupyter_tracker.workbench.bench import Bench, Measure
from jupyter_tracker.workbench.curves import Drawing, Line, drawn

ALL = Selection()


def lines(bench: Bench, metric: str = "loss", **how: Any) -> list[Line]:
    bench.reader.refresh()
    return drawn(bench, ALL, Measure(metric, bench.names()["metrics"]), Drawing(**how)).lines


@settings(max_examples=25, deadline=None)
@given(
    spikes=st.lists(st.tuples(st.integers(0, 2999), st.floats(-1e6, 1e6)), max_size=12),
    gaps=st.lists(st.integers(0, 2999), max_size=5),
    window=st.tuples(st.integers(0, 2999), st.integers(0, 2999)),
    points=st.integers(20, 400),
)
def test_no_spike_is_missed_at_any_zoom(
    spikes: list[tuple[int, float]], gaps: list[int], window: tuple[int, int], points: int
) -> None:
    values = np.sin(np.arange(3000) / 100)
    for place, height in spikes:
        values[place] = height
    values[gaps] = math.nan
    low, high = min(window), max(window)
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / ".tracker")
        log, run = store.session("kernel"), new_run_id()
        writer = store.points(run)
        for step, value in enumerate(values.tolist()):
            writer.log({"loss": value}, step, None)
        writer.close()
        log.write("run", run=run, made_by="begin", parts=[])
        log.close()
        reader = store.reader()
        try:
            for ends in ((None, None), (low, high)):
                (line,) = lines(Bench(reader), points=points, low=ends[0], high=ends[1])
                begin, end = (0, 2999) if ends[0] is None else (max(low - 1, 0), min(high + 1, 2999))
                there = values[begin : end + 1]
                if np.isfinite(there).any():
                    assert (np.nanmin(line.value), np.nanmax(line.value)) == (np.nanmin(there), np.nanmax(there))
                assert (line.x[0], line.x[-1]) == (begin, end) and (np.diff(line.x) > 0).all()
                assert line.total == 3000 and len(line.x) <= points + 2
                assert np.array_equal(values[line.x.astype(int)], line.value, equal_nan=True)
        finally:
            reader.close()


def test_smoothing_is_what_its_name_says() -> None:
    values = np.array([1.0, 3.0, math.nan, 5.0, math.inf, 7.0])
    weight, mean, seen, expected = 0.5, 0.0, 0, []
    for value in values.tolist():
        if math.isfinite(value):
            mean, seen = mean * weight + (1 - weight) * value, seen + 1
        expected.append(mean / (1 - weight**seen))
    assert smoothed(values, Smoothing("exponential", weight)) == pytest.approx(expected)
    assert smoothed(np.array([1.0, 9.0, 2.0, 3.0]), Smoothing("median", 3)).tolist() == [5.0, 2.0, 3.0, 2.5]
    assert smoothed(np.array([1.0, 2.0, 6.0]), Smoothing("mean", 3)).tolist() == [1.5, 3.0, 4.0]


def test_several_curves_as_one_with_a_band() -> None:
    from scipy.stats import t

    x = np.arange(3.0)
    curves = [(x, np.array([1.0, 2.0, 3.0])), (x, np.array([3.0, 2.0, 9.0])), (x[:2], np.array([5.0, 2.0]))]
    band = together(curves, "mean-ci")
    assert band.middle.tolist() == [3.0, 2.0, 6.0] and band.n.tolist() == [3, 3, 2]
    reach = [t.ppf(0.975, n - 1) * np.std(some, ddof=1) / math.sqrt(n) for some, n in (([1, 3, 5], 3), ([3, 9], 2))]
    assert (band.high - band.middle).tolist() == pytest.approx([reach[0], 0, reach[1]])
    ranged = together(curves, "median-range")
    assert (ranged.low.tolist(), ranged.high.tolist()) == ([1.0, 2.0, 3.0], [5.0, 2.0, 9.0])
    between = together([(x, x), (np.array([0.0, 2.0]), np.array([0.0, 4.0]))], "mean-range")
    assert between.middle.tolist() == [0.0, 1.5, 3.0]
    alone = together([(x, x)], "mean-ci")
    assert np.isnan(alone.low).all() and alone.middle.tolist() == [0.0, 1.0, 2.0]


def test_groups_are_of_the_runs_that_count(notebook: Any, bench: Bench) -> None:
    for seed in range(3):
        notebook.run({"lr": 0.1, "seed": seed}, curve=[1.0 + seed, 0.5 + seed])
    notebook.run({"lr": 0.1, "seed": 0}, curve=[1.0, 0.5])
    notebook.run({"lr": 0.2, "seed": 0}, curve=[9.0, 9.0])
    notebook.run({"lr": 0.2, "seed": 1}, state="failed", curve=[9.0])
    bench.reader.refresh()
    metric = Measure("loss", bench.names()["metrics"])
    found = drawn(bench, ALL, metric, Drawing(group="configuration", band="mean-std"))
    by_label = {line.label: line for line in found.lines}
    assert by_label["0.1"].value.tolist() == [2.0, 1.5] and by_label["0.1"].high.tolist() == [3.0, 2.5]
    assert by_label["0.1"].n.tolist() == [3, 3] and len(by_label["0.2"].runs) == 1
    assert found.said == [("band", ["mean-std", 1, 3]), ("unfinished", [1]), ("again", [1])]


def test_x_is_step_time_or_another_metric(notebook: Any, bench: Bench, store: Store) -> None:
    run = notebook.run({"lr": 0.1})
    writer = store.points(run)
    for step in range(4):
        writer.log({"loss": 4.0 - step, **({"epoch": step / 2} if step % 2 == 0 else {})}, step, 1.7e9 + 10 * step)
    writer.close()
    (line,) = lines(bench, x="epoch")
    assert (line.x.tolist(), line.value.tolist()) == ([0, 0, 1, 1], [4, 3, 2, 1])
    (line,) = lines(bench, x="time")
    assert line.x.tolist() == [1.7e9, 1.7e9 + 10, 1.7e9 + 20, 1.7e9 + 30]
    (line,) = lines(bench, x="relative")
    assert np.diff(line.x).tolist() == [10, 10, 10]
    with pytest.raises(ValueError, match="no run has a metric 'nothing'"):
        lines(bench, x="nothing")
    with pytest.raises(FilterError):
        lines(bench, colour="params.nothing")


def test_colour_and_dash_by_what_runs_have(notebook: Any, bench: Bench) -> None:
    for model, lr in (("rf", 0.1), ("gb", 0.1), ("rf", 1.0)):
        notebook.run({"model": model, "lr": lr}, curve=[1, 2])
    bench.reader.refresh()
    metric = Measure("loss", bench.names()["metrics"])
    found = drawn(bench, ALL, metric, Drawing(colour="params.lr", dash="params.model", most=2))
    assert (found.runs, found.shown, found.said) == (3, 2, [("first_runs", [2, 3])])
    assert [label for label, _ in found.colours] == ["0.1", "1"] and [label for label, _ in found.dashes] == [
        "gb",
        "rf",
    ]
    newest, before = found.lines
    assert newest.colour != before.colour and (newest.dash, before.dash) == ("dash", "solid")


def test_groups_look_as_all_their_runs_do(notebook: Any, bench: Bench) -> None:
    for model, lr in (("rf", 0.1), ("rf", 1.0), ("gb", 0.1)):
        notebook.run({"model": model, "lr": lr}, curve=[1, 2])
    bench.reader.refresh()
    metric = Measure("loss", bench.names()["metrics"])
    by_lr = drawn(bench, ALL, metric, Drawing(group="params.model", colour="params.lr", dash="params.model"))
    gb, rf = sorted(by_lr.lines, key=lambda line: line.label)
    assert gb.colour == dict(by_lr.colours)["0.1"] and rf.colour == GREY  # runs of rf have two learning rates
    assert (gb.dash, rf.dash) == ("solid", "dash")
    of_their_own = drawn(bench, ALL, metric, Drawing(group="params.model"))
    assert not of_their_own.colours and len({line.colour for line in of_their_own.lines}) == 2


def test_a_metric_without_points_gives_its_value(notebook: Any, bench: Bench) -> None:
    notebook.run({"lr": 0.1}, {"acc": 0.5})
    notebook.run({"lr": 0.1}, {"acc": {"float": "nan"}})
    assert [(line.total, line.last) for line in lines(bench, "acc")] == [(0, None), (0, 0.5)]
