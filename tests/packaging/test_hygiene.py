"""What a stranger finds in the repository: nothing of the machines it was made on, and files of a readable size."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES = 400
GENERATED = {"labextension/src/rest.ts"}
SOURCE = {".py", ".ts", ".tsx", ".css", ".mjs", ".mts"}
# Written in parts, so that this file does not name what it looks for.
REGISTRIES = re.compile(
    "|".join(["npm" + "js.org", "yarn" + "pkg.com", "pypi" + r"\.org", "pythonhosted" + r"\.org", "npm" + "mirror"])
)
MACHINE_PATHS = re.compile(r"(?<![\w.<{/])/(?:work|root)/\w+|\.pyenv/versions/\d")


def tracked() -> list[Path]:
    """The files that git has or would have, apart from deleted ones."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in files if path.is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text files by their path in the repository."""
    found = {}
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            found[path.relative_to(ROOT).as_posix()] = data.decode()
    assert "pyproject.toml" in found
    return found


def test_no_registry_is_named(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if REGISTRIES.search(text)] == []


def test_lock_file_holds_no_address(texts: dict[str, str]) -> None:
    assert [line for line in texts["yarn.lock"].splitlines() if "://" in line] == []


def test_no_path_of_a_machine(texts: dict[str, str]) -> None:
    found = [
        f"{name}:{number}: {match[0]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := MACHINE_PATHS.search(line))
    ]
    assert found == []


def test_files_stay_readable(texts: dict[str, str]) -> None:
    long = {
        name: lines
        for name, text in texts.items()
        if Path(name).suffix in SOURCE and name not in GENERATED and (lines := text.count("\n")) > MOST_LINES
    }
    assert long == {}


def test_notebooks_are_kept_without_outputs(texts: dict[str, str]) -> None:
    import json

    for name, text in texts.items():
        if name.endswith(".ipynb"):
            cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
            assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells), name


def test_every_rule_of_the_makefile_exists(texts: dict[str, str]) -> None:
    """What the documents tell people to type is there."""
    rules = set(re.findall(r"^([a-z-]+):", texts["Makefile"], re.MULTILINE))
    told = {
        rule
        for name in ("README.md", ".ci/run")
        for rule in re.findall(r"(?:`|^ *)make ([a-z]+)\b", texts[name], re.MULTILINE)
    }
    assert told and told <= rules
