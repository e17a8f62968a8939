"""Fitted statsmodels models tell what was fitted, how well it fits, and their terms; they stay as they were."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.inspectors.fitted import Budget
from tests.inspectors.conftest import Bench

np = pytest.importorskip("numpy")
pytest.importorskip("statsmodels")

DATA = """
    import warnings
    import numpy as np, pandas as pd
    import statsmodels.api as sm, statsmodels.formula.api as smf
    rng = np.random.default_rng(0)
    d = pd.DataFrame({"x": rng.normal(size=120), "z": rng.normal(size=120), "firm": np.repeat(range(12), 10)})
    d["y"] = 1 + 2 * d.x + rng.normal(size=120)
    d["bought"] = (d.y + rng.normal(size=120) > 1).astype(int)
    d["visits"] = rng.poisson(2, 120)
    d["kind"] = rng.integers(0, 3, 120)
    walk = d.y.cumsum().to_numpy()
"""


@pytest.fixture
def data(bench: Bench) -> Bench:
    bench.run(DATA)
    return bench


def params(facts: Facts) -> dict[str, Any]:
    return {key: value for key, (value, default) in facts.params.items() if not default}


def rows(facts: Facts, table: str = "coefficients") -> dict[str, list[Any]]:
    return {row[0]: row[1:] for row in facts.tables[table][1][:]}


def test_a_linear_model_tells_its_formula_rows_fit_and_terms(data: Bench) -> None:
    told = data.run("""
        d.loc[[3, 4], "x"] = np.nan
        model = smf.ols("y ~ x + z", d).fit(cov_type="HC3")
    """)
    facts, model = told.facts("model"), told.names["model"]
    assert params(facts) == {"formula": "y ~ x + z", "model": "OLS", "n_obs": 118, "dropped": 2, "cov_type": "HC3"}
    assert facts.metrics["r2"] == pytest.approx(model.rsquared)
    assert facts.metrics["adj_r2"] == pytest.approx(model.rsquared_adj)
    assert facts.metrics["aic"] == pytest.approx(model.aic)
    assert facts.metrics["log_likelihood"] == pytest.approx(model.llf)
    assert facts.tables["coefficients"][0] == ("term", "estimate", "std_error", "statistic", "p", "low", "high")
    assert facts.what["coefficients"] == "coefficients"
    low, high = model.conf_int().loc["x"]
    known = [model.params["x"], model.bse["x"], model.tvalues["x"], model.pvalues["x"], low, high]
    assert rows(facts)["x"] == pytest.approx(known)


@pytest.mark.parametrize(
    "made",
    [
        "sm.WLS(d.y, sm.add_constant(d[['x', 'z']]), weights=d.visits + 1.0).fit()",
        "smf.glm('visits ~ x', d, family=sm.families.Poisson()).fit()",
        "smf.logit('bought ~ x', d).fit(disp=0)",
        "smf.mnlogit('kind ~ x + z', d).fit(disp=0)",
        "smf.quantreg('y ~ x', d).fit(q=0.3)",
        "smf.rlm('y ~ x', d).fit()",
        "smf.gee('y ~ x', 'firm', d).fit()",
        "smf.mixedlm('y ~ x', d, groups=d.firm).fit()",
        "smf.ols('y ~ x', d).fit(cov_type='cluster', cov_kwds={'groups': d.firm})",
        "sm.tsa.ARIMA(walk, order=(1, 1, 0)).fit()",
    ],
)
def test_the_table_of_terms_is_the_librarys_of_every_kind_of_model(data: Bench, made: str) -> None:
    told = data.run(f"with warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n    model = {made}")
    facts, model = told.facts("model"), told.names["model"]
    by_column = [
        np.ravel(np.asarray(part), order="F") for part in (model.params, model.bse, model.tvalues, model.pvalues)
    ]
    bounds = np.asarray(model.conf_int()).reshape(-1, 2)
    found = np.array([row[1:] for row in facts.tables["coefficients"][1][:]])
    np.testing.assert_allclose(found, np.column_stack([*by_column, bounds]), rtol=1e-6, atol=1e-300)


def test_each_kind_of_model_tells_its_own_settings(data: Bench) -> None:
    told = data.run("""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            counts = smf.glm("visits ~ x", d, family=sm.families.Poisson()).fit()
            mixed = smf.mixedlm("y ~ x", d, groups=d.firm).fit(reml=False)
            median = smf.quantreg("y ~ x", d).fit(q=0.3)
            series = sm.tsa.ARIMA(walk, order=(1, 1, 0)).fit()
            lagged = smf.ols("y ~ x", d).fit(cov_type="HAC", cov_kwds={"maxlags": 4})
            smooth = sm.tsa.ExponentialSmoothing(walk, trend="add").fit()
            vector = sm.tsa.VAR(np.column_stack([walk, d.z])).fit(2)
    """)
    assert params(told.facts("counts")).items() >= {"family": "Poisson", "link": "Log"}.items()
    assert params(told.facts("mixed")).items() >= {"reml": False, "n_groups": 12}.items()
    assert params(told.facts("median"))["q"] == 0.3
    assert params(told.facts("series"))["order"] == [1, 1, 0]
    assert params(told.facts("lagged")).items() >= {"cov_type": "HAC", "cov_kwds.maxlags": 4}.items()
    assert params(told.facts("smooth")).items() >= {"model": "ExponentialSmoothing", "trend": "add"}.items()
    assert params(told.facts("vector")).items() >= {"model": "VAR", "lags": 2}.items()
    assert "smoothing_level" in rows(told.facts("smooth")) and "y1: L1.y1" in rows(told.facts("vector"))


def test_without_a_formula_the_names_of_the_columns_make_one(data: Bench) -> None:
    told = data.run("""
        named = sm.OLS(d.y, sm.add_constant(d[["x", "z"]])).fit()
        unnamed = sm.OLS(walk, np.ones(120)).fit()
    """)
    assert params(told.facts("named"))["formula"] == "y ~ x + z"
    assert "formula" not in told.facts("unnamed").params


@pytest.mark.parametrize(
    "made", ["smf.logit('bought ~ x', d)", "smf.mnlogit('kind ~ x', d)", "smf.poisson('visits ~ x', d)"]
)
def test_pseudo_r2_needs_no_second_fit(data: Bench, made: str) -> None:
    told = data.run(f"model = {made}.fit(disp=0)")
    found = told.facts("model").metrics["pseudo_r2"]
    assert "llnull" not in told.names["model"]._results._cache
    assert found == pytest.approx(told.names["model"].prsquared, rel=1e-4, abs=1e-7)


def test_reading_leaves_no_trace_and_raises_no_warning(data: Bench) -> None:
    told = data.run("""
        models = [smf.ols("y ~ x", d).fit(), smf.glm("bought ~ x", d, family=sm.families.Binomial()).fit()]
        first, second = models
    """)
    before = [pickle.dumps(model) for model in told.names["models"]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *said, **how: pytest.fail(f"warned: {said}"))
        assert told.facts("first").metrics and told.facts("second").metrics
    assert [pickle.dumps(model) for model in told.names["models"]] == before


def test_results_that_nobody_binds_are_told_where_they_are_fitted(data: Bench) -> None:
    told = data.run("""
        def report(formula):
            return str(smf.ols(formula, d).fit(cov_type="HC1").summary())
        report("y ~ x")
    """)
    assert told.params.items() >= {"formula": "y ~ x", "cov_type": "HC1", "model": "OLS"}.items()
    assert 0 < told.metrics["r2"] < 1
    assert [row[0] for row in told.tables["coefficients"].rows] == ["Intercept", "x"]
    assert told.tables["coefficients"].what == "coefficients" and told.items[0].where.fn == "report"


def test_the_likelihood_that_a_user_wrote_is_not_called(data: Bench) -> None:
    told = data.run("""
        from statsmodels.base.model import GenericLikelihoodModel
        calls = []
        class Mine(GenericLikelihoodModel):
            def loglikeobs(self, params):
                calls.append(params)
                return -0.5 * (self.endog - self.exog @ params) ** 2
        model = Mine(d.y, sm.add_constant(d[["x"]])).fit(disp=0)
        calls.clear()
    """)
    facts = told.facts("model")
    assert set(rows(facts)) == {"const", "x"} and params(facts)["model"] == "Mine"
    assert told.names["calls"] == []


def test_tests_tables_and_contrasts(data: Bench) -> None:
    told = data.run("""
        from statsmodels.tsa.stattools import adfuller
        from statsmodels.stats.anova import anova_lm
        model = smf.ols("y ~ x + z", d).fit()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            stationary = adfuller(walk)[1] < 0.05
        print(anova_lm(model))
        joint = model.f_test("x = z = 0")
        single = model.t_test("x = 0")
        pairs = sm.stats.multicomp.pairwise_tukeyhsd(d.y, d.kind)
    """)
    assert 0 <= told.metrics["adfuller.pvalue"] <= 1 and "adfuller.statistic" in told.metrics
    assert [row[0] for row in told.tables["anova"].rows] == ["x", "z", "Residual"]
    assert set(told.facts("joint").metrics) == {"joint.statistic", "joint.pvalue"}
    assert len(rows(told.facts("single"), "contrasts")) == 1
    columns, found = told.facts("pairs").tables["comparisons"]
    assert columns == ("group1", "group2", "difference", "p", "low", "high")
    assert [row[:2] for row in found] == [["0", "1"], ["0", "2"], ["1", "2"]]


def test_a_model_is_read_once(data: Bench) -> None:
    told = data.run("model = smf.ols('y ~ x', d).fit()")
    assert told.facts("model") is told.facts("model")
    assert values.attributes(told.names["model"])["_results"] is not None


def test_looking_at_calls_stops_where_it_would_cost_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"passed": 0.0, "spent": 0.0}
    monkeypatch.setattr("time.monotonic", lambda: clock["passed"])
    monkeypatch.setattr("time.thread_time", lambda: clock["spent"])
    seen: list[Any] = []

    def slow(call: Any) -> None:
        seen.append(call)
        clock["spent"] += 0.15

    see = Budget().within(slow)
    for call in (1, 2, 3):
        see(call)  # type: ignore[arg-type]
    clock["passed"] = 6.0
    see(4)  # type: ignore[arg-type]
    assert seen == [1, 2, 4]
