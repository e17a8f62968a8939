"""imbalanced-learn: estimators as scikit-learn has them, and metrics of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from jupyter_tracker.capture.inspectors.base import Watch
from jupyter_tracker.capture.inspectors.metric_functions import watched
from jupyter_tracker.capture.inspectors.sklearn import SklearnInspector


class ImblearnInspector(SklearnInspector):
    """Estimators, samplers, pipelines and metrics."""

    packages: ClassVar[tuple[str, ...]] = ("imblearn",)

    def watches(self) -> Iterable[Watch]:
        """Metric functions, where the user's code calls them."""
        names = "geometric_mean_score sensitivity_score specificity_score macro_averaged_mean_absolute_error"
        return watched({"imblearn.metrics": names})
