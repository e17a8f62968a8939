"""What a report says of failures, of packages, and of how to do it again."""

from __future__ import annotations

from sample_runs import Source, keep, record

from jupyter_tracker.reports import html, notebook

EVIL = "<img src=x onerror=alert(1)>"


def texts(*records: dict[str, object]) -> tuple[str, str]:
    """The report as a page, and the Markdown of the notebook."""
    source = Source(*records)
    ids = list(source.records)
    cells = notebook.build(source, ids).cells
    return html.build(source, ids), "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def test_failed_runs_tell_what_ended_them() -> None:
    error = {"type": "ValueError", "message": f"no good {EVIL}", "traceback": keep("Traceback\n  File train.py")}
    failed = record("8cccccccabcd", "broke", state="failed", error=error)
    for text in texts(record(), failed):
        assert "Errors" in text and "ValueError: no good" in text and "File train.py" in text
        assert EVIL not in text
    for text in texts(record()):
        assert "Errors" not in text


def test_scripts_are_run_by_their_command_line() -> None:
    environment = record()["environment"]
    scripts = [
        record(
            f"{number}cccccccabcd", f"{EVIL} {number}",
            environment={**environment, "memory": 8_000_000_000, "argv": ["train.py", "--lr", f"{number} x"]},
        )
        for number in (1, 2)
    ]  # fmt: skip
    for text in texts(*scripts):
        assert "python train.py --lr" in text and "1 x" in text and "/home/ada/work" in text
        assert "%load_ext" not in text and "packages listed above" in text
        assert "8 GB" in text
    assert EVIL not in texts(*scripts)[0]
    for text in texts(record()):
        assert "%load_ext" in text


def test_runs_without_known_packages_list_none() -> None:
    environment = {key: value for key, value in record()["environment"].items() if key != "packages"}
    for text in texts(record(environment=environment)):
        assert "not known here" in text and "listed above" not in text
