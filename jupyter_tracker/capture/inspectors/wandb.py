"""What code logs by W&B's calls: taken from their arguments as they start, whatever W&B makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from jupyter_tracker.capture.inspectors.base import Call, Inspector, Watch


class WandbInspector(Inspector):
    """`wandb.init(config=…)`, `wandb.config` and `wandb.log`."""

    packages: ClassVar[tuple[str, ...]] = ("wandb",)

    def watches(self) -> Iterable[Watch]:
        """The functions that log."""
        config = "wandb.sdk.wandb_config:Config"
        return [
            Watch("wandb.sdk.wandb_init:init", lambda call: _settings(call, call.args["config"]), start=True),
            Watch("wandb.sdk.wandb_run:Run.log", _log, start=True),
            Watch(f"{config}.update", lambda call: _settings(call, call.args["d"]), start=True),
            Watch(f"{config}.__setitem__", _set, start=True),
        ]


def _log(call: Call) -> None:
    given: Any = call.args["data"]
    if isinstance(given, dict):
        call.point(_flat(given), call.args["step"], kind="dropin")


def _flat(given: dict[Any, Any], prefix: str = "") -> dict[str, Any]:
    """Nested mappings under dotted names, as W&B shows them."""
    found: dict[str, Any] = {}
    for key, value in given.items():
        found.update(_flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value})
    return found


def _settings(call: Call, given: Any) -> None:
    if isinstance(given, dict):
        for key, value in given.items():
            call.param(str(key), value, conf=1.0, kind="dropin")
    elif given is not None and not isinstance(given, str):
        call.param("", given, conf=1.0, kind="dropin")


def _set(call: Call) -> None:
    call.param(str(call.args["key"]), call.args["val"], conf=1.0, kind="dropin")
