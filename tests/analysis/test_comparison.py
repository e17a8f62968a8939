"""Comparisons: right for ordinary runs, and never failing for odd ones."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_runs import PACKAGES, blob, keep, metric, param, record

from jupyter_tracker.analysis import comparison
from jupyter_tracker.schema import validator


def compare(*records: dict[str, Any], **options: Any) -> dict[str, Any]:
    """A comparison that fits the contract and is strict JSON."""
    found = comparison.compare(records, blobs=blob, **options)
    validator("Comparison")(json.loads(json.dumps(found, allow_nan=False)))
    return found


def test_two_runs_in_one_sentence() -> None:
    found = compare(record(depth=6), record("8cccccccabcd", "rf depth=8", 8))
    assert found["sentence"] == "acc +0.004, loss −0.02; depth 6 → 8, 1 line of code; same data and packages"
    assert found["sections"] == {
        "params": "depth differs; 2 the same",
        "metrics": "acc: rf depth=8 best; loss: rf depth=8 best",
        "code": "1 line of code differs",
        "inputs": "same data",
        "environment": "same packages",
        "outputs": "no outputs kept",
        "files": "same file",
    }


def test_rows_carry_values_changes_and_the_best() -> None:
    found = compare(record(depth=6), record("8cccccccabcd", "rf depth=8", 8), record("2cccccccabcd", "rf depth=2", 2))
    acc = found["metrics"][0]
    assert (acc["name"], acc["direction"], acc["best"]) == ("acc", "up", [1])
    assert acc["deltas"] == pytest.approx([0, 0.004, -0.008])
    assert found["params"][0] == {"name": "depth", "values": [6, 8, 2], "differs": True}
    assert [row["name"] for row in found["params"] if not row["differs"]] == ["n_estimators", "criterion"]
    assert found["sentence"].startswith(
        "rf depth=8 best with acc 0.941 (+0.004 on rf depth=6); depth differs, code differs in 2 of 2"
    )
    assert found["packages"] == {"differs": [], "same": 3}


def test_any_run_can_be_the_baseline() -> None:
    found = compare(record(depth=6), record("8cccccccabcd", "rf depth=8", 8), baseline=1)
    assert found["baseline"] == "8cccccccabcd"
    assert found["metrics"][0]["deltas"] == pytest.approx([-0.004, 0])
    assert found["sentence"].startswith("acc −0.004, loss +0.02; depth 8 → 6")


def test_data_and_packages_that_differ_are_named() -> None:
    other = record("8cccccccabcd", "rf depth=8", 8)
    other["inputs"] = [{**other["inputs"][0], "hash": "b3:" + "bb" * 32}]
    other["environment"] = {**other["environment"], "packages": keep(json.dumps({**PACKAGES, "numpy": "2.5.0"}))}
    found = compare(record(depth=6), other)
    assert found["sentence"].endswith("; data differs (penguins.csv), 1 package differs (numpy)")
    assert found["packages"]["differs"] == [{"name": "numpy", "values": ["2.4.6", "2.5.0"]}]


def test_the_same_bytes_under_another_path_are_the_same_data() -> None:
    other = record("8cccccccabcd", "rf depth=8", 8)
    other["inputs"] = [{**other["inputs"][0], "path": "elsewhere/penguins.csv"}]
    assert compare(record(depth=6), other)["sections"]["inputs"] == "same data"


def test_what_is_not_known_is_said() -> None:
    other = record("8cccccccabcd", "rf depth=8", 8, environment={})
    other["inputs"] = [{**other["inputs"][0], "hash": None, "state": "pending"}]
    found = compare(record(depth=6), other)
    assert found["sections"]["inputs"] == "data not hashed yet"
    assert found["sections"]["environment"].startswith("packages of 1 run not known")


def test_none_is_a_value_and_missing_is_not() -> None:
    found = compare(record(params=[param("depth", None)]), record("8cccccccabcd", "b", params=[]))
    assert found["params"][0]["values"] == [{"repr": "None", "type": "NoneType"}, None]
    assert "depth None → –" in found["sentence"]


def test_defaults_of_another_class_are_no_difference_that_anyone_made() -> None:
    boosted = record("8cccccccabcd", "gb", 8, params=[param("depth", 8), param("subsample", 1.0, default=True)])
    assert [row["name"] for row in compare(record(depth=6), boosted)["params"] if row["differs"]] == [
        "depth",
        "n_estimators",
    ]


def test_the_best_needs_a_direction_and_a_difference() -> None:
    runs = [record(run, run, metrics=[metric("acc", value), metric("thing", value), metric("same", 1.0)])
            for run, value in (("aaaaaaaaaaaa", 0.5), ("bbbbbbbbbbbb", {"float": "nan"}),
                ("cccccccccccc", 0.7), ("dddddddddddd", 0.7))]  # fmt: skip
    rows = {row["name"]: row for row in compare(*runs)["metrics"]}
    assert rows["acc"]["best"] == [2, 3]
    assert rows["thing"]["best"] == [] == rows["same"]["best"]
    assert rows["acc"]["values"][1] == {"float": "nan"} and rows["acc"]["deltas"][1] is None


def test_failed_runs_and_no_metrics_are_said() -> None:
    failed = record("8cccccccabcd", "rf depth=8", 8, state="failed", metrics=[])
    assert compare(record(depth=6), failed)["sentence"].startswith(
        "no metric in common, rf depth=8 failed; depth 6 → 8"
    )


def test_one_run_is_a_finding_too() -> None:
    assert compare(record(depth=6))["sentence"] == "acc 0.937, loss 0.18 after 4.2 s"


def test_no_run_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="name at least one run"):
        comparison.compare([], blobs=blob)


def test_sources_and_packages_that_are_gone_make_gaps() -> None:
    def nothing(ref: str) -> bytes:
        raise KeyError(ref)

    found = comparison.compare([record(depth=6), record("8cccccccabcd", "b", 8)], blobs=nothing)
    assert found["sections"]["code"] == "code not kept"
    assert found["sections"]["environment"] == "packages not known"


def test_markdown_keeps_its_table_whatever_the_names() -> None:
    found = compare(record(name="a|b\n<b>*x*"), record("8cccccccabcd", "`c`", 8))
    table = [line for line in found["markdown"].splitlines() if line.startswith("|")]
    assert table[0] == "|  | a\\|b &lt;b>\\*x\\* (baseline) | \\`c\\` |"
    assert all(line.replace("\\|", "").count("|") == 4 for line in table)
    assert "| acc | 0.937 | **0.941 (+0.004)** |" in table


def test_runs_of_one_name_are_told_apart() -> None:
    found = compare(record(), record("8cccccccabcd", depth=8))
    assert "rf depth=6 (8ccccc)" in found["markdown"]


values = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.lists(st.floats(), max_size=2),
                   st.just({"float": "inf"}), st.just({"int": "9" * 30}),
    st.just({"repr": "<x>", "type": "X"}))  # fmt: skip
names = st.sampled_from(["acc", "loss", "x|y", "", "ערך", "val/loss"])


@given(
    st.lists(
        st.tuples(st.dictionaries(names, values, max_size=4), st.dictionaries(names, values, max_size=4)),
        min_size=1,
        max_size=5,
    )
)
def test_no_value_breaks_a_comparison(runs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    records = [
        record(
            f"{place:012d}", params=[param(n, v) for n, v in p.items()], metrics=[metric(n, v) for n, v in m.items()]
        )
        for place, (p, m) in enumerate(runs)
    ]
    found = compare(*records)
    assert found["sentence"] and "\n" not in found["sentence"]
    for row in found["metrics"]:
        assert all(change is None or math.isfinite(change) for change in row["deltas"])


@given(
    st.fixed_dictionaries(
        {key: st.just(None) for key in ("params", "metrics", "inputs", "parts", "environment", "tags", "resources")}
    )
)
def test_records_with_nothing_in_them(gaps: dict[str, None]) -> None:
    assert compare(record(**gaps), record("8cccccccabcd", **gaps))["sentence"]


def test_where_a_generator_stands_is_no_difference_but_its_seed_is() -> None:
    one, other = record(depth=6), record("8cccccccabcd", "rf depth=8", 8)
    for number, run in enumerate((one, other)):
        seeds = {"seeded": {"numpy.random.seed": number}, "states": {"numpy": f"{number:032x}"}}
        run["environment"] = {**run["environment"], "seeds": seeds}
    rows = {row["name"]: row["differs"] for row in compare(one, other)["environment"]}
    assert rows["seeds.seeded.numpy.random.seed"] is True
    assert not any(name.startswith("seeds.states") for name in rows)


def test_threads_of_a_library_that_was_not_loaded_are_no_difference() -> None:
    first, second, third = (record(run=name) for name in ("aaaa", "bbbb", "cccc"))
    for one, threads in ((first, {}), (second, {"openblas": 2}), (third, {"openblas": 4})):
        one["environment"] = {**one["environment"], "threads": threads}
    told = {row["name"]: row["differs"] for row in compare(first, second)["environment"]}
    assert told["threads.openblas"] is False
    told = {row["name"]: row["differs"] for row in compare(second, third)["environment"]}
    assert told["threads.openblas"] is True


def test_variables_that_change_results_are_compared() -> None:
    first, second = record(run="aaaa"), record(run="bbbb")
    second["environment"] = {**second["environment"], "variables": {"OMP_NUM_THREADS": "1"}}
    (row,) = [row for row in compare(first, second)["environment"] if row["differs"]]
    assert row["name"] == "variables.OMP_NUM_THREADS" and row["values"] == [None, "1"]
