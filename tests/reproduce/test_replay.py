"""A run once more: the same comes out, and it is said so."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.schema import validator
from tests.kernels import Kernel
from tests.reproduce.recording import Recorded, record

LOOP = """\
%%track first
losses = []
for epoch in range(20):
    loss = helper.double(w.sum()) / (epoch + 1) * lr + random.random()
    losses.append(loss)
acc = float(df.a.sum() * loss)
elapsed = time.time() - t0
tag = f"{uuid.uuid4()} at {object()}"
with open("out.txt", "w") as file:
    file.write(str(time.time()))"""
CELLS = [
    "import random, time, uuid\nimport numpy as np\nimport pandas as pd\nimport helper",
    "df = pd.read_csv('data/x.csv')\nt0 = time.time()",
    "spare = np.zeros(3)",
    "w = np.random.rand(4)\nlr = 0.1",
    LOOP,
    "%%track broken\nbefore = 3\nraise ValueError(f'no {before}')",
    "%%track after\nvalue = before + 1\nscore = value / 3",
    "import jupyter_tracker as jt\nfor size in (2, 3):\n    with jt.track(f'block {size}') as run:\n"
    "        for step in range(size):\n            run.log(depth=size * step)",
]  # fmt: skip
FILES = {"data/x.csv": "a,b\n1,2\n3,4\n", "helper.py": "def double(v):\n    return 2 * v\n"}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """A folder with runs in it."""
    return record(tmp_path_factory.mktemp("recorded"), CELLS, FILES)


def test_it_comes_out_identical_without_any_seed(recorded: Recorded, tmp_path: Path) -> None:
    """Random generators begin as they were when the session began to use them."""
    before = (recorded.folder / "out.txt").read_text()
    told = recorded.replay("first", environ={"TMPDIR": str(tmp_path)})
    assert (told.code, told["verdict"], told["first_divergence"]) == (0, "identical", None), told.body
    assert [step["cell"] for step in told["steps"]] == ["[2]", "[3]", "[5]", "[6]"]
    assert [step["verdict"] for step in told["steps"]] == ["identical"] * 4
    assert told.metric("loss")["compared"] == 20 and told.metric("loss")["verdict"] == "identical"
    assert told.metric("acc")["recorded"] == told.metric("acc")["replayed"]
    assert (recorded.folder / "out.txt").read_text() == before
    assert list(tmp_path.glob("replay-*")) == []


def test_what_is_another_every_time_is_shown_and_decides_nothing(recorded: Recorded) -> None:
    told = recorded.replay("first")
    shown = {one["name"]: one for step in told["steps"] for one in step["variables"]}
    assert shown["t0"]["volatile"] == shown["elapsed"]["volatile"] == "clock"
    assert shown["t0"]["recorded"]["value"] != shown["t0"]["replayed"]["value"]
    assert shown["tag"]["volatile"] in ("random id", "address")
    assert told.metric("elapsed")["volatile"] == "clock"


def test_the_verdict_stands_on_the_run_and_the_replay_is_folded_away(recorded: Recorded) -> None:
    told = recorded.replay("first")
    run = recorded.run("first")
    assert run["verdict"] == "identical" and run["replay"]["replayed_as"] == told["replayed_as"]
    report = json.loads(recorded.reader.store.blobs.get(run["replay"]["report"]))
    assert report["metrics"] == told["metrics"]
    replay = recorded.reader.run(told["replayed_as"])
    assert (replay["parent"], replay["made_by"], replay["name"]) == (run["id"], "replay", "first")
    assert replay["cell_id"] == "c5" and replay["state"] == "finished" and replay["notebook"] == run["notebook"]
    assert told["replayed_as"] not in [one["id"] for one in recorded.reader.runs()]
    assert recorded.reader.runs('verdict == "identical"')[0]["id"] == run["id"]
    assert not any(told["replayed_as"] in one["runs"] for one in recorded.reader.execs(limit=100))


def test_events_follow_the_contract(recorded: Recorded) -> None:
    recorded.replay("first")
    check = validator("Event", "events")
    kinds = set()
    for path in (recorded.folder / ".tracker" / "sessions").glob("*.jsonl"):
        for line in path.read_text().splitlines():
            event: dict[str, Any] = json.loads(line)
            check(event)
            kinds.add(event["k"])
    assert "replayed" in kinds


def test_a_cell_that_failed_is_run_on_past_and_fails_alike(recorded: Recorded) -> None:
    told = recorded.replay("broken")
    assert (told.code, told["verdict"]) == (0, "identical"), told.body
    assert told["steps"][-1]["error"] == "ValueError: no 3"
    after = recorded.replay("after")
    assert after["verdict"] == "identical" and [one["cell"] for one in after["steps"]][-2:] == ["[7]", "[8]"]


def test_a_run_of_a_block_is_compared_with_the_same_block(recorded: Recorded) -> None:
    told = recorded.replay("block 3")
    assert told["verdict"] == "identical", told.body
    assert (told.metric("depth")["replayed"], told.metric("depth")["compared"]) == (6, 3)


def test_one_thing_changed_is_a_new_run_with_its_parent(recorded: Recorded) -> None:
    before = recorded.run("first")["verdict"]
    told = recorded.replay("first", "--param", "lr=0.5")
    assert told.code == 1 and told["verdict"] == "different"
    assert (told.first["cell"], told.first["line"], told.first["variable"]) == ("[5]", 2, "lr")
    assert (told.first["recorded"]["value"], told.first["replayed"]["value"]) == (0.1, 0.5)
    assert told["changed"]["params"][0]["recorded"] == "0.1"
    run = recorded.reader.run(told["replayed_as"])
    assert (run["parent"], run["made_by"], run["name"]) == (recorded.run("first")["id"], "variation", "first (lr=0.5)")
    assert run["grade"] == recorded.run("first")["grade"]
    assert told["replayed_as"] in [one["id"] for one in recorded.reader.runs()]
    assert recorded.run("first")["verdict"] == before
    again = recorded.replay(told["replayed_as"])
    assert again["verdict"] == "identical", again.body
    wrong = recorded.replay("first", "--param", "momentum=1")
    assert wrong.code == 2 and "'momentum'" in wrong["error"]["message"]


def test_one_of_several_values_is_changed_and_a_number_stays_one(tmp_path: Path) -> None:
    cells = ["(lr, [width, mode]), depth = (0.1, [3, 'fast']), 2", "%%track several\nscore = lr * width + depth"]
    recorded = record(tmp_path, cells)
    told = recorded.replay("several", "--param", "width=5", "--param", "mode=slow")
    assert [(one["recorded"], one["now"]) for one in told["changed"]["params"]] == [("3", "5"), ("'fast'", "'slow'")]
    assert told.metric("score")["replayed"] == 2.5
    refused = recorded.replay("several", "--param", "lr=import os")
    assert refused.code == 2 and "lr is 0.1" in refused["error"]["message"]


def test_progress_is_told_step_by_step(recorded: Recorded) -> None:
    told = recorded.replay("after", "--progress")
    events = [json.loads(line) for line in told.errors.splitlines()]
    steps = [one for one in events if one["event"] == "step"]
    assert [one["event"] for one in events] == ["plan", *("step" for _ in steps), "compare", "end"]
    assert events[0]["cells"] == [one["cell"] for one in told["steps"]] and events[-1]["verdict"] == "identical"
    assert [(one["step"], one["state"]) for one in steps] == [
        (number, state) for number in range(1, events[0]["steps"] + 1) for state in ("running", "done")
    ]


def test_where_it_is_is_no_difference(tmp_path: Path) -> None:
    """Paths of the copy count as those that they stand for, in texts, paths and lists of them."""
    cells = ["import os\nfrom pathlib import Path", "here = os.getcwd()\nplaces = [Path(here) / 'a', Path.cwd()]",
             "%%track where\nfiles = {str(each): 1 for each in places}\ndepth = len(places) / 4"]  # fmt: skip
    told = record(tmp_path, cells).replay("where")
    assert told["verdict"] == "identical", told.body
    assert [one for step in told["steps"] for one in step["variables"]] == [] and told["steps"][1]["same"] >= 2


def test_files_that_the_slice_makes_itself_are_not_demanded(tmp_path: Path) -> None:
    cells = [
        "open('made.txt', 'w').write('5')",
        "%%track made\nnumber = int(open('made.txt').read())\nscore = number * 2",
    ]
    recorded = record(tmp_path, cells)
    (tmp_path / "made.txt").unlink()
    assert recorded.replay("made")["verdict"] == "identical"
    assert not (tmp_path / "made.txt").exists()


def test_databases_and_folders_that_cells_go_to(tmp_path: Path) -> None:
    made = sqlite3.connect(tmp_path / "facts.sqlite")
    made.execute("CREATE TABLE facts AS SELECT 7 AS number")
    made.commit()
    made.close()
    (tmp_path / "inner").mkdir()
    cells = [
        "import os, sqlite3",
        "numbers = sqlite3.connect('facts.sqlite').execute('SELECT number FROM facts').fetchall()",
        "os.chdir('inner')",
        "%%track asked\nscore = numbers[0][0] / 2\nopen('result.txt', 'w').write(str(score))",
    ]
    told = record(tmp_path, cells).replay("asked")
    assert told["verdict"] == "identical", told.body


def test_noise_is_what_repeats_differ_by(tmp_path: Path) -> None:
    """Chance comes from outside here, so that the test knows what it will be."""
    lines = ["%%track noisy", "import os", "import numpy as np", "chance = np.random.default_rng()"]
    recorded = record(tmp_path, ["\n".join([*lines, "score = 5 + float(os.environ['CHANCE'])"])], CHANCE="0")
    verdicts = [recorded.replay("@1", environ={"CHANCE": draw}) for draw in ("1", "-1", "0.5")]
    assert [one["verdict"] for one in verdicts] == ["different", "different", "noise"]
    assert verdicts[-1].code == 1
    assert verdicts[-1].metric("score")["noise"] == {"low": 2.0, "high": 8.0, "repeats": 3}
    far = recorded.replay("@1", environ={"CHANCE": "50"})
    assert far["verdict"] == "different" and far.metric("score")["noise"]["repeats"] == 4
    assert any("no seed" in said for said in far["said"])


SECRET = "sk-verysecret-0815-4711"


def test_secrets_come_from_the_environment_or_by_name(tmp_path: Path) -> None:
    recorded = record(tmp_path, [f"api_key = {SECRET!r}", "%%track keyed\nlength = len(api_key)\nscore = length / 2"])
    refused = recorded.replay("keyed")
    assert refused.code == 2 and "api_key" in refused["error"]["message"]
    assert recorded.replay("keyed", environ={"SOME_KEY": SECRET})["verdict"] == "identical"
    wrong = recorded.replay("keyed", "--secret", "api_key", stdin="sk-verysecret-another\n")
    assert wrong.code == 2 and "api_key is not the value that was recorded" in wrong["error"]["message"]
    given = recorded.replay("keyed", "--secret", "api_key", stdin=f"{SECRET}\n")
    assert given["verdict"] == "identical", given.body
    for path in (tmp_path / ".tracker").rglob("*"):
        assert path.is_dir() or b"verysecret" not in path.read_bytes(), path


def test_a_secret_that_was_typed_is_typed_again(tmp_path: Path) -> None:
    kernel = Kernel(tmp_path)
    try:
        kernel.run("%load_ext jupyter_tracker\n%track quiet")
        asked = kernel.client.execute("import getpass\ntoken = getpass.getpass()", allow_stdin=True)
        kernel.client.get_stdin_msg(timeout=60)
        kernel.client.input(SECRET)
        while kernel.client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != asked:
            pass
        kernel.run("%%track unlocked\nwidth = len(token)\nscore = width * 2")
    finally:
        kernel.close()
    recorded = Recorded(tmp_path, {})
    assert "token" in recorded.replay("unlocked")["error"]["message"]
    assert recorded.replay("unlocked", "--secret", "token", stdin=f"{SECRET}\n")["verdict"] == "identical"
    assert recorded.replay("unlocked", environ={"token": SECRET})["verdict"] == "identical"


def test_who_stops_it_leaves_nothing_behind(tmp_path: Path) -> None:
    recorded = record(
        tmp_path / "work",
        ["import os, time", "%%track slow\nscore = 1.5\ntime.sleep(float(os.environ.get('LONG', 0)))"],
    )
    (tmp_path / "place").mkdir()
    with recorded.start("slow", "--progress", environ={"LONG": "60", "TMPDIR": str(tmp_path / "place")}) as process:
        assert process.stderr is not None and process.stdout is not None
        while '"step": 2' not in process.stderr.readline():
            assert process.poll() is None
        process.terminate()
        told = json.loads(process.stdout.read())
    assert process.returncode == 2 and "stopped" in told["error"]["message"]
    assert list((tmp_path / "place").iterdir()) == [] and recorded.run("slow")["verdict"] is None


def test_from_the_notebook_and_from_python(tmp_path: Path) -> None:
    kernel = Kernel(tmp_path)
    try:
        kernel.run("%load_ext jupyter_tracker\n%track quiet")
        kernel.run("%%track here\nimport random\nrandom.seed(3)\nscore = random.random()", cell_id="c1")
        told = kernel.run("%track replay here")
        assert told.status == "ok" and told.plain[-1].startswith("replay of here\n≡ identical"), told.error
        assert "[2]" in told.plain[0] and "<pre>" in told.html[-1]
        assert "≡ identical" in kernel.run("%track runs").plain[-1]
        names = kernel.run("sorted(name for name in globals() if not name.startswith('_'))").plain
        assert names == ["['In', 'Out', 'exit', 'get_ipython', 'open', 'quit', 'random', 'score']"]
        code = "import jupyter_tracker as jt\nfound = jt.run('here').replay(params={'score': 1.0})\n"
        told = kernel.run(
            code
            + "print(found.verdict, bool(found), found.replayed_as.parent.name)\n"
            + "[one if type(one) is str else None for one in jt.runs().verdict]"
        )
        assert told.text == "different False here\n", told.error
        assert told.plain == ["[None, 'identical']"]
        assert "jt" not in kernel.run("%track replay here --param nothing=1").text
    finally:
        kernel.close()


def test_the_report_tells_it(recorded: Recorded) -> None:
    recorded.replay("first")
    from jupyter_tracker.reports import content, source

    reader = recorded.reader
    made = content.gather(source.StoreSource(reader, reader.store.blobs.get), [recorded.run("first")["id"]])
    assert made.runs.rows[0][made.runs.head.index("replay")] == "identical"
    assert any("was replayed on" in step and "identical" in step for step in made.again)


def test_the_copy_of_a_replay_that_was_killed_is_taken_away_by_the_next(tmp_path: Path) -> None:
    lines = ["%%track slow", "score = 1.5", "time.sleep(float(os.environ.get('LONG', 0)))"]
    recorded = record(tmp_path / "work", ["import os, time", "\n".join(lines)])
    place = tmp_path / "place"
    place.mkdir()
    with recorded.start("slow", "--progress", environ={"LONG": "60", "TMPDIR": str(place)}) as process:
        assert process.stderr is not None
        while '"step": 2' not in process.stderr.readline():
            assert process.poll() is None
        process.kill()
    assert len(list(place.glob("replay-*"))) == 1
    kept = recorded.replay("slow", "--keep", environ={"TMPDIR": str(place)})["kept"]
    recorded.replay("slow", environ={"TMPDIR": str(place)})
    assert [str(one) for one in place.glob("replay-*")] == [kept]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_inputs_are_restored_from_where_a_copy_is(tmp_path: Path) -> None:
    cells = ["import pandas as pd", "%%track summed\ntotal = int(pd.read_csv('x.csv').a.sum())\nscore = total / 2"]
    files = {"x.csv": "a\n1\n2\n"}
    for word in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "data"]):
        (tmp_path / "x.csv").write_text(files["x.csv"])
        subprocess.run(["git", "-C", str(tmp_path), *word], check=True)
    recorded = record(tmp_path, cells, files, JUPYTER_TRACKER_INPUTS="hash")
    (tmp_path / "x.csv").unlink()
    told = recorded.replay("summed")
    assert (told.code, told["verdict"], told["replayed_as"]) == (1, "failed", None)
    (missing,) = told["changed"]["inputs"]
    assert missing["state"] == "missing" and "git has it" in missing["restore"][0]
    assert recorded.run("summed")["verdict"] is None
    assert recorded.replay("summed", "--restore")["verdict"] == "identical"
    assert not (tmp_path / "x.csv").exists()


def test_a_folder_that_is_only_listed_shows_the_same(tmp_path: Path) -> None:
    files = {"parts/a.csv": "1", "parts/b.csv": "2", "parts/deep/c.csv": "3", "old.txt": "there before"}
    lines = ["%%track listed", "open('parts/made.csv', 'w').close()", "names = sorted(glob.glob('parts/*'))",
             "here = [name for name in sorted(os.listdir('.')) if name[:1] != '.']",
             "score = len(names) / 3", "open('new.txt', 'w').close()"]  # fmt: skip
    begin = "import glob, os, importlib.metadata, colorsys\nversion = importlib.metadata.version('ipython')"
    recorded = record(tmp_path, [begin, "\n".join(lines)], files)
    looking, listing = [one["trace"] for one in recorded.reader.executions(recorded.run("listed")["session"])][-2:]
    assert "listed" not in looking and set(listing["listed"]) == {str(tmp_path), str(tmp_path / "parts")}
    (tmp_path / "later.txt").write_text("made since")
    told = recorded.replay("listed")
    assert told["verdict"] == "identical", told.body
    assert told.metric("score")["replayed"] == 4 / 3
