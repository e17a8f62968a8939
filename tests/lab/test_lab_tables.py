"""The routes of the run table and of what many runs say together: answers follow the contract, who may read may ask."""

from __future__ import annotations

from typing import Any

import pytest
from jupyter_server.auth import Authorizer

pytest.importorskip("numpy")
TERMS = ["term", "estimate", "std_error", "statistic", "p", "low", "high"]


@pytest.fixture
def runs(lab: Any) -> dict[str, str]:
    """Two configurations with three seeds each, and one that failed."""
    found = {
        f"{depth}/{seed}": lab.run(
            params={"depth": depth, "seed": seed, "model": "rf", "odd": {"repr": "<x>", "type": "X"}},
            metrics={
                "acc": round(depth / 10 + seed**2 / 100, 4),
                "loss": {"float": "inf"} if seed else {"float": "nan"},
            },
        )
        for depth in (6, 8)
        for seed in range(3)
    }
    found["failed"] = lab.run(params={"depth": 8, "seed": 9}, end="failed", about={"tags": {"stage": "x"}})
    return found


async def post(api: Any, endpoint: str, definition: str, **body: Any) -> Any:
    return await api(endpoint, definition, method="POST", body=body, path="nb.ipynb")


async def test_a_page_of_the_table(api, lab, runs) -> None:
    columns = ["params.depth", "metrics.acc", "metrics.loss", "params.odd", "star"]
    sort = [{"column": "metrics.acc", "descending": True}]
    page = await post(api, "table", "TablePage", filter="params.depth == 8", sort=sort, columns=columns, limit=2)
    assert (page["total"], page["runs"]) == (4, 4)
    assert [row["id"] for row in page["rows"]] == [runs["8/2"], runs["8/1"]]
    assert page["rows"][0]["values"] == [8, 0.84, {"float": "inf"}, {"repr": "<x>", "type": "X"}, False]
    folded = await post(api, "table", "TablePage", fold=True)
    assert folded["total"] == 7 and folded["rows"][0]["fold"] is None  # nothing finished after what failed
    assert (await post(api, "table", "TablePage", scope="experiment:none"))["total"] == 0


async def test_a_run_that_is_running_tells_how_far_it_has_come(api, lab, runs) -> None:
    lab.run("live", loss=[1.0, 0.5, 0.25], curves={"acc": [0.1, 0.2]}, end=None)
    rows = (await post(api, "table", "TablePage", columns=["state"]))["rows"]
    listed = (await api("runs", "RunList", path="nb.ipynb"))["runs"]
    for told in (rows, listed):
        live, *others = told
        assert (live["name"], live["state"], live["step"]) == ("live", "running", 2)
        assert not any(one.get("step") for one in others)


async def test_nothing_tracked_is_an_empty_table(api) -> None:
    page = await post(api, "table", "TablePage")
    assert (page["rows"], page["total"]) == ([], 0)


async def test_archive_hides_and_the_filter_finds_it(api, runs) -> None:
    await api(f"runs/{runs['6/0']}", "RunSummary", method="PATCH", body={"set": {"archived": True}})
    assert (await post(api, "table", "TablePage"))["runs"] == 6
    assert [row["id"] for row in (await post(api, "table", "TablePage", archived=True))["rows"]] == [runs["6/0"]]
    assert (await post(api, "table", "TablePage", archived=None))["runs"] == 7
    assert (await post(api, "table", "TablePage", filter="archived"))["runs"] == 1


async def test_pinned_runs_are_found_and_can_stand_first(api, runs) -> None:
    changed = {"set": {"pinned": True}}
    assert (await api(f"runs/{runs['6/1']}", "RunSummary", method="PATCH", body=changed))["pinned"]
    sort = [{"column": "pinned", "descending": True}, {"column": "started", "descending": True}]
    page = await post(api, "table", "TablePage", sort=sort, columns=["pinned"])
    assert page["rows"][0]["id"] == runs["6/1"] and [row["values"][0] for row in page["rows"]] == [True] + [False] * 6
    assert (await post(api, "table", "TablePage", filter="pinned"))["total"] == 1


async def test_headers_columns_and_brushes(api, runs) -> None:
    headers = await post(
        api, "table/headers", "Headers", columns=["params.depth", "params.model", "metrics.acc", "metrics.loss"]
    )
    by_column = {one["column"]: one for one in headers["headers"]}
    assert (
        headers["runs"] == 7
        and by_column["metrics.loss"]["kind"] == "empty"
        and by_column["metrics.acc"]["missing"] == 1
    )
    bar = by_column["params.depth"]["bins"][-1]
    narrowed = await post(api, "table/headers", "Headers", columns=["metrics.acc"], filter=bar["filter"])
    assert narrowed["headers"][0]["count"] == bar["count"] == 4
    first = await post(api, "table/columns", "FirstColumns")
    assert first["columns"][:2] == ["metrics.acc", "metrics.loss"] and "params.depth" in first["columns"]
    brushes = [{"column": "metrics.acc", "low": 0.6, "high": 0.605}, {"column": "params.model", "values": ["rf"]}]
    text = (await post(api, "table/brush", "BrushAnswer", brushes=brushes, filter="state == 'finished'"))["filter"]
    assert [row["id"] for row in (await post(api, "table", "TablePage", filter=text))["rows"]] == [runs["6/0"]]


async def test_groups_configurations_and_pivot(api, runs) -> None:
    groups = await post(api, "groups", "Groups", by=["configuration", "day"], metrics=["acc", "gone"], params=["seed"])
    assert sum(len(group["runs"]) for group in groups["groups"]) == 7
    found = await post(api, "configurations", "Configurations", metric="acc", baseline=runs["6/0"])
    assert {one["name"] for one in found["configurations"]} >= {"depth=6", "depth=8"} or len(
        found["configurations"]
    ) == 3
    assert found["differences"][0]["note"].startswith("the same change in every seed")
    assert (await post(api, "configurations", "Configurations", metric="acc", method="bootstrap"))["best"] is not None
    pivot = await post(api, "pivot", "Pivot", down="params.depth", across="params.model", metric="acc")
    assert pivot["rows"] == [6, 8] and pivot["cells"][0][0]["n"] == 3 and r"\toprule" in pivot["latex"]


async def test_what_moved_and_what_matters(api, runs) -> None:
    moved = await post(api, "moved", "Moved", first=runs["6/0"], second=runs["8/0"])
    assert moved["metric"] == "metrics.acc" and moved["changes"][0]["name"] == "depth"
    assert moved["changes"][0]["change"] == pytest.approx(0.2) and moved["changes"][0]["n"] == 2
    important = await post(api, "importance", "Importance", metric="acc")
    assert important["runs"] == 6 and important["params"][0]["name"] == "depth"
    table = await post(api, "correlation", "Correlation", columns=["params.depth", "metrics.acc"])
    assert table["rho"][0][1] > 0.8
    points = (await post(api, "progress", "Progress", metric="acc"))["points"]
    assert [point["run"] for point in points] == [runs[key] for key in ("6/0", "6/1", "6/2", "8/0", "8/1", "8/2")]


async def test_models_side_by_side(api, refused, lab, store) -> None:
    import json

    content = {"columns": TERMS, "rows": [["x", 2.0, 0.5, 4.0, 0.0001, 1.0, 3.0]]}
    blob = store.blobs.put(json.dumps(content).encode())
    table = {"name": "coefficients", "what": "coefficients", "columns": TERMS, "total": 1, "blob": blob}
    run = lab.run(params={"formula": "y ~ x", "n_obs": 100}, metrics={"aic": 10.0}, tables=[table])
    found = await post(api, "models", "ModelTable", runs=[run])
    assert found["terms"][0]["cells"][0]["stars"] == "***" and found["models"][0]["outcome"] == "y"
    code, problem = await refused("models", method="POST", body={"runs": [lab.run()]}, path="nb.ipynb")
    assert code == 409 and "no" in problem["message"]


@pytest.mark.parametrize(
    ("endpoint", "body", "says"),
    [
        ("table", {"sort": [{"column": "metrics.ac"}]}, "did you mean acc"),
        ("table", {"columns": ["params"]}, "this is no column"),
        ("table", {"scope": "everywhere"}, "scope is"),
        ("table", {"limit": 5000}, "limit"),
        ("table/headers", {"columns": ["nothing"]}, "there is no column nothing"),
        ("table/brush", {"brushes": [{"column": "params.depth"}]}, "at least one value"),
        ("groups", {"by": ["params"]}, "this is no column"),
        (
            "pivot",
            {"down": "params.depth", "across": "params.model", "metric": "gone"},
            "no run has a metric called 'gone'",
        ),
        ("moved", {"first": "nothing-like-it", "second": "nothing-like-it"}, "nothing-like-it"),
        ("configurations", {"metric": "acc", "method": "magic"}, "method"),
    ],
)
async def test_a_wrong_question_says_what_is_wrong(refused, runs, endpoint: str, body: Any, says: str) -> None:
    code, problem = await refused(endpoint, method="POST", body=body, path="nb.ipynb")
    assert code in (400, 404) and says in problem["message"]


class MayRead(Authorizer):
    """Lets everybody look and nobody change anything."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Reading only."""
        return action == "read"


async def test_who_may_only_read_may_ask_all_of_it_and_change_nothing(jp_serverapp, api, refused, runs) -> None:
    jp_serverapp.web_app.settings["authorizer"] = MayRead(parent=jp_serverapp)
    assert (await post(api, "table", "TablePage"))["total"] == 7
    assert (await post(api, "groups", "Groups", by=["state"]))["runs"] == 7
    await api("compare", "Comparison", method="POST", body={"runs": [runs["6/0"], runs["8/0"]]}, path="nb.ipynb")
    assert (await refused(f"runs/{runs['6/0']}", method="PATCH", body={"set": {"archived": True}}))[0] == 403
    assert (await refused("learnt", method="POST", body={"irrelevant": ["depth"]}, path="nb.ipynb"))[0] == 403


async def test_what_is_irrelevant_is_ruled_once_for_the_notebook(api, runs) -> None:
    async def told() -> set[tuple[str, ...]]:
        found = await post(api, "configurations", "Configurations", metric="acc")
        return {tuple(one["params"]) for one in found["configurations"]}

    assert await told() == {("depth",)}
    body = {"irrelevant": ["depth"]}
    ruled = await api("learnt", "Learnt", method="POST", body=body, path="nb.ipynb")
    assert ruled["irrelevant"] == ["depth"]
    assert await told() == {()}  # the runs that count differ in nothing else
    again = await api("learnt", "Learnt", method="POST", body={"relevant": ["depth"]}, path="nb.ipynb")
    assert again["irrelevant"] == [] and again["relevant"] == ["depth"] and await told() == {("depth",)}


async def test_archived_runs_are_in_no_list_but_their_own(api, lab, runs) -> None:
    await api(f"runs/{runs['6/0']}", "RunSummary", method="PATCH", body={"set": {"archived": True}})
    for scope in ("store", "notebook"):
        listed = await api("runs", "RunList", path="nb.ipynb", scope=scope)
        assert (listed["total"], listed["unfiltered"]) == (6, 6)
        assert runs["6/0"] not in [run["id"] for run in listed["runs"]]
    archived = await api("runs", "RunList", path="nb.ipynb", scope="archived")
    assert [run["id"] for run in archived["runs"]] == [runs["6/0"]]
    found = await api("runs", "RunList", path="nb.ipynb", scope="store", filter="archived")
    assert (found["total"], found["unfiltered"]) == (1, 6)
    assert (await post(api, "table", "TablePage", scope="archived"))["total"] == 1


async def test_several_runs_are_changed_at_once_or_not_at_all(api, refused, runs) -> None:
    some = [runs["6/0"], runs["6/1"]]
    edit = {"set": {"star": True}, "tags": {"stage": "b"}}
    done = await api(
        "runs", "RunsEdited", method="PATCH", body={"runs": [*some, some[0]], "edit": edit}, path="nb.ipynb"
    )
    assert done["edited"] == 2
    page = await post(api, "table", "TablePage", filter="star and tags.stage == 'b'")
    assert {row["id"] for row in page["rows"]} == set(some)
    body = {"runs": [*some, "nowhere"], "trash": True}
    code, _ = await refused("runs", method="PATCH", body=body, path="nb.ipynb")
    assert code == 404 and (await post(api, "table", "TablePage"))["runs"] == 7
    await api("runs", "RunsEdited", method="PATCH", body={"runs": some, "trash": True}, path="nb.ipynb")
    assert (await post(api, "table", "TablePage"))["runs"] == 5
    assert (await post(api, "table", "TablePage", scope="trash"))["runs"] == 2
    await api("runs", "RunsEdited", method="PATCH", body={"runs": some, "trash": False}, path="nb.ipynb")
    assert (await post(api, "table", "TablePage"))["runs"] == 7
    code, _ = await refused("runs", method="PATCH", body={"runs": some, "edit": {"tags": {" ": ""}}}, path="nb.ipynb")
    assert code == 400


async def test_rows_of_these_runs_in_their_order(api, runs) -> None:
    some = [runs["8/2"], runs["6/0"]]
    page = await post(api, "table", "TablePage", runs=some, columns=["metrics.acc"], filter="params.depth == 9")
    assert [(row["id"], row["values"]) for row in page["rows"]] == [(some[0], [0.84]), (some[1], [0.6])]


async def test_the_header_of_a_brushed_column_keeps_its_own_bars(api, runs) -> None:
    brush = {"column": "params.depth", "low": 6, "high": 6}
    told = await post(
        api, "table/headers", "Headers", columns=["params.depth", "metrics.acc", "params.model"], brushes=[brush]
    )
    depth, acc, model = told["headers"]
    assert [bar["count"] for bar in depth["bins"] if bar["count"]] == [3, 4]
    assert acc["count"] == model["count"] == told["runs"] == 3
    assert acc["direction"] == "up" and "direction" not in depth


async def test_rows_are_sorted_by_several_columns_missing_last(api, runs) -> None:
    sort = [{"column": "params.depth", "descending": True}, {"column": "metrics.acc"}]
    page = await post(api, "table", "TablePage", sort=sort, columns=["metrics.acc"])
    order = ["8/0", "8/1", "8/2", "failed", "6/0", "6/1", "6/2"]
    assert [row["id"] for row in page["rows"]] == [runs[key] for key in order]


async def test_groups_tell_how_many_runs_without_naming_them(api, runs) -> None:
    groups = (await post(api, "groups", "Groups", by=["params.depth"], ids=False))["groups"]
    assert {group["size"] for group in groups} == {3, 4} and all(not group["runs"] for group in groups)


async def test_saved_views_are_found_by_the_beginning_of_their_keys(api, runs) -> None:
    for key, value in (("table-a", {"filter": "star"}), ("table-b", {"filter": ""}), ("other", 1)):
        await api(f"views/{key}", "View", method="PUT", body={"value": value}, path="nb.ipynb")
    await api("views/table-b", "View", method="PUT", body={"value": None}, path="nb.ipynb")
    views = (await api("views", "Views", path="nb.ipynb", prefix="table-"))["views"]
    assert views == {"table-a": {"filter": "star"}}


async def test_nothing_tracked_has_no_headers_columns_or_groups(api) -> None:
    assert (await post(api, "table/headers", "Headers", columns=["state"]))["headers"][0]["kind"] == "empty"
    assert (await post(api, "table/columns", "FirstColumns"))["columns"] == []
    assert (await post(api, "groups", "Groups", by=["day"]))["groups"] == []
