"""Small frames of results are tables, data never is; looking at a frame runs no code of the user's."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from jupyter_tracker.capture.inspectors import registry
from tests.inspectors.conftest import Bench

pd = pytest.importorskip("pandas")
np = pytest.importorskip("numpy")

RNG = np.random.default_rng(0)
SALES = pd.DataFrame(
    {"town": list("abcd") * 40, "kind": list("xy") * 80, "price": RNG.normal(size=160), "units": range(160)}
)


def table(name: str, obj: Any) -> tuple[list[str], list[list[Any]], int] | None:
    facts = registry.facts(obj, name)
    if facts is None:
        return None
    columns, rows = facts.tables[name]
    return list(columns), rows[:], len(rows)


@pytest.mark.parametrize(
    ("name", "obj"),
    [
        ("by_town", SALES.groupby("town").mean(numeric_only=True)),
        ("spread", SALES.groupby(["town", "kind"]).agg({"price": ["mean", "std"]})),
        ("wide", SALES.pivot_table(index="town", columns="kind", values="price")),
        ("overview", SALES.describe()),
        ("per_kind", SALES.kind.value_counts()),
        ("together", SALES[["price", "units"]].corr()),
        ("binned", SALES.groupby(pd.cut(SALES.price, 3), observed=True).units.mean()),
        ("df", pd.DataFrame({"model": ["rf", "svm"], "accuracy": [0.9, 0.8], "f1": [0.7, 0.6]})),
        ("tried", pd.DataFrame({"C": [0.1, 1.0], "accuracy": [0.9, 0.8]})),
        ("results", pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})),
        ("test_scores", pd.Series([0.8, 0.9, 0.7])),
        ("importances", pd.Series([0.2, 0.8], index=["age", "income"])),
    ],
)
def test_results_are_tables(name: str, obj: Any) -> None:
    found = table(name, obj)
    assert found is not None and found[2] == len(obj)


@pytest.mark.parametrize(
    ("name", "obj"),
    [
        ("df", SALES),
        ("sales", SALES),
        ("X_train", SALES[["price", "units"]][:20]),
        ("y", pd.Series([0.5, 0.7])),
        ("students", pd.DataFrame({"hours": [1.0, 2.0, 3.0], "score": [50, 60, 70]})),
        ("daily", SALES[["price"]].set_axis(pd.date_range("2020-01-01", periods=160))),
        ("noise", pd.DataFrame(RNG.normal(size=(100, 3)))),
        ("names", pd.DataFrame({"first": ["a"], "last": ["b"]})),
        ("results", pd.DataFrame()),
        ("predictions", pd.DataFrame({"loss": [0.1] * 5000})),
    ],
)
def test_data_is_no_table(name: str, obj: Any) -> None:
    assert registry.facts(obj, name) is None


def test_what_was_read_from_a_file_is_data(bench: Bench, tmp_path: Path) -> None:
    SALES.groupby("town").mean(numeric_only=True).to_csv(tmp_path / "towns.csv")
    bench.names["path"] = tmp_path / "towns.csv"
    told = bench.run("""
        import pandas as pd
        towns = pd.read_csv(path, index_col="town")
        mean = towns.T.mean()
    """)
    assert told.facts("mean").tables
    with pytest.raises(AssertionError, match="no inspector knows"):
        told.facts("towns")


def test_a_table_has_its_index_and_labels_and_is_cut_where_it_is_long() -> None:
    spread = SALES.groupby(["town", "kind"]).agg({"price": ["mean", "std"]})
    columns, rows, total = table("spread", spread) or ([], [], 0)
    assert columns == ["town", "kind", "price.mean", "price.std"] and total == 4
    assert rows[0] == ["a", "x", *spread.iloc[0]]
    dates = pd.DataFrame({"loss": [0.1, None]}, index=pd.to_datetime(["2020-01-01", "2020-01-02"]))
    assert table("scores", dates) == (
        ["", "loss"],
        [["2020-01-01", 0.1], ["2020-01-02", pytest.approx(np.nan, nan_ok=True)]],
        2,
    )
    long = table("importances", pd.Series(RNG.normal(size=300), index=[f"x{n}" for n in range(300)]))
    assert long is not None and (len(long[1]), long[2]) == (200, 300)


@pytest.mark.parametrize(
    ("name", "obj", "metrics"),
    [
        ("metrics", pd.DataFrame([{"accuracy": 0.9, "loss": 0.2, "rows": 4}]), {"accuracy": 0.9, "loss": 0.2}),
        ("scores", pd.Series({"accuracy": 0.9, "f1": 0.8}), {"accuracy": 0.9, "f1": 0.8}),
        ("baseline", pd.Series({"accuracy": 0.9, "f1": 0.8}), {"baseline.accuracy": 0.9, "baseline.f1": 0.8}),
        ("report", pd.DataFrame({"metric": ["rmse", "r2"], "value": [3.0, 0.5]}), {"rmse": 3.0, "r2": 0.5}),
        ("by_town", SALES.groupby("town").mean(numeric_only=True), {}),
    ],
)
def test_one_row_or_column_of_metrics_tells_them(name: str, obj: Any, metrics: dict[str, float]) -> None:
    facts = registry.facts(obj, name)
    assert facts is not None and facts.metrics == metrics


def test_a_confusion_matrix_says_that_it_is_one() -> None:
    facts = registry.facts(pd.DataFrame([[3, 1], [0, 4]], index=["no", "yes"], columns=["no", "yes"]), "confusion")
    assert facts is not None and facts.what == {"confusion": "confusion"}


def test_a_styled_frame_is_its_frame(bench: Bench) -> None:
    pytest.importorskip("jinja2")
    told = bench.run("""
        import pandas as pd
        shown = pd.DataFrame({"model": ["a", "b"], "accuracy": [0.5, 0.6]}).style.highlight_max()
    """)
    assert told.facts("shown").tables["shown"][0] == ["model", "accuracy"]


class Trap:
    """Once it is armed, whatever is asked of it is noted."""

    armed = False
    sprung: ClassVar[list[str]] = []

    def __getattribute__(self, name: str) -> Any:
        if Trap.armed:
            Trap.sprung.append(name)
        return object.__getattribute__(self, name)

    def __repr__(self) -> str:
        Trap.sprung.extend(["repr"] * Trap.armed)
        return "trap"

    __str__ = __repr__

    def __float__(self) -> float:
        Trap.sprung.extend(["float"] * Trap.armed)
        return 1.0

    def __deepcopy__(self, memo: Any) -> Trap:
        Trap.sprung.extend(["copy"] * Trap.armed)
        return self


class Mine(pd.DataFrame):  # type: ignore[misc]
    """Somebody's own kind of frame."""

    def __len__(self) -> int:
        Trap.sprung.extend(["len"] * Trap.armed)
        return 1


def test_no_code_of_the_users_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = np.empty(2, dtype=object)
    cells[0], cells[1] = Trap(), Trap()
    results = pd.DataFrame({"accuracy": [0.5, 0.6], "thing": cells})
    results.attrs["note"] = Trap()
    series = pd.Series(cells, name="accuracy")
    headed = pd.DataFrame([[0.5]], columns=pd.Index(cells[:1], dtype=object))
    mine = Mine({"accuracy": [0.5]})
    monkeypatch.setattr(Trap, "armed", True)
    monkeypatch.setattr(registry, "failed", {})
    found = table("results", results)
    nothing = [registry.facts(obj, "results") for obj in (series, headed, mine)]
    monkeypatch.setattr(Trap, "armed", False)
    assert found is not None and nothing == [None, None, None]
    assert Trap.sprung == [] and registry.failed == {}


def test_a_frame_of_any_size_is_looked_at_no_further_than_its_first_rows() -> None:
    huge = pd.DataFrame(np.broadcast_to(np.float64(1.0), (10**9, 2)), columns=["accuracy", "loss"], copy=False)
    assert registry.facts(huge, "frame") is None
    found = table("results", huge)
    assert found is not None and (len(found[1]), found[2]) == (200, 10**9)
