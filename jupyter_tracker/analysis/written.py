"""What code does apart from the values of its params: `depth = 8` and `depth = 6` are the same code."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterable

_MAGIC = ("%", "!", "?")


def without_values(sources: Iterable[str], params: Collection[str]) -> str:
    """A short text, the same for cells that do the same but for the values of these params (names, of which the last
    part counts) where they are written out: assigned, passed by keyword, in a dict, as a default. Comments and layout
    don't count. Code that is no Python counts as it stands."""
    names = {name.rpartition(".")[2] for name in params}
    told = "\n".join(_told(source, names) for source in sources)
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _told(source: str, names: Collection[str]) -> str:
    lines = source.splitlines()
    magic = [line for line in lines if line.lstrip().startswith(_MAGIC)]
    plain = [line if line not in magic else line[: len(line) - len(line.lstrip())] + "pass" for line in lines]
    try:
        tree = ast.parse("\n".join(plain))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    return "\n".join([ast.dump(_Blank(names).visit(tree)), *magic])


class _Blank(ast.NodeTransformer):
    """Puts the same constant in the place of every written value of a param."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = names

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        """`depth = 8`, and `lr, depth = 0.1, 8`."""
        self.generic_visit(node)
        if len(node.targets) == 1:
            node.value = self._value(node.targets[0], node.value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """`depth: int = 8`."""
        self.generic_visit(node)
        node.value = None if node.value is None else self._value(node.target, node.value)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        """`Forest(max_depth=8)`."""
        self.generic_visit(node)
        if node.arg in self.names:
            node.value = _blank(node.value)
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        """`{"depth": 8}`."""
        self.generic_visit(node)
        named = [isinstance(key, ast.Constant) and key.value in self.names for key in node.keys]
        node.values = [_blank(value) if known else value for known, value in zip(named, node.values, strict=True)]
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        """`def train(depth=8)`."""
        self.generic_visit(node)
        last = [*node.posonlyargs, *node.args][-len(node.defaults) :] if node.defaults else []
        node.defaults = [
            _blank(value) if arg.arg in self.names else value for arg, value in zip(last, node.defaults, strict=True)
        ]
        node.kw_defaults = [
            _blank(value) if value is not None and arg.arg in self.names else value
            for arg, value in zip(node.kwonlyargs, node.kw_defaults, strict=True)
        ]
        return node

    def _value(self, target: ast.expr, value: ast.expr) -> ast.expr:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            value.elts = [self._value(one, other) for one, other in zip(target.elts, value.elts, strict=True)]
            return value
        name = target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else None
        return _blank(value) if name in self.names else value


def _blank(value: ast.expr) -> ast.expr:
    """A constant instead of what is written out; an expression stays."""
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return value
    return ast.Constant(0)
