"""tag, note, rename, delete, undelete: what is said about a run stays said, in logs that anyone can fold again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from jupyter_tracker.store import Store
from jupyter_tracker.store.journal import encode_entry

Call = Callable[..., tuple[int, str, str]]


def test_tags(answer: Callable[..., Any]) -> None:
    found = answer("tag", "@2", "best", "stage=final", "--remove", "baseline")
    assert found["runs"][0]["tags"] == {"best": "", "stage": "final"}
    assert [run["name"] for run in answer("runs", "'best' in tags")["runs"]] == ["rf depth=6"]


def test_note_and_name(answer: Callable[..., Any]) -> None:
    answer("note", "@1", "diverged", "after", "epoch 3")
    answer("rename", "@1", "too deep")
    record = answer("show", "too deep")
    assert record["note"] == "diverged after epoch 3" and record["named"] is True


def test_secrets_do_not_get_in(answer: Callable[..., Any], store: Store) -> None:
    token = "ghp_" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3gH6"
    answer("note", "@1", f"clone with {token}")
    assert token not in answer("show", "@1")["note"]
    assert not [path for path in store.root.rglob("*") if path.is_file() and token.encode() in path.read_bytes()]


def test_delete_and_undelete(answer: Callable[..., Any], tracker: Call) -> None:
    run = answer("show", "logreg")["id"]
    answer("delete", "logreg", "@1")
    assert [found["name"] for found in answer("runs")["runs"]] == ["rf depth=6"]
    assert {found["name"] for found in answer("runs", "--deleted")["runs"]} == {"logreg", "rf depth=8"}
    assert answer("show", run)["deleted"]
    answer("undelete", run)
    assert answer("runs")["total"] == 2
    code, _, err = tracker("undelete", run)
    assert code == 2 and "trash" in err


def test_nothing_is_done_where_one_name_is_wrong(answer: Callable[..., Any], tracker: Call) -> None:
    code, _, _ = tracker("delete", "@1", "no such run")
    assert code == 2
    assert answer("runs")["total"] == 3


def test_what_was_said_survives_the_index(answer: Callable[..., Any]) -> None:
    answer("tag", "@1", "kept")
    before = answer("runs")
    assert answer("rebuild")["runs"] == 3
    assert answer("runs") == before


def test_what_a_newer_version_wrote_is_shown_and_not_changed(
    answer: Callable[..., Any], tracker: Call, store: Store
) -> None:
    session = "20300101T000000-zzzzzzzz"
    software = {"jupyter_tracker": "9.1"}
    first = {"n": 0, "t": 2e9, "k": "session", "format": 2, "session": session, "kind": "kernel", "software": software}
    events = [first, {"n": 1, "t": 2e9, "k": "run", "run": "future000000", "made_by": "cell", "parts": []}]
    (store.root / "sessions" / f"{session}.jsonl").write_bytes(b"".join(map(encode_entry, events)))
    found = answer("runs")
    assert found["total"] == 4 and "jupyter_tracker>=9.1" in found["problems"][0]
    advice = [problem["do"] for problem in json.loads(tracker("doctor", "--json")[1])["problems"]]
    assert "pip install -U 'jupyter_tracker>=9.1'" in advice
    for command in (("note", "future000000", "mine"), ("delete", "future000000"), ("rename", "future000000", "mine")):
        code, _, said = tracker(*command)
        assert code == 2 and "pip install -U 'jupyter_tracker>=9.1'" in said
    assert answer("runs")["total"] == 4
