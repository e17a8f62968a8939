"""Functions of truth and prediction, of any library: a number becomes a metric, numbers by class a table."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Inspector, Watch
from jupyter_tracker.capture.inspectors.metric_names import metric_name, of_data
from jupyter_tracker.capture.inspectors.searching import trials_around
from jupyter_tracker.capture.inspectors.sklearn import defaults
from jupyter_tracker.capture.values import root_package

MOST_CLASSES = 200


class MetricFunctions(Inspector):
    """A library of which no more is known than its metric functions, by module, with spaces between them."""

    functions: ClassVar[Mapping[str, str]] = {}

    def watches(self) -> Iterable[Watch]:
        """All of them, where the user's code calls them."""
        return watched(self.functions)


class JiwerInspector(MetricFunctions):
    """Errors of recognised speech."""

    packages: ClassVar[tuple[str, ...]] = ("jiwer",)
    functions: ClassVar[Mapping[str, str]] = {"jiwer": "wer cer mer wil wip"}


class LifelinesInspector(MetricFunctions):
    """Survival."""

    packages: ClassVar[tuple[str, ...]] = ("lifelines",)
    functions: ClassVar[Mapping[str, str]] = {"lifelines.utils": "concordance_index"}


class SeqevalInspector(MetricFunctions):
    """Labelled sequences."""

    packages: ClassVar[tuple[str, ...]] = ("seqeval",)
    functions: ClassVar[Mapping[str, str]] = {"seqeval.metrics": "accuracy_score f1_score precision_score recall_score"}


class SkimageInspector(MetricFunctions):
    """Images."""

    packages: ClassVar[tuple[str, ...]] = ("skimage",)
    functions: ClassVar[Mapping[str, str]] = {
        "skimage.metrics": "adapted_rand_error hausdorff_distance mean_squared_error normalized_mutual_information"
        " normalized_root_mse peak_signal_noise_ratio structural_similarity variation_of_information"
    }


class SksurvInspector(MetricFunctions):
    """Survival."""

    packages: ClassVar[tuple[str, ...]] = ("sksurv",)
    functions: ClassVar[Mapping[str, str]] = {
        "sksurv.metrics": "concordance_index_censored concordance_index_ipcw integrated_brier_score"
    }


def watched(functions: Mapping[str, str]) -> list[Watch]:
    """Watches of metric functions: the names of those that a module has, with spaces between."""
    found = [(module, name) for module, names in functions.items() for name in names.split()]
    return [Watch(f"{module}:{name}", partial(_tell_function, module), own=True) for module, name in found]


def _tell_function(module: str, call: Call) -> None:
    function = vars(sys.modules[module]).get(call.name)
    tell(call, {} if function is None else defaults(function))


def tell(call: Call, usual: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Tell what a metric function with these defaults gives: one number (the first of several), one for each class or
    output, or several by name. What is computed while a search tries a configuration belongs to that, and not to the
    run."""
    if trials_around():
        return
    result, args = call.result, call.args
    name = metric_name(call.name, args, usual)
    if type(result) is tuple and result:
        result = result[0]
    if values.number(result) is not None:
        call.metric(of_data(call, name), result)
    elif issubclass(type(result), dict):
        for key, value in dict.items(result):
            call.metric(of_data(call, str(key)), value)
    else:
        by_class(call, name, {name: listed(result)}, args.get("labels"))


def by_class(call: Call, name: str, columns: Mapping[str, Sequence[Any]], labels: Any) -> None:
    """A table of numbers by class or output."""
    count = min((len(column) for column in columns.values()), default=0)
    if not 0 < count <= MOST_CLASSES:
        return
    classes = listed(labels)
    classes = classes if len(classes) == count else list(range(count))
    rows = [list(row) for row in zip(classes, *columns.values(), strict=False)]
    call.table(of_data(call, name), ["class", *columns], rows, "report")


def listed(held: Any) -> list[Any]:
    """A plain array of one dimension as a list, at most as long as a table; [] for what is none."""
    if type(held) in (list, tuple):
        return list(held[: MOST_CLASSES + 1])
    if root_package(type(held)) == "numpy" and getattr(held, "ndim", 0) == 1:
        items: list[Any] = held[: MOST_CLASSES + 1].tolist()
        return items
    return []
