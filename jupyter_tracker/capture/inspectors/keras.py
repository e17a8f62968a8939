"""Keras: epochs as they end, what an evaluation gives, and what a model was compiled with. With any backend, and with
Keras 2, which lives on as `tf_keras` and inside older TensorFlows."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.rounds import told
from jupyter_tracker.capture.inspectors.sklearn import defaults, plain_setting
from jupyter_tracker.capture.inspectors.torch import settings
from jupyter_tracker.capture.values import MISSING, root_package

_QUIET = frozenset(["name", "gradient_accumulation_steps", "loss_scale_factor"])
_EVALUATE = (
    "backend.torch.trainer:TorchTrainer",
    "backend.tensorflow.trainer:TensorFlowTrainer",
    "backend.jax.trainer:JAXTrainer",
)


class KerasInspector(Inspector):
    """Histories, models, optimizers and schedules."""

    packages: ClassVar[tuple[str, ...]] = ("keras",)

    def facts(self, obj: Any) -> Facts | None:
        """The curves of a history, the settings and the size of anything else."""
        kinds = {base.__name__ for base in type(obj).__mro__ if root_package(base) in self.packages}
        if "History" in kinds:
            return _history(values.attributes(obj))
        if "Model" in kinds:
            return self._model(obj)
        if kinds & {"BaseOptimizer", "Optimizer", "OptimizerV2"}:
            return _optimizer(obj)
        return Facts(_settings(obj)) if "LearningRateSchedule" in kinds else None

    def watches(self) -> Iterable[Watch]:
        """The end of each epoch; evaluations that the user's code asks for."""
        (root,) = self.packages
        if str(getattr(sys.modules[root], "__version__", "")).startswith("2."):
            callbacks, evaluate = "callbacks", ["engine.training:Model"]
        else:
            callbacks, evaluate = "callbacks.callback_list", list(_EVALUATE)
        return [
            Watch(f"{root}.src.{callbacks}:CallbackList.on_epoch_end", _epoch),
            *(Watch(f"{root}.src.{owner}.evaluate", _evaluated, own=True) for owner in evaluate),
        ]

    def _model(self, model: Any) -> Facts:
        """Sizes come from shapes; a model that is not built has none yet."""
        inside = values.attributes(model)
        (root,) = self.packages
        params = _settings(model)
        total, trained = (_size(told(model, root, name)) for name in ("weights", "trainable_weights"))
        if total:
            params["parameters"] = (total, False)
        if trained != total:
            params["trainable_parameters"] = (trained, False)
        loss = _named(inside.get("loss"))
        if loss is not None:
            params["loss"] = (loss, False)
        optimizer = inside.get("optimizer")
        return Facts(params, parts=[] if optimizer is None else [("optimizer", optimizer)], predicts=True)


class TfKerasInspector(KerasInspector):
    """The same of the package `tf_keras`."""

    packages: ClassVar[tuple[str, ...]] = ("tf_keras",)


def _history(inside: Mapping[str, Any]) -> Facts | None:
    curves, epochs, given = inside.get("history"), inside.get("epoch"), inside.get("params")
    if not isinstance(curves, dict):
        return None
    facts = Facts(series=dict(curves))
    if isinstance(epochs, list):
        facts.steps = {name: epochs for name, curve in curves.items() if len(curve) == len(epochs)}
    if isinstance(given, dict) and given.get("epochs"):
        facts.params["epochs"] = (given["epochs"], False)
    return facts


def _optimizer(optimizer: Any) -> Facts:
    facts = Facts({"optimizer": (_named(optimizer), False), **_settings(optimizer)})
    rate = values.attributes(optimizer).get("_learning_rate")
    number = values.number(values.attributes(rate).get("_value", rate))
    if number is not None:
        plain = float(f"{number:.7g}")  # it is held in single precision
        facts.params["learning_rate"] = (plain, plain == defaults(type(optimizer)).get("learning_rate"))
    elif rate is not None:
        facts.parts.append(("learning_rate", rate))
    return facts


def _settings(obj: Any) -> dict[str, tuple[Any, bool]]:
    return {name: pair for name, pair in settings(obj).items() if name not in _QUIET}


def _named(part: Any) -> Any:
    """What an optimizer or a loss is called: by the text that stands for it, or by the name that Keras gave it."""
    plain = plain_setting(part)
    name = plain if plain is not MISSING else values.attributes(part).get("name", values.attributes(part).get("_name"))
    return name if isinstance(name, str) else None


def _size(weights: Any) -> int:
    return sum(math.prod(weight.shape) for weight in weights) if isinstance(weights, list) else 0


def _epoch(call: Call) -> None:
    args = call.args
    if isinstance(args["logs"], dict):
        call.point(args["logs"], args["epoch"])


def _evaluated(call: Call) -> None:
    logs = call.args.get("logs")
    for name, value in logs.items() if isinstance(logs, dict) else ():
        call.metric(f"eval_{name}", value)
