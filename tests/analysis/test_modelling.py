"""Fitted models side by side."""

from __future__ import annotations

from typing import Any

from jupyter_tracker.analysis.modelling import comparable, models_of, side_by_side

TERMS = ["term", "estimate", "std_error", "statistic", "p", "low", "high"]


def record(
    id: str, n: int, aic: float, *, formula: str = "y ~ x", inputs: Any = ({"hash": "h1"},), prefix: str = ""
) -> Any:
    settings, fit = {"formula": formula, "n_obs": n, "model": "OLS"}, {"r2": 0.5, "aic": aic}
    return {
        "id": id, "name": f"model-{id}",
        "params": [{"name": f"{prefix}{k}", "value": v} for k, v in settings.items()],
        "metrics": [{"name": f"{prefix}{k}", "value": v} for k, v in fit.items()],
        "tables": [{"name": f"{prefix}coefficients", "what": "coefficients", "total": 2}],
        "inputs": list(inputs),
    }  # fmt: skip


def content(prefix: str = "", x: float = 2.0, p: float = 0.0004) -> Any:
    rows = [["Intercept", 1.0, 0.25, 4.0, 0.03, 0.5, 1.5], ["x", x, 0.5, 4.0, p, 1.0, 3.0]]
    return {f"{prefix}coefficients": {"columns": TERMS, "rows": rows}}


def test_models_are_columns_terms_rows_and_errors_stand_below() -> None:
    models = [*models_of(record("a", 100, 10.0), content()), *models_of(record("b", 100, 8.0), content(x=2.5, p=0.2))]
    found = side_by_side(models)
    assert [one["name"] for one in found["models"]] == ["model-a", "model-b"] and found["n"] == [100, 100]
    lines = found["latex"].splitlines()
    at = lines.index(r"x & 2*** & 2.5 \\")
    assert lines[at + 1] == r" & (0.5) & (0.5) \\" and lines[at + 2] == r"\midrule"
    assert r"N & 100 & 100 \\" in lines and r"R$^2$ & 0.5 & 0.5 \\" in lines and r"Outcome & y & y \\" in lines
    aic = next(one for one in found["fit"] if one["name"] == "aic")
    assert aic == {"name": "aic", "values": [10.0, 8.0], "best": [1]} and found["why_not"] == []


def test_a_term_that_a_model_has_not_is_a_gap() -> None:
    other = models_of(
        record("b", 100, 8.0), {"coefficients": {"columns": TERMS, "rows": [["z", 1.0, None, None, None, None, None]]}}
    )
    found = side_by_side([*models_of(record("a", 100, 10.0), content()), *other])
    assert [term["term"] for term in found["terms"]] == ["Intercept", "x", "z"]
    assert found["terms"][2]["cells"][0] is None and "| z |  | 1 |" in found["markdown"]


def test_information_criteria_are_compared_only_for_the_same_outcome_rows_and_data() -> None:
    def one(*args: Any, **more: Any) -> Any:
        return models_of(record(*args, **more), content())[0]

    same = [one("a", 100, 10.0), one("b", 100, 8.0)]
    assert comparable(same) == ([[0, 1]], [])
    groups, reasons = comparable([*same, one("c", 90, 1.0)])
    assert groups == [[0, 1], [2]] and reasons == ["the number of rows differs"]
    table = side_by_side([*same, one("c", 90, 1.0)])
    assert next(fit for fit in table["fit"] if fit["name"] == "aic")["best"] == [1]
    assert "not to be compared across all models" in table["markdown"]
    assert comparable([same[0], one("d", 100, 1.0, formula="log(y) ~ x")])[1] == ["the outcome differs"]
    assert comparable([same[0], one("e", 100, 1.0, inputs=[{"hash": "h2"}])])[1] == ["the data differs"]
    assert comparable([same[0], one("f", 100, 1.0, inputs=[{"hash": None}])]) == ([[0, 1]], [])
    unknown = comparable([same[0], one("g", 100, 1.0, formula="no formula")])
    assert unknown[0] == [[0], [1]] and unknown[1] == ["the outcome of 1 model is not known"]


def test_several_models_of_one_run_are_told_apart_by_their_names() -> None:
    both = record("a", 100, 10.0, prefix="fit1.")
    more = record("a", 90, 5.0, prefix="fit2.")
    for key in ("params", "metrics", "tables"):
        both[key] += more[key]
    both["params"] += [{"name": "cov_type", "value": "HC3"}, {"name": "n_obs", "value": 7}]  # said once of both
    both["metrics"].append({"name": "bic", "value": 1.0})  # not known of which
    found = models_of(both, {**content("fit1."), **content("fit2.", x=3.0)})
    assert all(model.settings["cov_type"] == "HC3" and "bic" not in model.fit for model in found)
    assert [(model.name, model.settings["n_obs"], model.fit["aic"]) for model in found] == [
        ("fit1", 100, 10.0),
        ("fit2", 90, 5.0),
    ]


def test_a_table_of_several_formulas_holds_several_models() -> None:
    rows = [["y ~ x", "x", 1.0, 0.1, 10.0, 0.0, 0.8, 1.2], ["y ~ x + z", "x", 0.9, 0.1, 9.0, 0.0, 0.7, 1.1]]
    found = models_of(record("a", 100, 10.0), {"coefficients": {"columns": ["formula", *TERMS], "rows": rows}})
    assert [model.settings["formula"] for model in found] == ["y ~ x", "y ~ x + z"]
    assert all(not model.fit for model in found)  # which fit statistic is whose is not known
