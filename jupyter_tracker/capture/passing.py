"""What passes while a cell runs: values, curves, tables and searches that libraries tell of, gathered for its end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.library.site import Site
from jupyter_tracker.capture.records import Child, Kind, Seen, SeriesInfo, Table, Where
from jupyter_tracker.capture.tables import table_of

MOST_PASSES = 20
"""So many trainings of one cell get curves of their own under one name."""
Emit = Callable[[dict[str, float], "float | None", float, Where], None]


@dataclass(slots=True)
class _Curve:
    """The newest training that gives points under one name."""

    where: Where
    passes: int = 1
    step: float | None = None
    last: float = 0.0
    count: int = 0


class Passing:
    """The sink of one cell: see `library.Sink`."""

    def __init__(
        self,
        emit: Emit,
        on_child: Callable[[Child], None],
        ignore: Collection[str] = (),
        note: Callable[[Seen], None] = lambda item: None,
    ) -> None:
        """`emit` takes points, `on_child` the configurations of a search, `note` each value, while the cell runs."""
        self._note = note
        self.items: list[Seen] = []
        self.tables: dict[str, Table] = {}
        self.children: list[Child] = []
        self._emit = emit
        self._on_child = on_child
        self._ignore = frozenset(ignore)
        self._curves: dict[str, _Curve] = {}
        self._ended: list[SeriesInfo] = []

    def seen(self, item: Seen) -> None:
        """A param or a metric; the newest under a name and place counts."""
        if item.name in self._ignore:
            return
        self._note(item)
        for at, other in enumerate(self.items):
            if (other.name, other.where.line, other.where.fn, other.role) == (
                item.name, item.where.line, item.where.fn, item.role,
            ):  # fmt: skip
                self.items[at] = item
                return
        self.items.append(item)

    def point(self, given: dict[str, float], step: float | None, time: float, site: Site | None, kind: Kind) -> None:
        """One point of curves. Where the steps begin anew, another training gives curves of its own."""
        named = {}
        for name, value in given.items():
            if name not in self._ignore:
                full = self._name(name, step, site, kind)
                if full is not None:
                    named[full] = value
                    curve = self._curves[name]
                    curve.step, curve.last, curve.count = step, value, curve.count + 1
        if named:
            self._emit(named, step, time, Site.where(site, kind))

    def table(self, table: Table) -> None:
        """A small table; the newest under a name counts."""
        self.tables[table.name or table.where.text or "table"] = table

    def child(self, child: Child) -> None:
        """One configuration of a search."""
        self._on_child(child)

    def infos(self) -> list[SeriesInfo]:
        """The curves so far."""
        return [*self._ended, *(self._info(name, curve) for name, curve in self._curves.items())]

    def take(self, told: Mapping[str, Facts], time: float) -> None:
        """What objects tell that the cell has made: curves that were not seen live, metrics, tables, searches."""
        clashing = _clashing(told)
        for owner, facts in told.items():
            where = Where("fitted", None, None, owner)
            for key, value in facts.metrics.items():
                number = values.number(value)
                if number is not None:
                    name = f"{owner}.{key}" if key in clashing else key
                    self.seen(Seen(name, number, "metric", where, 0.8, rule="told by an object"))
            for key, points in facts.series.items():
                self._whole(f"{owner}.{key}" if key in clashing else key, points, facts.steps.get(key), time, where)
            for key, (columns, rows) in facts.tables.items():
                name = f"{owner}.{key}" if key in clashing else key or owner
                made = table_of(name, columns, rows, where, facts.what.get(key, "table"))
                if made is not None and made.name not in self.tables:
                    self.tables[made.name] = made
            for child in facts.children:
                self._on_child(child)

    def _whole(self, name: str, points: object, steps: object, time: float, where: Where) -> None:
        known = {info.name for info in self.infos()}
        if name in known or name in self._ignore:
            return
        numbers = [values.number(point) for point in points]  # type: ignore[attr-defined]
        axis = list(steps) if steps is not None else range(len(numbers))  # type: ignore[call-overload]
        curve = _Curve(where)
        for at, number in zip(axis, numbers, strict=False):
            step = values.number(at)
            if number is not None:
                self._emit({name: float(number)}, None if step is None else float(step), time, where)
                curve.last, curve.count = float(number), curve.count + 1
        if curve.count:
            self._ended.append(self._info(name, curve))

    def _name(self, name: str, step: float | None, site: Site | None, kind: Kind) -> str | None:
        curve = self._curves.get(name)
        if curve is None:
            self._curves[name] = _Curve(Site.where(site, kind))
            return name
        if step is not None and curve.step is not None and step <= curve.step:
            self._ended.append(self._info(name, curve))
            curve = self._curves[name] = _Curve(Site.where(site, kind), curve.passes + 1)
        if curve.passes > MOST_PASSES:
            return None
        return name if curve.passes == 1 else f"{name}_{curve.passes}"

    def _info(self, name: str, curve: _Curve) -> SeriesInfo:
        full = name if curve.passes == 1 else f"{name}_{curve.passes}"
        return SeriesInfo(full, curve.where, curve.count, curve.count, curve.last)


def _clashing(told: Mapping[str, Facts]) -> set[str]:
    """Names that several objects use."""
    names = [key for facts in told.values() for key in {*facts.metrics, *facts.series, *facts.tables}]
    return {name for name in names if names.count(name) > 1}
