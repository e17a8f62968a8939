"""Functions are watched once their module holds them, whatever else is imported on the way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jupyter_tracker.capture.inspectors import registry
from jupyter_tracker.capture.inspectors.base import Inspector, Watch
from tests.inspectors.conftest import Bench


class Slow(Inspector):
    def watches(self) -> list[Watch]:
        return [Watch("slowly.work:done", lambda call: call.metric("done", call.result))]


def test_a_module_that_is_still_being_imported_is_waited_for(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, source in {
        "slowly/__init__": "",
        "slowly/work": "import another\ndef done(x):\n    return x\n",
        "another": "",
    }.items():
        path = tmp_path / "site-packages" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path / "site-packages"))
    monkeypatch.setattr(registry, "_loaded", {"slowly": [Slow()], "another": [Inspector()]})
    monkeypatch.setattr(registry, "_points", {"slowly": [], "another": []})
    try:
        assert bench.run("from slowly.work import done\ndone(4)").metrics == {"done": 4}
    finally:
        for name in ("slowly", "slowly.work", "another"):
            sys.modules.pop(name, None)
