"""What stands first, searches, tables, what was seen afterwards, rulings, and runs made of cells of dead kernels."""

from __future__ import annotations

import json
from typing import Any

from jupyter_tracker.store import new_run_id


def search(lab: Any, parent: str, count: int = 3) -> list[str]:
    """Configurations of a search in a run, the later the better."""
    ids = []
    for number in range(count):
        run = new_run_id()
        ids.append(run)
        lab.log.write("run", run=run, made_by="search", parent=parent, parts=[], auto_name=f"C={number}", search="grid")
        score = {"name": "mean_test_score", "value": number / 10, "kind": "fitted"}
        lab.log.write("seen", run=run, params=[{"name": "C", "value": number, "kind": "fitted"}], metrics=[score])
        lab.log.write("end", run=run, state="finished")
    return ids


def table(lab: Any, name: str = "terms") -> dict[str, Any]:
    """A table of a `seen` event, its rows in the store."""
    blob = lab.store.blobs.put(json.dumps({"columns": ["term", "p"], "rows": [["x", {"float": "nan"}]]}).encode())
    return {"name": name, "what": "coefficients", "columns": ["term", "p"], "total": 1, "blob": blob}


async def test_six_stand_first_and_columns_come_of_them(api, lab):
    doubtful = [{"name": "x_mean", "value": 3.0, "kind": "assigned", "conf": 0.5}]
    found = [{"name": name, "value": 0.5, "kind": "called", "conf": 0.95} for name in ("p_value", "acc", "val_loss")]
    names = ["depth", "alpha", "gamma", "width", "momentum", "dropout", "decay", "layers"]
    keywords = [{"name": name, "value": n, "kind": "keyword", "conf": 0.8} for n, name in enumerate(names)]
    run = new_run_id()
    exec_id = lab.cell(metrics=[*doubtful, *found], params=keywords)
    lab.log.write("run", run=run, made_by="cell", parts=[exec_id])
    lab.log.write("end", run=run, state="finished")
    listed = await api("runs", "RunList")
    assert listed["runs"][0]["foremost"] == ["acc", "val_loss", *names[:4]]
    assert listed["runs"][0]["directions"] == {"acc": "up", "val_loss": "down"}
    assert listed["columns"] == {"metrics": ["acc", "val_loss"], "params": names[:4]}
    record = await api(f"runs/{run}", "RunRecord")
    assert record["foremost"] == listed["runs"][0]["foremost"]
    (entry,) = (await api("execs", "ExecList"))["execs"]
    assert entry["foremost"] == record["foremost"]


async def test_configurations_fold_list_and_go_with_their_search(api, lab):
    parent = lab.run("grid", metrics={"acc": 0.9})
    ids = search(lab, parent)
    listed = await api("runs", "RunList")
    assert [run["id"] for run in listed["runs"]] == [parent] and listed["total"] == listed["unfiltered"] == 1
    told = listed["runs"][0]["search"]
    assert (told["total"], told["metric"], told["direction"], told["best"]["id"]) == (
        3,
        "mean_test_score",
        "up",
        ids[2],
    )
    below = await api("runs", "RunList", parent=parent)
    assert [run["id"] for run in below["runs"]] == ids[::-1], "best first"
    assert [run["notebook"] for run in below["runs"]] == [str(lab.notebook)] * 3
    assert [run["parent"] for run in below["runs"]] == [parent] * 3
    assert (await api("runs", "RunList", filter='made_by == "search"'))["total"] == 3
    record = await api(f"runs/{parent}", "RunRecord")
    assert record["children"] == sorted(ids, key=record["children"].index) and record["search"]["total"] == 3
    await api(f"runs/{parent}/delete", "RunSummary", method="POST")
    assert [run["id"] for run in (await api("runs", "RunList", scope="trash"))["runs"]] == [parent]
    assert (await api(f"runs/{ids[0]}", "RunRecord"))["deleted"]
    await api(f"runs/{parent}/undelete", "RunSummary", method="POST")
    assert (await api("runs", "RunList", parent=parent))["total"] == 3


async def test_tables_are_had_by_their_place(api, refused, lab):
    run = lab.run("one", tables=[table(lab)])
    (told,) = (await api(f"runs/{run}", "RunRecord"))["tables"]
    assert (told["name"], told["what"], told["columns"], told["total"]) == ("terms", "coefficients", ["term", "p"], 1)
    content = await api(f"runs/{run}/tables/0", "TableContent")
    assert content["rows"] == [["x", {"float": "nan"}]]
    assert (await refused(f"runs/{run}/tables/1"))[0] == 404


async def test_what_was_seen_afterwards_is_offered_until_it_is_kept(api, refused, lab):
    run = lab.run("one", metrics={"acc": 0.9})
    later = lab.cell("score(model)", cell_id="c2")
    found = {"name": "test_acc", "value": 0.8, "kind": "called", "later": True}
    lab.log.write("seen", run=run, exec=later, metrics=[found])
    record = await api(f"runs/{run}", "RunRecord")
    assert [(item["name"], item["value"], item["exec"]) for item in record["offers"]] == [("test_acc", 0.8, later)]
    assert [item["name"] for item in record["metrics"]] == ["acc"]
    assert (await refused(f"runs/{run}/keep", method="POST", body={"names": ["f1"]}))[0] == 409
    kept = await api(f"runs/{run}/keep", "RunSummary", method="POST", body={"names": ["test_acc"]})
    assert kept["metrics"] == {"acc": 0.9, "test_acc": 0.8}
    assert (await api(f"runs/{run}", "RunRecord"))["offers"] == []
    lab.log.write("seen", run=run, exec=later, metrics=[{**found, "value": 0.7}])
    record = await api(f"runs/{run}", "RunRecord")
    assert [item["value"] for item in record["offers"]] == [0.7], "what was kept stays, what is new is offered"
    assert {item["name"]: item["value"] for item in record["metrics"]}["test_acc"] == 0.8


async def test_what_the_machine_did_is_no_metric(api, lab):
    run = new_run_id()
    points = lab.store.points(run)
    points.log({"system/cpu": 150.0, "loss": 1.0}, 0, None)
    points.log({"system/cpu": 90.0, "loss": 0.5}, 1, None)
    points.close()
    lab.log.write("run", run=run, made_by="begin", parts=[])
    lab.log.write("seen", run=run, metrics=[{"name": "system/cpu", "kind": "resource", "unit": "%"}])
    listed = (await api("runs", "RunList"))["runs"][0]
    assert listed["metrics"] == {"loss": 0.5} and listed["series"] == ["loss"]
    assert (await api("names", "Names"))["metrics"] == ["loss"]
    (cpu,) = (await api(f"runs/{run}", "RunRecord"))["system"]
    assert (cpu["name"], cpu["max"], cpu["unit"], cpu["kind"]) == ("system/cpu", 150.0, "%", "resource")
    curve = await api("series", "SeriesAnswer", runs=run, metric="system/cpu")
    assert curve["series"][run]["value"] == [150.0, 90.0]


async def test_rulings_of_a_notebook(api, lab):
    run = lab.run("one", metrics={"acc": 0.9, "loss": 0.1}, params={"depth": 3})
    nothing = await api("learnt", "Learnt", path="nb.ipynb")
    unruled = {"ignore": [], "params": [], "metrics": [], "directions": {}, "primary": None}
    assert nothing == {**unruled, "irrelevant": [], "relevant": []}
    asked = {"ignore": ["depth"], "directions": {"loss": "up"}, "primary": "loss"}
    ruled = await api("learnt", "Learnt", method="POST", body=asked, path="nb.ipynb")
    assert (ruled["ignore"], ruled["metrics"], ruled["primary"]) == (["depth"], ["loss"], "loss")
    listed = (await api("runs", "RunList"))["runs"][0]
    assert listed["foremost"] == ["loss", "acc"] and listed["directions"]["loss"] == "up"
    told = await api(f"runs/{run}/why", "Why", name="loss")
    assert "it is the primary metric" in told["learnt"] and told["found"][0]["direction"] == "up" and told["shown"]
    ruled = await api("learnt", "Learnt", method="POST", body={"unlearn": ["depth", "loss"]}, path="nb.ipynb")
    assert ruled == nothing
    assert (await api("learnt", "Learnt", path="other.ipynb")) == nothing


async def test_a_comparison_says_what_is_worth_showing(api, lab):
    one = lab.run("one", params={"depth": 6}, metrics={"acc": 0.9})
    two = lab.run("two", params={"depth": 8}, metrics={"acc": 0.8})
    odd = {"name": "p_value", "value": 0.1, "kind": "called", "conf": 0.9}
    lab.log.write("seen", run=two, metrics=[odd])
    found = await api("compare", "Comparison", method="POST", body={"runs": [one, two]})
    assert found["foremost"] == ["acc", "depth"]
    assert [(row["name"], row["direction"]) for row in found["metrics"]] == [("acc", "up"), ("p_value", None)]


async def test_a_cell_of_a_dead_kernel_becomes_a_run(api, another):
    kernel = another(DEAD)
    exec_id = kernel.run
    kernel.kill()
    (entry,) = (await api("execs", "ExecList"))["execs"]
    assert (entry["exec"], entry["tables"], entry["tried"], entry["run"]) == (exec_id, ["terms"], 2, None)
    made = await api("promote", "RunSummary", method="POST", body={"exec": exec_id, "name": "yesterday"})
    assert (made["state"], made["name"], made["params"]) == ("finished", "yesterday", {"depth": 3})
    assert made["metrics"] == {"acc": 0.9, "loss": 0.5} and made["series"] == ["loss"]
    record = await api(f"runs/{made['id']}", "RunRecord")
    assert record["notebook"] == "/home/me/nb.ipynb" and record["environment"]["cwd"] == "/home/me"
    assert [item["name"] for item in record["tables"]] == ["terms"]
    assert record["search"]["total"] == 2 and record["search"]["best"]["name"] == "C=1"
    curve = await api("series", "SeriesAnswer", runs=made["id"], metric="loss")
    assert curve["series"][made["id"]]["value"] == [1.0, 0.5]


async def test_a_cell_that_died_with_its_kernel_is_a_crashed_run(api, another):
    kernel = another(DEAD.replace('log.write("cell_end"', 'dict(kind="cell_end"'))
    kernel.kill()
    made = await api("promote", "RunSummary", method="POST", body={"exec": kernel.run})
    assert made["state"] == "crashed"


async def test_a_trashed_run_of_a_cell_leaves_the_cell_free(api, lab):
    exec_id = lab.cell("fit()", metrics=[{"name": "acc", "value": 0.7, "kind": "assigned"}])
    first = await api("promote", "RunSummary", method="POST", body={"exec": exec_id})
    await api(f"runs/{first['id']}/delete", "RunSummary", method="POST")
    again = await api("promote", "RunSummary", method="POST", body={"exec": exec_id})
    assert again["id"] != first["id"] and again["metrics"] == {"acc": 0.7}


async def test_the_journal_goes_back_as_far_as_it_reaches(api, lab):
    execs = [lab.cell(f"x = {n}", cell_id=f"c{n % 2}") for n in range(6)]
    newest = (await api("execs", "ExecList", limit=2))["execs"]
    assert [entry["exec"] for entry in newest] == [execs[5], execs[4]]
    older = (await api("execs", "ExecList", limit=2, before=execs[4]))["execs"]
    assert [entry["exec"] for entry in older] == [execs[3], execs[2]]
    of_one = (await api("execs", "ExecList", cell="c0"))["execs"]
    assert [entry["exec"] for entry in of_one] == [execs[4], execs[2], execs[0]]


DEAD = """
import json, sys
from jupyter_tracker.store import Store, new_run_id
store = Store.open(sys.argv[1])
log = store.session("kernel", notebook="/home/me/nb.ipynb", cwd="/home/me")
exec_id, reserved = f"{log.id}.1", new_run_id()
source = store.blobs.put(b"fit(depth=3)")
log.write("cell", exec=exec_id, source=source, tracked=False, cell_id="c1", count=1)
log.write("points", exec=exec_id, run=reserved)
points = store.points(reserved)
for step, loss in enumerate((1.0, 0.5)):
    points.log({"loss": loss}, step, None)
blob = store.blobs.put(json.dumps({"columns": ["a"], "rows": [[1]]}).encode())
log.write("seen", exec=exec_id,
    params=[{"name": "depth", "value": 3, "kind": "literal"}],
    metrics=[{"name": "acc", "value": 0.9, "kind": "assigned"}],
    tables=[{"name": "terms", "what": "table", "columns": ["a"], "total": 1, "blob": blob}],
    children=[{"key": str(n), "of": "grid", "params": {"C": n}, "metrics": {"score": n / 10}, "state": "finished"}
              for n in range(2)])
log.write("cell_end", exec=exec_id, outcome="ok", wall=1.0, cpu=1.0)
print(exec_id, flush=True)
sys.stdin.readline()
"""
