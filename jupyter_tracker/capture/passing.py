"""What passes while a cell runs: values, curves, tables and searches that libraries tell of, gathered for its end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from jupyter_tracker.capture import merge, values
from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.library.site import Site
from jupyter_tracker.capture.records import Child, Emit, Kind, Row, Seen, SeriesInfo, Table, Where
from jupyter_tracker.capture.tables import table_of

MOST_PASSES = 20
"""So many trainings of one cell get curves of their own under one name."""


@dataclass(slots=True)
class _Curve:
    """The newest training that gives points under one name; `name` is that of its curve, "" for one that gets none.
    Where each training is of one round, the curve goes on, and `at` is where it is; `step` is the library's."""

    where: Where
    name: str
    passes: int = 1
    step: float | None = None
    at: float | None = None
    last: float = 0.0
    count: int = 0
    goes_on: bool = False


class Passing:
    """The sink of one cell: see `library.Sink`."""

    def __init__(
        self,
        emit: Emit,
        on_child: Callable[[Child], None],
        ignore: Collection[str] = (),
        note: Callable[[Seen], None] = lambda item: None,
        claim: Callable[[str, object, str | None], str] = lambda name, owner, fn: name,
    ) -> None:
        """`emit` takes points, `on_child` the configurations of a search, `note` each value, while the cell runs;
        `claim(name, owner, fn)` gives a name for a curve that no loop has."""
        self._note = note
        self._claim = claim
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
        placed: dict[float | None, dict[str, float]] = {}
        for name, value in given.items():
            if name not in self._ignore:
                curve = self._curve(name, step, site, kind)
                if curve.name:
                    curve.last, curve.count = value, curve.count + 1
                    placed.setdefault(curve.at, {})[curve.name] = value
        for at, named in placed.items():
            self._emit(tuple(named), [(at, time, *named.values())], Site.where(site, kind))  # type: ignore[list-item]

    def table(self, table: Table) -> None:
        """A small table; the newest under a name counts."""
        self.tables[table.name or table.where.text or "table"] = table

    def child(self, child: Child) -> None:
        """One configuration of a search."""
        self._on_child(child)

    def infos(self) -> list[SeriesInfo]:
        """The curves so far."""
        return [*self._ended, *(_info(curve) for curve in self._curves.values() if curve.count)]

    def take(
        self,
        told: Mapping[str, Facts],
        time: float,
        known: Collection[SeriesInfo] = (),
        owners: MutableMapping[str, str] | None = None,
    ) -> None:
        """What objects tell that the cell has made: curves that were not seen live, metrics, tables, searches. `known`
        are the curves of the cell's own code, `owners` the names that objects of the run's earlier cells have taken."""
        clashing = _clashing(told)
        if owners is not None:
            clashing |= {key for name, facts in told.items() for key in facts.metrics if owners.get(key, name) != name}
            owners.update({key: name for name, facts in told.items() for key in facts.metrics if key not in clashing})
        live = [*known, *self.infos()]
        for owner, facts in told.items():
            where = Where("fitted", None, None, owner)
            for key, value in facts.metrics.items():
                number = values.number(value)
                if number is not None:
                    name = f"{owner}.{key}" if key in clashing else key
                    self.seen(Seen(name, number, "metric", where, 0.8, rule="told by an object"))
            for key, points in facts.series.items():
                name = f"{owner}.{key}" if key in clashing else key
                if name not in self._ignore and not merge.known_curve(name, points, live):
                    self._whole(name, points, facts.steps.get(key), time, where)
            for key, (columns, rows) in facts.tables.items():
                name = f"{owner}.{key}" if key in clashing else key or owner
                made = table_of(name, columns, rows, where, facts.what.get(key, "table"))
                if made is not None and made.name not in self.tables:
                    self.tables[made.name] = made
            for child in facts.children:
                self._on_child(child)

    def _whole(self, name: str, points: Sequence[object], steps: object, time: float, where: Where) -> None:
        if name in {info.name for info in self.infos()}:
            return
        axis = list(steps) if steps is not None else range(len(points))  # type: ignore[call-overload]
        rows: list[Row] = []
        for at, point in zip(axis, points, strict=False):
            step, number = values.number(at), values.number(point)
            if number is not None:
                rows.append((None if step is None else float(step), time, float(number)))
        if rows:
            self._emit((name,), rows, where)
            self._ended.append(SeriesInfo(name, where, len(rows), len(rows), rows[-1][2]))

    def _curve(self, name: str, step: float | None, site: Site | None, kind: Kind) -> _Curve:
        """The curve that a point belongs to, at its place."""
        curve = self._curves.get(name)
        anew = curve is not None and step is not None and curve.step is not None and step <= curve.step
        if curve is not None and (curve.goes_on or (anew and curve.count == 1)):
            curve.goes_on, curve.at = True, (curve.at or 0) + 1
        elif curve is None or anew:
            if curve is not None and curve.count:
                self._ended.append(_info(curve))
            curve = self._begin(name, 1 if curve is None else curve.passes + 1, Site.where(site, kind))
            curve.at = step
        else:
            curve.at = step
        curve.step = step
        return curve

    def _begin(self, name: str, passes: int, where: Where) -> _Curve:
        curve = self._curves[name] = _Curve(where, "", passes)
        if passes <= MOST_PASSES:
            curve.name = self._claim(name if passes == 1 else f"{name}_{passes}", curve, "")
        return curve


def _info(curve: _Curve) -> SeriesInfo:
    return SeriesInfo(curve.name, curve.where, curve.count, curve.count, curve.last)


def _clashing(told: Mapping[str, Facts]) -> set[str]:
    """Names that several objects use."""
    names = [key for facts in told.values() for key in {*facts.metrics, *facts.series, *facts.tables}]
    return {name for name in names if names.count(name) > 1}
