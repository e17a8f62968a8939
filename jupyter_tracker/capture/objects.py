"""Params that live in objects and calls: `get_params()` of what a cell makes, and keyword arguments of its calls.

How they are named:
- a bare keyword (`max_depth`) as long as one object of the cell has it, or all that were set agree on its value;
- `owner.key` (`rf.max_depth`, `gb.max_depth`) where two objects differ in it; the owner is the variable that holds the
  object, else the name of its step in a pipeline, else its class;
- where the value was given by a name that is a param itself (`max_depth=depth`), only that name is kept: one param.

Libraries with a way of their own to tell what an object was made with have an *inspector*: a function from an object
to its `Facts` (None: not mine). More come by the entry point group `jupyter_tracker.inspectors`; the name of the entry
point is the top-level package whose objects it knows. An inspector must neither change nor keep the object.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.values import MISSING, root_package

MAX_OBJECTS = 12
MAX_NESTED = 3


@dataclass(slots=True)
class Facts:
    """What an object tells of how it was made: `params` maps a key to (value, whether it is the default); `parts`
    are objects inside it that tell in turn, by the name of their step; `predicts`: it is a model, not a helper."""

    params: dict[str, tuple[Any, bool]] = field(default_factory=dict)
    parts: list[tuple[str, Any]] = field(default_factory=list)
    predicts: bool = False


Inspector = Callable[[Any], Facts | None]


@dataclass(frozen=True, slots=True)
class Setting:
    """One param of one object: `owner` is who is named when bare keys would clash, `kind` the object's class."""

    owner: str
    kind: str
    key: str
    value: Any
    default: bool


def inspect_object(owner: str, obj: Any) -> tuple[list[Setting], str | None] | None:
    """Everything an object made by a cell tells, objects inside it included, and the class of the model it is or wraps
    (None for a helper such as a scaler); None where no inspector knows it, or where one fails."""
    facts = _facts(obj)
    if facts is None:
        return None
    return list(_settings(owner, obj, facts, MAX_NESTED)), _model(obj, facts)


def _model(obj: Any, facts: Facts) -> str | None:
    """A pipeline or a search is called by the one model it wraps."""
    models = [(part, told) for _, part in facts.parts if (told := _facts(part)) is not None and told.predicts]
    if len(models) == 1:
        return _model(*models[0])
    return type(obj).__name__ if facts.predicts else None


def load_inspectors() -> list[str]:
    """Find the inspectors that installed packages bring; the names of those that could not be loaded.

    Reading the entry points takes milliseconds: to be called once, off the path of a cell.
    """
    from importlib.metadata import entry_points

    failed = []
    for point in entry_points(group="jupyter_tracker.inspectors"):
        try:
            INSPECTORS.setdefault(point.name, []).insert(0, point.load())
        except Exception:
            failed.append(point.name)
    return failed


def resolve(user_ns: Mapping[str, Any], path: str) -> Any:
    """What `a.b.c` stands for, looked up in dictionaries only (no property, no `__getattr__`), else MISSING."""
    first, *rest = path.split(".")
    found = user_ns.get(first, MISSING)
    for part in rest:
        if issubclass(type(found), dict):
            found = dict.get(found, part, MISSING)
            continue
        own = values.attributes(found)
        if part in own:
            found = own[part]
            continue
        kind: Any = found if issubclass(type(found), type) else type(found)
        found = next((base.__dict__[part] for base in kind.__mro__ if part in base.__dict__), MISSING)
    return found


def _settings(owner: str, obj: Any, facts: Facts, depth: int) -> Iterator[Setting]:
    kind = type(obj).__name__
    for key, (value, default) in facts.params.items():
        yield Setting(owner, kind, key, value, default)
    for name, part in facts.parts if depth else ():
        inner = _facts(part)
        if inner is not None:
            yield from _settings(name or type(part).__name__, part, inner, depth - 1)


def _facts(obj: Any) -> Facts | None:
    packages = {root_package(base) for base in type(obj).__mro__} - {"builtins"}
    for package in packages & INSPECTORS.keys():
        for inspector in INSPECTORS[package]:
            try:
                facts = inspector(obj)
            except Exception:
                continue
            if facts is not None:
                return facts
    return None


def _plain(value: Any) -> Any:
    """The value of a param as it can be kept, MISSING for what is an object of its own."""
    flat = values.flatten("", value)
    if len(flat) == 1 and flat[0][0] == "":
        return flat[0][1]
    named = values.callable_name(value)
    return MISSING if named is None else named


def _defaults(kind: type) -> dict[str, Any]:
    known = _DEFAULTS.get(kind)
    if known is None:
        try:
            parameters = inspect.signature(kind).parameters
        except (TypeError, ValueError):
            parameters = {}  # type: ignore[assignment]
        known = _DEFAULTS[kind] = {name: parameter.default for name, parameter in parameters.items()}
    return known


_DEFAULTS: weakref.WeakKeyDictionary[type, dict[str, Any]] = weakref.WeakKeyDictionary()


def _with_get_params(obj: Any) -> Facts | None:
    """scikit-learn's estimators and all made after them; `get_params` is called only where a library wrote it."""
    kind = type(obj)
    owner = next((base for base in kind.__mro__ if "get_params" in base.__dict__), None)
    if owner is None or root_package(owner) == "__main__":
        return None
    facts = Facts(predicts=any("predict" in base.__dict__ or "fit_predict" in base.__dict__ for base in kind.__mro__))
    defaults = _defaults(kind)
    for key, value in obj.get_params(deep=False).items():
        default = _same(defaults.get(key, MISSING), value)
        plain = _plain(value)
        if plain is not MISSING:
            facts.params[key] = (plain, default)
        elif isinstance(value, dict):
            facts.params.update({name: (item, False) for name, item in values.flatten(key, value)})
        elif isinstance(value, (list, tuple)):
            facts.parts.extend((item[0], item[1]) for item in value if isinstance(item, tuple) and len(item) > 1)
        else:
            facts.parts.append(("", value))
    return facts


def _same(default: Any, value: Any) -> bool:
    if default is value:
        return True
    plain = values.scalar(value)
    return plain is not MISSING and type(default) is type(plain) and default == plain


def _torch_optimizer(obj: Any) -> Facts | None:
    defaults = values.attributes(obj).get("defaults")
    if type(defaults) is not dict or "param_groups" not in values.attributes(obj):
        return None
    usual = _defaults(type(obj))
    flat = {key: _plain(value) for key, value in defaults.items()}
    return Facts({key: (v, _alike(usual.get(key, MISSING), v)) for key, v in flat.items() if v is not MISSING})


def _alike(default: Any, value: Any) -> bool:
    return bool((list(default) if isinstance(default, tuple) else default) == value)


INSPECTORS: dict[str, list[Inspector]] = {
    "sklearn": [_with_get_params],
    "xgboost": [_with_get_params],
    "lightgbm": [_with_get_params],
    "catboost": [_with_get_params],
    "torch": [_torch_optimizer],
}
"""Inspectors by the top-level package of the objects they know (the classes that an object derives from count too)."""


def name_settings(settings: Iterable[Setting]) -> list[tuple[str, Setting]]:
    """Settings under the names that people see, by the rule at the head of this module; one entry a name."""
    kept = sorted(settings, key=lambda setting: setting.default)
    by_key: dict[str, list[Setting]] = {}
    for setting in kept:
        by_key.setdefault(setting.key, []).append(setting)
    named: dict[str, Setting] = {}
    for setting in kept:
        rivals = [s for s in by_key[setting.key] if not s.default] or by_key[setting.key]
        clash = any(s.value != rivals[0].value for s in rivals) or (setting.default and not rivals[0].default)
        name = f"{setting.owner}.{setting.key}" if clash else setting.key
        named.setdefault(name, setting)
    return list(named.items())
