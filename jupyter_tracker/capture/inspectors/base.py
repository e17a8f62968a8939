"""What an inspector is: the one place that knows a library's objects and functions.

An inspector reads what a cell has made of its library (`facts`), and names functions of the library that are worth
a look while a cell runs (`watches`). It must neither change nor keep what it sees. One that fails is left out, and
said so once; the cell goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from jupyter_tracker.capture.records import Child, Kind

if TYPE_CHECKING:
    from jupyter_tracker.capture.library.site import Site

TableKind = Literal["table", "coefficients", "confusion", "report", "curve"]


@dataclass(slots=True)
class Facts:
    """What an object tells, as the library holds it: values are made plain by whoever asked.

    Attributes:
        params: how it was made: a key to (value, whether it is the default).
        parts: objects inside it that tell in turn, with the name of their step ("" where there is none).
        predicts: it is a model, not a helper such as a scaler.
        wraps: it is called by the one model inside it: a pipeline, a search.
        metrics: numbers it has found, named as a person would name them.
        series: whole curves it holds, in order; their steps count from 0 where `steps` has none.
        tables: columns and rows; `what` says of what kind a table is, where it is not a plain one.
        children: the configurations that a search has tried.
    """

    params: dict[str, tuple[Any, bool]] = field(default_factory=dict)
    parts: list[tuple[str, Any]] = field(default_factory=list)
    predicts: bool = False
    wraps: bool = False
    metrics: dict[str, Any] = field(default_factory=dict)
    series: dict[str, Sequence[Any]] = field(default_factory=dict)
    steps: dict[str, Sequence[Any]] = field(default_factory=dict)
    tables: dict[str, tuple[Sequence[Any], Sequence[Sequence[Any]]]] = field(default_factory=dict)
    what: dict[str, TableKind] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)


class Cut(Sequence[Sequence[Any]]):
    """The first rows of a table that had `total`: what is not shown need not be made."""

    def __init__(self, rows: list[list[Any]], total: int) -> None:
        """Keep `rows`, and say that there were `total`."""
        self._rows = rows
        self._total = total

    def __len__(self) -> int:
        """How many rows there were."""
        return self._total

    def __getitem__(self, at: Any) -> Any:
        """One row, or the part of those kept that a slice takes."""
        return self._rows[at]


class Call(Protocol):
    """One call of a watched function, good only while `see` runs.

    `args` are the function's variables by name (at its return: as they are then), `result` is what it gives back
    (None at a start), `own` says whether the user's own code called it directly.
    """

    name: str
    result: Any
    own: bool

    @property
    def args(self) -> Mapping[str, Any]:
        """The function's variables by name."""

    @property
    def site(self) -> Site | None:
        """Where the user's code called it, or called what has led to it; None in a thread of the library's own."""

    def metric(self, name: str, value: Any, *, conf: float = 0.95, kind: Kind = "called") -> None:
        """A number that was found."""

    def param(self, name: str, value: Any, *, conf: float = 0.9, kind: Kind = "keyword") -> None:
        """A setting; mappings are flattened to dotted names."""

    def point(self, values: Mapping[str, Any], step: float | None = None, *, kind: Kind = "callback") -> None:
        """One point of each named curve, live."""

    def table(
        self, name: str, columns: Sequence[Any], rows: Sequence[Sequence[Any]], what: TableKind = "table"
    ) -> None:
        """A small table; an empty name stands for what the user's code binds the result to."""

    def child(self, child: Child) -> None:
        """One configuration of a search: begins, goes on or ends, as its `state` says."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A function of a library to look at: `target` is `module:Qualified.name`, a function or method written in Python.

    `see` is told when it returns, or when it starts where `start` is set, in the thread that runs it; with `own` only
    where the user's own code called it. A watch with `names` waits until the user's code names one of them: what
    costs something to watch (a long function, on Python 3.11) is left alone where it cannot matter.
    """

    target: str
    see: Callable[[Call], None]
    start: bool = False
    own: bool = False
    names: tuple[str, ...] = ()


class Inspector:
    """The base of all inspectors; `packages` are the top-level packages that one knows."""

    packages: ClassVar[tuple[str, ...]] = ()

    def facts(self, obj: Any) -> Facts | None:
        """What an object that a cell has made tells; None for one that this inspector does not know."""
        return None

    def named(self, obj: Any, name: str) -> Facts | None:
        """The same, told under which name the code holds the object ("" for none): for inspectors that judge by it, or
        put it before what they tell (`test.pvalue`)."""
        return self.facts(obj)

    def watches(self) -> Iterable[Watch]:
        """The library's functions to look at. Asked once, when the library has been imported."""
        return ()

    def begins(self) -> None:
        """A cell is about to run: what was remembered of those before may go."""
