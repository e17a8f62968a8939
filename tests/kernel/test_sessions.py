"""What outlives a session, what takes part in it, and what leaves no trace."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_tracker.store import Store
from tests.kernel.test_runs import Runs, params
from tests.kernels import Kernel

Start = Callable[..., Kernel]


def loaded(start: Start, *folder: Path, **environ: str) -> Kernel:
    kernel = start(*folder, **environ)
    reply = kernel.run("%load_ext jupyter_tracker\nimport jupyter_tracker as jt")
    assert reply.status == "ok", reply
    return kernel


def test_a_killed_kernel_loses_nothing(start_kernel: Start) -> None:
    kernel = loaded(start_kernel)

    def kill() -> None:
        time.sleep(0.3)
        kernel.kill()

    with pytest.raises(AssertionError, match="died"):
        kernel.run(
            "%%track doomed\nimport sys, time\nloss = 1.0\nfor epoch in range(10_000):\n    loss *= 0.99\n"
            "    jt.log(acknowledged=epoch)\n"
            "    open('count', 'w').write(str(epoch))\n    if epoch == 3:\n        print('go', flush=True)\n"
            "    time.sleep(0.002)",
            during=kill,
        )
    runs = Runs(kernel)
    (summary,) = runs.all()
    assert (summary["name"], summary["state"]) == ("doomed", "crashed")
    acknowledged = int(Path(kernel.folder, "count").read_text() or 0)
    logged = runs.values(summary["id"], "acknowledged")
    assert logged == list(range(len(logged))) and len(logged) > acknowledged
    assert len(runs.values(summary["id"], "loss")) >= acknowledged


def test_a_run_goes_on_in_a_new_session(start_kernel: Start) -> None:
    kernel = loaded(start_kernel)
    kernel.run("%%track long\nloss = 8.0\nfor epoch in range(5):\n    loss /= 2\njt.log(seen=1)\njt.log(seen=2)")
    kernel.close()
    kernel = loaded(start_kernel)
    reply = kernel.run("%%track --resume long\nfor epoch in range(5, 9):\n    loss = 1 / (epoch + 1)\njt.log(seen=3)")
    assert "long" in reply.card
    runs = Runs(kernel)
    (summary,) = runs.all()
    record = runs.record(summary["id"])
    assert record["state"] == "finished" and len(record["sessions"]) == 2 and len(record["parts"]) == 2
    series = runs.reader.series(summary["id"], "seen")
    assert list(series.step) == [0, 1, 2] and list(series.value) == [1, 2, 3] and len(set(series.writer)) == 2
    assert list(runs.reader.series(summary["id"], "loss").step) == list(range(9))
    kernel.run("with jt.track(resume='long'):\n    jt.log(seen=4)")
    assert runs.values(summary["id"], "seen") == [1, 2, 3, 4]
    assert [one["state"] for one in runs.all()] == ["finished"]


def test_explicit_calls_in_cells_without_track(start_kernel: Start) -> None:
    kernel = loaded(start_kernel)
    kernel.run("%%track train\nweights = [1, 2]\nscore_in = 0.5 + 0.1")
    reply = kernel.run("total = sum(weights)\njt.log(evaluated=total)")
    assert "train" in reply.card and "further part" in reply.card
    runs = Runs(kernel)
    record = runs.newest()
    assert len(runs.all()) == 1 and len(record["parts"]) == 2 and record["state"] == "finished"
    reply = kernel.run("alone = 3\njt.param(width=alone)\njt.tag('apart', stage='x')\njt.log(alone=1.5)")
    assert "a run was made of this cell" in reply.card
    record = runs.newest()
    assert len(runs.all()) == 2 and record["made_by"] == "log" and record["tags"] == {"apart": "", "stage": "x"}
    assert params(record)["width"] == 3


def test_a_call_in_a_notebook_that_loaded_nothing(start_kernel: Start) -> None:
    kernel = start_kernel()
    reply = kernel.run("import jupyter_tracker as jt\nfor step in range(3):\n    jt.log(loss=1 / (step + 1))")
    assert "a run was made of this cell" in reply.card
    runs = Runs(kernel)
    assert [one["state"] for one in runs.all()] == ["finished"]
    assert kernel.run("%%track\nx = 1").card


def test_what_is_logged_is_not_watched_as_well(start_kernel: Start) -> None:
    kernel = loaded(start_kernel)
    kernel.run(
        "%%track\nimport time\nloss = 1.0\nfor epoch in range(6):\n    time.sleep(0.002)\n    loss *= 0.9\n"
        "    acc = 1 - loss\n    jt.log(loss=loss)"
    )
    runs = Runs(kernel)
    run = runs.all()[0]["id"]
    assert len(runs.values(run, "loss")) == 6 == len(runs.values(run, "acc"))


def test_blocks_and_functions_are_runs_of_their_own(start_kernel: Start) -> None:
    kernel = loaded(start_kernel)
    kernel.run(
        "%%track outer\nfor depth in (2, 3):\n    with jt.track(f'd{depth}', tags={'sweep': 'x'}) as run:\n"
        "        run.param(depth=depth)\n        jt.log(acc=depth / 10)\n"
    )
    runs = Runs(kernel)
    by_name = {one["name"]: one for one in runs.all()}
    assert set(by_name) == {"outer", "d2", "d3"}
    assert by_name["d3"]["parent"] == by_name["outer"]["id"]
    assert by_name["d3"]["params"]["depth"] == 3 and by_name["d2"]["params"]["depth"] == 2
    assert by_name["d3"]["metrics"]["acc"] == 0.3 and "acc" not in by_name["outer"]["metrics"]
    kernel.run("@jt.track\ndef fit(lr, steps=2):\n    jt.log(reached=lr * steps)\n    return lr\nfit(0.5)")
    newest = runs.all()[0]
    assert newest["name"] == "fit" and newest["params"] == {"lr": 0.5, "steps": 2}
    reply = kernel.run("with jt.track('bad'):\n    1 / 0")
    assert reply.status == "error" and runs.all()[0]["state"] == "failed"


def test_processes_that_a_run_starts_take_part(start_kernel: Start) -> None:
    kernel = loaded(start_kernel)
    Path(kernel.folder, "worker.py").write_text(
        "import jupyter_tracker as jt\n"
        "def work(k):\n    for step in range(5):\n        jt.log({f'worker{k}': k * step})\n    return k\n"
        "if __name__ == '__main__':\n    work(7)\n"
    )
    reply = kernel.run(
        "%%track many\nimport multiprocessing, subprocess, sys\nfrom worker import work\n"
        "for way in ('fork', 'spawn'):\n    with multiprocessing.get_context(way).Pool(2) as pool:\n"
        "        done = pool.map(work, [1, 2] if way == 'fork' else [3])\n"
        "subprocess.run([sys.executable, 'worker.py'], check=True)\njt.log(own=1)"
    )
    assert reply.status == "ok", reply
    runs = Runs(kernel)
    (summary,) = runs.all()
    for k in (1, 2, 3, 7):
        assert runs.values(summary["id"], f"worker{k}") == [k * step for step in range(5)], k
    assert summary["state"] == "finished"
    assert "JUPYTER_TRACKER_RUN" not in kernel.run("import os\nprint(sorted(os.environ))").text


def test_a_worker_that_outlives_its_run_logs_into_the_next(start_kernel: Start) -> None:
    kernel = loaded(start_kernel)
    Path(kernel.folder, "pooled.py").write_text("import jupyter_tracker as jt\ndef work(k):\n    jt.log(k=k)\n")
    kernel.run(
        "%%track one\nimport joblib, pooled\npool = joblib.Parallel(n_jobs=2)\n"
        "pool(joblib.delayed(pooled.work)(1) for _ in range(4));"
    )
    kernel.run("%%track two\npool(joblib.delayed(pooled.work)(2) for _ in range(4));")
    runs = Runs(kernel)
    assert {one["name"]: one["metrics"].get("k") for one in runs.all()} == {"one": 1, "two": 2}
    assert [len(runs.values(one["id"], "k")) for one in runs.all()] == [4, 4]


def test_a_cell_knows_its_run_of_an_earlier_session(start_kernel: Start) -> None:
    for depth in (3, 4):
        kernel = loaded(start_kernel)
        reply = kernel.run(f"%%track\nimport time\ndepth = {depth}\ntime.sleep(1)\nacc = depth / 10", cell_id="same")
        kernel.close()
    assert "depth 4 (was 3)" in reply.card and "depth=4" in reply.card


def test_unloading_leaves_no_trace(start_kernel: Start) -> None:
    kernel = start_kernel()
    probe = (
        "import sys\nip = get_ipython()\nprint(len(ip.input_transformers_cleanup), len(ip.ast_transformers), "
        "[len(ip.events.callbacks[e]) for e in ('pre_run_cell', 'post_run_cell')], "
        "'track' in ip.magics_manager.magics['line'], "
        "'track' in ip.magics_manager.magics['cell'], 'send' in vars(ip.kernel.session), "
        "sys.excepthook is sys.__excepthook__)"
    )
    before = kernel.run(probe).text
    kernel.run("%load_ext jupyter_tracker")
    kernel.run("%%track\nfor i in range(3):\n    loss = i * 0.5")
    assert kernel.run(probe).text != before
    kernel.run("%unload_ext jupyter_tracker")
    assert kernel.run(probe).text == before
    written = sum(path.stat().st_size for path in kernel.store_path.rglob("*.jsonl"))
    assert (
        kernel.run("import jupyter_tracker as jt\njt.log(x=1)\nwith jt.track('no') as run:\n    run.log(y=2)").status
        == "ok"
    )
    assert sum(path.stat().st_size for path in kernel.store_path.rglob("*.jsonl")) == written
    kernel.run("%load_ext jupyter_tracker")
    assert kernel.run("%%track again\nv = 1").card


def test_the_switch_turns_all_off(start_kernel: Start) -> None:
    kernel = start_kernel(JUPYTER_TRACKER="0")
    assert kernel.run("%load_ext jupyter_tracker\nimport jupyter_tracker as jt").status == "ok"
    assert kernel.run("jt.log(loss=1)\njt.param(a=1)\njt.tag('x')\n2").plain == ["2"]
    assert not kernel.store_path.exists()


@pytest.mark.parametrize("outputs", ["all", "off"])
def test_secrets_never_reach_the_store(start_kernel: Start, outputs: str) -> None:
    secret = "hunter2-" + os.urandom(6).hex()
    token = "ghp_" + os.urandom(18).hex()
    kernel = loaded(start_kernel, MY_API_KEY=secret, JUPYTER_TRACKER_OUTPUTS=outputs)
    kernel.run(f"import os\ntoken = '{token}'")
    kernel.run(
        f"%%track -t key={token} --note 'with {secret}'\npassword = '{secret}'\n"
        f"print(os.environ['MY_API_KEY'], token)\ntoken"
    )
    kernel.run(
        f"%%track name-{secret}\njt.param(api_key='{secret}', text='{token}')\n"
        f"jt.tag('{secret}', place='{token}')\nraise ValueError('{secret}')"
    )
    kernel.run("print(token)")
    kernel.run(f"%track note now {secret}")
    kernel.close()
    store = Store.open(kernel.store_path)
    assert len(Runs(kernel).all()) == 2
    for path in store.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert secret.encode() not in data and token.encode() not in data, path
    shown = [path for path in store.root.rglob("*") if path.is_file() and b"<redacted" in path.read_bytes()]
    assert shown
    kept = [part["outputs"] for part in Runs(kernel).newest()["parts"]]
    assert any(kept) == (outputs == "all")


def test_the_outputs_of_a_cell_that_still_runs_are_in_the_store(start_kernel: Start) -> None:
    kernel = loaded(start_kernel)
    so_far: list[str] = []

    def look() -> None:
        deadline = time.monotonic() + 30
        reader = Store.open(kernel.store_path).reader()
        while not so_far and time.monotonic() < deadline:
            time.sleep(0.2)
            reader.refresh()
            parts = reader.run(reader.runs()[0]["id"])["parts"] if reader.runs() else []
            so_far.extend(reader.store.blobs.get(part["outputs"]["blob"]).decode() for part in parts if part["outputs"])
        reader.close()
        (kernel.folder / "go").touch()

    reply = kernel.run(
        "%%track long\nimport os, time\nprint('line 1', flush=True)\n"
        "while not os.path.exists('go'):\n    time.sleep(0.05)\nprint('line 2')",
        during=look,
    )
    assert reply.text == "line 1\nline 2\n"
    assert "line 1" in so_far[0]
    assert "line 2" not in so_far[0]
    [kept] = [part["outputs"] for part in Runs(kernel).newest()["parts"]]
    assert b"line 2" in Store.open(kernel.store_path).blobs.get(kept["blob"])
