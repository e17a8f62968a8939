"""The sources that are executed: as recorded, masked values put back, with one value changed, or as they are now."""

from __future__ import annotations

import ast
import hmac
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...capture.code import read as read_code
from .options import Bare, ReplayError
from .plan import Plan, Step

MARKER = re.compile(r"<redacted:([\w.-]+):([0-9a-f]{8})>")
_KEY = b"jupyter_tracker"
_ASKING = ("getpass", "getpass.getpass")


@dataclass
class Revealed:
    """Texts with their masked values put back. `secrets` are (kind, value), to be masked again wherever they appear;
    `missing` the names of those that nobody gave."""

    secrets: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def reveal(
    plan: Plan, modules: Mapping[str, str], given: Mapping[str, str], environ: Mapping[str, str]
) -> tuple[Plan, dict[str, str], Revealed]:
    """The plan and the modules with masked values put back: from `given` by the name that they are bound to, else from
    the variable of the environment that has the value. Cells that ask for a secret are given it, too. Raises
    ReplayError for a value that is not the one that was recorded."""
    said = Revealed()
    by_mark = {_mark(value): value for value in environ.values() if value}

    def shown(text: str) -> str:
        def put_back(found: re.Match[str]) -> str:
            name = _name_of(text, found[0])
            value = by_mark.get(found[2]) or given.get(name)
            if value is not None and _mark(value) != found[2]:
                raise ReplayError(f"what was given for {name} is not the value that was recorded")
            if value is None:
                said.missing.append(name or found[0])
                return found[0]
            said.secrets.append((found[1], value))
            return json.dumps(value)[1:-1]

        return MARKER.sub(put_back, text)

    steps = []
    for step in plan.steps:
        names = list(_asked(step.source))
        answers = tuple(given.get(name) or environ.get(name) for name in names)
        said.missing += [name for name, answer in zip(names, answers, strict=True) if answer is None]
        said.secrets += [("typed", answer) for answer in answers if answer is not None]
        modules_then = {path: shown(text) for path, text in step.modules.items()}
        steps.append(replace(step, source=shown(step.source), answers=answers, modules=modules_then))
    return replace(plan, steps=tuple(steps)), {path: shown(text) for path, text in modules.items()}, said


def _mark(value: str) -> str:
    return hmac.digest(_KEY, value.strip().encode("utf-8", "surrogatepass"), "sha256")[:4].hex()


def _name_of(text: str, marker: str) -> str:
    """What a masked text is bound to: the name before the `=` or `:` in front of it."""
    before = text[: text.index(marker)].rpartition("\n")[2]
    found = re.search(r"""([A-Za-z_]\w*)["']?\s*\]?\s*[=:]\s*[rbfu]*["']*$""", before)
    if found is None:
        found = re.search(r"""([A-Za-z_]\w*)\W*$""", before)
    return found[1] if found else ""


def _asked(source: str) -> Iterator[str]:
    """The names that a cell binds to what it asks a person for in secret."""
    try:
        tree = ast.parse(python_of(source))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            target = node.targets[0]
            if ast.unparse(node.value.func) in _ASKING:
                yield target.id if isinstance(target, ast.Name) else ast.unparse(target)


def python_of(source: str) -> str:
    """A cell as plain Python: magics as the calls that IPython makes of them."""
    from IPython.core.inputtransformer2 import TransformerManager

    from ...capture import directive

    lines = directive.transform(source.splitlines(keepends=True))
    manager: Any = TransformerManager
    return str(manager().transform_cell("".join(lines)))


def aliases(tree: ast.AST) -> dict[str, str]:
    """What names stand for that are bound by imports."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


@dataclass(frozen=True)
class Change:
    """One value that was changed: in which step and line, from which source to which."""

    name: str
    step: Step
    line: int
    recorded: str
    now: str


def changed(plan: Plan, params: Mapping[str, str]) -> tuple[Plan, list[Change]]:
    """The plan with values of params changed where a cell sets them. Raises ReplayError for a name that none sets."""
    changes: list[Change] = []
    for name, source in params.items():
        found = _place(plan, name)
        if found is None:
            known = sorted({item["name"] for item in plan.record["params"]})
            raise ReplayError(f"no cell of this run sets {name!r}: its params are {', '.join(known) or 'none'}")
        step, node = found
        text = step.source
        lines = text.splitlines(keepends=True)
        begins = sum(len(line) for line in lines[: node.lineno - 1]) + _column(lines[node.lineno - 1], node.col_offset)
        last = (node.end_lineno or node.lineno) - 1
        ends = sum(len(line) for line in lines[:last]) + _column(lines[last], node.end_col_offset or 0)
        if isinstance(source, Bare) and _is_number(node):
            raise ReplayError(
                f"{name} is {text[begins:ends]} in {step.label}, and {source.given!r} is no value of Python: "
                f"give a number, or a text in quotes ({name}={source})"
            )
        changes.append(Change(name, step, node.lineno, text[begins:ends], source))
        plan = plan.with_sources({step.entry.exec: text[:begins] + source + text[ends:]})
    return plan, changes


def _is_number(node: ast.expr) -> bool:
    try:
        return isinstance(ast.literal_eval(node), (int, float, complex))
    except ValueError:
        return False


def _column(line: str, offset: int) -> int:
    return len(line.encode()[:offset].decode("utf-8", "ignore"))


def _place(plan: Plan, name: str) -> tuple[Step, ast.expr] | None:
    """The step and the expression that sets a param: where it was seen, else the last one that binds its name."""
    param = next((item for item in plan.record["params"] if item["name"] == name), None) or {}
    leaf = name.rpartition(".")[2]
    found: list[tuple[int, Step, ast.expr]] = []
    for number, step in enumerate(plan.steps):
        for node in _values(step.source, leaf):
            near = step.entry.exec == param.get("exec") and node.lineno == param.get("line")
            found.append((number + (10_000 if near else 0), step, node))
    return max(found, key=lambda one: one[0], default=(0, None, None))[1:] if found else None  # type: ignore[return-value]


def _values(source: str, name: str) -> Iterator[ast.expr]:
    """The expressions that a source binds to a name: assigned, a keyword, a default or an entry of a mapping."""
    tree = tree_of(source)
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Assign(targets, value):
                for target in targets:
                    yield from _part(target, value, name)
            case ast.AnnAssign(target, _, value) if value is not None and _leaf(target) == name:
                yield value
            case ast.keyword(arg, value) if arg == name:
                yield value
            case ast.Dict(keys, values):
                yield from (
                    value for key, value in zip(keys, values, strict=True)
                    if isinstance(key, ast.Constant) and key.value == name
                )  # fmt: skip
            case ast.arguments():
                named = [*node.posonlyargs, *node.args]
                pairs = [*zip(named[len(named) - len(node.defaults) :], node.defaults, strict=True)]
                yield from (value for arg, value in pairs if arg.arg == name)
                yield from (
                    value for arg, value in zip(node.kwonlyargs, node.kw_defaults, strict=True)
                    if arg.arg == name and value is not None
                )  # fmt: skip


def _part(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """What an assignment gives a name, also one of several on both sides."""
    several = (ast.Tuple, ast.List)
    if isinstance(target, several):
        starred = any(isinstance(one, ast.Starred) for side in (target, value) for one in getattr(side, "elts", ()))
        if isinstance(value, several) and len(target.elts) == len(value.elts) and not starred:
            for one, other in zip(target.elts, value.elts, strict=True):
                yield from _part(one, other, name)
    elif _leaf(target) == name:
        yield value


def _leaf(target: ast.expr) -> str | None:
    match target:
        case ast.Name(name) | ast.Attribute(_, name):
            return name
        case ast.Subscript(_, ast.Constant(str(key))):
            return key
    return None


def tree_of(source: str) -> ast.Module | None:
    """The source as Python with all places kept: lines that are IPython's are blanked."""
    kept = "".join(
        "\n" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines(keepends=True)
    )  # fmt: skip
    try:
        return ast.parse(kept)
    except SyntaxError:
        return read_code(source, python_of).tree


@dataclass(frozen=True)
class Edited:
    """A line that is not as it was when it ran: of the cell `label`, or of the module at `path`."""

    label: str
    path: str | None
    line: int
    recorded: str
    now: str


def edits(plan: Plan, mask: Callable[[str], str]) -> list[Edited]:
    """Cells of the notebook and local modules that have been changed since, each by its first line that is another."""
    found = []
    cells = current_cells(plan)
    for step in plan.steps:
        now = cells.get(step.entry.cell_id or "")
        if now is not None and mask(now).strip() != step.entry.source.strip():
            found.append(Edited(step.label, None, *first_difference(step.entry.source, mask(now))))
    for path, text in plan.modules.items():
        current = _text_of(path)
        if current is None:
            found.append(Edited("", path, 1, text.partition("\n")[0], "(the file is not there)"))
        elif mask(current) != text:
            found.append(Edited("", path, *first_difference(text, mask(current))))
    return found


def current_cells(plan: Plan) -> dict[str, str]:
    """The sources of the notebook's cells as they stand on disk, by cell id."""
    path = plan.record.get("notebook")
    if not path or not os.path.isfile(path):
        return {}
    try:
        with open(path, encoding="utf-8") as file:
            cells = json.load(file)["cells"]
        texts = {cell["id"]: cell["source"] for cell in cells if cell.get("cell_type") == "code" and cell.get("id")}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {key: text if isinstance(text, str) else "".join(text) for key, text in texts.items()}


def as_now(plan: Plan) -> tuple[Plan, dict[str, str]]:
    """The plan with the cells as they stand in the notebook, and the local modules as they are on disk. Raises
    ReplayError where no cell of the plan can be found in a notebook."""
    cells = current_cells(plan)
    if not any(step.entry.cell_id in cells for step in plan.steps):
        path = plan.record.get("notebook")
        why = f"none of its cells is found in {path}" if path else "which file it lies in is not known of this run"
        raise ReplayError(
            f"--now takes the cells of the notebook as it stands, and {why}: without it they are replayed "
            f"as they were, and --anyway takes inputs as they are now"
        )
    sources = {step.entry.exec: cells[step.entry.cell_id] for step in plan.steps if step.entry.cell_id in cells}
    modules = {path: now if (now := _text_of(path)) is not None else text for path, text in plan.modules.items()}
    plan = replace(plan, steps=tuple(replace(step, modules={}) for step in plan.steps))
    return plan.with_sources(sources), modules


def first_difference(recorded: str, now: str) -> tuple[int, str, str]:
    """The first line, counted from 1, in which two texts differ, and what each has there."""
    one, other = recorded.splitlines(), now.splitlines()
    for number in range(max(len(one), len(other))):
        left = one[number] if number < len(one) else ""
        right = other[number] if number < len(other) else ""
        if left != right:
            return number + 1, left, right
    return 1, one[0] if one else "", other[0] if other else ""


def _text_of(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return None
