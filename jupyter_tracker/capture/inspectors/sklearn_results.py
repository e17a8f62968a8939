"""scikit-learn as a whole: its estimators, what they have found, its metrics, cross-validation and searches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from jupyter_tracker.capture.inspectors import sklearn_metrics, sklearn_validation
from jupyter_tracker.capture.inspectors.base import Facts, Watch
from jupyter_tracker.capture.inspectors.sklearn import SklearnInspector
from jupyter_tracker.capture.inspectors.sklearn_searches import SklearnSearches


class SklearnResults(SklearnInspector):
    """What `SklearnInspector` tells of an estimator, and what passes while a cell calls the library."""

    packages: ClassVar[tuple[str, ...]] = ("sklearn",)

    def __init__(self) -> None:
        """No search has been seen."""
        self._searches = SklearnSearches()

    def begins(self) -> None:
        """Another cell."""
        self._searches.begins()

    def facts(self, obj: Any) -> Facts | None:
        """With the candidates of a search that was not seen while it ran."""
        facts = super().facts(obj)
        if facts is not None:
            facts.children = self._searches.children(obj)
        return facts

    def watches(self) -> Iterable[Watch]:
        """Metrics, cross-validation, searches."""
        yield from sklearn_metrics.watches()
        yield from sklearn_validation.watches()
        yield from self._searches.watches()
