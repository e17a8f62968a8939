"""Which run a point goes into at the edges: old runs, threads that go on, blocks, and faults of ours."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.kernel.test_runs import Runs, metrics
from tests.kernels import Kernel

THREAD = (
    "import threading, time\nimport jupyter_tracker as jt\n"
    "def later():\n    for beat in range(20):\n        time.sleep(0.1)\n        jt.log(beat=beat)\n"
    "thread = threading.Thread(target=later)\nthread.start()"
)


def test_a_thread_keeps_the_run_of_its_cell(kernel: Kernel) -> None:
    kernel.run(f"%%track threaded\n{THREAD}\njt.log(begun=1)")
    kernel.run("%%track between\nother = 1")
    kernel.run("thread.join()")
    runs = Runs(kernel)
    named = {one["name"]: one for one in runs.all()}
    assert set(named) == {"threaded", "between"}
    assert runs.values(named["threaded"]["id"], "beat") == list(range(20))
    assert {one["state"] for one in runs.all()} == {"finished"}


def test_a_thread_of_an_untracked_cell_makes_no_other_cell_a_run(kernel: Kernel) -> None:
    before = len(Runs(kernel).all())
    kernel.run(THREAD)
    kernel.run("thread.join()  # not me")
    runs = Runs(kernel)
    made = runs.all()[: len(runs.all()) - before]
    (record,) = [runs.record(one["id"]) for one in made]
    source = runs.store.blobs.get(record["parts"][0]["source"]).decode()
    assert "def later" in source and record["state"] == "finished" and len(record["parts"]) == 1


def test_what_two_objects_of_a_run_tell_in_two_cells_stays_apart(kernel: Kernel) -> None:
    kernel.run("from sklearn.cluster import KMeans\nimport numpy as np\nX = np.arange(20.0).reshape(10, 2) ** 2")
    kernel.run("%track begin two models")
    kernel.run("few = KMeans(2, random_state=0).fit(X)")
    kernel.run("many = KMeans(5, random_state=0).fit(X)")
    told = kernel.run("print(few.inertia_, many.inertia_)").text.split()
    kernel.run("%track end")
    runs = Runs(kernel)
    found = metrics(runs.record(runs.all()[0]["id"]))
    assert [found["inertia"], found["many.inertia"]] == [float(one) for one in told]


def test_a_run_says_which_functions_were_not_watched_inside(kernel: Kernel) -> None:
    kernel.run(
        "def fit(rate):\n    loss = 1 / rate\n    return loss\ndef other(rate):\n    loss = rate\n    return loss"
    )
    kernel.run("%%track handed\nimport functools\nhalf = functools.partial(fit, 0.5)\nprint(half(), other(2))")
    runs = Runs(kernel)
    record = runs.record(runs.all()[0]["id"])
    said = [text for text in record["warnings"] if text.startswith("not watched inside")]
    if sys.version_info >= (3, 12):
        assert not said and metrics(record)["loss"] == 2.0
    else:
        assert "not watched inside: fit." in said[0]


def test_a_point_for_a_run_of_an_earlier_session(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    kernel.run("%%track old\nloss = 0.5\nraise ValueError('broke')")
    kernel.close()
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker\nimport jupyter_tracker as jt")
    kernel.run("jt.log(late=1.0, run='old')")
    runs = Runs(kernel)
    record = runs.newest()
    assert record["state"] == "failed" and record["error"]["message"] == "broke" and metrics(record)["late"] == 1.0
    kernel.run("jt.log(late=2.0, run='old')")
    assert runs.newest()["state"] == "failed" and runs.values(record["id"], "late") == [1.0, 2.0]


def test_a_fault_of_ours_leaves_no_run_open(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    reply = kernel.run(
        "%%track doomed\nfrom jupyter_tracker.capture.namespace import Names\n"
        "good, Names.after = Names.after, lambda *args, **rest: 1 / 0"
    )
    assert reply.status == "ok" and "the cell goes on" in reply.text
    assert [one["state"] for one in Runs(kernel).all()] == ["finished"]
    kernel.run("Names.after = good")
    assert "healthy" in kernel.run("%%track healthy\nx = 2").card


def test_a_curve_that_a_block_took_is_no_metric_of_the_cell(kernel: Kernel) -> None:
    kernel.run(
        "%%track outer\nimport jupyter_tracker as jt, time\nloss = 1.0\nwith jt.track('inner'):\n"
        "    for epoch in range(5):\n        loss *= 0.5\n        time.sleep(0.002)"
    )
    runs = Runs(kernel)
    time.sleep(0.1)
    named = {one["name"]: one for one in runs.all()}
    assert named["inner"]["metrics"]["loss"] == 0.5**5 and "loss" not in named["outer"]["metrics"]


def test_a_cell_that_is_no_run_knows_the_end_of_its_curve(kernel: Kernel) -> None:
    kernel.run("import time\nloss = 1.0\nfor epoch in range(5):\n    loss *= 0.5\n    time.sleep(0.002)")
    reader = Runs(kernel).reader
    reader.refresh()
    (newest,) = reader.execs(limit=1)
    assert {one["name"]: one["value"] for one in newest["metrics"]} == {"loss": 0.5**5}
    events = [line for path in kernel.store_path.glob("sessions/*.jsonl") for line in path.read_text().splitlines()]
    assert any('"metrics":[{"name":"loss","value":0.03125' in line for line in events)
