"""Hugging Face transformers: what a trainer logs as it is logged, its arguments, configurations, sizes of models."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.sklearn import plain_setting
from jupyter_tracker.capture.inspectors.torch import settings, sizes
from jupyter_tracker.capture.values import MISSING, root_package

_ASIDE = frozenset(["epoch", "step", "total_flos", "num_input_tokens_seen"])
_ENDS_ASIDE = ("_runtime", "_per_second", "_time", "_samples", "_delta")
"""Logged, but no result of the training: its axes and its speed."""
_SUM = "train_runtime"
"""Is in the entry that sums a training up."""
_HOW = (
    "output_dir", "logging_", "log_", "save_", "hub_", "push_to_hub", "report_to", "run_name", "project", "trackio_",
    "disable_tqdm", "dataloader_", "ddp_", "fsdp", "deepspeed", "debug", "use_cpu", "no_cuda", "accelerator_config",
    "local_rank", "do_", "skip_memory_metrics", "include_", "torch_compile", "remove_unused_columns", "label_names",
    "resume_from_checkpoint", "activation_checkpointing", "gradient_checkpointing", "prediction_loss_only",
)  # fmt: skip
"""Arguments that say how to run and where to write, not what is trained, and how they begin."""


class TransformersInspector(Inspector):
    """Trainers, their arguments, models and configurations."""

    packages: ClassVar[tuple[str, ...]] = ("transformers",)

    def facts(self, obj: Any) -> Facts | None:
        """Curves of a trainer; settings and sizes of what it works with."""
        kinds = {base.__name__ for base in type(obj).__mro__ if root_package(base) == "transformers"}
        inside = values.attributes(obj)
        if "TrainingArguments" in kinds:
            return Facts(_arguments(obj))
        if "PreTrainedModel" in kinds:
            name = values.attributes(inside.get("config")).get("_name_or_path")
            return Facts({**({"model_name": (name, False)} if name else {}), **sizes(obj)}, predicts=True)
        if kinds & {"PreTrainedConfig", "PretrainedConfig"}:
            return Facts(settings(obj))
        if "Trainer" in kinds:
            return _history(values.attributes(inside.get("state")), inside.get("args"))
        return None

    def watches(self) -> Iterable[Watch]:
        """What a trainer logs, and predictions that the user's code asks for."""
        return (
            Watch("transformers.trainer:Trainer.log", _logged),
            Watch("transformers.trainer:Trainer.predict", _predicted, own=True),
        )


def _arguments(obj: Any) -> dict[str, tuple[Any, bool]]:
    inside = values.attributes(obj)
    found: dict[str, tuple[Any, bool]] = {}
    for field in dataclasses.fields(obj):
        if field.name.startswith(_HOW) or field.name not in inside:
            continue
        plain = plain_setting(_word(inside[field.name]))
        if plain is not MISSING:
            found[field.name] = (plain, plain == _word(field.default))
    return found


def _word(value: Any) -> Any:
    """What stands for a choice in the user's code."""
    return value.value if isinstance(value, enum.Enum) else value


def _history(state: Mapping[str, Any], arguments: Any) -> Facts:
    facts = Facts(parts=[] if arguments is None else [("args", arguments)])
    for entry in state.get("log_history") or ():
        results = _results(entry)
        if _SUM in entry:
            facts.metrics.update(results)
            continue
        for name, value in results.items():
            steps = facts.steps.get(name, ())
            if entry.get("step") not in steps[-1:]:  # evaluated once more, after the training
                facts.series[name] = [*facts.series.get(name, ()), value]
                facts.steps[name] = [*steps, entry.get("step")]
    if state.get("best_metric") is not None:
        facts.metrics["best_metric"] = state["best_metric"]
    return facts


def _results(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in _ASIDE and not name.endswith(_ENDS_ASIDE)}


def _logged(call: Call) -> None:
    """While it trains, points of curves; before and after it, results."""
    args = call.args
    trainer, results = args["self"], _results(args["logs"])
    if trainer.is_in_train and _SUM not in args["logs"]:
        call.point(results, trainer.state.global_step)
        return
    for name, value in results.items():
        call.metric(name, value)


def _predicted(call: Call) -> None:
    measured = getattr(call.result, "metrics", None)
    for name, value in _results(measured).items() if isinstance(measured, dict) else ():
        call.metric(name, value)
