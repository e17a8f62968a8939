"""linearmodels: panel, instrumental variable and system estimators.

A results object is read once, and left as it was. Only the covariance of a panel model, which its estimator works out
when first asked and keeps (a small matrix beside the data that it holds), is there then already for who prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.fitted import Budget, add_terms, finite, fits, get, tell, untouched
from jupyter_tracker.capture.values import root_package

_FITS = {
    "linearmodels.panel.model:PooledOLS": "",
    "linearmodels.panel.model:PanelOLS": "",
    "linearmodels.panel.model:BetweenOLS": "",
    "linearmodels.panel.model:FirstDifferenceOLS": "",
    "linearmodels.panel.model:RandomEffects": "",
    "linearmodels.panel.model:FamaMacBeth": "",
    "linearmodels.iv.model:_IVLSModelBase": "IV2SLS IVLIML",
    "linearmodels.iv.model:IVGMM": "",
    "linearmodels.iv.model:IVGMMCUE": "",
    "linearmodels.iv.absorbing:AbsorbingLS": "",
    "linearmodels.system.model:_LSSystemModelBase": "SUR IV3SLS",
    "linearmodels.system.model:IVSystemGMM": "",
    "linearmodels.asset_pricing.model:TradedFactorModel": "",
    "linearmodels.asset_pricing.model:LinearFactorModel": "",
    "linearmodels.asset_pricing.model:LinearFactorModelGMM": "",
}
"""Classes with a `fit`, and the names by which the user's code makes such a model, where they are others."""
_METRICS = (
    ("r2", "rsquared"), ("adj_r2", "rsquared_adj"), ("r2_within", "rsquared_within"),
    ("r2_between", "rsquared_between"), ("r2_overall", "rsquared_overall"), ("log_likelihood", "loglik"),
)  # fmt: skip
_EFFECTS = ("entity", "time", "other")


class LinearmodelsInspector(Inspector):
    """Results of fits, with the table of their terms."""

    packages: ClassVar[tuple[str, ...]] = ("linearmodels",)

    def __init__(self) -> None:
        """Nothing has been read."""
        self._known: WeakKeyDictionary[Any, Facts] = WeakKeyDictionary()
        self._budget = Budget()

    def facts(self, obj: Any) -> Facts | None:
        """What a results object tells."""
        kind = type(obj)
        if root_package(kind) != "linearmodels" or not hasattr(kind, "std_errors") or not hasattr(kind, "params"):
            return None
        known = self._known.get(obj)
        if known is None:
            known = self._known[obj] = _read(obj)
        return known

    def watches(self) -> Iterable[Watch]:
        """Fits whose results nobody may bind."""
        yield from fits(_FITS, self._budget.within(self._fit))

    def _fit(self, call: Call) -> None:
        tell(call, self.facts(call.result))


def _read(results: Any) -> Facts:
    inside = values.attributes(results)
    model = inside.get("model", inside.get("_model"))
    facts = Facts()
    with untouched(results, model):
        facts.params.update(_params(results, model))
        found = {name: finite(get(results, key)) for name, key in _METRICS}
        found["f_pvalue"] = finite(get(get(results, "f_statistic"), "pval"))
        facts.metrics.update({name: number for name, number in found.items() if number is not None})
        terms, errors = get(results, "params"), get(results, "std_errors")
        if getattr(terms, "ndim", 0) == 1 and errors is not None:
            df = finite(get(results, "df_resid")) if inside.get("_debiased") else None
            add_terms(facts, [str(term) for term in terms.index], terms.to_numpy(), errors.to_numpy(), df)
    return facts


def _params(results: Any, model: Any) -> Iterator[tuple[str, tuple[Any, bool]]]:
    made = values.attributes(model)
    formula = get(model, "formula")
    formula = formula if isinstance(formula, str) else _written(model)
    if formula:
        yield "formula", (formula, False)
    yield "model", (type(model).__name__, False)
    rows = finite(get(results, "nobs"))
    if rows is not None:
        yield "n_obs", (int(rows), False)
    kept = get(model, "notnull") if hasattr(type(model), "notnull") else made.get("_not_null")
    if kept is not None:
        dropped = int(kept.size - kept.sum())
        yield "dropped", (dropped, not dropped)
    effects = [effect for effect in _EFFECTS if made.get(f"_{effect}_effects")]
    if effects:
        yield "fixed_effects", (" + ".join(effects), False)
    covariance = values.attributes(results).get("_cov_type")
    if isinstance(covariance, str):
        yield "cov_type", (covariance.lower(), covariance.lower() == "unadjusted")
    for cluster in _clusters(getattr(values.attributes(results).get("_deferred_cov"), "__self__", None)):
        yield f"cluster_{cluster}", (True, False)


def _clusters(estimator: Any) -> list[str]:
    """By what the errors of a panel model are clustered, as the arguments of its fit say it: entity, time."""
    import numpy as np

    inside = values.attributes(estimator)
    used = inside.get("_clusters")
    if used is None:
        return []
    known = {name: ids.ravel() for name in _EFFECTS if (ids := inside.get(f"_{name}_ids")) is not None}
    columns = used.reshape(len(used), -1).T
    return [name for name, ids in known.items() if any(np.array_equal(ids, column) for column in columns)]


def _written(model: Any) -> str | None:
    """`y ~ x1 + x2` from the names of the columns."""
    names = [get(get(model, part), "vars") or get(get(model, part), "cols") for part in ("dependent", "exog")]
    if not all(isinstance(part, list) and part for part in names):
        return None
    return f"{names[0][0]} ~ {' + '.join(str(name) for name in names[1] if name != 'const')}"
