"""Fitted statistical models side by side: models as columns, terms as rows, the standard error below each estimate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.analysis.formats import as_number
from jupyter_tracker.analysis.tabletext import TextTable, latex, markdown
from jupyter_tracker.store.events import decode_value

Record = Mapping[str, Any]

COEFFICIENTS = "coefficients"
SETTINGS = ("formula", "model", "n_obs", "cov_type", "family", "fixed_effects", "clusters")
FITS = (
    "r2", "adj_r2", "r2_within", "pseudo_r2", "log_likelihood", "aic", "bic", "deviance", "rmse", "f_pvalue",
)  # fmt: skip
"""Fit statistics at the foot, in their order."""
BY_LIKELIHOOD = {"aic": "down", "bic": "down", "log_likelihood": "up"}
"""Those that compare only models of the same outcome and the same rows."""
STARS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
_NAMES = {
    "r2": "R²", "adj_r2": "Adjusted R²", "r2_within": "R² within", "pseudo_r2": "Pseudo R²", "aic": "AIC",
    "bic": "BIC", "log_likelihood": "Log-likelihood", "deviance": "Deviance", "rmse": "RMSE", "f_pvalue": "p of F",
}  # fmt: skip


@dataclass
class Model:
    """One fitted model of a run; `terms` has (estimate, standard error, p) by name, `data` tells its inputs apart."""

    run: str
    name: str
    settings: dict[str, Any]
    terms: dict[str, tuple[float | None, float | None, float | None]]
    fit: dict[str, float]
    total: int | None = None
    data: frozenset[str] | None = None
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> str | None:
        """What it explains: the left side of its formula."""
        formula = self.settings.get("formula")
        left = formula.partition("~")[0].strip() if isinstance(formula, str) and "~" in formula else ""
        return left or None


def models_of(record: Record, content: Mapping[str, Mapping[str, Any]]) -> list[Model]:
    """The fitted models of a run: of each table of coefficients its terms, and the settings and fit statistics that
    stand beside it under the same name. `content` has the columns and rows of the tables by name."""
    named = {item["name"]: decode_value(item.get("value")) for item in record.get("params") or ()}
    measured = {item["name"]: as_number(item.get("value")) for item in record.get("metrics") or ()}
    hashes = [item.get("hash") for item in record.get("inputs") or ()]
    data = frozenset(map(str, hashes)) if hashes and None not in hashes else None
    tables = [
        table for table in record.get("tables") or () if table["what"] == COEFFICIENTS and table["name"] in content
    ]
    found = []
    for table in tables:
        prefix = table["name"].removesuffix(COEFFICIENTS)
        alone = len(tables) == 1
        settings = {key: value for key in SETTINGS if (value := _beside(named, prefix, key, True)) is not None}
        fit = {key: float(value) for key in FITS if (value := _beside(measured, prefix, key, alone)) is not None}
        for label, terms in _split(content[table["name"]]).items():
            own = {**settings, **({"formula": label} if label else {})}
            known = own if not label else {key: own[key] for key in own if key in ("formula", "model", "cov_type")}
            name = prefix.rstrip(".") or str(record.get("name") or record["id"])
            found.append(Model(record["id"], name, known, terms, {} if label else fit, table.get("total"), data))
    return found


def _beside(held: Mapping[str, Any], prefix: str, key: str, shared: bool) -> Any:
    """What stands under the model's own name; with `shared` else what stands under no name: settings that are the same
    in all models of a run are told once, and what is told of one model alone needs no name."""
    if prefix + key in held:
        return held[prefix + key]
    return held.get(key) if shared else None


def _split(content: Mapping[str, Any]) -> dict[str, dict[str, tuple[float | None, float | None, float | None]]]:
    """The terms of a table; one that begins with a column `formula` holds several models."""
    columns = list(content["columns"])
    several = columns[:1] == ["formula"]
    found: dict[str, dict[str, tuple[float | None, float | None, float | None]]] = {}
    for row in content["rows"]:
        cells = dict(zip(columns, row, strict=False))
        numbers = (as_number(cells.get("estimate")), as_number(cells.get("std_error")), as_number(cells.get("p")))
        found.setdefault(str(cells["formula"]) if several else "", {})[str(cells.get("term"))] = numbers
    return found


def side_by_side(models: Sequence[Model]) -> dict[str, Any]:
    """The table of models: `models` (columns), `terms` (rows), `fit` (the foot), which are `comparable` (groups of
    columns with the same outcome and rows, and why others are not), and the whole as `markdown` and `latex`."""
    terms = list(dict.fromkeys(term for model in models for term in model.terms))
    fits = [key for key in FITS if any(key in model.fit for model in models)]
    groups, reasons = comparable(models)
    labels = _labels(models)
    best = {key: _best(models, key, groups) for key in BY_LIKELIHOOD if key in fits}
    answer: dict[str, Any] = {
        "models": [
            {"run": model.run, "name": label, "outcome": model.outcome, "settings": model.settings}
            for model, label in zip(models, labels, strict=True)
        ],
        "terms": [{"term": term, "cells": [_cell(model, term) for model in models]} for term in terms],
        "n": [as_number(model.settings.get("n_obs")) for model in models],
        "fit": [
            {"name": key, "values": [model.fit.get(key) for model in models], "best": best.get(key, [])} for key in fits
        ],
        "comparable": groups,
        "why_not": reasons,
    }
    table = _table(models, labels, answer)
    return {**answer, "markdown": markdown(table), "latex": latex(table)}


def comparable(models: Sequence[Model]) -> tuple[list[list[int]], list[str]]:
    """Groups of models of which AIC, BIC and likelihood may be compared, and in words why not all may be.

    They have the same outcome and number of rows, and read the same data where that is known of all of them.
    """
    known = all(model.data is not None for model in models)
    keys = [
        (model.outcome, as_number(model.settings.get("n_obs")), model.data if known else frozenset())
        for model in models
    ]
    groups: dict[Any, list[int]] = {}
    reasons: list[str] = []
    for place, key in enumerate(keys):
        groups.setdefault(key if None not in key[:2] else place, []).append(place)
    for what, at in (("outcome", 0), ("number of rows", 1), ("data", 2)):
        values = [key[at] for key in keys]
        if at < 2 and None in values:
            reasons.append(f"the {what} of {formats.plural(values.count(None), 'model')} is not known")
        if len({value for value in values if value is not None}) > 1:
            reasons.append(f"the {what} differs")
    return list(groups.values()), reasons if len(groups) > 1 else []


def _best(models: Sequence[Model], key: str, groups: Iterable[Sequence[int]]) -> list[int]:
    """The best column of each group of two models or more."""
    found = []
    for group in groups:
        known = {place: models[place].fit[key] for place in group if key in models[place].fit}
        if len(known) > 1:
            top = min(known.values()) if BY_LIKELIHOOD[key] == "down" else max(known.values())
            found += [place for place, value in known.items() if value == top]
    return sorted(found)


def _labels(models: Sequence[Model]) -> list[str]:
    names = [model.name for model in models]
    return [f"({at}) {name}" if names.count(name) > 1 else name for at, name in enumerate(names, 1)]


def _cell(model: Model, term: str) -> dict[str, Any] | None:
    if term not in model.terms:
        return None
    estimate, error, p = model.terms[term]
    return {"estimate": estimate, "std_error": error, "p": p, "stars": _stars(p)}


def _stars(p: float | None) -> str:
    return "" if p is None else next((stars for below, stars in STARS if p < below), "")


def _table(models: Sequence[Model], labels: Sequence[str], answer: Mapping[str, Any]) -> TextTable:
    rows: list[list[str]] = []
    for term in answer["terms"]:
        cells = term["cells"]
        rows.append(
            [term["term"], *("" if cell is None else _number(cell["estimate"]) + cell["stars"] for cell in cells)]
        )
        if any(cell is not None and cell["std_error"] is not None for cell in cells):
            rows.append(["", *("" if cell is None else f"({_number(cell['std_error'])})" for cell in cells)])
    foot = [["Outcome", *(model.outcome or formats.UNKNOWN for model in models)]]
    foot.append(["N", *(formats.UNKNOWN if n is None else formats.number(int(n)) for n in answer["n"])])
    foot += [[_NAMES[one["name"]], *map(_number, one["values"])] for one in answer["fit"]]
    notes = ["standard errors in brackets; * p < 0.05, ** p < 0.01, *** p < 0.001"]
    if answer["why_not"]:
        notes.append(
            f"AIC, BIC and likelihood are not to be compared across all models: {', '.join(answer['why_not'])}"
        )
    return TextTable(["", *labels], rows, foot, notes=notes)


def _number(value: float | None) -> str:
    return formats.UNKNOWN if value is None else formats.number(value)
