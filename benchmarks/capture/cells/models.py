"""Statistical models and tests: how they were specified as params, each term in a table, no best among p-values."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import Cell

FRAME = """
import numpy as np, pandas as pd
rng = np.random.default_rng(12)
n = 120
df = pd.DataFrame({"x1": rng.normal(size=n), "x2": rng.normal(size=n), "g": np.repeat(range(6), 20), "t": np.tile(range(20), 6)})
df["y"] = 1.5 + 2.0 * df.x1 - 0.7 * df.x2 + 0.3 * df.g + rng.normal(size=n)
df["z"] = (df.y > df.y.mean()).astype(int)
df.loc[[3, 40, 77], "x2"] = np.nan
"""
TERMS = "[[b, s, p] for b, s, p in zip({0}.params, {0}.bse, {0}.pvalues)]"

CELLS = [
    Cell(
        "OLS by formula, robust errors",
        [
            FRAME,
            """
            import statsmodels.formula.api as smf
            res = smf.ols("y ~ x1 + x2 + C(g)", data=df).fit(cov_type="HC3")
            print(res.summary())
            """,
        ],
        params={"formula": "y ~ x1 + x2 + C(g)", "cov_type": "HC3", "res|model": "OLS", "nobs|n_obs": 117, "dropped|rows_dropped": 3},
        metrics={
            "rsquared|r2|R-squared": "res.rsquared", "rsquared_adj|r2_adj|adj_r2": "res.rsquared_adj", "aic": "res.aic",
            "bic": "res.bic",
        },
        tables={"coefficients": TERMS.format("res")},
        first=("formula", "rsquared|r2", "adj_r2", "aic", "bic", "nobs|n_obs", "cov_type", "model|res"),
        fine=frozenset({"llf", "log_likelihood", "df_resid", "df_model", "fvalue", "f_pvalue", "mse_resid"}),
        needs=("statsmodels",),
    ),
    Cell(
        "OLS by arrays",
        [
            FRAME,
            """
            import statsmodels.api as sm
            d = df.dropna()
            X = sm.add_constant(d[["x1", "x2"]])
            model = sm.OLS(d["y"], X)
            results = model.fit()
            results.params, results.rsquared
            """,
        ],
        params={"results|model": "OLS", "nobs|n_obs": 117},
        defaults={"cov_type": "nonrobust"},
        metrics={"rsquared|r2|results.rsquared": "results.rsquared"},
        tables={"coefficients": TERMS.format("results")},
        fine=frozenset({"rsquared_adj", "adj_r2", "aic", "bic", "llf", "log_likelihood", "formula", "df_resid", "df_model", "fvalue", "f_pvalue", "mse_resid"}),
        needs=("statsmodels",),
    ),
    Cell(
        "logit in a function",
        [
            FRAME,
            """
            import statsmodels.formula.api as smf
            def fit_logit(data):
                m = smf.logit("z ~ x1 + x2", data=data)
                r = m.fit(disp=0)
                return r
            """,
            "r = fit_logit(df)\nprint('pseudo R2:', r.prsquared)",
        ],
        params={"formula": "z ~ x1 + x2", "r|m|model": "Logit", "nobs|n_obs": 117, "dropped|rows_dropped": 3},
        defaults={"cov_type": "nonrobust"},
        metrics={"prsquared|pseudo R2|pseudo_r2": "r.prsquared", "llf|log_likelihood": "r.llf", "aic": "r.aic"},
        tables={"coefficients": TERMS.format("r")},
        fine=frozenset({"bic", "llnull", "df_resid", "df_model", "llr_pvalue", "llr"}),
        needs=("statsmodels",),
    ),
    Cell(
        "GLM with a family",
        [
            FRAME,
            """
            import statsmodels.api as sm
            d = df.dropna()
            glm = sm.GLM(d.g, sm.add_constant(d[["x1", "x2"]]), family=sm.families.Poisson()).fit()
            """,
        ],
        params={"family": "Poisson", "glm|model": "GLM", "nobs|n_obs": 117},
        defaults={"cov_type": "nonrobust"},
        metrics={"deviance": "glm.deviance", "aic": "glm.aic", "llf|log_likelihood": "glm.llf"},
        tables={"coefficients": TERMS.format("glm")},
        fine=frozenset({"formula", "bic", "pearson_chi2", "null_deviance", "df_resid", "df_model", "link", "scale", "pseudo_rsquared"}),
        needs=("statsmodels",),
    ),
    Cell(
        "Student's test, two samples",
        [
            FRAME,
            """
            from scipy import stats
            a, b = df.y[df.z == 1], df.x1[df.z == 0]
            t_stat, p_value = stats.ttest_ind(a, b, equal_var=False)
            print(f"t = {t_stat:.3f}, p = {p_value:.2e}")
            """,
        ],
        params={"equal_var": False},
        metrics={"t_stat|statistic": "t_stat", "p_value|pvalue": "p_value"},
        fine=frozenset({"df"}),
    ),
    Cell(
        "regression of scipy",
        [
            FRAME,
            """
            from scipy.stats import linregress
            fit = linregress(df.x1, df.y)
            r_squared = fit.rvalue ** 2
            """,
        ],
        metrics={
            "fit.slope|slope": "fit.slope", "fit.intercept|intercept": "fit.intercept", "fit.rvalue|rvalue": "fit.rvalue",
            "fit.pvalue|pvalue": "fit.pvalue", "fit.stderr|stderr": "fit.stderr", "r_squared": "r_squared",
        },
        fine=frozenset({"intercept_stderr", "fit.intercept_stderr", "alternative", "fit"}),
    ),
    Cell(
        "tests, results bound whole or not at all",
        [
            FRAME,
            """
            from scipy import stats
            res = stats.mannwhitneyu(df.y[df.z == 1], df.y[df.z == 0], alternative="greater")
            r, p = stats.pearsonr(df.x1, df.y)
            stats.shapiro(df.y)
            """,
        ],
        params={"alternative": "greater"},
        metrics={
            "res.statistic|statistic": "float(res.statistic)", "res.pvalue|pvalue": "float(res.pvalue)", "r": "r", "p": "p",
            "shapiro.statistic|statistic": "stats.shapiro(df.y).statistic", "shapiro.pvalue|pvalue": "stats.shapiro(df.y).pvalue",
        },
    ),
    Cell(
        "panel of linearmodels",
        [
            FRAME,
            """
            from linearmodels.panel import PanelOLS
            panel = df.dropna().set_index(["g", "t"])
            mod = PanelOLS.from_formula("y ~ x1 + x2 + EntityEffects", data=panel)
            out = mod.fit(cov_type="clustered", cluster_entity=True)
            """,
        ],
        params={
            "formula": "y ~ x1 + x2 + EntityEffects", "cov_type": "clustered", "cluster_entity": True, "out|mod|model": "PanelOLS",
            "nobs|n_obs": 117,
        },
        metrics={"rsquared|r2": "out.rsquared"},
        tables={"coefficients": "[[b, s, p] for b, s, p in zip(out.params, out.std_errors, out.pvalues)]"},
        fine=frozenset(
            {"r2_within", "r2_between", "r2_overall", "log_likelihood", "f_statistic", "f_pvalue", "fixed_effects", "entity_effects", "s2",
             "time_effects", "rsquared_inclusive", "df_resid", "df_model"}
        ),
        needs=("linearmodels",),
    ),
    Cell(
        "instrumental variables of linearmodels",
        [
            FRAME,
            """
            from linearmodels.iv import IV2SLS
            d = df.dropna().assign(const=1.0, zed=lambda d: d.x1 + 0.1 * d.t)
            iv = IV2SLS(d.y, d[["const", "x2"]], d[["x1"]], d[["zed"]]).fit(cov_type="robust")
            """,
        ],
        params={"cov_type": "robust", "iv|model": "IV2SLS", "nobs|n_obs": 117},
        metrics={"rsquared|r2": "iv.rsquared"},
        tables={"coefficients": "[[b, s, p] for b, s, p in zip(iv.params, iv.std_errors, iv.pvalues)]"},
        fine=frozenset({"adj_r2", "log_likelihood", "f_statistic", "f_pvalue", "s2", "df_resid", "df_model", "debiased"}),
        needs=("linearmodels",),
    ),
    Cell(
        "fixed effects of pyfixest",
        [
            FRAME,
            """
            import pyfixest as pf
            fit = pf.feols("y ~ x1 + x2 | g", data=df, vcov={"CRV1": "g"})
            """,
        ],
        params={
            "fml|formula": "y ~ x1 + x2 | g", "vcov|cov_type": "CRV1", "cluster|clusters|vcov.CRV1": "g", "fit|model": "feols",
            "nobs|n_obs|N": 117, "dropped|rows_dropped": 3,
        },
        metrics={"r2|rsquared": "fit._r2"},
        tables={"coefficients": "[[b, s] for b, s in zip(fit.coef(), fit.se())]"},
        fine=frozenset({"rmse", "r2_within", "adj_r2", "adj_r2_within", "rows_dropped"}),
        needs=("pyfixest",),
    ),
    Cell(
        "ARIMA and a unit root",
        [
            """
            import numpy as np, warnings
            warnings.simplefilter("ignore")
            walk = np.cumsum(np.random.default_rng(3).normal(size=80))
            from statsmodels.tsa.arima.model import ARIMA
            from statsmodels.tsa.stattools import adfuller
            """,
            """
            adf = adfuller(walk)
            print("ADF Statistic: %f" % adf[0])
            print("p-value: %f" % adf[1])
            arma = ARIMA(walk, order=(1, 1, 0)).fit()
            """,
        ],
        params={"order": [1, 1, 0], "arma|model": "ARIMA", "nobs|n_obs": 80},
        metrics={
            "ADF Statistic|adf_statistic|adfuller.statistic": "adf[0]", "p-value|p_value|pvalue": "adf[1]", "aic": "arma.aic",
        },
        tables={"coefficients": TERMS.format("arma")},
        fine=frozenset({"bic", "hqic", "llf", "log_likelihood", "mse", "mae", "sse", "cov_type", "scale", "trend"}),
        needs=("statsmodels",),
    ),
]  # fmt: skip
