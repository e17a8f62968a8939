"""Panel and instrumental variable models tell what was fitted, with which effects and clusters, and their terms."""

from __future__ import annotations

import pytest

from tests.inspectors.conftest import Bench

np = pytest.importorskip("numpy")
pytest.importorskip("linearmodels", exc_type=ImportError)

pytestmark = pytest.mark.filterwarnings("ignore")
"""The library warns of what is to come in others that it uses."""

DATA = """
    import numpy as np, pandas as pd
    from linearmodels import IV2SLS, PanelOLS
    rng = np.random.default_rng(0)
    d = pd.DataFrame({"x": rng.normal(size=120), "z": rng.normal(size=120)})
    d["w"] = d.z + rng.normal(size=120)
    d["y"] = 1 + d.x + 2 * d.w + rng.normal(size=120)
    d.loc[5, "x"] = np.nan
    panel = d.assign(firm=np.repeat(range(12), 10), year=np.tile(range(10), 12)).set_index(["firm", "year"])
"""


@pytest.mark.parametrize(
    ("made", "formula", "effects"),
    [
        ("PanelOLS.from_formula('y ~ x + EntityEffects', panel).fit()", "y ~ x + EntityEffects", "entity"),
        ("PanelOLS(panel.y, panel[['x']], entity_effects=True, time_effects=True).fit()", "y ~ x", "entity + time"),
        ("IV2SLS.from_formula('y ~ 1 + x + [w ~ z]', d).fit(cov_type='unadjusted')", "y ~ 1 + x + [w ~ z]", None),
    ],
)
def test_models_tell_formula_rows_effects_and_the_librarys_terms(
    bench: Bench, made: str, formula: str, effects: str | None
) -> None:
    bench.run(DATA)
    told = bench.run(f"model = {made}")
    facts, model = told.facts("model"), told.names["model"]
    found = {key: value for key, (value, _) in facts.params.items()}
    assert (found["formula"], found["n_obs"], found["dropped"]) == (formula, 119, 1)
    assert found.get("fixed_effects") == effects
    assert facts.metrics["r2"] == pytest.approx(model.rsquared)
    known = np.column_stack([model.params, model.std_errors, model.tstats, model.pvalues, model.conf_int()])
    mine = np.array([row[1:] for row in facts.tables["coefficients"][1][:]])
    np.testing.assert_allclose(mine, known, rtol=1e-6, atol=1e-300)


def test_unbound_fits_are_told_with_their_clusters(bench: Bench) -> None:
    bench.run(DATA)
    told = bench.run("""
        print(PanelOLS(panel.y, panel[["x"]]).fit(cov_type="clustered", cluster_entity=True).params.x)
    """)
    assert told.params.items() >= {"model": "PanelOLS", "cov_type": "clustered", "cluster_entity": True}.items()
    assert {"r2", "r2_within", "log_likelihood"} <= told.metrics.keys()
    assert [row[0] for row in told.tables["coefficients"].rows] == ["x"]
