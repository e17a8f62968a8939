"""The user's names before and after a cell: which hold params, which hold metrics.

`Names` lives as long as the session. Every executed cell passes through `before` and `after`, tracked or not, as a cell
reads what earlier cells set. It keeps names, lines and identities, never a value.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from jupyter_tracker.capture import judgement, keywords, objects, values
from jupyter_tracker.capture.code import Assigned, CellCode
from jupyter_tracker.capture.expressions import expression_name, plain_name
from jupyter_tracker.capture.literals import dotted
from jupyter_tracker.capture.reach import functions, globals_of, own_functions
from jupyter_tracker.capture.records import CellSeen, Seen, Value, Where
from jupyter_tracker.capture.values import MISSING

CONTAINERS = frozenset(
    ["metrics", "scores", "results", "result", "res", "out", "report", "evaluation", "summary", "stats"]
)
"""Names of mappings of metrics that say nothing by themselves: `metrics["acc"]` is `acc`."""
_identity = object.__hash__
"""Tells objects apart by where they lie, as `id` does, which calls every audit hook of the process."""
_GROWING = frozenset(["append", "extend", "insert", "add", "update", "pop", "setdefault", "appendleft", "clear"])


@dataclass(frozen=True, slots=True)
class _Constant:
    """A name that a person set to a constant, and where. `written_out`: as a literal, not by a call."""

    line: int
    text: str
    exec: str | None
    written_out: bool


class Names:
    """What is known of the names of one user namespace, from cell to cell."""

    def __init__(self, user_ns: MutableMapping[str, Any]) -> None:
        self._ns = user_ns
        self._constants: dict[str, _Constant] = {}
        self._before: dict[str, int] = {}

    def before(self) -> None:
        """Note which names hold what, just before a cell runs."""
        self._before = self._identities()

    def _identities(self) -> dict[str, int]:
        now = dict(self._ns)  # a thread may bind names meanwhile
        return dict(zip(now, map(_identity, now.values()), strict=True))

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
    ) -> CellSeen:
        """What the cell that has just run set and computed.

        `result` is the value of its last expression, `series` the metrics that its loops gave already; `ignore`,
        `param` and `metric` are names the user ruled on; `origin` names this execution, for later cells that read
        what it set.
        """
        bound: dict[str, list[Assigned]] = {}
        for one in code.assigned:
            bound.setdefault(one.name, []).append(one)
        own = [name for name, ways in bound.items() if self._is_constant(name, ways, code)]
        self._learn(bound, own, origin)
        params = _Collected(ignore, "param")
        for name in own:
            swept = bound[name][-1].literal if name in code.loop_targets else MISSING
            self._add_constant(params, name, self._constants[name], "literal", swept)
        for name, earlier in self._read_constants(code, bound):
            self._add_constant(params, name, earlier, "name")
        self._add_forced(params, param, bound)
        estimator = self._add_objects(params, code, bound)
        metrics = _Collected([*ignore, *series], "metric")
        self._add_computed(metrics, bound)
        if result is not MISSING and code.last is not None:
            self._add_result(metrics, code, result)
        self._add_forced(metrics, metric, bound)
        writes = (code.writes | self._changed()) & self._ns.keys()
        return CellSeen(params.seen, metrics.seen, sorted(code.reads & self._ns.keys()), sorted(writes), estimator)

    def _changed(self) -> set[str]:
        """Names bound anew, by whatever means; what IPython binds itself is left out."""
        before = self._before
        return {n for n, v in self._identities().items() if before.get(n) != v and n[:1] != "_"} - _SHELL_NAMES

    def _is_constant(self, name: str, ways: list[Assigned], code: CellCode) -> bool:
        if any(way.literal is MISSING or way.augmented for way in ways):
            return False
        if any(way.looped for way in ways) and (len(ways) > 1 or name not in code.loop_targets):
            return False
        grown = any(
            call.callee.rpartition(".")[0] == name and call.callee.endswith(tuple(_GROWING)) for call in code.calls
        )
        return not grown

    def _learn(self, bound: Mapping[str, list[Assigned]], own: list[str], origin: str | None) -> None:
        for stale in [n for n in self._constants if n.partition(".")[0] in bound]:
            del self._constants[stale]
        for name, ways in bound.items():
            last = ways[-1]
            if name in own:
                self._constants[name] = _Constant(last.line, last.text, origin, True)
            elif not last.augmented and not last.looped and self._holds_settings(name, last):
                self._constants[name] = _Constant(last.line, last.text, origin, False)
                own.append(name)

    def _holds_settings(self, name: str, last: Assigned) -> bool:
        """A config object made by a call (a dataclass, `parse_args()`), as against a record of results."""
        value = self._ns.get(name)
        if not isinstance(last.node, ast.Call) or issubclass(type(value), dict) or not values.is_config(value):
            return False
        if judgement.words(name) & SETTINGS_WORDS or values.root_package(type(value)) in SETTINGS_PACKAGES:
            return True
        return issubclass(type(objects.resolve(self._ns, dotted(last.node.func) or "")), type)

    def _read_constants(self, code: CellCode, bound: Mapping[str, Any]) -> Iterable[tuple[str, _Constant]]:
        reads = set(code.reads)
        for function in functions(self._ns, reads):
            reads |= globals_of(function.__code__)
        for name, constant in self._constants.items():
            root = name.partition(".")[0]
            if root in reads and root not in bound and root not in code.imports:
                yield name, constant

    def _add_constant(self, into: _Collected, name: str, constant: _Constant, kind: Any, value: Any = MISSING) -> None:
        value = objects.resolve(self._ns, name) if value is MISSING else value
        if value is MISSING:
            return
        exec_ = constant.exec if kind == "name" else None
        where = Where(
            kind if constant.written_out or kind == "name" else "assigned", constant.line, None, constant.text, exec_
        )
        for full, plain in values.flatten(name, value):
            verdict = judgement.param(full, plain, written_out=constant.written_out)
            into.add(full, plain, where, verdict.conf)

    def _add_forced(self, into: _Collected, names: Iterable[str], bound: Mapping[str, list[Assigned]]) -> None:
        for name in names:
            value = objects.resolve(self._ns, name)
            ways = bound.get(name)
            where = Where("assigned", ways[-1].line, None, ways[-1].text) if ways else Where("name", None, None, name)
            for full, plain in values.flatten(name, value) if value is not MISSING else ():
                if into.role == "param" or _is_number(plain):
                    into.add(full, plain, where, 1.0)

    def _add_objects(self, into: _Collected, code: CellCode, bound: Mapping[str, list[Assigned]]) -> str | None:
        """Params of objects that the cell made and of its calls; the class or function the run may be called by."""
        roots = set(into.roots)
        taken = keywords.aliases(code, self._ns, roots)
        settings: list[objects.Setting] = []
        lines: dict[str, tuple[int, str | None]] = {}
        estimator: str | None = None
        made = [n for n in bound if _identity(self._ns.get(n)) != self._before.get(n) and n not in code.loop_targets]
        for name in made[-objects.MAX_OBJECTS :]:
            told = objects.inspect_object(name, self._ns.get(name))
            if told is None:
                continue
            line = bound[name][-1].line
            settings.extend(s for s in told[0] if s.default or (s.kind, s.key) not in taken)
            lines.update((s.owner, (line, None)) for s in told[0])
            if told[1]:
                estimator = told[1]
                into.add(name, estimator, Where("estimator", line, None, bound[name][-1].text), 0.6)
        covered = {(s.kind, s.key) for s in settings}
        for setting, use in keywords.settings(code, self._ns, roots):
            if (setting.kind, setting.key) not in covered:
                settings.append(setting)
                lines.setdefault(f"{setting.owner}.{setting.key}", (use.line, use.fn))
        for full, setting in objects.name_settings(settings):
            own = lines.get(f"{setting.owner}.{setting.key}")
            line_, fn = own or (lines.get(setting.owner, (None, None))[0], None)
            where = Where("default" if setting.default else "keyword", line_, fn, setting.kind)
            sure = max(judgement.keyword(setting.key, known=True).conf, judgement.LEAST)
            into.add(full, setting.value, where, sure, default=setting.default)
        return estimator or _trained_by(code, self._ns)

    def _add_computed(self, into: _Collected, bound: Mapping[str, list[Assigned]]) -> None:
        for name, ways in bound.items():
            if name in self._constants or "." in name or name not in self._ns:
                continue
            last = next((way for way in reversed(ways) if way.literal is MISSING), ways[-1])
            where = Where("assigned", last.line, None, last.text)
            self._add_metric(into, name, self._ns[name], last.node, where)

    def _add_metric(self, into: _Collected, name: str, value: Any, node: ast.expr | None, where: Where) -> None:
        number = values.number(value)
        if number is not None:
            into.add(name, number, where, judgement.metric(name, number, node).conf)
        elif values.is_config(value):
            told = name.lower() in CONTAINERS or judgement.is_metric_name(name)
            for full, plain in values.flatten(name, value):
                key = full.partition(".")[2]
                bare = not name or (name.lower() in CONTAINERS and judgement.is_metric_name(key))
                if _is_number(plain):
                    conf = judgement.metric(key, plain, node).conf
                    into.add(key if bare else full, plain, where, max(conf, 0.8) if told else conf)

    def _add_result(self, into: _Collected, code: CellCode, result: Any) -> None:
        node = code.last
        where = Where("expression", node.lineno + code.offset if node else None, None, code.last_text)
        parts: list[tuple[ast.expr, Any]] = [(node, result)] if node else []
        if isinstance(node, ast.Tuple) and type(result) is tuple and len(result) == len(node.elts):
            parts = list(zip(node.elts, result, strict=True))
        named = [expression_name(part) for part, _ in parts]
        for (part, value), name in zip(parts, named, strict=True):
            full = plain_name(part) if named.count(name) > 1 else name
            if values.is_config(value):
                self._add_metric(into, full if isinstance(part, ast.Name) else "", value, part, where)
            elif full and full not in self._constants:
                self._add_metric(into, full, value, part, where)


class _Collected:
    """Params or metrics gathered so far: the first under a name stays, what the user ignores stays out."""

    def __init__(self, ignore: Collection[str], role: Any) -> None:
        self.role = role
        self.seen: list[Seen] = []
        self.roots: set[str] = set()
        self._names = set(ignore)
        self._roots_out = set(ignore)

    def add(self, name: str, value: Value, where: Where, conf: float, *, default: bool = False) -> None:
        name = name.lstrip(".")
        root = name.partition(".")[0]
        if conf < judgement.LEAST or name in self._names or root in self._roots_out:
            return
        self._names.add(name)
        self.roots.add(root)
        self.seen.append(Seen(name, value, self.role, where, conf, default))


SETTINGS_WORDS = frozenset("cfg config conf args params hparams settings options opts opt flags".split())
SETTINGS_PACKAGES = frozenset(["argparse", "omegaconf", "pydantic", "types"])
TRAINING_WORDS = frozenset(["train", "fit", "run", "evaluate", "eval", "experiment", "model", "test", "net"])
_SHELL_NAMES = {"In", "Out", "get_ipython", "exit", "quit", "open"}


def _is_number(value: Value) -> TypeGuard[int | float]:
    return type(value) in (int, float)


def _trained_by(code: CellCode, user_ns: Mapping[str, Any]) -> str | None:
    """The function or class of the user's that a cell without a known estimator trains with."""
    own = [call.callee for call in code.calls if call.fn is None and "." not in call.callee]
    own = [name for name in own if own_functions(user_ns.get(name), user_ns)]
    likely = [name for name in own if judgement.words(name) & TRAINING_WORDS]
    return next(iter(likely or [name for name in own if name in code.functions or name.islower()]), None)
