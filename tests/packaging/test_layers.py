"""Which room may import which, as `docs/architecture.md` draws it: nothing points upward."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import jupyter_tracker

PACKAGE = Path(__file__).parents[2] / "jupyter_tracker"
# Rooms from the bottom up; a module may import from its own room and from lower ones.
LEVELS = [
    {"masking", "settings", "schema", "_version"},
    {"store"},
    {"capture", "analysis"},
    {"session"},
    {"render", "reports", "reproduce", "workbench"},
    {"api"},
    {"magics", "cli", "lab"},
]
# Importing us in a notebook that never said %load_ext does as if it had: the one arrow back, made when it is needed.
BACK = {("session", "magics")}
STRANGERS = [("capture", "analysis"), ("analysis", "capture"), ("capture", "store")]
# Faces that must work where a kernel's modules, or those of the server, are not meant to be.
FORBIDDEN = {
    "store": {"IPython", "jupyter_server", "tornado"},
    "capture": {"jupyter_server", "tornado"},
    "analysis": {"IPython", "jupyter_server", "tornado"},
    "render": {"IPython", "jupyter_server", "tornado"},
    "reports": {"IPython", "jupyter_server", "tornado"},
    "reproduce": {"jupyter_server", "tornado"},
    "magics": {"jupyter_server"},
    "lab": set(),
}
LAB_NEVER = {"capture", "session", "api", "magics"}
PUBLIC = set(jupyter_tracker.__all__)


def modules() -> list[Path]:
    """The Python files of the package, without what a build left there."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "labextension" not in path.parts and path.name != "_version.py"
    ]


def room(path: Path) -> str:
    """The top-level name within the package under which a file lies."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Full names of all modules that a file imports, wherever in the file it does so."""
    inside = ["jupyter_tracker", *path.relative_to(PACKAGE).with_suffix("").parts]
    if inside[-1] == "__init__":
        inside.append("")
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = inside[: len(inside) - node.level] if node.level else []
            stem = ".".join([*(part for part in base if part), *([node.module] if node.module else [])])
            yield from (f"{stem}.{alias.name}" for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    """The rooms of ours that a file imports from."""
    parts = [name.split(".") for name in imported(path)]
    return {name[1] for name in parts if name[0] == "jupyter_tracker" and len(name) > 1} - {room(path)}


def level(name: str) -> int | None:
    """How far up a room stands; None for what is no room (a public name)."""
    return next((number for number, rooms in enumerate(LEVELS) if name in rooms), None)


def test_every_room_has_its_place() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert folders <= set().union(*LEVELS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_points_upward(path: Path) -> None:
    here = level(room(path))
    if room(path) == "__init__":
        return  # the public names lead everywhere, each when it is first used
    assert here is not None
    upward = {name for name in rooms_imported(path) if (there := level(name)) is not None and there > here}
    assert {(room(path), name) for name in upward} <= BACK
    assert not {name for one, name in STRANGERS if one == room(path)} & rooms_imported(path)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_rooms_keep_to_their_side(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    assert not tops & FORBIDDEN.get(room(path), set())
    if room(path) == "lab":
        assert not rooms_imported(path) & LAB_NEVER
    if room(path) in ("analysis", "render", "reports"):
        opened = {
            name
            for name in imported(path)
            if name in ("jupyter_tracker.store.Store", "jupyter_tracker.store.folder.Store")
        }
        assert not opened


def test_no_module_takes_a_public_name() -> None:
    """`import jupyter_tracker.run` would make `jt.run` a module."""
    assert not PUBLIC & {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
