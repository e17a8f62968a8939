"""What code writes for TensorBoard by a `SummaryWriter`, PyTorch's or tensorboardX's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from jupyter_tracker.capture.inspectors.base import Call, Inspector, Watch


class TensorboardInspector(Inspector):
    """The writer of PyTorch, which imports `tensorboard`."""

    packages: ClassVar[tuple[str, ...]] = ("tensorboard",)
    module: ClassVar[str] = "torch.utils.tensorboard.writer"

    def watches(self) -> Iterable[Watch]:
        """The methods that write numbers."""
        writer = f"{self.module}:SummaryWriter"
        return [
            Watch(f"{writer}.add_scalar", _scalar, start=True),
            Watch(f"{writer}.add_scalars", _scalars, start=True),
            Watch(f"{writer}.add_hparams", _hparams, start=True),
        ]


class TensorboardxInspector(TensorboardInspector):
    """The writer of tensorboardX."""

    packages: ClassVar[tuple[str, ...]] = ("tensorboardX",)
    module: ClassVar[str] = "tensorboardX.writer"


def _scalar(call: Call) -> None:
    given = call.args
    call.point({str(given["tag"]): given["scalar_value"]}, given["global_step"], kind="dropin")


def _scalars(call: Call) -> None:
    given: Any = call.args
    values = given["tag_scalar_dict"]
    if isinstance(values, dict):
        named = {f"{given['main_tag']}/{key}": value for key, value in values.items()}
        call.point(named, given["global_step"], kind="dropin")


def _hparams(call: Call) -> None:
    given: Any = call.args
    for key, value in given["hparam_dict"].items() if isinstance(given["hparam_dict"], dict) else ():
        call.param(str(key), value, conf=1.0, kind="dropin")
    if isinstance(given["metric_dict"], dict):
        call.point(given["metric_dict"], given["global_step"], kind="dropin")
