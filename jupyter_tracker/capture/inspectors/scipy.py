"""scipy: statistical tests, straight lines, curve fits and optima.

Test statistics and p-values are called `statistic` and `pvalue` behind the name of their variable, or of the test where
nobody binds its result: nobody takes them for scores.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.fitted import (
    COEFFICIENTS,
    Budget,
    add_terms,
    finite,
    loaded,
    outcome,
    targets,
    tell,
    tell_test,
    under,
)
from jupyter_tracker.capture.values import MISSING, root_package

_TESTS = {
    "scipy.stats": """ttest_ind ttest_rel ttest_1samp ttest_ind_from_stats mannwhitneyu wilcoxon ranksums brunnermunzel
    ks_2samp ks_1samp kstest cramervonmises cramervonmises_2samp epps_singleton_2samp anderson chi2_contingency
    chisquare power_divergence fisher_exact barnard_exact boschloo_exact binomtest pearsonr spearmanr kendalltau
    pointbiserialr weightedtau somersd f_oneway alexandergovern kruskal friedmanchisquare median_test levene bartlett
    fligner ansari mood shapiro normaltest skewtest kurtosistest jarque_bera permutation_test monte_carlo_test
    linregress tukey_hsd""",
}
_OPTIMA = {
    "scipy.optimize": "minimize minimize_scalar least_squares differential_evolution dual_annealing basinhopping shgo "
    "brute linprog milp root root_scalar",
}
_KEYS = ("statistic", "pvalue", "slope", "intercept", "rvalue", "stderr", "standard_error")
_OPTIMUM = ("fun", "cost", "nit", "nfev", "root")
_CHOICES = ("alternative", "equal_var", "popmean", "zero_method", "center", "trim", "correction")
"""Arguments that a test leaves as they were given."""
_MAX_POINT = 30
"""Coordinates of an optimum that are shown."""


class ScipyInspector(Inspector):
    """Results of tests and of optimizations."""

    packages: ClassVar[tuple[str, ...]] = ("scipy",)

    def __init__(self) -> None:
        """One instance looks at all calls."""
        self._budget = Budget()

    def facts(self, obj: Any) -> Facts | None:
        """A result that no variable holds."""
        return self.named(obj, "")

    def named(self, obj: Any, name: str) -> Facts | None:
        """The same under the name of its variable."""
        if root_package(type(obj)) != "scipy":
            return None
        if issubclass(type(obj), dict):
            return _optimum(name, obj)
        facts = _tabled(obj)
        facts.metrics.update(under(name, outcome(obj, _KEYS)))
        side = values.attributes(obj).get("_alternative", values.attributes(obj).get("alternative"))
        if isinstance(side, str):
            facts.params["alternative"] = (side, side == "two-sided")
        return facts if facts.metrics or facts.tables else None

    def watches(self) -> Iterable[Watch]:
        """Tests whose results are printed, unpacked or thrown away, and the fit of a curve."""
        for target in targets(_TESTS):
            yield Watch(target, self._budget.within(_test), own=True)
        for target in targets(_OPTIMA):
            yield Watch(target, self._budget.within(_search), own=True)
        yield Watch("scipy.optimize:curve_fit", self._budget.within(_curve), own=True)


def _test(call: Call) -> None:
    result = call.result
    for key, value in _chosen(call.name, call.args).items():
        call.param(key, value)
    found, order = outcome(result, _KEYS), vars(type(result)).get("_fields", _KEYS)
    if not found and type(result) is tuple:
        numbers = {key: finite(item) for key, item in zip(_KEYS[:2], result, strict=False)}
        found = {key: number for key, number in numbers.items() if number is not None}
    tell_test(call, found, order)
    tell(call, _tabled(result))


def _search(call: Call) -> None:
    if issubclass(type(call.result), dict):
        tell(call, _optimum(call.name, call.result))


def _chosen(name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a test that are not what they are by default."""
    usual = _defaults(loaded("scipy.stats", name) or loaded("scipy.optimize", name))
    given = {key: values.scalar(args[key]) for key in _CHOICES if key in args}
    set_ = {key: plain for key, plain in given.items() if plain is not MISSING and plain != usual.get(key, MISSING)}
    return {key: plain for key, plain in set_.items() if plain != "two-sided"}


@lru_cache(maxsize=256)
def _defaults(function: Any) -> dict[str, Any]:
    try:
        return {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()}
    except (TypeError, ValueError):
        return {}


def _tabled(result: Any) -> Facts:
    """The terms of a straight line; Tukey's honest differences, one row a pair of groups; nothing of other tests."""
    kind = type(result).__name__
    if kind == "LinregressResult":
        held = outcome(result, ("slope", "intercept", "stderr", "intercept_stderr", "pvalue"))
        slope = ["slope", held.get("slope"), held.get("stderr"), held.get("pvalue")]
        rows = [slope, ["intercept", held.get("intercept"), held.get("intercept_stderr"), None]]
        table = ("term", "estimate", "std_error", "p"), rows
        return Facts(tables={COEFFICIENTS: table}, what={COEFFICIENTS: "coefficients"})
    if kind == "TukeyHSDResult":
        differences, p = (values.attributes(result)[key].tolist() for key in _KEYS[:2])
        pairs = [(a, b) for a in range(len(p)) for b in range(a + 1, len(p))]
        rows = [[a, b, differences[a][b], p[a][b]] for a, b in pairs]
        return Facts(tables={"comparisons": (("group1", "group2", "difference", "p"), rows)})
    return Facts()


def _optimum(name: str, result: dict[str, Any]) -> Facts | None:
    """Where a search has ended, and what it took."""
    found = {key: number for key in _OPTIMUM if (number := finite(dict.get(result, key))) is not None}
    facts = Facts(metrics=under(name, found))
    point: Any = dict.get(result, "x")
    if root_package(type(point)) == "numpy" and point.ndim == 1 and 0 < point.size <= _MAX_POINT:
        rows = [[f"x{at}", value] for at, value in enumerate(point.tolist())]
        facts.tables[f"{name}.x".lstrip(".")] = (("term", "estimate"), rows)
    return facts if found else None


def _curve(call: Call) -> None:
    """`curve_fit`: the terms by the names that the user's function gives them, with their standard errors."""
    import numpy as np

    result, function = call.result, call.args.get("f")
    if not isinstance(result, tuple) or len(result) < 2:
        return
    estimates, covariance = result[:2]
    names: list[str] = []
    if type(function) is types.FunctionType:
        code = function.__code__
        names = list(code.co_varnames[1 : code.co_argcount])
    if len(names) != len(estimates):
        names = [f"p{at}" for at in range(len(estimates))]
    facts = Facts()
    with np.errstate(all="ignore"):
        add_terms(facts, names, estimates, np.sqrt(np.diag(covariance)))
    for key, (columns, rows) in facts.tables.items():
        call.table(key, columns, rows, facts.what[key])
