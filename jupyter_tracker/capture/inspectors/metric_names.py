"""What a person would call the result of a metric function: `accuracy`, `f1_macro`, `test_rmse`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call
from jupyter_tracker.capture.values import MISSING

_SHORT = {
    "mean_squared_error": "mse",
    "root_mean_squared_error": "rmse",
    "mean_absolute_error": "mae",
    "mean_absolute_percentage_error": "mape",
    "mean_squared_log_error": "msle",
    "root_mean_squared_log_error": "rmsle",
    "matthews_corrcoef": "mcc",
    "brier_score_loss": "brier_score",
}
"""Where people have a word of their own; else it is the function's name without `_score`."""
_SETTINGS = ("multi_class", "alpha", "power", "average")
"""Arguments that make another metric of it."""
_NUMBERED = {
    "fbeta_score": ("beta", "f{:g}"),
    "top_k_accuracy_score": ("k", "top_{}_accuracy"),
    "ndcg_score": ("k", "ndcg_at_{}"),
    "dcg_score": ("k", "dcg_at_{}"),
}

_DATA = {
    "train": ("train", "training", "trn", "tr"),
    "val": ("val", "valid", "validation", "va", "dev"),
    "test": ("test", "testing", "tst", "te", "ts", "holdout"),
    "oof": ("oof",),
}
_WORDS = {form: word for word, forms in _DATA.items() for form in forms}
_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_GLUED = re.compile(rf"[xy]s?({'|'.join(sorted(_WORDS, key=len, reverse=True))})")


def plain_name(function: str) -> str:
    """A metric by its function: `f1_score` is `f1`, `mean_squared_error` is `mse`."""
    return _SHORT.get(function, function.removesuffix("_score"))


def metric_name(function: str, args: Mapping[str, Any], usual: Mapping[str, Any]) -> str:
    """A metric by its function and those arguments that make another one of it (`average="macro"`: `f1_macro`), where
    they are not the `usual` ones, the function's defaults."""
    name = plain_name(function)
    argument, form = _NUMBERED.get(function, ("", ""))
    if (number := values.number(args.get(argument))) is not None:
        name = form.format(number)
    if args.get("squared") is False:
        name = {"mse": "rmse", "msle": "rmsle"}.get(name, name)
    if values.number(usual.get("pos_label")) is not None and values.number(args.get("pos_label")) not in (None, 1):
        name = f"{name}_{args['pos_label']}"
    if args.get("normalize") is False and usual.get("normalize") is True:
        name = f"{name}_count"
    for setting in _SETTINGS:
        value = values.scalar(args.get(setting))
        if setting in usual and value not in (MISSING, None, usual[setting]):
            name = f"{name}_{value}"
    return name


def of_data(call: Call, name: str) -> str:
    """The name with the word for the data that the call's arguments are named by: `train_`, `val_`, `test_`, `oof_`."""
    site = call.site
    word = data_word(site.call) if site is not None else ""
    return name if not word or word in name.split("_") else f"{word}_{name}"


def data_word(tree: ast.Call | None) -> str:
    """The word for the data in the first argument of a call that has one: `f(y_val, p)` is `val`; "" for none."""
    for argument in [*tree.args, *(keyword.value for keyword in tree.keywords)] if tree is not None else ():
        found = {word for name in _names(argument) if (word := _word(name))}
        if len(found) == 1:
            return found.pop()
    return ""


def receiver(tree: ast.Call | None) -> str:
    """What the method of a call belongs to, by its last name: `self.val_acc.compute()` is of `val_acc`; "" for what has
    no name."""
    if tree is None or not isinstance(tree.func, ast.Attribute):
        return ""
    owner = tree.func.value
    if isinstance(owner, ast.Subscript):
        return str(owner.slice.value) if isinstance(owner.slice, ast.Constant) else ""
    return owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""


def _names(node: ast.expr) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _word(name: str) -> str:
    glued = _GLUED.fullmatch(name.lower())
    if glued is not None:
        return _WORDS[glued[1]]
    found = {_WORDS[part.lower()] for part in _PART.findall(name) if part.lower() in _WORDS}
    return found.pop() if len(found) == 1 else ""
