"""The pages of `%track runs`, `show` and `compare`, as HTML and as text."""

import math
from typing import Any

from html_checks import check
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_runs import blob, curve, keep, metric, param, record

from jupyter_tracker.analysis import comparison
from jupyter_tracker.render import card, compare, palette, show, table, text

RUNS = [
    record(depth=6),
    record("8cccccccabcd", "rf depth=8", 8),
    record("2cccccccabcd", "rf depth=2", 2, state="failed"),
]
ROWS = [comparison.summary(run) for run in RUNS]
NOW = 1_790_000_300.0


def compared(*runs: dict[str, Any]) -> dict[str, Any]:
    return comparison.compare(runs, blobs=blob)


def test_the_runs_table_shows_what_tells_runs_apart() -> None:
    shown = check(table.html(ROWS, total=41, now=NOW, sparks={RUNS[0]["id"]: [1, 2]}))
    for part in ("rf depth=8", "8ccccc", "acc", "0.941", "depth", "5 min ago", "3 of 41 runs", "✕", "#stage=final"):
        assert part in shown
    assert "n_estimators" not in shown


def test_the_best_of_a_column_is_bold() -> None:
    html = table.html(ROWS, now=NOW)
    assert "<b><span" in html and html[html.index("<b><span") :].split("</b>")[0].endswith(">0.941</span>")


def test_no_runs_says_how_to_make_one() -> None:
    assert "%%track" in check(table.html([])) and "%%track" in text.table([])


def test_text_columns_stand_under_each_other() -> None:
    lines = text.table([{**ROWS[0], "name": "日本 🐧"}, ROWS[1]], now=NOW).splitlines()
    starts = {text.width(line[: line.index("✓")]) for line in lines[1:3]}
    assert len(starts) == 1 == len({text.width(lines[0][: lines[0].index("state")])} | starts)
    assert all(text.width(line) <= 100 for line in lines)


def test_columns_without_room_are_named() -> None:
    rows = [
        {**row, "params": {f"param_number_{n}": n + row["started"] * place for n in range(20)}}
        for place, row in enumerate(ROWS)
    ]
    shown = text.table(rows, now=NOW, limit=100)
    assert "not shown for lack of room: " in shown
    assert max(text.width(line) for line in shown.splitlines()[:4]) <= 100


def test_compare_begins_with_the_sentence_and_has_every_part() -> None:
    found = compared(*RUNS[:2])
    html = compare.html(found, {"loss": {RUNS[0]["id"]: curve(6), RUNS[1]["id"]: curve(8)}})
    shown = check(html).replace("\xa0", " ")
    assert shown.startswith(found["sentence"])
    for part in ("rf depth=6", "baseline", "0.941", "+0.004 ▲", "params that differ", "2 params the same",
        "− depth = 6", "+ depth = 8",
                 "same data", "data/penguins.csv", "same packages"):  # fmt: skip
        assert part in shown
    assert html.count("<svg") == 1 and html.count("━") == 2


def test_compare_keeps_the_colours_that_runs_have() -> None:
    html = compare.html(compared(*RUNS[:2]), colors={RUNS[1]["id"]: "#123456"})
    assert "color:#123456" in html and f"color:{palette.COLORS[0]}" in html


def test_compare_as_text() -> None:
    lines = compare.text(compared(*RUNS[:2])).splitlines()
    assert lines[0].startswith("acc +0.004")
    assert any(line.split() == ["acc", "0.937", "0.941", "(+0.004)", "*"] for line in lines)
    assert any(line.split() == ["depth", "6", "8"] for line in lines)


def test_show_has_everything_of_a_run() -> None:
    run = record(note="warm <start>", warnings=["odd"], error={"type": "E", "message": "m", "traceback": None})
    shown = check(show.html(run, {"loss": curve(6)}, blobs=blob))
    for part in ("warm <start>", "odd", "E: m", "loss", "n_estimators", "criterion", "model.pkl",
        "3.13.1", "%%track\ndepth = 6",
                 "210 MB", "experiment penguins", run["id"]):  # fmt: skip
        assert part in shown
    plain = show.text(run, {"loss": curve(6)})
    for part in ("metrics", "0.937", "depth", "data/penguins.csv", "15.2 KB", "model.pkl"):
        assert part in plain


def test_colours_are_kept_and_the_rest_differ() -> None:
    ids = [f"run{n}" for n in range(len(palette.COLORS))]
    assert len(set(palette.assign(ids).values())) == len(ids)
    assert palette.assign(ids[:3], {"run1": "#000001"})["run1"] == "#000001"
    assert len(palette.assign(str(n) for n in range(300))) == 300


hostile = st.text(max_size=30) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "a" * 200,
        "\u202eevil",
        "🐧" * 40,
        "שלום",
        "]]>",
        "\x1b[31m",
        "b\x00c",
        "&amp;",
    ]
)
anything = (
    st.none() | st.booleans() | st.integers() | st.floats() | hostile | st.lists(st.floats() | hostile, max_size=3)
)
anything |= st.sampled_from([{"float": "nan"}, {"int": "9" * 40}, {"repr": "<b>", "type": "X"}, 1e-300, 12345678901])


@st.composite
def hostile_runs(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(hostile)
    return record(
        draw(st.sampled_from(["aaaaaaaaaaaa", "bbbbbbbbbbbb"])),
        name,
        state=draw(st.sampled_from(["running", "finished", "failed", "interrupted", "crashed", "lost contact", "?"])),
        tags={draw(hostile): draw(hostile)},
        note=draw(hostile),
        params=[param(draw(hostile), draw(anything), text=draw(hostile)) for _ in range(draw(st.integers(0, 4)))],
        metrics=[metric(draw(hostile), draw(anything), draw(st.booleans())) for _ in range(draw(st.integers(0, 4)))],
        inputs=[{"path": draw(hostile), "hash": None, "size": None, "seen_by": "x", "state": "pending"}],
        artifacts=[{"name": draw(hostile), "path": None, "hash": None, "size": 0, "kept": False, "why": draw(hostile)}],
        error={"type": draw(hostile), "message": draw(hostile), "traceback": None},
        environment={draw(hostile): draw(anything), "git": {draw(hostile): draw(hostile)}},
        warnings=[draw(hostile)],
        started=draw(st.none() | st.floats(0, 2e9)),
        duration=draw(st.none() | st.floats()),
        parts=[{"source": keep(draw(hostile)), "count": draw(st.none() | st.integers())}],
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_runs(), hostile_runs(), st.lists(st.tuples(st.floats(), st.floats()), max_size=5), hostile)
def test_nothing_that_people_name_things_gets_out_of_its_place(
    first: dict[str, Any], second: dict[str, Any], points: list[tuple[float, float]], series: str
) -> None:
    second = {**second, "id": second["id"][:-1] + "c"}
    names = [item["name"] for item in second["metrics"]][:1] or [series]
    drawn = {names[0]: points or [(0.0, math.nan)]}
    check(card.html(second, first, drawn, [series]))
    assert "\n" not in card.text(second, first, drawn, [series])
    check(show.html(second, drawn, blobs=blob))
    show.text(second, drawn)
    found = compared(first, second)
    check(compare.html(found, {names[0]: {first["id"]: points, second["id"]: points}}))
    compare.text(found)
    rows = [comparison.summary(first), comparison.summary(second)]
    check(table.html(rows, now=NOW))
    text.table(rows, now=NOW)


def test_a_run_keeps_its_cpu_apart_from_its_cpu_time_and_counts_its_packages() -> None:
    environment = {**record()["environment"], "cpu": "Abacus 9000", "memory": 16_000_000_000}
    made = [{"name": "big.bin", "path": "big.bin", "size": 9, "kept": False, "why": "the store is over its budget"}]
    one = record(environment=environment, artifacts=made)
    page = show.html(one, blobs=blob)
    assert "Abacus 9000" in page and "cpu time" in page and "210 MB" in page and "16 GB" in page
    assert "scikit-learn" in page and environment["packages"].removeprefix("b3:")[:10] not in page
    assert "the store is over its budget" in show.text(one)
