"""Pruning takes what is in the trash, old or unreferenced, and nothing else."""

from __future__ import annotations

import os
import time
from typing import Any

from jupyter_tracker.store import Store, new_run_id
from jupyter_tracker.store.query import Reader
from jupyter_tracker.store.upkeep import Durability, execute, figures, plan_prune

DAYS_LATER = 100 * 86_400.0


def age_blobs(store: Store) -> None:
    for ref, _ in store.blobs.all():
        os.utime(store.blobs.path(ref), (1e9, 1e9))


def with_points(store: Store, run: str) -> str:
    points = store.points(run)
    points.log({"loss": 1.0})
    points.close()
    return run


def test_a_new_store_has_nothing_to_prune(store: Store, reader: Reader, kernel: Any) -> None:
    kernel.run()
    plan = plan_prune(reader)
    assert plan.as_dict() == {
        "runs": [],
        "entries": 0,
        "events": 0,
        "files": 0,
        "blobs": 0,
        "bytes": 0,
        "waiting": [],
        "spared_logs": 0,
    }


def test_a_deleted_run_of_a_living_session_goes_as_a_whole_or_not_at_all(
    store: Store, reader: Reader, kernel: Any
) -> None:
    doomed = with_points(store, kernel.run(params={"depth": 3}))
    shell = store.session("shell")
    shell.write("delete", run=doomed)
    shell.close()
    age_blobs(store)
    plan = plan_prune(reader)
    assert (plan.runs, plan.waiting, plan.files, plan.lines) == ([], [doomed], [], {})
    execute(reader, plan)
    assert (reader.count(), reader.count(deleted=True)) == (0, 1), "it stays in the trash"
    assert len(reader.series(doomed, "loss")) == 1
    kernel.log.close()
    plan = plan_prune(reader)
    assert (plan.runs, plan.waiting) == ([doomed], [])
    execute(reader, plan)
    assert reader.count(deleted=True) == 0


def test_the_trash_is_emptied_and_the_rest_stays(store: Store, reader: Reader, kernel: Any, dump: Any) -> None:
    kept = with_points(store, kernel.run(metrics={"acc": 0.5}))
    gone = with_points(store, kernel.run(params={"secret": "s3cret-value"}))
    kernel.log.write("delete", run=gone)
    secret = store.blobs.put(b"only the deleted run refers to this")
    kernel.log.write("seen", run=gone, outputs={"blob": secret})
    age_blobs(store)
    assert plan_prune(reader).spared == 1, "the kernel still writes its log"
    kernel.log.close()
    before = reader.run(kept)
    plan = plan_prune(reader)
    assert (plan.runs, len(plan.files), plan.spared) == ([gone], 1, 0)
    assert secret in plan.blobs
    assert store.blobs.has(secret), "planning takes nothing"
    execute(reader, plan)
    assert reader.count(deleted=True) == 0
    assert {**reader.run(kept), "heard": None} == {**before, "heard": None}
    assert len(reader.series(kept, "loss")) == 1
    assert not store.blobs.has(secret)
    assert b"s3cret-value" not in b"".join(path.read_bytes() for path in (store.root / "sessions").iterdir())
    after = plan_prune(reader)
    assert (after.runs, after.files, after.blobs, after.lines) == ([], [], [], {})
    rows = dump(reader)
    reader.rebuild()
    assert dump(reader) == rows


def test_old_entries_go_young_ones_and_those_of_runs_stay(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run()
    loose, reserved = kernel.cell(b"scratch"), new_run_id()
    kernel.log.write("points", exec=loose, run=reserved)
    with_points(store, reserved)
    kernel.log.close()
    assert plan_prune(reader).execs == []
    plan = plan_prune(reader, now=time.time() + DAYS_LATER)
    assert plan.execs == [loose]
    assert [path.name.split(".")[0] for path in plan.files] == [reserved]
    execute(reader, plan)
    assert [found["exec"] for found in reader.execs()] == [reader.run(run)["parts"][0]["exec"]]
    assert reserved.encode() not in next((store.root / "sessions").iterdir()).read_bytes()


def test_old_entries_before_a_run_stay_as_it_may_depend_on_them(store: Store, reader: Reader, kernel: Any) -> None:
    before = kernel.cell(b"x = 1")
    kernel.cell_end(before)
    run = kernel.run()
    after = kernel.cell(b"y = 2")
    kernel.cell_end(after)
    kernel.log.close()
    reader.refresh()
    assert plan_prune(reader, now=time.time() + DAYS_LATER).execs == [after]
    assert before in [one["exec"] for one in reader.execs()] and reader.run(run)["parts"]


def test_a_blob_that_was_just_written_is_spared(store: Store, reader: Reader, kernel: Any) -> None:
    kernel.log.touch()
    ref = store.blobs.put(b"the event about it comes in a moment")
    assert plan_prune(reader).blobs == []
    age_blobs(store)
    assert plan_prune(reader).blobs == [ref]
    assert store.blobs.put(b"the event about it comes in a moment") == ref
    assert plan_prune(reader).blobs == []


def test_points_of_a_shared_entry_stay(store: Store, reader: Reader, kernel: Any) -> None:
    exec_id, reserved = kernel.cell(), new_run_id()
    kernel.log.write("points", exec=exec_id, run=reserved)
    with_points(store, reserved)
    kernel.cell_end(exec_id)
    for run in (reserved, "second000000"):
        kernel.log.write("run", run=run, made_by="last", parts=[exec_id])
    kernel.log.write("delete", run=reserved)
    kernel.log.close()
    plan = plan_prune(reader)
    assert (plan.runs, plan.files, plan.execs) == ([reserved], [], [])
    execute(reader, plan)
    assert reader.summary("second000000")["metrics"] == {"loss": 1.0}


def test_figures_and_budget(store: Store, kernel: Any, reader: Reader) -> None:
    with_points(store, kernel.run())
    store.blobs.put(b"x" * 5000)
    reader.refresh()
    found = figures(store.root)
    assert found["total"]["files"] == sum(one["files"] for kind, one in found.items() if kind != "total")
    assert all(found[kind]["files"] for kind in ("logs", "points", "blobs", "index", "other"))
    assert not store.over_budget()
    assert store.over_budget(budget=4000)
    assert Store.open(store.root).count_blobs() > 5000
    assert Store.open(store.root).over_budget(budget=4000)


def test_durability_syncs_what_changed(store: Store, kernel: Any) -> None:
    kernel.run()
    durability = Durability(store.root)
    assert durability.sync() == 1
    assert durability.sync() == 0
    kernel.run()
    assert durability.sync() == 1
