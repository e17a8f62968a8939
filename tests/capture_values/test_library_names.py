"""Functions of libraries are known by whatever name the code has for them."""

from __future__ import annotations

import pytest

from tests.capture_values.conftest import Notebook

pytest.importorskip("sklearn")


def test_a_function_that_was_imported_before_under_another_name(notebook: Notebook) -> None:
    notebook.run("from sklearn.metrics import mean_absolute_error as off", tracked=False)
    assert notebook.run("print(off([1, 2], [1, 4]))").metrics == {"mae": 1.0}


def test_a_search_that_an_earlier_cell_has_made(notebook: Notebook) -> None:
    notebook.run(
        """
        from sklearn.model_selection import GridSearchCV
        from sklearn.tree import DecisionTreeClassifier
        gs = GridSearchCV(DecisionTreeClassifier(), {"max_depth": [1, 2]}, cv=2)
        """,
        tracked=False,
    )
    notebook.run("gs.fit([[1], [2], [3], [4]], [0, 1, 0, 1]);")
    assert [(child.of, child.key) for child in notebook.children] == [("gs", "0"), ("gs", "1")]
