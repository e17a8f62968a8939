"""Hugging Face evaluate: what `compute` gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from jupyter_tracker.capture.inspectors.base import Inspector, Watch
from jupyter_tracker.capture.inspectors.metric_functions import tell


class EvaluateInspector(Inspector):
    """Metrics, alone and combined."""

    packages: ClassVar[tuple[str, ...]] = ("evaluate",)

    def watches(self) -> Iterable[Watch]:
        """`compute`, where the user's code calls it."""
        return (
            Watch("evaluate.module:EvaluationModule.compute", tell, own=True),
            Watch("evaluate.module:CombinedEvaluations.compute", tell, own=True),
        )
