"""PyTorch: modules, optimizers, schedulers and loaders, and the learning rate while a scheduler changes it."""

from __future__ import annotations

import sys
import time
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.sklearn import defaults, plain_setting
from jupyter_tracker.capture.values import MISSING, root_package

_SCHEDULERS = "torch.optim.lr_scheduler"
_STATE = frozenset(["last_epoch", "training"])
_OF_LOADERS = ("batch_size", "num_workers", "drop_last")
_PER_GROUP = ("lr", "weight_decay", "momentum")
_INNER = {
    "_DropoutNd": {"p": "dropout"},
    "RNNBase": {"hidden_size": "hidden_size", "num_layers": "num_layers"},
    "Embedding": {"embedding_dim": "embedding_dim"},
    "MultiheadAttention": {"num_heads": "num_heads"},
}
"""Settings of layers that say something of the whole model, and what they are called there."""


_ALL, _PAUSE = 1000, 0.02
"""So many rates of a scheduler are told one by one; then one in so many seconds is enough."""


@dataclass(slots=True)
class _Schedule:
    """A scheduler: the rate it began with, how many were told, and until when (seconds) none is."""

    start: float | None
    told: int = 0
    quiet: float = 0.0


class TorchInspector(Inspector):
    """What things were made with, how large a model is, and the learning rate as it changes."""

    packages: ClassVar[tuple[str, ...]] = ("torch",)

    def __init__(self) -> None:
        """No scheduler is known."""
        self._known: weakref.WeakKeyDictionary[Any, _Schedule] = weakref.WeakKeyDictionary()

    def facts(self, obj: Any) -> Facts | None:
        """Settings of a module, an optimizer, a scheduler or a loader."""
        torch, kind = sys.modules["torch"], type(obj)
        if issubclass(kind, torch.nn.Module):
            return module_facts(obj)
        if issubclass(kind, torch.optim.Optimizer):
            return Facts(_optimizer(obj))
        if issubclass(kind, torch.optim.lr_scheduler.LRScheduler):
            return _scheduler(obj)
        return Facts(_loader(obj)) if issubclass(kind, torch.utils.data.DataLoader) else None

    def watches(self) -> Iterable[Watch]:
        """The step of each kind of scheduler."""
        kinds = ("LRScheduler", "ReduceLROnPlateau", "CosineAnnealingWarmRestarts", "SequentialLR")
        return [Watch(f"{_SCHEDULERS}:{kind}.step", self._stepped) for kind in kinds]

    def _stepped(self, call: Call) -> None:
        """A rate that never changes draws no curve; what it was before is told with its first change."""
        args = call.args
        scheduler = args["self"]
        kind: Any = type(scheduler)
        if kind.__hash__ is not object.__hash__:
            return
        known = self._known.get(scheduler)
        if known is not None and time.perf_counter() < known.quiet:
            return
        inside = values.attributes(scheduler)
        rate, step = _first_number(inside.get("_last_lr")), values.number(inside.get("last_epoch"))
        if rate is None or step is None:
            return
        if known is None:
            known = self._known[scheduler] = _Schedule(self._start(inside) if call.own else rate)
        if not call.own:  # the step that a scheduler makes when it is made, or that of a library's own loop
            return
        if not known.told and rate == known.start:
            return
        for earlier in () if known.told else range(int(step)):
            call.point({"lr": known.start}, earlier)
        call.point({"lr": rate}, values.number(args.get("epoch")) or step)
        known.told += 1
        if known.told > _ALL:
            known.quiet = time.perf_counter() + _PAUSE

    def _start(self, inside: Mapping[str, Any]) -> float | None:
        """The rate that a scheduler began with, where its first step was not seen."""
        first = next((self._known[one] for one in inside.get("_schedulers", ()) if one in self._known), None)
        return _rate(inside.get("optimizer")) if first is None else first.start


def module_facts(module: Any) -> Facts:
    """The settings and the size of a module, and settings of its layers in which they all agree. Shapes are read, data
    never."""
    torch, kind = sys.modules["torch"], type(module)
    params = settings(module)
    if issubclass(kind, torch.nn.modules.loss._Loss):
        return Facts({"loss_function": (kind.__name__, False), **params})
    size = sizes(module)
    return Facts({**_inner(module), **params, **size}, predicts=bool(size))


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


def _inner(module: Any) -> dict[str, tuple[Any, bool]]:
    found: dict[str, list[tuple[Any, bool]]] = {}
    for layer in islice(_modules(module), 1, None):
        bases = type(layer).__mro__ if root_package(type(layer)) == "torch" else ()
        wanted = next((_INNER[base.__name__] for base in bases if base.__name__ in _INNER), {})
        for name, pair in settings(layer).items() if wanted else ():
            if name in wanted:
                found.setdefault(wanted[name], []).append(pair)
    return {name: pairs[0] for name, pairs in found.items() if all(pair == pairs[0] for pair in pairs)}


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


def _scheduler(scheduler: Any) -> Facts:
    facts = Facts({"scheduler": (type(scheduler).__name__, False), **settings(scheduler)})
    inner = values.attributes(scheduler).get("_schedulers")
    facts.parts.extend(("", one) for one in inner if one is not scheduler) if isinstance(inner, (list, tuple)) else None
    return facts


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
