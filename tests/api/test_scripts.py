"""The explicit calls in scripts: the same as in a notebook, and one run for the process."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_tracker.store.query import Reader
from tests.api.conftest import Script, environment

IMPORT = "import jupyter_tracker as jt\n"
Readers = Callable[[], Reader]


def test_a_script_is_one_run(script: Script, reader: Readers) -> None:
    done = script(
        IMPORT + "jt.param({'model': {'depth': 3}}, lr=0.1)\nfor step in range(4):\n    jt.log(loss=1 / (step + 1))\n"
        "jt.log({'val/loss': 0.5}, step=2.5)\njt.tag('baseline', stage='final')\nprint('done')"
    )
    assert (done.stdout, done.stderr, done.returncode) == ("done\n", "", 0)
    found = reader()
    (summary,) = found.runs()
    record = found.run(summary["id"])
    assert (record["name"], record["state"], record["made_by"]) == ("train", "finished", "script")
    assert summary["params"] == {"model.depth": 3, "lr": 0.1} and summary["tags"] == {"baseline": "", "stage": "final"}
    assert list(found.series(summary["id"], "loss").step) == [0, 1, 2, 3]
    assert list(found.series(summary["id"], "val/loss").step) == [2.5]
    source = found.store.blobs.get(record["parts"][0]["source"]).decode()
    assert source.startswith("import jupyter_tracker") and record["environment"]["packages"]
    assert record["pending"] == []


def test_steps_are_taken_as_they_come(script: Script, reader: Readers) -> None:
    script(
        IMPORT + "for step in (3, 3, 1, 0.5, -2):\n    jt.log(a=step, step=step)\njt.log(a=9)\njt.log(a=10, b=1)\n"
        "jt.log(b=2)"
    )
    found = reader()
    run = found.runs()[0]["id"]
    assert list(found.series(run, "a").step)[:5] == [3, 3, 1, 0.5, -2]
    assert list(found.series(run, "a").value) == [3, 3, 1, 0.5, -2, 9, 10]
    assert list(found.series(run, "b").step) == [0, 1]


def test_what_is_no_number_is_said_once_and_left_out(script: Script, reader: Readers) -> None:
    done = script(
        IMPORT + "import decimal, fractions\nclass Odd:\n    def __float__(self):\n        raise RuntimeError\n"
        "for _ in range(3):\n    jt.log(text='x', odd=Odd(), none=None, fine=decimal.Decimal('0.5'),"
        " half=fractions.Fraction(1, 2),"
        " big=10**400, flag=True, nan=float('nan'), inner={'a': 1})\njt.log(c=1j)"
    )
    assert done.returncode == 0
    assert sorted(line.split("'")[1] for line in done.stderr.splitlines()) == ["c", "none", "odd", "text"]
    metrics = reader().runs()[0]["metrics"]
    assert set(metrics) == {"fine", "half", "big", "flag", "nan", "inner.a"}
    assert metrics["fine"] == metrics["half"] == 0.5 and metrics["flag"] == 1


def test_numbers_of_numpy_are_numbers(script: Script, reader: Readers) -> None:
    pytest.importorskip("numpy")
    done = script(
        IMPORT + "import numpy as np\njt.log(a=np.float32(0.5), b=np.int64(3), c=np.array(2.0), d=np.array([1.0]))"
    )
    assert done.returncode == 0
    metrics = reader().runs()[0]["metrics"]
    assert (metrics["a"], metrics["b"], metrics["c"]) == (0.5, 3, 2)


def test_an_uncaught_exception_fails_the_run(script: Script, reader: Readers) -> None:
    done = script(IMPORT + "jt.log(loss=1)\nraise ValueError('no good')")
    assert done.returncode == 1 and "ValueError: no good" in done.stderr
    found = reader()
    record = found.run(found.runs()[0]["id"])
    assert (record["state"], record["error"]["type"], record["error"]["message"]) == ("failed", "ValueError", "no good")


def test_a_killed_script_crashed_and_a_stopped_one_was_interrupted(tmp_path: Path, reader: Readers) -> None:
    source = (
        IMPORT + "import signal, sys, time\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "for step in range(100_000):\n    jt.log(step_done=step)\n"
        "    print(step, flush=True)\n    time.sleep(0.001)"
    )
    (tmp_path / "loop.py").write_text(source)
    for how, state in ((signal.SIGKILL, "crashed"), (signal.SIGINT, "interrupted")):
        with subprocess.Popen(
            [sys.executable, "loop.py"], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            seen = [int(process.stdout.readline()) for _ in range(20)]
            process.send_signal(how)
            seen += [int(line) for line in process.stdout.read().split()]
        found = reader()
        newest = found.runs()[0]
        assert newest["state"] == state
        assert len(found.series(newest["id"], "step_done")) >= seen[-1]


def test_blocks_nest_and_end_as_they_went(script: Script, reader: Readers) -> None:
    done = script(
        IMPORT + "with jt.track('sweep', experiment='e', tags={'k': 'v'}, note='n') as sweep:\n"
        "    for lr in (1, 2):\n"
        "        with jt.track(f'lr{lr}'):\n            jt.log(acc=lr)\n    jt.log(best=2)\n"
        "try:\n    with jt.track('bad'):\n        1 / 0\nexcept ZeroDivisionError:\n    pass\n"
        "with jt.track(resume='sweep'):\n    jt.log(best=3)\n"
        "@jt.track\ndef fit(lr, *, depth=3):\n    jt.log(fitted=lr)\n    return lr\n"
        "assert fit(0.1) == 0.1 and fit.__name__ == 'fit'\n"
        "import asyncio\n@jt.track('later')\nasync def later(x):\n    await asyncio.sleep(0)\n"
        "    jt.log(x=x)\nasyncio.run(later(5))"
    )
    assert done.returncode == 0, done.stderr
    found = reader()
    by_name = {one["name"]: one for one in found.runs()}
    assert set(by_name) == {"sweep", "lr1", "lr2", "bad", "fit", "later"}
    assert {by_name[name]["parent"] for name in ("lr1", "lr2")} == {by_name["sweep"]["id"]}
    assert by_name["sweep"]["tags"] == {"k": "v"} and by_name["sweep"]["experiment"] == "e"
    assert list(found.series(by_name["sweep"]["id"], "best").value) == [2, 3]
    assert by_name["bad"]["state"] == "failed" and by_name["sweep"]["state"] == "finished"
    assert by_name["fit"]["params"] == {"lr": 0.1, "depth": 3}
    assert by_name["later"]["metrics"] == {"x": 5}


def test_threads_log_into_the_block_they_are_given(script: Script, reader: Readers) -> None:
    done = script(
        IMPORT + "import threading\nwith jt.track('threaded') as run:\n"
        "    def work(k):\n        for i in range(50):\n            run.log({f't{k}': i})\n"
        "    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]\n"
        "    [t.start() for t in threads]\n    [t.join() for t in threads]"
    )
    assert done.returncode == 0, done.stderr
    found = reader()
    (summary,) = found.runs()
    for k in range(4):
        assert list(found.series(summary["id"], f"t{k}").value) == list(range(50))


def test_a_run_can_be_handed_to_another_process(script: Script, reader: Readers) -> None:
    done = script(
        IMPORT + "import multiprocessing, pickle, copy\ndef work(args):\n    run, k = args\n"
        "    run.log({f'p{k}': k})\n    return run.id\n"
        "if __name__ == '__main__':\n    with jt.track('pickled') as run:\n        assert copy.deepcopy(run) is run\n"
        "        with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "            assert pool.map(work, [(run, 5)]) == [run.id]"
    )
    assert done.returncode == 0, done.stderr
    (summary,) = reader().runs()
    assert summary["metrics"] == {"p5": 5} and summary["state"] == "finished"


def test_a_store_that_cannot_be_written_does_not_stop_a_script(script: Script, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = script(
        IMPORT + "jt.log(a=1)\njt.param(b=2)\nprint('on')",
        JUPYTER_TRACKER_STORE="/dev/null/x",
        XDG_DATA_HOME="/dev/null",
    )
    assert done.stdout == "on\n" and done.returncode == 0
    assert all(line.startswith("jupyter_tracker: ") for line in done.stderr.splitlines())


def test_reports_to_nobody_where_it_is_switched_off(script: Script, tmp_path: Path) -> None:
    done = script(
        IMPORT + "with jt.track('x') as run:\n    run.log(a=1)\n    jt.log(a=1)\nprint(jt.artifact('none'))",
        JUPYTER_TRACKER="0",
    )
    assert done.returncode == 0 and not (tmp_path / ".tracker").exists()
