"""Which files code asks about without opening them: whether they are there, how large, how old."""

from __future__ import annotations

import ast

from jupyter_tracker.capture.fingerprints.programs import ASKED

_ASKING = ASKED["<files>"]
_PATHS = frozenset(["Path", "PurePath", "PosixPath"])


def asks(callee: str) -> bool:
    """Whether what is called, dotted, asks about a file."""
    return callee.rpartition(".")[2] in _ASKING


def looked_for(node: ast.AST) -> tuple[set[str], bool]:
    """The paths that an expression asks about as far as they are written out in it, and whether it asks about
    others."""
    paths: set[str] = set()
    others = False
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and asks(getattr(part.func, "attr", "") or getattr(part.func, "id", "")):
            path = _written_out(part)
            others |= path is None
            paths |= {path} if path is not None else set()
    return paths, others


def _written_out(call: ast.Call) -> str | None:
    """`f.txt` of `os.path.exists("f.txt")` and of `Path("f.txt").exists()`."""
    match call:
        case ast.Call(_, [ast.Constant(str(path)), *_]):
            return path
        case ast.Call(ast.Attribute(ast.Call(ast.Name(name) | ast.Attribute(_, name), [ast.Constant(str(path))])), []):
            return path if name in _PATHS else None
    return None
