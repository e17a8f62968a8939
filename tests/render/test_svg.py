"""Curves as SVG and blocks, ordinary and degenerate."""

import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from html_checks import check
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.render import palette, svg


def coordinates(drawing: str) -> list[float]:
    """All numbers of the paths and dots that are drawn."""
    root = ET.fromstring(drawing)
    texts = [node.get("d", "") for node in root.iter("path")]
    texts += [f"{node.get('cx')} {node.get('cy')}" for node in root.iter("circle")]
    return [float(number) for text in texts for number in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", text)]


def test_a_falling_curve_falls() -> None:
    root = ET.fromstring(svg.sparkline([3.0, 2.0, 1.0]))
    path = root.find("path")
    assert path is not None
    heights = [float(pair.split(" ")[1]) for pair in path.get("d", "").lstrip("M").split("L")]
    assert heights == sorted(heights) and heights[0] < heights[-1]


def test_nothing_finite_draws_nothing() -> None:
    assert svg.sparkline([]) == svg.sparkline([math.nan, None, math.inf]) == "" == svg.blocks([math.nan])
    assert "no finite value" in svg.curves([svg.Curve("a", [(0, math.nan)])])


def test_one_point_is_a_dot_and_a_constant_a_level_line() -> None:
    assert "<circle" in svg.sparkline([5.0])
    assert "<path" in svg.sparkline([5.0, 5.0, 5.0])
    assert svg.blocks([5.0, 5.0]) == "▅▅"


def test_what_is_not_finite_leaves_a_gap() -> None:
    assert svg.sparkline([1, 2, math.nan, 2, 1]).count("M") == 2


def test_a_wide_positive_range_is_logarithmic_and_says_so() -> None:
    assert "log scale" in svg.curves([svg.Curve("a", [(n, 10.0**n) for n in range(8)])])
    assert "log scale" not in svg.curves([svg.Curve("a", [(n, n) for n in range(8)])])
    assert "log scale" not in svg.curves([svg.Curve("a", [(0, -1.0), (1, 1e9)])])


def test_long_curves_are_thinned_and_keep_their_extremes() -> None:
    points = [(float(n), math.sin(n / 50)) for n in range(100_000)]
    points[54_321] = (54_321.0, 99.0)
    kept = svg.thinned(points, 100)
    assert len(kept) <= 400 and (54_321.0, 99.0) in kept
    assert kept[0] == points[0] and kept[-1] == points[-1]
    assert len(svg.curves([svg.Curve("a", points)])) < 40_000


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0.18, 1.2), (-3, 12345), (1e10, 1e10 + 3), (-1.7e308, 1.7e308), (0, 5e-324)]
)
def test_ticks_lie_within_the_scale_and_read_apart(low: float, high: float) -> None:
    ticks = svg.Scale(low, high).ticks(5)
    assert 2 <= len(ticks) <= 13
    assert all(low <= tick <= high for tick in ticks)


values = st.floats() | st.sampled_from([1e-300, 12345678901.0, 1.7e308, -1.7e308, 5e-324])


@given(st.lists(st.lists(st.tuples(values, values), max_size=30), min_size=1, max_size=4), st.text(max_size=10))
def test_any_curves_make_a_drawing_within_its_frame(lines: list[list[tuple[float, float]]], label: str) -> None:
    drawing = svg.curves([svg.Curve(label, points, "#0072b2") for points in lines])
    check(drawing)
    if drawing.startswith("<svg"):
        assert all(-1 <= number <= 421 for number in coordinates(drawing))


@given(st.lists(st.none() | values, max_size=300))
def test_any_values_make_a_small_curve(line: list[float | None]) -> None:
    drawing = svg.sparkline(line)
    if drawing:
        assert all(-1 <= number <= 73 for number in coordinates(drawing))
    assert len(svg.blocks(line)) <= 12


def test_a_run_has_the_colours_of_the_panel() -> None:
    panel = Path(__file__).parents[2] / "labextension" / "src" / "models" / "colours.ts"
    there = re.findall(r"'(#[0-9a-f]{6})'", panel.read_text())
    assert tuple(there) == palette.COLORS
    assert palette.kept({"colours": {"a": 1, "b": len(there), "c": "x"}}) == {"a": there[1], "b": there[0]}
    assert palette.kept({}) == {}
