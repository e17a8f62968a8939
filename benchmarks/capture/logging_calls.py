"""What in a source is a log call, what each one logs, and from which expression."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.capture.recorder import TRACKERS

_OTHERS = ("lightning.pytorch.loggers", "pytorch_lightning.loggers", "wandb.integration", "optuna.integration.mlflow")
_PAIR = ("log_metric", "log_param", "log_parameter", "add_scalar", "report_single_value")
_MAPPING = (
    "log_metrics", "log_params", "log_parameters", "log", "add_scalars", "log_hyperparams", "connect", "update",
    "track",
)  # fmt: skip
_NAME_KEYS = ("key", "name", "tag")
_VALUE_KEYS = ("value", "scalar_value", "values", "dic", "params", "metrics", "data")
_READERS = (
    "item", "detach", "cpu", "numpy", "tolist", "float", "int", "str", "round", "bool", "abs", "stringify_unsupported",
)  # fmt: skip
"""Functions and methods that hand on what they are given."""


@dataclass(slots=True)
class Logged:
    """One value of a log call: its key (empty where the code does not say it) and the expression that was logged."""

    name: str
    value: ast.expr
    call: ast.AST


@dataclass(slots=True)
class Trackers:
    """The names that hold a tracker or what came from one, in all cells of a file; `attributes` are those of `self`."""

    names: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    configs: set[str] = field(default_factory=set)
    functions: dict[str, list[str]] = field(default_factory=dict)

    def roots(self, node: ast.AST | None) -> bool:
        """Whether the expression begins with a tracker: `run.info.id`, `mlflow.start_run()`, `self.writer`."""
        while True:
            if isinstance(node, ast.Name):
                return node.id in self.names
            if isinstance(node, ast.Attribute):
                if isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr in self.attributes:
                    return True
                node = node.value
            elif isinstance(node, (ast.Subscript, ast.Await, ast.Starred)):
                node = node.value
            elif isinstance(node, ast.Call):
                node = node.func
            else:
                return False

    def is_config(self, node: ast.AST | None) -> bool:
        """Whether it is the tracker's own config object, or a name given to it."""
        if isinstance(node, ast.Name):
            return node.id in self.configs
        return isinstance(node, ast.Attribute) and node.attr == "config" and self.roots(node.value)

    def within(self, node: ast.AST) -> bool:
        """Whether a tracker is anywhere in it, its config object apart."""
        if self.is_config(node):
            return False
        if isinstance(node, (ast.Name, ast.Attribute)) and self.roots(node):
            return not self.of_config(node)
        return any(self.within(child) for child in ast.iter_child_nodes(node))

    def own(self, call: ast.Call) -> list[str] | None:
        """The parameters of the file's own function that is called, without `self`; None if it is not its own."""
        if isinstance(call.func, ast.Name):
            return self.functions.get(call.func.id)
        if isinstance(call.func, ast.Attribute) and call.func.attr in self.functions:
            return [name for name in self.functions[call.func.attr] if name != "self"]
        return None

    def of_config(self, node: ast.AST) -> bool:
        """Whether it reads something of the config object."""
        while isinstance(node, ast.Attribute):
            if self.is_config(node):
                return True
            node = node.value
        return self.is_config(node)


def find(trees: Iterable[ast.Module]) -> Trackers:
    """Go through all cells until no further name is found."""
    trees = list(trees)
    found = Trackers()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                found.names |= set(imported(node))
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                found.functions[node.name] = [arg.arg for arg in node.args.posonlyargs + node.args.args]
    before = -1
    while before != len(found.names) + len(found.attributes) + len(found.configs):
        before = len(found.names) + len(found.attributes) + len(found.configs)
        for tree in trees:
            for node in ast.walk(tree):
                _spread(node, found)
    return found


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The names by which trackers come in."""
    for alias in node.names:
        path = alias.name if isinstance(node, ast.Import) else f"{node.module or ''}.{alias.name}"
        if any(path == one or path.startswith(one + ".") for one in (*TRACKERS, *_OTHERS)):
            top = alias.name.partition(".")[0]
            if alias.asname or isinstance(node, ast.ImportFrom) or top in TRACKERS:
                yield alias.asname or top


def _spread(node: ast.AST, found: Trackers) -> None:
    """What a tracker is given to is one too: names, `self.writer`, parameters of the file's own functions."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            _give(target, node.value, found)
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
        _give(node.target, node.value, found)
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        _give(node.optional_vars, node.context_expr, found)
    elif isinstance(node, ast.For) and found.roots(node.iter):
        found.names |= {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
    elif isinstance(node, ast.Call) and (names := found.own(node)) is not None:
        given = [*zip(names, node.args, strict=False), *((key.arg, key.value) for key in node.keywords)]
        for name, value in given:
            if (
                name
                and isinstance(value, (ast.Name, ast.Attribute))
                and found.roots(value)
                and not found.is_config(value)
            ):
                found.names.add(name)


def _give(target: ast.expr, value: ast.expr, found: Trackers) -> None:
    if found.is_config(value):
        if isinstance(target, ast.Name):
            found.configs.add(target.id)
    elif found.roots(value) and not any(found.is_config(node) for node in ast.walk(value)) or _told_of(value, found):
        if isinstance(target, ast.Name):
            found.names.add(target.id)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
            found.attributes.add(target.attr)
        elif isinstance(target, ast.Tuple):
            for one in target.elts:
                _give(one, value, found)


def _told_of(value: ast.expr, found: Trackers) -> bool:
    """A text or a library's answer made from what a tracker said: `f"runs:/{run_id}"`, `max(client.search_runs())`."""
    while isinstance(value, (ast.Attribute, ast.Subscript)):
        value = value.value
    if isinstance(value, ast.JoinedStr):
        return found.within(value)
    if isinstance(value, ast.Call) and found.own(value) is None:
        return any(found.within(one) and not isinstance(one, (ast.List, ast.Tuple)) for one in value.args)
    return isinstance(value, ast.IfExp) and (found.roots(value.body) or found.roots(value.orelse))


def logged(node: ast.AST, found: Trackers) -> list[Logged]:
    """What a statement's call or assignment logs; empty where it logs nothing."""
    if isinstance(node, ast.Call) and found.roots(node.func) and isinstance(node.func, ast.Attribute):
        return _by_call(node, node.func)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in found.names:
        return _by_call(node, ast.Attribute(ast.Name(""), node.func.id))
    target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    if isinstance(node, ast.Assign) and isinstance(target, ast.Attribute) and found.is_config(target.value):
        return [Logged(target.attr, node.value, target)]
    if isinstance(node, ast.Assign) and isinstance(target, ast.Subscript):
        if found.roots(target.value) and not found.is_config(target.value):
            return _pairs(_text(target.slice), node.value, target)
    return []


def _by_call(call: ast.Call, func: ast.Attribute) -> list[Logged]:
    keys = {key.arg: key.value for key in call.keywords if key.arg}
    if func.attr == "init":
        return _pairs("", keys["config"], call) if "config" in keys else []
    if func.attr == "report_scalar":
        values = [*call.args[2:3], *(keys[key] for key in ("value",) if key in keys)]
        return [Logged("/".join(_text(arg) for arg in call.args[:2]), values[0], call)] if values else []
    if func.attr in ("append", "log", "assign") and isinstance(func.value, ast.Subscript) and call.args:
        return _pairs(_text(func.value.slice), call.args[0], call)
    if func.attr == "add_hparams":
        return [one for arg in call.args[:2] for one in _pairs("", arg, call)]
    given = list(call.args) + [keys[key] for key in _VALUE_KEYS if key in keys]
    if func.attr in _PAIR or (func.attr in _MAPPING and len(call.args) > 1 and _text(call.args[0])):
        named = next((keys[key] for key in _NAME_KEYS if key in keys), None)
        values = given if named is not None else given[1:]
        return [Logged(_text(named or given[0]), values[0], call)] if values else []
    if func.attr in _MAPPING and given:
        name = _text(keys["name"]) if func.attr == "track" and "name" in keys else ""
        return _pairs(name, given[0], call)
    return []


def _pairs(name: str, value: ast.expr, call: ast.AST) -> list[Logged]:
    """The items of a mapping written there, else the value as a whole."""
    if isinstance(value, ast.Dict):
        return [
            one
            for key, inner in zip(value.keys, value.values, strict=True)
            for one in (_pairs("", inner, call) if key is None else [Logged(_text(key), inner, call)])
        ]
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict":
        return [Logged(key.arg or "", key.value, call) for key in value.keywords]
    return [Logged(name, value, call)]


def _text(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def read_through(node: ast.expr) -> ast.expr:
    """The expression below what only hands a value on: `loss` of `float(loss.item())`."""
    while isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in _READERS:
            node = node.func.value
        elif isinstance(node.func, ast.Name) and node.func.id in _READERS and node.args:
            node = node.args[0]
        else:
            break
    return node


def computes(node: ast.expr) -> bool:
    """Whether it works something out, so that without the log call it would have to stand somewhere else."""
    inner = read_through(node)
    return any(
        isinstance(one, (ast.Call, ast.BinOp, ast.Compare, ast.ListComp, ast.GeneratorExp)) for one in ast.walk(inner)
    )
