"""statsmodels: fitted models, contrasts and tests.

Results compute most of what they tell when asked, and keep it. All of that is cheap beside the fit (a pass over the
data), with one exception that is left out: the null model, which would be fitted anew (`prsquared`); its likelihood is
worked out in closed form where there is one. What reading has put into an object's caches is taken out again. A
results object is read once. Models that somebody wrote themselves tell only what is there already: their likelihood is
code of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.fitted import (
    Budget,
    add_terms,
    finite,
    fits,
    get,
    loaded,
    outcome,
    targets,
    tell,
    tell_test,
    under,
    untouched,
)
from jupyter_tracker.capture.inspectors.pandas import table_of_frame
from jupyter_tracker.capture.values import MISSING, root_package

_FITS = {
    "statsmodels.regression.linear_model:RegressionModel": "OLS WLS GLS GLSAR",
    "statsmodels.regression.quantile_regression:QuantReg": "",
    "statsmodels.regression.mixed_linear_model:MixedLM": "",
    "statsmodels.regression.recursive_ls:RecursiveLS": "",
    "statsmodels.genmod.generalized_linear_model:GLM": "",
    "statsmodels.genmod.generalized_estimating_equations:GEE": "",
    "statsmodels.genmod.generalized_estimating_equations:OrdinalGEE": "ordinal_gee",
    "statsmodels.genmod.generalized_estimating_equations:NominalGEE": "nominal_gee",
    "statsmodels.gam.generalized_additive_model:GLMGam": "",
    "statsmodels.discrete.discrete_model:MultinomialModel": "MNLogit",
    "statsmodels.discrete.discrete_model:Logit": "",
    "statsmodels.discrete.discrete_model:Probit": "",
    "statsmodels.discrete.discrete_model:Poisson": "",
    "statsmodels.discrete.discrete_model:GeneralizedPoisson": "",
    "statsmodels.discrete.discrete_model:NegativeBinomial": "",
    "statsmodels.discrete.discrete_model:NegativeBinomialP": "",
    "statsmodels.discrete.count_model:GenericZeroInflated": "ZeroInflatedPoisson ZeroInflatedGeneralizedPoisson "
    "ZeroInflatedNegativeBinomialP",
    "statsmodels.discrete.truncated_model:TruncatedLFGeneric": "TruncatedLFPoisson TruncatedLFNegativeBinomialP",
    "statsmodels.discrete.truncated_model:HurdleCountModel": "",
    "statsmodels.discrete.conditional_models:_ConditionalModel": "ConditionalLogit ConditionalPoisson",
    "statsmodels.discrete.conditional_models:ConditionalMNLogit": "",
    "statsmodels.miscmodels.ordinal_model:OrderedModel": "",
    "statsmodels.othermod.betareg:BetaModel": "",
    "statsmodels.robust.robust_linear_model:RLM": "",
    "statsmodels.base.model:GenericLikelihoodModel": "",
    "statsmodels.duration.hazard_regression:PHReg": "",
    "statsmodels.sandbox.regression.gmm:IV2SLS": "",
    "statsmodels.tsa.arima.model:ARIMA": "",
    "statsmodels.tsa.statespace.mlemodel:MLEModel": "SARIMAX UnobservedComponents VARMAX DynamicFactor MLEModel",
    "statsmodels.tsa.ar_model:AutoReg": "",
    "statsmodels.tsa.ardl.model:ARDL": "",
    "statsmodels.tsa.ardl.model:UECM": "",
    "statsmodels.tsa.holtwinters.model:ExponentialSmoothing": "",
    "statsmodels.tsa.holtwinters.model:SimpleExpSmoothing": "",
    "statsmodels.tsa.holtwinters.model:Holt": "",
    "statsmodels.tsa.exponential_smoothing.ets:ETSModel": "",
    "statsmodels.tsa.vector_ar.var_model:VAR": "",
    "statsmodels.tsa.regime_switching.markov_switching:MarkovSwitching": "MarkovRegression MarkovAutoregression",
}
"""Classes with a `fit`, and the names by which the user's code makes such a model (and their formula functions), where
they are others than the class."""
_TESTS = {
    "statsmodels.tsa.stattools": "adfuller kpss coint",
    "statsmodels.stats.diagnostic": "het_breuschpagan het_white het_goldfeldquandt acorr_breusch_godfrey linear_reset "
    "linear_rainbow lilliefors kstest_normal",
    "statsmodels.stats.stattools": "jarque_bera omni_normtest",
    "statsmodels.stats.proportion": "proportions_ztest proportions_chisquare",
    "statsmodels.stats.weightstats": "ttest_ind ztest",
    "statsmodels.stats.contingency_tables": "mcnemar cochrans_q",
}
_TESTED = ("statistic", "pvalue")
_SETTINGS: dict[str, tuple[Any, ...]] = {
    "order": (), "seasonal_order": ((0, 0, 0, 0),), "trend": (None, "n", False), "seasonal": (None, False, 0),
    "seasonal_periods": (None, 0, 1), "damped_trend": (False,), "reml": (True,), "n_groups": (), "q": (),
    "distr": (), "k_regimes": (), "error": (), "lags": (),
}  # fmt: skip
"""Settings that models and results bear, and what they are where nobody sets them."""
_METRICS = (
    ("r2", "rsquared"), ("adj_r2", "rsquared_adj"), ("log_likelihood", "llf"), ("aic", "aic"), ("bic", "bic"),
    ("deviance", "deviance"), ("pearson_chi2", "pearson_chi2"), ("mse_resid", "mse_resid"), ("sse", "sse"),
)  # fmt: skip
_NOT_OF = {
    "QuantReg": {"mse_resid"}, "GEE": {"llf", "aic", "bic", "deviance", "pearson_chi2"}, "MLEModel": {"sse"},
    "ETSModel": {"sse"},
}  # fmt: skip
"""What a kind of model has by inheritance only: it says nothing there."""
_USUAL_COV = ("nonrobust", "opg", "approx", "robust")
_COV_DETAILS = {"description", "use_t", "adjust_df", "use_correction", "scaling_factor", "df_correction"}
_MAX_TERMS = 30
"""Terms that a formula put together from column names shows."""


class StatsmodelsInspector(Inspector):
    """Results of fits, with the table of their terms; contrasts, multiple comparisons and tests."""

    packages: ClassVar[tuple[str, ...]] = ("statsmodels",)

    def __init__(self) -> None:
        """Nothing has been read."""
        self._known: WeakKeyDictionary[Any, Facts] = WeakKeyDictionary()
        self._budget = Budget()

    def facts(self, obj: Any) -> Facts | None:
        """What a results object tells, wrapped or not."""
        return self.named(obj, "")

    def named(self, obj: Any, name: str) -> Facts | None:
        """The same; the outcome of a test is called by the name of its variable."""
        results = values.attributes(obj).get("_results", obj)
        kind = type(results)
        base = loaded("statsmodels.base.model", "Results")
        if root_package(kind) != "statsmodels" or not isinstance(base, type):
            return None
        if issubclass(kind, base):
            known = self._known.get(results)
            if known is None:
                known = self._known[results] = fitted(results)
            return known
        other = _OTHERS.get(kind.__name__)
        told = other(results) if other is not None else None
        if told is not None:
            return told
        found = outcome(results, _TESTED)
        return Facts(metrics=under(name, found)) if found else None

    def watches(self) -> Iterable[Watch]:
        """Fits whose results nobody may bind, and tests that give tuples."""
        yield from fits(_FITS, self._budget.within(self._fit))
        for target in targets(_TESTS):
            yield Watch(target, self._budget.within(_test), own=True)
        yield Watch("statsmodels.stats.anova:anova_lm", self._budget.within(_anova), own=True)

    def _fit(self, call: Call) -> None:
        tell(call, self.facts(call.result))


def fitted(results: Any) -> Facts:
    """All that is read of a results object."""
    import numpy as np

    model = get(results, "model")
    data = values.attributes(model).get("data")
    facts = Facts()
    with untouched(results, model, data), np.errstate(all="ignore"):
        facts.params.update(_params(results, model, data))
        own = root_package(type(model)) != "statsmodels"
        facts.metrics.update(_cached(results) if own else _metrics(results, model))
        _add_coefficients(facts, results, model, data)
    return facts


def _params(results: Any, model: Any, data: Any) -> Iterator[tuple[str, tuple[Any, bool]]]:
    inside, made = values.attributes(results), values.attributes(model)
    formula = made.get("formula")
    formula = formula if isinstance(formula, str) else _written(data, made.get("exog"))
    if formula:
        yield "formula", (formula, False)
    yield "model", (type(model).__name__, False)
    rows = finite(get(results, "nobs")) or len(made.get("endog", ()))
    if rows:
        yield "n_obs", (int(rows), False)
    dropped = values.attributes(data).get("missing_row_idx")
    if dropped is not None:
        yield "dropped", (len(dropped), not len(dropped))
    covariance = inside.get("cov_type")
    if isinstance(covariance, str):
        yield "cov_type", (covariance, covariance in _USUAL_COV)
    settings = inside.get("cov_kwds")
    for key, value in settings.items() if isinstance(settings, dict) else ():
        plain = values.scalar(value)
        if key not in _COV_DETAILS and plain is not MISSING and plain is not None:
            yield f"cov_kwds.{key}", (plain, covariance in _USUAL_COV)
    family = made.get("family")
    if root_package(type(family)) == "statsmodels":
        yield "family", (type(family).__name__, False)
        yield "link", (type(get(family, "link")).__name__, False)
    for key, usual in _SETTINGS.items():
        value = made.get(key, made.get(f"_{key}", inside.get(key, MISSING)))
        if isinstance(value, (bool, int, float, str, tuple, list)) or (value is None and usual):
            yield key, (list(value) if isinstance(value, tuple) else value, value in usual)


def _written(data: Any, exog: Any) -> str | None:
    """`y ~ x1 + x2` from the names of the columns, where the data had names."""
    if not type(data).__name__.startswith("Pandas") or getattr(exog, "ndim", 0) != 2:
        return None
    outcome, terms = get(data, "ynames"), get(data, "xnames")
    if not isinstance(terms, list):
        return None
    right = [str(term) for term in terms[: exog.shape[1]] if term != "const"] or ["1"]
    more = f" + … ({len(right)} terms)" if len(right) > _MAX_TERMS else ""
    left = " + ".join(map(str, outcome)) if isinstance(outcome, list) else str(outcome)
    return f"{left} ~ {' + '.join(right[:_MAX_TERMS])}{more}"


def _metrics(results: Any, model: Any) -> dict[str, float]:
    kinds = {base.__name__ for base in type(model).__mro__}
    silent = set().union(*(names for kind, names in _NOT_OF.items() if kind in kinds))
    if "GLM" in kinds:  # `bic` is by deviance there, and warns of it
        silent = silent | {"bic"}
    found: dict[str, Any] = {name: get(results, key) for name, key in _METRICS if key not in silent}
    if "GLM" in kinds and "GEE" not in kinds:
        found["bic"] = get(results, "bic_llf")
    found["pseudo_r2"] = get(results, "prsquared") if "QuantReg" in kinds else _pseudo_r2(results, model)
    if "RegressionModel" in kinds and values.attributes(results).get("cov_type") == "nonrobust":
        found["f_pvalue"] = _f_pvalue(results)
    return {name: number for name, value in found.items() if (number := finite(value)) is not None}


def _cached(results: Any) -> dict[str, float]:
    held = values.attributes(results).get("_cache")
    known = held if type(held) is dict else {}
    found = {name: finite(known.get(key)) for name, key in _METRICS}
    return {name: number for name, number in found.items() if number is not None}


def _f_pvalue(results: Any) -> Any:
    from scipy import special

    f = finite(get(results, "fvalue"))
    return None if f is None else special.fdtrc(results.df_model, results.df_resid, f)


def _pseudo_r2(results: Any, model: Any) -> float | None:
    """McFadden's, for models whose null model is a constant that is known without a fit."""
    import numpy as np
    from scipy import special

    held = values.attributes(results).get("_cache")
    known = finite(held.get("prsquared")) if isinstance(held, dict) else None
    kind, outcomes = type(model).__name__, values.attributes(model).get("endog")
    if known is not None or outcomes is None or {"offset", "exposure"} & values.attributes(model).keys():
        return known
    if kind == "MNLogit":
        counts = values.attributes(model)["wendog"].sum(axis=0)
        null = special.xlogy(counts, counts / counts.sum()).sum()
    elif kind in ("Logit", "Probit") and bool(np.all((outcomes == 0) | (outcomes == 1))):
        counts = np.array([outcomes.sum(), outcomes.size - outcomes.sum()])
        null = special.xlogy(counts, counts / outcomes.size).sum()
    elif kind == "Poisson":
        mean = outcomes.mean()
        null = (special.xlogy(outcomes, mean) - mean - special.gammaln(outcomes + 1)).sum()
    else:
        return None
    fit = finite(get(results, "llf"))
    return None if fit is None or not null else 1 - fit / float(null)


def _add_coefficients(facts: Facts, results: Any, model: Any, data: Any) -> None:
    import numpy as np

    estimates = get(results, "params")
    if isinstance(estimates, dict):  # exponential smoothing
        plain = {key: number for key, value in estimates.items() if (number := finite(value)) is not None}
        add_terms(facts, list(plain), list(plain.values()))
        return
    found = np.asarray(estimates)
    names = _names(results, model, data)
    if found.ndim == 2 and len(names) == found.shape[0]:
        names = [f"{label}: {name}" for label in _labels(model, found.shape[1]) for name in names]
    if found.dtype.kind != "f" or found.size != len(names):
        return
    by_t = values.attributes(results).get("_use_t")
    df = get(results, "df_resid_inference") or get(results, "df_resid") if by_t else None
    add_terms(facts, names, found.ravel(order="F"), _errors(results), finite(df))


def _names(results: Any, model: Any, data: Any) -> list[str]:
    """What the terms are called."""
    for holder, key in ((results, "param_names"), (data, "param_names"), (model, "exog_names")):
        names = get(holder, key)
        if isinstance(names, list):
            return [str(name) for name in names]
    return []


def _labels(model: Any, count: int) -> list[str]:
    """The outcomes that a multinomial model compares with the first."""
    named = values.attributes(model).get("_ynames_map")
    known = [str(label) for label in named.values()] if isinstance(named, dict) else []
    return known[1:] if len(known) == count + 1 else [str(number + 1) for number in range(count)]


def _errors(results: Any) -> Any:
    """Standard errors, of the diagonal alone: the whole covariance of a thousand terms is not made for them."""
    import numpy as np

    covariance = get(results, "cov_params_default")
    if covariance is not None:
        return np.sqrt(np.diag(np.asarray(covariance)))
    plain = values.attributes(results).get("normalized_cov_params")
    scale = finite(get(results, "scale"))
    return None if plain is None or scale is None else np.sqrt(np.diag(np.asarray(plain)) * scale)


def _contrast(result: Any) -> Facts | None:
    """A `t_test`: a table of what was tested; None for one with a single outcome, as an `f_test`."""
    import numpy as np

    names, effects = get(result, "c_names"), get(result, "effect")
    if not isinstance(names, list) or effects is None or np.size(effects) != len(names):
        return None
    df = finite(get(result, "df_denom")) if get(result, "distribution") == "t" else None
    facts = Facts()
    add_terms(facts, [str(name) for name in names], effects, get(result, "sd"), df, "contrasts")
    return facts


def _comparisons(result: Any) -> Facts | None:
    """Tukey's honest differences: one row a pair of groups."""
    inside = values.attributes(result)
    groups = [str(group) for group in get(result, "groupsunique")]
    pairs = [(a, b) for at, a in enumerate(groups) for b in groups[at + 1 :]]
    differences, p, bounds = inside["meandiffs"].tolist(), inside["pvalues"], inside["confint"].tolist()
    rows = [
        [*pair, difference, chance, *bound]
        for pair, difference, chance, bound in zip(pairs, differences, list(p), bounds, strict=True)
    ]
    return Facts(tables={"comparisons": (("group1", "group2", "difference", "p", "low", "high"), rows)})


def _anova_results(result: Any) -> Facts | None:
    return table_of_frame("anova", values.attributes(result).get("anova_table"))


def _test(call: Call) -> None:
    """A tuple whose first parts are the statistic and its p-value, or an object with both."""
    result = call.result
    found = outcome(result, _TESTED)
    if "statistic" not in found and isinstance(result, tuple) and len(result) > 1:
        numbers = finite(result[0]), finite(result[1])
        found = {key: number for key, number in zip(_TESTED, numbers, strict=True) if number is not None}
    tell_test(call, found, _TESTED)


def _anova(call: Call) -> None:
    tell(call, table_of_frame("anova", call.result))


def _vector_autoregression(result: Any) -> Facts | None:
    import numpy as np

    facts = Facts(
        {"model": ("VAR", False), "lags": (get(result, "k_ar"), False), "n_obs": (get(result, "nobs"), False)}
    )
    with untouched(result):
        told = {name: finite(get(result, key)) for name, key in _METRICS if key in ("llf", "aic", "bic")}
        facts.metrics.update({name: number for name, number in told.items() if number is not None})
        equations, terms = get(result, "names"), get(result, "exog_names")
        names = [f"{equation}: {term}" for equation in equations for term in terms]
        estimates, errors = (np.asarray(get(result, key)).ravel(order="F") for key in ("params", "bse"))
    add_terms(facts, names, estimates, errors)
    return facts


_OTHERS: dict[str, Callable[[Any], Facts | None]] = {
    "ContrastResults": _contrast,
    "TukeyHSDResults": _comparisons,
    "AnovaResults": _anova_results,
    "VARResults": _vector_autoregression,
}
