"""The contract itself: it is sound, what is written follows it, and what does not is caught."""

from __future__ import annotations

import json

import jsonschema
import pytest

from jupyter_tracker.schema import SchemaError, load, validator
from jupyter_tracker.store.events import STATES


@pytest.mark.parametrize("name", ["rest", "events"])
def test_the_schemas_are_sound_and_titled_for_the_types_made_from_them(name):
    document = load(name)
    jsonschema.Draft7Validator.check_schema(document)
    for title, definition in document["definitions"].items():
        assert definition["title"] == title
        validator(title, name)


def test_every_rest_definition_can_be_reached_from_the_root():
    text = json.dumps(load("rest"))
    for title in load("rest")["definitions"]:
        assert f'"#/definitions/{title}"' in text


def test_states_are_those_of_the_store():
    assert tuple(load("rest")["definitions"]["State"]["enum"]) == STATES


def test_what_breaks_the_contract_says_where():
    with pytest.raises(SchemaError, match="limit|RunEdit"):
        validator("RunEdit")({"set": {"limit": 1}})


def test_every_event_written_follows_the_contract(lab, store):
    run = lab.run(
        "everything",
        params={"lr": 1e-3, "layers": [1, 2], "huge": {"int": "1" * 30}, "model": {"repr": "<x>", "type": "X"}},
        metrics={"loss": {"float": "nan"}},
        loss=[1.0],
        inputs=[{"path": "data.csv", "seen_by": "audit", "state": "pending"}],
        artifacts=[{"name": "model.pkl", "kept": False, "why": "too large"}],
        pending=["environment"],
    )
    failed = lab.cell(end="error")
    lab.log.write("points", exec=failed, run=run)
    lab.log.write("edit", run=run, set={"star": True}, tags={"old": None, "new": ""})
    lab.log.write("view", key="colours", value={"a": 1})
    lab.log.close()
    check = validator("Event", "events")
    kinds = set()
    for log in (store.root / "sessions").iterdir():
        for line in log.read_text().splitlines():
            check(json.loads(line))
            kinds.add(json.loads(line)["k"])
    assert {"session", "cell", "seen", "cell_end", "run", "end", "points", "edit", "view", "bye"} <= kinds


def test_an_event_that_breaks_the_contract_is_caught(lab, store):
    check = validator("Event", "events")
    for wrong in ({"k": "end", "run": "a", "state": "sleeping"}, {"k": "seen"}, {"k": "run", "run": "a"}):
        with pytest.raises(SchemaError):
            check({"n": 1, "t": 1.0, "c": "00000000", **wrong})
