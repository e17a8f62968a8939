"""The files that a cell reads and writes are told, in a process of their own: audit hooks cannot be taken off."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.capture.paths import PathFilter

ROOT = Path(__file__).parents[2]
BEFORE = """
import json, os, sys
from jupyter_tracker.capture.files import FileWatch, own_work
watch = FileWatch(os.getcwd(), ["store"])
watch.prepare()
"""


def watched(
    folder: Path, cell: str, *, setup: str = "", source: str = "", after: str = ""
) -> list[tuple[str, str, str]]:
    """(path below the folder, mode, how it was seen) for a cell run in a fresh process."""
    code = "\n".join(
        [
            textwrap.dedent(setup),
            BEFORE,
            "watch.modules()",
            "watch.start()",
            textwrap.dedent(cell),
            f"found = watch.stop({source!r})",
            after,
            "sys.__stdout__.write(json.dumps([[f.path, f.mode, f.seen_by, f.size] for f in found]))",
        ]
    )
    script = folder.parent / "script_outside.txt"
    script.write_text(code)
    command = [sys.executable, "-c", f"exec(compile(open({str(script)!r}).read(), 'cell', 'exec'))"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": f"{folder}:{ROOT}"})
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    for path, mode, _, size in found:
        assert mode == "written" or size == Path(path).stat().st_size
    return [(str(Path(path).relative_to(folder)), mode, seen_by) for path, mode, seen_by, _ in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (project / "data").mkdir(parents=True)
    (project / "store").mkdir()
    (project / "data" / "in.csv").write_text("a,b\n1,2\n")
    (project / "store" / "log").write_text("x")
    return project


def test_reads_and_writes_are_told_apart(folder: Path) -> None:
    cell = "text = open('data/in.csv').read()\nwith open('out.txt', 'w') as f: f.write(text)\nopen('out.txt').read()"
    assert watched(folder, cell) == [("data/in.csv", "read", "open"), ("out.txt", "written", "open")]


def test_a_file_that_is_read_and_then_overwritten_is_both(folder: Path) -> None:
    cell = "text = open('data/in.csv').read()\nopen('data/in.csv', 'a').write(text)"
    assert watched(folder, cell) == [("data/in.csv", "read", "open"), ("data/in.csv", "written", "open")]


def test_opens_of_every_kind_are_seen(folder: Path) -> None:
    cell = """
    import pathlib, threading
    os.close(os.open(b"data/in.csv", os.O_RDONLY))
    pathlib.Path("w.bin").write_bytes(b"1")
    os.close(os.open("raw", os.O_WRONLY | os.O_CREAT))
    t = threading.Thread(target=lambda: open("thread.txt", "x").close()); t.start(); t.join()
    """
    written = [(name, "written", "open") for name in ("w.bin", "raw", "thread.txt")]
    assert watched(folder, cell) == [("data/in.csv", "read", "open"), *written]


def test_libraries_the_store_and_the_system_are_noise(folder: Path) -> None:
    cell = """
    import tempfile, sqlite3, email.mime.text
    open("store/log").read(); open("/proc/self/stat").read(); open("/etc/hostname", "a").close() if 0 else None
    with tempfile.NamedTemporaryFile() as f: f.write(b"gone")
    os.makedirs("__pycache__", exist_ok=True); open("__pycache__/x.pyc", "w").close()
    os.makedirs(".git", exist_ok=True); open(".git/config", "w").close()
    open(os.devnull).close()
    """
    assert watched(folder, cell) == []


@pytest.mark.parametrize(
    ("home", "path", "noise"),
    [
        ("/dev/shm/project", "/dev/shm/project/x.csv", False),
        ("/usr/src/app", "/usr/src/app/data/x.csv", False),
        ("/run/media/me/disk", "/run/media/me/disk/x.csv", False),
        ("/home/me/.jupyter/work", "/home/me/.jupyter/work/x.csv", False),
        ("/home/me", "/run/media/me/disk/x.csv", False),
        ("/home/me", "/dev/shm/x.npy", False),
        ("/home/me", "/library/x.csv", False),
        ("/home/me", "/lib/x.csv", True),
        ("/home/me", "/dev/shm/sem.mp-1", True),
        ("/usr/src/app", "/usr/share/x.csv", True),
        ("/usr/src/app", "/usr/src/app/.venv/lib/site-packages/a/x.csv", True),
        ("/usr/src/app", "/usr/src/app/store/log", True),
        ("/", "/usr/share/x.csv", True),
    ],
)
def test_no_file_of_the_users_is_noise_for_where_it_lies(home: str, path: str, noise: bool) -> None:
    judging = PathFilter(["/usr/src/app/store"])
    judging.use([home])
    assert judging.is_noise(path) is noise


def test_modules_of_the_project_are_code_inputs(folder: Path) -> None:
    (folder / "mine.py").write_text("import other_of_mine\n")
    (folder / "other_of_mine.py").write_text("x = 1\n")
    found = watched(folder, "import mine, colorsys")
    assert sorted(each for each in found if each[2] == "import") == [
        ("mine.py", "read", "import"),
        ("other_of_mine.py", "read", "import"),
    ]


def test_files_opened_between_cells_or_by_the_tracker_itself_are_not_told(folder: Path) -> None:
    cell = """
    watch.stop(); open("data/in.csv").read(); watch.start()
    with own_work("data/in.csv"):
        open("data/in.csv").read()
        os.system("cat data/in.csv > /dev/null")
    """
    assert watched(folder, cell) == []


def test_a_fault_of_ours_does_not_fail_the_users_open(folder: Path) -> None:
    cell = """
    sane, watch._filter = watch._filter, None
    assert open("data/in.csv").read()
    watch._filter = sane
    """
    assert all(seen_by == "inotify" for _, _, seen_by in watched(folder, cell))


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")
def test_subprocesses_are_seen_in_the_projects_folders(folder: Path) -> None:
    cell = "os.system('cat data/in.csv > copied.csv')\nos.system('mv copied.csv data/moved.csv')"
    found = watched(folder, cell)
    assert ("data/in.csv", "read", "inotify") in found
    assert ("data/moved.csv", "written", "inotify") in found


def test_arguments_of_native_readers_are_told_and_the_reader_stays_as_it_is(folder: Path) -> None:
    (folder / "polars.py").write_text("def read_csv(source, *, separator=','):\n    return source\n")
    setup = "import pathlib, polars\nbefore = polars.read_csv, polars.read_csv.__code__"
    cell = """
    polars.read_csv("s3://bucket/x.csv"); polars.read_csv("none.csv"); polars.read_csv(5)
    polars.read_csv(source=pathlib.Path("data/in.csv"))
    """
    after = "assert before == (polars.read_csv, polars.read_csv.__code__)"
    found = watched(folder, cell, setup=setup, after=after)
    assert [each for each in found if each[2] != "import"] == [("data/in.csv", "read", "argument")]


def test_paths_named_in_the_source_of_a_native_query_are_told(folder: Path) -> None:
    (folder / "duckdb.py").write_text("")
    (folder / "data" / "x.parquet").write_text("1")
    source = "duckdb.sql(\"select * from 'data/x.parquet' join 'data/missing.parquet'\")"
    found = watched(folder, "pass", setup="import duckdb", source=source)
    assert found == [("data/x.parquet", "read", "literal")]


def test_very_many_files_are_counted_not_listed(folder: Path) -> None:
    cell = "for i in range(2100): open(f'data/{i}', 'w').close()"
    assert len(watched(folder, cell)) == 2000
