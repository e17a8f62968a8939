"""What the cells of an open notebook show of their runs, and what a user may do here."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from jupyter_server.auth import Authorizer

TRAIN = "%%track\ndepth = 6\ntrain(depth)"


def kept(store: Any, *outputs: dict[str, Any], truncated: bool = False) -> dict[str, Any]:
    """Outputs as an event refers to them."""
    data = json.dumps(outputs).encode()
    return {"blob": store.blobs.put(data), "bytes": len(data), "truncated": truncated}


async def test_each_cell_has_its_newest_run_and_the_change(api, lab):
    lab.run("a", metrics={"acc": 0.9}, cell_id="c1")
    newest = lab.run("b", metrics={"acc": 0.94}, cell_id="c1", source=TRAIN)
    failed = lab.run("c", cell_id="c2", end="failed")
    lab.cell("x = 1", cell_id="c3")
    answer = await api("cells", "CellList", path="nb.ipynb")
    cells = {cell["cell_id"]: cell for cell in answer["cells"]}
    assert set(cells) == {"c1", "c2"}
    first = cells["c1"]
    assert (first["run"], first["name"], first["runs"], first["state"]) == (newest, "b", 2, "finished")
    assert first["metrics"] == [{"name": "acc", "value": 0.94, "before": 0.9, "direction": "up"}]
    assert first["source"] == hashlib.sha256(TRAIN.encode()).hexdigest()
    assert (cells["c2"]["run"], cells["c2"]["state"], cells["c2"]["metrics"]) == (failed, "failed", [])
    again = lab.run("d", metrics={"acc": 0.95}, cell_id="c1")
    changed = await api("cells", "CellList", path="nb.ipynb", runs=again)
    assert [(cell["cell_id"], cell["run"], cell["runs"]) for cell in changed["cells"]] == [("c1", again, 3)]


async def test_configurations_trash_and_other_notebooks_are_no_results_of_a_cell(api, lab):
    shown = lab.run("shown")
    lab.log.write("run", run="tried", made_by="search", parts=[lab.cell()], parent=shown)
    thrown = lab.run("thrown")
    await api(f"runs/{thrown}/delete", "RunSummary", method="POST", body={})
    assert [cell["runs"] for cell in (await api("cells", "CellList", path="nb.ipynb"))["cells"]] == [1]
    assert (await api("cells", "CellList", path="other.ipynb"))["cells"] == []


async def test_without_a_store_there_is_nothing(api, jp_root_dir):
    assert (await api("cells", "CellList", path="nb.ipynb"))["cells"] == []
    body = {"cell_id": "c1", "source": "x"}
    assert await api("cells/versions", "CellVersions", method="POST", body=body) == {"versions": [], "more": False}


async def test_how_much_a_cell_has_shown_is_counted(api, lab, store):
    stream = {"output_type": "stream", "name": "stdout", "text": "one\ntwo\nthree\n"}
    figure = {"output_type": "display_data", "data": {"image/png": "iVBO", "text/plain": "<Figure>"}, "metadata": {}}
    value = {"output_type": "execute_result", "data": {"text/plain": "1\n2"}, "metadata": {}, "execution_count": 1}
    lab.run("shows", outputs=kept(store, stream, figure, value))
    lab.run("shows nothing", cell_id="c2")
    cells = (await api("cells", "CellList", path="nb.ipynb"))["cells"]
    outputs = {cell["cell_id"]: cell["outputs"] for cell in cells}
    assert outputs["c2"] is None
    assert {key: outputs["c1"][key] for key in ("part", "lines", "figures", "truncated")} == {
        "part": 0, "lines": 5, "figures": 1, "truncated": False,
    }  # fmt: skip
    answer = await api(f"runs/{cells[0]['run']}/outputs/0", "Outputs")
    assert answer["outputs"][0]["text"] == "one\ntwo\nthree\n"


async def test_outputs_that_are_no_outputs_are_none(api, lab, store):
    broken = [store.blobs.put(data) for data in (b"no JSON", b"{}", b'[{"no": "type"}]', b'["text"]')]
    for place, blob in enumerate(broken):
        lab.run(f"r{place}", cell_id=f"c{place}", outputs={"blob": blob, "bytes": 1, "truncated": False})
    lab.run("gone", cell_id="c9", outputs={"blob": "b3:" + "0" * 64, "bytes": 1, "truncated": False})
    cells = (await api("cells", "CellList", path="nb.ipynb"))["cells"]
    assert [(cell["outputs"] or {}).get("lines", 0) for cell in cells] == [0] * 5


async def test_versions_have_their_source_and_what_differs_from_now(api, lab):
    runs = [lab.run(f"v{depth}", source=f"%%track\ndepth = {depth}\ntrain(depth)") for depth in (4, 6, 8)]
    lab.run("elsewhere", cell_id="c2")
    body = {"cell_id": "c1", "source": TRAIN, "limit": 2}
    answer = await api("cells/versions", "CellVersions", method="POST", body=body, path="nb.ipynb")
    assert [version["run"] for version in answer["versions"]] == [runs[2], runs[1]]
    assert answer["more"]
    newest, same = answer["versions"]
    assert newest["source"] == "%%track\ndepth = 8\ntrain(depth)"
    assert [line for line in newest["diff"] if line["op"] != " "] == [
        {"op": "-", "text": "depth = 8"},
        {"op": "+", "text": "depth = 6"},
    ]
    assert (same["lines"], newest["lines"]) == (0, 1)
    body["before"] = runs[1]
    older = await api("cells/versions", "CellVersions", method="POST", body=body, path="nb.ipynb")
    assert [version["run"] for version in older["versions"]] == [runs[0]]
    assert not older["more"]


async def test_lines_to_the_tracker_are_no_cells_of_the_journal(api, lab):
    lab.cell("%load_ext jupyter_tracker")
    seen = [lab.cell("x = 1"), lab.cell("%track on\nfit()")]
    for line in ("%track last", "# compare\n%track compare @1 @2", "%track quiet\n\n%track on"):
        lab.cell(line)
    answer = await api("execs", "ExecList", path="nb.ipynb", limit=3)
    assert [entry["exec"] for entry in answer["execs"]] == seen[::-1]
    assert [e["exec"] for e in (await api("execs", "ExecList", path="nb.ipynb", limit=1))["execs"]] == [seen[1]]


async def test_a_cell_tells_what_it_logged_by_calls(api, lab):
    lab.run(metrics={"acc": 0.9}, curves={"loss": [3.0, 1.0]}, cell_id="c1")
    (entry,) = (await api("execs", "ExecList", path="nb.ipynb"))["execs"]
    assert entry["metrics"] == {"acc": 0.9, "loss": 1.0}
    assert set(entry["foremost"]) == {"acc", "loss"}


class OnlyReads(Authorizer):
    """Lets everybody read and nobody do anything else."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Refuse all but reading."""
        return action == "read"


async def test_a_user_who_may_only_read_is_told_so_and_refused(api, refused, jp_serverapp, lab):
    run = lab.run("kept")
    status = await api("status", "Status")
    assert (status["writable"], status["executes"]) == (True, True)
    jp_serverapp.web_app.settings["authorizer"] = OnlyReads(parent=jp_serverapp)
    status = await api("status", "Status")
    assert (status["writable"], status["executes"]) == (False, False)
    assert (await api("cells", "CellList", path="nb.ipynb"))["cells"][0]["run"] == run
    code, _ = await refused(f"runs/{run}", method="PATCH", body={"set": {"star": True}})
    assert code == 403


class RunsNothing(Authorizer):
    """Lets everybody do everything but run code."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Refuse the execution of kernels."""
        return (action, resource) != ("execute", "kernels")


async def test_who_may_not_run_code_may_not_replay(api, refused, jp_serverapp, lab):
    run = lab.run("kept")
    jp_serverapp.web_app.settings["authorizer"] = RunsNothing(parent=jp_serverapp)
    status = await api("status", "Status")
    assert (status["writable"], status["executes"]) == (True, False)
    code, problem = await refused(f"runs/{run}/replay", method="POST", body={})
    assert code == 403
    assert "may not run code" in problem["message"]
