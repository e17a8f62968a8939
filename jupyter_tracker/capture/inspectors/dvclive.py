"""What code logs by DVCLive's calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Inspector, Watch


class DvcliveInspector(Inspector):
    """`Live.log_metric` and `Live.log_param`."""

    packages: ClassVar[tuple[str, ...]] = ("dvclive",)

    def watches(self) -> Iterable[Watch]:
        """The methods that log; of several params each is logged by itself."""
        live = "dvclive.live:Live"
        return [
            Watch(f"{live}.log_metric", _metric, start=True),
            Watch(f"{live}.log_param", _param, start=True, own=True),
            Watch(f"{live}.log_params", _params, start=True, own=True),
        ]


def _metric(call: Call) -> None:
    given = call.args
    step = values.attributes(given["self"]).get("_step")
    call.point({str(given["name"]): given["val"]}, step, kind="dropin")


def _param(call: Call) -> None:
    call.param(str(call.args["name"]), call.args["val"], conf=1.0, kind="dropin")


def _params(call: Call) -> None:
    given: Any = call.args["params"]
    for key, value in given.items() if isinstance(given, dict) else ():
        call.param(str(key), value, conf=1.0, kind="dropin")
