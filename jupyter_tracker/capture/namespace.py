"""The user's names before and after a cell: which hold params, which hold metrics.

`Names` lives as long as the session. Every executed cell passes through `before` and `after`, tracked or not, as a cell
reads what earlier cells set. It keeps names, lines and identities, never a value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping
from typing import Any

from jupyter_tracker.capture import judgement, objects, values
from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.reach import functions, globals_of, own_functions
from jupyter_tracker.capture.records import CellSeen, Value, Where
from jupyter_tracker.capture.scope import NOTHING, Collected, Constant, Scope, identity, is_number
from jupyter_tracker.capture.values import MISSING

_TRAINING_WORDS = frozenset(["train", "fit", "run", "evaluate", "eval", "experiment", "model", "test", "net"])
_FITTING = frozenset("set_params fit fit_transform fit_predict partial_fit train optimize search test validate".split())
_SHELL_NAMES = {"In", "Out", "get_ipython", "exit", "quit", "open"}


class Names:
    """What is known of the names of one user namespace, from cell to cell."""

    def __init__(self, user_ns: MutableMapping[str, Any], own: OwnCode | None = None) -> None:
        self._ns = user_ns
        self._own = own or OwnCode(user_ns)
        self._constants: dict[str, Constant] = {}
        self._before: dict[str, int] = {}
        self.told: dict[str, Facts] = {}
        """What the objects told that the newest cell has made, by name."""

    def before(self) -> None:
        """Note which names hold what, just before a cell runs."""
        self._before = self._identities()

    def _identities(self) -> dict[str, int]:
        now = dict(self._ns)  # a thread may bind names meanwhile
        return dict(zip(now, map(identity, now.values()), strict=True))

    def after(
        self,
        code: CellCode,
        *,
        result: Any = MISSING,
        series: Collection[str] = (),
        ignore: Collection[str] = (),
        param: Collection[str] = (),
        metric: Collection[str] = (),
        origin: str | None = None,
        measured: Mapping[str, Collection[Value]] = NOTHING,
        ended: bool = True,
    ) -> CellSeen:
        """What the cell that has just run set and computed.

        `result` is the value of its last expression, `series` the metrics that its loops gave already; `ignore`,
        `param` and `metric` are names the user ruled on; `origin` names this execution, for later cells that read
        what it set; `measured` are the metrics that functions gave back. Of a cell that has not `ended` only those
        names count that were really bound.
        """
        scope = Scope(code, self._ns, self._own)
        left = set() if ended else self._left_alone(scope)
        scope.leave_out(left)
        own = self._learn(scope, origin)
        params = Collected(ignore, "param")
        for name in own:
            swept = scope.bound[name][-1].literal if name in code.loop_targets else MISSING
            scope.add_constant(params, name, self._constants[name], "literal", swept)
        for name, earlier in self._read_constants(code, scope.bound):
            scope.add_constant(params, name, earlier, "name")
        self._add_forced(params, param, scope)
        made = [n for n in scope.bound if self._is_new(n) and n not in code.loop_targets]
        made += [name for name in _fitted(code) if name not in made and name in self._ns]
        estimator, self.told = scope.add_objects(params, made)
        self.told |= scope.curves()
        scope.add_chosen(params)
        of_loops = [name for name in series if name not in scope.bound or scope.bound[name][-1].looped]
        metrics = Collected([*ignore, *of_loops], "metric")
        scope.add_computed(metrics, {*self._constants}, measured=measured)
        if result is not MISSING:
            scope.add_result(metrics, result, self._constants)
        self._add_forced(metrics, metric, scope)
        writes = (code.writes - left | self._changed()) & self._ns.keys()
        return CellSeen(
            params.seen,
            metrics.seen,
            sorted(code.reads & self._ns.keys()),
            sorted(writes),
            estimator=estimator or _trained_by(code, self._ns, self._own),
        )

    def _is_new(self, name: str) -> bool:
        return identity(self._ns.get(name)) != self._before.get(name)

    def _left_alone(self, scope: Scope) -> set[str]:
        """Names that a cell which failed would have bound, and that hold what they held before: it never came there.
        One that holds just what is written out may have been bound to it again."""
        return {
            name for name, ways in scope.bound.items()
            if "." not in name and not self._is_new(name) and not _is_plain(self._ns.get(name), ways[-1].literal)
        }  # fmt: skip

    def _changed(self) -> set[str]:
        """Names bound anew, by whatever means; what IPython binds itself is left out."""
        before = self._before
        return {n for n, v in self._identities().items() if before.get(n) != v and n[:1] != "_"} - _SHELL_NAMES

    def _learn(self, scope: Scope, origin: str | None) -> list[str]:
        """Remember the constants that a cell has set; their names."""
        for stale in [n for n in self._constants if n.partition(".")[0] in scope.bound]:
            del self._constants[stale]
        own = list(scope.literals)
        own += [name for name in scope.bound if name not in scope.literals and scope.holds_settings(name)]
        for name in own:
            last = scope.bound[name][-1]
            self._constants[name] = Constant(last.line, last.text, origin, name in scope.literals)
        return own

    def _read_constants(self, code: CellCode, bound: Mapping[str, Any]) -> Iterable[tuple[str, Constant]]:
        reads = set(code.reads)
        for function in functions(self._own, self._ns, reads):
            if function.__globals__ is self._ns:
                reads |= globals_of(function.__code__)
        for name, constant in self._constants.items():
            root = name.partition(".")[0]
            if root in reads and root not in bound and root not in code.imports:
                yield name, constant

    def _add_forced(self, into: Collected, names: Iterable[str], scope: Scope) -> None:
        for name in names:
            value = objects.resolve(self._ns, name)
            ways = scope.bound.get(name)
            where = Where("assigned", ways[-1].line, None, ways[-1].text) if ways else Where("name", None, None, name)
            for full, plain in values.flatten(name, value) if value is not MISSING else ():
                if into.role == "param" or is_number(plain):
                    into.add(full, plain, where, judgement.Verdict(1.0, "ruled by a person"))


def _is_plain(value: Any, literal: Any) -> bool:
    """Whether a value is this number or text; anything else that is written out is another object each time."""
    return type(value) in (int, float, str, bool, type(None)) and type(value) is type(literal) and value == literal


def _fitted(code: CellCode) -> list[str]:
    """The names of objects that a cell has fitted, wherever they were made."""
    paths = [call.callee.split(".") for call in code.calls if call.fn is None]
    return list(dict.fromkeys(path[0] for path in paths if len(path) == 2 and path[1] in _FITTING))


def _trained_by(code: CellCode, user_ns: Mapping[str, Any], own: OwnCode) -> str | None:
    """The function or class of the user's that a cell without a known estimator trains with."""
    mine = [call.callee for call in code.calls if call.fn is None and "." not in call.callee]
    mine = [name for name in mine if own_functions(user_ns.get(name), own)]
    likely = [name for name in mine if judgement.words(name) & _TRAINING_WORDS]
    return next(iter(likely or [name for name in mine if name in code.functions or name.islower()]), None)
