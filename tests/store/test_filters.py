"""The filter language means what Python would, and says where and why it does not understand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from jupyter_tracker.store import FilterError, Store, filters
from jupyter_tracker.store.query import Reader

RUNS: list[dict[str, Any]] = [
    {
        "params": {"depth": 8, "model": "rf", "flag": True},
        "metrics": {"acc": 0.9, "val/loss": 0.3},
        "tags": {"baseline": ""},
    },
    {"params": {"depth": 4.5, "model": "svm"}, "metrics": {"acc": 0.8}, "tags": {"stage": "final", "x y": ""}},
    {"params": {"depth": "deep", "model": "rf"}, "metrics": {"acc": float("inf")}, "tags": {}},
    {"params": {"model": "é'\"; --"}, "metrics": {"acc": float("nan"), "val/loss": -1.0}, "tags": {"baseline": "é"}},
    {"params": {}, "metrics": {}, "tags": {}},
]  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, dict[str, dict[str, Any]]]]:
    store = Store.open(Path(tmp_path_factory.mktemp("filters")) / ".tracker")
    log = store.session("kernel")
    known = {}
    for place, run in enumerate(RUNS):
        id = f"run{place:09d}"
        log.write("run", run=id, made_by="cell", parts=[], tags=run["tags"], experiment=f"e{place % 2}")
        for kind in ("params", "metrics"):
            from jupyter_tracker.store.events import encode_value

            items = [{"name": n, "value": encode_value(v), "kind": "literal"} for n, v in run[kind].items()]
            log.write("seen", run=id, **{kind: items})
        log.write("end", run=id, state="finished" if place % 2 else "failed", wall=60.0 * place)
        known[id] = {**run, "state": "finished" if place % 2 else "failed", "experiment": f"e{place % 2}"}
    reader = store.reader()
    yield reader, known
    reader.close()


# An oracle in Python: each generated condition comes with what it means.

COLUMNS = {
    "params.depth": lambda run: run["params"].get("depth"),
    "params.model": lambda run: run["params"].get("model"),
    'params["flag"]': lambda run: run["params"].get("flag"),
    "metrics.acc": lambda run: run["metrics"].get("acc"),
    'metrics["val/loss"].min': lambda run: run["metrics"].get("val/loss"),
    "state": lambda run: run["state"],
    "tags.stage": lambda run: run["tags"].get("stage"),
    'tags["x y"]': lambda run: run["tags"].get("x y"),
}
VALUES = st.one_of(
    st.sampled_from([8, 4.5, 0.9, -1, True, 1, "rf", "final", "", "é'\"; --", "finished", "deep"]),
    st.integers(-10, 10),
    st.floats(-2, 2),
    st.text(max_size=4).filter(lambda text: text.isprintable()),
)
SIGNS = {
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def missing(value: Any) -> bool:
    return value is None or value != value


def compared(a: Any, sign: str, b: Any) -> bool:
    if missing(a) or missing(b):
        return False
    if sign == "!=":
        return bool(a != b)
    if isinstance(a, str) != isinstance(b, str):
        return False
    return bool(SIGNS[sign](a, b))


def written(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(value)


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[str, Any]:
    name, value = draw(st.sampled_from(sorted(COLUMNS))), draw(VALUES)
    sign = draw(st.sampled_from([*SIGNS, "!="]))
    get = COLUMNS[name]
    if draw(st.booleans()):
        return f"{name} {sign} {written(value)}", lambda run: compared(get(run), sign, value)
    return f"{written(value)} {sign} {name}", lambda run: compared(value, sign, get(run))


@st.composite
def memberships(draw: st.DrawFn) -> tuple[str, Any]:
    name, values = draw(st.sampled_from(sorted(COLUMNS))), draw(st.lists(VALUES, max_size=3))
    get, listed = COLUMNS[name], ", ".join(map(written, values))
    if draw(st.booleans()):
        return f"{name} in ({listed})", lambda run: any(compared(get(run), "==", v) for v in values)
    return (
        f"{name} not in [{listed}]",
        lambda run: not missing(get(run)) and not any(compared(get(run), "==", v) for v in values),
    )


@st.composite
def tag_conditions(draw: st.DrawFn) -> tuple[str, Any]:
    tag = draw(st.sampled_from(["baseline", "stage", "x y", "nope"]))
    if draw(st.booleans()):
        return f'"{tag}" in tags', lambda run: tag in run["tags"]
    return f'"{tag}" not in tags', lambda run: tag not in run["tags"]


@st.composite
def chains(draw: st.DrawFn) -> tuple[str, Any]:
    low, high = draw(st.integers(-5, 9)), draw(st.floats(-5, 9))
    name = draw(st.sampled_from(["params.depth", "metrics.acc"]))
    get = COLUMNS[name]
    return f"{low} <= {name} < {high!r}", lambda run: compared(low, "<=", get(run)) and compared(get(run), "<", high)


def nested(inner: st.SearchStrategy[tuple[str, Any]]) -> st.SearchStrategy[tuple[str, Any]]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        inner.map(lambda one: (f"not ({one[0]})", lambda run: not one[1](run))),
        pair.map(lambda two: (f"({two[0][0]}) and ({two[1][0]})", lambda run: two[0][1](run) and two[1][1](run))),
        pair.map(lambda two: (f"({two[0][0]}) or ({two[1][0]})", lambda run: two[0][1](run) or two[1][1](run))),
    )


CONDITIONS = st.recursive(st.one_of(comparisons(), memberships(), tag_conditions(), chains()), nested, max_leaves=6)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(CONDITIONS)
def test_a_filter_means_what_python_would(filled: Any, condition: tuple[str, Any]) -> None:
    reader, known = filled
    text, means = condition
    try:
        found = {run["id"] for run in reader.runs(text)}
    except FilterError as fault:
        assert fault.message.startswith(("no run has a tag", "there is no state"))  # noqa: PT017
        return
    assert found == {id for id, run in known.items() if means(run)}


PIECES = ["(", ")", "and", "or", "not", "in", "params", ".", "metrics", "[", "]", '"x"', "1", "<", "==", "tags", "ago"]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_anything_is_understood_or_refused_in_words(text: str) -> None:
    try:
        filters.parse(text).sql(0.0)
    except FilterError as fault:
        assert 0 <= fault.position <= len(text)
        assert fault.message


@pytest.mark.parametrize(
    "text, position, says",
    [
        ("metrics.acc > ", 14, "missing at the end"),
        ("metrics.acc = 1", 12, "=="),
        ("metrcs.acc > 1", 0, "did you mean metrics"),
        ("metrics.acc", 0, "compared with something"),
        ("metrics.acx > 1", 0, "did you mean acc"),
        ('params["dept"] > 1', 0, "did you mean depth"),
        ("metrics.loss > 1", 0, "did you mean val/loss"),
        ("params > 1", 0, 'params["name"]'),
        ("acc > 1 or state", 0, "no column acc"),
        ('state == "x', 9, "closing quote"),
        ("metrics.acc > 1 metrics.acc < 2", 16, "`and` or `or`"),
        ("(metrics.acc > 1", 16, ") is missing"),
        ("(" * 60 + "star" + ")" * 60, 41, "too many brackets"),
        ("not " * 60 + "star", 164, "too many brackets"),
        (" or ".join(["star == 1"] * 300), 2605, "200 comparisons"),
        ('started > "yesterday"', 10, "2025-01-31"),
        ('started > ago("soon")', 14, "7d"),
        ("started > ago(7)", 14, 'ago("7d")'),
        ("params.a && params.b", 9, "and"),
        ("params.depth in 3", 16, "list"),
        ("__import__('os')", 0, "no column"),
        ('metrics.acc.at("val/loss") > 1', 12, "at_min"),
        ('metrics.acc.at_min("val/loss", 3) > 1', 29, "after at_min"),
        ('state == "finishd"', 9, "did you mean finished"),
        ('"x" != state', 0, "lost contact"),
        ('state not in ("failed", "crash")', 24, "did you mean crashed"),
        ("x" * 5000, 0, "4000"),
    ],
)
def test_mistakes_are_pointed_at(filled: Any, text: str, position: int, says: str) -> None:
    with pytest.raises(FilterError, match=".") as caught:
        filled[0].runs(text)
    assert says in caught.value.message
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text, places",
    [
        ("True", [0, 1, 2, 3, 4]),
        ("", [0, 1, 2, 3, 4]),
        ('"é" in params.model', [3]),
        ('"inish" in state', [1, 3]),
        ('"rf" not in params.model', [1, 3]),
        ('duration >= "2m" and duration < "1h"', [2, 3, 4]),
        ('started > ago("1h")', [0, 1, 2, 3, 4]),
        ('started < "2001-01-01" or ended < date("2001-01-01 10:00")', []),
        ("not star", [0, 1, 2, 3, 4]),
        ("star or archived == True", []),
        ('experiment == "e1"', [1, 3]),
        ('id == "run000000002"', [2]),
        ("metrics.acc.max > 0.8 and metrics.acc.count == 1", [0, 2]),
        ("(params.depth) > (4)", [0, 1]),
    ],
)
def test_what_columns_mean(filled: Any, text: str, places: list[int]) -> None:
    assert sorted(run["id"] for run in filled[0].runs(text)) == [f"run{place:09d}" for place in places]


def test_a_value_at_the_best_step_of_another_metric(tmp_path: Path) -> None:
    store = Store.open(tmp_path / ".tracker")
    log = store.session("kernel")
    for run, losses in (("a" * 12, [3.0, 1.0, 2.0]), ("b" * 12, [1.0, 2.0, 3.0]), ("c" * 12, [])):
        log.write("run", run=run, made_by="cell", parts=[])
        points = store.points(run)
        for step, loss in enumerate(losses):
            points.log({"val/loss": loss}, step=step)
            points.log({"acc": step / 10}, step=step)
    reader = store.reader()
    assert [run["id"][0] for run in reader.runs('metrics.acc.at_min("val/loss") >= 0')] == ["b", "a"]
    assert [run["id"][0] for run in reader.runs('metrics.acc.at_min("val/loss") > 0.05')] == ["a"]
    assert [run["id"][0] for run in reader.runs(sort=(('metrics["acc"].at_max("val/loss")', True),))] == ["b", "a", "c"]
    points = store.points("b" * 12)
    points.log({"val/loss": 0.0, "acc": 0.9}, step=3)
    reader.refresh()
    assert reader.count('metrics.acc.at_min("val/loss") > 0.8') == 1
    reader.close()


@pytest.mark.parametrize(
    "text, first, offered",
    [
        ("met", "metrics", "metrics."),
        ("metrics.", "acc", "metrics.acc"),
        ("metrics.v", "val/loss", 'metrics["val/loss"]'),
        ("params.de", "depth", "params.depth"),
        ('state == "f', "finished", '"finished"'),
        ("metrics.acc.m", "min", "min"),
        ("metrics.acc > 0.9 ", "and", "and "),
        ("metrics.acc > 0.9 and ba", "baseline", "baseline"),
    ],
)
def test_completion(filled: Any, text: str, first: str, offered: str) -> None:
    found = filters.complete(text, len(text), filled[0].names())
    assert (found[0].label, found[0].text) == (first, offered)
    assert 0 <= found[0].start <= found[0].end == len(text)


def test_a_hostile_filter_is_quick() -> None:
    started = time.monotonic()
    for text in ("(a+)+" * 500, '"' * 3999, "not " * 900, "[" * 3999, "params" + ".a" * 1900 + " > 1", "1e" * 1500):
        try:
            filters.parse(text).sql(0.0)
        except FilterError:
            pass
    assert time.monotonic() - started < 30
