"""The list, one run, what people change, names, filters, curves, the journal, views and comparing."""

from __future__ import annotations

from typing import Any

import pytest


def names_of(listed: dict[str, Any]) -> list[str]:
    """The names of the runs in an answer, in their order."""
    return [run["name"] for run in listed["runs"]]


async def test_the_list_is_filtered_sorted_and_paged(api, lab):
    for depth, acc in ((4, 0.90), (6, 0.95), (8, 0.93)):
        lab.run(f"depth {depth}", params={"depth": depth}, metrics={"acc": acc})
    assert names_of(await api("runs", "RunList")) == ["depth 8", "depth 6", "depth 4"]
    best = await api("runs", "RunList", filter="metrics.acc > 0.92", sort="metrics.acc", order="desc")
    assert names_of(best) == ["depth 6", "depth 8"]
    assert (best["total"], best["unfiltered"]) == (2, 3)
    worst = await api("runs", "RunList", sort="metrics.acc", order="asc", limit=1, offset=1)
    assert names_of(worst) == ["depth 8"]
    assert worst["total"] == 3


async def test_a_wrong_filter_says_where_and_what_there_is(refused, lab):
    lab.run("one", metrics={"acc": 0.9})
    code, problem = await refused("runs", filter="metrics.acc >> 3")
    assert code == 400
    assert problem["position"] == 13
    code, problem = await refused("runs", sort="nonsense")
    assert code == 400


async def test_scope_is_the_notebook_the_experiment_or_the_store(api, begin, lab, jp_root_dir):
    lab.run("here", about={"experiment": "penguins"})
    other = begin()
    other.notebook = jp_root_dir / "sub" / "other.ipynb"
    other.run("there")
    assert names_of(await api("runs", "RunList", path="nb.ipynb", scope="notebook")) == ["here"]
    assert names_of(await api("runs", "RunList", path="nb.ipynb", scope="store")) == ["there", "here"]
    assert names_of(await api("runs", "RunList", scope="experiment:penguins")) == ["here"]


async def test_a_listed_run_shows_its_curve_and_what_changed(api, lab):
    lab.run("first", params={"depth": 6, "model": "rf"}, loss=[1 / (1 + n) for n in range(500)])
    lab.run("other cell", params={"depth": 1}, cell_id="c2")
    lab.run("second", params={"depth": 8, "model": "rf"}, loss=[1.0, float("nan"), 0.5])
    second, _, first = (await api("runs", "RunList"))["runs"]
    assert second["changed"] == {"depth": 8}
    assert first["changed"] == {}
    assert second["spark"] == {"metric": "loss", "values": [1.0, None, 0.5]}
    assert len(first["spark"]["values"]) <= 40
    assert first["spark"]["values"][0] == 1.0
    assert first["spark"]["values"][-1] == pytest.approx(1 / 500)
    listed = await api("runs", "RunList", metric="acc")
    assert [run["spark"] for run in listed["runs"]] == [None, None, None]


async def test_the_curve_shown_is_the_one_that_decides(api, lab):
    lab.run("first", loss=[1.0, 0.5], curves={"val_acc": [0.4, 0.6], "lr": [0.1, 0.01]})
    lab.run("second", loss=[1.0, 0.5], curves={"val_acc": [0.4, 0.7]})
    lab.run("third", loss=[1.0, 0.5], curves={"train_loss": [0.4, 0.7]})
    third, *others = (await api("runs", "RunList"))["runs"]
    assert {run["spark"]["metric"] for run in others} == {"val_acc"}
    assert third["spark"]["metric"] == "loss"


async def test_a_run_is_had_by_id_name_and_prefix(api, refused, lab):
    run = lab.run("rf depth=8", params={"lr": float("1e-3")}, metrics={"loss": {"float": "nan"}})
    for ref in (run, "rf depth=8", run[:5], "@1"):
        record = await api(f"runs/{ref}", "RunRecord")
        assert record["id"] == run
    assert record["parts"][0]["source"] == "%%track\ntrain()"
    assert record["metrics"][0]["value"] == {"float": "nan"}
    code, problem = await refused("runs/nothing")
    assert code == 404
    assert problem["message"]


async def test_what_people_change_is_kept_in_the_servers_own_log(api, store, lab):
    run = lab.run("old")
    changes = {"set": {"name": "new", "star": True, "note": "100 % sure"}, "tags": {"baseline": "", "stage": "final"}}
    summary = await api(f"runs/{run}", "RunSummary", method="PATCH", body=changes)
    assert (summary["name"], summary["star"], summary["note"]) == ("new", True, "100 % sure")
    assert summary["tags"] == {"baseline": "", "stage": "final"}
    summary = await api(f"runs/{run}", "RunSummary", method="PATCH", body={"tags": {"stage": None}})
    assert summary["tags"] == {"baseline": ""}
    assert len(list((store.root / "sessions").iterdir())) == 2, "one log for all that people did here"


async def test_the_trash(api, refused, lab):
    run = lab.run("mistake")
    await api(f"runs/{run}/delete", "RunSummary", method="POST")
    assert (await api("runs", "RunList"))["runs"] == []
    assert (await api(f"runs/{run}", "RunRecord"))["deleted"]
    await api(f"runs/{run}/undelete", "RunSummary", method="POST")
    assert names_of(await api("runs", "RunList")) == ["mistake"]


async def test_names_and_completion(api, lab):
    lab.run("one", params={"depth": 1}, metrics={"acc": 1.0}, about={"tags": {"baseline": ""}, "experiment": "e"})
    names = await api("names", "Names")
    assert names["params"] == ["depth"]
    assert names["metrics"] == ["acc"]
    assert names["tags"] == ["baseline"]
    assert names["experiments"] == ["e"]
    completions = await api("complete", "Completions", filter="metrics.a", cursor=9)
    assert any("acc" in item["text"] for item in completions["items"])
    assert completions["end"] == 9


async def test_curves_are_thinned_and_keep_their_extremes(api, refused, lab):
    values = [float(n % 7) for n in range(5000)]
    values[1234] = -100.0
    values[4321] = float("inf")
    run, other = lab.run("long", loss=values), lab.run("no curve")
    answer = await api("series", "SeriesAnswer", runs=f"{run},{other}", metric="loss", points=100)
    assert list(answer["series"]) == [run]
    curve = answer["series"][run]
    assert curve["total"] == 5000
    assert len(curve["value"]) == len(curve["step"]) == len(curve["time"]) <= 400
    assert -100.0 in curve["value"]
    window = await api("series", "SeriesAnswer", runs=run, metric="loss", points=100, lo=10, hi=20)
    assert min(window["series"][run]["step"]) >= 9
    assert max(window["series"][run]["step"]) <= 21
    assert (await refused("series", runs=run))[0] == 400
    assert (await refused("series", runs=run, metric="loss", lo="nan"))[0] == 400


async def test_the_journal_and_a_run_made_after_the_fact(api, refused, lab):
    lab.run("tracked")
    score = {"name": "score", "value": 0.7, "kind": "assigned"}
    exec_id = lab.cell("# a note\nscore = fit(depth=3)", cell_id="c9", metrics=[score])
    newest, tracked = (await api("execs", "ExecList", limit=5))["execs"]
    assert newest["exec"] == exec_id
    assert newest["run"] is None
    assert newest["metrics"] == {"score": 0.7}
    assert newest["first_line"] == "score = fit(depth=3)"
    assert tracked["run"]
    made = await api("promote", "RunSummary", method="POST", body={"exec": exec_id, "name": "kept"})
    assert (made["name"], made["metrics"], made["state"]) == ("kept", {"score": 0.7}, "finished")
    assert (await api("execs", "ExecList"))["execs"][0]["run"] == made["id"]
    again = await api("promote", "RunSummary", method="POST", body={"exec": exec_id})
    assert again["id"] == made["id"], "a cell that is a run already stays that run"
    assert (await refused("promote", method="POST", body={"exec": "20200101T000000-aaaaaaaa.1"}))[0] == 404


async def test_a_run_made_after_the_fact_is_named_by_what_differs_from_the_one_before(api, lab):
    lab.run("before", params={"depth": 6, "lr": 0.1}, cell_id="c9")
    params = [{"name": name, "value": value, "kind": "literal"} for name, value in (("depth", 8), ("lr", 0.1))]
    exec_id = lab.cell("fit()", cell_id="c9", params=params)
    made = await api("promote", "RunSummary", method="POST", body={"exec": exec_id})
    assert made["name"] == "depth=8"


async def test_views_are_kept(api, refused, lab):
    lab.run("one")
    assert (await api("views/colours", "View"))["value"] is None
    await api("views/colours", "View", method="PUT", body={"value": {"abc": "#E69F00"}})
    assert (await api("views/colours", "View"))["value"] == {"abc": "#E69F00"}
    assert (await refused("views/big", method="PUT", body={"value": "x" * 300_000}))[0] == 413


async def test_comparing(api, refused, lab):
    one = lab.run("one", params={"depth": 6}, metrics={"acc": 0.937})
    two = lab.run("two", params={"depth": 8}, metrics={"acc": 0.941})
    comparison = await api("compare", "Comparison", method="POST", body={"runs": [two, "one"], "baseline": one})
    assert comparison["baseline"] == one
    assert [run["id"] for run in comparison["runs"]] == [two, one]
    assert comparison["params"][0]["values"] == [8, 6]
    assert comparison["metrics"][0]["deltas"][0] == pytest.approx(0.004)
    assert "depth" in comparison["sentence"]
    assert (await refused("compare", method="POST", body={"runs": ["nothing"]}))[0] == 404
    assert (await refused("compare", method="POST", body={"runs": []}))[0] == 400


async def test_an_empty_place_has_empty_answers(api, refused, jp_root_dir):
    assert (await api("runs", "RunList", path="new/nb.ipynb"))["runs"] == []
    assert (await api("status", "Status"))["exists"] is False
    assert (await api("execs", "ExecList"))["execs"] == []
    assert (await api("names", "Names"))["params"] == []
    assert (await api("complete", "Completions", filter="na"))["end"] == 2
    assert (await api("views/a", "View"))["value"] is None
    code, problem = await refused("runs/abc")
    assert code == 404
    assert "%%track" in problem["message"]
    assert not (jp_root_dir / ".tracker").exists()
