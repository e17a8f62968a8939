"""Reads the source of a cell: what it takes from outside it, in the order in which it does, and what it binds."""

from __future__ import annotations

import ast
import copy
import os
from collections.abc import Callable, Iterable

from jupyter_tracker.capture.code import parse
from jupyter_tracker.capture.effects import magics
from jupyter_tracker.capture.effects.chance import gone_over
from jupyter_tracker.capture.effects.existence import asks, looked_for
from jupyter_tracker.capture.effects.flow import Flow
from jupyter_tracker.capture.effects.scopes import FUNCTIONS, Free, along, dotted, free_of, imported, targets
from jupyter_tracker.capture.effects.uses import Use, handed, root_of, uses_in


def read(cell: ast.Module | None, transform: Callable[[str], str]) -> Flow:
    """Read a cell that was parsed, None where it could not be; `transform` turns IPython's syntax into Python's, for
    what stands in magics."""
    flow = Flow()
    try:
        if cell is not None:
            flow.attributes = {part.attr for part in ast.walk(cell) if isinstance(part, ast.Attribute)}
            _Reader(flow, transform).block(cell.body, certain=True)
            return flow
    except RecursionError:
        pass
    flow.unparsed = flow.everything = True
    return flow


_UNSURE = (ast.IfExp, ast.BoolOp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""Expressions of which a part may not be worked out."""


class _Reader:
    """Goes through statements in order."""

    def __init__(self, flow: Flow, transform: Callable[[str], str]) -> None:
        self.flow = flow
        self.transform = transform
        self.bound: set[str] = set()
        self.deferred: dict[str, Free] = {}
        self.called = False
        self.certain = False
        self.rounds = 0

    def block(self, body: Iterable[ast.stmt], *, certain: bool) -> None:
        for statement in body:
            self.statement(statement, certain)

    def statement(self, node: ast.stmt, certain: bool) -> None:
        self.certain = certain
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, certain)
            case ast.ClassDef():
                self._class(node, certain)
            case ast.Import() | ast.ImportFrom():
                self._import(node, certain)
            case ast.Assign([ast.Name(name)], ast.Lambda() as value):
                for default in (*value.args.defaults, *value.args.kw_defaults):
                    self.expression(default)
                self._defer(name, value, certain)
            case ast.Assign(chosen, value):
                unpacked = any(isinstance(target, (ast.Tuple, ast.List)) for target in chosen)
                self.expression(value, "iterated" if unpacked else "other")
                for target in chosen:
                    self._target(target, certain)
                    self._pass(value, target)
            case ast.AnnAssign(target, annotation, value):
                self.expression(annotation)
                if value is not None:
                    self.expression(value)
                    self._target(target, certain)
            case ast.AugAssign(target, _, value):
                self.expression(value)
                root = root_of(target)
                if root is not None:
                    self.load(root, Use("other"))
                    self.flow.stored.add(root)
                self.expression(target)
                self._target(target, certain)
            case ast.Delete(chosen):
                for target in chosen:
                    self._delete(target, certain)
            case ast.Expr(value):
                if isinstance(value, ast.Call):
                    self._magic_or_dropped(value, certain)
                else:
                    self.expression(value)
            case _:
                self._compound(node, certain)

    def load(self, name: str, use: Use) -> None:
        """A name is looked up now. What a function of this cell looks up is looked up when it may be called."""
        flow = self.flow
        flow.uses.setdefault(name, []).append(use)
        waiting = [name]
        while waiting:
            one = waiting.pop()
            free = self.deferred.pop(one, None)
            if free is not None:
                flow.perhaps |= free.rebinds
                flow.stored |= free.stored
                flow.paths |= free.paths
                for inner in free.reads:
                    flow.uses.setdefault(inner, []).append(Use("inside"))
                    waiting.append(inner)
                flow.searched |= any(map(asks, free.calls))
                self._heed(free)
            if one not in self.bound:
                flow.loads.setdefault(one, frozenset(self.bound))

    def _heed(self, free: Free) -> None:
        flow = self.flow
        flow.words |= free.words
        flow.everything |= free.everything
        flow.calls += free.calls
        flow.modules |= free.modules
        flow.unseeded |= free.bare & magics.GENERATORS
        flow.bare |= free.bare
        self.called = self.called or bool(free.calls)

    def expression(self, node: ast.AST | None, kind: str = "other") -> None:
        """An expression is worked out now."""
        if node is None:
            return
        if any(isinstance(part, ast.Name) and part.id == "get_ipython" for part in ast.walk(node)):
            node = self._magics_within(node)
        free = free_of(node)
        begun = len(self.flow.calls)
        self._heed(free)
        if self.certain and not any(isinstance(part, _UNSURE) for part in ast.walk(node)):
            self.flow.sure.update(range(begun, len(self.flow.calls)))
        parts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
        self.flow.numbers |= {value for value in parts if type(value) is int}
        self.flow.ordered += gone_over(node)
        looked, searched = looked_for(node)
        self.flow.looked |= looked
        self.flow.searched |= searched
        used = uses_in(node)
        for name in free.reads:
            for use in used.get(name) or [Use(kind)]:
                self.load(name, use)
        for name in free.binds:  # by :=
            self._bind(name, False)
        self.flow.stored |= free.stored
        self.flow.paths |= free.paths

    def _magics_within(self, node: ast.AST) -> ast.AST:
        """Carry out the magics in an expression (`said = !ls`); what is left of it without them."""
        reader = self

        class Magics(ast.NodeTransformer):
            def visit_Call(self, call: ast.Call) -> ast.AST:
                found = magics.found(call)
                if found is None:
                    return self.generic_visit(call)
                reader._magic(found, False)
                return ast.Constant("")

        return Magics().visit(copy.deepcopy(node))  # type: ignore[no-any-return]

    def _magic_or_dropped(self, call: ast.Call, certain: bool) -> None:
        callee = dotted(call.func) or ""
        found = magics.found(call)
        if found is not None:
            self._magic(found, certain)
            return
        if certain and not self.called and callee == "os.chdir":
            self._goes_to(call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None)
        seeding = callee in magics.SEEDERS and magics.seeds(call)
        before = self.called
        self.expression(call)
        self.flow.dropped.append(callee)
        if callee.endswith(".cache_clear"):  # its cache does not show: what it holds is what would be worked out again
            self._stored(call.func)
        if seeding:
            self.called = before
            for library in magics.SEEDERS[callee] if certain else ():
                self.flow.seeds.setdefault(library, not before)
                given = [*call.args, *(keyword.value for keyword in call.keywords)][0]
                if isinstance(given, ast.Name):
                    self.flow.seeded_by[library] = given.id

    def _magic(self, magic: magics.Magic, certain: bool) -> None:
        flow = self.flow
        flow.magic.add(magic.name)
        if magic.name == "cd" and certain and not self.called:
            self._goes_to(magic.line.strip().removeprefix("-q").strip().strip("'\""))
        self.called = True
        if magic.shell:
            flow.shell = True
        for word in magics.words(magic.line):
            self.load(word, Use("argument", magic.name))
        if magic.code is not None:
            tree, _ = parse(magic.code, self.transform)
            if tree is None:
                flow.everything = True
                return
            self.block(tree.body, certain=certain and magic.once)
            if magic.binds:
                self._bind(magic.binds, certain)
        elif not magic.harmless:
            flow.everything |= magic.everything
            flow.words |= set(magics.words(magic.body))
            for word in magics.words(magic.body):
                self.load(word, Use("argument", magic.name))

    def _goes_to(self, path: object) -> None:
        if isinstance(path, str) and os.path.isabs(path):
            self.flow.goes_to = path

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, certain: bool) -> None:
        outside: list[ast.expr | None] = [*node.decorator_list, *node.args.defaults, *node.args.kw_defaults]
        outside += [arg.annotation for arg in ast.walk(node.args) if isinstance(arg, ast.arg)]
        for part in (*outside, node.returns):
            self.expression(part)
        self._defer(node.name, node, certain)
        for decorator in node.decorator_list:
            self.load(node.name, Use("argument"))
            if isinstance(decorator, ast.Call):  # what is registered so stays registered
                self.flow.dropped.append(dotted(decorator.func) or "")

    def _defer(self, name: str, node: ast.AST, certain: bool) -> None:
        """A function is bound: what it has to do with names counts when it may be called."""
        free = free_of(node)
        self.flow.later |= free.rebinds
        self._bind(name, certain)
        self.deferred[name] = free

    def _class(self, node: ast.ClassDef, certain: bool) -> None:
        for outer in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.expression(outer)
        self.flow.subclasses |= bool(node.bases)
        methods = Free()
        own: set[str] = set()
        for part in node.body:
            if isinstance(part, FUNCTIONS):
                methods.add(free_of(part))
                for one in (*part.decorator_list, *part.args.defaults, *part.args.kw_defaults):
                    self.expression(one)
            else:
                free = free_of(part)
                own |= free.binds
                for name in free.reads - own:
                    self.load(name, Use("other"))
                self._heed(free)
        self.flow.later |= methods.rebinds
        self._bind(node.name, certain)
        self.deferred[node.name] = methods
        if node.decorator_list or node.bases or node.keywords:
            self.load(node.name, Use("argument"))
        self.flow.dropped += [dotted(one.func) or "" for one in node.decorator_list if isinstance(one, ast.Call)]

    def _import(self, node: ast.Import | ast.ImportFrom, certain: bool) -> None:
        self.flow.modules |= imported(node)
        for alias in node.names:
            if alias.name == "*":
                self.flow.perhaps.add("*")
                continue
            name = (alias.asname or alias.name).partition(".")[0]
            self.flow.imports.add(name)
            self._bind(name, certain)

    def _target(self, target: ast.expr, certain: bool) -> None:
        for name in targets(target):
            self._bind(name, certain)
        for part in ast.walk(target):
            if isinstance(part, (ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store):
                self._stored(part)
                self.flow.paths.add(ast.unparse(part))
                self.expression(part)

    def _stored(self, node: ast.AST) -> None:
        """A part of what this expression leads to is set or deleted."""
        root = root_of(node)
        self.flow.stored |= {root} if root is not None else set()
        self.flow.stored |= {name for inner in along(node) for name in handed(inner)}

    def _pass(self, value: ast.expr, target: ast.expr) -> None:
        """What is bound may be a part of what the names in `value` hold."""
        bound = set(targets(target))
        for name in handed(value) - bound if bound else ():
            self.flow.passed.setdefault(name, set()).update(bound)

    def _delete(self, target: ast.expr, certain: bool) -> None:
        if isinstance(target, ast.Name):
            self.flow.deleted.add(target.id)
            self.flow.again.add(target.id)
            if target.id not in self.bound:
                self.load(target.id, Use("other"))
            self.bound.discard(target.id)
            self.flow.bound.discard(target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                self._delete(part, certain)
        else:
            self._stored(target)
            self.expression(target)

    def _bind(self, name: str, certain: bool) -> None:
        if name in self.flow.bound or name in self.flow.perhaps:
            self.flow.again.add(name)
        self.bound.add(name)
        self.deferred.pop(name, None)
        if certain:
            self.flow.bound.add(name)
        else:
            self.flow.perhaps.add(name)

    def _compound(self, node: ast.stmt, certain: bool) -> None:
        match node:
            case ast.If(test, body, orelse):
                self.expression(test)
                self._branches([body, orelse], certain)
            case ast.For(target, each, body, orelse) | ast.AsyncFor(target, each, body, orelse):
                self.expression(each, "iterated")
                self.flow.ordered.append(each)
                before = set(self.bound)
                self._target(target, False)
                self._pass(each, target)
                self.flow.again |= set(targets(target))
                self.rounds += 1
                self.block(body, certain=False)
                self.rounds -= 1
                self.bound = before
                self.block(orelse, certain=False)
                self.bound = before
            case ast.While(test, body, orelse):
                self.expression(test)
                self.rounds += 1
                self._branches([body, []], False)
                self.rounds -= 1
                self.block(orelse, certain=False)
            case ast.With(items, body) | ast.AsyncWith(items, body):
                for item in items:
                    self.expression(item.context_expr)
                    if item.optional_vars is not None:
                        self._target(item.optional_vars, certain)
                        self._pass(item.context_expr, item.optional_vars)
                before = set(self.bound)
                self.block(body, certain=False)  # what it stands in may swallow an error
                self.bound = before
            case ast.Try() | ast.TryStar():
                before = set(self.bound)
                self._perhaps_later()
                self.block([*node.body, *node.orelse], certain=False)
                self.bound = set(before)
                for handler in node.handlers:
                    self.expression(handler.type)
                    if handler.name:
                        self._bind(handler.name, False)
                    self.block(handler.body, certain=False)
                    self.bound = set(before)
                self.block(node.finalbody, certain=certain)
            case ast.Match(subject, cases):
                self.expression(subject)
                before = set(self.bound)
                self._perhaps_later()
                for case in cases:
                    for part in ast.walk(case.pattern):
                        name = getattr(part, "name", None) or getattr(part, "rest", None)
                        if isinstance(name, str):
                            self._bind(name, False)
                        if isinstance(part, ast.MatchValue):
                            self.expression(part.value)
                        if isinstance(part, ast.MatchClass):
                            self.expression(part.cls)
                    self.expression(case.guard)
                    self.block(case.body, certain=False)
                    self.bound = set(before)
            case _:
                for part in ast.iter_child_nodes(node):
                    self.expression(part)

    def _perhaps_later(self) -> None:
        """Ways part: in a loop the calls on one of them may be made after what follows them here."""
        if self.rounds:
            self.flow.calls.append("")

    def _branches(self, bodies: list[list[ast.stmt]], certain: bool) -> None:
        """Ways of which one is gone: bound is what all of them bind."""
        before, ends = set(self.bound), []
        sure = set(self.flow.bound)
        self._perhaps_later()
        for body in bodies:
            self.bound = set(before)
            self.block(body, certain=False)
            ends.append(self.bound)
        self.bound = set.intersection(*ends)
        if certain:
            self.flow.bound = sure | (self.bound - before)
