"""pyfixest's models tell their formula, fixed effects and clusters, and their terms; several make one table."""

from __future__ import annotations

import pytest

from tests.inspectors.conftest import Bench

np = pytest.importorskip("numpy")
pytest.importorskip("pyfixest", exc_type=ImportError)

pytestmark = pytest.mark.filterwarnings("ignore")
"""The library warns of what is to come in others that it uses."""

DATA = """
    import numpy as np, pandas as pd, pyfixest as pf
    rng = np.random.default_rng(0)
    d = pd.DataFrame({"x": rng.normal(size=120), "z": rng.normal(size=120), "firm": np.repeat(range(12), 10)})
    d["y"] = 1 + 2 * d.x + rng.normal(size=120)
    d["visits"] = rng.poisson(2, 120)
    d.loc[5, "x"] = np.nan
"""


def test_a_model_tells_its_effects_clusters_rows_and_terms(bench: Bench) -> None:
    bench.run(DATA)
    told = bench.run("model = pf.feols('y ~ x | firm', d, vcov={'CRV1': 'firm'})")
    facts, model = told.facts("model"), told.names["model"]
    assert {key: value for key, (value, _) in facts.params.items()} == {
        "formula": "y ~ x | firm", "model": "feols", "fixed_effects": "firm", "cov_type": "CRV1", "clusters": "firm",
        "n_obs": 119, "dropped": 1,
    }  # fmt: skip
    assert {"r2", "adj_r2", "r2_within", "rmse"} <= facts.metrics.keys()
    known = [model.coef()["x"], model.se()["x"], model.tstat()["x"], model.pvalue()["x"], *model.confint().loc["x"]]
    assert facts.tables["coefficients"][1][0][1:] == pytest.approx(known)
    assert bench.run("pf.feols('y ~ x', d).summary()").params == {
        "formula": "y ~ x", "model": "feols", "n_obs": 119, "dropped": 1,
    }  # fmt: skip


def test_several_models_of_one_call_are_a_table(bench: Bench) -> None:
    bench.run(DATA)
    facts = bench.run("models = pf.fepois('visits ~ csw(x, z)', d)").facts("models")
    columns, rows = facts.tables["models"]
    assert columns[:2] == ("formula", "n_obs") and "pseudo_r2" in columns
    assert [row[:2] for row in rows] == [["visits ~ x", 119], ["visits ~ x + z", 119]]
    assert [tuple(row[:2]) for row in facts.tables["coefficients"][1]] == [
        ("visits ~ x", "Intercept"), ("visits ~ x", "x"),
        ("visits ~ x + z", "Intercept"), ("visits ~ x + z", "x"), ("visits ~ x + z", "z"),
    ]  # fmt: skip
