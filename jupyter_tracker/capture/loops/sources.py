"""Plans of loops by the code they were compiled to: which loop a jump or a function belongs to."""

from __future__ import annotations

import ast
import dis
import linecache
from types import CodeType

from jupyter_tracker.capture.code import CellCode
from jupyter_tracker.capture.loops.plan import LOOPS, Loop, LoopPlan, plan

_FOR_HEADS = ("FOR_ITER", "GET_ANEXT")


class SourcePlans:
    """The loops of one piece of source, to be found by where they stand."""

    def __init__(self, tree: ast.AST, offset: int = 0) -> None:
        self.tree = tree
        self.plans = plan(tree)
        self.offset = offset
        self._by_node = {id(made.node): made for made in self.plans}
        self._loops: list[Loop] = [node for node in ast.walk(tree) if isinstance(node, LOOPS)] if self.plans else []
        self._heads: dict[tuple[int, int], Loop] = {}
        for node in self._loops:
            if not isinstance(node, ast.While):
                # The head of a compiled `for` bears the place of the statement (3.12) or of what it goes over (3.13).
                self._heads[node.lineno, node.col_offset] = node
                self._heads[node.iter.lineno, node.iter.col_offset] = node

    def within(self, code: CodeType) -> bool:
        """Whether a code object (functions inside it apart) may hold a loop worth watching."""
        lines = [line for _, _, line in code.co_lines() if line]
        return bool(lines) and any(min(lines) <= made.node.lineno <= max(lines) for made in self.plans)

    def at(self, code: CodeType, offset: int, destination: int) -> LoopPlan | None:
        """The loop that a backward jump of `code` closes a round of."""
        places = list(code.co_positions())
        line, _, column, _ = places[offset // 2]
        head_line, _, head_column, _ = places[destination // 2]
        operation = dis.opname[code.co_code[destination]]
        node: Loop | None = None
        if operation in _FOR_HEADS and head_line is not None and head_column is not None:
            node = self._heads.get((head_line, head_column))
        elif "SEND" not in operation and line is not None and column is not None:
            node = self._innermost((line, column))
            node = node if isinstance(node, ast.While) else None
        return self._by_node.get(id(node))

    def _innermost(self, place: tuple[int, int]) -> Loop | None:
        around = [
            n for n in self._loops if (n.lineno, n.col_offset) <= place < (n.end_lineno or 0, n.end_col_offset or 0)
        ]
        return max(around, key=lambda n: (n.lineno, n.col_offset), default=None)


class Sources:
    """Plans by file name. Cells stand in linecache, where IPython puts them for tracebacks; a body of `%%time` stands
    nowhere and is taken from the cell in hand."""

    def __init__(self) -> None:
        self._known: dict[str, SourcePlans | None] = {}
        self._cell: SourcePlans | None = None
        self._source = ""

    def begin(self, code: CellCode) -> SourcePlans | None:
        """Make `code` the cell in hand; its plans."""
        self._source = code.source
        self._cell = SourcePlans(code.tree, code.offset) if code.tree is not None else None
        if len(self._known) > 500:
            self._known.clear()
        return self._cell

    def of(self, filename: str) -> SourcePlans | None:
        """The plans of a file or cell, None where its source cannot be had or has no loop worth watching."""
        if filename.startswith("<timed"):
            return self._cell
        if filename not in self._known:
            self._known[filename] = self._read(filename)
        return self._known[filename]

    def _read(self, filename: str) -> SourcePlans | None:
        entry = linecache.cache.get(filename)
        source = "".join(entry[2]) if entry is not None and len(entry) > 2 else ""
        if not source.strip():
            return None
        if self._cell is not None and source.rstrip() == self._source.rstrip():
            return self._cell if self._cell.plans else None
        try:
            made = SourcePlans(ast.parse(source))
        except (SyntaxError, ValueError, RecursionError):
            return None
        return made if made.plans else None
