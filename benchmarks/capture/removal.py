"""A file as its author would have written it without a tracker: log calls out, what they computed left standing."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import cast

from benchmarks.capture.logging_calls import Trackers, computes, find, imported, logged, read_through

CONFIG = "run_config"
"""Holds what the tracker's config object held, where the code reads it."""


def without_log_calls(cells: Sequence[str], also: Sequence[str] = ()) -> list[str]:
    """The cells without them. `also` are names that hold trackers though these cells do not show it (local modules)."""
    trees = [_Connected().visit(ast.parse(cell)) for cell in cells]
    found = find(trees)
    found.names |= set(also)
    remover = _Remover(found, _reads_config(trees, found))
    return [ast.unparse(ast.fix_missing_locations(remover.module(tree))) for tree in trees]


class _Connected(ast.NodeTransformer):
    """`params = task.connect(params)` of ClearML hands on what it is given."""

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        call = node.value
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "connect" and len(call.args) == 1:
            node.value = call.args[0]
        return node


def _reads_config(trees: Sequence[ast.Module], found: Trackers) -> str:
    """How the tracker's config object is read: by attribute, by item, or not at all."""
    ways = ""
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and found.is_config(node.value):
                ways = ways or ("item" if node.attr in ("get", "items", "keys", "as_dict") else "")
                if node.attr not in ("get", "items", "keys", "as_dict", "update", "setdefaults"):
                    return "attribute"
            elif found.is_config(node) and isinstance(getattr(node, "ctx", None), ast.Load):
                ways = ways or "item"
    return ways


class _Remover:
    """Works on lists of statements: each gives those that stand in its place."""

    def __init__(self, found: Trackers, config: str) -> None:
        self._found = found
        self._config = config
        self._none = _Nothing(found)

    def module(self, tree: ast.Module) -> ast.Module:
        tree.body = self._block(tree.body)
        return tree

    def _block(self, body: Sequence[ast.stmt], *, filled: bool = False) -> list[ast.stmt]:
        rest = [new for old in body for new in self._statement(old)]
        return rest or ([ast.Pass()] if filled else [])

    def _statement(self, node: ast.stmt) -> list[ast.stmt]:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return self._import(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return self._definition(node)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self._with(node)
        if isinstance(node, (ast.If, ast.For, ast.While, ast.AsyncFor)):
            return self._branch(node)
        if isinstance(node, ast.Try):
            return self._try(node)
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            return self._assign(node)
        if isinstance(node, ast.Expr):
            return self._expression(node)
        if isinstance(node, (ast.Delete, ast.Global, ast.Nonlocal)):
            return [] if self._names_tracker(node) else [node]
        return [self._none.visit(node)]

    def _names_tracker(self, node: ast.stmt) -> bool:
        names = node.names if isinstance(node, (ast.Global, ast.Nonlocal)) else []
        return self._found.within(node) or any(name in self._found.names for name in names)

    def _import(self, node: ast.Import | ast.ImportFrom) -> list[ast.stmt]:
        out = set(imported(node))
        node.names = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) not in out]
        return [node] if node.names else []

    def _definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[ast.stmt]:
        node.decorator_list = [one for one in node.decorator_list if not self._found.within(one)]
        if isinstance(node, ast.ClassDef):
            node.bases = [one for one in node.bases if not self._found.roots(one)]
        else:
            node.args = self._none.visit(node.args)
            if not node.name.startswith("__"):
                _drop_arguments(node.args, self._found.names)
            node.returns = None if node.returns and self._found.within(node.returns) else node.returns
        node.body = self._block(node.body, filled=True)
        return [node]

    def _with(self, node: ast.With | ast.AsyncWith) -> list[ast.stmt]:
        begun = [one for item in node.items for one in self._begin(item.context_expr)]
        if any(
            self._found.within(item.context_expr) and not self._found.roots(item.context_expr) for item in node.items
        ):
            return begun
        node.items = [item for item in node.items if not self._found.roots(item.context_expr)]
        body = self._block(node.body, filled=bool(node.items))
        if not node.items:
            return begun + body
        node.body = body
        return [*begun, node]

    def _branch(self, node: ast.If | ast.For | ast.While | ast.AsyncFor) -> list[ast.stmt]:
        head = node.iter if isinstance(node, (ast.For, ast.AsyncFor)) else node.test
        if self._found.within(head):
            return self._block(node.orelse) if isinstance(node, ast.If) else []
        had = bool(node.body)
        body = self._block(node.body)
        node.orelse = self._block(node.orelse)
        if had and not body and not node.orelse:
            return []
        node.body = body or [ast.Pass()]
        return [node]

    def _try(self, node: ast.Try) -> list[ast.stmt]:
        node.body = self._block(node.body)
        node.orelse = self._block(node.orelse)
        node.finalbody = self._block(node.finalbody)
        for handler in node.handlers:
            handler.type = None if handler.type and self._found.within(handler.type) else handler.type
            handler.body = self._block(handler.body, filled=True)
        if not node.body:
            return [*node.orelse, *node.finalbody]
        return [node] if node.handlers or node.finalbody else [*node.body, *node.orelse]

    def _assign(self, node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.stmt]:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is None:
            return [node]
        if any(self._of_config(target) for target in targets):
            return [_Config().visit_with(node, self._found)] if self._config else []
        if all(self._drops(target) for target in targets):
            return self._begin(node.value) or self._kept(node)
        if isinstance(node, ast.Assign):
            node.targets = [target for target in node.targets if not self._drops(target)]
        if self._found.is_config(node.value):
            return [_Config().visit_with(node, self._found)]
        new = self._none.visit(node)
        return [_Config().visit_with(new, self._found)]

    def _of_config(self, target: ast.expr) -> bool:
        return isinstance(target, (ast.Attribute, ast.Subscript)) and self._found.is_config(target.value)

    def _drops(self, target: ast.expr) -> bool:
        """Whether what is assigned to holds a tracker."""
        if isinstance(target, ast.Tuple):
            return all(self._drops(one) for one in target.elts)
        return self._found.roots(target)

    def _expression(self, node: ast.Expr) -> list[ast.stmt]:
        call = node.value
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and self._found.is_config(call.func.value)
        ):
            return self._update(call) if self._config else []
        if self._found.roots(call):
            return self._begin(call) or self._kept(node)
        cleaned = cast(ast.Expr, self._none.visit(node))
        if self._none.told:
            self._none.told = False
            return []
        return [_Config().visit_with(cleaned, self._found)]

    def _update(self, call: ast.Call) -> list[ast.stmt]:
        if not call.args or not isinstance(call.func, ast.Attribute):
            return []
        values = call.args[0]
        into = f"vars({CONFIG})" if self._config == "attribute" else CONFIG
        source = ast.unparse(values)
        source = f"vars({source})" if isinstance(values, ast.Name) and "arg" in values.id else source
        return ast.parse(f"{into}.update({source})").body

    def _begin(self, call: ast.expr) -> list[ast.stmt]:
        """Where a run begins with a config that the code reads, the config stays."""
        if not (isinstance(call, ast.Call) and self._config and self._found.roots(call.func)):
            return []
        func = call.func
        name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        if name != "init":
            return []
        given = next((ast.unparse(key.value) for key in call.keywords if key.arg == "config"), "{}")
        if "arg" in given and given.isidentifier():
            return ast.parse(f"{CONFIG} = {given}").body
        text = (
            f"from types import SimpleNamespace\n{CONFIG} = SimpleNamespace(**{given})"
            if self._config == "attribute"
            else f"{CONFIG} = {given}"
        )
        return ast.parse(text).body

    def _kept(self, node: ast.stmt) -> list[ast.stmt]:
        """What the log call worked out by itself stays as an expression."""
        kept: list[ast.stmt] = []
        for inner in ast.walk(node):
            for one in logged(inner, self._found):
                if computes(one.value) and not self._found.within(one.value):
                    kept.append(_Config().visit_with(ast.Expr(read_through(one.value)), self._found))
        return kept


def _drop_arguments(args: ast.arguments, names: set[str]) -> None:
    """Take parameters that hold a tracker out of a function's head, with their defaults."""
    every = args.posonlyargs + args.args
    missing: list[ast.expr | None] = [None] * (len(every) - len(args.defaults))
    plain = list(zip(every, [*missing, *args.defaults], strict=True))
    plain = [(arg, default) for arg, default in plain if arg.arg not in names]
    args.posonlyargs, args.args = [], [arg for arg, _ in plain]
    args.defaults = [default for _, default in plain if default is not None]
    kept = [(a, d) for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if a.arg not in names]
    args.kwonlyargs, args.kw_defaults = [arg for arg, _ in kept], [default for _, default in kept]


class _Nothing(ast.NodeTransformer):
    """Trackers handed to somebody else: keywords, items of lists, and arguments of the file's own functions go, others
    become None."""

    def __init__(self, found: Trackers) -> None:
        self._found = found
        self.told = False
        """Set where the expression only exists to tell what a tracker said (`print(run.id)`)."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if self._found.roots(node.func) and not self._found.of_config(node.func):
            return ast.copy_location(ast.Constant(None), node)
        node.keywords = [
            key for key in node.keywords if not self._found.roots(key.value) or self._found.of_config(key.value)
        ]
        own = self._found.own(node)
        if own is not None and not any(isinstance(one, ast.Starred) for one in node.args):
            taken = {place for place, name in enumerate(own) if name in self._found.names}
            node.args = [one for place, one in enumerate(node.args) if place not in taken]
        elif own is None and any(
            self._found.within(one) and not isinstance(one, (ast.List, ast.Tuple)) for one in node.args
        ):
            self.told = True
        return self.generic_visit(node)

    def visit_List(self, node: ast.List) -> ast.AST:
        node.elts = [one for one in node.elts if not self._found.roots(one)]
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        lost = isinstance(node.ctx, ast.Load) and node.id in self._found.names
        return ast.copy_location(ast.Constant(None), node) if lost else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if self._found.is_config(node):
            return node
        if isinstance(node.ctx, ast.Load) and self._found.roots(node) and not self._found.of_config(node):
            return ast.copy_location(ast.Constant(None), node)
        return self.generic_visit(node)


class _Config(ast.NodeTransformer):
    """The tracker's config object becomes a plain one; other names for it stay."""

    def visit_with(self, node: ast.stmt, found: Trackers) -> ast.stmt:
        self._found = found
        return cast(ast.stmt, self.visit(node))

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if self._found.is_config(node):
            return ast.copy_location(ast.Name(CONFIG, node.ctx), node)
        return self.generic_visit(node)
