"""Run records and summaries: what many events of many sessions add up to."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_tracker.store import RefError, Store, new_run_id
from jupyter_tracker.store.query import Reader

RECORD_KEYS = """id name named state state_reason experiment tags note parent children star pinned baseline archived
deleted
made_by search verdict replay grade graded started ended duration heard host pid session notebook cell_id params
metrics offers tables system inputs artifacts parts environment resources error pending warnings writers
sessions""".split()

SUMMARY_KEYS = """id name state experiment tags note started ended duration heard notebook cell_id star baseline
archived parent verdict grade pinned reasons params metrics series conf""".split()


def test_the_keys_of_record_and_summary(reader: Reader, kernel: Any) -> None:
    run = kernel.run()
    assert set(RECORD_KEYS) <= set(reader.run(run))
    assert set(reader.summary(run)) == set(SUMMARY_KEYS)


def test_a_cell_becomes_a_run(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run(
        params={"depth": 8, "model": "rf"}, metrics={"acc": 0.9}, experiment="trees", tags={"baseline": ""}
    )
    record = reader.run(run)
    assert (record["state"], record["experiment"], record["tags"]) == ("finished", "trees", {"baseline": ""})
    assert (record["duration"], record["notebook"], record["cell_id"]) == (1.5, "/home/me/a.ipynb", "cell-1")
    assert store.blobs.get(record["parts"][0]["source"]) == b"pass"
    assert {param["name"]: param["value"] for param in record["params"]} == {"depth": 8, "model": "rf"}
    assert record["params"][0]["cell_id"] == "cell-1"
    assert record["environment"]["cwd"] == "/home/me"
    assert reader.summary(run)["metrics"] == {"acc": 0.9}


def test_lists_merge_by_name_and_later_wins(reader: Reader, kernel: Any) -> None:
    run = kernel.run(params={"depth": 1, "lr": 0.1})
    write = kernel.log.write
    write("seen", run=run, params=[{"name": "depth", "value": 2, "kind": "explicit"}])
    write("seen", run=run, params=[{"name": "seed", "value": 0, "kind": "keyword", "default": True}])
    write("seen", run=run, inputs=[{"path": "a.csv", "seen_by": "open", "state": "pending"}], pending=["hash", "git"])
    write("seen", run=run, inputs=[{"path": "a.csv", "seen_by": "open", "hash": "b3:x", "state": "hashed"}])
    write("seen", run=run, pending=["git"], env={"python": "3.11"}, warnings=["w"])
    write("seen", run=run, pending=[], env={"git": {"commit": "abc"}}, warnings=["w"])
    record = reader.run(run)
    assert {p["name"]: p["value"] for p in record["params"]} == {"depth": 2, "lr": 0.1, "seed": 0}
    assert reader.summary(run)["params"] == {"depth": 2, "lr": 0.1}
    assert record["inputs"] == [{"path": "a.csv", "seen_by": "open", "hash": "b3:x", "state": "hashed"}]
    assert (record["pending"], record["warnings"]) == ([], ["w"])
    assert record["environment"] == {"cwd": "/home/me", "python": "3.11", "git": {"commit": "abc"}}


def test_a_metric_has_last_min_max_first(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run(end=None)
    points = store.points(run)
    for value in (3.0, 1.0, float("nan"), 2.0):
        points.log({"loss": value})
    kernel.log.write("seen", run=run, metrics=[{"name": "loss", "kind": "loop", "sampling": "every"}])
    for value in (0.5, 0.7):
        kernel.log.write("seen", run=run, metrics=[{"name": "acc", "value": value, "kind": "assigned", "unit": "%"}])
    loss, acc = sorted(reader.run(run)["metrics"], key=lambda metric: metric["name"], reverse=True)
    assert [loss[key] for key in ("value", "min", "max", "first", "count", "series")] == [2.0, 1.0, 3.0, 3.0, 4, True]
    assert (loss["sampling"], reader.series(run, "loss").sampling) == ("every", "every")
    assert [acc[key] for key in ("value", "min", "max", "first", "count", "series")] == [0.7, 0.5, 0.7, 0.5, 2, False]
    assert acc["unit"] == "%"
    assert reader.summary(run)["series"] == ["loss"]


def test_a_run_over_two_cells_and_two_sessions(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run(params={"depth": 1})
    second = type(kernel)(store)
    exec_id = second.cell(b"evaluate()", cell_id="cell-2")
    second.log.write("part", run=run, exec=exec_id)
    second.log.write("seen", exec=exec_id, metrics=[{"name": "acc", "value": 1.0, "kind": "assigned"}])
    second.cell_end(exec_id)
    second.log.write("end", run=run, state="finished")
    record = reader.run(run)
    assert [part["cell_id"] for part in record["parts"]] == ["cell-1", "cell-2"]
    assert record["sessions"] == [kernel.log.id, second.log.id]
    assert record["duration"] == 3.0
    assert reader.summary(run)["metrics"] == {"acc": 1.0}


def test_points_of_a_cell_belong_to_the_run_that_it_becomes(store: Store, reader: Reader, kernel: Any) -> None:
    execs = []
    for n in range(2):
        exec_id, reserved = kernel.cell(cell_id=f"cell-{n}"), new_run_id()
        kernel.log.write("points", exec=exec_id, run=reserved)
        points = store.points(reserved)
        for value in range(3):
            points.log({"loss": 10 * n + value})
        kernel.log.write("seen", exec=exec_id, params=[{"name": f"p{n}", "value": n, "kind": "name"}])
        kernel.cell_end(exec_id)
        execs.append((exec_id, reserved))
    reader.refresh()
    assert reader.count() == 0
    assert [found["points"] for found in reader.execs()] == [reserved for _, reserved in reversed(execs)]
    run = new_run_id()
    kernel.log.write("run", run=run, made_by="last", parts=[exec_id for exec_id, _ in execs])
    kernel.log.write("run", run=execs[0][1], made_by="promote", parts=[execs[0][0]])
    reader.refresh()
    assert list(reader.series(run, "loss").value) == [0, 1, 2, 10, 11, 12]
    assert reader.summary(run)["params"] == {"p0": 0, "p1": 1}
    assert list(reader.series(execs[0][1], "loss").value) == [0, 1, 2]
    assert [found["runs"] for found in reader.execs()] == [[run], [run, execs[0][1]]] or len(reader.execs()) == 2
    points.log({"loss": 99})
    assert run in reader.refresh()
    assert reader.summary(run)["metrics"]["loss"] == 99


def test_what_was_said_of_another_run_is_not_said_of_this_one(reader: Reader, kernel: Any) -> None:
    first = kernel.run()
    second = kernel.run()
    exec_id = reader.run(second)["parts"][0]["exec"]
    kernel.log.write("seen", exec=exec_id, run=first, metrics=[{"name": "acc", "value": 1.0, "kind": "explicit"}])
    reader.refresh()
    assert (reader.summary(first)["metrics"], reader.summary(second)["metrics"]) == ({"acc": 1.0}, {})


def test_edits_by_people(reader: Reader, kernel: Any, store: Store) -> None:
    run = kernel.run(auto_name="rf depth=8", tags={"a": "", "b": "x"}, note="first")
    assert (reader.run(run)["name"], reader.run(run)["named"]) == ("rf depth=8", False)
    server = store.session("server")
    server.write(
        "edit", run=run, set={"name": "best", "note": "", "star": True, "id": "no"}, tags={"a": None, "c": "1"}
    )
    kernel.log.write("name", run=run, auto_name="rf depth=9")
    server.write("view", key="colours", value={run: "red"})
    server.write("view", key="colours", value={run: "blue"})
    server.write("delete", run=run)
    reader.refresh()
    record = reader.run(run)
    assert (record["name"], record["named"], record["note"], record["star"]) == ("best", True, "", True)
    assert (record["tags"], record["id"], record["deleted"]) == ({"b": "x", "c": "1"}, run, True)
    assert reader.views() == {"colours": {run: "blue"}}
    assert (reader.count(), reader.count(deleted=True)) == (0, 1)
    server.write("undelete", run=run)
    reader.refresh()
    assert reader.count() == 1


def test_children_and_errors(reader: Reader, kernel: Any) -> None:
    parent = kernel.run(end=None)
    child = kernel.run(end="failed", parent=parent)
    exec_id = reader.run(child)["parts"][0]["exec"]
    kernel.log.write("cell_end", exec=exec_id, outcome="error", wall=1.0, cpu=1.0, error={"type": "E", "message": "m"})
    kernel.log.write("end", run=child, state="failed", error={"type": "ValueError", "message": "no"})
    reader.refresh()
    assert reader.run(parent)["children"] == [child]
    assert reader.run(child)["error"]["type"] == "ValueError"
    assert reader.count(children=False) == 1


def test_lists_are_newest_first_and_sorted_by_columns(reader: Reader, kernel: Any) -> None:
    runs = [kernel.run(metrics={"acc": value} if value is not None else {}) for value in (0.3, None, 0.9, 0.5)]
    assert [run["id"] for run in reader.runs()] == runs[::-1]
    best = [run["id"] for run in reader.runs(sort=(("metrics.acc", True),))]
    assert best == [runs[2], runs[3], runs[0], runs[1]]
    least = [run["id"] for run in reader.runs(sort=(("metrics.acc", False),), limit=2, offset=1)]
    assert least == [runs[3], runs[2]]
    assert reader.count(notebook="a.ipynb") == 4
    assert reader.count(notebook="other.ipynb") == 0


def test_the_run_before_of_the_same_cell(reader: Reader, kernel: Any) -> None:
    first = kernel.run()
    kernel.log.write("run", run="b" * 12, made_by="cell", parts=[kernel.cell(cell_id="cell-2")])
    thrown_away = kernel.run()
    kernel.log.write("delete", run=thrown_away)
    loose = kernel.cell(cell_id="cell-1")
    second = kernel.run()
    reader.refresh()
    before = [reader.previous(entry) for entry in (reader.exec(loose), reader.summary(second), reader.run(second))]
    assert [entry and entry["id"] for entry in before] == [first, first, first]
    assert reader.previous(reader.summary(first)) is None
    assert reader.previous(reader.summary("b" * 12)) is None


def test_one_cell_of_the_journal(reader: Reader, kernel: Any) -> None:
    kernel.run(params={"depth": 3})
    reader.refresh()
    (found,) = reader.execs()
    assert reader.exec(found["exec"]) == found
    for unknown in ("nothing", "\ud800"):
        with pytest.raises(RefError):
            reader.exec(unknown)


def test_references(reader: Reader, kernel: Any, store: Store) -> None:
    old, new = kernel.run(name="rf"), kernel.run(name="rf")
    elsewhere = type(kernel)(store, notebook="/b.ipynb").run(name="@7")
    assert reader.resolve(old) == old
    assert reader.resolve("rf") == new
    assert reader.resolve(old[:6]) == old
    assert reader.resolve("@1") == elsewhere
    assert reader.resolve("@1", notebook="/home/me/a.ipynb") == new
    assert reader.resolve("@7") == elsewhere, "a name comes before @n"
    for wrong in ("rx", "@9", old[:3], "", "'; DROP TABLE runs"):
        with pytest.raises(RefError):
            reader.resolve(wrong)
    with pytest.raises(RefError, match="did you mean rf"):
        reader.resolve("rff")
    kernel.log.write("delete", run=new)
    reader.refresh()
    assert reader.resolve("rf") == old
    assert reader.resolve("rf", deleted=True) == new


def test_an_ambiguous_beginning(reader: Reader, kernel: Any) -> None:
    for end in "ab":
        kernel.log.write("run", run="same0000000" + end, made_by="cell", parts=[])
    with pytest.raises(RefError, match="2 runs"):
        reader.resolve("same")


def test_the_notebook_of_a_renamed_one(reader: Reader, kernel: Any) -> None:
    before = kernel.run()
    kernel.log.write("notebook", path="/home/me/renamed.ipynb")
    after = kernel.run()
    assert reader.run(before)["notebook"] == "/home/me/a.ipynb"
    assert reader.run(after)["notebook"] == "/home/me/renamed.ipynb"
    assert [found["exec"] for found in reader.execs(notebook="renamed.ipynb")] == [
        reader.run(after)["parts"][0]["exec"]
    ]
