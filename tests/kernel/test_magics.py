"""The line magics: what they answer, what they offer, and how they refuse."""

from __future__ import annotations

import re
from pathlib import Path

import IPython
import pytest

from jupyter_tracker.capture.directive import OPTIONS
from tests.kernel.test_runs import Runs
from tests.kernels import Kernel, Reply


@pytest.fixture(scope="module")
def two(kernel: Kernel) -> Kernel:
    """A kernel with two runs, `slow` before `fast`."""
    for name, rate in (("slow", 0.9), ("fast", 0.5)):
        kernel.run(f"rate = {rate}")
        kernel.run(f"%%track {name} -e speed\nloss = 1.0\nfor epoch in range(8):\n    loss *= rate\nacc = 1 - loss")
    return kernel


def self_contained(reply: Reply) -> str:
    """The HTML of an answer, which needs nothing from outside and runs nothing."""
    (page,) = reply.html
    assert not re.search(r"<script|<iframe|<link|src=\s*[\"']?http|url\(http", page, re.I)
    return page


def test_looking(two: Kernel) -> None:
    listed = two.run("%track runs")
    assert "slow" in self_contained(listed) and "fast" in listed.plain[0] and "<svg" in listed.html[0]
    listed = two.run("%track runs metrics.acc > 0.9")
    assert "fast" in listed.plain[0] and "slow" not in listed.plain[0]
    listed = two.run("%track runs 'metrics.acc > 0.9'")
    assert "fast" in listed.plain[0] and "slow" not in listed.plain[0]
    nothing = two.run("%track runs metrics.acc > 7")
    assert "No run matches" in nothing.plain[0] and "No run matches" in nothing.html[0]
    assert two.run("%track runs -n 1").plain[0].count("✓") == 1
    shown = two.run("%track show slow")
    assert "epoch" in self_contained(shown) and "<svg" in shown.html[0] and "rate" in shown.plain[0]
    compared = two.run("%track compare slow fast")
    assert "rate" in self_contained(compared) and "0.9" in compared.plain[0]
    assert str(two.store_path) in two.run("%track status").plain[0]


@pytest.mark.parametrize("path", ["out.html", "out.ipynb"])
def test_report(two: Kernel, path: str) -> None:
    if path.endswith("ipynb"):
        pytest.importorskip("nbformat")
    pytest.importorskip("plotly")
    assert path in two.run(f"%track report slow fast -o {path}").plain[0]
    text = Path(two.folder, path).read_text()
    assert "slow and fast" in text
    assert path in two.run(f"%track report slow -o {path}").plain[0]
    once_more = Path(two.folder, path).read_text()
    assert "slow" in once_more and "slow and fast" not in once_more
    Path(two.folder, path).write_text('{"cells": [], "metadata": {}}')
    refused = two.run(f"%track report slow -o {path}")
    assert refused.status == "error" and "--force" in refused.text
    assert path in two.run(f"%track report 'metrics.acc > 0.1' --force -o {path}").plain[0]
    assert "slow and fast" in Path(two.folder, path).read_text()


def test_editing(two: Kernel) -> None:
    runs = Runs(two)
    two.run("%track tag best stage=final")
    two.run('%track note it\'s the "one"')
    record = runs.newest()
    assert record["tags"] == {"best": "", "stage": "final"} and record["note"] == 'it\'s the "one"'
    two.run("%track tag -r fast --remove best")
    assert runs.newest()["tags"] == {"stage": "final"}
    two.run("%track rename -r @2 slower")
    assert {one["name"] for one in runs.all()} == {"slower", "fast"}
    assert "trash" in two.run("%track delete slower").plain[0]
    assert {one["name"] for one in runs.all()} == {"fast"}
    two.run("%track undelete slower")
    two.run("%track rename -r slower slow")
    assert {one["name"] for one in runs.all()} == {"slow", "fast"}


def test_a_leading_word_that_means_a_run(two: Kernel) -> None:
    runs = Runs(two)
    two.run("%track note @2 hello there")
    two.run("%track tag slow old kind=a")
    two.run("%track note slowly it goes")
    slow, fast = (next(one for one in runs.all() if one["name"] == name) for name in ("slow", "fast"))
    assert (slow["note"], fast["note"]) == ("hello there", "slowly it goes")
    assert slow["tags"] == {"old": "", "kind": "a"} and "old" not in fast["tags"]
    two.run("%track tag @2 --remove old")
    two.run("%track rename @2 slowest one")
    assert {one["name"] for one in runs.all()} == {"slowest one", "fast"}
    two.run('%track rename "slowest one" slow')
    assert {one["name"]: one["tags"] for one in runs.all()}["slow"] == {"kind": "a"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%track shwo fast", "did you mean %track show"),
        ("%track show nobody", "nobody"),
        ("%track compare fast", "two runs"),
        ("%track runs metrics.nope > 1", "acc"),
        ("%track runs metrics.acc >", ""),
        ("%track runs -n many", "whole number"),
        ("%track tag", "which tag"),
        ("%track note", "what to note"),
        ("%track note @1", "what to note"),
        ("%track rename @1", "new name"),
        ("%track rename @2 @1", "means a run"),
        ("%track note -r", "wants a run"),
        ("%track end", "%track begin"),
        ("%track delete", "which run"),
        ("%track report fast -o out.doc", ".ipynb or .html"),
        ("%track last --nope", "no option --nope"),
    ],
)
def test_refusals_are_short_and_say_what_to_do(two: Kernel, line: str, said: str) -> None:
    reply = two.run(line)
    assert reply.status == "error" and said in reply.text, reply
    assert "Traceback" not in reply.text and len(reply.text.splitlines()) <= 4


def test_help_and_completion(two: Kernel) -> None:
    assert "%track compare" in two.run("%track").plain[0]
    assert "show" in two.complete("%track sh")
    assert {"slow", "fast"} <= set(two.complete("%track show "))
    assert "fast" in two.complete("%track compare slow f")
    assert "--seed" in two.complete("%%track --se")
    offered = set(two.complete("%%track -"))
    assert set(OPTIONS) <= offered
    if IPython.version_info >= (8, 6):  # older ones cannot be kept from adding names of Python
        assert offered == set(OPTIONS)
    assert "abs" in two.complete("ab")
    assert "slow" in two.complete("%%track --to sl")
    assert any("acc" in match for match in two.complete("%track runs metrics.a"))
    documented = two.run("print(get_ipython().find_magic('track').__doc__)").text
    assert "%track last [-n N] [NAME]" in documented and "FILTER" in documented
