"""What observers hand over as events carry it: masked, with where it came from, tables as blobs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.capture.records import Child, Seen, Table, Where
from jupyter_tracker.schema import validator
from jupyter_tracker.session import emit, state
from jupyter_tracker.session.children import MOST, Children, from_journal
from jupyter_tracker.session.learnt import learn, learn_ignored, learnt
from jupyter_tracker.session.tracker import Tracker

TOKEN = "hf_" + "Qd8sK2mZpLx0Vt7RfYwB3nEjUaHcGiOo19"


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tracker]:
    monkeypatch.setenv("JUPYTER_TRACKER_STORE", str(tmp_path / ".tracker"))
    made = Tracker("script")
    yield made
    made.close()


def follows(definition: str, body: Any) -> None:
    validator(definition, "events")(body)


def test_a_value_says_its_rule_and_its_place(tracker: Tracker) -> None:
    where = Where("returned", 3, "evaluate", "return acc", file="lib/model.py")
    seen = Seen("acc", 0.9, "metric", where, 0.95, rule="named like a metric", later=True, also=(f"printed {TOKEN}",))
    (body,) = emit.values([seen], tracker.masker, "s.1")
    follows("Metric", body)
    assert {key: body[key] for key in ("file", "rule", "later", "line", "exec", "conf")} == {
        "file": "lib/model.py",
        "rule": "named like a metric",
        "later": True,
        "line": 3,
        "exec": "s.1",
        "conf": 0.95,
    }
    assert TOKEN not in str(body)
    (plain,) = emit.values([Seen("lr", 0.1, "param", Where("literal"))], tracker.masker)
    assert set(plain) == {"name", "value", "kind"}


def test_a_table_is_kept_masked_with_all_its_rows(tracker: Tracker) -> None:
    rows = [["a\nb", float("nan"), TOKEN], ["c", 2, None], ["d", True, f"is {TOKEN}"]]
    table = Table("df", ["name", "n", "text"], rows, Where("expression", 4), 9)
    (body,) = emit.tables([table], tracker, "s.1")
    follows("Table", body)
    assert (body["total"], body["columns"], body["line"], body["exec"]) == (9, ["name", "n", "text"], 4, "s.1")
    content = json.loads(tracker.store.blobs.get(body["blob"]))
    assert content["columns"] == body["columns"]
    assert [row[0] for row in content["rows"]] == ["a\nb", "c", "d"]
    assert [row[1] for row in content["rows"]] == [{"float": "nan"}, 2, True]
    assert content["rows"][1][2] is None and TOKEN not in str(content)


def test_a_column_of_passwords_is_masked_by_its_name(tracker: Tracker) -> None:
    table = Table(
        "users", ["user", "password"], [["ada", "correct-horse-7"], ["bob", "battery-staple-8"]], Where("name"), 2
    )
    (body,) = emit.tables([table], tracker)
    text = tracker.store.blobs.get(body["blob"]).decode()
    assert "horse" not in text and "staple" not in text and "ada" in text


def test_configurations_become_runs_once_each(tracker: Tracker) -> None:
    run = tracker.begin_run("begin", name="search")
    family = Children(tracker, run.id)
    going = Child("0", {"C": 1}, {}, "running", 100.0, of="grid")
    done = Child("0", {"C": 1}, {"score": 0.5}, "finished", 100.0, 101.5, "grid")
    for child in (going, done, done, Child("0", {"C": 1}, {"score": 0.7}, "failed", of="other")):
        family.take(child)
    family.take(Child("1", {"C": 2}, {}, "running", of="grid"))
    family.close("finished")
    reader = tracker.reader()
    rows = {(reader.run(row["id"])["search"], row["name"]): row for row in reader.tried(run.id)}
    assert {key: row["state"] for key, row in rows.items()} == {
        ("grid", "C=1"): "finished",
        ("other", "C=1"): "failed",
        ("grid", "C=2"): "interrupted",
    }
    assert rows["grid", "C=1"]["metrics"] == {"score": 0.5} and rows["grid", "C=1"]["duration"] == 1.5
    remembered = tracker.memory.children(run.id)
    assert sorted(child["id"] for child in remembered) == sorted(row["id"] for row in rows.values())
    assert [child["state"] for child in remembered].count("finished") == 1


def test_no_more_configurations_than_can_be_listed(tracker: Tracker) -> None:
    run = tracker.begin_run("begin")
    family = Children(tracker, run.id)
    for number in range(MOST + 5):
        family.take(Child(str(number), {}, {}))
    record = tracker.reader().run(run.id)
    assert len(record["children"]) == MOST and len(record["warnings"]) == 1


def test_what_a_cell_that_was_no_run_tried_becomes_runs_of_the_run_made_of_it(tracker: Tracker) -> None:
    tried = emit.children([Child("0", {"token": TOKEN}, {"score": float("nan")})], tracker.masker)
    follows("Child", tried[0])
    assert TOKEN not in str(tried)
    tracker.write("seen", exec="s.1", children=tried)
    run = tracker.begin_run("last", parts=["s.1"])
    from_journal(tracker, run.id, ["s.1"])
    assert len(tracker.reader().tried(run.id)) == 1


def test_rulings_are_at_hand_at_once(tracker: Tracker) -> None:
    notebook = str(tracker.store.root.parent / "a.ipynb")
    assert not learnt(tracker, notebook)
    learn(tracker, notebook, lambda before: before.ignoring(["x"]))
    assert learnt(tracker, notebook).ignores("x.y")
    learn_ignored(tracker, notebook, ["z", "x"])
    assert learnt(tracker, notebook).ignores("z")
    tracker.worker.wait(20)
    state.forget("learnt")  # as in another process
    other = Tracker("script")
    assert not learnt(other, notebook), "at once, without a look"
    other.worker.wait(20)
    assert learnt(other, notebook).ignore == ("x", "z")
    other.close()


def test_what_is_ruled_elsewhere_is_noticed(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = str(tracker.store.root.parent / "a.ipynb")
    learnt(tracker, notebook)
    tracker.worker.wait(20)
    server = tracker.store.session("server")
    server.write("view", key="learnt/a.ipynb", value={"ignore": ["y"]})
    server.close()
    assert not learnt(tracker, notebook)
    monkeypatch.setattr("jupyter_tracker.session.learnt.FRESH", 0.0)
    learnt(tracker, notebook)
    tracker.worker.wait(20)
    assert learnt(tracker, notebook).ignore == ("y",)
