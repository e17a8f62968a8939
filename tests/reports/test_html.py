"""A report as one HTML file: nothing is loaded from anywhere, and it reads without JavaScript."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sample_runs import Source, metric, record

from jupyter_tracker.reports import files, html

EVIL = "</script><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>"


class Page(HTMLParser):
    """Every tag with its attributes, and the text of each script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._script: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._script = dict(attrs).get("type") or "js" if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self._script = None

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts.append((self._script, data))
        else:
            self.text.append(data)


@pytest.fixture(scope="module")
def text() -> str:
    odd = record("8cccccccabcd", EVIL, 8, metrics=[metric("loss", 0.1, True), metric("acc", {"float": "nan"})])
    source = Source(record(depth=6), odd)
    return html.build(source, list(source.records), chosen_from=41, title=EVIL)


def test_nothing_in_it_names_a_host_to_load_from(text: str) -> None:
    for tag, attributes in Page(text).tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "a")
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            assert attributes.get(name, "data:").startswith("data:")
        assert not any(name.startswith("on") for name in attributes)
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style and "@import" not in style


def test_the_policy_lets_just_our_scripts_run_and_nothing_load(text: str) -> None:
    page = Page(text)
    policy = next(
        a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["img-src"] == "data: blob:"
    scripts = [body for kind, body in page.scripts if kind == "js"]
    digests = {base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in scripts}
    assert {f"'sha256-{digest}'" for digest in digests} == set(rules["script-src"].split()) and len(scripts) == 2


def test_names_stay_text(text: str) -> None:
    page = Page(text)
    assert "alert(1)" not in "".join(body for kind, body in page.scripts if kind == "js" and len(body) < 10_000)
    assert any("<img src=https://evil.example/x" in part for part in page.text)


def test_every_figure_has_its_picture_and_its_data(text: str) -> None:
    page = Page(text)
    figures = [json.loads(body) for kind, body in page.scripts if kind == "application/json"]
    pictures = [a for tag, a in page.tags if tag == "img"]
    assert len(figures) == len(pictures) == 2
    assert figures[1]["config"] == {"displaylogo": False, "showSendToCloud": False, "responsive": True}
    assert pictures[1]["alt"].startswith("loss of rf depth=6")
    assert base64.b64decode(pictures[1]["src"].partition(",")[2]).startswith(b"\x89PNG")


def test_without_figures_no_script_is_needed() -> None:
    source = Source(record(metrics=[]))
    text = html.build(source, list(source.records))
    assert len(text) < 50_000 and "<script" not in text and "script-src 'none'" in text


def test_it_says_what_the_notebook_says(text: str) -> None:
    shown = " ".join("".join(Page(text).text).split())
    for part in (
        "2 of 41 runs shown",
        "What differs",
        "b3:" + "a3f1" * 16,
        "numpy==2.4.6",
        "git checkout",
        "max_depth=depth",
    ):
        assert part in shown


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium to look at the page")
def test_a_browser_draws_the_figures_with_no_network(tmp_path: Path) -> None:
    source = Source(record(depth=6), record("8cccccccabcd", "rf depth=8", 8))
    path = files.write(tmp_path / "report.html", source, list(source.records))
    dom = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--virtual-time-budget=10000",
         "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
         path.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip
    assert len(re.findall(r'<figure class="drawn"', dom)) == 2
    assert dom.count('class="main-svg"') >= 2


def test_paths_say_the_kind_and_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    source = Source(record(metrics=[]))
    ids: list[Any] = list(source.records)
    with pytest.raises(ValueError, match=r"ends in \.ipynb or \.html, not report\.pdf"):
        files.write(tmp_path / "report.pdf", source, ids)
    path = files.write(tmp_path / "deep" / "report.html", source, ids)
    assert files.write(path, source, ids, title="Once more").read_text(encoding="utf-8").count("Once more")
    path.write_bytes(before := b"<title>jupyter_tracker report</title>")
    with pytest.raises(FileExistsError, match="there already"):
        files.write(path, source, ids)
    assert path.read_bytes() == before
    assert files.write(path, source, ids, force=True, title="Another").read_bytes() != before
    assert [child.name for child in path.parent.iterdir()] == ["report.html"]


def test_a_report_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        files.write(tmp_path / "report.html", Source(record()), ["unknown"])
    assert list(tmp_path.iterdir()) == []
