"""The card: two lines that say what is new, in HTML and as one line of text."""

from html_checks import check
from sample_runs import curve, metric, param, record

from jupyter_tracker.render import card

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
    assert "+296 params" in shown and "+297 metrics" in shown
    assert len(card.text(big)) < 300
