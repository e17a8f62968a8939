"""Searches, tables, metrics seen afterwards and resources: as records, in lists, in the trash, in the index."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.schema import validator
from jupyter_tracker.store import RefError, Store, children, new_run_id, upkeep
from jupyter_tracker.store.query import Reader


def search(log: Any, parent: str, count: int = 3) -> list[str]:
    """Configurations that a search in a run has tried."""
    ids = []
    for number in range(count):
        ids.append(new_run_id())
        child = {"key": str(number), "of": "grid", "params": {"C": number}, "metrics": {"score": number / 10}}
        for kind, body in children.events({**child, "state": "finished"}, ids[-1], parent, f"C={number}"):
            log.write(kind, **body)
    return ids


def ids_of(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_configurations_stand_with_their_run(reader: Reader, kernel: Any) -> None:
    alone, parent = kernel.run(), kernel.run()
    tried = search(kernel.log, parent)
    reader.refresh()
    assert ids_of(reader.runs()) == [parent, alone] and reader.count() == 2
    assert reader.searched([alone, parent]) == {parent: 3}
    assert sorted(reader.run(parent)["children"]) == sorted(tried) == sorted(ids_of(reader.tried(parent)))
    assert ids_of(reader.runs(parent=parent, sort=(("metrics.score", True),))) == tried[::-1]
    assert reader.count(children=True) == 5 and reader.count(children=False) == 2
    assert reader.count('made_by == "search"') == 3 and reader.count(f'parent == "{parent}"') == 3
    record = reader.run(tried[2])
    assert (record["made_by"], record["search"], record["parent"], record["name"]) == ("search", "grid", parent, "C=2")
    assert (record["state"], record["duration"], record["parts"]) == ("finished", None, [])
    assert {item["name"]: item["value"] for item in record["params"] + record["metrics"]} == {"C": 2, "score": 0.2}


def test_configurations_are_no_runs_to_refer_to_by_number(reader: Reader, kernel: Any) -> None:
    parent = kernel.run(name="C=1")
    search(kernel.log, parent)
    reader.refresh()
    assert reader.resolve("@1") == parent == reader.resolve("C=1"), "a run that somebody made comes first"
    assert reader.run(reader.resolve("C=2"))["made_by"] == "search"
    with pytest.raises(RefError, match="only 1"):
        reader.resolve("@2")


def test_times_of_configurations_are_those_of_the_search(reader: Reader, kernel: Any) -> None:
    parent, run = kernel.run(), new_run_id()
    child = {
        "key": "7",
        "of": "study",
        "params": {},
        "metrics": {},
        "state": "failed",
        "started": 100.0,
        "ended": 130.0,
    }
    for kind, body in children.events(child, run, parent, "trial 7"):
        kernel.log.write(kind, **body)
    record = reader.run(run) if reader.refresh() else {}
    assert [record[key] for key in ("started", "ended", "duration", "state")] == [100.0, 130.0, 30.0, "failed"]


def test_a_configuration_that_goes_on_changes_its_run(reader: Reader, kernel: Any) -> None:
    parent = kernel.run(end=None)
    reader.refresh()
    tried = search(kernel.log, parent, 1)
    assert reader.refresh() == {parent, *tried}


def test_the_trash_takes_configurations_along(reader: Reader, kernel: Any, store: Store) -> None:
    parent = kernel.run()
    tried = search(kernel.log, parent)
    server = store.session("server")
    server.write("delete", run=tried[0])
    reader.refresh()
    assert ids_of(reader.runs(deleted=True)) == [tried[0]] and reader.searched([parent]) == {parent: 2}
    server.write("delete", run=parent)
    changed = reader.refresh()
    assert {parent, *tried[1:]} <= changed
    assert ids_of(reader.runs(deleted=True)) == [parent] and reader.count(children=True) == 0
    assert reader.run(tried[1])["deleted"]
    server.write("undelete", run=parent)
    reader.refresh()
    assert reader.searched([parent]) == {parent: 2}, "what was thrown away alone stays away"


def test_pruning_takes_them_along(store: Store, reader: Reader, kernel: Any) -> None:
    parent, kept = kernel.run(), kernel.run()
    tried = search(kernel.log, parent)
    kernel.log.write("delete", run=parent)
    reader.refresh()
    plan = upkeep.plan_prune(reader)
    assert plan.runs == [] and set(plan.waiting) == {parent, *tried}, "the session goes on"
    kernel.log.close()
    plan = upkeep.plan_prune(reader)
    assert set(plan.runs) == {parent, *tried}
    upkeep.execute(reader, plan)
    assert ids_of(reader.runs(children=True)) == [kept]


def test_what_waits_in_the_trash_keeps_its_configurations(store: Store, reader: Reader, kernel: Any) -> None:
    parent = kernel.run()
    tried = search(kernel.log, parent)
    kernel.log.close()
    server = store.session("server")
    server.write("delete", run=parent)
    plan = upkeep.plan_prune(reader)
    assert plan.runs == [] and set(plan.waiting) == {parent, *tried}, "the server still writes of it"
    server.close()


def test_tables_merge_by_name(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run()
    exec_id = reader.run(run)["parts"][0]["exec"] if reader.refresh() else ""
    for number in range(2):
        blob = store.blobs.put(json.dumps({"columns": ["a"], "rows": [[number]]}).encode())
        made = {"name": "df", "what": "table", "columns": ["a"], "total": 1, "blob": blob, "line": number}
        kernel.log.write("seen", exec=exec_id, tables=[made, {"name": "broken"}])
    reader.refresh()
    (found,) = reader.run(run)["tables"]
    assert (found["name"], found["line"], found["exec"]) == ("df", 1, exec_id)
    assert json.loads(store.blobs.get(found["blob"]))["rows"] == [[1]]
    assert reader.execs()[0]["tables"] == [found]


def test_an_offer_is_kept_once_and_a_known_number_is_none(reader: Reader, kernel: Any) -> None:
    run = kernel.run(metrics={"acc": 0.9})
    write = kernel.log.write
    later = kernel.cell()
    for name, value in (("acc", 0.9), ("test", 0.8), ("f1", 0.7)):
        write("seen", run=run, exec=later, metrics=[{"name": name, "value": value, "kind": "called", "later": True}])
    write("edit", run=run, keep=["test", "nothing"])
    reader.refresh()
    record = reader.run(run)
    assert [(item["name"], item["value"], item["exec"]) for item in record["offers"]] == [("f1", 0.7, later)]
    assert {item["name"]: item["value"] for item in record["metrics"]} == {"acc": 0.9, "test": 0.8}
    assert reader.summary(run)["metrics"] == {"acc": 0.9, "test": 0.8}
    assert not any("later" in item for item in record["metrics"])


def test_resources_are_no_metrics(store: Store, reader: Reader, kernel: Any) -> None:
    run = kernel.run(metrics={"acc": 0.9})
    points = store.points(run)
    points.log({"system/gpu0_memory": 5.0, "system/own": 1.0, "machine/fan": 3.0})
    kernel.log.write("seen", run=run, metrics=[{"name": "machine/fan", "kind": "resource", "unit": "rpm"}])
    kernel.log.write("seen", run=run, metrics=[{"name": "system/cpu", "kind": "resource", "unit": "%"}])
    reader.refresh()
    record = reader.run(run)
    assert {item["name"] for item in record["metrics"]} == {"acc", "system/own"}
    assert [(item["name"], item["unit"]) for item in record["system"]] == [
        ("machine/fan", "rpm"),
        ("system/gpu0_memory", None),
    ]
    assert reader.names()["metrics"] == ["acc", "system/own"] and list(reader.series(run, "machine/fan").value) == [3.0]


def test_how_sure_we_are_stands_in_the_summary(reader: Reader, kernel: Any) -> None:
    run = kernel.run(metrics={"acc": 0.9})
    kernel.log.write("seen", run=run, metrics=[{"name": "x", "value": 1.0, "kind": "local", "conf": 0.7, "rule": "r"}])
    reader.refresh()
    assert reader.summary(run)["conf"] == {"x": 0.7}
    assert reader.run(run)["metrics"][1]["rule"] == "r"


def test_one_view(reader: Reader, kernel: Any, store: Store) -> None:
    server = store.session("server")
    for value in (1, 2):
        server.write("view", key='learnt/a "b".ipynb', value={"ignore": [value]})
        kernel.log.write("view", key="other", value="learnt/a.ipynb")
    reader.refresh()
    assert reader.view('learnt/a "b".ipynb') == {"ignore": [2]} and reader.view("learnt/a.ipynb") is None


@pytest.fixture
def whole(store: Store, kernel: Any) -> Store:
    """Runs with searches, deletions, offers, tables and resources, told by several sessions."""
    first, second = kernel.run(metrics={"acc": 0.9}), kernel.run(end=None)
    tried = search(kernel.log, first) + search(kernel.log, second, 2)
    kernel.log.write("notebook", path="/home/me/renamed.ipynb")
    late = search(kernel.log, second, 1)
    store.points(second).log({"system/cpu": 10.0, "loss": 1.0})
    server = store.session("server")
    blob = store.blobs.put(b'{"columns": [], "rows": []}')
    server.write("seen", run=first, metrics=[{"name": "f1", "value": 0.5, "kind": "called", "later": True}])
    server.write("seen", run=first, tables=[{"name": "t", "what": "table", "columns": [], "total": 0, "blob": blob}])
    server.write("edit", run=first, keep=["f1"])
    server.write("delete", run=first)
    other = store.session("server")
    other.write("delete", run=second)
    other.write("undelete", run=second)
    other.write("delete", run=tried[-1])
    other.write("edit", run=late[0], set={"star": True})
    return store


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_files_in_any_order_end_in_the_same_rows(
    whole: Store, tmp_path: Path, dump: Any, order: tuple[int, ...]
) -> None:
    expected = dump(whole.reader())
    assert len(expected["runs"]) == 8
    other = Store.open(tmp_path / "other" / ".tracker")
    reader = other.reader()
    logs = sorted((whole.root / "sessions").iterdir())
    for path in [*(logs[place] for place in order), *(whole.root / "points").iterdir()]:
        target = other.root / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        reader.refresh()
    assert dump(reader) == expected
    reader.rebuild()
    assert dump(reader) == expected


def test_event_by_event_and_a_log_that_goes(whole: Store, tmp_path: Path, dump: Any) -> None:
    other = Store.open(tmp_path / "other" / ".tracker")
    reader = other.reader()
    (other.root / "sessions").mkdir(parents=True)
    logs = sorted((whole.root / "sessions").iterdir())
    for path in logs:
        with (other.root / "sessions" / path.name).open("wb", buffering=0) as target:
            for line in path.read_bytes().splitlines(keepends=True):
                target.write(line)
                reader.refresh()
    before = dump(reader)
    reader.rebuild()
    assert dump(reader) == before
    for path in logs[1:]:
        (other.root / "sessions" / path.name).unlink()
        left = dump(reader)
        reader.rebuild()
        assert dump(reader) == left


def test_all_of_it_follows_the_contract(whole: Store) -> None:
    check = validator("Event", "events")
    for log in (whole.root / "sessions").iterdir():
        for line in log.read_text().splitlines():
            check(json.loads(line))
