"""Small polars frames of results are tables; lazy ones are never asked."""

from __future__ import annotations

import pytest

from jupyter_tracker.capture.inspectors import registry

pl = pytest.importorskip("polars")


def test_results_are_tables_and_data_is_not() -> None:
    results = pl.DataFrame({"model": ["rf", "svm"], "accuracy": [0.9, None]})
    facts = registry.facts(results, "results")
    assert facts is not None
    columns, rows = facts.tables["results"]
    assert columns == ["model", "accuracy"] and rows[:] == [["rf", 0.9], ["svm", None]]
    assert registry.facts(pl.DataFrame({"a": [1.0, 2.0]}), "df") is None
    assert registry.facts(pl.DataFrame({"town": list("ab") * 200, "price": [1.0] * 400}), "sales") is None


def test_one_row_of_metrics_tells_them() -> None:
    facts = registry.facts(pl.DataFrame({"accuracy": [0.9], "f1": [0.8]}), "scores")
    assert facts is not None and facts.metrics == {"accuracy": 0.9, "f1": 0.8}


def test_a_lazy_frame_stays_lazy() -> None:
    asked: list[int] = []
    lazy = pl.LazyFrame({"accuracy": [0.9]}).map_batches(lambda frame: asked.append(1) or frame)
    assert registry.facts(lazy, "results") is None and not asked
