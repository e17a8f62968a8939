"""Notebooks whose last cell is a run: which cells it needs. Each is run, sliced, and its slice run anew.

They stand in `cases/*.txt`: after `=== NAME | needs NUMBERS | perhaps NUMBERS | once | with LIBRARIES` the cells,
parted by `---`; `file NAME:` in place of a cell gives a file that is there from the start. Numbers count cells from 1,
the last one is always needed. `perhaps`: cells that may be there, where it can't be told; `once`: the slice need not
make the same again, as something else than cells had a part in it; `with`: what it needs beside what all tests need.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """A notebook in the order in which its cells ran; `out` is what the last one makes."""

    name: str
    cells: list[str]
    needed: set[int]
    spare: set[int] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    again: bool = True
    libraries: list[str] = field(default_factory=list)


def cases(*names: str) -> list[Case]:
    """The cases of these files whose libraries are installed."""
    found = [case for name in names for case in _read((FOLDER / f"{name}.txt").read_text())]
    return [case for case in found if all(map(find_spec, case.libraries))]


def _read(text: str) -> Iterator[Case]:
    for block in text.split("=== ")[1:]:
        head, _, body = block.partition("\n")
        name, *words = (part.strip() for part in head.split("|"))
        said = {word.partition(" ")[0]: word.partition(" ")[2] for word in words}
        cells, files = [], {}
        for part in body.rstrip("\n").split("\n---\n"):
            if part.startswith("file "):
                file, _, content = part.removeprefix("file ").partition(":\n")
                files[file] = content + "\n"
            else:
                cells.append(part)
        needed, spare = _numbers(said["needs"]), _numbers(said.get("perhaps", ""))
        yield Case(name, cells, needed, spare, files, "once" not in said, said.get("with", "").split())


def _numbers(text: str) -> set[int]:
    return {int(word) for word in text.split() if word.isdigit()}


CASES = cases(
    "known", "cells_and_names", "libraries_and_modules", "containers", "calls", "torch", "arrays", "names_by_text",
    "functions_and_classes", "objects", "bindings", "files", "surroundings", "later", "libraries", "seeds", "chance",
)  # fmt: skip
