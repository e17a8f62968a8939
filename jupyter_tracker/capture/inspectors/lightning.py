"""Lightning, under both names of its package: what a module logs as it is logged, tests, and hyperparameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.sklearn import plain_setting
from jupyter_tracker.capture.inspectors.torch import module_facts, settings
from jupyter_tracker.capture.values import MISSING, root_package

_CONNECTOR = "trainer.connectors.logger_connector.logger_connector:_LoggerConnector"
_AXES = frozenset(["epoch", "step"])


class LightningInspector(Inspector):
    """Trainers, modules and data modules."""

    packages: ClassVar[tuple[str, ...]] = ("lightning",)
    _root: ClassVar[str] = "lightning.pytorch"

    def facts(self, obj: Any) -> Facts | None:
        """What a trainer has measured last; hyperparameters and size of a module."""
        kinds = {base.__name__ for base in type(obj).__mro__ if root_package(base) in self.packages}
        if "Trainer" in kinds:
            return _trainer(values.attributes(obj))
        if "LightningModule" in kinds:
            facts = module_facts(obj)
        elif "LightningDataModule" in kinds:
            facts = Facts(settings(obj))
        else:
            return None
        facts.params.update(_saved(values.attributes(obj).get("_hparams")))
        return facts

    def watches(self) -> Iterable[Watch]:
        """What is for the loggers, be there any or not; tests and validations that the user's code asks for."""
        return (
            Watch(f"{self._root}.{_CONNECTOR}.log_metrics", _logged),
            Watch(f"{self._root}.trainer.trainer:Trainer.test", _measured, own=True),
            Watch(f"{self._root}.trainer.trainer:Trainer.validate", _measured, own=True),
        )


class PytorchLightningInspector(LightningInspector):
    """The same of the package `pytorch_lightning`."""

    packages: ClassVar[tuple[str, ...]] = ("pytorch_lightning",)
    _root: ClassVar[str] = "pytorch_lightning"


def _trainer(inside: dict[str, Any]) -> Facts:
    """Of a value that was logged for each step and each epoch (`loss_step`, `loss_epoch`), plain `loss` is either."""
    measured = values.attributes(inside.get("_logger_connector")).get("_callback_metrics") or {}
    facts = Facts(metrics={name: value for name, value in measured.items() if f"{name}_epoch" not in measured})
    epochs = values.attributes(inside.get("fit_loop")).get("max_epochs")
    held = {"max_epochs": epochs, **{key: inside.get(key) for key in ("gradient_clip_val", "accumulate_grad_batches")}}
    usual = {"max_epochs": 1000, "accumulate_grad_batches": 1}
    facts.params = {key: (value, value == usual.get(key)) for key, value in held.items() if value is not None}
    return facts


def _saved(hparams: Any) -> dict[str, tuple[Any, bool]]:
    """What `save_hyperparameters` has kept."""
    found: dict[str, tuple[Any, bool]] = {}
    for key, value in dict.items(hparams) if issubclass(type(hparams), dict) else ():
        plain = plain_setting(value)
        flat = values.flatten(key, value) if plain is MISSING else [(key, plain)]
        found.update({name: (item, False) for name, item in flat})
    return found


def _logged(call: Call) -> None:
    """`scalar_metrics` are the numbers that the library has made of them for its loggers."""
    args = call.args
    trainer = args["self"].trainer
    if values.scalar(trainer.state.fn) != "FITTING":
        return
    logged = args.get("scalar_metrics") or args["metrics"]
    step = args["step"]
    if step is None:
        step = logged.get("step", trainer.fit_loop.epoch_loop._batches_that_stepped)
    call.point({name: value for name, value in logged.items() if name not in _AXES}, step)


def _measured(call: Call) -> None:
    for found in call.result if isinstance(call.result, list) else ():
        for name, value in found.items():
            call.metric(name, value)
