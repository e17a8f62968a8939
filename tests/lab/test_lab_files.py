"""Bytes that runs made leave the server as files to save, by their place and never by a path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tornado.httpclient import HTTPClientError

PAGE = b"<script>alert(document.cookie)</script>"


def with_artifact(lab: Any, **about: Any) -> str:
    """A run with one artifact, whose bytes are kept unless told otherwise."""
    ref = lab.store.blobs.put(PAGE)
    made = {"name": "page.html", "path": "out/page.html", "hash": ref, "size": len(PAGE), "kept": True, **about}
    run: str = lab.run("maker", artifacts=[made])
    return run


async def test_an_artifact_is_saved_never_shown(jp_fetch, api, lab):
    run = with_artifact(lab, media_type="text/html")
    assert (await api(f"runs/{run}", "RunRecord"))["artifacts"][0]["name"] == "page.html"
    answer = await jp_fetch("jupyter-tracker", "api", "runs", run, "artifacts", "0")
    assert answer.body == PAGE
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Disposition"].endswith("''page.html")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


HOSTILE = ["../../etc/passwd", 'a"; filename=b', "line\r\nSet-Cookie: x=1", "größe 100 %.csv", "..", "x" * 999]


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_stays_a_name(jp_fetch, lab, name):
    run = with_artifact(lab, name=name, path=name)
    answer = await jp_fetch("jupyter-tracker", "api", "runs", run, "artifacts", "0")
    assert answer.body == PAGE
    assert "x=1" not in answer.headers.get_list("Set-Cookie")
    saved = unquote(answer.headers["Content-Disposition"].partition("''")[2])
    assert "/" not in saved
    assert saved not in ("", ".", "..")
    assert len(saved) <= 255


async def test_what_was_not_kept_says_so(refused, lab):
    run = with_artifact(lab, kept=False, why="larger than 256 MB")
    code, problem = await refused(f"runs/{run}/artifacts/0")
    assert code == 404
    assert "larger than 256 MB" in problem["message"]
    assert (await refused(f"runs/{run}/artifacts/7"))[0] == 404


async def test_a_hash_in_a_foreign_store_is_no_path(refused, lab, jp_root_dir):
    (jp_root_dir / "secret").write_text("secret")
    run = with_artifact(lab, hash="b3:../../../secret")
    assert (await refused(f"runs/{run}/artifacts/0"))[0] in (404, 409)


async def test_no_address_reaches_beyond_the_artifacts(http_server_client, jp_auth_header, jp_base_url, lab):
    run = with_artifact(lab)
    for tail in ("../0", "%2e%2e/0", "..%2f0", "0/../../x", "-1", "0%00", "1e9", "0;a", "%252e%252e"):
        url = f"{jp_base_url}jupyter-tracker/api/runs/{run}/artifacts/{tail}"
        with pytest.raises(HTTPClientError) as caught:
            await http_server_client.fetch(url, headers=dict(jp_auth_header))
        assert caught.value.code in (400, 404), tail


async def test_outputs_are_those_of_nbformat(api, refused, lab):
    shown = [{"output_type": "stream", "name": "stdout", "text": "hello\n"}]
    ref = lab.store.blobs.put(json.dumps(shown).encode())
    run = lab.run("shown", outputs={"blob": ref, "bytes": 6, "truncated": True})
    assert await api(f"runs/{run}/outputs/0", "Outputs") == {"outputs": shown, "truncated": True}
    plain = lab.run("silent")
    assert (await api(f"runs/{plain}/outputs/0", "Outputs"))["outputs"] == []
    assert (await refused(f"runs/{plain}/outputs/1"))[0] == 404


@pytest.mark.parametrize("form", ["ipynb", "html"])
async def test_a_report_is_written_beside_the_notebook_and_never_over_another(api, lab, jp_root_dir, form):
    lab.run("one", params={"depth": 6}, metrics={"acc": 0.9}, loss=[1, 0.5])
    two = lab.run("two", params={"depth": 8}, metrics={"acc": 0.95}, loss=[1, 0.4])
    lab.run("three", metrics={"acc": 0.1})
    (jp_root_dir / "work").mkdir()
    wanted = {"runs": ["one", two], "format": form, "name": "best"}
    first = await api("report", "ReportAnswer", method="POST", body=wanted, path="work/nb.ipynb")
    assert first == {"path": f"work/best.{form}", "shown": 2, "chosen_from": 3}
    second = await api("report", "ReportAnswer", method="POST", body=wanted, path="work/nb.ipynb")
    assert second["path"] != first["path"]
    for answer in (first, second):
        assert "two" in (jp_root_dir / answer["path"]).read_text(encoding="utf-8")
    filtered = {"filter": "metrics.acc > 0.92", "format": form}
    assert (await api("report", "ReportAnswer", method="POST", body=filtered))["shown"] == 1


@pytest.mark.parametrize("name", ["../out", "a/b", "/etc/x", "..", "a\\b", "nul\0", " ", ".hidden", "x" * 190])
async def test_a_report_cannot_be_written_elsewhere(api, lab, jp_root_dir, name):
    lab.run("one", metrics={"acc": 0.9})
    before = {place for place in jp_root_dir.parent.rglob("*") if jp_root_dir not in place.parents}
    try:
        answer = await api("report", "ReportAnswer", method="POST", body={"format": "html", "name": name})
    except HTTPClientError as fault:
        assert fault.code == 400
    else:
        written = Path(jp_root_dir / answer["path"])
        assert written.parent == jp_root_dir
        assert not written.name.startswith(".")
    assert {place for place in jp_root_dir.parent.rglob("*") if jp_root_dir not in place.parents} == before


async def test_a_report_of_no_runs_is_refused(refused, lab):
    lab.run("one", metrics={"acc": 0.9})
    code, problem = await refused("report", method="POST", body={"format": "html", "filter": "metrics.acc > 1"})
    assert code == 400
    assert "no run" in problem["message"].lower()
