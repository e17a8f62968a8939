"""The run table over a real store: pages, folded re-runs, headers that follow the filter, first columns, groups."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.store import FilterError
from jupyter_tracker.store.selecting import Selection, count, ids
from jupyter_tracker.workbench import heads
from jupyter_tracker.workbench.bench import Bench
from jupyter_tracker.workbench.groups import groups
from jupyter_tracker.workbench.rows import Page, table


def asked(bench: Bench, filter: str = "", **more: Any) -> list[str]:
    """The ids that a table of these runs shows, after a look at the store."""
    bench.reader.refresh()
    fold = more.pop("fold", False)
    return [row["id"] for row in table(bench, Selection(filter=filter, **more), Page(fold=fold))["rows"]]


def test_a_page_has_the_chosen_columns_of_its_rows_and_counts_all(notebook, bench) -> None:
    runs = [
        notebook.run({"depth": k, "shuffle": k % 2 == 0, "layers": [k, 2]}, {"acc": k / 10}, curve=[3.0, 1.0, 2.0])
        for k in range(6)
    ]
    bench.reader.refresh()
    columns = (
        "params.depth",
        "params.shuffle",
        "params.layers",
        "metrics.acc",
        "metrics.loss.min",
        "star",
        "metrics.acc.at_min('loss')",
    )
    sort = (("params.shuffle", True), ("metrics.acc", True))
    found = table(bench, Selection(filter="metrics.acc < 0.5", sort=sort), Page(columns, limit=2, offset=1))
    assert (found["total"], found["runs"]) == (5, 5)
    assert [row["id"] for row in found["rows"]] == [runs[2], runs[0]]
    assert found["rows"][0]["values"] == [2, True, [2, 2], 0.2, 1.0, False, None]
    with pytest.raises(FilterError, match="did you mean acc"):
        table(bench, Selection(sort=(("metrics.ac", True),)), Page())


def test_archived_runs_are_hidden_until_they_are_asked_for(notebook, bench) -> None:
    kept, away = notebook.run(), notebook.run()
    notebook.log.write("edit", run=away, set={"archived": True})
    assert asked(bench, archived=False) == [kept] and asked(bench, archived=True) == [away]
    assert asked(bench, "archived", archived=False) == [away] and asked(bench) == [away, kept]
    assert count(bench.reader, Selection(archived=False)) == 1 == len(ids(bench.reader, Selection(archived=False)))


def test_equal_runs_fold_into_one_row_and_failed_ones_go_under_the_next(notebook, bench) -> None:
    old = notebook.run({"depth": 6})
    failed = notebook.run({"depth": 8}, state="failed")
    other = notebook.run({"depth": 8})
    new = notebook.run({"depth": 6})
    bench.reader.refresh()
    found = table(bench, Selection(), Page(fold=True))
    assert [row["id"] for row in found["rows"]] == [new, other] and (found["total"], found["runs"]) == (2, 4)
    assert found["rows"][0]["fold"] == {"same": [old], "failed": []}
    assert found["rows"][1]["fold"] == {"same": [], "failed": [failed]}
    notebook.log.write("edit", run=old, set={"star": True})
    assert asked(bench, fold=True) == [new, other, old]


@pytest.mark.parametrize(
    "other",
    [
        {"params": {"depth": 8}}, {"source": "train(2)"},
        {"inputs": [{"path": "d.csv", "seen_by": "audit", "hash": "h2"}]},
        {"env": {"seeds": {"seeded": {"random.seed": 2}}}}, {"inputs": [{"path": "d.csv", "seen_by": "audit"}]},
        {"trace": {"reads": [], "writes": [], "modules": [{"name": "m", "path": "m.py", "blob": "b3:2"}]}},
    ],
    ids=["params", "source", "inputs", "seed", "inputs not hashed", "local modules"],
)  # fmt: skip
def test_runs_that_differ_in_anything_stay_apart(notebook, bench, other: Any) -> None:
    same = {
        "params": {"depth": 6}, "source": "train(1)", "inputs": [{"path": "d.csv", "seen_by": "audit", "hash": "h1"}],
        "env": {"seeds": {"seeded": {"random.seed": 1}}},
        "trace": {"reads": [], "writes": [], "modules": [{"name": "m", "path": "m.py", "blob": "b3:1"}]},
    }  # fmt: skip
    first, again, changed = notebook.run(**same), notebook.run(**same), notebook.run(**{**same, **other})
    assert asked(bench, fold=True) == [changed, again] and first


def test_a_run_that_read_something_else_from_memory_is_no_re_run(notebook, bench) -> None:
    def define(hash: str) -> None:
        notebook.cell(
            "def train(): ...", trace={"reads": [], "writes": [{"name": "train", "how": "bound", "hash": hash}]}
        )

    reads = {"reads": ["train", "<random:numpy>"], "writes": []}
    define("h1")
    notebook.run(trace=reads)
    define("h1")
    same = notebook.run(trace=reads)
    define("h2")
    changed = notebook.run(trace=reads)
    assert asked(bench, fold=True) == [changed, same]


def test_what_becomes_known_of_a_run_later_counts(notebook, bench) -> None:
    def define(hash: str) -> None:
        notebook.cell("data = load()", trace={"reads": [], "writes": [{"name": "data", "how": "bound", "hash": hash}]})

    define("h1")
    notebook.run()
    define("h2")
    new = notebook.run()
    assert asked(bench, fold=True) == [new]  # nothing is known yet of what they read
    for row in list(bench.reader.runs()):
        part = bench.reader.run(row["id"])["parts"][0]["exec"]
        notebook.log.write("seen", exec=part, trace={"reads": ["data"], "writes": []})
    assert len(asked(bench, fold=True)) == 2


def test_headers_follow_the_filter_and_the_store(notebook, bench) -> None:
    for k in range(6):
        notebook.run({"depth": k, "model": "rf" if k < 4 else "gb", "shuffle": k > 2}, {"acc": k / 10} if k else {})
    columns = ["params.depth", "params.model", "params.shuffle", "metrics.acc", "state"]

    def told(filter: str = "") -> dict[str, Any]:
        bench.reader.refresh()
        return {one["column"]: one for one in heads.headers(bench, Selection(filter=filter), columns)["headers"]}

    found = told()
    assert found["params.model"]["categories"][0] == {"value": "rf", "count": 4, "filter": 'params.model == "rf"'}
    assert found["metrics.acc"]["missing"] == 1 and found["params.depth"]["whole"]
    assert [one["value"] for one in found["params.shuffle"]["categories"]] == ["False", "True"]
    narrowed = told(found["params.model"]["categories"][1]["filter"])
    assert narrowed["params.depth"]["count"] == 2 and narrowed["state"]["categories"][0]["count"] == 2
    later = notebook.run({"depth": 40, "model": "gb", "shuffle": True}, {"acc": 0.9})
    assert told()["params.depth"]["high"] == 40
    notebook.log.write("delete", run=later)
    assert told()["params.depth"]["high"] == 5
    for name, header in told().items():
        for one in (*header.get("bins", ()), *header.get("categories", ())):
            assert count(bench.reader, Selection(filter=one["filter"])) == one["count"], (name, one)


def test_columns_of_changed_runs_are_read_again(notebook, bench) -> None:
    run = notebook.run({"depth": 6}, {"acc": 0.5}, state=None)
    other = notebook.run({"depth": 7})
    bench.reader.refresh()
    order = [run, other]
    assert bench.columns.of("metrics.acc", order).numbers[0] == 0.5
    assert bench.columns.of("tags.stage", order).at(0) is None
    notebook.log.write("seen", run=run, metrics=[{"name": "acc", "value": 0.75, "kind": "assigned"}])
    notebook.log.write("edit", run=run, tags={"stage": "final"})
    more = notebook.run({"depth": 8}, {"acc": 0.1})
    bench.reader.refresh()
    acc = bench.columns.of("metrics.acc", [more, run, other])
    assert [acc.at(place) for place in range(3)] == [0.1, 0.75, None]
    assert bench.columns.of("tags.stage", order).at(0) == "final"
    bench.reader.rebuild()
    assert bench.columns.of("metrics.acc", [run]).at(0) == 0.75


def test_brushes_become_one_filter_of_the_language(notebook, bench) -> None:
    runs = [notebook.run({"lr": 10.0**-k, "model": "rf" if k % 2 else "gb"}, {"val/loss": k / 10}) for k in range(5)]
    odd = notebook.run({"model": "rf"})
    text = heads.brushed(
        [{"column": "params.lr", "low": 1e-3, "high": 0.1}, {"column": "params.model", "values": ["rf"]}],
        "not star or star",
    )
    assert asked(bench, text) == [runs[3], runs[1]]
    missing = heads.brushed([{"column": 'metrics["val/loss"]', "low": 0.4, "high": None, "missing": True}])
    assert asked(bench, missing) == [odd, runs[4]]
    with pytest.raises(FilterError):
        heads.brushed([{"column": "params", "values": ["x"]}])
    with pytest.raises(ValueError):
        heads.brushed([{"column": "params.lr"}])


def test_first_columns_are_those_that_differ_and_rulings_count(notebook, bench) -> None:
    for k in range(3):
        notebook.run(
            {"depth": k, "same": 1, "out_dir": f"d{k}"}, {"acc": k / 10, "loss": 1 - k / 10}, defaults={"tol": 1e-3}
        )
    notebook.run({}, {}, state="failed")  # lacks what the others share
    bench.reader.refresh()
    found = heads.first_columns(bench, Selection())
    assert found["columns"] == ["metrics.acc", "metrics.loss", "params.depth", "params.out_dir"]
    assert found["directions"] == {"acc": "up", "loss": "down"}
    ruled = heads.first_columns(bench, Selection(), Learnt().with_primary("loss"))
    assert ruled["metrics"] == ["loss", "acc"]


def test_groups_by_columns_day_and_configuration_leave_their_runs(notebook, bench) -> None:
    for seed in range(3):
        for depth in (6, 8):
            notebook.run(
                {"depth": depth, "seed": seed}, {"acc": depth / 10 + seed / 100}, tags={"stage": "a" if seed else "b"}
            )
    late = notebook.run({"depth": 8, "seed": 9}, {"acc": 0.1}, state="failed", started=1.7e9 + 10 * 86400)
    bench.reader.refresh()

    def by(*columns: str) -> list[dict[str, Any]]:
        found = groups(bench, Selection(), columns, ["acc"], ["seed"])
        assert sum(len(group["runs"]) for group in found["groups"]) == found["runs"] == 7
        for group in found["groups"]:
            assert sorted(asked(bench, group["filter"])) == sorted(group["runs"]), group["key"]
        return found["groups"]

    configurations = by("configuration")
    assert [[key["text"] for key in group["key"]] for group in configurations] == [["8"], ["6"]]
    assert configurations[0]["n"] == 3 and configurations[0]["left_out"] == {"unfinished": 1, "again": 0}
    assert configurations[0]["metrics"]["acc"]["mean"] == pytest.approx(0.81) and late in configurations[0]["runs"]
    assert configurations[1]["params"]["seed"]["text"] == "0–2"
    assert {group["key"][0]["value"] for group in by("tags.stage")} == {"a", "b", None}
    assert len(by("day")) >= 2 and len(by("params.depth", "state")) == 3 and len(by("notebook", "experiment")) == 1
    for wrong in ([], ["params"], ["nothing"]):
        with pytest.raises(FilterError):
            groups(bench, Selection(), wrong)
