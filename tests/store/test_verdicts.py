"""What replays found, in records, lists and filters; and the runs that replays were."""

from __future__ import annotations

from typing import Any

from jupyter_tracker.store import Store, new_run_id
from jupyter_tracker.store.query import Reader
from tests.store.conftest import Kernel, rows_of

AWAY = {"cell": "[3]", "line": 1, "variable": "w", "recorded": 1, "replayed": 2}


def test_the_newest_verdict_counts(store: Store, reader: Reader, kernel: Kernel) -> None:
    run, other = kernel.run(), kernel.run()
    reader.refresh()
    assert reader.summary(run)["verdict"] is None and reader.run(run)["replay"] is None
    shell = store.session("shell")
    shell.write("replayed", run=run, verdict="different", first_divergence=AWAY, replayed_as="abc")
    reader.refresh()
    replay: Any = reader.run(run)["replay"]
    assert replay["first_divergence"] == AWAY and replay["replayed_as"] == "abc" and replay["when"]
    shell.write("replayed", run=run, verdict="identical", first_divergence=None)
    assert reader.refresh() == {run}
    assert reader.summary(run)["verdict"] == reader.run(run)["verdict"] == "identical"
    assert [one["id"] for one in reader.runs('verdict == "identical"')] == [run]
    assert [one["id"] for one in reader.runs(sort=[("verdict", False)])] == [run, other]
    before = rows_of(reader)
    reader.rebuild()
    assert rows_of(reader) == before


def test_replays_are_folded_away(store: Store, reader: Reader, kernel: Kernel) -> None:
    run = kernel.run(name="first")
    again = Kernel(store)
    again.log = store.session("replay", cwd="/tmp/again", notebook="/home/me/a.ipynb")
    replay = new_run_id()
    part = again.cell(tracked=True, cell_id="cell-1")
    again.log.write("run", run=replay, made_by="replay", parent=run, name="first", parts=[part])
    again.cell_end(part)
    again.log.write("end", run=replay, state="finished")
    reader.refresh()
    assert [one["id"] for one in reader.runs()] == [run] and reader.count() == 1
    assert reader.resolve("first") == reader.resolve("@1") == run
    assert reader.run(run)["children"] == [] and reader.runs(parent=run) == []
    assert [one["id"] for one in reader.runs('made_by == "replay"')] == [replay]
    assert reader.run(replay)["parent"] == run
    assert [one["runs"] for one in reader.execs()] == [[run]]
    assert [one["exec"] for one in reader.execs(session=again.log.id)] == [part]
    kernel.log.write("delete", run=run)
    reader.refresh()
    assert reader.run(replay)["deleted"] and [one["id"] for one in reader.runs(deleted=True)] == [run]
