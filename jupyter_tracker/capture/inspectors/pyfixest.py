"""pyfixest: regressions with fixed effects. Everything that is read was worked out by the fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.fitted import COEFFICIENTS, TERMS, Budget, finite, targets, tell
from jupyter_tracker.capture.records import MAX_ROWS
from jupyter_tracker.capture.values import root_package

_METHODS = {"pyfixest.estimation": "feols fepois feglm quantreg"}
_METRICS = (
    ("r2", "_r2"), ("adj_r2", "_adj_r2"), ("r2_within", "_r2_within"), ("rmse", "_rmse"), ("pseudo_r2", "_pseudo_r2"),
    ("log_likelihood", "_loglik"), ("deviance", "deviance"),
)  # fmt: skip
_PARTS = ("_coefnames", "_beta_hat", "_se", "_tstat", "_pvalue")


class PyfixestInspector(Inspector):
    """One fitted model, or several of one call as a table of models."""

    packages: ClassVar[tuple[str, ...]] = ("pyfixest",)

    def __init__(self) -> None:
        """One instance looks at all calls."""
        self._budget = Budget()

    def facts(self, obj: Any) -> Facts | None:
        """What a fit gave."""
        inside = values.attributes(obj)
        if root_package(type(obj)) != "pyfixest":
            return None
        if "_beta_hat" in inside and "_se" in inside:
            return _read(inside)
        several = inside.get("all_fitted_models")
        return _compared(several) if type(several) is dict and several else None

    def watches(self) -> Iterable[Watch]:
        """Fits whose results nobody may bind."""
        for target in targets(_METHODS):
            yield Watch(target, self._budget.within(self._fit), own=True)

    def _fit(self, call: Call) -> None:
        tell(call, self.facts(call.result))


def _read(inside: dict[str, Any]) -> Facts:
    facts = Facts(dict(_params(inside)), metrics=_metrics(inside))
    rows = _terms(inside)
    if rows:
        facts.tables[COEFFICIENTS] = (TERMS, rows)
        facts.what[COEFFICIENTS] = "coefficients"
    return facts


def _compared(models: dict[str, Any]) -> Facts:
    """Several models: what each is, and the terms of all."""
    insides = {str(name): values.attributes(model) for name, model in list(models.items())[:MAX_ROWS]}
    measured = {name: _metrics(inside) for name, inside in insides.items()}
    heads = [name for name, _ in _METRICS if any(name in found for found in measured.values())]
    rows = [[name, inside.get("_N"), *map(measured[name].get, heads)] for name, inside in insides.items()]
    terms = [[name, *row] for name, inside in insides.items() for row in _terms(inside)]
    first = dict(_params(next(iter(insides.values()))))
    facts = Facts({key: first[key] for key in ("model", "cov_type", "clusters") if key in first})
    facts.tables = {"models": (("formula", "n_obs", *heads), rows), COEFFICIENTS: (("formula", *TERMS), terms)}
    facts.what[COEFFICIENTS] = "coefficients"
    return facts


def _params(inside: dict[str, Any]) -> Iterator[tuple[str, tuple[Any, bool]]]:
    yield "formula", (inside.get("_fml"), False)
    yield "model", (inside.get("_method"), False)
    if inside.get("_fixef"):
        yield "fixed_effects", (inside["_fixef"], False)
    covariance = inside.get("_vcov_type_detail")
    if isinstance(covariance, str):
        yield "cov_type", (covariance, covariance == "iid")
    clusters = inside.get("_clustervar")
    if isinstance(clusters, list) and clusters:
        yield "clusters", (" + ".join(map(str, clusters)), False)
    if inside.get("_has_weights"):
        yield "weights", (inside.get("_weights_name"), False)
    rows, dropped = inside.get("_N"), inside.get("_na_index")
    yield "n_obs", (rows, False)
    if dropped is not None and hasattr(dropped, "__len__"):
        yield "dropped", (len(dropped), not len(dropped))


def _metrics(inside: dict[str, Any]) -> dict[str, float]:
    found = {name: finite(inside.get(key)) for name, key in _METRICS}
    return {name: number for name, number in found.items() if number is not None}


def _terms(inside: dict[str, Any]) -> list[list[Any]]:
    """The rows of the table of terms; [] where inference was not made."""
    import numpy as np

    parts = [inside.get(key) for key in _PARTS]
    bounds = inside.get("_conf_int")
    if any(part is None for part in parts) or bounds is None:
        return []
    columns = [np.asarray(part).ravel()[:MAX_ROWS].tolist() for part in (*parts, *bounds)]
    return [list(row) for row in zip(*columns, strict=False)]
