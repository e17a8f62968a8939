"""The routes of charts: answers follow the contract, zoom brings finer points, what is wrong is said."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("numpy")


async def post(api: Any, endpoint: str, definition: str, **body: Any) -> Any:
    return await api(endpoint, definition, method="POST", body=body, path="nb.ipynb")


async def test_curves_and_finer_points_of_a_part(api, lab) -> None:
    curve = [float("nan") if step == 7 else step % 10 for step in range(3000)]
    runs = [lab.run(f"r{seed}", params={"seed": seed, "lr": 0.1}, loss=curve) for seed in range(2)]
    card = {"kind": "curve", "metric": "loss", "points": 100}
    whole = await post(api, "curves", "Curves", card=card, scope="notebook")
    assert [line["runs"] for line in whole["lines"]] == [[runs[1]], [runs[0]]]
    assert {line["total"] for line in whole["lines"]} == {3000} and len(whole["lines"][0]["x"]) <= 102
    part = await post(api, "curves", "Curves", card={**card, "low": 100, "high": 149}, runs=[runs[0]])
    assert part["lines"][0]["x"] == list(range(99, 151))
    smooth = {**card, "smoothing": {"method": "median", "amount": 5}, "ordinary": True}
    found = await post(api, "curves", "Curves", card=smooth)
    assert found["said"] == [{"what": "smooth_median", "values": [5]}] and found["ordinary"] == [0, 9]
    grouped = await post(api, "curves", "Curves", card={**card, "by": "configuration"})
    assert grouped["said"] == [{"what": "band", "values": ["mean-ci", 2, 2]}] and grouped["lines"][0]["n"][0] == 2


async def test_a_chart_is_a_figure_and_a_table(api, lab) -> None:
    for depth in range(4):
        lab.run(params={"depth": depth}, metrics={"acc": depth / 10})
    card = {"kind": "scatter", "x": "params.depth", "y": "metrics.acc"}
    found = await post(api, "chart", "Chart", card=card, filter="params.depth > 0")
    assert found["figure"]["data"][0]["type"] == "scatter" and found["total"] == found["runs"] == 3
    assert found["columns"] == ["run", "params.depth", "metrics.acc"] and found["rows"][0][1:] == [3, 0.3]


@pytest.mark.parametrize(
    "endpoint, card, said",
    [
        ("curves", {"kind": "curve"}, "acc"),
        ("curves", {"kind": "curve", "metric": "acc", "over": "nothing"}, "no run has a metric"),
        ("chart", {"kind": "bar", "metric": "acc"}, "needs 'by'"),
        ("chart", {"kind": "pie"}, "contract"),
        ("chart", {"kind": "scatter", "x": "params.depht", "y": "metrics.acc"}, "depht"),
    ],
)
async def test_what_is_wrong_is_said(refused, lab, endpoint: str, card: Any, said: str) -> None:
    lab.run(params={"depth": 1}, metrics={"acc": 0.5})
    status, problem = await refused(endpoint, method="POST", body={"card": card}, path="nb.ipynb")
    assert status == 400 and said in problem["message"] + " ".join(problem.get("names", []))
