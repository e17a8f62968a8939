"""Names that hold what a person typed secretly, or what a vault gave: their values are to be masked everywhere."""

from __future__ import annotations

import ast
import re

_ASKING = frozenset("getpass get_password get_secret get_secret_value read_secret userdata.get secrets.get".split())
_HINT = re.compile(r"getpass|get_password|secret|userdata\.get")


def secret_names(source: str) -> list[str]:
    """Names that the source assigns from `getpass()`, `keyring.get_password()`, Colab's `userdata.get()` and such."""
    if not _HINT.search(source):
        return []
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    names: list[str] = []
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr))
            and node.value is not None
            and _asks(node.value)
        ):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _asks(value: ast.expr) -> bool:
    calls = (node for node in ast.walk(value) if isinstance(node, ast.Call))
    dotted = [ast.unparse(call.func) for call in calls if isinstance(call.func, (ast.Name, ast.Attribute))]
    return any(name in _ASKING or name.rpartition(".")[2] in _ASKING for name in dotted)
