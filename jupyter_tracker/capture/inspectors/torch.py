"""PyTorch: optimizers."""

from __future__ import annotations

from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Facts, Inspector
from jupyter_tracker.capture.inspectors.sklearn import defaults, plain_setting
from jupyter_tracker.capture.values import MISSING


class TorchInspector(Inspector):
    """What an optimizer was made with."""

    packages: ClassVar[tuple[str, ...]] = ("torch",)

    def facts(self, obj: Any) -> Facts | None:
        """Settings of an optimizer."""
        made = values.attributes(obj).get("defaults")
        if type(made) is not dict or "param_groups" not in values.attributes(obj):
            return None
        usual = defaults(type(obj))
        flat = {key: plain_setting(value) for key, value in made.items()}
        return Facts({key: (v, _alike(usual.get(key, MISSING), v)) for key, v in flat.items() if v is not MISSING})


def _alike(default: Any, value: Any) -> bool:
    return bool((list(default) if isinstance(default, tuple) else default) == value)
