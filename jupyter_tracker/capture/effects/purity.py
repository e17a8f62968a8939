"""Which uses of a value leave it as it is: asked where a look at the value can't tell.

What is not known to leave it may have changed it. What libraries do is known by the names of what they offer, and by
what the functions in hand take: an argument that is called `out` or `copy` says enough.
"""

from __future__ import annotations

import builtins
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jupyter_tracker.capture.effects.owners import found_under, package_of, parameters
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
    "random bytes at isetitem pipe apply_along_axis apply_over_axes nditer set_value scatter set_sorted "
    "sum_duplicates eliminate_zeros sort_indices prune setdiag share_memory_ set_flags".split()
)
_HANDING = frozenset("apply transform agg aggregate map applymap".split())
"""Methods of frames that hand their parts to functions: before pandas 3 these could be changed there."""
_IN_PLACE = frozenset(
    "inplace in_place out copy copy_X overwrite_input overwrite_a overwrite_b overwrite_x overwrite_y in_place_ "
    "file buf target check_input ** ".split()
)
_READING = frozenset("sklearn seaborn statsmodels plotly matplotlib xgboost lightgbm catboost".split())
"""Libraries whose functions and methods read the arrays that they are given."""
_ASKING = frozenset(
    "predict predict_proba predict_log_proba transform inverse_transform score decision_function get_params "
    "summary apply get_feature_names_out kneighbors staged_predict staged_predict_proba score_samples conf_int "
    "get_booster".split()
)
"""Methods of fitted models that leave the model as it is."""
_ARRAY_KINDS = frozenset("ndarray DataFrame Series Tensor Parameter Index LazyFrame Table Array ChunkedArray".split())
_FUNCTIONS = (
    type, types.FunctionType, types.BuiltinFunctionType, types.MethodDescriptorType, types.ClassMethodDescriptorType,
)  # fmt: skip


def is_array(value: object) -> bool:
    """Whether a value is an array or a frame of a library, and not an object that is built of them."""
    kind = type(value)
    name = type.__getattribute__(kind, "__name__")
    return name in _ARRAY_KINDS and _kinds_package(kind) in _ARRAYS


def leaves(uses: Iterable[Use], value: object, names: Mapping[str, Any]) -> bool:
    """Whether all these uses leave the value as it is; `names` are the notebook's."""
    package, array = _kinds_package(type(value)), is_array(value)
    return all(_leaves(use, package, array, names) for use in uses)


def _kinds_package(kind: type) -> str:
    return str(type.__getattribute__(kind, "__module__")).partition(".")[0]


def _leaves(use: Use, package: str, array: bool, names: Mapping[str, Any]) -> bool:
    if use.kind == "other":
        return array or package in _READING or package == "builtins"
    if use.kind == "iterated":
        return array and package in ("pandas", "polars")
    if use.kind == "inside" or _IN_PLACE & set(use.keywords):
        return False
    last = use.callee.rpartition(".")[2]
    if use.kind == "method":
        asked = package in _READING and last in _ASKING
        return asked or (array and _reads(last) and not (last in _HANDING and _hands_views()))
    if last == use.callee and last not in names and hasattr(builtins, last):
        return last in _BUILTINS or (array and last in _READERS)
    owner = package_of(names.get(use.callee.partition(".")[0]))
    if not (array or package in _READING) or owner not in _ARRAYS | _READING:
        return False
    if package in _READING and last in ("fit", "partial_fit", "fit_transform", "fit_predict"):
        return False
    return _reads(last) and _takes_only_to_read(use, names)


def _reads(method: str) -> bool:
    return method not in _CHANGING and not method.endswith("_")


def _hands_views() -> bool:
    version = str(getattr(sys.modules.get("pandas"), "__version__", "3"))
    return version.partition(".")[0] in ("0", "1", "2")


def _takes_only_to_read(use: Use, names: Mapping[str, Any]) -> bool:
    """Whether a function of a library only reads what it is given at this place."""
    function = found_under(use.callee, names)
    if _kinds_package(type(function)) == "numpy" and type(function).__name__ == "ufunc":
        return 0 <= use.positional <= int(function.nin)
    if not isinstance(function, _FUNCTIONS) and type(function).__name__ != "cython_function_or_method":
        return False  # an object that can be called, or what only running someone's code would tell
    held = names.get(use.callee.partition(".")[0])
    if isinstance(getattr(type(held), "get_params", None), types.FunctionType) and _keeps_no_copy(held):
        return False
    if use.positional < 0:
        return False
    taken = parameters(function)
    if taken is None:
        return use.positional <= 1
    return _IN_PLACE.isdisjoint(taken[: use.positional])


def _keeps_no_copy(model: Any) -> bool:
    """Whether a model, or one in it, was told to work in what it is given."""
    ask: Callable[..., Mapping[str, Any]] = model.get_params
    try:
        told = ask(deep=True)
        return any(value is False and name.rpartition("__")[2] in ("copy", "copy_X") for name, value in told.items())
    except Exception:
        return True
