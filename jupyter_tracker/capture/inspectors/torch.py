"""PyTorch: modules, optimizers, schedulers and loaders, and the learning rates that a scheduler has set."""

from __future__ import annotations

import sys
import time
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.sklearn import defaults, plain_setting
from jupyter_tracker.capture.values import MISSING, root_package

_SCHEDULERS = "torch.optim.lr_scheduler"
_STATE = frozenset(["last_epoch", "training"])
_OF_LOADERS = ("batch_size", "num_workers", "drop_last")
_PER_GROUP = ("lr", "weight_decay", "momentum")
_ALL, _PAUSE = 500, 0.02
"""So many rates of a scheduler are kept one by one; then one in so many seconds is enough."""


@dataclass(slots=True)
class _Rates:
    """The rates that a scheduler has set, at its steps, and until when (seconds) none is kept."""

    steps: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    quiet: float = 0.0


class TorchInspector(Inspector):
    """What things were made with, how large a model is, and the learning rate as it changes."""

    packages: ClassVar[tuple[str, ...]] = ("torch",)

    def __init__(self) -> None:
        """No scheduler is known."""
        self._known: weakref.WeakKeyDictionary[Any, _Rates] = weakref.WeakKeyDictionary()

    def facts(self, obj: Any) -> Facts | None:
        """Settings of a module, an optimizer, a scheduler or a loader."""
        torch, kind = sys.modules["torch"], type(obj)
        if issubclass(kind, torch.nn.Module):
            return module_facts(obj)
        if issubclass(kind, torch.optim.Optimizer):
            return Facts(_optimizer(obj))
        if issubclass(kind, torch.optim.lr_scheduler.LRScheduler):
            return self._scheduler(obj)
        return Facts(_loader(obj)) if issubclass(kind, torch.utils.data.DataLoader) else None

    def watches(self) -> Iterable[Watch]:
        """The step of each kind of scheduler."""
        kinds = ("LRScheduler", "ReduceLROnPlateau", "CosineAnnealingWarmRestarts", "SequentialLR")
        return [Watch(f"{_SCHEDULERS}:{kind}.step", self._stepped) for kind in kinds]

    def _scheduler(self, scheduler: Any) -> Facts:
        """A rate that never changes draws no curve."""
        facts = Facts({"scheduler": (type(scheduler).__name__, False), **settings(scheduler)})
        inner = values.attributes(scheduler).get("_schedulers")
        if isinstance(inner, (list, tuple)):
            facts.parts.extend(("", one) for one in inner if one is not scheduler)
        known = self._known.get(scheduler) if _plain(scheduler) else None
        if known is not None and len(set(known.rates)) > 1:
            facts.series["lr"], facts.steps["lr"] = list(known.rates), list(known.steps)
        return facts

    def _stepped(self, call: Call) -> None:
        """The step that a scheduler makes when it is made, and those that the user's code asks it for."""
        args = call.args
        scheduler = args["self"]
        if not _plain(scheduler):
            return
        known = self._known.get(scheduler)
        if known is not None and (not call.own or time.perf_counter() < known.quiet):
            return
        inside = values.attributes(scheduler)
        rate, step = _first_number(inside.get("_last_lr")), values.number(inside.get("last_epoch"))
        if rate is None or step is None:
            return
        if known is None:
            known = self._known[scheduler] = _Rates()
            before = self._start(inside) if step == 1 else None
            if before is not None:
                known.steps, known.rates = [0], [before]
        known.steps.append(values.number(args.get("epoch")) or step)
        known.rates.append(rate)
        if len(known.rates) > _ALL:
            known.quiet = time.perf_counter() + _PAUSE

    def _start(self, inside: Mapping[str, Any]) -> float | None:
        """The rate that a scheduler began with which makes no step when it is made."""
        first = next((self._known[one] for one in inside.get("_schedulers", ()) if one in self._known), None)
        return _rate(inside.get("optimizer")) if first is None else first.rates[0]


def _plain(scheduler: Any) -> bool:
    """Whether it can be looked up without code of a user's."""
    kind: Any = type(scheduler)
    return kind.__hash__ is object.__hash__


def module_facts(module: Any) -> Facts:
    """The settings and the size of a module. Shapes are read, data never."""
    torch, kind = sys.modules["torch"], type(module)
    params = settings(module)
    if issubclass(kind, torch.nn.modules.loss._Loss):
        return Facts({"loss_function": (kind.__name__, False), **params})
    size = sizes(module)
    return Facts({**params, **size}, predicts=bool(size))


def sizes(module: Any) -> dict[str, tuple[Any, bool]]:
    """How many weights a module and all inside it have; of those how many are trained, where it is not all."""
    weights = {id(weight): weight for part in _modules(module) for weight in _weights(part)}.values()
    total = sum(map(_size, weights))
    trained = sum(_size(weight) for weight in weights if weight.requires_grad)
    found = {"parameters": (total, False)} if total else {}
    return found if trained == total else {**found, "trainable_parameters": (trained, False)}


def settings(obj: Any) -> dict[str, tuple[Any, bool]]:
    """What an object was made with, as far as it holds it under the names of its class's arguments. What the user's own
    class has as a default was written by the user: it is none of a library's."""
    kind, inside = type(obj), values.attributes(obj)
    own = root_package(kind) == "__main__"
    found: dict[str, tuple[Any, bool]] = {}
    for name, default in defaults(kind).items():
        held = inside.get(name)
        if held is None or name in _STATE or name.startswith("_"):
            continue
        plain = plain_setting(sorted(held) if type(held) is Counter else held)
        if plain is not MISSING:
            found[name] = (plain, not own and _alike(default, plain))
    return found


def _alike(default: Any, value: Any) -> bool:
    """Whether a value is the default, `3` for `(3, 3)` included."""
    if isinstance(default, tuple):
        default = list(default)
    return bool(default == value) or (isinstance(value, list) and all(default == item for item in value))


def _modules(module: Any) -> Iterator[Any]:
    """A module and all those inside, each once."""
    seen: set[int] = set()
    waiting = [module]
    while waiting:
        part = waiting.pop()
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            inner = values.attributes(part).get("_modules")
            waiting.extend(one for one in reversed(inner.values()) if one is not None) if inner else None


def _weights(module: Any) -> Iterator[Any]:
    """Its own weights, those of a type that a user wrote left out."""
    held = values.attributes(module).get("_parameters") or {}
    return (one for one in held.values() if one is not None and root_package(type(one)) != "__main__")


def _size(weight: Any) -> int:
    try:
        return int(weight.numel())
    except Exception:
        return 0  # not known before the first batch


def _optimizer(optimizer: Any) -> dict[str, tuple[Any, bool]]:
    kind, inside = type(optimizer), values.attributes(optimizer)
    usual = defaults(kind)
    found: dict[str, tuple[Any, bool]] = {"optimizer": (kind.__name__, False)}
    for key, value in inside.get("defaults", {}).items():
        plain = plain_setting(value)
        if plain is not MISSING:
            found[key] = (plain, key not in usual or _alike(usual[key], plain))
    groups = inside.get("param_groups", [])
    for key in _PER_GROUP:
        held = [values.scalar(_setting(group, key)) for group in groups]
        if any(one != held[0] for one in held):
            found.update({f"group{number}.{key}": (one, False) for number, one in enumerate(held)})
    return found


def _setting(group: Mapping[str, Any], key: str) -> Any:
    """What a group of weights was given: a scheduler keeps the rate that it was."""
    return group.get(f"initial_{key}", group.get(key))


def _loader(loader: Any) -> dict[str, tuple[Any, bool]]:
    inside = values.attributes(loader)
    found = {
        name: pair for name, pair in settings(loader).items() if name in ("batch_size", "num_workers", "drop_last")
    }
    mixed = type(inside.get("sampler")) is sys.modules["torch"].utils.data.RandomSampler
    return {**found, "shuffle": (mixed, not mixed)}


def _rate(optimizer: Any) -> float | None:
    return values.number(values.attributes(optimizer).get("defaults", {}).get("lr"))


def _first_number(rates: Any) -> float | None:
    return values.number(rates[0]) if isinstance(rates, list) and rates else None
