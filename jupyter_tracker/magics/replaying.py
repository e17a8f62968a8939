"""`%track replay`: a run once more, with a verdict."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from ..session.tracker import Tracker
from .answer import Answer
from .words import Misused, options, options_first

_KNOWN = {
    "--json!": "json", "--yes!": "yes", "--restore!": "restore", "--anyway!": "anyway", "--now!": "now",
    "--keep!": "keep", "--param": "param", "--secret": "secret", "--tolerance": "tolerance",
}  # fmt: skip
_FLAGS = ("yes", "restore", "anyway", "now", "keep")
_WAIT = 10.0
"""Seconds for what the run still has to find out, before it is replayed."""


def replay(tracker: Tracker, text: str) -> Answer:
    """Run the cells that a run depends on once more, in a kernel of their own, and say whether the same came out."""
    from ..reproduce.replay import Options, apart, param, telling

    given, words = options(options_first(text, _KNOWN), _KNOWN)
    if len(words) > 1:
        raise Misused("a replay is of one run")
    run = tracker.resolve(words[0] if words else "@1")
    tracker.worker.wait(_WAIT)
    secrets = {name: _ask(name) for name in given.get("secret", ())}
    wanted = Options(
        **{flag: flag in given for flag in _FLAGS},
        params=dict(param(item) for item in given.get("param", ())),
        secrets=secrets,
        **({"tolerance": float(given["tolerance"][-1])} if "tolerance" in given else {}),  # type: ignore[arg-type]
    )
    found = apart.replay(tracker.store.root, run, wanted, _Shown())
    if "json" in given:
        return Answer(json.dumps(found, ensure_ascii=False, indent=2))
    shown = telling.text(telling.result(found))
    return Answer(shown, f"<pre>{html.escape(shown)}</pre>")


class _Shown:
    """A line below the cell that says how far it is."""

    def __init__(self) -> None:
        self._handle: Any = None

    def __call__(self, about: Mapping[str, Any]) -> None:
        """Say it."""
        import IPython.display

        if about.get("event") != "step" or about.get("state") != "running":
            return
        line = {"text/plain": f"replay {about['step']}/{about['of']} {about['cell']} {about['first_line'][:60]}"}
        if self._handle is None:
            show: Any = IPython.display.display
            self._handle = show(line, raw=True, display_id=True)
        else:
            self._handle.update(line, raw=True)


def _ask(name: str) -> str:
    import getpass
    import os

    return os.environ.get(name) or getpass.getpass(f"{name}: ")
