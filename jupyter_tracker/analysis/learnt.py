"""What people have ruled about names in a notebook: which are silent, which are params or metrics, what is good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, Literal

Ruling = Literal["up", "down", "none"]
"""Whether more of a metric is better, less is, or neither."""

PREFIX = "learnt/"


@dataclass(frozen=True)
class Learnt:
    """The rulings of one notebook. `ignore` silences a name and all below it (`cfg` also `cfg.lr`); `irrelevant` params
    are no part of a configuration, `relevant` ones are although their names sound otherwise."""

    ignore: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    directions: Mapping[str, Ruling] = field(default_factory=dict)
    primary: str | None = None
    irrelevant: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was ruled at all."""
        return self != NOTHING

    def ignores(self, name: str) -> bool:
        """Whether a name is silent."""
        return any(name == one or name.startswith(f"{one}.") for one in self.ignore)

    def ignoring(self, names: Iterable[str]) -> Learnt:
        """With these names silent from now on."""
        given = list(names)
        return replace(self.without(given), ignore=_joined(self.ignore, given))

    def with_params(self, names: Iterable[str]) -> Learnt:
        """With these names as params, whatever they look like."""
        given = list(names)
        return replace(self.without(given), params=_joined(self.params, given))

    def with_metrics(self, names: Iterable[str], ruling: Ruling | None = None) -> Learnt:
        """With these names as metrics, of which more or less is better where that is said."""
        given = list(names)
        directions = {**self.directions, **({name: ruling for name in given} if ruling else {})}
        cleared = replace(self, ignore=_left(self.ignore, given), params=_left(self.params, given))
        return replace(cleared, metrics=_joined(self.metrics, given), directions=directions)

    def with_primary(self, name: str) -> Learnt:
        """With this metric as the one that decides."""
        return replace(self, primary=name, ignore=_left(self.ignore, [name]), params=_left(self.params, [name]))

    def with_relevance(self, names: Iterable[str], matters: bool) -> Learnt:
        """With these params as part of what a configuration is, or not."""
        given = list(names)
        out, into = _left(self.irrelevant, given), _left(self.relevant, given)
        if matters:
            return replace(self, irrelevant=out, relevant=_joined(into, given))
        return replace(self, irrelevant=_joined(out, given), relevant=into)

    def without(self, names: Iterable[str]) -> Learnt:
        """With nothing ruled about these names any more."""
        given = list(names)
        return Learnt(
            _left(self.ignore, given),
            _left(self.params, given),
            _left(self.metrics, given),
            {name: ruling for name, ruling in self.directions.items() if name not in given},
            None if self.primary in given else self.primary,
            _left(self.irrelevant, given),
            _left(self.relevant, given),
        )

    def about(self, name: str) -> list[str]:
        """What was ruled about one name, in words."""
        said = ["it is ignored"] if self.ignores(name) else []
        said += ["it is a param"] if name in self.params else []
        said += ["it is a metric"] if name in self.metrics else []
        ways = {"up": "more of it is better", "down": "less of it is better", "none": "neither more nor less is better"}
        said += [ways[self.directions[name]]] if name in self.directions else []
        said += ["it is no part of a configuration"] if name in self.irrelevant else []
        said += ["it is part of a configuration"] if name in self.relevant else []
        return said + (["it is the primary metric"] if name == self.primary else [])

    @property
    def names(self) -> list[str]:
        """All names that something was ruled about."""
        primary = [self.primary] if self.primary else []
        ruled = (*self.metrics, *self.directions, *self.params, *self.ignore, *self.irrelevant, *self.relevant)
        return list(dict.fromkeys([*primary, *ruled]))

    def as_view(self) -> dict[str, Any]:
        """As a `view` event holds it."""
        return {
            "ignore": list(self.ignore),
            "params": list(self.params),
            "metrics": list(self.metrics),
            "directions": dict(self.directions),
            "primary": self.primary,
            "irrelevant": list(self.irrelevant),
            "relevant": list(self.relevant),
        }


NOTHING = Learnt()


def of_view(value: Any) -> Learnt:
    """What a `view` event holds; whatever in it is of another shape is passed over."""
    if not isinstance(value, Mapping):
        return NOTHING
    directions = value.get("directions")
    ruled: dict[str, Ruling] = {}
    for name, ruling in directions.items() if isinstance(directions, Mapping) else ():
        if ruling in ("up", "down", "none"):
            ruled[str(name)] = ruling
    primary = value.get("primary")
    ignore, params, metrics = (_texts(value.get(key)) for key in ("ignore", "params", "metrics"))
    irrelevant, relevant = (_texts(value.get(key)) for key in ("irrelevant", "relevant"))
    decides = primary if isinstance(primary, str) else None
    return Learnt(ignore, params, metrics, ruled, decides, irrelevant, relevant)


def key(notebook: str | None, root: PurePath) -> str:
    """The key of the `view` event of a notebook: its path from the folder that holds the store at `root`, so that a
    project that is moved keeps what was learnt; the whole path for a notebook that lies elsewhere."""
    if not notebook:
        return PREFIX
    path = PurePath(notebook)
    return PREFIX + (path.relative_to(root.parent) if path.is_relative_to(root.parent) else path).as_posix()


def of_reader(reader: Any, notebook: str | None) -> Learnt:
    """The rulings of a notebook that the store behind a reader holds."""
    return of_view(reader.view(key(notebook, reader.store.root)))


def lines(learnt: Learnt) -> list[str]:
    """What was ruled, for a person: a line for each kind of it, and how to undo it."""
    ways = {"up": "more is better", "down": "less is better", "none": "no direction"}
    told = {
        "ignored": learnt.ignore,
        "params": learnt.params,
        "metrics": learnt.metrics,
        "direction": [f"{name} ({ways[ruling]})" for name, ruling in learnt.directions.items()],
        "primary": [learnt.primary] if learnt.primary else [],
        "apart": [f"{name} (no part of a configuration)" for name in learnt.irrelevant],
        "tried": [f"{name} (part of a configuration)" for name in learnt.relevant],
    }
    found = [f"{what:<9} {', '.join(names)}" for what, names in told.items() if names]
    return (
        [*found, "undo      %track unlearn NAME"]
        if found
        else ["learnt    nothing yet (%track ignore NAME silences one)"]
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _joined(names: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*names, *more]))


def _left(names: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    out = set(gone)
    return tuple(name for name in names if name not in out)
