"""Which uses of a value leave it as it is: asked where a look at the value can't tell."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from typing import Any

from jupyter_tracker.capture.effects.uses import Use

_BUILTINS = frozenset(
    "print len type isinstance issubclass id repr str format hash callable hasattr getattr float int bool display "
    "help dir super ascii".split()
)
"""Builtins that leave any argument as it is."""
_READERS = frozenset("sum min max sorted set any all abs round".split())
"""Builtins that read through their argument: an iterator is moved on by it, an array is not."""
_ARRAYS = frozenset("numpy pandas scipy polars pyarrow torch".split())
_CHANGING = frozenset(
    "shuffle put put_along_axis place putmask copyto fill_diagonal fill sort resize partition setfield setflags "
    "byteswap itemset insert pop update append extend clear remove insert_column replace_column drop_in_place "
    "set_index_names backward step zero_grad set_axis rename_axis setdefault hstack_mut shrink_to_fit rechunk "
    "random bytes".split()
)
_IN_PLACE = frozenset("inplace in_place out copy copy_X overwrite_input overwrite_a overwrite_x in_place_ **".split())
_READING = frozenset("sklearn seaborn statsmodels plotly matplotlib xgboost lightgbm catboost".split())
"""Libraries whose functions and methods read the arrays that they are given."""


_ASKING = frozenset(
    "predict predict_proba predict_log_proba transform inverse_transform score decision_function get_params "
    "summary apply get_feature_names_out kneighbors staged_predict staged_predict_proba score_samples conf_int "
    "get_booster".split()
)
"""Methods of fitted models that leave the model as it is."""
_ARRAY_KINDS = frozenset("ndarray DataFrame Series Tensor Parameter Index LazyFrame Table Array ChunkedArray".split())


def is_array(value: object) -> bool:
    """Whether a value is an array or a frame of a library, and not an object that is built of them."""
    kind = type(value)
    return kind.__module__.partition(".")[0] in _ARRAYS and kind.__name__ in _ARRAY_KINDS


def leaves(uses: Iterable[Use], value: object, names: Mapping[str, Any]) -> bool:
    """Whether all these uses leave the value as it is; `names` are the notebook's."""
    package = type(value).__module__.partition(".")[0]
    return all(_leaves(use, package, is_array(value), names) for use in uses)


def _leaves(use: Use, package: str, array: bool, names: Mapping[str, Any]) -> bool:
    last = use.callee.rpartition(".")[2]
    if use.kind == "other":
        return array or package in _READING or package == "builtins"
    if use.kind == "iterated":
        return array and package in ("pandas", "polars")
    if use.kind == "inside" or _IN_PLACE & set(use.keywords):
        return False
    if use.kind == "method":
        asked = package in _READING and last in _ASKING
        return asked or array and last not in _CHANGING and not last.endswith("_")
    if last in _BUILTINS and last == use.callee and last not in names:
        return True
    owner = _package_of(use.callee, names)
    reading = last not in _CHANGING and not last.endswith("_")
    if package in _READING and owner == "sklearn" and reading:
        return last not in ("fit", "partial_fit", "fit_transform", "fit_predict")
    if not array:
        return False
    if last == use.callee and last in _READERS and hasattr(builtins, last) and last not in names:
        return True
    return owner in _ARRAYS | _READING and reading


def _package_of(callee: str, names: Mapping[str, Any]) -> str:
    """The library that something called belongs to, by what its first name holds."""
    held = names.get(callee.partition(".")[0])
    if held is None:
        return ""
    kind = type(held)
    name = held.__name__ if kind.__name__ == "module" else getattr(held, "__module__", None)
    return str(name or kind.__module__).partition(".")[0]
