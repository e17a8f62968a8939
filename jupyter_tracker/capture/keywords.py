"""Keyword arguments of a cell's calls that are params: those of what makes, trains or splits, not of what draws."""

from __future__ import annotations

import inspect
import re
import sys
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from jupyter_tracker.capture import judgement, objects, values
from jupyter_tracker.capture.code import SPREAD, Call, CellCode, KeywordUse
from jupyter_tracker.capture.objects import Setting
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.reach import own_functions
from jupyter_tracker.capture.values import MISSING, root_package

TRAINING_PACKAGES = frozenset(
    """sklearn xgboost lightgbm catboost torch torchvision tensorflow keras jax optax flax transformers datasets peft
    trl accelerate timm statsmodels scipy optuna imblearn gymnasium stable_baselines3 gensim umap hdbscan
    prophet pytorch_lightning lightning skorch""".split()
)
SEEDERS = frozenset(
    "seed manual_seed manual_seed_all default_rng RandomState set_seed set_random_seed seed_everything PRNGKey".split()
)
"""What begins a sequence of random numbers: its first argument is the seed."""
QUIET_PACKAGES = frozenset(
    """builtins matplotlib seaborn plotly bokeh altair pandas polars numpy tqdm rich IPython ipywidgets PIL cv2
    requests jupyter_tracker joblib""".split()
)
_SIZES = frozenset(
    """in_features out_features in_channels out_channels num_features normalized_shape input_size kernel_size units
    filters num_embeddings embedding_dim args self X y""".split()
)
"""Arguments of layers, by position: there are many of them, and each says the shape of one layer only."""
_TELLING = re.compile(r"\.(suggest_\w+|ask|tell|report)$")
"""Methods of a search that ask for a setting, or tell what came out."""
QUIET_MODULES = ("sklearn.metrics", "sklearn.utils", "sklearn.inspection", "sklearn.tree._export")


def settings(
    code: CellCode, user_ns: Mapping[str, Any], known: set[str], own: OwnCode
) -> list[tuple[Setting, KeywordUse]]:
    """Each keyword argument of the cell that counts as a param, with where it stands. One given by a name in `known`
    (params already) is left out, and so is one given by a loop's variable: it had many values."""
    found = []
    verdicts: dict[str, bool | None] = {}
    for given in code.keywords:
        use = _named(given, user_ns, own)
        if (last := use.callee.rpartition(".")[2]) in SEEDERS and (given.position == 0 or use.key == "seed"):
            value = _value(given, user_ns, known | code.loop_targets)
            if type(value) is int:
                found.append((Setting(last, last, "seed", value, False), given))
            continue
        if use.callee not in verdicts:
            verdicts[use.callee] = _trains(use, code, user_ns, own)
        trains = verdicts[use.callee]
        if use.key == SPREAD or trains is None or judgement.keyword(use.key, known=trains).conf < judgement.LEAST:
            continue
        value = _value(use, user_ns, known | code.loop_targets)
        if value is not MISSING:
            found.append((Setting(use.target or last, last, use.key, value, False), use))
    return found


def unbound(code: CellCode, user_ns: Mapping[str, Any], known: Collection[str]) -> dict[str, dict[str, Call]]:
    """The models and optimizers that the code makes and binds to no name: under `model` and `optimizer` their classes,
    each with its call. `known` are the classes of those that tell by themselves, inside others."""
    found: dict[str, dict[str, Call]] = {}
    for call in code.calls:
        if call.target is not None or (call.fn is not None and call.fn.partition(".")[0] not in code.reads):
            continue
        callee = _callable(call.callee, user_ns)
        kind: Any = type(callee)
        if issubclass(kind, type) and (role := _role(callee)) and callee.__name__ not in known:
            found.setdefault(role, {}).setdefault(callee.__name__, call)
    return found


def _role(kind: type) -> str | None:
    """What an object of a library's class is to a person: a model, an optimizer, or none of both."""
    has = {name for base in kind.__mro__ for name in base.__dict__}
    package = root_package(kind)
    if package == "torch" and {"step", "zero_grad", "param_groups"} & has == {"step", "zero_grad"}:
        return "optimizer"
    return "model" if package != "__main__" and "fit" in has and has & {"predict", "fit_predict"} else None


def aliases(code: CellCode, user_ns: Mapping[str, Any], known: set[str], own: OwnCode) -> set[tuple[str, str]]:
    """(class or function, keyword) of every argument that was given by a name which is a param itself."""
    given = known | code.loop_targets
    found: set[tuple[str, str]] = set()
    for use in (_named(given, user_ns, own) for given in code.keywords):
        if use.ref and (use.ref in given or use.ref.partition(".")[0] in given):
            spread: Any = objects.resolve(user_ns, use.ref) if use.key == SPREAD else None
            keys = dict.keys(spread) if issubclass(type(spread), dict) else [use.key]
            found.update((use.callee.rpartition(".")[2], key) for key in keys)
    return found


def _named(use: KeywordUse, user_ns: Mapping[str, Any], own: OwnCode) -> KeywordUse:
    """A positional argument under the name that it has in the signature; SPREAD for one that has none, or whose
    position says enough (the sizes of layers)."""
    if use.position is None:
        return use
    callee = _callable(use.callee, user_ns)
    if callee is MISSING or (use.literal is MISSING and use.ref is None):
        return replace(use, key=SPREAD)
    names = [] if type(use.literal) in (list, dict) else _argument_names(callee)
    key = names[use.position] if use.position < len(names) else SPREAD
    return replace(use, key=SPREAD if key in _SIZES or judgement.is_metric_name(key) else key)


def _argument_names(callee: Any) -> list[str]:
    """The names of the positional arguments that a call gives: of a function, or of what makes an object of a class."""
    kind: Any = type(callee)
    if issubclass(kind, type):
        if any("__dataclass_fields__" in base.__dict__ for base in callee.__mro__):
            return []  # a record: its fields are read where it is bound
        found = next((base.__dict__["__init__"] for base in callee.__mro__ if "__init__" in base.__dict__), None)
        function = inspect.unwrap(found) if isinstance(found, types.FunctionType) else None
        bound = True
    elif kind is types.MethodType:
        function, bound = callee.__func__, True
    else:
        function, bound = (inspect.unwrap(callee) if kind is types.FunctionType else None), False
    if not isinstance(function, types.FunctionType):
        return []
    code = function.__code__
    return list(code.co_varnames[bound : code.co_argcount])


def _value(use: KeywordUse, user_ns: Mapping[str, Any], known: set[str]) -> Any:
    if use.literal is not MISSING:
        flat = values.flatten("", use.literal)
        return flat[0][1] if len(flat) == 1 and flat[0][0] == "" else MISSING
    if use.ref is None or use.fn is not None or use.ref in known or use.ref.partition(".")[0] in known:
        return MISSING
    value = values.scalar(objects.resolve(user_ns, use.ref))
    return MISSING if value is None else value


def _trains(use: KeywordUse, code: CellCode, user_ns: Mapping[str, Any], own: OwnCode) -> bool | None:
    """Whether a call is known to make or train something (True), may (False), or has no say (None)."""
    if use.fn is not None and use.fn.partition(".")[0] not in code.reads:
        return None
    if _TELLING.search(use.callee):
        return None
    callee = _callable(use.callee, user_ns)
    if callee is MISSING:
        return None
    if own_functions(callee, own):
        return None if values.is_config(user_ns.get(use.target or "")) else True
    kind: Any = type(callee)
    is_class = issubclass(kind, type)
    module = _module(callee)
    package = module.partition(".")[0]
    if package in QUIET_PACKAGES or package in sys.stdlib_module_names or module.startswith(QUIET_MODULES):
        return None
    if package == "torch":
        return True if is_class else None
    if package in TRAINING_PACKAGES or package == "__main__":
        return True
    return False if is_class else None


def _callable(path: str, user_ns: Mapping[str, Any]) -> Any:
    if not path.startswith("()."):
        return objects.resolve(user_ns, path)
    return MISSING


def _module(callee: Any) -> str:
    """The module that defines a function, class or method, without asking an object of unknown type."""
    kind: Any = type(callee)
    if issubclass(kind, type):
        return str(type.__getattribute__(callee, "__module__"))
    if kind in (types.FunctionType, types.BuiltinFunctionType, types.MethodType):
        named: Callable[..., Any] = callee
        return str(named.__module__ or root_package(type(getattr(named, "__self__", None))))
    return str(type.__getattribute__(kind, "__module__"))
