"""torchmetrics: functions, what `compute` gives, and what a metric object holds in the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import FrameType
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.metric_functions import tell, watched
from jupyter_tracker.capture.inspectors.metric_names import receiver
from jupyter_tracker.capture.inspectors.searching import trials_around

_MODULES = ("torchmetrics.functional", "torchmetrics.functional.classification", "torchmetrics.functional.regression")


class TorchmetricsInspector(Inspector):
    """Metric functions, metrics and collections of them."""

    packages: ClassVar[tuple[str, ...]] = ("torchmetrics",)

    def facts(self, obj: Any) -> Facts | None:
        """Only a metric with a name tells something."""
        return None

    def named(self, obj: Any, name: str) -> Facts | None:
        """What a metric has computed, or what the only batch it was given has had."""
        inside = values.attributes(obj)
        if "_update_count" not in inside or "_computed" not in inside:
            return None
        held = inside["_computed"]
        if held is None and inside["_update_count"] == 1:
            held = inside.get("_forward_cache")
        return Facts(metrics=_named(name or type(obj).__name__, held))

    def watches(self) -> Iterable[Watch]:
        """Functions where the user's code calls them, and the one through which all that is computed passes."""
        found: dict[str, str] = {}
        for module in _MODULES:
            public: Any = getattr(sys.modules.get(module), "__all__", ())
            found.update({name: module for name in public if name not in found})
        for name, module in found.items():
            yield from watched({module: name})
        yield Watch("torchmetrics.collections:MetricCollection.compute", tell, own=True)
        yield Watch("torchmetrics.metric:_squeeze_if_scalar", _computed, names=("compute",))


def _computed(call: Call) -> None:
    """A metric wraps its `compute` when it is made, and the wrapper passes what comes out to this function. It counts
    where the user's code says `….compute()`: each batch brings one too, and a collection asks its metrics."""
    site = call.site if not _asked_by_library() and not trials_around() else None
    tree = site.call if site is not None else None
    if tree is not None and getattr(tree.func, "attr", "") == "compute":
        for name, value in _named(receiver(tree), call.result).items():
            call.metric(name or "metric", value)


def _asked_by_library() -> bool:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_name != "wrapped_func":
        frame = frame.f_back
    asking = frame.f_back if frame is not None else None
    return asking is None or str(asking.f_globals.get("__name__")).startswith("torchmetrics.")


def _named(name: str, held: Any) -> dict[str, Any]:
    """A number by its own name, several of a mapping by theirs."""
    if values.number(held) is not None:
        return {name: held}
    return {str(key): value for key, value in held.items()} if type(held) is dict else {}
