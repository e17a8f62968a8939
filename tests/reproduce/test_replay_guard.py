"""What a replay leaves alone: the project's own files always; commands and what lies elsewhere without a yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reproduce.recording import record


@pytest.mark.parametrize("command", ["", "!true\n"])
@pytest.mark.parametrize("going", ["os.chdir({0!r})", "%cd -q {0}", "place = {0!r}\nos.chdir(place)"])
def test_a_folder_gone_to_by_its_whole_path_is_that_of_the_copy(tmp_path: Path, going: str, command: str) -> None:
    """What is written there is not the user's file, also after a yes to a command."""
    inner = tmp_path / "project" / "inner"
    inner.mkdir(parents=True)
    (inner / "x.txt").write_text("3")
    write = "score = int(open('x.txt').read()) / 2\nopen('res.txt', 'w').write(str(score))"
    recorded = record(tmp_path / "project", ["import os", going.format(str(inner)), f"%%track gone\n{command}{write}"])
    (inner / "res.txt").write_text("precious")
    told = recorded.replay("gone", "--yes")
    assert told["verdict"] == "identical" and (inner / "res.txt").read_text() == "precious", told.body
    if not command and "place" not in going:
        assert recorded.replay("gone")["verdict"] == "identical"


def test_a_yes_to_a_command_is_none_to_the_files_of_the_project(tmp_path: Path) -> None:
    cells = ["import os\nplace = os.sep.join([os.environ['HOME'], 'kept.txt'])",
             "%%track hidden\n!true\nscore = 3 / 2\nopen(place, 'w').write('new')"]  # fmt: skip
    recorded = record(tmp_path, cells)
    (tmp_path / "kept.txt").write_text("precious")
    told = recorded.replay("hidden", "--yes")
    assert told["verdict"] == "failed" and (tmp_path / "kept.txt").read_text() == "precious"
    assert any("stays in the copy" in said and "--yes" not in said for said in told["said"])


def test_a_file_of_the_project_that_the_code_names_is_written_after_a_yes(tmp_path: Path) -> None:
    path = tmp_path / "named.txt"
    recorded = record(tmp_path, [f"%%track named\nscore = 3 / 2\nopen({str(path)!r}, 'w').write(str(score))"])
    path.write_text("old")
    (risk,) = recorded.replay("named")["error"]["needs_yes"]
    assert (risk["what"], risk["line"], path.read_text()) == ("absolute path", 3, "old")
    assert recorded.replay("named", "--yes")["verdict"] == "identical" and path.read_text() == "1.5"


@pytest.mark.parametrize(
    "call",
    [
        "import subprocess as sp\nsp.run('touch {0}', shell=True)",
        "from subprocess import run\nrun(['touch', {0!r}])",
        "from os import system\nsystem('touch {0}')",
    ],
)
def test_commands_are_listed_by_whatever_name(tmp_path: Path, call: str) -> None:
    made = tmp_path / "elsewhere.txt"
    recorded = record(tmp_path / "project", [f"%%track ran\nscore = 3 / 2\n{call.format(str(made))}"])
    made.unlink()
    told = recorded.replay("ran")
    assert [(one["what"], one["line"]) for one in told["error"]["needs_yes"]] == [("shell", 4)]
    assert not made.exists() and recorded.replay("ran", "--yes")["verdict"] == "identical" and made.exists()


@pytest.mark.parametrize(
    "call",
    [
        "getattr(subprocess, 'run')(['touch', made])",
        "getattr(os, 'system')('touch ' + made)",
        "getattr(get_ipython(), 'system')('touch ' + made)",
        "pool.submit(getattr(subprocess, 'run'), ['touch', made]).result()",
        "pid = getattr(os, 'posix_spawn')('/usr/bin/touch', ['touch', made], os.environ)\nos.waitpid(pid, 0)",
    ],
)
def test_commands_that_no_list_has_are_refused(tmp_path: Path, call: str) -> None:
    made = tmp_path / "elsewhere.txt"
    begin = "import os, subprocess\nfrom concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\n"
    begin += "made = os.path.join(os.pardir, 'elsewhere.txt')"
    recorded = record(tmp_path / "project", [begin, f"%%track ran\nscore = 3 / 2\n{call}"])
    made.unlink()
    told = recorded.replay("ran")
    assert told["verdict"] == "failed" and told.first["cell"] == "[3]" and not made.exists()
    assert any(said.startswith("refused") and "running" in said and "--yes lets it" in said for said in told["said"])


def test_what_libraries_start_for_themselves_is_let(tmp_path: Path) -> None:
    """Asking for the machine's name, and workers of a library, are no commands of the user's."""
    begin = "import joblib, multiprocessing, platform"
    lines = ["%%track worked", "chip = platform.processor()", "twice = joblib.Parallel(n_jobs=2)(",
             "    joblib.delayed(abs)(n) for n in (-3, 3))", "with multiprocessing.Pool(1) as pool:",
             "    score = sum(pool.map(abs, twice)) / 4"]  # fmt: skip
    told = record(tmp_path, [begin, "\n".join(lines)]).replay("worked")
    assert told["verdict"] == "identical" and not any("refused" in said for said in told["said"]), told.body


def test_the_end_of_a_path_is_no_path(tmp_path: Path) -> None:
    begin = "import os\nimport numpy as np\nfolder = 'made'\nos.makedirs(folder, exist_ok=True)"
    cell = "%%track parts\nscore = 3 / 2\nnp.save(f'{folder}/a.npy', score)\nopen(folder + '/b', 'w').close()"
    assert record(tmp_path, [begin, cell]).replay("parts")["verdict"] == "identical"


def test_temporary_folders_are_written_again(tmp_path: Path) -> None:
    """As compilers do, each time the same ones."""
    (tmp_path / "tmp").mkdir()
    lines = ["%%track compiled", "score = 3 / 2", "place = os.path.join(tempfile.gettempdir(), 'compiled_' + 'root')",
             "os.makedirs(place, exist_ok=True)", "with open(os.path.join(place, 'a.txt'), 'w') as file:",
             "    file.write('1')"]  # fmt: skip
    recorded = record(tmp_path / "work", ["import os, tempfile", "\n".join(lines)], TMPDIR=str(tmp_path / "tmp"))
    told = recorded.replay("compiled")
    assert told["verdict"] == "identical" and told["said"] == [], told.body
