"""A slice as a file that runs on its own: a notebook, or a script."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..capture import directive
from ..masking import has_mark
from ..store.jsontext import dumps
from .slicing import Module, Slice

Blob = Callable[[str], bytes]
_OURS = ("%load_ext jupyter_tracker", "%reload_ext jupyter_tracker", "%track")


class UnknownForm(ValueError):
    """A file name that says neither notebook nor script."""


def write(found: Slice, path: Path, blob: Blob, *, force: bool = False) -> tuple[list[Path], list[str]]:
    """Write a slice to `path` (.ipynb or .py), and the local modules that it imports beside it where they are not
    there. Gives the files written, and what to mind. Raises UnknownForm and FileExistsError."""
    forms = {".ipynb": notebook, ".py": script}
    if path.suffix not in forms:
        raise UnknownForm(f"a slice is written as .ipynb or .py, not {path.suffix or path.name}")
    if path.exists() and not force:
        raise FileExistsError(f"{path} is there already")
    written, said = [path], [_masked(found)] if _masked(found) else []
    _replace(path, forms[path.suffix](found).encode())
    for module in found.modules:
        place = _beside(path, module)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            _replace(place, blob(module.blob))
            written.append(place)
        elif place.read_bytes() != blob(module.blob):
            said.append(f"{place} is there already and is not as it was when the run was made")
    return written, said


def untracked(source: str) -> str:
    """A cell as it was typed, without what is said to the tracker."""
    lines = directive.transform(source.splitlines(keepends=True))
    kept = [line for line in lines if not line.strip().startswith(_OURS)]
    return "".join(kept).removeprefix("# tracked\n")


def notebook(found: Slice) -> str:
    """A slice as a notebook."""
    cells: list[dict[str, object]] = [_markdown("intro", _intro(found))]
    for number, cell in enumerate(found.cells):
        source = untracked(cell.entry.source)
        if not source.strip():
            continue
        failed = cell.entry.outcome == "error"
        metadata = {"tags": ["raises-exception"]} if failed else {}
        cells.append(
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": metadata | {"jupyter_tracker": {"exec": cell.entry.exec, "why": cell.why}},
                "execution_count": None,
                "outputs": [],
                "source": source.rstrip("\n"),
            }
        )
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return dumps({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def script(found: Slice) -> str:
    """A slice as a script: for Python where it can be, else for IPython, which its first lines say."""
    blocks = []
    for cell in found.cells:
        source = untracked(cell.entry.source)
        if source.strip():
            title = f"# {cell.entry.label} {cell.why}"
            blocks.append((title, _python(source), cell.entry.outcome == "error"))
    bodies = [f"{title}\n{_tolerant(code) if failed else code}" for title, code, failed in blocks]
    whole = "\n\n\n".join(bodies)
    needs = "get_ipython()" in whole
    head = [f"# {line}".rstrip() for line in _intro(found).splitlines()]
    if needs or _awaits(whole):
        head += ["#", "# It uses what only IPython has: run it with `ipython FILE`."]
    return "\n".join(head) + "\n\n" + whole.rstrip("\n") + "\n"


def _intro(found: Slice) -> str:
    lines = [f"The cells that {found.run} depends on: {len(found.cells)} of the {found.before} that had run by then."]
    warnings = [*found.warnings, *([_masked(found)] if _masked(found) else [])]
    return "\n".join([*lines, *(f"Mind: {warning}." for warning in warnings)])


def _masked(found: Slice) -> str:
    """What to do about secrets, which were never written down; "" where there are none."""
    labels = [cell.entry.label for cell in found.cells if has_mark(cell.entry.source)]
    where = ", ".join(labels)
    return f"secrets stand as <redacted:…> in {where}: put them in before it can run" if labels else ""


def _markdown(cell_id: str, text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": text.replace("\n", "\n\n")}


def _python(source: str) -> str:
    """A cell as Python; the bodies of magics that only time or capture as they are."""
    from IPython.core.inputtransformer2 import TransformerManager

    first, _, rest = source.lstrip().partition("\n")
    words = first.split()
    if words and words[0] in ("%%time", "%%timeit", "%%capture", "%%prun"):
        said = words[1:] if words[0] == "%%capture" else []
        if not any(not word.startswith("-") for word in said):
            return f"# {first}\n{_python(rest)}"
    manager: Any = TransformerManager
    return str(manager().transform_cell(source)).rstrip("\n")


def _tolerant(code: str) -> str:
    """Code that ended with an error when it ran, and may again."""
    return f"try:\n    exec({code!r})\nexcept Exception as fault:  # it ended so when it was recorded\n    print(fault)"


def _awaits(code: str) -> bool:
    try:
        compile(code, "slice", "exec", ast.PyCF_ONLY_AST)
        compile(code, "slice", "exec")
    except SyntaxError:
        return True
    return False


def _beside(path: Path, module: Module) -> Path:
    """Where a module lies so that a file in the folder of `path` imports it."""
    parts = module.name.split(".")
    if Path(module.path).name == "__init__.py":
        return path.parent.joinpath(*parts, "__init__.py")
    return path.parent.joinpath(*parts[:-1], f"{parts[-1]}.py")


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}~")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def described(files: Sequence[Path], said: Sequence[str]) -> str:
    """What was written, a line each."""
    return "\n".join([*(f"wrote {path}" for path in files), *(f"⚠ {text}" for text in said)])
