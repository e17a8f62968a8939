"""What code logs by MLflow's calls: taken from their arguments as they start, whatever MLflow makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from jupyter_tracker.capture.inspectors.base import Call, Inspector, Watch


class MlflowInspector(Inspector):
    """`mlflow.log_metric` and its kin, called by the user's code."""

    packages: ClassVar[tuple[str, ...]] = ("mlflow",)

    def watches(self) -> Iterable[Watch]:
        """The functions that log."""
        fluent = "mlflow.tracking.fluent"
        return [
            Watch(f"{fluent}:log_metric", _metric, start=True, own=True),
            Watch(f"{fluent}:log_metrics", _metrics, start=True, own=True),
            Watch(f"{fluent}:log_param", _param, start=True, own=True),
            Watch(f"{fluent}:log_params", _params, start=True, own=True),
        ]


def _metric(call: Call) -> None:
    given = call.args
    call.point({str(given["key"]): given["value"]}, given["step"], kind="dropin")


def _metrics(call: Call) -> None:
    given = call.args
    if isinstance(given["metrics"], dict):
        call.point(given["metrics"], given["step"], kind="dropin")


def _param(call: Call) -> None:
    call.param(str(call.args["key"]), call.args["value"], conf=1.0, kind="dropin")


def _params(call: Call) -> None:
    given = call.args["params"]
    for key, value in given.items() if isinstance(given, dict) else ():
        call.param(str(key), value, conf=1.0, kind="dropin")
