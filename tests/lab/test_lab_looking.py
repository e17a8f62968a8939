"""What of a run can be looked at without saving it: previews of its files, and what its logs say."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
"""As far as a preview looks."""


def made(lab: Any, **files: bytes) -> str:
    """A run that made these files."""
    artifacts = [
        {"name": name, "path": name, "hash": lab.store.blobs.put(data), "size": len(data), "kept": True}
        for name, data in files.items()
    ]
    run: str = lab.run("maker", artifacts=artifacts)
    return run


async def looked(api: Any, lab: Any, name: str, data: bytes) -> dict[str, Any]:
    run = made(lab, **{name: data})
    answer: dict[str, Any] = await api(f"runs/{run}/artifacts/0/preview", "Preview")
    assert answer["name"] == name.rpartition("/")[2]
    return answer


async def test_an_image_is_told_by_its_bytes(api, lab):
    found = await looked(api, lab, "figure.csv", PNG)
    assert (found["kind"], found["media_type"]) == ("image", "image/png")
    assert base64.b64decode(found["data"]) == PNG
    drawn = await looked(api, lab, "a.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')
    assert drawn["media_type"] == "image/svg+xml"


async def test_tables_keep_their_first_rows_and_say_how_many_there_are(api, lab):
    rows = "".join(f"{n};island {n};0{n:03}\n" for n in range(500))
    found = await looked(api, lab, "out/table.csv", b"n;name;code\n" + rows.encode())
    assert found["columns"] == ["n", "name", "code"]
    assert found["rows"][7] == [7.0, "island 7", "0007"]
    assert (len(found["rows"]), found["total"], found["cut"]) == (200, None, True)
    short = await looked(api, lab, "t.tsv", b"a\tb\n1\t\xff\n")
    assert (short["rows"], short["total"], short["cut"]) == ([[1.0, "�"]], 1, False)


async def test_parquet_is_read_by_its_first_rows(api, lab, tmp_path):
    pandas, _ = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    frame = pandas.DataFrame({"x": range(1000), "name": ["a"] * 1000, "when": pandas.Timestamp("2026-01-02")})
    frame.to_parquet(tmp_path / "t.parquet")
    found = await looked(api, lab, "t.parquet", (tmp_path / "t.parquet").read_bytes())
    assert (found["kind"], found["total"], len(found["rows"])) == ("table", 1000, 200)
    assert found["rows"][3][:2] == [3, "a"] and found["rows"][3][2].startswith("2026-01-02")


async def test_notebooks_figures_and_text(api, lab):
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    assert (await looked(api, lab, "n.ipynb", json.dumps(notebook).encode()))["content"] == notebook
    figure = {"data": [{"type": "bar", "y": [1]}], "layout": {}}
    assert (await looked(api, lab, "f.json", json.dumps(figure).encode()))["kind"] == "figure"
    found = await looked(api, lab, "config.json", b'{"depth": 6}')
    assert (found["kind"], found["text"], found["cut"]) == ("text", '{"depth": 6}', False)
    page = await looked(api, lab, "page.html", b"<script>alert(1)</script>" * 20_000)
    assert (page["kind"], len(page["text"]), page["cut"]) == ("text", 100_000, True)


@pytest.mark.parametrize("name, data", [("w.bin", b"\0\1\2"), ("w.parquet", b"PAR1 broken"), ("empty.csv", b"")])
async def test_what_cannot_be_shown_says_why(api, lab, name, data):
    found = await looked(api, lab, name, data)
    assert found["kind"] == "none" and found["why"].endswith(("file.", ".", "empty."))


async def test_what_was_not_kept_has_no_preview(refused, lab):
    run = lab.run("maker", artifacts=[{"name": "big", "kept": False, "why": "larger than 256 MB"}])
    assert (await refused(f"runs/{run}/artifacts/0/preview"))[0] == 404


async def test_the_log_of_a_run_tells_what_happened(api, lab):
    run = lab.run("first", params={"depth": 6}, metrics={"acc": 0.9})
    await api(f"runs/{run}", "RunSummary", method="PATCH", body={"set": {"note": "good"}, "tags": {"final": ""}})
    entries = (await api(f"runs/{run}/log", "RunLog"))["entries"]
    texts = [entry["text"] for entry in entries]
    assert texts[0] == "cell [1] began"
    assert "seen: 1 param, 1 metric (acc)" in texts
    assert "made by %%track" in texts and "cell ended after 1.5 s" in texts and "finished" in texts
    assert texts[-1] == "changed: note good; tag final"
    assert [entry["time"] for entry in entries] == sorted(entry["time"] for entry in entries)


async def test_files_and_outputs_are_compared(api, lab):
    def shown(text: str) -> dict[str, Any]:
        content = [{"output_type": "stream", "name": "stdout", "text": text}]
        return {"blob": lab.store.blobs.put(json.dumps(content).encode()), "bytes": 6, "truncated": False}

    def file(name: str, text: bytes) -> dict[str, Any]:
        return {"name": name, "path": name, "hash": lab.store.blobs.put(text), "size": len(text), "kept": True}

    one = lab.run("one", outputs=shown("a"), artifacts=[file("m.pkl", b"1"), file("t.csv", b"same")])
    two = lab.run("two", outputs=shown("b"), artifacts=[file("t.csv", b"same"), file("m.pkl", b"2")])
    three = lab.run("three", outputs=shown("a"))
    found = await api("compare", "Comparison", method="POST", body={"runs": [one, two, three]})
    assert [one["same"] for one in found["outputs"]] == [True, False, True]
    assert [row["path"] for row in found["files"]] == ["m.pkl", "t.csv"]
    assert found["files"][1]["places"] == [1, 0, None]
    assert found["sections"]["outputs"] == "outputs differ in 1 of 2"
    assert found["sections"]["files"] == "m.pkl, t.csv differ"
    pair = await api("compare", "Comparison", method="POST", body={"runs": [one, two]})
    assert [row["differs"] for row in pair["files"]] == [True, False]


async def test_only_the_configurations_of_some_runs_with_all_their_seeds(api, lab):
    runs = {
        (depth, seed): lab.run(params={"depth": depth, "seed": seed}, metrics={"acc": depth / 10 + seed / 100})
        for depth in (2, 4, 6)
        for seed in (1, 2)
    }
    asked = {"metric": "acc", "runs": [runs[2, 1], runs[6, 2]]}
    found = await api("configurations", "Configurations", method="POST", body=asked)
    assert sorted(one["params"]["depth"] for one in found["configurations"]) == [2, 6]
    assert [one["mean"]["n"] for one in found["configurations"]] == [2, 2]
    assert [one["test"] for one in found["differences"]] == ["paired t"]
