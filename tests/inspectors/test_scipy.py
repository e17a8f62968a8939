"""Statistical tests tell statistic and p-value under the name of their variable or of the test; fits their terms."""

from __future__ import annotations

import pytest

from tests.inspectors.conftest import Bench

pytest.importorskip("scipy")

DATA = """
    import numpy as np
    from scipy import optimize, stats
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=40), rng.normal(0.5, 1, 40)
"""


@pytest.fixture
def data(bench: Bench) -> Bench:
    bench.run(DATA)
    return bench


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("stats.ttest_ind(a, b)", "ttest_ind"),
        ("stats.ttest_rel(a, b)", "ttest_rel"),
        ("stats.mannwhitneyu(a, b)", "mannwhitneyu"),
        ("stats.wilcoxon(a, b)", "wilcoxon"),
        ("stats.ks_2samp(a, b)", "ks_2samp"),
        ("stats.chi2_contingency([[10, 20], [20, 10]])", "chi2_contingency"),
        ("stats.pearsonr(a, b)", "pearsonr"),
        ("stats.spearmanr(a, b)", "spearmanr"),
        ("stats.kendalltau(a, b)", "kendalltau"),
        ("stats.f_oneway(a, b)", "f_oneway"),
        ("stats.kruskal(a, b)", "kruskal"),
        ("stats.shapiro(a)", "shapiro"),
        ("stats.fisher_exact([[3, 5], [7, 2]])", "fisher_exact"),
        ("stats.binomtest(3, 10)", "binomtest"),
    ],
)
def test_a_test_is_told_bound_or_not(data: Bench, call: str, name: str) -> None:
    told = data.run(f"outcome = {call}")
    known = told.names["outcome"]
    found = told.facts("outcome").metrics
    assert found == pytest.approx({"outcome.statistic": known.statistic, "outcome.pvalue": known.pvalue})
    printed = data.run(f"print({call})").metrics
    assert printed == pytest.approx({f"{name}.statistic": known.statistic, f"{name}.pvalue": known.pvalue})


@pytest.mark.parametrize(
    "source",
    [
        "outcome = stats.ttest_ind(a, b)",
        "def compare():\n    outcome = stats.ttest_ind(a, b)\n    return outcome.pvalue\ncompare()",
        "def compare():\n    global outcome\n    outcome = stats.ttest_ind(a, b)\ncompare()",
        "def compare():\n    outcome = stats.ttest_ind(a, b)\n    return lambda: outcome\ncompare()",
    ],
)
def test_what_is_bound_to_a_name_tells_under_it_alone(data: Bench, source: str) -> None:
    assert data.run(source).metrics.keys() == {"outcome.statistic", "outcome.pvalue"}


@pytest.mark.parametrize(
    "source",
    [
        "p = stats.ttest_ind(a, b)[1]",
        "p = stats.ttest_ind(a, b).pvalue",
        "tests = [stats.ttest_ind(a, b)]",
        "stats.ttest_ind(a, b); other = 3",
    ],
)
def test_what_is_shown_or_thrown_away_is_told_by_the_name_of_the_test(data: Bench, source: str) -> None:
    assert data.run(source).metrics.keys() == {"ttest_ind.statistic", "ttest_ind.pvalue"}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("t, p = stats.ttest_ind(a, b)", {"t", "p"}),
        ("_, chance = stats.shapiro(a)", {"chance"}),
        ("chi2, p, freedom, expected = stats.chi2_contingency([[10, 20], [20, 10]])", {"chi2", "p"}),
        ("def line():\n    m, c, r, p, e = stats.linregress(a, b)\n    return m\nline()", set("mcrpe")),
    ],
)
def test_what_is_taken_apart_bears_the_names_that_the_code_gives(data: Bench, source: str, names: set[str]) -> None:
    told = data.run(source)
    assert told.metrics.keys() == names
    assert {name: told.metrics[name] for name in names & data.names.keys()} == {
        name: data.names[name] for name in names & data.names.keys()
    }


def test_unpacked_tests_tell_what_was_chosen(data: Bench) -> None:
    told = data.run("""
        def compare(side):
            t, p = stats.ttest_ind(a, b, equal_var=False, alternative=side)
            return p
        compare("less")
    """)
    assert told.params == {"equal_var": False, "alternative": "less"}
    assert told.items[-1].where.fn == "compare" and told.metrics.keys() == {"t", "p"}


def test_tests_of_many_columns_at_once_tell_no_number(data: Bench) -> None:
    told = data.run("outcome = stats.ttest_ind(a.reshape(20, 2), b.reshape(20, 2))")
    assert not told.metrics


def test_tests_inside_the_library_are_not_told(data: Bench) -> None:
    told = data.run("stats.permutation_test((a, b), lambda x, y: x.mean() - y.mean(), n_resamples=20)")
    assert set(told.metrics) == {"permutation_test.statistic", "permutation_test.pvalue"}


def test_a_straight_line_tells_its_terms(data: Bench) -> None:
    told = data.run("line = stats.linregress(a, b)")
    line, facts = told.names["line"], told.facts("line")
    assert facts.metrics["line.slope"] == line.slope and facts.metrics["line.rvalue"] == line.rvalue
    columns, rows = facts.tables["coefficients"]
    assert columns == ("term", "estimate", "std_error", "p")
    assert rows[0] == ["slope", line.slope, line.stderr, line.pvalue] and rows[1][0] == "intercept"


def test_a_fitted_curve_tells_its_terms_by_their_names(data: Bench) -> None:
    told = data.run("""
        def decay(t, half_life, start):
            return start * 0.5 ** (t / half_life)
        t = np.linspace(0, 10, 40)
        best, spread = optimize.curve_fit(decay, t, decay(t, 3.0, 2.0) + 0.01 * a, p0=(2, 1))
    """)
    table = told.tables["coefficients"]
    assert [row[0] for row in table.rows] == ["half_life", "start"] and table.what == "coefficients"
    assert table.rows[0][1] == pytest.approx(told.names["best"][0])
    assert table.rows[0][2] == pytest.approx(told.names["spread"][0, 0] ** 0.5)


def test_an_optimum_tells_where_it_is_and_what_it_took(data: Bench) -> None:
    told = data.run("""
        found = optimize.minimize(lambda x: (x[0] - 1) ** 2 + (x[1] - 2) ** 2, [0, 0])
        optimize.root_scalar(lambda x: x - 1, bracket=[0, 3])
    """)
    facts = told.facts("found")
    assert facts.metrics["found.fun"] == told.names["found"].fun and facts.metrics["found.nit"] > 0
    assert [row[0] for row in facts.tables["found.x"][1]] == ["x0", "x1"]
    assert told.metrics["root_scalar.root"] == pytest.approx(1)


def test_other_objects_of_the_library_are_none_of_this(data: Bench) -> None:
    told = data.run("from scipy import sparse\nmatrix, normal = sparse.eye(3), stats.norm(0, 1)")
    with pytest.raises(AssertionError, match="no inspector knows"):
        told.facts("matrix")
    with pytest.raises(AssertionError, match="no inspector knows"):
        told.facts("normal")
