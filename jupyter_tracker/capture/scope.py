"""What one scope of the user's code has set and computed: the names of a cell, or the variables of a function.

A scope is read when it has run: its source says what was bound to what (`CellCode`), its variables hold the values.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from jupyter_tracker.capture import judgement, keywords, objects, values
from jupyter_tracker.capture.code import Assigned, CellCode
from jupyter_tracker.capture.expressions import expression_name, plain_name
from jupyter_tracker.capture.inspectors.base import Facts
from jupyter_tracker.capture.literals import dotted, literal
from jupyter_tracker.capture.own import OwnCode
from jupyter_tracker.capture.reach import is_own
from jupyter_tracker.capture.records import Seen, Value, Where
from jupyter_tracker.capture.values import MISSING

CONTAINERS = frozenset(
    ["metrics", "scores", "results", "result", "res", "out", "report", "evaluation", "summary", "stats"]
)
"""Names of mappings of metrics that say nothing by themselves: `metrics["acc"]` is `acc`."""
_GROWING = ("append", "extend", "insert", "add", "update", "pop", "setdefault", "appendleft", "clear")
_SETTINGS_PACKAGES = frozenset(["argparse", "omegaconf", "pydantic", "types", "traitlets"])
LEAST_POINTS, MOST_POINTS = 3, 10_000
"""Items of a list that may be a curve."""
NOTHING: Mapping[str, Collection[Value]] = {}
identity = object.__hash__
"""Tells objects apart by where they lie, as `id` does, which calls every audit hook of the process."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A name that a person set to a constant, and where. `written_out`: as a literal, not by a call."""

    line: int
    text: str
    exec: str | None
    written_out: bool


class Collected:
    """Params or metrics gathered so far: the first under a name stays, what the user ignores stays out."""

    def __init__(self, ignore: Collection[str], role: Any) -> None:
        self.role = role
        self.seen: list[Seen] = []
        self.roots: set[str] = set()
        self._names = set(ignore)
        self._roots_out = set(ignore)

    def add(self, name: str, value: Value, where: Where, verdict: judgement.Verdict, *, default: bool = False) -> None:
        """Take a value, if it is likely enough."""
        name = name.lstrip(".")
        root = name.partition(".")[0]
        if verdict.conf < judgement.LEAST or name in self._names or root in self._roots_out:
            return
        self._names.add(name)
        self.roots.add(root)
        self.seen.append(Seen(name, value, self.role, where, verdict.conf, default, rule=verdict.rule))


class Scope:
    """One scope after it has run. `variables` hold its names, and those it can see outside; `fn` and `file` say which
    function of which local module it is (None: a cell)."""

    def __init__(
        self, code: CellCode, variables: Mapping[str, Any], own: OwnCode, fn: str | None = None, file: str | None = None
    ) -> None:
        self.code = code
        self.variables = variables
        self.own = own
        self.fn = fn
        self.file = file
        self.bound: dict[str, list[Assigned]] = {}
        for one in code.assigned:
            self.bound.setdefault(one.name, []).append(one)
        self.literals = [name for name, ways in self.bound.items() if self._is_constant(name, ways)]

    def leave_out(self, names: Collection[str]) -> None:
        """These were not bound here, whatever the source says: it ended before that."""
        self.bound = {name: ways for name, ways in self.bound.items() if name.partition(".")[0] not in names}
        self.literals = [name for name in self.literals if name in self.bound]

    def where(self, kind: Any, line: int | None = None, text: str | None = None, fn: str | None = None) -> Where:
        """A place in this scope."""
        return Where(kind, line, fn or self.fn, text, None, self.file)

    def holds_settings(self, name: str) -> bool:
        """Whether a name is bound to a config object made by a call (a dataclass, `parse_args()`), as against a record
        of results."""
        last, value = self.bound[name][-1], self.variables.get(name)
        said = bool(judgement.words(name) & judgement.SETTINGS_WORDS)
        if last.augmented or (last.looped and not (said and self._same_each_round(last))):
            return False
        if isinstance(last.node, ast.Dict) or (isinstance(last.node, ast.Call) and dotted(last.node.func) == "dict"):
            return type(value) is dict and (said or _written_out(last.node))
        written = any(type(way.literal) is dict for way in self.bound[name])  # `cfg = read(cfg)`, of a dict
        if written and said and values.is_config(value):
            return True
        if not isinstance(last.node, ast.Call):
            return False
        if issubclass(type(value), dict) or not values.is_config(value):
            return False
        if said or values.root_package(type(value)) in _SETTINGS_PACKAGES:
            return True
        return issubclass(type(objects.resolve(self.variables, dotted(last.node.func) or "")), type)

    def add_constant(
        self, into: Collected, name: str, constant: Constant, kind: Any, value: Any = MISSING, least: float = 0.0
    ) -> None:
        """A name that holds a constant; `kind` "name" for one that an earlier cell set."""
        value = objects.resolve(self.variables, name) if value is MISSING else value
        if value is MISSING:
            return
        if kind == "name":
            where = Where("name", constant.line, None, constant.text, constant.exec)
        else:
            where = self.where(kind if constant.written_out else "assigned", constant.line, constant.text)
        usual = self._usual(type(value))
        for full, plain in values.flatten(name, value):
            key = full[len(name) + 1 :]
            held = [one for _, one in values.flatten("", usual.get(key, MISSING))]
            if usual and (key.partition(".")[0] not in usual or held == [plain]):
                continue  # a library's record: what it holds anyway was set by nobody
            verdict = judgement.param(full, plain, written_out=constant.written_out)
            into.add(full, plain, where, verdict if verdict.conf >= least else judgement.Verdict(0.0, verdict.rule))

    def add_objects(self, into: Collected, made: Iterable[str]) -> tuple[str | None, dict[str, Facts]]:
        """Params of the objects that the names `made` hold and of calls; the class or function that the run may be
        called by, and what the objects told."""
        held = [(name, self.variables.get(name)) for name in list(made)[-objects.MAX_OBJECTS :]]
        found = {name: told for name, obj in held if (told := objects.inspect_object(name, obj)) is not None}
        roots = set(into.roots)
        self._add_models(into, found)
        self._add_settings(into, found, roots)
        models = [one.model for one in found.values() if one.model]
        return (models[-1] if models else None), {name: one.facts for name, one in found.items()}

    def _add_models(self, into: Collected, found: Mapping[str, objects.Inspected]) -> None:
        """The class of each model, bound or not. What a loop goes over is told as a whole where the cell makes it."""
        alone = {name: one for name, one in found.items() if name not in self.code.loop_targets}
        known = {setting.kind for one in alone.values() for setting in one.settings}
        unbound = keywords.unbound(self.code, self.variables, known)
        for name, one in (alone if "model" in unbound else found).items():
            if one.model:
                last = self.bound.get(name, [None])[-1]
                place = (last.line, last.text) if last is not None else (None, None)
                into.add(name, one.model, self.where("estimator", *place), judgement.model(name))
        for role, calls in unbound.items():
            kinds: list[Any] = list(calls)
            call = calls[kinds[0]]
            where = self.where("estimator", call.line, call.callee, call.fn)
            into.add(role, kinds if len(kinds) > 1 else kinds[0], where, judgement.model(role))

    def _add_settings(self, into: Collected, found: Mapping[str, objects.Inspected], roots: set[str]) -> None:
        """What objects were made with, and the arguments of calls; `roots` are the names of params that are known."""
        taken = keywords.aliases(self.code, self.variables, roots, self.own)
        settings = [s for one in found.values() for s in one.settings if s.default or (s.kind, s.key) not in taken]
        lines: dict[str, tuple[int | None, str | None]] = {}
        for name, one in found.items():
            if name in self.bound:
                lines.update((setting.owner, (self.bound[name][-1].line, None)) for setting in one.settings)
        covered = {(s.kind, s.key): at for at, s in enumerate(settings)}
        for setting, use in keywords.settings(self.code, self.variables, roots, self.own):
            at = covered.get((setting.kind, setting.key))
            if at is None:
                settings.append(setting)
                lines.setdefault(f"{setting.owner}.{setting.key}", (use.line, use.fn))
            elif settings[at].default and settings[at].value == setting.value:  # set, though to what it is anyway
                settings[at] = replace(settings[at], default=False)
        for full, setting in objects.name_settings(settings):
            line, fn = lines.get(f"{setting.owner}.{setting.key}") or (lines.get(setting.owner, (None, None))[0], None)
            where = self.where("default" if setting.default else "keyword", line, setting.kind, fn)
            verdict = judgement.keyword(setting.key, known=True)
            if setting.default:
                verdict = judgement.Verdict(max(verdict.conf, judgement.LEAST), verdict.rule)
            into.add(full, setting.value, where, verdict, default=setting.default)

    def add_chosen(self, into: Collected, kind: Any = "assigned") -> None:
        """Names that hold settings which the code has chosen among those it tried."""
        for name, ways in self.bound.items():
            if name not in self.literals and name in self.variables:
                verdict = judgement.chosen(name, self.code.loop_targets)
                for full, plain in values.flatten(name, self.variables[name]) if verdict.conf else ():
                    into.add(full, plain, self.where(kind, ways[-1].line, ways[-1].text), verdict)

    def add_computed(
        self,
        into: Collected,
        constants: Collection[str],
        kind: Any = "assigned",
        measured: Mapping[str, Collection[Value]] = NOTHING,
    ) -> None:
        """Names that hold numbers which were computed; `measured` are the metrics that functions gave back."""
        for name, ways in self.bound.items():
            if name in constants or "." in name or name not in self.variables:
                continue
            last = next((way for way in reversed(ways) if way.literal is MISSING), ways[-1])
            if last.augmented and name in self.code.divided:
                continue
            value, where = self.variables[name], self.where(kind, last.line, last.text)
            called = dotted(last.node.func) if isinstance(last.node, ast.Call) else None
            number = values.number(value)
            if number is not None and number in measured.get(called or "", ()) and not name.startswith("_"):
                into.add(name, number, where, judgement.Verdict(0.9, "a function's metric"))
            self.add_metric(into, name, value, last.node, where)

    def curves(self) -> dict[str, Facts]:
        """Names of metrics that hold a list made in one go: `[mse(y, p) for p in model.staged_predict(X)]`."""
        found = {}
        for name, ways in self.bound.items():
            held, node = self.variables.get(name), ways[-1].node
            if isinstance(node, ast.ListComp) and type(held) is list and LEAST_POINTS <= len(held) <= MOST_POINTS:
                if judgement.metric(name, 0.0, node.elt, fn=self.fn).conf >= judgement.SURE:
                    numbers = [values.number(item) for item in held]
                    if None not in numbers and len(set(numbers)) > 1:
                        found[name] = Facts(series={name: numbers})
        return found

    def add_metric(self, into: Collected, name: str, value: Any, node: ast.expr | None, where: Where) -> None:
        """A computed number, or a mapping of some."""
        number = values.number(value)
        if number is not None:
            into.add(name, number, where, judgement.metric(name, number, node, fn=self.fn))
        elif values.is_config(value):
            flat = values.flatten(name, value)
            told = name.lower() in CONTAINERS or judgement.is_metric_name(name)
            measured = [full.partition(".")[2] for full, plain in flat if is_number(plain)]
            beside = any(map(judgement.is_metric_name, measured))
            for full, plain in flat:
                key = full.partition(".")[2]
                bare = not name or (name.lower() in CONTAINERS and judgement.is_metric_name(key))
                if is_number(plain):
                    verdict = judgement.metric(key, plain, None if isinstance(node, ast.Call) else node, fn=self.fn)
                    likely = verdict.rule != judgement.COUNT and (told or (beside and verdict.conf >= 0.4))
                    if likely and verdict.conf < 0.8:
                        verdict = judgement.Verdict(0.8, "in a record of metrics")
                    into.add(key if bare else full, plain, where, verdict)

    def add_result(self, into: Collected, result: Any, constants: Collection[str]) -> None:
        """The value of the scope's last expression."""
        node = self.code.last
        if node is None:
            return
        where = self.where("expression", node.lineno + self.code.offset, self.code.last_text)
        parts: list[tuple[ast.expr, Any]] = [(node, result)]
        if isinstance(node, ast.Tuple) and type(result) is tuple and len(result) == len(node.elts):
            parts = list(zip(node.elts, result, strict=True))
        named = [expression_name(part) for part, _ in parts]
        for (part, value), name in zip(parts, named, strict=True):
            full = plain_name(part) if named.count(name) > 1 else name
            if values.is_config(value):
                self.add_metric(into, full if isinstance(part, ast.Name) else "", value, part, where)
            elif full and full not in constants:
                self.add_metric(into, full, value, part, where)

    def _same_each_round(self, way: Assigned) -> bool:
        """Whether what a loop binds in each round does not come from what it goes over."""
        parts = ast.walk(way.node) if way.node is not None else ()
        return not any(isinstance(part, ast.Name) and part.id in self.code.loop_targets for part in parts)

    def _usual(self, kind: Any) -> dict[str, Any]:
        """What a record of a library holds unless it is told otherwise; {} for one of the user's."""
        return {} if is_own(type.__getattribute__(kind, "__module__"), self.own) else values.usual(kind)

    def _is_constant(self, name: str, ways: list[Assigned]) -> bool:
        written = ways[-1].literal
        if (
            type(written) is dict
            and name.lower() in CONTAINERS
            and all(judgement.is_metric_name(str(k)) for k in written)
        ):
            return False
        if any(way.literal is MISSING or way.augmented for way in ways):
            return False
        kept = type(written) is dict and type(held := self.variables.get(name)) is dict and _alike(held, written)
        once = len(ways) == 1 and (name in self.code.loop_targets or kept)
        if any(way.looped for way in ways) and not once:
            return False
        return not any(
            call.callee.rpartition(".")[0] == name and call.callee.endswith(_GROWING) for call in self.code.calls
        )


def _alike(held: dict[Any, Any], written: dict[Any, Any]) -> bool:
    """Whether a dictionary holds what was written out, and no more."""
    flat = values.flatten("", held)
    return bool(flat) and flat == values.flatten("", written)


def _written_out(node: ast.expr) -> bool:
    """Whether most of a mapping is written out, and none of it named like a metric."""
    if not isinstance(node, ast.Dict) or len(node.values) < 2:
        return False
    keys = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    known = sum(literal(value) is not MISSING for value in node.values)
    named = any(judgement.is_metric_name(key) for key in keys)
    return len(keys) == len(node.values) and not named and 2 * known > len(keys)


def is_number(value: Value) -> TypeGuard[int | float]:
    """Whether a plain value is a number."""
    return type(value) in (int, float)
