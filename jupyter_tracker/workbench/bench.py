"""`Bench`: one store as questions about many runs are asked of it, with what is worth keeping between two questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from ..analysis import direction
from ..analysis.configurations import Counted, counted
from ..analysis.learnt import Learnt, of_reader
from ..analysis.sheet import ordered
from ..store import filters, selecting
from ..store.columnsource import SEED
from ..store.filters import writing
from ..store.readings import Readings
from ..store.selecting import NEWEST_FIRST, Selection
from ..store.valuecolumns import ValueColumns
from ..store.values import Values

if TYPE_CHECKING:
    from ..store.query import Reader

T = TypeVar("T")

MOST_KEPT = 32
"""Answers kept between two questions: scrolling asks for one again and again. The least used go first."""


class Bench:
    """Asks one reader, in its thread. What it keeps is dropped as soon as anything changes in the store."""

    def __init__(self, reader: Reader) -> None:
        """Nothing has been asked yet."""
        self.reader = reader
        self.columns = ValueColumns(reader)
        self.readings = Readings()
        self._kept: dict[Any, Any] = {}
        self._of: tuple[Any, int] = None, -1

    def kept(self, question: Any, find: Callable[[], T]) -> T:
        """The answer of `find`, or what it gave before if nothing has changed since."""
        now = self.reader.connection(), self.reader.cursor
        if now != self._of:
            self._kept.clear()
            self._of = now
        answer: T = self._kept.pop(question) if question in self._kept else find()
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[question] = answer
        return answer

    def ids(self, selection: Selection) -> list[str]:
        """The ids of the runs selected, in order; the list is not to be changed. Raises FilterError."""
        self.reader.order(self.reader.connection(), selection.sort)  # says what is no name
        newest = replace(selection, sort=NEWEST_FIRST)
        if "ago" in selection.filter:  # as time goes by, another answer
            return self._in_order(selection, self._newest_first(newest))
        places = self.kept(("places", newest), lambda: self._newest_first(newest))
        return self.kept(selection, lambda: self._in_order(selection, places))

    def _newest_first(self, selection: Selection) -> Any:
        """Where the runs selected stand in columns. Sorted here, as SQL would look each value of each run up."""
        import numpy as np

        places = np.array(selecting.places(self.reader, selection), dtype=np.int64)
        return places[ordered([(self.columns.at(["started"], places)["started"], True)])]

    def _in_order(self, selection: Selection, places: Any) -> list[str]:
        if selection.sort != NEWEST_FIRST:
            found = self.columns.at([name for name, _ in selection.sort], places)
            places = places[ordered([(found[name], descending) for name, descending in selection.sort])]
        return self.columns.ids(places)

    def names(self) -> dict[str, list[str]]:
        """The names there are, by kind."""
        return self.kept("names", self.reader.names)

    def learnt(self, notebook: str | None) -> Learnt:
        """What people ruled in a notebook."""
        return of_reader(self.reader, notebook)

    def params(self, ids: Sequence[str], names: Iterable[str] | None = None) -> dict[str, Values]:
        """Columns of params by name; all params of the store without `names`."""
        return self._family("params", self.names()["params"] if names is None else names, ids)

    def metrics(self, ids: Sequence[str], names: Iterable[str]) -> dict[str, Values]:
        """Columns of metrics (their last values) by name."""
        return self._family("metrics", names, ids)

    def _family(self, family: str, names: Iterable[str], ids: Sequence[str]) -> dict[str, Values]:
        written = {name: writing.column(family, name) for name in names}
        found = self.columns.many(list(written.values()), ids)
        return {name: found[column] for name, column in written.items()}

    def counted(self, ids: Sequence[str], learnt: Learnt | None, params: dict[str, Values] | None = None) -> Counted:
        """Which of these runs count, and which configuration and seed each is."""
        known = self.params(ids) if params is None else params
        about = self.columns.many(["state", "started"], ids)
        return counted(known, [self.seeds(ids)], about["state"], about["started"].numbers.tolist(), learnt)

    def checked(self, column: str) -> str:
        """The column, if it is one and some run has such a param, metric or tag. Raises FilterError, which says what
        there is."""
        parsed = filters.parse_column(column)
        if parsed.root in filters.FAMILIES and parsed.name is not None and parsed.name not in self.names()[parsed.root]:
            raise filters.no_such_name(parsed.root, parsed.name, self.names()[parsed.root], parsed, column)
        return column

    def having(self, metric: str) -> set[str]:
        """The runs that have a metric of this name, with a number or with NaN."""
        sql = "SELECT run FROM metrics WHERE name = ?"
        return self.kept(
            ("having", metric), lambda: {run for (run,) in self.reader.connection().execute(sql, (metric,))}
        )

    def seeds(self, ids: Sequence[str]) -> Values:
        """What is known of the seeds of runs beside their params."""
        return self.columns.of(SEED, ids)


class Measure:
    """A metric that a question is about: by its name, or by a column (`metrics.loss.min`)."""

    def __init__(self, text: str, names: Iterable[str], learnt: Learnt | None = None) -> None:
        """Raises FilterError for a metric that no run has."""
        known = list(names)
        self.column = writing.column("metrics", text)
        self.name = text
        if text not in known and text.startswith("metrics"):
            column = filters.parse_column(text)
            if column.root == "metrics" and column.name is not None:
                self.column, self.name = text, column.name
        if self.name not in known:
            raise filters.no_such_name("metrics", self.name, known, filters.parse_column(self.column), text)
        self.direction = direction.of(self.name, learnt)
