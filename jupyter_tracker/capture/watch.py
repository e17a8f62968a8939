"""All that watches values in one shell, for one cell at a time: names, functions, loops, libraries."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

from jupyter_tracker.capture import loops, merge, objects, values
from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.configurations import Configurations
from jupyter_tracker.capture.functions import FunctionWatch
from jupyter_tracker.capture.library import LibraryWatch
from jupyter_tracker.capture.namespace import Names
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.passing import Passing
from jupyter_tracker.capture.reach import functions, globals_of, own_functions
from jupyter_tracker.capture.records import CellSeen, Child, Emit, Seen, SeriesInfo, Table
from jupyter_tracker.capture.values import MISSING


@dataclass(frozen=True, slots=True)
class Rules:
    """What a person ruled: names that are nothing, a param, a metric."""

    ignore: tuple[str, ...] = ()
    param: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()


@dataclass(slots=True)
class ValuesSeen:
    """What one cell had: `faults` says what went wrong inside, by where, `unwatched` which functions of the user's were
    left as they are."""

    cell: CellSeen
    series: list[SeriesInfo] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    unwatched: list[str] = field(default_factory=list)


class ValueWatch:
    """Watches one cell at a time; its `names` live as long as the session."""

    def __init__(self, shell: Any, emit: Emit, on_child: Callable[[Child], None] = lambda child: None) -> None:
        """`emit` takes the points of curves and `on_child` the configurations of a search while the cell runs, in the
        thread that gives them."""
        self._shell = shell
        self._emit = emit
        self._on_child = on_child
        self.own = OwnCode(shell.user_ns)
        self.names = Names(shell.user_ns, self.own)
        self._tries = Configurations(on_child)
        self._functions = FunctionWatch(
            self.own,
            emit,
            lambda *given: self._loops.claim(*given),
            lambda values: self._loops.known(values),
            lambda item: self._tries.note(item),
        )
        self._library = LibraryWatch(self.own, self._imported)
        self._loops = loops.watcher(shell, emit, self.own, self._functions, lambda *given: self._tries.round(*given))
        self._rules = Rules()
        self._code = CellCode()
        self._passing = Passing(emit, on_child)

    @property
    def engine(self) -> str:
        """How loops and functions are watched."""
        return self._loops.engine

    def start(
        self,
        code: CellCode,
        rules: Rules = Rules(),  # noqa: B008 (frozen)
        *,
        starts: Mapping[str, float] | None = None,
        roots: Iterable[str] = (),
    ) -> None:
        """Watch the cell that is about to run. `starts` gives the steps at which series go on, `roots` folders whose
        modules are the user's, beside the working directory."""
        self._rules, self._code = rules, code
        self.own.use([os.getcwd(), *roots])
        self.names.before()
        self._tries = Configurations(self._on_child)
        self._passing = Passing(
            self._emit, self._on_child, rules.ignore, self._tries.note, lambda *given: self._loops.claim(*given)
        )
        self._functions.start(rules.ignore)
        self._loops.start(code, ignore=rules.ignore, metric=rules.metric, starts=starts)
        names = {name for call in code.calls for name in call.callee.split(".")} | code.reads
        for function in functions(self.own, self._shell.user_ns, code.reads):
            names |= globals_of(function.__code__)
        self._library.start(self._passing, names | _stand_for(names, self._shell.user_ns))
        for module in self.own.modules() if code.imports else ():
            self._imported(module.__name__)

    def flush(self) -> None:
        """Hand over the points that wait: what is printed is read with an eye to them."""
        self._loops.flush()

    def stop(
        self,
        *,
        result: Any = MISSING,
        origin: str | None = None,
        printed: Collection[Seen] = (),
        curves: Collection[SeriesInfo] = (),
        owners: MutableMapping[str, str] | None = None,
        trace: TracebackType | None = None,
    ) -> ValuesSeen:
        """What was seen of the cell that has just run. `result` is the value of its last expression, `origin` names
        this execution, `printed` and `curves` are what was found in what it printed, `owners` the names that fitted
        objects of the run's earlier cells have taken, `trace` is where it failed."""
        self._library.stop()
        if trace is not None:
            self._loops.failed(trace)
        series = self._loops.stop()
        within = self._functions.stop()
        rules = self._rules
        cell = self.names.after(
            self._code,
            result=result,
            series={info.name for info in series} - {""},
            ignore=rules.ignore,
            param=rules.param,
            metric=rules.metric,
            origin=origin,
            measured=within.given,
            ended=trace is None,
        )
        shown = objects.shown(result, self._code)
        series = [*series, *within.series]
        self._passing.take({**shown, **within.told, **self.names.told}, time.time(), series, owners)
        series += self._passing.infos()
        passed = [*self._passing.items, *(item for item in printed if item.name not in rules.ignore)]
        series += [info for info in curves if info.name not in {known.name for known in series}]
        metrics = [*cell.metrics, *within.metrics, *self._loops.numbers()]
        metrics += [item for item in passed if item.role == "metric"]
        params = [*cell.params, *within.params, *(item for item in passed if item.role == "param")]
        seen = replace(
            cell,
            metrics=merge.metrics(metrics, series),
            params=merge.params(params),
            tables=[self._named(table) for table in self._passing.tables.values()],
            estimator=cell.estimator or within.estimator,
        )
        faults = dict(self._library.faults)
        if self._loops.fault is not None:
            faults["loops"] = str(self._loops.fault)
        self._passing = Passing(self._emit, self._on_child)
        return ValuesSeen(seen, series, faults, self._loops.unwatched())

    def _named(self, table: Table) -> Table:
        """A table that its library did not name bears the name that it is bound to, else that of what was called."""
        if table.name:
            return table
        called = (table.where.text or "table").partition("(")[0].rpartition(".")[2]
        bound = (
            call.target
            for call in self._code.calls
            if (call.line, call.fn, call.callee.rpartition(".")[2]) == (table.where.line, table.where.fn, called)
        )
        return replace(table, name=next(filter(None, bound), called))

    def close(self) -> None:
        """Leave no trace in the interpreter, the libraries and the shell."""
        self._library.close()
        self._loops.close()

    def _imported(self, name: str) -> None:
        """The cell has imported a module of the user's: its functions are watched too."""
        module = sys.modules.get(name)
        found = own_functions(module, self.own) if module is not None else []
        if found:
            self._loops.meet(found)
            self._library.name(set().union(*(globals_of(function.__code__) for function in found)))


def _stand_for(names: Collection[str], user_ns: Mapping[str, Any]) -> set[str]:
    """What things are called by those who wrote them: a function imported under another name, the class of an object
    that an earlier cell has made."""
    held = [user_ns[name] for name in names if name in user_ns]
    found = {base.__name__ for thing in held for base in type(thing).__mro__}
    return found | {named for thing in held if (named := values.callable_name(thing)) is not None}
