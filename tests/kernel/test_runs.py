"""From cells to runs, with a real kernel: what is made, when, and how it ends."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import Store
from tests.kernels import Kernel


class Runs:
    """The store of a kernel as another process sees it."""

    def __init__(self, kernel: Kernel) -> None:
        self.store = Store.open(kernel.store_path, create=False)
        self.reader = self.store.reader()

    def all(self) -> list[dict[str, Any]]:
        self.reader.refresh()
        return self.reader.runs()

    def newest(self) -> dict[str, Any]:
        return self.record(self.all()[0]["id"])

    def record(self, run_id: str) -> dict[str, Any]:
        """The record, once nothing is pending any more."""
        deadline = time.monotonic() + 20
        while True:
            self.reader.refresh()
            record = self.reader.run(run_id)
            if not record["pending"] or time.monotonic() > deadline:
                return record
            time.sleep(0.05)

    def values(self, run_id: str, name: str) -> list[float]:
        self.reader.refresh()
        return list(self.reader.series(run_id, name).value)


@pytest.fixture
def runs(kernel: Kernel) -> Runs:
    kernel.run("pass")
    return Runs(kernel)


def params(record: dict[str, Any]) -> dict[str, Any]:
    return {item["name"]: item["value"] for item in record["params"]}


def metrics(record: dict[str, Any]) -> dict[str, Any]:
    return {item["name"]: item["value"] for item in record["metrics"]}


LOOP = "loss = 1.0\nfor epoch in range(12):\n    loss = loss * rate\n"


def test_a_tracked_cell_becomes_a_run(kernel: Kernel, runs: Runs) -> None:
    kernel.run("rate = 0.5")
    reply = kernel.run(
        f"%%track first -e study -t kind=test -t bare --note 'a note'\n{LOOP}accuracy = 1 - loss\naccuracy"
    )
    record = runs.newest()
    assert (record["name"], record["state"], record["experiment"], record["note"]) == (
        "first",
        "finished",
        "study",
        "a note",
    )
    assert record["tags"] == {"kind": "test", "bare": ""}
    assert params(record)["rate"] == 0.5
    assert metrics(record)["accuracy"] == pytest.approx(1 - 0.5**12)
    assert runs.values(record["id"], "loss") == pytest.approx([0.5**k for k in range(1, 13)])
    assert record["environment"]["packages"].startswith("b3:") and record["environment"]["python"]
    assert record["resources"]["rss_peak"] > 0
    assert "first" in reply.card and "loss" in reply.card
    (part,) = record["parts"]
    assert runs.store.blobs.get(part["source"]).decode().startswith("%%track first")
    assert json.loads(runs.store.blobs.get(part["snapshot"]["blob"]))["nbformat"] == 4


def test_twice_is_two_runs_named_by_what_differs(kernel: Kernel, runs: Runs) -> None:
    code = (
        "%%track\nfrom sklearn.tree import DecisionTreeClassifier\ndepth = {}\n"
        "model = DecisionTreeClassifier(max_depth=depth)\nscore = 0.1 * depth"
    )
    before = len(runs.all())
    kernel.run(code.format(2), cell_id="tree")
    reply = kernel.run(code.format(3), cell_id="tree")
    newest, older = runs.all()[:2]
    assert len(runs.all()) == before + 2
    assert newest["cell_id"] == older["cell_id"] == "tree"
    assert newest["name"].startswith("tree") and "depth=3" in newest["name"]
    assert "depth 3 (was 2)" in reply.card


def test_a_comment_and_a_cell_tag_mean_the_same(kernel: Kernel, runs: Runs) -> None:
    kernel.run("# track: commented -t x\nv = 1.5")
    assert runs.newest()["name"] == "commented"
    before = len(runs.all())
    kernel.run("v = 2.5", tags=["track"], cell_id="tagged")
    assert len(runs.all()) == before + 1


def test_failed_and_interrupted_keep_what_they_had(kernel: Kernel, runs: Runs) -> None:
    kernel.run("rate = 0.5")
    reply = kernel.run(f"%%track broken\n{LOOP}raise RuntimeError('no good')")
    record = runs.newest()
    assert (reply.status, record["state"]) == ("error", "failed")
    assert record["error"]["type"] == "RuntimeError" and record["error"]["message"] == "no good"
    trace = runs.store.blobs.get(record["error"]["traceback"]).decode()
    assert "no good" in trace and "/IPython/" not in trace
    assert len(runs.values(record["id"], "loss")) == 12
    assert "RuntimeError" in reply.card
    kernel.run(
        "%%track stopped\nimport time\nloss = 1.0\nfor epoch in range(3000):\n    loss *= 0.99\n"
        "    time.sleep(0.01)\n    if epoch == 5:\n        print('go')",
        during=kernel.interrupt,
    )
    record = runs.newest()
    assert (record["name"], record["state"]) == ("stopped", "interrupted")
    assert len(runs.values(record["id"], "loss")) >= 5


def test_points_are_there_while_the_cell_runs(kernel: Kernel, runs: Runs) -> None:
    seen: list[Any] = []

    def look() -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            record = runs.all()[0]
            if record["name"] == "live" and "loss" in record["metrics"]:
                seen.append(record["state"])
                break
            time.sleep(0.02)
        kernel.interrupt()

    kernel.run(
        "%%track live\nimport time\nprint('go')\nloss = 1.0\nfor epoch in range(2000):\n    loss *= 0.99\n"
        "    time.sleep(0.01)",
        during=look,
    )
    assert seen == ["running"]


def test_a_run_may_span_cells(kernel: Kernel, runs: Runs) -> None:
    kernel.run(f"%%track spanning\nrate = 0.9\n{LOOP}")
    kernel.run("%%track --to spanning\nrecall = 1 - loss")
    record = runs.newest()
    assert record["name"] == "spanning" and len(record["parts"]) == 2
    kernel.run("precision = recall / 2")
    said = kernel.run("%track add spanning")
    assert said.status == "ok" and "added to spanning" in said.plain[0]
    record = runs.record(record["id"])
    assert len(record["parts"]) == 3 and record["state"] == "finished"
    assert {"recall", "precision", "loss"} <= set(metrics(record))


def test_begin_and_end_take_all_between(kernel: Kernel, runs: Runs) -> None:
    kernel.run("%track begin long")
    assert runs.newest()["state"] == "running"
    kernel.run("alpha = 3")
    kernel.run("rate = 0.7\n" + LOOP)
    assert kernel.run("%track begin other").status == "error"
    ended = kernel.run("%track end")
    assert "long" in ended.plain[0]
    record = runs.newest()
    assert (record["name"], record["state"], len(record["parts"])) == ("long", "finished", 2)
    assert params(record)["alpha"] == 3 and len(runs.values(record["id"], "loss")) == 12
    before = len(runs.all())
    kernel.run("beta = 1")
    assert len(runs.all()) == before


def test_last_makes_a_run_of_what_is_over(kernel: Kernel, runs: Runs) -> None:
    before = len(runs.all())
    kernel.run("gamma = 0.25")
    kernel.run("rate = 0.8\n" + LOOP + "print('shown')\nopen('made.txt', 'w').write('kept')")
    kernel.run("final_score = loss + 1")
    assert len(runs.all()) == before
    kernel.run("%track last -n 3 after the fact")
    record = runs.newest()
    assert (record["name"], record["state"], len(record["parts"])) == ("after the fact", "finished", 3)
    assert runs.values(record["id"], "loss") == pytest.approx([0.8**k for k in range(1, 13)])
    assert {"gamma", "rate"} <= set(params(record)) and "final_score" in metrics(record)
    made = next(item for item in record["artifacts"] if item["name"] == "made.txt")
    assert made["kept"] and runs.store.blobs.get(made["hash"]) == b"kept"
    assert any(part["outputs"] for part in record["parts"])
    assert kernel.run("%track last").status == "error"


def test_on_makes_runs_of_cells_that_train(kernel: Kernel, runs: Runs) -> None:
    kernel.run("%track on")
    before = len(runs.all())
    kernel.run("nothing = 1")
    assert len(runs.all()) == before
    kernel.run("rate = 0.6\n" + LOOP)
    assert len(runs.all()) == before + 1
    assert runs.newest()["state"] == "finished"
    kernel.run("%track off")
    kernel.run("rate = 0.6\n" + LOOP)
    assert len(runs.all()) == before + 1


def test_files_are_kept_before_they_are_overwritten(kernel: Kernel, runs: Runs) -> None:
    size = 3_000_000
    Path(kernel.folder, "data.csv").write_text("a,b\n1,2\n")
    write = (
        "%%track {0}\nrows = open('data.csv').read()\nwith open('model.bin', 'wb') as file:\n"
        "    n = file.write(b'{0}' * " + str(size) + ")"
    )
    kernel.run(write.format("A"))
    kernel.run(write.format("B"))
    deadline = time.monotonic() + 30  # large files are copied off the path of the cell
    while True:
        (second, first) = (runs.record(one["id"]) for one in runs.all()[:2])
        copied = all(item["kept"] for item in (*first["artifacts"], *second["artifacts"]))
        if copied or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    for record, letter in ((first, b"A"), (second, b"B")):
        made = next(item for item in record["artifacts"] if item["name"] == "model.bin")
        assert made["kept"], made
        assert runs.store.blobs.get(made["hash"]) == letter * size
        read = next(item for item in record["inputs"] if item["path"] == "data.csv")
        assert read["state"] == "hashed" and read["hash"].startswith("b3:")


def test_hidden_cells_are_not_entered(kernel: Kernel, runs: Runs) -> None:
    kernel.run("marker = 'seen'")
    kernel.run("marker = 'hidden'", hidden=True)
    runs.reader.refresh()
    assert "seen" in runs.store.blobs.get(runs.reader.execs(limit=1)[0]["source"]).decode()


def test_quiet_silences_the_card(kernel: Kernel) -> None:
    kernel.run("%track quiet")
    assert not kernel.run("%%track\nq = 1").outputs
    kernel.run("%track quiet off")
    assert kernel.run("%%track\nq = 1").card


def test_a_misspelt_option_is_said_and_the_cell_is_tracked(kernel: Kernel, runs: Runs) -> None:
    reply = kernel.run("%%track --sed 3\nz = 1")
    assert reply.status == "ok" and "--seed" in reply.card
    assert runs.newest()["parts"][0]["outcome"] == "ok"


def test_seed_sets_the_generators(kernel: Kernel, runs: Runs) -> None:
    code = "%%track --seed 5\nimport random\nrandom.random()"
    assert kernel.run(code).plain[0] == kernel.run(code).plain[0]
    assert runs.newest()["environment"]["seeds"]["used"] == ["random"]
