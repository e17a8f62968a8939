"""The same code without and with libraries being watched: what it prints and how it fails."""

from __future__ import annotations

import linecache
import textwrap
import traceback
from typing import Any

import pytest

from jupyter_tracker.capture.inspectors import registry
from tests.inspectors.conftest import Bench, Told, _names


def alike(bench: Bench, source: str, capfd: pytest.CaptureFixture[str]) -> Told:
    """Run code that fails in the end twice from the start; both must print the same and fail in the same way. What was
    told of it is given back."""
    plain = _outcome(None, source, capfd)
    told = Told()
    watched = _outcome((bench, told), source, capfd)
    for part, other in zip(watched, plain, strict=True):
        assert part == other
    assert "Error" in plain[2]
    assert not bench.watch.faults and not registry.failed
    return told


def _outcome(
    watching: tuple[Bench, Told] | None, source: str, capfd: pytest.CaptureFixture[str]
) -> tuple[str, str, str]:
    source, filename = textwrap.dedent(source), "<the same piece>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    code: Any = compile(source, filename, "exec")
    names: dict[str, Any] = {"__name__": "__main__"} if watching is None else watching[0].names
    if watching is not None:
        watching[0].watch.start(watching[1], _names(code))
    failed = ""
    try:
        exec(code, names)
    except Exception as error:
        failed = "".join(traceback.format_exception(error)).partition(f'File "{filename}')[2]
    if watching is not None:
        watching[0].watch.stop()
    out, err = capfd.readouterr()
    return out, err, failed
