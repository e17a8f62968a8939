"""What moved a metric: by runs that differ in one thing, and never more than history can tell."""

from __future__ import annotations

from typing import Any

import pytest
from columns_of import column, params

from jupyter_tracker.analysis.bestsofar import best_so_far
from jupyter_tracker.analysis.importance import correlations, importances, omega_squared, spearman
from jupyter_tracker.analysis.moved import Run, ranked
from jupyter_tracker.analysis.written import without_values

np = pytest.importorskip("numpy")
stats = pytest.importorskip("scipy.stats")


def run(
    id: str, value: float, *, seed: Any = "0", code: Any = "c", data: Any = "d", packages: Any = "p", **held: Any
) -> Run:
    aspects = {f"param:{name}": str(one) for name, one in held.items()}
    return Run(id, value, {**aspects, "seed": seed, "code": code, "data": data, "packages": packages})


def effects(first: Run, second: Run, history: list[Run]) -> dict[str, Any]:
    found = ranked(first, second, history, "up")
    return {"sentence": found["sentence"], **{row["name"]: row for row in found["changes"]}, "all": found}


FIRST, SECOND = run("a", 0.90, depth=6, lr=0.1), run("b", 0.95, depth=8, lr=0.2)


def test_a_change_is_judged_by_runs_that_differ_in_it_alone() -> None:
    history = [
        run("1", 0.80, depth=6, lr=0.5),
        run("2", 0.83, depth=8, lr=0.5),
        run("3", 0.70, depth=6, lr=0.9),
        run("4", 0.75, depth=8, lr=0.9),
    ]
    found = effects(FIRST, SECOND, [FIRST, SECOND, *history])
    assert found["depth"]["way"] == "alone" and found["depth"]["change"] == pytest.approx(0.04)
    assert (found["depth"]["n"], found["depth"]["runs"], found["depth"]["better"]) == (2, 4, True)
    assert found["depth"]["share"] == pytest.approx(0.8) and found["depth"]["low"] < 0.04 < found["depth"]["high"]
    assert found["lr"]["way"] == "unknown" and found["lr"]["change"] is None
    assert "it cannot tell of lr" in found["sentence"] and found["sentence"].startswith("+0.05: most by depth: +0.04")


def test_other_seeds_will_do_and_means_are_the_last_resort_and_say_so() -> None:
    seeds = [run("1", 0.80, depth=6, lr=0.5, seed="1"), run("2", 0.84, depth=8, lr=0.5, seed="2")]
    assert effects(FIRST, SECOND, seeds)["depth"]["way"] == "but seeds"
    apart = [run("1", 0.80, depth=6, lr=0.5), run("2", 0.84, depth=8, lr=0.6)]
    found = effects(FIRST, SECOND, apart)["depth"]
    assert found["way"] == "means" and found["low"] is None and "whatever else differs" in found["text"]


def test_the_two_runs_themselves_are_no_evidence_unless_only_one_thing_changed() -> None:
    assert effects(FIRST, SECOND, [FIRST, SECOND])["depth"]["way"] == "unknown"
    only = effects(FIRST, run("b", 0.95, depth=8, lr=0.1), [])
    assert only["depth"]["way"] == "alone" and only["depth"]["change"] == pytest.approx(0.05)


def test_data_packages_and_code_are_judged_as_params_are() -> None:
    history = [run("1", 0.5, depth=1, data="d"), run("2", 0.7, depth=1, data="e"), run("3", 0.5, depth=1, code="x")]
    found = effects(run("a", 0.9, depth=6), run("b", 0.95, depth=6, data="e", code="x", packages="q"), history)
    assert found["data"]["change"] == pytest.approx(0.2) and found["code"]["change"] == pytest.approx(0.0)
    assert found["packages"]["way"] == "unknown"
    assert [row["name"] for row in found["all"]["changes"]] == ["data", "code", "packages"]


def test_a_seed_goes_neither_way_and_what_is_less_than_seeds_make_is_said() -> None:
    history = [run(str(k), 0.8 + 0.02 * k, depth=6, seed=str(k)) for k in range(5)]
    found = effects(run("a", 0.90, depth=6, seed="8"), run("b", 0.91, depth=6, seed="9"), history)
    assert found["seed"]["change"] is None and found["seed"]["high"] == pytest.approx(
        2**0.5 * np.std([0.8, 0.82, 0.84, 0.86, 0.88], ddof=1)
    )
    assert found["all"]["noise"]["within"] is True
    far = effects(run("a", 0.1, depth=6, seed="8"), run("b", 0.9, depth=7, seed="9"), history)
    assert far["all"]["noise"]["within"] is False


def test_what_is_not_known_of_a_run_is_said_and_no_change() -> None:
    found = effects(run("a", 0.9, depth=6, packages=None), run("b", 0.9, depth=6, packages="q"), [])
    assert found["all"]["changes"] == [] and found["all"]["unknown"] == ["packages"]
    assert found["sentence"] == "±0: nothing that was recorded changed; packages not known"


def test_values_of_params_are_no_code_and_everything_else_is() -> None:
    code = "depth = {}\nmodel = Forest(max_depth={}, **{{'lr': {}}})\ndef f(x, k={}): return x\nmodel.fit(X, y)"
    names = ["depth", "model.max_depth", "lr", "k"]
    assert without_values([code.format(1, 2, 3, 4)], names) == without_values(
        [code.format(5, -6, 0.7, "'a'") + "  # c"], names
    )
    assert without_values(["depth = 1"], names) != without_values(["depth = f()"], names)
    assert without_values(["x = 1"], names) != without_values(["x = 2"], names)
    assert without_values(["a, depth = 1, 2"], ["depth"]) == without_values(["a, depth = 1, 3"], ["depth"])
    assert without_values(["%pip install a\ndepth = 1"], names) != without_values(["%pip install b\ndepth = 1"], names)
    assert without_values(["not python at all"], names) != without_values(["not python at  all!"], names)


def test_importance_finds_what_a_known_function_depends_on() -> None:
    draw = np.random.default_rng(3)
    n = 400
    strong, weak, bent, nothing = draw.uniform(size=(4, n))
    kind = draw.integers(0, 3, n)
    outcome = (
        3 * strong + 0.6 * weak + 6 * (bent - 0.5) ** 2 + np.array([0, 0.5, 1.0])[kind] + 0.1 * draw.normal(size=n)
    )
    held = {
        "strong": column(list(strong)), "weak": column(list(weak)), "bent": column(list(bent)),
        "nothing": column(list(nothing)), "kind": column([f"k{k}" for k in kind]), "same": column([1.0] * n),
    }  # fmt: skip
    found = {one["name"]: one for one in importances(held, outcome)}
    assert list(found)[0] == "strong" and list(found)[-1] == "nothing" and "same" not in found
    assert found["strong"]["importance"] > 0.5 and found["nothing"]["importance"] < 0.03
    assert found["bent"]["importance"] > 0.1 and abs(found["bent"]["correlation"]) < 0.15  # bent, so no rank tells it
    assert found["kind"]["importance"] == pytest.approx(np.var([0, 0.5, 1.0]) / np.var(outcome), abs=0.05)
    assert found["kind"]["correlation"] is None and "ω²" in found["kind"]["method"]


def test_correlation_is_scipys_with_ties_too() -> None:
    draw = np.random.default_rng(4)
    a = draw.integers(0, 5, 40).astype(float)
    b = a + draw.normal(size=40)
    known = stats.spearmanr(a, b)
    assert spearman(a, b) == pytest.approx((known.statistic, known.pvalue))
    assert spearman(a, np.ones(40)) == (None, None)
    told = correlations({"a": column(list(a)), "b": column(list(b)), "text": column(["x"] * 40)})
    assert told["names"] == ["a", "b"] and told["rho"][0][1] == pytest.approx(known.statistic)


def test_the_share_of_variance_is_that_of_the_analysis_of_variance() -> None:
    a, b, c = [1.0, 2.0, 3.0], [2.0, 3.0, 4.0], [6.0, 7.0, 9.0]
    f = stats.f_oneway(a, b, c).statistic
    assert omega_squared(np.repeat([0, 1, 2], 3), np.array([*a, *b, *c])) == pytest.approx(
        2 * (f - 1) / (2 * (f - 1) + 9)
    )


def test_too_few_runs_say_nothing() -> None:
    found = importances(params(depth=[1, 2, 3]), np.array([0.1, 0.2, 0.3]))
    assert found[0]["importance"] is None and "too few" in found[0]["method"]


def test_the_best_so_far_moves_only_forward() -> None:
    runs = [
        ("c", 3.0, 0.7),
        ("a", 1.0, 0.5),
        ("b", 2.0, 0.4),
        ("x", None, 0.9),
        ("y", 4.0, None),
        ("d", 5.0, float("nan")),
    ]
    assert [(one["run"], one["number"]) for one in best_so_far(runs, "up")] == [("a", 1), ("c", 3)]
    assert [one["run"] for one in best_so_far(runs, "down")] == ["a", "b"]
