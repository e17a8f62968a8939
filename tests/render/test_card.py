"""The card: two lines that say what is new, in HTML and as one line of text."""

from typing import Any

from html_checks import check
from sample_runs import blob, curve, keep, metric, param, record

from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.render import card, show

BEFORE = record(depth=6)
NOW = record("8cccccccabcd", "rf depth=8", 8)


def summary(html: str) -> str:
    """The text of what is shown before anything unfolds."""
    return check(html[html.index("<summary") : html.index("</summary>") + len("</summary>")])


def test_what_is_new_against_the_run_before() -> None:
    shown = summary(card.html(NOW, BEFORE, {"loss": curve(8)}, color="#0072b2")).replace("\xa0", " ")
    assert "rf depth=8" in shown and "✓" in shown and "finished" in shown and "4.2 s" in shown
    assert "depth 8 (was 6)" in shown
    assert "acc 0.941 +0.004 ▲" in shown and "loss 0.16 −0.02 ▲" in shown
    assert "n_estimators" not in shown


def test_a_first_run_shows_what_was_set_and_no_defaults() -> None:
    shown = summary(card.html(BEFORE))
    assert "depth 6" in shown and "n_estimators 100" in shown
    assert "criterion" not in shown and "was" not in shown


def test_the_same_params_are_said_to_be_the_same() -> None:
    assert "same params as the run before" in summary(card.html(BEFORE, BEFORE))


def test_worse_and_unknown_are_told_apart() -> None:
    shown = card.html(
        record(metrics=[metric("acc", 0.9), metric("thing", 2)]),
        record(metrics=[metric("acc", 0.95), metric("thing", 1)]),
    )
    text = summary(shown).replace("\xa0", " ")
    assert "acc 0.9 −0.05 ▼" in text
    assert "thing 2 +1" in text and "+1 ▲" not in text


def test_everything_else_unfolds() -> None:
    html = card.html(NOW, BEFORE, {"loss": curve(8)})
    text = check(html)
    for part in (
        "n_estimators",
        "1 default",
        "criterion",
        "data/penguins.csv",
        "model.pkl",
        "%track compare 7f3k9q 8ccccc",
    ):
        assert part in text


def test_a_curve_for_each_series_that_has_points() -> None:
    assert "<svg" in card.html(NOW, None, {"loss": curve(8)})
    assert "<svg" not in card.html(NOW, None, {"loss": []})


def test_a_third_line_only_with_something_to_say() -> None:
    warned = record(warnings=["uses cell [7], edited since"])
    assert "⚠" not in card.html(BEFORE)
    assert "uses cell [7], edited since" in card.html(warned)
    html = card.html(warned, notices=["The server lacks us"])
    assert "The server lacks us (and 1 more)" in check(html)
    assert html.count("uses cell [7]") == 1


def test_a_failed_run_says_why() -> None:
    failed = record(state="failed", error={"type": "ValueError", "message": "NaN in X\nmore", "traceback": None})
    assert "ValueError: NaN in X more" in summary(card.html(failed))
    assert card.text(failed).startswith("✕ rf depth=6 · 4.2 s · failed · ValueError: NaN in X more · ")


def test_pending_is_said() -> None:
    assert "still to come: packages, git" in summary(card.html(record(pending=["packages", "git"])))


def test_one_line_of_text() -> None:
    line = card.text(NOW, BEFORE, {"loss": [(0, 1.0), (1, 0.5), (2, 0.0)]}, ["no server"])
    assert line == "✓ rf depth=8 · 4.2 s · depth 8 (was 6) · acc 0.941 +0.004 ▲ · loss 0.16 −0.02 ▲ █▅▁ · ⚠ no server"


def test_values_that_round_to_the_same_are_told_apart() -> None:
    before, now = record(params=[param("seed", 12345678901)]), record(params=[param("seed", 12345678902)])
    assert "seed 12345678902 (was 12345678901)" in card.text(now, before)


def test_many_params_and_metrics_are_counted_not_listed() -> None:
    big = record(
        params=[param(f"p{n}", n) for n in range(300)], metrics=[metric(f"m{n}", n / 7, n % 2 == 0) for n in range(300)]
    )
    shown = summary(card.html(big))
    assert "+594 also seen" in shown and "p1 " in shown and "p2 " not in shown
    assert len(card.text(big)) < 300


OFFERED = [{"name": "test_acc", "value": 0.83, "kind": "called", "exec": "s.9"}]
TABLE = {
    "name": "terms", "what": "coefficients", "columns": ["term", "p"], "total": 45,
    "blob": keep('{"columns": ["term", "p"], "rows": [' + ", ".join(f'["x{n}", 0.0{n}]' for n in range(1, 41)) + "]}"),
}  # fmt: skip


def child(number: int, **metrics: float) -> dict[str, Any]:
    name = f"C={number}"
    return {"id": f"child{number}", "name": name, "state": "finished", "params": {"C": number}, "metrics": metrics}


def test_what_is_doubtful_is_only_counted_and_unfolds() -> None:
    doubtful = record(
        params=[param("lr", 0.1), param("path", "/tmp/x", conf=0.9)],
        metrics=[metric("acc", 0.9), metric("x_mean", 3.2, conf=0.7), metric("p_value", 0.01, conf=0.95)],
    )
    html = card.html(doubtful)
    assert "+3 also seen" in summary(html) and "p_value 0.01" not in summary(html)
    text = check(html)
    assert text.index("acc") < text.index("Also seen") < text.index("x_mean")
    assert card.text(doubtful).endswith("lr 0.1 · acc 0.9 · +3 also seen")


def test_what_people_silenced_is_gone_and_what_they_ruled_counts() -> None:
    learnt = Learnt().ignoring(["loss"]).with_metrics(["acc"], "down")
    page = card.html(NOW, BEFORE, {"loss": curve(8)}, learnt=learnt)
    for shown in (check(page), card.text(NOW, BEFORE, learnt=learnt)):
        assert "loss" not in shown and "+0.004 ▼" in shown.replace("\xa0", " ")


def test_tables_unfold_and_say_how_much_of_them_is_shown() -> None:
    made = record(tables=[TABLE, {**TABLE, "name": "gone", "blob": "b3:" + "0" * 64}])
    text = check(card.html(made, blobs=blob))
    assert "terms coefficients, 20 of 45 rows" in text and "x20" in text and "x21" not in text and "gone" not in text
    assert "x40" in check(show.html(made, blobs=blob))
    assert "terms" in show.text(made) and "45 rows" in show.text(made)


def test_a_search_is_one_line_and_its_best_unfold() -> None:
    tried = [child(number, mean_test_score=number / 100) for number in range(24)]
    html = card.html(BEFORE, children=tried)
    assert "24 configurations, best C=23: mean_test_score 0.23" in summary(html)
    text = check(html)
    assert "and 14 more" in text and "C=14" in text and "C=13" not in text
    assert "24 configurations, best C=23" in card.text(BEFORE, children=tried)


def test_what_was_seen_afterwards_is_offered() -> None:
    offered = record(offers=OFFERED)
    text = check(card.html(offered))
    assert "Seen afterwards" in text and "test_acc 0.83" in text and "%track keep test_acc -r 7f3k9q" in text
    assert "seen afterwards: test_acc 0.83 (%track keep)" in card.text(offered)


def test_a_finding_is_never_coloured() -> None:
    first, second = (record(metrics=[metric("p_value", value)]) for value in (0.5, 0.01))
    assert "▲" not in card.html(second, first) and "▼" not in card.html(second, first)
    assert "−0.49" in card.text(second, first)
