"""Params that live in objects and calls: `get_params()` of what a cell makes, and keyword arguments of its calls.

How they are named:
- a bare keyword (`max_depth`) as long as one object of the cell has it, or all that were set agree on its value;
- `owner.key` (`rf.max_depth`, `gb.max_depth`) where two objects differ in it; the owner is the variable that holds the
  object, else the name of its step in a pipeline, else its class (`Dense.activation`, `Dense_2.activation`);
- where the value was given by a name that is a param itself (`max_depth=depth`), only that name is kept: one param.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.inspectors import registry
from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.values import MISSING

MAX_OBJECTS = 12
MAX_NESTED = 3
MAX_SHOWN = 80
FRAMES = ("pandas", "polars")


@dataclass(frozen=True, slots=True)
class Setting:
    """One param of one object: `owner` is who is named when bare keys would clash, `kind` the object's class."""

    owner: str
    kind: str
    key: str
    value: Any
    default: bool


@dataclass(frozen=True, slots=True)
class Inspected:
    """What an object told: its settings, those of the objects inside it included, and the class of the `model` it is or
    wraps (None for a helper such as a scaler)."""

    settings: list[Setting]
    model: str | None
    facts: Facts


def inspect_object(owner: str, obj: Any) -> Inspected | None:
    """What an object made by a cell tells; None where no inspector knows it, or where one fails."""
    facts = registry.facts(obj, owner)
    if facts is None:
        return None
    return Inspected(list(_settings(owner, obj, facts, MAX_NESTED)), _model(obj, facts), facts)


def shown(result: Any, code: CellCode) -> dict[str, Facts]:
    """What a frame tells that is the value of a cell's last expression, by its name or its expression. Other objects
    tell under the names they are bound to, or where they were made."""
    if code.last is None or values.root_package(type(result)) not in FRAMES:
        return {}
    facts = registry.facts(result, code.last.id if isinstance(code.last, ast.Name) else "")
    return {} if facts is None else {code.last_text[:MAX_SHOWN]: facts}


def _model(obj: Any, facts: Facts) -> str | None:
    """A pipeline or a search is called by the one model it wraps."""
    if facts.predicts and not facts.wraps:
        return type(obj).__name__
    models = [(part, told) for _, part in facts.parts if (told := registry.facts(part)) is not None and told.predicts]
    if len(models) == 1:
        return _model(*models[0])
    return type(obj).__name__ if facts.predicts else None


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
        inner = registry.facts(part)
        if inner is not None:
            yield from _settings(name or type(part).__name__, part, inner, depth - 1)


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
        if clash and not setting.default and named.get(name, setting).value != setting.value:
            several = itertools.count(2)
            name = next(n for at in several if (n := f"{setting.owner}_{at}.{setting.key}") not in named)
        named.setdefault(name, setting)
    return list(named.items())
